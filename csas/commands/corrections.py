"""What an applicant does after submission: answer the office’s questions, and correct what has changed.

A correction is a whole new version. Only the endorsements it touches are asked
again; which those are is the endorsements’ own question.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands import application_parts as parts
from csas.commands.applications import AGREED, NAME, POST
from csas.commands.registry import command
from csas.domain import application_changes as changes
from csas.domain import applications as rules
from csas.domain import calendar, letters, refusals
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.values import Ref, Struct, Version
from csas.store import applications, cases, outbox, questions, uploads
from csas.store.applications import Application, Declared
from csas.store.together import together
from csas.store.transaction import act, may_see

LONGEST_ANSWER = 4000


class Answer(Struct):
    ref: Ref
    seen: Version | None = None
    answers: Annotated[
        dict[str, str], Meta(title="Answers", description="The reference of each question and its answer")
    ] = {}


@command("application:answer", Answer, "Answer the questions")
async def answer(wanted: Answer, actor: Actor, now: datetime) -> Event:
    """Answer every open question of the office at once; the clock of the case runs again."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:answer", seen=wanted.seen)
        asked = await questions.list_open(case)
        given = _answers(asked, wanted.answers)
        await questions.answer(case, given, actor.person, now)
        await cases.unpause(case, "question", now)
        await this.take(case, step)
        letter = letters.AnswersReceived(**parts.known(case), answered_on=calendar.london_day(now))
        await outbox.tell(
            f"answered:{case.ref}:{case.version}", await outbox.of_office(case.scheme), letter, now, case=case
        )
        private = {f"answer-{number}": text for number, text in enumerate(given.values(), start=1)}
        return await this.record("application:answered", case=case, facts={"questions": list(given)}, private=private)


def _answers(asked: list[questions.Asked], given: dict[str, str]) -> dict[str, str]:
    """Each open question’s answer, or every fault at once."""
    found = {question.ref: given.get(question.ref, "") for question in asked}
    faults = [Fault(field=ref, message=_wrong(text)) for ref, text in found.items() if _wrong(text)]
    if faults:
        raise refusals.Faults(*faults)
    return found


def _wrong(text: str) -> str:
    if not text:
        return "Enter your answer to the question"
    return f"Your answer must be {LONGEST_ANSWER:,} characters or fewer" if len(text) > LONGEST_ANSWER else ""


class Correct(Struct):
    ref: Ref
    seen: Version | None = None
    reason: Annotated[
        str,
        Meta(
            title="Why the application is corrected",
            description="The office and the partnerships asked again will read this.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter why the application is corrected"},
        ),
    ]
    name: NAME
    post: POST
    agreed: AGREED


@command("application:correct", Correct, "Send the correction")
async def correct(wanted: Correct, actor: Actor, now: datetime) -> Event:
    """Make a new version of an accepted application from its changed sections; asks again only whom it touches."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:correct", seen=wanted.seen)
        application = await applications.load(case)
        old = await applications.find_last_version(application.id)
        if old is None or application.edition is None:
            raise refusals.NotFound
        version = await _freeze(case, application, old, wanted, actor, now)
        moved = await this.take(case, step)
        asked, touched = await parts.reopen_requests(this, moved, application, version)
        return await this.record(
            "application:corrected",
            case=moved,
            facts={"version": version.number, "hash": version.hash, "asked": asked},
            private={"reason": wanted.reason},
            subjects={"case": touched},
        )


async def _freeze(
    case: Case, application: Application, old: applications.Version, wanted: Correct, actor: Actor, now: datetime
) -> applications.Version:
    said, drafts = await prepared(case, application, now)
    if not changes.changes(old.content, said):
        raise refusals.NothingChanged
    declared = Declared(name=wanted.name, post=wanted.post, words=rules.DECLARATION)
    edition = application.edition or 0
    return await applications.freeze(application.id, said, drafts, edition, declared, actor.person or 0, now)


async def prepared(
    case: Case, application: Application, now: datetime
) -> tuple[rules.Content, dict[str, rules.Answers]]:
    """The version the drafts would make now; refused while one of them is not done."""
    drafts = await parts.drafts_of(application)
    facts = await parts.facts_of(case, application, now)
    rules.require_complete(drafts, facts)
    return rules.content(drafts, facts, case.title, uploads.evidence(await uploads.list_kept(application.id))), drafts


async def drop(ref: str, actor: Actor, now: datetime) -> None:
    """Drop the changes prepared for a correction: the drafts say again what the last version said."""
    async with together():
        case = await cases.lock(ref)
        if case is None or not may_see(actor, case):
            raise refusals.NotFound
        parts.require_editable(case, actor)
        application = await applications.load(case)
        last = await applications.find_last_version(application.id)
        if last is None:
            raise refusals.NotFound
        await applications.put_drafts(application.id, await applications.typed_in(last.id), actor.person, now)
