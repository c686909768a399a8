"""Reporting a concern, open to anybody without an account, and closing it, which the office does."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.registry import SUBJECTS, command
from csas.domain import letters, permissions, refusals
from csas.domain.calendar import london_day
from csas.domain.certificates import normalise
from csas.domain.concerns import About, Outcome
from csas.domain.events import Event
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import catalogue, concerns, outbox, schemes
from csas.store.outbox import Recipient
from csas.store.transaction import act

EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


class ReportConcern(Struct):
    about: Annotated[
        About, Meta(title="What is it about?", extra={"choices": "concerns", "absent": "Select what it is about"})
    ]
    what: Annotated[
        str,
        Meta(
            title="What happened?",
            description="When and where it was, and what was said or done. Leave out what you do not know.",
            min_length=1,
            max_length=4000,
            extra={"kind": "textarea", "absent": "Enter what happened"},
        ),
    ]
    who: Annotated[
        str,
        Meta(
            title="Who was it?",
            description="The name on the card, the organisation, or what they looked like.",
            max_length=500,
            extra={"kind": "textarea"},
        ),
    ] = ""
    number: Annotated[str, Meta(title="Number of the card or certificate", max_length=64)] = ""
    borough: Annotated[
        str, Meta(title="In which borough?", max_length=9, extra={"kind": "select", "choices": "boroughs"})
    ] = ""
    name: Annotated[str, Meta(title="Your name", max_length=120)] = ""
    email: Annotated[
        str,
        Meta(
            title="Your e-mail address",
            description="We then write to say that we have it, and may ask you more.",
            max_length=254,
            pattern=EMAIL,
            extra={"pattern": "Enter an e-mail address in the right form, such as name@example.com", "kind": "email"},
        ),
    ] = ""


@command("concern:report", ReportConcern, "Report a concern")
async def report(wanted: ReportConcern, actor: Actor, now: datetime) -> Event:
    """Keep a concern of the public and acknowledge it by e-mail where an address was given."""
    scheme = await schemes.find_first()
    if scheme is None:
        raise refusals.NotFound
    if wanted.borough and wanted.borough not in {area.code for area in await catalogue.list_areas()}:
        raise refusals.Faults(Fault(field="borough", message="Select a borough from the list"))
    number = normalise(wanted.number)
    async with act(actor, now) as this:
        concern, ref = await concerns.add(
            scheme.force,
            scheme.id,
            wanted.about,
            number,
            wanted.borough or None,
            now,
            acknowledged=bool(wanted.email),
        )
        if wanted.email:
            await _acknowledge(wanted, ref, scheme, now)
        private = {
            "what": wanted.what,
            "who": wanted.who,
            "typed": "" if number else wanted.number,
            "name": wanted.name,
            "email": wanted.email,
        }
        return await this.record(
            "concern:reported",
            scheme=scheme.id,
            ref=ref,
            facts={"about": wanted.about},
            private=private,
            subjects={"concern": [concern]},
        )


async def _acknowledge(wanted: ReportConcern, ref: str, scheme: schemes.Scheme, now: datetime) -> None:
    letter = letters.ConcernReceived(reference=ref, path="/check", received_on=london_day(now))
    to = Recipient(name=wanted.name or "Sir or Madam", address=wanted.email)
    await outbox.tell(f"concern-received:{ref}", [to], letter, now, scheme=scheme.id)


class CloseConcern(Struct):
    ref: str
    outcome: Annotated[
        Outcome,
        Meta(title="What became of it?", extra={"choices": "outcomes", "absent": "Select what became of it"}),
    ]
    done: Annotated[
        str,
        Meta(
            title="What was done",
            description="For the office. It is not sent to whoever reported it.",
            min_length=1,
            max_length=4000,
            extra={"kind": "textarea", "absent": "Enter what was done"},
        ),
    ]


@command("concern:close", CloseConcern, "Close the concern")
async def close(wanted: CloseConcern, actor: Actor, now: datetime) -> Event:
    """Close a concern with what became of it, and tell whoever left an address."""
    async with act(actor, now) as this:
        kept = await concerns.load(actor, wanted.ref)
        if not permissions.allows(actor, "concern:close", Subject(scheme=kept.scheme)):
            raise refusals.NotAllowed
        told = bool(kept.concern.email)
        await concerns.close(kept, wanted.outcome, actor.person or 0, now, told=told)
        if told:
            await _tell_reporter(kept, wanted.outcome, now)
        return await this.record(
            "concern:closed",
            scheme=kept.scheme,
            ref=wanted.ref,
            facts={"outcome": wanted.outcome},
            private={"done": wanted.done},
            subjects={"concern": [kept.id]},
        )


async def _tell_reporter(kept: concerns.Kept, outcome: Outcome, now: datetime) -> None:
    of = kept.concern
    letter = letters.ConcernClosed(
        reference=of.ref, path="/concerns/new", received_on=london_day(of.reported_at), outcome=outcome
    )
    to = Recipient(name=of.name or "Sir or Madam", address=of.email)
    await outbox.tell(f"concern-closed:{of.ref}", [to], letter, now, scheme=kept.scheme)


async def _subject(actor: Actor, ref: str) -> Subject:
    return Subject(scheme=(await concerns.load(actor, ref)).scheme)


SUBJECTS["concern"] = _subject
