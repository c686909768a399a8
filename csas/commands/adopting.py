"""Adopting a power of the Act for the force: the scheme manager proposes, a decision maker confirms.

Ending the use of one needs one person and stands with uniforms, whose notices it sends.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands import proposing
from csas.commands.registry import SUBJECTS, command
from csas.domain.calendar import london_day
from csas.domain.events import Event
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault, Faults
from csas.domain.values import Ref, Struct
from csas.store import catalogue, proposals, schemes, uniforms
from csas.store.catalogue import Power
from csas.store.transaction import act

KIND = "adoption"


class ProposeAdoption(Struct):
    """`power` is its code."""

    power: Annotated[
        str,
        Meta(
            title="Power",
            min_length=1,
            max_length=8,
            extra={"kind": "radios", "choices": "powers-to-adopt", "absent": "Select a power"},
        ),
    ]
    why: Annotated[
        str, Meta(title="Why", min_length=1, max_length=1000, extra={"kind": "textarea", "absent": "Enter the reason"})
    ]


@command("adoption:propose", ProposeAdoption, "Propose to use a power")
async def propose(wanted: ProposeAdoption, actor: Actor, now: datetime) -> Event:
    """Propose that the force uses a power of the Act; nobody has it by that, it can be applied for then."""
    scheme = await schemes.require(actor, "adoption:propose")
    async with act(actor, now) as this:
        this.role = "adoption:propose"
        power = await _require(scheme.id, wanted.power, now)
        content = {"power": power.code, "title": power.title}
        ref = await proposals.add(scheme.id, (KIND, power.code, None), content, wanted.why, actor.person, now)
        return await this.record("adoption:proposed", scheme=scheme.id, ref=ref, facts={"power": power.code})


class SettleAdoption(Struct):
    ref: Ref


@command("adoption:confirm", SettleAdoption, "Confirm the use of the power")
async def confirm(wanted: SettleAdoption, actor: Actor, now: datetime) -> Event:
    """Confirm that the force uses a power from now on, as somebody else proposed."""
    async with act(actor, now) as this:
        this.role = "adoption:confirm"
        found = await proposing.require(actor, KIND, wanted.ref, "adoption:confirm")
        await proposing.confirm(this, found)
        power = await _require(found.scheme, found.about, now)
        scheme = await schemes.load(found.scheme)
        await schemes.adopt(scheme.force, scheme.id, (power.code,), now)
        return await this.record("adoption:confirmed", scheme=found.scheme, ref=found.ref, facts={"power": power.code})


@command("adoption:decline", SettleAdoption, "Decline the use of the power")
async def decline(wanted: SettleAdoption, actor: Actor, now: datetime) -> Event:
    """Let a proposed adoption come to nothing; whoever proposed it may do so too."""
    async with act(actor, now) as this:
        this.role = "adoption:decline"
        found = await proposing.require(actor, KIND, wanted.ref, "adoption:decline")
        await proposing.settle(this, found, "declined")
        return await this.record("adoption:declined", scheme=found.scheme, ref=found.ref, facts={"power": found.about})


async def list_left(scheme: int, now: datetime) -> list[Power]:
    """The powers of the Act in law today that the force does not use."""
    used = {each.code for each in await uniforms.list_adopted(scheme, now)}
    return [power for power in await catalogue.list_in_law(london_day(now)) if power.code not in used]


async def _require(scheme: int, code: str, now: datetime) -> Power:
    found = next((power for power in await list_left(scheme, now) if power.code == code), None)
    if found is None:
        raise Faults(Fault(field="power", message="Select a power in law that the force does not use yet"))
    return found


async def _subject(actor: Actor, ref: str) -> Subject:
    return Subject(scheme=(await proposing.load(actor, KIND, ref)).scheme)


SUBJECTS["adoption"] = _subject
