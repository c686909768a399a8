"""What the office does at the completeness check: accept, ask, record community views.

Accepting takes a place and asks the partnerships; it decides nothing. Whether
the application is complete is domain/office's question.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands import endorsing
from csas.commands.casefiles import answer_by
from csas.commands.registry import command
from csas.domain import casework, letters
from csas.domain import office as rules
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.values import Ref, Struct
from csas.store import calendars, casefiles, cases, office, outbox, places
from csas.store.transaction import Act, act

METHODS = Literal["survey", "public-meeting", "ward-panel", "joint-consultation", "waived"]


class Accept(Struct):
    ref: Ref
    seen: int | None = None
    complete: Annotated[
        bool,
        Meta(
            title="Is everything there?",
            description="Read each part of the application first. Ask a question if something is missing.",
            extra={"must": True, "absent": "Confirm that you have read every part and that nothing is missing"},
        ),
    ]


@command("application:accept", Accept, "Accept as complete")
async def accept(wanted: Accept, actor: Actor, now: datetime) -> Event:
    """Accept an application as complete: it takes a place or joins the reserve list, and endorsement is asked."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:accept", seen=wanted.seen)
        application = await office.load_submitted(case)
        asks = case.definition.states[step.to or case.state].held_by == "partnership"
        rules.accept(application, asks_partnerships=asks)
        place = await places.take(case.scheme, application.id, now)
        moved = await this.take(case, step)
        asked = await _ask_partnerships(this, moved, application) if asks else []
        await outbox.tell(
            f"accepted:{case.ref}:{application.number}",
            await outbox.of_organisation(case.organisation),
            letters.ApplicationAccepted(
                **_known(case, await casefiles.load_parties(case)),
                place=place,
                asked=tuple(casefiles.body_of(child) for child in asked),
                endorse_by=await _latest(asked),
            ),
            now,
            case=case,
        )
        subjects = {"case": [child.case.id for child in asked]}
        return await this.record("application:accepted", case=case, facts={"place": place}, subjects=subjects)


async def _ask_partnerships(this: Act, case: Case, application: rules.Submitted) -> list[casefiles.Child]:
    await endorsing.request_all(this, case, application.id, application.version, application.hash)
    asked = await casefiles.list_children(case, "endorsement")
    rules.asked(len(asked))
    return asked


async def _latest(asked: list[casefiles.Child]) -> date | None:
    """The day by which the last of them must have answered."""
    holidays = await calendars.holidays()
    deadlines = [casework.deadline(child.case, holidays) for child in asked]
    days = [found.due_on for found in deadlines if found is not None and found.due_on is not None]
    return max(days, default=None)


class Ask(Struct):
    ref: Ref
    seen: int | None = None
    item: Annotated[
        str,
        Meta(
            title="What the question is about",
            min_length=1,
            max_length=120,
            extra={"kind": "select", "choices": "application-items", "absent": "Select the item the question is about"},
        ),
    ]
    question: Annotated[
        str,
        Meta(
            title="Question",
            description="The applicant answers it beside that item. The clock pauses until every question is answered.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter the question"},
        ),
    ]


@command("application:ask", Ask, "Ask a question")
async def ask(wanted: Ask, actor: Actor, now: datetime) -> Event:
    """Ask the applicant about one item; the clock of the case pauses until it is answered."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:ask", seen=wanted.seen)
        rules.ask(await office.load_submitted(case), wanted.item)
        due_on = await answer_by(case, now)
        question = await office.add_question(case, wanted.item, wanted.question, actor.person, now, due_on)
        if not case.questioned:
            await cases.pause(case, "question", "a question to the applicant is unanswered", now)
        await this.take(case, step)
        await outbox.tell(
            f"question:{question}",
            await outbox.of_organisation(case.organisation),
            letters.QuestionsAsked(
                **_known(case, await casefiles.load_parties(case)), questions=(wanted.question,), due_on=due_on
            ),
            now,
            case=case,
        )
        return await this.record(
            "application:questioned",
            case=case,
            facts={"item": wanted.item, "question": question},
            private={"question": wanted.question},
        )


class RecordViews(Struct):
    ref: Ref
    seen: int | None = None
    method: Annotated[
        METHODS,
        Meta(
            title="How the community was asked",
            extra={"kind": "radios", "choices": "view-methods", "absent": "Select how the community was asked"},
        ),
    ]
    summary: Annotated[
        str,
        Meta(
            title="What people said, or why they were not asked",
            description="For example how many were asked, what they welcomed and what worried them.",
            min_length=1,
            max_length=4000,
            extra={"kind": "textarea", "absent": "Enter what people said, or why they were not asked"},
        ),
    ]


@command("application:record-views", RecordViews, "Record community views")
async def record_views(wanted: RecordViews, actor: Actor, now: datetime) -> Event:
    """Record what the community said about an application, or that its views are waived and why."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:record-views", seen=wanted.seen)
        application = await office.load_submitted(case)
        waived = wanted.method == "waived"
        await office.add_views(application.id, wanted.method, wanted.summary, now, waived=waived)
        await this.take(case, step)
        return await this.record(
            "application:views-recorded",
            case=case,
            facts={"method": wanted.method},
            private={"summary": wanted.summary},
        )


def _known(case: Case, people: casefiles.Parties) -> dict[str, str]:
    return {"organisation": people.organisation, "reference": case.ref, "path": f"/applications/{case.ref}"}
