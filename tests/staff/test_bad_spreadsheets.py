"""Each fault a staff spreadsheet can have is named by row and column, all at once, and nothing is added."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from csas.commands import role_profiles, staff_importing
from csas.domain import refusals, staff_sheet
from csas.store import limits, sql, staff_imports
from csas.store.staff_imports import Waiting
from tests.staff.sheets import HEADS, as_csv, as_xlsx, row
from tests.staff.telling import added, ref_of
from tests.world import NOW, World


async def read(world: World, content: bytes, name: str = "staff.csv") -> Waiting:
    """What became of an upload of Sam's."""
    await limits.forget("upload", str(world.people["sam"]))
    sam = await world.actor("sam")
    ref = await staff_importing.read_file(await ref_of(), name, content, sam, NOW)
    return await staff_imports.load(sam, ref)


def said(found: Waiting) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, fault.message) for fault in found.faults]


CELLS: dict[str, tuple[dict[str, object], str, str]] = {
    "no number": ({"number": ""}, "Staff number", "Is empty"),
    "a number too long": ({"number": "9" * 41}, "Staff number", "40 characters"),
    "no name": ({"name": " "}, "Full name", "Is empty"),
    "a name that turns around": ({"name": "Ada \u202ekoorB"}, "Full name", "direction of text"),
    "a broken address": ({"email": "mo.people.example"}, "E-mail address", "name@example.org"),
    "a telephone of words": ({"telephone": "ask Ada"}, "Telephone", "digits"),
    "no birthday": ({"born_on": ""}, "Date of birth", "Is empty"),
    "a day that never was": ({"born_on": "31/2/1990"}, "Date of birth", "real date"),
    "the month first": ({"born_on": "5/27/1990"}, "Date of birth", "real date"),
    "a year of two numbers": ({"born_on": "4/5/90"}, "Date of birth", "real date"),
    "a number for a date": ({"born_on": "32997"}, "Date of birth", "real date"),
    "born tomorrow": ({"born_on": "3/11/2026"}, "Date of birth", "in the past"),
    "employed as a child": ({"born_on": "1/1/2015"}, "Employed from", "16th birthday"),
    "employed years ahead": ({"from_on": "1/1/2029"}, "Employed from", "a year from now"),
    "no job": ({"job": ""}, "Job", "Is empty"),
    "an unknown role": ({"profile": "Astronaut"}, "Role profile", "no role profile called “Astronaut”"),
    "an unknown zone": ({"zones": "The Moon"}, "Zones", "no zone called “The Moon”"),
    "a formula as text": ({"job": "=1+1"}, "Job", "formula"),
}


@pytest.mark.parametrize(("changed", "column", "words"), CELLS.values(), ids=CELLS)
async def test_a_bad_cell(world: World, changed: dict[str, object], column: str, words: str) -> None:
    found = await read(world, as_csv(row(1), row(2, **changed), row(3)))
    ((line, where, message),) = said(found)
    assert (line, where) == (3, column)
    assert words in message


def formula(sheet: Any) -> None:
    sheet["B2"] = "=CONCATENATE(A2, A3)"


def error(sheet: Any) -> None:
    sheet["B2"] = "#REF!"


def merge(sheet: Any) -> None:
    sheet.merge_cells("F2:F3")


WORKBOOKS: dict[str, tuple[Callable[[Any], object], str]] = {
    "a formula": (formula, "formula"),
    "an error": (error, "#REF!"),
    "merged cells": (merge, "merged"),
}


@pytest.mark.parametrize(("change", "words"), WORKBOOKS.values(), ids=WORKBOOKS)
async def test_a_bad_workbook(world: World, change: Callable[[Any], object], words: str) -> None:
    found = await read(world, as_xlsx(row(1), row(2), change=change), "staff.xlsx")
    assert found.fault_count
    line, _, message = said(found)[0]
    assert line == 2
    assert words in message


async def test_every_fault_of_every_row_comes_at_once(world: World) -> None:
    bad = [row(number, born_on="never", job="") for number in range(1, 151)]
    found = await read(world, as_csv(*bad))
    assert found.fault_count == 300
    assert len(found.faults) == 200
    assert {line for line, _, _ in said(found)} == set(range(2, 102))


async def test_the_same_number_twice_in_the_file_and_on_the_list(world: World) -> None:
    await added(world, "S-2", "Nia Pryce")
    found = await read(world, as_csv(row(1), row(2), row(3, number="s-1")))
    assert said(found) == [
        (3, "Staff number", "Somebody on your list has the number S-2"),
        (4, "Staff number", "Row 2 has the number s-1 too"),
    ]


