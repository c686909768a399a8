"""What whoever is asked for an endorsement may do: declare an interest, answer, ask for more time.

The shared functions that accepting and correcting an application call are in
`endorsing` and are offered here too.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.endorsing import (
    reopen_touched,
    request_all,
    settle_if_all_in,
    settle_parent,
    tell_request,
    with_parent,
)
from csas.commands.registry import command
from csas.domain import casework, refusals
from csas.domain import endorsements as rules
from csas.domain.calendar import in_words, london_day
from csas.domain.casework import Case
from csas.domain.endorsements import Reply, Request, View
from csas.domain.events import Event
from csas.domain.letters import EndorsementReceived, MoreTimeGiven
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import calendars, cases, endorsement_replies, endorsements, outbox, settings_of_scheme
from csas.store.transaction import Act, act

__all__ = ["reopen_touched", "request_all", "settle_if_all_in"]

MOST_CELLS = 600


class DeclareInterest(Struct):
    ref: str
    seen: int | None = None
    who: Annotated[
        str,
        Meta(
            title="Who has the interest",
            description="For example, the council that leads the partnership, or you yourself.",
            min_length=1,
            max_length=160,
            extra={"kind": "text", "absent": "Enter who has the interest"},
        ),
    ]
    interest: Annotated[
        str,
        Meta(
            title="What the interest is",
            description="For example, it applies itself, employs or pays the applicant, or is related to somebody there.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter what the interest is"},
        ),
    ]


@command("endorsement:declare-interest", DeclareInterest, "Declare an interest")
async def declare_interest(wanted: DeclareInterest, actor: Actor, now: datetime) -> Event:
    """Declare an interest and step aside: the request passes to the next authority without one, and its clock starts again.

    Where no such authority is left, the decision maker records that with a reason.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "endorsement:declare-interest", seen=wanted.seen)
        request = await endorsements.load(case)
        await endorsement_replies.declare(request, case, actor.person, wanted.who, wanted.interest, now)
        then, standing_in = await _pass_on(case)
        if standing_in is None:
            step = casework.require(case, actor, "endorsement:declare-interest", "find-nobody-independent")
        await cases.set_respondent(case, standing_in)
        await endorsements.start_afresh(request, now)
        moved = await this.take(case, step)
        if standing_in is not None:
            await tell_request(this, moved, key="passed-on")
        return await this.record(
            "endorsement:interest-declared",
            case=case,
            facts={"body": request.body, "then": then},
            subjects=with_parent(case),
        )


async def _pass_on(case: Case) -> tuple[str, int | None]:
    """Where the request goes now, in words and as the authority’s id."""
    request = await endorsements.load(case)
    authorities = await endorsements.list_authorities(request.partnership)
    found = rules.who_is_next(authorities, rules.stepped_aside(request), request.applicant)
    if found is None:
        return "nobody independent is left to ask", None
    return f"the request passes to {found.name}", found.organisation


class Answer(Struct):
    ref: str
    seen: int | None = None
    views: Annotated[
        tuple[View, ...],
        Meta(
            title="Your answer for each power in each area",
            description="Endorse, endorse with a condition, object or have no view. Say what the condition is, "
            "or why you object.",
            min_length=1,
            max_length=MOST_CELLS,
            extra={"kind": "grid", "absent": "Answer for each power in each area"},
        ),
    ]
    signatory: Annotated[
        str,
        Meta(title="Name of the person who signs", min_length=1, max_length=120, extra={"kind": "text"}),
    ]
    post: Annotated[str, Meta(title="Their post", min_length=1, max_length=160, extra={"kind": "text"})]
    authority: Annotated[
        str,
        Meta(
            title="Their authority for signing",
            description="For example, chair of the strategy group, or delegated by its minute of a date.",
            min_length=1,
            max_length=300,
            extra={"kind": "text", "absent": "Enter the authority for signing"},
        ),
    ]
    meeting_on: Annotated[
        date | None,
        Meta(title="Date of the meeting", description="Leave empty if it was not decided at a meeting."),
    ] = None
    minute: Annotated[str, Meta(title="Minute reference", max_length=120, extra={"kind": "text"})] = ""
    to_be_ratified: Annotated[
        bool,
        Meta(
            title="Does a later meeting still have to ratify this answer?",
            description="It counts as your answer meanwhile.",
            extra={"absent": "Select yes if a later meeting still has to ratify this answer"},
        ),
    ]
    remarks: Annotated[
        str,
        Meta(
            title="Anything else the decision maker should know",
            max_length=4000,
            extra={"kind": "textarea"},
        ),
    ] = ""


