"""Several people move at once to another employer, as when a contract changes hands (TUPE).

Their employment here ends in one act, and with it by law every accreditation with this employer: an accreditation is of
an employee of the very employer in the arrangement. Nothing is asked for on the new employer's behalf; it asks itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from csas.commands import ending_notices, staff_leaving
from csas.commands.registry import command
from csas.commands.staff_leaving import Effect, LastDay
from csas.domain import letters_staff, permissions, refusals
from csas.domain.events import Event
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.values import Ref, Struct
from csas.store import organisations, outbox, staff, staff_history, trainings
from csas.store.organisations import Organisation
from csas.store.staff import Member
from csas.store.transaction import Act, act

ACTION = "organisation:transfer-staff"
MOST = 500
EVERYBODY = 100_000


class TransferStaff(Struct):
    """`people` are refs of staff records, `numbers` staff numbers; both together are those who move."""

    ref: Ref
    people: Annotated[
        tuple[Annotated[str, Meta(max_length=12)], ...],
        Meta(title="Who moves", max_length=MOST, extra={"kind": "checkboxes", "choices": "staff"}),
    ] = ()
    numbers: Annotated[
        tuple[Annotated[str, Meta(max_length=40)], ...],
        Meta(
            title="Or their staff numbers",
            description="One on each line, as you would paste them from a list.",
            max_length=MOST,
            extra={"kind": "lines"},
        ),
    ] = ()
    last_day: LastDay
    to: Annotated[
        str,
        Meta(
            title="New employer",
            description="The new employer must ask for powers itself.",
            min_length=1,
            max_length=120,
            extra={"absent": "Enter the name of the new employer"},
        ),
    ]


class Moving(Struct):
    """One of those who move, and what that ends."""

    member: Member
    effect: Effect


@command(ACTION, TransferStaff, "Record the transfer of several people to another employer")
async def transfer(wanted: TransferStaff, actor: Actor, now: datetime) -> Event:
    """End the employment of several people in one act; their accreditations here cease by law (s.41(8)).

    The new employer needs an arrangement of its own and asks for each of them anew.
    """
    organisation = await of(actor, wanted.ref)
    async with act(actor, now) as this:
        this.role = ACTION
        moving = [await _held(actor, ref, wanted.last_day, now) for ref in await chosen(organisation, wanted, now)]
        uses: list[int] = []
        over = await _list_over(this, moving)
        for each in moving:
            uses += await staff_leaving.end(this, each.member, each.effect, "transferred")
        await ending_notices.tell(this, over, ending_notices.LEFT, moving[0].effect.end)
        await _tell(this, organisation, wanted, moving, len(uses))
        ended = [accreditation for each in moving for accreditation in each.effect.accreditations]
        return await this.record(
            "organisation:staff-transferred",
            ref=organisation.ref,
            facts={
                "people": len(moving),
                "last_day": wanted.last_day.isoformat(),
                "late": any(each.effect.late for each in moving),
                "accreditations": len(ended),
                "uses": len(uses),
            },
            private={"to": wanted.to},
            subjects={
                "organisation": [organisation.id],
                "person": sorted(each.member.person for each in moving),
                "staff": sorted(each.member.id for each in moving),
                "accreditation": sorted({*ended, *over}),
                "use": uses,
            },
        )


async def of(actor: Actor, ref: str) -> Organisation:
    """One's own organisation, if one may move its people."""
    organisation = await organisations.load(actor, ref)
    if not permissions.allows(actor, ACTION, Subject(organisation=organisation.id)):
        raise refusals.NotAllowed
    return organisation


async def chosen(organisation: Organisation, wanted: TransferStaff, now: datetime) -> list[str]:
    """The records of those who were ticked or named by number, each once, in the order in which they are locked."""
    employed = await trainings.list_staff(organisation.id, now, most=EVERYBODY)
    by_number = _by_number(employed)
    numbers = [each.strip() for each in wanted.numbers if each.strip()]
    unknown = [each for each in numbers if each not in by_number and each.casefold() not in by_number]
    faults = [Fault(field="numbers", message=f"Nobody who works here has number {each}") for each in unknown[:10]]
    if not set(wanted.people) <= {each.ref for each in employed}:
        faults.append(Fault(field="people", message="Select people who work for the organisation now"))
    named = (by_number.get(each) or by_number[each.casefold()] for each in numbers if each not in unknown)
    found = {*wanted.people, *named}
    if not found and not faults:
        faults.append(Fault(field="people", message="Select who moves, or name them by staff number"))
    if len(found) > MOST:
        faults.append(Fault(field="numbers", message=f"Record at most {MOST} people at a time"))
    if faults:
        raise refusals.Faults(*faults)
    return sorted(found)


def _by_number(employed: Sequence[trainings.Staff]) -> dict[str, str]:
    """Their records by number as it is written, and in any case of letters where that is nobody else’s."""
    folded = Counter(each.number.casefold() for each in employed)
    alone = {each.number.casefold(): each.ref for each in employed if folded[each.number.casefold()] == 1}
    return {**alone, **{each.number: each.ref for each in employed}}


async def _held(actor: Actor, ref: str, last_day: date, now: datetime) -> Moving:
    """One of them, locked; a fault names the person."""
    member = await staff.hold(actor, ref, "staff:transfer")
    await staff.hold_employments(member)
    return await _moving(member, last_day, now)


async def _moving(member: Member, last_day: date, now: datetime) -> Moving:
    try:
        return Moving(member=member, effect=await staff_leaving.effect_of(member, last_day, now))
    except refusals.Faults as refused:
        raise refusals.Faults(
            *(Fault(field=each.field, message=f"{member.name}: {each.message}") for each in refused.faults)
        ) from None


async def preview(actor: Actor, wanted: TransferStaff, now: datetime) -> list[Moving]:
    """Who moves and what that ends, before anybody confirms it."""
    organisation = await of(actor, wanted.ref)
    return [
        await _moving(await staff.require(actor, ref, "staff:transfer"), wanted.last_day, now)
        for ref in await chosen(organisation, wanted, now)
    ]


async def _list_over(this: Act, moving: Sequence[Moving]) -> list[int]:
    """Whose accreditation ends with this: all have the same last day."""
    employments = [each.effect.employment for each in moving]
    return await ending_notices.list_leaving(this, employments, "transferred", moving[0].effect.end)


async def _tell(
    this: Act, organisation: Organisation, wanted: TransferStaff, moving: Sequence[Moving], uses: int
) -> None:
    """One letter for all of them to each office that deals with any."""
    letter = letters_staff.TeamTransferred(
        organisation=organisation.name,
        reference=organisation.ref,
        path=f"/organisations/{organisation.ref}/staff",
        to=wanted.to,
        people=tuple(each.member.name for each in moving),
        last_day=wanted.last_day,
        accreditations=sum(len(each.effect.accreditations) for each in moving),
        papers=sum(len(each.effect.papers) for each in moving),
        uses=uses,
        late=any(each.effect.late for each in moving),
    )
    schemes = {scheme for each in moving for scheme in await staff_history.list_offices(each.member)}
    for scheme in sorted(schemes):
        await outbox.tell(
            f"team-transferred:{moving[0].member.ref}:{moving[0].member.version}:{scheme}",
            await outbox.of_office(scheme),
            letter,
            this.now,
            organisation=organisation.id,
            scheme=scheme,
        )