async def test_the_same_person_twice_in_the_file_and_on_the_list(world: World) -> None:
    same = {"name": "Odd Lund", "email": "odd@people.example"}
    await added(world, "S-90", "Pat Ito", email="pat@people.example")
    rows = (row(91, **same), row(92, **same), row(93, name="PAT ITO", email="pat@people.example"))
    found = await read(world, as_csv(*rows))
    assert said(found) == [
        (3, "Full name", "Row 2 is the same person"),
        (4, "Full name", "This person is on your list already"),
    ]


async def test_other_heads_are_asked_about_and_never_guessed(world: World) -> None:
    heads = ("Ref", "Who", *HEADS[2:])
    found = await read(world, as_csv(row(1), heads=heads))
    assert found.state == "read"
    assert found.faults == ()
    sam = await world.actor("sam")
    await staff_importing.check(found.ref, {"name": "Who"}, sam, NOW)
    again = await staff_imports.load(sam, found.ref)
    assert (1, "Staff number", "No column was found for this") in said(again)
    assert again.mapping == {"name": "Who"}, "what was chosen is kept"
    chosen = {"number": "Ref", "name": "Who", "born_on": "Date of birth", "job": "Job", "from_on": "Employed from"}
    await staff_importing.check(found.ref, chosen, sam, NOW)
    assert (await staff_imports.load(sam, found.ref)).fault_count == 0


async def test_the_same_head_twice_is_a_fault(world: World) -> None:
    heads = (*HEADS[:-1], "Job", HEADS[-1])
    cells = (*row(1)[:-1], "Guard", row(1)[-1])
    found = await read(world, as_csv(cells, heads=heads))
    sam = await world.actor("sam")
    await staff_importing.check(found.ref, staff_sheet.guess(HEADS), sam, NOW)
    assert any("Two columns" in message for _, _, message in said(await staff_imports.load(sam, found.ref)))


async def test_days_as_people_and_programs_write_them(world: World) -> None:
    written = ("4/5/1990", "04.05.1990", "4 May 1990", "4th May 1990", "1990-05-04", "4-May-1990")
    rows = [row(200 + number, born_on=text) for number, text in enumerate(written)]
    rows.append(row(300, born_on=datetime(1990, 5, 4)))  # noqa: DTZ001 - workbooks know no zones
    rows.append(row(301, born_on=date(1990, 5, 4)))
    found = await read(world, as_xlsx(*rows), "staff.xlsx")
    assert said(found) == []


async def test_roles_and_zones_are_known_by_name(world: World) -> None:
    sam = await world.actor("sam")
    told = role_profiles.AddProfile(
        organisation=await ref_of(), title="Street Warden", duties="Patrols.", justification="Needed."
    )
    await role_profiles.add_profile(told, sam, NOW)
    found = await read(world, as_csv(row(1, number="S-400", profile="street  warden")))
    assert said(found) == []


async def test_a_hundred_thousand_rows_are_refused_with_the_limit(world: World) -> None:
    line = ",".join(str(cell) for cell in row(1)) + "\n"
    content = as_csv() + (line * 100_000).encode()
    with pytest.raises(refusals.FileRefused) as refused:
        await read(world, content)
    assert "10,000" in refused.value.message


async def test_a_workbook_that_unpacks_without_end_is_refused(world: World) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", b"<Types/>")
        for number in range(4):
            book.writestr(f"xl/worksheets/sheet{number}.xml", b" " * 40_000_000)
    assert len(packed.getvalue()) < 1_000_000
    with pytest.raises(refusals.FileRefused) as refused:
        await read(world, packed.getvalue(), "staff.xlsx")
    assert "too large" in refused.value.message


@pytest.mark.parametrize(
    ("name", "content"),
    [("staff.xlsx", b"PK\x03\x04 but nothing else"), ("staff.csv", b""), ("staff.xls", b"\xd0\xcf\x11\xe0 old")],
    ids=["damaged", "empty", "old Excel"],
)
async def test_what_cannot_be_read_is_refused_in_words(world: World, name: str, content: bytes) -> None:
    with pytest.raises(refusals.FileRefused):
        await read(world, content, name)


async def test_heads_without_rows_are_nothing_to_import(world: World) -> None:
    found = await read(world, as_csv())
    with pytest.raises(refusals.NothingToImport):
        await staff_importing.confirm(found.ref, await world.actor("sam"), NOW)


async def test_a_faulty_spreadsheet_adds_nobody(world: World) -> None:
    before = await sql.fetchval("SELECT count(*) FROM staff_member")
    found = await read(world, as_csv(row(500), row(501, born_on="never")))
    with pytest.raises(refusals.NothingToImport):
        await staff_importing.confirm(found.ref, await world.actor("sam"), NOW)
    assert await sql.fetchval("SELECT count(*) FROM staff_member") == before
