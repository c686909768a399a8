"""Assessing an application: requirement by requirement, and the employer by the Act."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.registry import command
from csas.domain import assessments as rules
from csas.domain.assessments import Result
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import assessments, considered
from csas.store.transaction import act

Evidence = Annotated[rules.Evidence, Meta(extra={"absent": "Enter the evidence for the finding"})]


class Assess(Struct):
    ref: str
    seen: int | None = None
    results: Annotated[
        tuple[Result, ...],
        Meta(
            title="Results",
            min_length=1,
            max_length=200,
            extra={"absent": "Give a result for at least one requirement"},
        ),
    ]


@command("application:assess", Assess, "Assess against the standards")
async def assess(wanted: Assess, actor: Actor, now: datetime) -> Event:
    """Record results on requirements of the edition the application is pinned to, several at once.

    The newest result on a requirement counts; earlier ones are kept.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:assess", seen=wanted.seen)
        on = await considered.load(case, now)
        requirements = await assessments.list_requirements(on.edition, on.sector)
        rules.check_results(wanted.results, requirements)
        changed = rules.changed(wanted.results, (await assessments.load(on)).results)
        await assessments.add_results(on, requirements, changed, actor.person, now)
        await this.take(case, step)
        return await this.record(
            "application:assessed",
            case=case,
            facts={"results": [f"{each.requirement} {each.result}" for each in changed]},
        )


class Find(Struct):
    ref: str
    seen: int | None = None
    fit_and_proper: Annotated[
        bool,
        Meta(
            title="Is the organisation fit and proper to supervise accredited people?",
            description="Section 41(4) of the Police Reform Act 2002.",
            extra={"absent": "Select yes if the organisation is fit and proper to supervise accredited people"},
        ),
    ]
    fit_and_proper_evidence: Annotated[Evidence, Meta(title="Evidence for that finding")]
    complaints: Annotated[
        bool,
        Meta(
            title="Are its arrangements for complaints satisfactory?",
            description="Section 40(9) of the same Act.",
            extra={"absent": "Select yes if its arrangements for complaints are satisfactory"},
        ),
    ]
    complaints_evidence: Annotated[Evidence, Meta(title="Evidence for the finding on complaints")]


@command("application:find", Find, "Record the findings on the employer")
async def find(wanted: Find, actor: Actor, now: datetime) -> Event:
    """Record the two findings on the employer: fit and proper to supervise, s.41(4); complaints, s.40(9)."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:find", seen=wanted.seen)
        on = await considered.load(case, now)
        found = (
            ("fit-and-proper", wanted.fit_and_proper, wanted.fit_and_proper_evidence),
            ("complaints", wanted.complaints, wanted.complaints_evidence),
        )
        for subject, satisfied, evidence in found:
            await assessments.add_finding(on, subject, evidence, actor.person, now, satisfied=satisfied)
        await this.take(case, step)
        return await this.record(
            "application:found",
            case=case,
            facts={"fit_and_proper": wanted.fit_and_proper, "complaints": wanted.complaints},
        )
