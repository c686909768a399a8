"""Adding a file to an application and taking one out.

A file is looked at before the act begins; what is refused is noted with its
reason, so that nobody has to wonder what became of it.
"""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.registry import command
from csas.domain import casework, refusals
from csas.domain.application_sections import SLUGS
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.values import Ref, Struct, Version
from csas.store import applications, files, inspection, limits, uploads
from csas.store.inspection import Inspected
from csas.store.reads import load_case
from csas.store.transaction import act

EVIDENCE = "evidence"
# The body of a command that carries a file of 10 MB, in base64 and with a little beside it.
LARGEST_BODY = inspection.LARGEST * 4 // 3 + 10_000


class Attach(Struct):
    ref: Ref
    section: Annotated[str, Meta(title="Section the file belongs to", max_length=40)] = EVIDENCE
    name: Annotated[str, Meta(title="Name of the file", min_length=1, max_length=300)]
    content: Annotated[
        str,
        Meta(
            title="File",
            description="PDF, JPEG or PNG of up to 10 MB, in base64.",
            min_length=1,
            extra={"absent": "Select a file"},
        ),
    ]


@command("application:attach", Attach, "Add a file", largest=LARGEST_BODY)
async def attach(wanted: Attach, actor: Actor, now: datetime) -> Event:
    """Add a PDF, JPEG or PNG file; only a clean copy of it is kept, and a refusal is noted with its reason."""
    return await attach_bytes(wanted.ref, wanted.section, wanted.name, decoded(wanted.content), actor, now)


def decoded(content: str) -> bytes:
    """The bytes of a file that came by the API, in a command’s `content`."""
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise refusals.Faults(Fault(field="content", message="File must be in base64")) from None


async def attach_bytes(ref: str, section: str, name: str, content: bytes, actor: Actor, now: datetime) -> Event:
    """The same for a file that came with a form."""
    case = await load_case(actor, ref)
    casework.require(case, actor, "application:attach")
    if section not in SLUGS:
        raise refusals.NotFound
    await limits.require("upload", str(actor.person))
    found = await _inspect(case, section, name, content, now)
    stored = await files.keep(found.content)
    try:
        return await _record(ref, section, found, stored, actor, now)
    except BaseException:
        await files.remove(stored)
        raise


async def _inspect(case: Case, section: str, name: str, content: bytes, now: datetime) -> Inspected:
    try:
        return await inspection.inspect(name, content)
    except refusals.FileRefused as refused:
        application = await applications.load(case)
        await uploads.reject(application.id, section, refused.facts["name"], refused.facts["why"], now)
        raise


async def _record(ref: str, section: str, found: Inspected, stored: str, actor: Actor, now: datetime) -> Event:
    async with act(actor, now) as this:
        case, step = await this.lock(ref, "application:attach")
        application = await applications.load(case)
        await uploads.add(application.id, section, found, stored, actor.person, now)
        await this.take(case, step)
        return await this.record(
            "application:file-attached",
            case=case,
            facts={"section": section, "scan": found.scan},
            private={"name": found.name},
        )


class Detach(Struct):
    ref: Ref
    seen: Version | None = None
    file: Annotated[
        Ref, Meta(title="File", extra={"kind": "radios", "choices": "application-files", "absent": "Select a file"})
    ]


@command("application:detach", Detach, "Remove a file")
async def detach(wanted: Detach, actor: Actor, now: datetime) -> Event:
    """Take a file out of the application; versions already submitted keep it."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:detach", seen=wanted.seen)
        application = await applications.load(case)
        name = await uploads.take_out(application.id, wanted.file, now)
        if name is None:
            raise refusals.Faults(Fault(field="file", message="Select a file of this application"))
        await this.take(case, step)
        return await this.record("application:file-detached", case=case, private={"name": name})
