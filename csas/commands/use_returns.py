"""Returns of uses as a spreadsheet: looked through with every fault, then taken in whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands import use_recording, uses
from csas.commands.files import LARGEST_BODY, decoded
from csas.commands.registry import command
from csas.commands.use_recording import Ground
from csas.domain import intake, refusals
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.spreadsheets import Line, Sheet, SheetFault, faults_of_row, fit, key_of
from csas.domain.use_sheets import COLUMNS, TITLES, values_of
from csas.domain.uses import Said
from csas.domain.values import Ref, Struct
from csas.store import catalogue, kept_sheets, organisations, spreadsheets, use_records
from csas.store.organisations import Organisation
from csas.store.transaction import act
from csas.store.use_records import Member, New


class Looked(Struct):
    """A sheet looked through: the uses in it, or every fault."""

    organisation: Organisation
    items: tuple[tuple[Member, Said], ...]
    faults: tuple[SheetFault, ...]


class ImportUses(Struct):
    organisation: Annotated[Ref, Meta(title="Organisation")]
    name: Annotated[str, Meta(title="Name of the file", min_length=1, max_length=300)]
    content: Annotated[
        str,
        Meta(
            title="File",
            description="CSV or XLSX of up to 10 MB, in base64.",
            min_length=1,
            extra={"absent": "Select a file"},
        ),
    ]


@command("use:import", ImportUses, "Record uses from a spreadsheet", largest=LARGEST_BODY)
async def import_uses(wanted: ImportUses, actor: Actor, now: datetime) -> Event:
    """Record all uses in a CSV or XLSX file; with any fault in it nothing is recorded, and every fault is named."""
    looked = await look_through(wanted.organisation, wanted.name, decoded(wanted.content), actor, now)
    return await _take_in(looked, actor, now)


async def import_kept(kept: str, actor: Actor, now: datetime) -> Event:
    """The same for a file that was looked through before and has waited for the word."""
    sheet = await kept_sheets.find(actor, kept)
    if sheet is None:
        async with act(actor, now):  # sent twice: the act gives the answer of the first time
            raise refusals.AlreadyDone
    looked = await look_through(sheet.organisation, sheet.name, sheet.content, actor, now)
    return await _take_in(looked, actor, now, kept)


async def look_through(ref: str, name: str, content: bytes, actor: Actor, now: datetime) -> Looked:
    """Read the file and check every row, changing nothing; standing is asked when it is taken in."""
    organisation = await organisations.require(actor, ref, "use:import")
    sheet = await spreadsheets.read(name, content)
    members = {each.number.casefold(): each for each in await use_records.list_members_of(organisation.id)}
    ground = await use_recording.load_ground(organisation.id)
    areas = {key_of(area.name): area.code for area in await catalogue.list_areas()}
    items, faults = await asyncio.to_thread(_rows, sheet, members, ground, areas, now)
    return Looked(organisation=organisation, items=tuple(items), faults=tuple(faults))


def _rows(
    sheet: Sheet, members: Mapping[str, Member], ground: Ground, areas: Mapping[str, str], now: datetime
) -> tuple[list[tuple[Member, Said]], list[SheetFault]]:
    lines, found = fit(sheet, COLUMNS)
    faults = list(found)
    if any(fault.row <= 1 for fault in faults):
        return [], faults
    zones = {key_of(zone.name): ref for ref, zone in ground.zones.items()}
    items = []
    for line in lines:
        read = _row(line, members, ground, values_of(line.cells, areas, zones), now)
        faults += read if isinstance(read, list) else []
        items += [read] if isinstance(read, tuple) else []
    return items, sorted(faults, key=lambda fault: fault.row)


def _row(
    line: Line, members: Mapping[str, Member], ground: Ground, values: Mapping[str, object], now: datetime
) -> tuple[Member, Said] | list[SheetFault]:
    member = members.get(line.cells.get("number", "").casefold())
    message = "Nobody of your staff has this number"
    unknown = [] if member else [SheetFault(row=line.row, column=TITLES["number"], message=message)]
    try:
        said = uses.said_of(intake.read(uses.Particulars, values))
        wrong = refusals.Faults(*use_recording.faults_of(said, ground, now))
    except refusals.Faults as refused:
        return [*unknown, *faults_of_row(line.row, TITLES, refused)]
    faults = [*unknown, *faults_of_row(line.row, TITLES, wrong)]
    return faults if faults or member is None else (member, said)


def as_refusal(faults: tuple[SheetFault, ...]) -> refusals.Faults:
    """Every fault of a sheet as the API tells it."""
    return refusals.Faults(*(Fault(field=_place(fault), message=fault.message) for fault in faults))


def _place(fault: SheetFault) -> str:
    return f"row {fault.row}, {fault.column}" if fault.row else "content"


async def _take_in(looked: Looked, actor: Actor, now: datetime, kept: str = "") -> Event:
    if looked.faults:
        raise as_refusal(looked.faults)
    ground = await use_recording.load_ground(looked.organisation.id)
    async with act(actor, now) as this:
        this.role = "use:import"
        if kept and not await kept_sheets.let_go(kept):
            raise refusals.AlreadyDone
        new = await use_recording.check(looked.items, ground, "sheet")
        ids = await use_records.add(new, actor.person, now)
        flagged = [(each.scheme, each.cause) for each in new if each.cause]
        await use_recording.raise_flags(this, looked.organisation, flagged, late=False)
        return await this.record(
            "use:imported",
            scheme=new[0].scheme,
            ref=looked.organisation.ref,
            facts={"number": len(new), "flagged": len(flagged)},
            private=use_recording.private_of(new, [said for _, said in looked.items]),
            subjects=use_recording.subjects_of(new, ids),
        )


async def preview(looked: Looked) -> list[New]:
    """What would be recorded, with what is known of each use's authority now."""
    return await use_recording.check(looked.items, await use_recording.load_ground(looked.organisation.id), "sheet")
