"""The arrangement: signed by both sides, started by the second signature, ended by either."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from csas.commands import documents, outcomes
from csas.commands.ending_notices import tell_of_arrangement
from csas.commands.provider_suspensions import subjects_of
from csas.commands.registry import command
from csas.commands.reviews import lapse_all, plan_next
from csas.domain import arrangements as rules
from csas.domain import letters, refusals, workflow
from csas.domain.arrangements import PROTOCOLS
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.decisions import Considered, require_delegation
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import (
    agreements,
    applications,
    arrangements,
    considered,
    decisions,
    outbox,
    places,
    reached,
)
from csas.store.decisions import Decided
from csas.store.documents import void_reserved
from csas.store.statutory import Concerned
from csas.store.transaction import Act, act

Post = Annotated[str, Meta(title="Your post", min_length=1, max_length=120, extra={"absent": "Enter your post"})]
Name = Annotated[
    str,
    Meta(
        title="Your full name",
        description="Typing your name here is your signature.",
        min_length=1,
        max_length=120,
        extra={"absent": "Enter your full name"},
    ),
]


class Sign(Struct):
    ref: str
    seen: int | None = None
    joint_operating_protocol: Annotated[
        bool,
        Meta(
            title="Do you accept the joint operating protocol?",
            extra={
                "must": True,
                "absent": "The arrangement needs the joint operating protocol: select yes to accept it",
            },
        ),
    ]
    information_sharing_protocol: Annotated[
        bool,
        Meta(
            title="Do you accept the information-sharing protocol?",
            extra={
                "must": True,
                "absent": "The arrangement needs the information-sharing protocol: select yes to accept it",
            },
        ),
    ]
    name: Name
    post: Post


@command("application:sign", Sign, "Sign the arrangement")
async def sign(wanted: Sign, actor: Actor, now: datetime) -> Event:
    """Sign for the organisation, with both protocols. The wording is kept as it was shown."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:sign", seen=wanted.seen)
        on = await considered.load(case, now)
        decided = await _decided(on)
        agreed = await agreements.load(case, on, decided)
        rules.period(now, agreed.last_day)
        codes = [protocol.code for protocol in PROTOCOLS]
        text = rules.wording(agreed)
        await arrangements.sign(decided.id, "organisation", actor.person, wanted.name, wanted.post, codes, text, now)
        await this.take(case, step)
        return await this.record(
            "application:signed",
            case=case,
            facts={"protocols": codes},
            private={"signature": f"{wanted.name}, {wanted.post}"},
        )


async def _decided(on: Considered) -> Decided:
    decided = await decisions.find_decision(on)
    if decided is None:
        raise refusals.NotFound
    return decided


class DeclineOffer(Struct):
    ref: str
    seen: int | None = None
    reason: Annotated[str, Meta(title="Why", max_length=2000, extra={"kind": "textarea"})] = ""


@command("application:decline-offer", DeclineOffer, "Decline the offer")
async def decline_offer(wanted: DeclineOffer, actor: Actor, now: datetime) -> Event:
    """Decline what was offered; the place becomes free."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:decline-offer", seen=wanted.seen)
        await _free(case)
        await this.take(case, step)
        return await this.record("application:offer-declined", case=case, private={"reason": wanted.reason})


async def _free(case: Case) -> None:
    application = await applications.load(case)
    if application.place == "held":
        await applications.set_place(application.id, "none")


class Countersign(Struct):
    ref: str
    seen: int | None = None
    name: Name
    confirm: Annotated[
        bool,
        Meta(
            title="Do you sign on behalf of the Commissioner?",
            description="The arrangement starts at once, and the certificate follows.",
            extra={"must": True, "absent": "Select yes to sign on behalf of the Commissioner"},
        ),
    ]


@command("application:countersign", Countersign, "Sign for the force")
async def countersign(wanted: Countersign, actor: Actor, now: datetime) -> Event:
    """Sign for the force under a delegation in force: the arrangement starts, and its certificate is reserved.

    A variation takes the place of the arrangement it varies from this very moment.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:countersign", seen=wanted.seen)
        delegation = require_delegation(await decisions.hold_delegation(actor.person, case.scheme, now, "providers"))
        on = await considered.load(case, now)
        decided = await _decided(on)
        theirs = await arrangements.find_signature(decided.id, "organisation")
        text = rules.require_signed(theirs.wording if theirs else None)
        codes = [protocol.code for protocol in PROTOCOLS]
        await arrangements.sign(decided.id, "force", actor.person, wanted.name, delegation.post, codes, text, now)
        old, replaced = await _replace(this, on, decided.id, now)
        valid = rules.period(now, decided.term_until or london_day(now))
        arrangement = await arrangements.start(case, on.application, decided.id, valid, old)
        number = await documents.reserve(this, case, on, decided, arrangement)
        moved = await this.take(case, step)
        review = await plan_next(this, moved, on.application) if not replaced else None
        touched = [each.id for each in (replaced, review) if each is not None]
        return await this.record(
            "application:countersigned",
            case=case,
            facts={"arrangement": arrangement.ref, "certificate": number},
            private={"signature": f"{wanted.name}, {delegation.post}"},
            subjects={"case": touched},
        )


