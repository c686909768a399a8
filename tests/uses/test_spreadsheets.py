"""A spreadsheet is read as text under heads, and what is wrong with it is said by row and column."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from csas.domain.refusals import FileRefused
from csas.domain.spreadsheets import Column, SheetFault, fit
from csas.store.spreadsheets import read_now

COLUMNS = (Column(name="when", title="When"), Column(name="reason", title="Reason"))


def xlsx(*rows: list[object], merge: str = "") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def refused(content: bytes, name: str = "stops.csv") -> str:
    with pytest.raises(FileRefused) as found:
        read_now(name, content)
    return found.value.message


def test_a_csv_and_a_workbook_say_the_same() -> None:
    moment = datetime(2026, 5, 3, 14, 32)  # noqa: DTZ001 - as spreadsheets keep them
    book = read_now("stops.xlsx", xlsx(["When", "Reason"], [moment, "No lights"], [None, None], ["", "Speed"]))
    text = read_now("stops.csv", b"when;REASON\r\n2026-05-03 14:32;No lights\r\n;\r\n;Speed\r\n")
    assert fit(book, COLUMNS) == fit(text, COLUMNS)
    lines, faults = fit(book, COLUMNS)
    assert [(line.row, line.cells) for line in lines] == [
        (2, {"when": "2026-05-03 14:32", "reason": "No lights"}),
        (4, {"when": "", "reason": "Speed"}),
    ]
    assert not faults


def test_wrong_heads_are_all_named_at_once() -> None:
    _, faults = fit(read_now("stops.csv", b"Reason,Reason,Colour\na,b,c\n"), COLUMNS)
    assert [(fault.row, fault.column) for fault in faults] == [
        (1, "Reason"),
        (1, "Reason"),
        (1, "Colour"),
        (1, "When"),
    ]


def test_formulas_and_merged_cells_are_faults_in_their_place() -> None:
    sheet = read_now("stops.xlsx", xlsx(["When", "Reason"], ["=NOW()", "Speed"], ["x", "y"], merge="A3:B4"))
    assert SheetFault(row=2, column="When", message="This is a formula. Write its result instead") in sheet.faults
    assert [fault.row for fault in sheet.faults] == [3, 2]


def test_what_stands_beyond_the_heads_is_a_fault() -> None:
    sheet = read_now("stops.csv", b"When,Reason\n1,2,3\n")
    assert [(fault.row, fault.column) for fault in sheet.faults] == [(2, "column C")]


def test_a_hundred_thousand_rows_are_refused() -> None:
    assert "more than 10,000 rows" in refused(b"When,Reason\n" + b"1,2\n" * 100_000)


def test_a_cell_a_million_rows_below_is_refused_soon() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "When"
    book.worksheets[0]["A1048576"] = "here"
    written = io.BytesIO()
    book.save(written)
    assert "more than 10,000 rows" in refused(written.getvalue(), "stops.xlsx")


def test_a_file_that_unpacks_without_end_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", b"<Types/>")
        file.writestr("xl/workbook.xml", b" " * (61 * 1024 * 1024))
    assert "too large" in refused(packed.getvalue(), "stops.xlsx")


def test_entities_are_not_read() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("[Content_Types].xml", b'<!DOCTYPE x [<!ENTITY a "b">]><Types/>')
    assert "cannot be opened" in refused(packed.getvalue(), "stops.xlsx")


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04rubbish", b"\x00\x01\x02", b'When\n"open', b"\n\n", b"\xd0\xcf\x11\xe0"]
)
def test_what_is_no_spreadsheet_is_refused_with_the_reason(content: bytes) -> None:
    assert refused(content).startswith("stops.csv was not accepted: ")
