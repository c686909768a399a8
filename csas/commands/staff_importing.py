"""Importing a staff list from a spreadsheet: read, checked, looked over, then all of it or nothing.

What is read waits outside the list until somebody confirms it. The import is one act
with one event; rows are checked again in it, because the list may have changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from msgspec import Meta

from csas.commands.files import LARGEST_BODY, decoded
from csas.commands.registry import command
from csas.domain import refusals, staff_sheet
from csas.domain.calendar import london_day
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.spreadsheets import Sheet, SheetFault
from csas.domain.staff_cells import TITLES
from csas.domain.staff_sheet import Checked, StaffRow
from csas.domain.values import Ref, Struct
from csas.store import inspection, limits, organisations, reads, spreadsheets, staff_imports
from csas.store.staff_imports import Added, Waiting
from csas.store.transaction import act

AT_ONCE = 500  # so many rows are added at a time; a list of more is left to the worker


async def read_file(ref: str, name: str, content: bytes, actor: Actor, now: datetime) -> str:
    """Read a spreadsheet for an organisation's list and check it if its heads are plain; its reference."""
    organisation = await organisations.require(actor, ref, "staff:import")
    await limits.require("upload", str(actor.person))
    sheet = await spreadsheets.read(name, content)
    waiting = await staff_imports.put(organisation.id, inspection.plain_name(name), sheet, actor.person, now)
    if staff_sheet.is_plain(sheet.head) or sheet.faults:
        await check(waiting, staff_sheet.guess(sheet.head), actor, now)
    return waiting


async def check(ref: str, mapping: Mapping[str, str], actor: Actor, now: datetime) -> Checked:
    """Check the rows with this meaning of the heads, and keep what was found."""
    waiting = await staff_imports.load(actor, ref)
    if waiting.state not in {"read", "checked"}:
        raise refusals.NothingToImport
    sheet = await staff_imports.content(waiting.id)
    found = await _checked(waiting, sheet, mapping, now)
    shown = found.faults[: staff_sheet.MOST_SHOWN]
    await staff_imports.note(waiting.id, "checked", mapping, shown, len(found.faults))
    return found


async def _checked(waiting: Waiting, sheet: Sheet, mapping: Mapping[str, str], now: datetime) -> Checked:
    known = await staff_imports.known(waiting.organisation)
    kept = {name: head for name, head in mapping.items() if name in TITLES and head in sheet.head}
    return staff_sheet.check(sheet, kept, known, london_day(now))


async def confirm(ref: str, actor: Actor, now: datetime) -> Event | None:
    """Import what was looked over: at once if it is short, else by the worker, whose event comes later."""
    waiting = await staff_imports.load(actor, ref)
    if waiting.state != "checked" or waiting.fault_count or not waiting.row_count:
        raise refusals.NothingToImport
    if waiting.row_count <= AT_ONCE:
        return await bring_in(ref, actor, now)
    await staff_imports.queue(waiting.id)
    return None


async def bring_in(ref: str, actor: Actor, now: datetime) -> Event:
    """Add everybody in one act, or nobody."""
    async with act(actor, now) as this:
        waiting = await staff_imports.hold(actor, ref)
        if waiting.state not in {"checked", "waiting"} or waiting.fault_count:
            raise refusals.NothingToImport
        sheet = await staff_imports.content(waiting.id)
        found = await _checked(waiting, sheet, waiting.mapping, now)
        if found.faults or not found.rows:
            raise refusals.NothingToImport
        added = await _add(waiting, found.rows, now)
        await staff_imports.finish(waiting.id, now)
        return await this.record(
            "staff:imported",
            ref=waiting.ref,
            facts={"people": len(added.staff)},
            private={"file": waiting.name},
            subjects={
                "organisation": [waiting.organisation],
                "person": sorted(set(added.people)),
                "staff": list(added.staff),
            },
        )


async def _add(waiting: Waiting, rows: Sequence[StaffRow], now: datetime) -> Added:
    """Everybody, part by part; whoever waits for a long list is told how far it has come."""
    staff, people = list[int](), list[int]()
    for start in range(0, len(rows), AT_ONCE):
        added = await staff_imports.add_part(waiting.organisation, rows[start : start + AT_ONCE], now)
        staff += added.staff
        people += added.people
        if waiting.state == "waiting":
            await staff_imports.tell(waiting.id, len(staff))
    return Added(staff=tuple(staff), people=tuple(people))


async def finish(number: int) -> bool:
    """What the worker does with one that waits; a list that changed meanwhile is checked again and shown so."""
    return await finish_at(number, datetime.now(UTC))


async def finish_at(number: int, now: datetime) -> bool:
    """The same at a given moment."""
    found = await staff_imports.find(number)
    actor = await reads.load_actor(found[1]) if found else None
    if found is None or actor is None:
        return False
    try:
        await bring_in(found[0], actor, now)
    except refusals.Unavailable:
        raise
    except refusals.NotFound:
        await staff_imports.set_state(number, "refused")
        return False
    except refusals.Refusal:
        await _look_again(number, found[0], actor, now)
        return False
    return True


async def _look_again(number: int, ref: str, actor: Actor, now: datetime) -> None:
    """Show what has come between, unless another worker was quicker."""
    if await staff_imports.find(number) is None:
        return
    await staff_imports.set_state(number, "checked")
    waiting = await staff_imports.load(actor, ref)
    await check(ref, waiting.mapping, actor, now)


async def recover() -> int:
    """Finish what an earlier worker left."""
    done = 0
    for number in await staff_imports.list_waiting():
        done += await finish(number)
    return done


class Import(Struct):
    organisation: Annotated[Ref, Meta(title="Organisation", extra={"kind": "hidden"})]
    name: Annotated[str, Meta(title="Name of the file", min_length=1, max_length=300)]
    content: Annotated[
        str,
        Meta(title="Spreadsheet", description="CSV or XLSX of up to 10 MB, in base64.", min_length=1),
    ]
    mapping: Annotated[dict[str, Any], Meta(title="Meaning of the columns")] = {}


@command("staff:import", Import, "Import people from a spreadsheet", largest=LARGEST_BODY)
async def import_all(wanted: Import, actor: Actor, now: datetime) -> Event:
    """Import a CSV or XLSX file with the heads of the template: all of its rows in one act, or none."""
    content = decoded(wanted.content)
    ref = await read_file(wanted.organisation, wanted.name, content, actor, now)
    sheet = await staff_imports.content((await staff_imports.load(actor, ref)).id)
    mapping = {**staff_sheet.guess(sheet.head), **{name: str(head) for name, head in wanted.mapping.items()}}
    found = await check(ref, mapping, actor, now)
    if found.faults:
        shown = found.faults[: staff_sheet.MOST_SHOWN]
        raise refusals.Faults(*(Fault(field=f"content.{each.row}", message=in_words(each)) for each in shown))
    return await bring_in(ref, actor, now)


def in_words(fault: SheetFault) -> str:
    """A fault with its place, as one sentence."""
    place = f"Row {fault.row}, {fault.column}" if fault.column else f"Row {fault.row}"
    return f"{place}: {fault.message[:1].lower()}{fault.message[1:]}"
