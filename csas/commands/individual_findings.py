"""Assessing a request for one person: findings with evidence, questions, the recommendation."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands.casefiles import AddNote, answer_by
from csas.commands.registry import command
from csas.domain import individuals as rules
from csas.domain import letters, refusals
from csas.domain.events import Event
from csas.domain.individuals import Finding
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import (
    cases,
    individual_decisions,
    individuals,
    office,
    outbox,
    questions,
)
from csas.store.transaction import act

Evidence = Annotated[str, Meta(title="Evidence", min_length=1, max_length=4000, extra={"kind": "textarea"})]


class Trained(Struct):
    """The finding of adequate training for one power."""

    power: Annotated[str, Meta(title="Power", min_length=1, max_length=8)]
    satisfied: Annotated[bool, Meta(title="Adequately trained for this power?", extra={"absent": "Select yes or no"})]
    evidence: Evidence


class Find(Struct):
    ref: str
    seen: int | None = None
    suitable: Annotated[
        bool,
        Meta(
            title="Is the person suitable to exercise the powers?",
            extra={"absent": "Select whether the person is suitable"},
        ),
    ]
    suitable_evidence: Annotated[
        Evidence, Meta(title="What that rests on", extra={"absent": "Enter what that rests on"})
    ]
    capable: Annotated[
        bool,
        Meta(
            title="Is the person capable of carrying them out effectively?",
            extra={"absent": "Select whether the person is capable"},
        ),
    ]
    capable_evidence: Annotated[
        Evidence, Meta(title="What that rests on", extra={"absent": "Enter what that rests on"})
    ]
    trained: Annotated[tuple[Trained, ...], Meta(title="Training, power by power", max_length=60)] = ()


@command("individual:find", Find, "Record the findings on the person")
async def find(wanted: Find, actor: Actor, now: datetime) -> Event:
    """Record whether the person is suitable, capable and, for each power, adequately trained (s.41(4)(b) to (d))."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:find", seen=wanted.seen)
        asked = await individuals.load(case)
        if sorted(each.power for each in wanted.trained) != sorted(power.code for power in asked.powers):
            raise refusals.Faults(Fault(field="trained", message="Find on the training for each power, once"))
        await individual_decisions.add_findings(asked, _findings(wanted), actor.person, now)
        await this.take(case, step)
        return await this.record(
            "individual:found",
            case=case,
            facts={
                "suitable": wanted.suitable,
                "capable": wanted.capable,
                "trained": [each.power for each in wanted.trained if each.satisfied],
            },
        )


def _findings(wanted: Find) -> list[Finding]:
    return [
        Finding(subject="suitable", satisfied=wanted.suitable, evidence=wanted.suitable_evidence),
        Finding(subject="capable", satisfied=wanted.capable, evidence=wanted.capable_evidence),
        *(
            Finding(subject="trained", satisfied=each.satisfied, evidence=each.evidence, power=each.power)
            for each in wanted.trained
        ),
    ]


class Recommend(Struct):
    ref: str
    seen: int | None = None
    recommendation: Annotated[
        Literal["grant", "refuse"],
        Meta(title="What do you recommend?", extra={"absent": "Select what you recommend"}),
    ]
    powers: Annotated[
        tuple[Annotated[str, Meta(max_length=8)], ...],
        Meta(
            title="Powers you would grant",
            description="Leave a power out to recommend that it is refused.",
            max_length=60,
            extra={"kind": "checkboxes", "choices": "asked-powers"},
        ),
    ] = ()
    reasons: Annotated[
        str,
        Meta(
            title="Your reasons",
            min_length=1,
            max_length=4000,
            extra={"kind": "textarea", "absent": "Enter your reasons"},
        ),
    ]


@command("individual:recommend", Recommend, "Make the recommendation")
async def recommend(wanted: Recommend, actor: Actor, now: datetime) -> Event:
    """Recommend which powers to grant, once every finding is made; another person decides."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:recommend", seen=wanted.seen)
        asked = await individuals.load(case)
        findings = await individual_decisions.findings(asked)
        rules.require_complete(findings, asked)
        if not set(wanted.powers) <= {power.code for power in asked.powers}:
            raise refusals.Faults(Fault(field="powers", message="Select powers that were asked for"))
        if wanted.recommendation == "grant":
            rules.require_found([rules.Verdict(power=code, granted=True) for code in wanted.powers], findings)
        await individual_decisions.add_recommendation(
            asked, wanted.recommendation, wanted.powers, wanted.reasons, actor.person, now
        )
        await this.take(case, step)
        return await this.record(
            "individual:recommended",
            case=case,
            facts={"recommendation": wanted.recommendation, "powers": list(wanted.powers)},
            private={"reasons": wanted.reasons},
        )


class Return(Struct):
    ref: str
    seen: int | None = None
    reason: Annotated[
        str,
        Meta(
            title="What is missing or unclear",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter what is missing or unclear"},
        ),
    ]


@command("individual:return", Return, "Return to the assessor")
async def give_back(wanted: Return, actor: Actor, now: datetime) -> Event:
    """Hand the request back to the assessor with what is missing."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:return", seen=wanted.seen)
        await this.take(case, step)
        return await this.record("individual:returned", case=case, private={"reason": wanted.reason})


class Ask(Struct):
    ref: str
    seen: int | None = None
    question: Annotated[
        str,
        Meta(
            title="Question",
            description="The employer answers it. The clock pauses until then.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter the question"},
        ),
    ]


@command("individual:ask", Ask, "Ask the employer a question")
async def ask(wanted: Ask, actor: Actor, now: datetime) -> Event:
    """Ask the employer something about the request; the clock pauses until it is answered."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:ask", seen=wanted.seen)
        due_on = await answer_by(case, now)
        question = await office.add_question(case, "request", wanted.question, actor.person, now, due_on)
        if not case.questioned:
            await cases.pause(case, "question", "a question to the employer is unanswered", now)
        await this.take(case, step)
        asked = await individuals.load(case)
        letter = letters.QuestionsAsked(
            organisation=asked.employer,
            reference=case.ref,
            path=f"/individuals/{case.ref}",
            questions=(wanted.question,),
            due_on=due_on,
        )
        recipients = await outbox.of_organisation(case.organisation)
        await outbox.tell(f"question:{question}", recipients, letter, now, case=case)
        return await this.record(
            "individual:questioned", case=case, facts={"question": question}, private={"question": wanted.question}
        )


class Answer(Struct):
    ref: str
    seen: int | None = None
    answer: Annotated[
        str,
        Meta(
            title="Your answer",
            min_length=1,
            max_length=4000,
            extra={"kind": "textarea", "absent": "Enter your answer"},
        ),
    ]


@command("individual:answer", Answer, "Answer the questions")
async def answer(wanted: Answer, actor: Actor, now: datetime) -> Event:
    """Answer what the office has asked about the request; its clock runs again."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:answer", seen=wanted.seen)
        given = {question.ref: wanted.answer for question in await questions.list_open(case)}
        await questions.answer(case, given, actor.person, now)
        await cases.unpause(case, "question", now)
        await this.take(case, step)
        return await this.record(
            "individual:answered", case=case, facts={"questions": list(given)}, private={"answer": wanted.answer}
        )


@command("individual:note", AddNote, "Add a note for the office")
async def add_note(wanted: AddNote, actor: Actor, now: datetime) -> Event:
    """Add a note that only the office and the decision makers see."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:note", seen=wanted.seen)
        await office.add_note(case, wanted.note, actor.person, now)
        await this.take(case, step)
        return await this.record("individual:noted", case=case)
