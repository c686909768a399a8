"""Spreadsheets for tests: rows as CSV or as an Excel workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook

from csas.domain.staff_cells import COLUMNS

HEADS = tuple(column.title for column in COLUMNS)
ROW = (
    "S-1",
    "Mo Farrow",
    "mo@people.example",
    "020 7946 0123",
    "4/5/1990",
    "Warden",
    "Euston Road",
    "",
    "",
    "1/4/2026",
)


def row(number: int, /, **changed: object) -> tuple[object, ...]:
    """A good row, with some of its cells changed by the name of their column."""
    told = dict(zip((column.name for column in COLUMNS), ROW, strict=True))
    told |= {"number": f"S-{number}", "name": f"Person {number}", "email": f"person.{number}@people.example"}
    return tuple((told | changed).values())


def as_csv(*rows: Sequence[object], heads: Sequence[str] = HEADS) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue().encode()


def as_xlsx(
    *rows: Sequence[object], heads: Sequence[str] = HEADS, change: Callable[[Any], object] | None = None
) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for each in (heads, *rows):
        sheet.append(list(each))
    if change:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