@command("endorsement:answer", Answer, "Answer the request")
async def answer(wanted: Answer, actor: Actor, now: datetime) -> Event:
    """Answer for the partnership, or for the authority that stands in, on every power in every area.

    It is advice: the Act gives it no power to decide. The last answer settles
    the application in the same act. The applicant never answers for itself.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "endorsement:answer", seen=wanted.seen)
        request = await endorsements.load(case)
        if rules.is_barred(request, actor.organisations()):
            raise refusals.InterestDeclared(body=request.applicant_name)
        _check(wanted, request, now)
        await endorsement_replies.add_reply(request, _reply(wanted, request, now), actor.person)
        moved = await this.take(case, step)
        letter = EndorsementReceived(
            organisation=request.applicant_name,
            reference=case.ref,
            path=f"/endorsements/{case.ref}",
            body=request.body,
        )
        recipients = await outbox.of_respondent(case)
        await outbox.tell(f"endorsement-received:{case.ref}:{moved.version}", recipients, letter, now, case=case)
        parents = await settle_parent(this, case)
        return await this.record(
            "endorsement:answered", case=case, facts={"body": request.body}, subjects={"case": parents}
        )


def _check(wanted: Answer, request: Request, now: datetime) -> None:
    faults = rules.reply_faults(wanted.views, request.areas, request.powers)
    if wanted.meeting_on is not None and wanted.meeting_on > london_day(now):
        message = "Date of the meeting must be today or in the past; for a later meeting, ask for more time"
        faults.append(refusals.Fault(field="meeting_on", message=message))
    if faults:
        raise refusals.Faults(*faults)


def _reply(wanted: Answer, request: Request, now: datetime) -> Reply:
    return Reply(
        body=request.body,
        signatory=wanted.signatory,
        post=wanted.post,
        authority=wanted.authority,
        meeting_on=wanted.meeting_on,
        minute=wanted.minute,
        to_be_ratified=wanted.to_be_ratified,
        remarks=wanted.remarks,
        replied_at=now,
        round=request.round,
        version=request.version,
        views=wanted.views,
    )


class AskTime(Struct):
    ref: str
    seen: int | None = None
    meeting: Annotated[
        str,
        Meta(
            title="Which meeting will decide",
            description="For example, the partnership’s strategy group.",
            min_length=1,
            max_length=160,
            extra={"kind": "text", "absent": "Enter which meeting will decide"},
        ),
    ]
    meeting_on: Annotated[
        date,
        Meta(title="Date of the meeting", description="You will have until the end of this day."),
    ]


@command("endorsement:ask-time", AskTime, "Ask for more time")
async def ask_time(wanted: AskTime, actor: Actor, now: datetime) -> Event:
    """Move the end of the time to answer, once, to the day of a named meeting."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "endorsement:ask-time", seen=wanted.seen)
        request = await endorsements.load(case)
        today = london_day(now)
        limit = await settings_of_scheme.on(case.scheme, "endorsement-extension-days", today)
        rules.extend(request, wanted.meeting_on, today, int(limit.value))
        await cases.extend(case, wanted.meeting_on)
        await endorsements.extend(request, wanted.meeting, await _behind(case, wanted.meeting_on, today))
        moved = await this.take(case, step)
        await _tell_time(this, moved, request)
        return await this.record(
            "endorsement:time-asked",
            case=case,
            facts={"until": in_words(wanted.meeting_on)},
            private={"meeting": wanted.meeting},
            subjects=with_parent(case),
        )


async def _behind(case: Case, due_on: date, today: date) -> int:
    """How many reminders the new day leaves behind us, so that none goes out at once."""
    distances = await settings_of_scheme.on(case.scheme, "reminder-days-before", today)
    return len(rules.reached(due_on, today, distances.value))


async def _tell_time(this: Act, case: Case, request: Request) -> None:
    due = casework.deadline(case, await calendars.holidays())
    if due is None or due.due_on is None:
        return
    letter = MoreTimeGiven(
        organisation=request.applicant_name,
        reference=case.ref,
        path=f"/endorsements/{case.ref}",
        body=request.body,
        due_on=due.due_on,
    )
    recipients = await outbox.of_respondent(case)
    await outbox.tell(f"more-time:{case.ref}:{case.version}", recipients, letter, this.now, case=case)
