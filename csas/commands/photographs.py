"""A person's photograph: taken in, painted anew for the card, and confirmed to be like them.

Only the picture painted anew is kept. Whoever signs for the employer says that it is
like the person; an accreditation's identity check refers to that.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.files import LARGEST_BODY, decoded
from csas.commands.registry import command
from csas.commands.staff_notes import note
from csas.domain import refusals
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.values import Ref, Struct
from csas.store import files, inspection, limits, photographs, staff
from csas.store.transaction import act


class AddPhotograph(Struct):
    ref: Ref
    name: Annotated[str, Meta(title="Name of the file", min_length=1, max_length=300)]
    content: Annotated[
        str,
        Meta(
            title="Photograph",
            description="JPEG or PNG of up to 10 MB, in base64.",
            min_length=1,
            extra={"absent": "Select a photograph"},
        ),
    ]


@command("staff:photograph", AddPhotograph, "Add a photograph", largest=LARGEST_BODY)
async def photograph(wanted: AddPhotograph, actor: Actor, now: datetime) -> Event:
    """Add a photograph: it is cut to the card's shape and painted anew, without anything hidden in the file."""
    return await photograph_bytes(wanted.ref, wanted.name, decoded(wanted.content), actor, now)


async def photograph_bytes(ref: str, name: str, content: bytes, actor: Actor, now: datetime) -> Event:
    """The same for a file that came with a form."""
    await staff.require(actor, ref, "staff:photograph")
    await limits.require("photograph", str(actor.person))
    found = await inspection.inspect_portrait(name, content)
    digest, stored = await files.keep_by_hash(found.content)
    async with act(actor, now) as this:
        member = await staff.hold(actor, ref, "staff:photograph")
        await photographs.add(member.id, stored, digest, actor.person, now)
        await staff.count_on(member)
        return await note(this, "staff:photographed", member, {"scan": found.scan})


class ConfirmLikeness(Struct):
    ref: Ref
    photograph: Annotated[Ref, Meta(title="Photograph", extra={"kind": "hidden"})]
    like: Annotated[
        bool,
        Meta(
            title="I know this person, and the photograph is like them",
            extra={"must": True, "absent": "Confirm that the photograph is like the person"},
        ),
    ]


@command("staff:confirm-likeness", ConfirmLikeness, "Confirm the likeness")
async def confirm_likeness(wanted: ConfirmLikeness, actor: Actor, now: datetime) -> Event:
    """Confirm for the employer that the photograph in use is like the person."""
    await staff.require(actor, wanted.ref, "staff:confirm-likeness")
    async with act(actor, now) as this:
        member = await staff.hold(actor, wanted.ref, "staff:confirm-likeness")
        current = await photographs.current(member.id)
        if current is None:
            raise refusals.NothingToConfirm
        if current.ref != wanted.photograph:
            raise refusals.DraftChanged(who="Somebody")
        if current.likeness_at is not None:
            raise refusals.AlreadyDone
        await photographs.confirm(current.id, actor.person, now)
        return await note(this, "staff:likeness-confirmed", member)
