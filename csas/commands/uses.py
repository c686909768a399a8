"""Recording one use of a power, voiding a record, and returning that there was none."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands import use_recording
from csas.commands.registry import command
from csas.domain import refusals
from csas.domain.calendar import add_months, day_bounds, london_day
from csas.domain.events import Event
from csas.domain.permissions import MANAGING, Actor
from csas.domain.refusals import Fault
from csas.domain.uses import Said
from csas.domain.values import Ref, Struct
from csas.store import organisations, use_records, uses
from csas.store.transaction import act
from csas.store.use_records import Member

TIME = r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$"


class Particulars(Struct):
    """What is said of a use, whoever says it and however."""

    power: Annotated[
        str, Meta(title="Power", min_length=1, max_length=8, extra={"kind": "hidden", "absent": "Select the power"})
    ]
    on: Annotated[date, Meta(title="Date", extra={"kind": "date", "absent": "Enter the date"})]
    time: Annotated[
        str,
        Meta(
            title="Time",
            description="On the 24-hour clock, such as 14:32.",
            min_length=1,
            max_length=5,
            pattern=TIME,
            extra={"absent": "Enter the time", "pattern": "Enter the time on the 24-hour clock, such as 14:32"},
        ),
    ]
    area: Annotated[str, Meta(title="Borough", max_length=9, extra={"kind": "select", "choices": "boroughs"})] = ""
    zone: Annotated[str, Meta(title="Zone", max_length=12, extra={"kind": "select", "choices": "zones"})] = ""
    place: Annotated[
        str,
        Meta(
            title="Street or road",
            description="For example Euston Road, outside the station. Name no person.",
            min_length=1,
            max_length=160,
            extra={"absent": "Enter the street or road"},
        ),
    ]
    direction: Annotated[
        str, Meta(title="Direction", max_length=20, extra={"kind": "select", "choices": "directions"})
    ] = ""
    vehicle: Annotated[
        str, Meta(title="Kind of vehicle", max_length=20, extra={"kind": "select", "choices": "vehicles"})
    ] = ""
    registration: Annotated[
        str,
        Meta(
            title="Registration mark",
            description="Kept apart, and seen only by you, your managers and the office.",
            max_length=12,
        ),
    ] = ""
    offence: Annotated[
        str,
        Meta(title="Offence", description="As your instrument names it.", max_length=160),
    ] = ""
    item: Annotated[str, Meta(title="What was taken", max_length=20, extra={"kind": "radios", "choices": "items"})] = ""
    quantity: Annotated[Annotated[int, Meta(ge=1, le=10_000)] | None, Meta(title="How many items")] = None
    reason: Annotated[
        str,
        Meta(
            title="Why the power was used",
            description="What was seen or heard. Leave out names and addresses of members of the public.",
            min_length=1,
            max_length=1000,
            extra={"kind": "textarea", "absent": "Enter why the power was used"},
        ),
    ]
    officer_present: Annotated[
        bool,
        Meta(title="Was a police officer present?", extra={"absent": "Select yes if a police officer was present"}),
    ]
    outcome: Annotated[
        str,
        Meta(
            title="What came of it",
            min_length=1,
            max_length=40,
            extra={"kind": "radios", "choices": "outcomes", "absent": "Select what came of it"},
        ),
    ]
    minutes: Annotated[int, Meta(title="Minutes it took", ge=0, le=1440)]
    saved: Annotated[
        int,
        Meta(
            title="Police minutes saved",
            description="How long police officers would have been needed if you had not done it. 0 if not at all.",
            ge=0,
            le=1440,
        ),
    ] = 0


class RecordUse(Particulars):
    staff: Annotated[Ref, Meta(title="Person", extra={"kind": "hidden", "absent": "Select the person"})]


def said_of(wanted: Particulars) -> Said:
    """What was said, without whom it was said of."""
    return Said(**{name: getattr(wanted, name) for name in Said.__struct_fields__})


@command("use:record", RecordUse, "Record a use of a power")
async def record(wanted: RecordUse, actor: Actor, now: datetime) -> Event:
    """Record one use of a power by oneself or by somebody of one's staff; one without authority is kept and flagged."""
    member = await find_member(actor, wanted.staff)
    said = said_of(wanted)
    ground = await use_recording.load_ground(member.organisation)
    faults = use_recording.faults_of(said, ground, now)
    if faults:
        raise refusals.Faults(*faults)
    own = member.person == actor.person
    async with act(actor, now) as this:
        this.role = "use:record"
        (new,) = await use_recording.check([(member, said)], ground, "person" if own else "provider")
        ids = await use_records.add([new], actor.person, now)
        if new.cause:
            organisation = await organisations.load_id(member.organisation)
            await use_recording.raise_flags(this, organisation, [(new.scheme, new.cause)], late=False)
        return await this.record(
            "use:recorded",
            scheme=new.scheme,
            ref=new.ref,
            facts={"power": new.power, "authorised": new.authorised, "cause": new.cause},
            private=use_recording.private_of([new], [said]),
            subjects=use_recording.subjects_of([new], ids),
        )


