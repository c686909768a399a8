"""Reading an uploaded spreadsheet: what kind it is, and its cells as a process of its own finds them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from csas.domain.refusals import FileRefused
from csas.domain.staff_cells import Cell
from csas.domain.staff_sheet import Line, Sheet
from csas.domain.values import clean, faults_in
from csas.store import scanning
from csas.store.inspection import LARGEST, plain_name, run_apart

PROGRAM = Path(__file__).with_name("sheet_reading.py")
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class Content(msgspec.Struct, frozen=True):
    """What the reading program says: each cell as its kind and its text."""

    heads: tuple[str, ...]
    lines: tuple[tuple[int, tuple[tuple[str, str], ...]], ...]
    merged: tuple[str, ...]


async def read(name: str, content: bytes) -> tuple[str, Sheet]:
    """The name as it may be shown, and the cells; FileRefused says why not."""
    shown = plain_name(name)
    kind = kind_of(shown, content)
    _, harmful = await scanning.scan(content)
    if harmful:
        raise FileRefused(name=shown, why="the virus scanner found something harmful in it")
    made, why = await run_apart(PROGRAM, kind, content)
    if why:
        raise FileRefused(name=shown, why=why)
    return shown, sheet_of(msgspec.json.decode(made, type=Content), shown)


def kind_of(name: str, content: bytes) -> str:
    """CSV or XLSX by content, refused where its name says otherwise."""
    if not content:
        raise FileRefused(name=name, why="it is empty")
    if len(content) > LARGEST:
        raise FileRefused(name=name, why="it is larger than 10 MB")
    if content.startswith(OLD_EXCEL):
        raise FileRefused(name=name, why="it is an old or a protected Excel file. Save it as .xlsx or CSV")
    kind = "xlsx" if content.startswith(ZIP) else "csv"
    if not name.lower().endswith(f".{kind}"):
        raise FileRefused(name=name, why="it is not a CSV or XLSX file, or its name says otherwise")
    return kind


def sheet_of(content: Content, name: str) -> Sheet:
    """The same as values of the domain; heads must be plain words."""
    heads = tuple(clean(head) for head in content.heads)
    if any(faults_in(head) for head in content.heads):
        raise FileRefused(name=name, why="its first row holds characters that cannot be shown")
    lines = tuple(
        Line(row=row, cells=tuple(Cell(kind=kind, text=text) for kind, text in cells))  # type: ignore[arg-type]
        for row, cells in content.lines
    )
    return Sheet(heads=heads, lines=lines, merged=content.merged)


def packed(sheet: Sheet) -> dict[str, Any]:
    """The cells as they are kept while somebody looks them over."""
    return {
        "heads": list(sheet.heads),
        "lines": [[line.row, [[cell.kind, cell.text] for cell in line.cells]] for line in sheet.lines],
        "merged": list(sheet.merged),
    }


def unpacked(content: Any) -> Sheet:
    return sheet_of(msgspec.convert(content, type=Content), "")
