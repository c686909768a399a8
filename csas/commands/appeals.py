"""Stage 5: appeals, from lodging to the outcome that is chained to the first decision."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands import remitting
from csas.commands.registry import command
from csas.domain import appeals as rules
from csas.domain import letters, permissions, refusals
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.events import Event, Plain
from csas.domain.permissions import Actor
from csas.domain.values import LongText, Struct
from csas.store import appeals, casefiles, cases, definitions, individual_appeals, outbox, places, settings_of_scheme
from csas.store.outbox import Recipient
from csas.store.transaction import Act, act

REOPENING = frozenset({"application:reopen", "individual:reopen"})
Ground = Literal["procedure", "fact", "evidence", "proportion", "standards", "place"]
Grounds = Annotated[
    tuple[Ground, ...],
    Meta(
        title="Grounds of appeal",
        description="Choose all that apply.",
        min_length=1,
        max_length=6,
        extra={"kind": "checkboxes", "absent": "Select at least one ground"},
    ),
]


class Lodge(Struct):
    """`application` is the ref of the case whose decision is appealed against."""

    application: Annotated[str, Meta(title="Application", min_length=1, max_length=20, extra={"kind": "hidden"})]
    grounds: Grounds
    statement: Annotated[
        LongText,
        Meta(title="Your reasons", description="Say what was wrong, and what should have been decided."),
    ]


@command("appeal:lodge", Lodge, "Appeal against the decision")
async def lodge(wanted: Lodge, actor: Actor, now: datetime) -> Event:
    """Lodge an appeal against an adverse decision, within its window and on an admissible ground."""
    async with act(actor, now) as this:
        parent = await this.hold(wanted.application)
        if not permissions.allows(actor, "appeal:lodge", parent.subject):
            raise refusals.NotAllowed
        found = await appeals.find_decision(parent)
        days = await settings_of_scheme.on(parent.scheme, "appeal-days", london_day(now))
        rules.lodge(found[1] if found else None, wanted.grounds, int(days.value), now)
        case = await open_appeal(this, parent, organisation=parent.organisation)
        if found:
            await appeals.add(case, found[0], wanted.grounds, wanted.statement, actor.person or 0, now)
        await tell_received(this, case)
        return await this.record(
            "appeal:lodged",
            case=case,
            facts={"grounds": list(wanted.grounds)},
            private={"statement": wanted.statement},
            subjects={"case": [parent.id]},
        )


async def open_appeal(this: Act, parent: Case, *, organisation: int | None = None, person: int | None = None) -> Case:
    """An appeal under the case it is about, of the one who appeals and of nobody else."""
    case = await cases.open_case(
        definitions.current("appeal"),
        title=f"Appeal by {parent.title}",
        force=parent.force,
        scheme=parent.scheme,
        now=this.now,
        organisation=organisation,
        person=person,
        parent=parent,
    )
    this.opened(case)
    return case


async def tell_received(this: Act, case: Case) -> None:
    """Acknowledge it to whoever appeals, and tell whoever decides."""
    letter = letters.AppealReceived(
        organisation=await _organisation(case),
        reference=case.ref,
        path=f"/appeals/{case.ref}",
        lodged_on=london_day(this.now),
    )
    recipients = await _appellants(case)
    recipients += await outbox.of_office(case.scheme, "appeal-decider")
    await outbox.tell(f"appeal-received:{case.ref}", recipients, letter, this.now, case=case)


class Admit(Struct):
    ref: str
    seen: int | None = None


@command("appeal:admit", Admit, "Admit the appeal")
async def admit(wanted: Admit, actor: Actor, now: datetime) -> Event:
    """Find the appeal in time and on an admissible ground."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "appeal:admit", seen=wanted.seen)
        await this.take(case, step)
        return await this.record("appeal:admitted", case=case)


class Reject(Struct):
    ref: str
    seen: int | None = None
    reason: Annotated[LongText, Meta(title="Why it is not admitted", extra={"absent": "Enter why it is not admitted"})]


@command("appeal:reject", Reject, "Do not admit")
async def reject(wanted: Reject, actor: Actor, now: datetime) -> Event:
    """Find the appeal out of time or on no admissible ground; the first decision stands."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "appeal:reject", seen=wanted.seen)
        await appeals.close(case, "not-admitted", wanted.reason, actor.person, now)
        await this.take(case, step)
        letter = letters.AppealNotAdmitted(
            organisation=await _organisation(case),
            reference=case.ref,
            path=f"/appeals/{case.ref}",
            explanation=wanted.reason,
        )
        await _tell(this, case, letter)
        return await this.record("appeal:not-admitted", case=case, private={"reason": wanted.reason})


class Decide(Struct):
    ref: str
    seen: int | None = None
    reasons: Annotated[
        LongText,
        Meta(
            title="Reasons",
            description="They go to the appellant as you write them.",
            extra={"absent": "Enter the reasons for the outcome"},
        ),
    ]


@command("appeal:decide", Decide, "Uphold the appeal", name="uphold")
async def uphold(wanted: Decide, actor: Actor, now: datetime) -> Event:
    """Set the first decision aside and remit it: it is made again, chained to the first."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "appeal:decide", seen=wanted.seen, name="uphold")
        await appeals.close(case, "upheld", wanted.reasons, actor.person, now)
        remitted = await _remit(this, case)
        await this.take(case, step)
        await _tell(this, case, await _outcome(case, wanted.reasons, "upheld", remitted=remitted))
        return await this.record(
            "appeal:upheld",
            case=case,
            facts=remitted.facts,
            private={"reasons": wanted.reasons},
            subjects={"case": remitted.cases},
        )