async def find_member(actor: Actor, ref: str) -> Member:
    """The person a return is about; one unknown and somebody else's are answered alike."""
    member = await use_records.find_member(actor, ref)
    if member is None:
        message = "This is nobody of whom you may record a use. Check the reference of the person"
        raise refusals.Faults(Fault(field="staff", message=message))
    return member


class Void(Struct):
    ref: Ref
    why: Annotated[
        Literal["twice", "wrong", "never"],
        Meta(title="Why is the record void?", extra={"choices": "voids", "absent": "Select why the record is void"}),
    ]
    explanation: Annotated[
        str,
        Meta(
            title="Say more",
            min_length=1,
            max_length=1000,
            extra={"kind": "textarea", "absent": "Say how the mistake came about"},
        ),
    ]


@command("use:void", Void, "Void the record of a use")
async def void(wanted: Void, actor: Actor, now: datetime) -> Event:
    """Void a record made by mistake; it stays to be seen, no longer counts, and keeps its flag."""
    use = await uses.load(actor, wanted.ref)
    _require_own(actor, use)
    async with act(actor, now) as this:
        this.role = "use:void"
        await use_records.void(use.id, wanted.why, actor.person, now)
        return await this.record(
            "use:voided",
            scheme=use.scheme,
            ref=use.ref,
            facts={"why": wanted.why},
            private={f"{use.ref}.void": wanted.explanation},
            subjects={"use": [use.id], "person": [use.person], "organisation": [use.organisation]},
        )


def may_void(actor: Actor, use: uses.Use) -> bool:
    """An employer's record is voided by the employer, a person's own also by the person."""
    managing = use.organisation in actor.organisations(*MANAGING)
    return not use.voided and (managing or (use.person == actor.person and use.source == "person"))


def _require_own(actor: Actor, use: uses.Use) -> None:
    if use.voided:
        raise refusals.AlreadyDone
    if not may_void(actor, use):
        raise refusals.NotAllowed


class ReturnNil(Struct):
    organisation: Annotated[Ref, Meta(title="Organisation", extra={"kind": "select", "choices": "organisations"})]
    month: Annotated[
        str,
        Meta(
            title="Month",
            min_length=1,
            max_length=7,
            pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$",
            extra={"kind": "select", "choices": "months", "absent": "Select the month", "pattern": "Select the month"},
        ),
    ]


@command("use:return-nil", ReturnNil, "Return that no power was used")
async def return_nil(wanted: ReturnNil, actor: Actor, now: datetime) -> Event:
    """Say for one's organisation that in a month now over nobody used a power."""
    organisation = await organisations.require(actor, wanted.organisation, "use:return-nil")
    first = date.fromisoformat(f"{wanted.month}-01")
    following = add_months(first, 1)
    words = f"{first:%B %Y}"
    if following > london_day(now):
        raise refusals.MonthNotOver(month=words)
    async with act(actor, now) as this:
        this.role = "use:return-nil"
        if await use_records.used_in(organisation.id, day_bounds(first)[0], day_bounds(following)[0]):
            raise refusals.UsesThatMonth(month=words)
        scheme = await use_records.scheme_of(organisation.id)
        if not await use_records.add_nil(scheme, organisation.id, first, actor.person, now):
            raise refusals.AlreadyDone
        return await this.record(
            "use:nil-returned",
            scheme=scheme,
            ref=organisation.ref,
            facts={"month": words},
            subjects={"organisation": [organisation.id]},
        )
