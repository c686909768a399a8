"""Stage 1: drafting, consulting on and publishing an edition of the standards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands.registry import command
from csas.domain import refusals
from csas.domain import standards as rules
from csas.domain.calendar import london_day
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.standards import Family, Requirement, Standing
from csas.domain.values import LongText, Struct
from csas.store import cases, catalogue, definitions, schemes, standards
from csas.store.transaction import Act, act


class Draft(Struct):
    title: Annotated[str, Meta(title="Title of the edition", min_length=1, max_length=160)]
    basis: Annotated[
        LongText,
        Meta(title="What it rests on", description="For example: current knowledge, guidance, findings of the study."),
    ]
    changes: Annotated[
        str,
        Meta(
            title="What is different from the edition before",
            description="Shown on the public page.",
            max_length=4000,
            extra={"kind": "textarea"},
        ),
    ] = ""


@command("standards:draft", Draft, "Draft an edition")
async def draft(wanted: Draft, actor: Actor, now: datetime) -> Event:
    """Begin an edition with the requirements, fees and consultees of the one before."""
    async with act(actor, now) as this:
        scheme = await schemes.require(actor, "standards:draft")
        before = await standards.newest(scheme.id)
        case = await cases.open_case(
            definitions.current("standards"),
            title=wanted.title,
            force=scheme.force,
            scheme=scheme.id,
            now=now,
        )
        this.opened(case)
        number = await standards.next_number(scheme.id)
        edition = await standards.add(case, number, wanted.title, wanted.basis, wanted.changes, "provisional")
        if before:
            await _carry_over(edition, before)
        await _list_consultees(edition, scheme.police_area)
        return await this.record("standards:drafted", case=case, facts={"number": number})


async def _carry_over(edition: int, before: rules.Edition) -> None:
    for requirement in before.requirements:
        await standards.put_requirement(edition, requirement)
    for fee in before.fees:
        await standards.put_fee(edition, fee)


async def _list_consultees(edition: int, police_area: str) -> None:
    """Those whom s.40(4) names, and London's communities."""
    await standards.add_consultee(edition, "mayor", "The Mayor of London")
    await standards.add_consultee(edition, "authority", "Mayor’s Office for Policing and Crime")
    for area in await catalogue.list_areas(police_area):
        await standards.add_consultee(edition, "local-authority", f"{area.name} Council", area.code)
    await standards.add_consultee(edition, "community", "London’s communities")


class Edit(Struct):
    ref: str
    seen: int | None = None
    code: Annotated[
        str,
        Meta(
            title="Code",
            description="Two to six letters and figures, such as M4. An existing code is replaced.",
            min_length=1,
            max_length=6,
            pattern="^[A-Z][A-Z0-9]{1,5}$",
            extra={
                "pattern": "Code must be a capital letter followed by up to 5 capital letters or figures, such as M4"
            },
        ),
    ]
    family: Annotated[Family, Meta(title="Family", extra={"choices": "families"})]
    title: Annotated[str, Meta(title="Title", min_length=1, max_length=160)]
    body: Annotated[LongText, Meta(title="What is required")]
    evidence: Annotated[str, Meta(title="How it is shown", max_length=4000, extra={"kind": "textarea"})] = ""
    critical: Annotated[bool, Meta(title="Critical", description="A failure can alone mean Poor in a review.")] = False
    remove: Annotated[bool, Meta(title="Remove this requirement instead", description="Only the code is used.")] = False


@command("standards:edit", Edit, "Change a requirement")
async def edit(wanted: Edit, actor: Actor, now: datetime) -> Event:
    """Add, replace or remove one requirement of a draft."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "standards:edit", seen=wanted.seen)
        edition = await standards.load_for(case)
        if wanted.remove:
            if not await standards.drop_requirement(edition.id, wanted.code):
                raise refusals.Faults(Fault(field="code", message="There is no requirement with this code"))
        else:
            await standards.put_requirement(
                edition.id,
                Requirement(
                    code=wanted.code,
                    family=wanted.family,
                    title=wanted.title,
                    body=wanted.body,
                    evidence=wanted.evidence,
                    critical=wanted.critical,
                ),
            )
        await this.take(case, step)
        return await this.record("standards:edited", case=case, facts={"code": wanted.code, "removed": wanted.remove})


class Consult(Struct):
    ref: str
    seen: int | None = None
    written_on: Annotated[date, Meta(title="Day on which they were written to")]
    channel: Annotated[
        Literal["letter", "e-mail"], Meta(title="How they were written to", extra={"choices": "channels"})
    ]


@command("standards:consult", Consult, "Open consultation")
async def consult(wanted: Consult, actor: Actor, now: datetime) -> Event:
    """Record that every consultee was written to, and open the consultation (s.40(4))."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "standards:consult", seen=wanted.seen)
        _not_in_future(wanted.written_on, now, "written_on")
        edition = await standards.load_for(case)
        await standards.write_to_all(edition.id, wanted.written_on, wanted.channel)
        await this.take(case, step)
        return await this.record("standards:consultation-opened", case=case)