class Remitted(Struct):
    """What an upheld appeal led to: the cases it touches, the place taken again, what follows for a person."""

    cases: list[int]
    place: str = ""
    what: str = ""

    @property
    def facts(self) -> dict[str, Plain]:
        return {"place": self.place, "follows": self.what} if self.what else {"place": self.place}


NOTHING = Remitted(cases=[])


async def _remit(this: Act, case: Case) -> Remitted:
    """Reopen the decision where its process lets it; for a person, open what else undoes what was appealed against.

    What is reopened takes a place of the phase again if one is free, or else joins the reserve list.
    """
    parent = await this.hold_id(case.parent or case.id)
    step = next(
        (s for s in parent.definition.steps if s.action in REOPENING and parent.state in s.sources),
        None,
    )
    if step is None or await individual_appeals.is_against_notice(case):
        return await _follow(this, case, parent)
    await appeals.next_round(parent)
    await this.take(parent, step)
    if parent.process != "individual":
        return Remitted(cases=[parent.id], place=await places.take_again(parent, this.now))
    await remitting.tell_office(this, case, remitting.Opened(what="again", case=parent))
    return Remitted(cases=[parent.id], what="again")


async def _follow(this: Act, case: Case, parent: Case) -> Remitted:
    """What is not decided again in its own case: for a person, whatever undoes the notice or the part refused."""
    if parent.process != "individual":
        return Remitted(cases=[parent.id])
    opened = await remitting.follow(this, case, parent)
    await remitting.tell_office(this, case, opened)
    return Remitted(cases=sorted({parent.id, opened.case.id}), what=opened.what)


class Vary(Decide):
    directions: Annotated[
        LongText,
        Meta(
            title="Directions",
            description="Say what the new decision must keep and what it must look at again.",
            extra={"absent": "Enter the directions for the new decision"},
        ),
    ]


@command("appeal:decide", Vary, "Vary the decision", name="vary")
async def vary(wanted: Vary, actor: Actor, now: datetime) -> Event:
    """Uphold the appeal in part and remit it with directions that bind whoever decides again."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "appeal:decide", seen=wanted.seen, name="vary")
        await appeals.close(case, "varied", wanted.reasons, actor.person, now, wanted.directions)
        remitted = await _remit(this, case)
        await this.take(case, step)
        await _tell(this, case, await _outcome(case, wanted.reasons, "varied", wanted.directions, remitted))
        return await this.record(
            "appeal:varied",
            case=case,
            facts=remitted.facts,
            private={"reasons": wanted.reasons, "directions": wanted.directions},
            subjects={"case": remitted.cases},
        )


@command("appeal:decide", Decide, "Dismiss the appeal", name="dismiss")
async def dismiss(wanted: Decide, actor: Actor, now: datetime) -> Event:
    """Let the first decision stand."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "appeal:decide", seen=wanted.seen, name="dismiss")
        await appeals.close(case, "dismissed", wanted.reasons, actor.person, now)
        await this.take(case, step)
        await _tell(this, case, await _outcome(case, wanted.reasons, "dismissed"))
        return await this.record("appeal:dismissed", case=case, private={"reasons": wanted.reasons})


async def _outcome(
    case: Case,
    reasons: str,
    outcome: letters.AppealOutcome,
    directions: str = "",
    remitted: Remitted = NOTHING,
) -> letters.AppealDecided:
    return letters.AppealDecided(
        organisation=await _organisation(case),
        reference=case.ref,
        path=f"/appeals/{case.ref}",
        outcome=outcome,
        explanation=reasons,
        place=remitted.place,
        follows=remitted.what,
        directions=directions,
    )


async def _organisation(case: Case) -> str:
    """Who appeals, by name: the case itself is called “Appeal by …”."""
    return (await casefiles.load_parties(case)).organisation or case.title.removeprefix("Appeal by ")


async def _appellants(case: Case) -> list[Recipient]:
    """A person appeals by themselves and not through the employer, who hears nothing of it."""
    if case.person is not None:
        return await outbox.of_person(case.person)
    return await outbox.of_organisation(case.organisation)


async def _tell(this: Act, case: Case, letter: letters.Facts) -> None:
    recipients = await _appellants(case)
    await outbox.tell(f"appeal-outcome:{case.ref}", recipients, letter, this.now, case=case)


class Withdraw(Struct):
    ref: str
    seen: int | None = None
    reason: Annotated[str, Meta(title="Why", max_length=4000, extra={"kind": "textarea"})] = ""


@command("appeal:withdraw", Withdraw, "Withdraw the appeal")
async def withdraw(wanted: Withdraw, actor: Actor, now: datetime) -> Event:
    """Give the appeal up; the first decision stands."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "appeal:withdraw", seen=wanted.seen)
        await this.take(case, step)
        return await this.record("appeal:withdrawn", case=case, private={"reason": wanted.reason})