async def _replace(
    this: Act, on: Considered, decision: int, now: datetime
) -> tuple[rules.Arrangement | None, Case | None]:
    """End the arrangement that this one takes the place of, and hand its place on.

    One decided again after its own arrangement ended takes the place of none: it begins a line of its own,
    and accreditations under the line that ended stay ended.
    """
    if on.varies is None or await arrangements.is_over(on.application, now):
        return None, None
    old = await arrangements.find_of_application(on.varies)
    if old is None or not old.valid.contains(now):
        raise refusals.NothingToVary
    if outside := await reached.count_outside(old.line, decision, now):
        raise refusals.PeopleOutside(number=str(outside))
    case = await this.hold_id(await considered.case_of(on.varies))
    await arrangements.end(case, old, rules.end(old.valid, now), "variation")
    await void_reserved(old.ref)
    await places.pass_on(on.varies, on.application)
    step = workflow.find_step(case.definition, case.state, "application:replace")
    if step is not None:
        await this.take(case, step)
    return old, case


class Surrender(Struct):
    ref: str
    seen: int | None = None
    reason: Annotated[
        str,
        Meta(
            title="Why you surrender the arrangement",
            description="It ends at once, and with it every accreditation of your employees.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter why you surrender the arrangement"},
        ),
    ]


@command("application:surrender", Surrender, "Surrender the arrangement")
async def surrender(wanted: Surrender, actor: Actor, now: datetime) -> Event:
    """Give the arrangement up: it ends now, and each of its people is told that their accreditation ended with it."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:surrender", seen=wanted.seen)
        concerned = await _end(this, case, "surrender")
        moved = await this.take(case, step)
        lapsed = await lapse_all(this, case)
        await _tell_end(this, moved, "surrender", wanted.reason)
        return await _record_end(this, "application:surrendered", case, wanted.reason, lapsed, concerned)


class End(Struct):
    ref: str
    seen: int | None = None
    reason: Annotated[
        str,
        Meta(
            title="Why the arrangement ends",
            description="The provider reads this as you write it. The arrangement ends at once, and with it every "
            "accreditation of its employees.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter why the arrangement ends"},
        ),
    ]


@command("application:end", End, "End the arrangement by notice")
async def end(wanted: End, actor: Actor, now: datetime) -> Event:
    """End the arrangement by notice: it ends now, by one person, and the provider may appeal.

    With it the law ends the accreditation of each of its people (s.41(8)); each is told, with the employer’s copy.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:end", seen=wanted.seen)
        concerned = await _end(this, case, "notice")
        moved = await this.take(case, step)
        lapsed = await lapse_all(this, case)
        await _tell_end(this, moved, "notice", wanted.reason)
        return await _record_end(this, "application:ended", case, wanted.reason, lapsed, concerned)


async def _end(this: Act, case: Case, ending: str) -> list[Concerned]:
    """End the arrangement of a case, if the law has not ended it already, and free its place; whom that reaches."""
    application = await applications.load(case)
    found = await arrangements.find_of_application(application.id)
    await _free(case)
    if found is None or not found.valid.contains(this.now):
        return []
    await arrangements.hold(found.ref)
    ids = await reached.of_line(case.scheme, found.organisation, found.line, this.now)
    ended = msgspec.structs.replace(found, valid=rules.end(found.valid, this.now), ending=ending)
    await arrangements.end(case, found, ended.valid, ending)
    await void_reserved(found.ref)
    return await tell_of_arrangement(this, ended, ids)


async def _record_end(
    this: Act, tag: str, case: Case, reason: str, lapsed: list[int], concerned: Sequence[Concerned]
) -> Event:
    """The one event, which the history of every case it reaches tells."""
    reach = subjects_of(concerned)
    return await this.record(
        tag,
        case=case,
        facts={"people": len(concerned)},
        private={"reason": reason},
        subjects={**reach, "case": sorted({*lapsed, *reach["case"]})},
    )


async def _tell_end(this: Act, case: Case, how: str, explanation: str) -> None:
    letter = letters.ArrangementEnded(
        organisation=case.title,
        reference=case.ref,
        path=f"/applications/{case.ref}",
        how=how,
        ended_on=london_day(this.now),
        explanation=explanation,
        appeal_until=await outcomes.appeal_until(case, this.now) if how == "notice" else None,
    )
    recipients = await outbox.of_organisation(case.organisation)
    await outbox.tell(f"arrangement-ended:{case.ref}:{case.version}", recipients, letter, this.now, case=case)