class RecordResponse(Struct):
    ref: str
    seen: int | None = None
    consultee: Annotated[
        str, Meta(title="Who replied", min_length=1, extra={"kind": "select", "choices": "consultees"})
    ]
    replied_on: Annotated[date, Meta(title="Day of the reply")]
    reply: Annotated[LongText, Meta(title="What was said")]
    effect: Annotated[
        LongText, Meta(title="What it changed", description="Or why nothing was changed. Shown on the public page.")
    ]


@command("standards:record-response", RecordResponse, "Record a consultee’s reply")
async def record_response(wanted: RecordResponse, actor: Actor, now: datetime) -> Event:
    """Record what a consultee said and what it changed."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "standards:record-response", seen=wanted.seen)
        _not_in_future(wanted.replied_on, now, "replied_on")
        edition = await standards.load_for(case)
        known = await standards.record_reply(
            edition.id, wanted.consultee, wanted.replied_on, wanted.reply, wanted.effect
        )
        if not known:
            raise refusals.Faults(Fault(field="consultee", message="Select who replied"))
        await this.take(case, step)
        return await this.record("standards:response-recorded", case=case)


def _not_in_future(day: date, now: datetime, field: str) -> None:
    if day > london_day(now):
        raise refusals.Faults(Fault(field=field, message="The day must be today or in the past"))


class CloseConsultation(Struct):
    ref: str
    seen: int | None = None


@command("standards:close-consultation", CloseConsultation, "Close the consultation")
async def close_consultation(wanted: CloseConsultation, actor: Actor, now: datetime) -> Event:
    """Close the consultation once everybody named by s.40(4) has been written to."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "standards:close-consultation", seen=wanted.seen)
        scheme = await schemes.load(case.scheme)
        edition = await standards.load_for(case)
        areas = {area.code: area.name for area in await catalogue.list_areas(scheme.police_area)}
        rules.close_consultation(edition.consultees, areas)
        await this.take(case, step)
        return await this.record("standards:consultation-closed", case=case)


class Publish(Struct):
    ref: str
    seen: int | None = None
    standing: Annotated[
        Standing,
        Meta(title="Standing", description="Provisional while the study goes on; adopted afterwards."),
    ]
    confirm: Annotated[
        bool,
        Meta(
            title="I have seen whom this edition would leave short",
            extra={"must": True, "absent": "Confirm that you have seen whom this edition would leave short"},
        ),
    ]


@command("standards:publish", Publish, "Publish this edition")
async def publish(wanted: Publish, actor: Actor, now: datetime) -> Event:
    """Put the edition in force at once; the one before is superseded in the same act."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "standards:publish", seen=wanted.seen)
        edition = await standards.load_for(case)
        old = await standards.publish(edition.id, wanted.standing, now)
        touched = await _supersede(this, old) if old else []
        await this.take(case, step)
        return await this.record(
            "standards:published",
            case=case,
            facts={"number": edition.number, "standing": wanted.standing},
            subjects={"case": touched} if touched else None,
        )


async def _supersede(this: Act, case_id: int) -> list[int]:
    old = await this.hold_id(case_id)
    step = next(step for step in old.definition.steps if step.action == "standards:supersede")
    await this.take(old, step)
    return [old.id]


class Discard(Struct):
    ref: str
    seen: int | None = None
    reason: Annotated[LongText, Meta(title="Why", extra={"absent": "Enter why the draft is discarded"})]


@command("standards:discard", Discard, "Discard this draft")
async def discard(wanted: Discard, actor: Actor, now: datetime) -> Event:
    """Give a draft up; its number is not used again."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "standards:discard", seen=wanted.seen)
        await this.take(case, step)
        return await this.record("standards:discarded", case=case, private={"reason": wanted.reason})
