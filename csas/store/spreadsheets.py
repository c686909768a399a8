"""A CSV or XLSX file taken apart into text, guarded against files made to do harm.

Formulas are never worked out: a cell with one is a fault in its row and column, and so
is a merged cell. Which columns and values a sheet should have is not known here.
"""

from __future__ import annotations

import asyncio
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from csas.domain.refusals import FileRefused
from csas.domain.spreadsheets import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Sheet, SheetFault
from csas.store.inspection import plain_name

LARGEST = 10 * 1024 * 1024
LARGEST_OPENED = 60 * 1024 * 1024
MOST_PARTS = 500
LAST_ROW = 5 * MOST_ROWS  # blank rows count for this, so that one cell far below costs nothing
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7})')
HARMFUL = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
Rows = Iterable[tuple[int, list[str], list[SheetFault]]]


async def read(name: str, content: bytes) -> Sheet:
    """The first sheet of a file, or FileRefused with the reason; other requests go on meanwhile."""
    return await asyncio.to_thread(read_now, plain_name(name), content)


def read_now(name: str, content: bytes) -> Sheet:
    if not content:
        raise FileRefused(name=name, why="it is empty")
    if len(content) > LARGEST:
        raise FileRefused(name=name, why="it is larger than 10 MB")
    if content.startswith(OLD_EXCEL):
        raise FileRefused(
            name=name, why="it is an old or locked Excel file. Save it as XLSX without a password, or as CSV"
        )
    if content.startswith(ZIP):
        return _sheet(name, *_workbook(name, content))
    return _sheet(name, _csv_rows(name, content), [])


def _sheet(name: str, rows: Rows, faults: list[SheetFault]) -> Sheet:
    """Heads and rows; rows with nothing in them are left out, and too many are refused."""
    head: tuple[str, ...] = ()
    kept: list[tuple[int, tuple[str, ...]]] = []
    for number, cells, wrong in rows:
        texts = _trimmed(cells)
        if not texts and not wrong and number <= LAST_ROW:
            continue
        if len(texts) > MOST_COLUMNS:
            raise FileRefused(name=name, why=f"it has more than {MOST_COLUMNS} columns")
        if not head:
            head = texts
            continue
        if len(kept) >= MOST_ROWS or number > LAST_ROW:
            raise FileRefused(name=name, why=f"it has more than {MOST_ROWS:,} rows. Divide it into several files")
        faults += [_in_column(fault, head) for fault in wrong]
        faults += _too_long(number, texts, head)
        kept.append((number, texts))
    if not head:
        raise FileRefused(name=name, why="nothing is written in its first sheet")
    return Sheet(head=head, rows=tuple(kept), faults=tuple(faults))


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _in_column(fault: SheetFault, head: tuple[str, ...]) -> SheetFault:
    """The fault under the head of its column; one beyond the heads keeps its letter."""
    place = int(fault.column)
    words = head[place] if place < len(head) and head[place] else f"column {get_column_letter(place + 1)}"
    return SheetFault(row=fault.row, column=words, message=fault.message)


def _too_long(number: int, texts: tuple[str, ...], head: tuple[str, ...]) -> list[SheetFault]:
    faults = [
        _in_column(SheetFault(row=number, column=str(place), message=f"The text is longer than {LONGEST_CELL:,}"), head)
        for place, text in enumerate(texts)
        if len(text) > LONGEST_CELL
    ]
    if len(texts) > len(head):
        over = SheetFault(row=number, column=str(len(head)), message="There is something to the right of the last head")
        faults.append(_in_column(over, head))
    return faults


def _csv_rows(name: str, content: bytes) -> Rows:
    text = _decoded(name, content)
    divider = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [cell.strip() for cell in cells], []
    except csv.Error:
        raise FileRefused(name=name, why=f"row {reader.line_num} cannot be read as CSV") from None


def _decoded(name: str, content: bytes) -> str:
    """UTF-8, as we write files ourselves, or what Excel on Windows writes."""
    if b"\x00" in content:
        raise FileRefused(name=name, why="it is neither a CSV nor an XLSX file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _workbook(name: str, content: bytes) -> tuple[Rows, list[SheetFault]]:
    parts = _parts(name, content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        merged = MERGED.findall(parts.get(_path_of(sheet), b""))
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, ParseError, InvalidFileException):
        raise FileRefused(name=name, why="it cannot be opened as an XLSX file") from None
    faults = [
        SheetFault(row=int(row), column=f"column {letter.decode()}", message="Cells are merged here. Divide them")
        for letter, row in merged
    ]
    return _xlsx_rows(name, sheet), faults


def _path_of(sheet: Any) -> str:
    return str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001 - the reader tells no other way which part it reads


# What the library raises for a broken file, an encrypted one, and one packed in a way it does not know.
UNPACKING = (zipfile.BadZipFile, RuntimeError, EOFError, ValueError)


def _parts(name: str, content: bytes) -> dict[str, bytes]:
    """The parts of the file unpacked, within bounds, and none that declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            listed = packed.infolist()
            if len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > LARGEST_OPENED:
                raise FileRefused(name=name, why="it becomes too large when it is opened")
            parts = {part.filename: packed.read(part) for part in listed if part.filename.endswith((".xml", ".rels"))}
    except UNPACKING:
        raise FileRefused(name=name, why="it cannot be opened as an XLSX file") from None
    if "[Content_Types].xml" not in parts or any(HARMFUL.search(part) for part in parts.values()):
        raise FileRefused(name=name, why="it cannot be opened as an XLSX file")
    return parts


def _xlsx_rows(name: str, sheet: Any) -> Iterator[tuple[int, list[str], list[SheetFault]]]:
    try:
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
            wrong = [
                SheetFault(row=number, column=str(place), message=why)
                for place, cell in enumerate(cells)
                if (why := _wrong(cell))
            ]
            yield number, [_text(cell.value) for cell in cells], wrong
    except (KeyError, ValueError, TypeError, IndexError, AttributeError, ParseError, OSError):
        raise FileRefused(name=name, why="it cannot be opened as an XLSX file") from None


def _wrong(cell: Any) -> str:
    if getattr(cell, "data_type", "") == "f":
        return "This is a formula. Write its result instead"
    if getattr(cell, "data_type", "") == "e":
        return f"This cell shows an error ({cell.value})"
    return ""


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
