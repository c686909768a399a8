"""Open an uploaded spreadsheet and say what its cells hold. Runs as a program of its own.

It is started with the file on its standard input and its kind as argument, bounds its own
memory and time, and answers with one line of JSON followed by the cells as JSON. It imports
nothing of csas, computes no formula, and stops at the first row beyond the limit.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 30
MOST_ROWS = 10_000
MOST_BLANK = 100_000
MOST_COLUMNS = 50
LONGEST_CELL = 4_000
MOST_UNPACKED = 150 * 1024 * 1024
MOST_PARTS = 1_000
DAMAGED = "it is damaged or not really of this type"
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z0-9:]{2,20})"')
OVERLAP = 200

Cell = tuple[str, str]
Line = tuple[int, list[Cell]]


class Unfit(Exception):
    """The file cannot be accepted; the text says why, as the end of a sentence."""


def main() -> None:
    limit()
    warnings.simplefilter("ignore")
    content = sys.stdin.buffer.read()
    try:
        made = json.dumps(read(sys.argv[1], content), ensure_ascii=True).encode()
    except Unfit as unfit:
        answer(str(unfit))
    except Exception:  # noqa: BLE001 - whatever a file provokes, the answer is the same
        answer(DAMAGED)
    else:
        answer("", made)


def limit() -> None:
    """Bound memory and time before a single byte is looked at."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answer(why: str, made: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps({"why": why, "size": len(made)}).encode() + b"\n" + made)


def read(kind: str, content: bytes) -> dict[str, Any]:
    """The heads, the rows below them with their numbers, and what was merged."""
    merged: list[str] = []
    if kind == "xlsx":
        check_zip(content)
        sheet = first_sheet(content)
        lines = keep(list_xlsx(sheet))
        merged = list_merged(content, sheet._worksheet_path)  # noqa: SLF001 - openpyxl tells it nowhere else
    else:
        lines = keep(list_csv(content))
    if not lines:
        raise Unfit("it holds no rows")
    (_, heads), *rest = lines
    return {"heads": [text for _, text in heads], "lines": rest, "merged": merged[:50]}


def keep(found: Iterable[Line]) -> list[Line]:
    """The rows that hold something, without blanks at their ends, up to the limit and the row of heads."""
    kept: list[Line] = []
    blank = 0
    for number, cells in found:
        filled = trimmed(cells)
        blank = 0 if filled else blank + 1
        if blank > MOST_BLANK:
            raise Unfit(f"it has more than {MOST_BLANK:,} blank rows. Remove them")
        if not filled:
            continue
        if len(filled) > MOST_COLUMNS:
            raise Unfit(f"row {number:,} has more than {MOST_COLUMNS} columns")
        if len(kept) > MOST_ROWS:
            raise Unfit(f"it has more than {MOST_ROWS:,} rows. Split it into several files")
        kept.append((number, filled))
    return kept


def trimmed(cells: list[Cell]) -> list[Cell]:
    last = max((at for at, (_, text) in enumerate(cells, 1) if text.strip()), default=0)
    return cells[:last]


def list_csv(content: bytes) -> Iterator[Line]:
    """Rows of a CSV file, its separator being whichever its first line has most of."""
    text = decoded(content)
    if "\x00" in text:
        raise Unfit(DAMAGED)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unfit(f"row {number:,} cannot be read: its quotation marks do not match") from None
        yield number, [("text", short(text)) for text in row[: MOST_COLUMNS * 2]]


def decoded(content: bytes) -> str:
    for form in ("utf-8-sig", "utf-16") if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(form)
        except UnicodeDecodeError:
            continue
    raise Unfit("its letters cannot be read. Save it as CSV UTF-8")


def short(text: str) -> str:
    return text[: LONGEST_CELL + 1]


def check_zip(content: bytes) -> None:
    """Refuse by what its list of parts says, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile:
        raise Unfit(DAMAGED) from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unfit("it becomes too large when it is opened")
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit("it is protected with a password")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Unfit("it holds macros. Save it as a plain workbook (.xlsx)")


def first_sheet(content: bytes) -> Any:
    """The first sheet that is shown."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only after the limits stand

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    sheet = next((each for each in book.worksheets if each.sheet_state == "visible"), None)
    if sheet is None:
        raise Unfit("it has no sheet")
    sheet.reset_dimensions()
    return sheet


def list_xlsx(sheet: Any) -> Iterator[Line]:
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
        yield number, [told(cell) for cell in row]


def told(cell: Any) -> Cell:
    """What a cell holds: as it would be typed, or as what the program made of it."""
    value = cell.value
    if value is None:
        return "text", ""
    if cell.data_type == "f":
        return "formula", "="
    if cell.data_type == "e":
        return "error", str(value)
    if isinstance(value, bool):
        return "yes-no", str(value)
    if isinstance(value, datetime):
        return "date", value.date().isoformat()
    if isinstance(value, date):
        return "date", value.isoformat()
    if isinstance(value, int | float):
        return "number", f"{value:.0f}" if float(value).is_integer() else repr(value)
    return "text", short(str(value))


def list_merged(content: bytes, path: str) -> list[str]:
    """The areas of merged cells, which a reader that goes row by row never sees."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open(path.lstrip("/")) as opened:
        return list(dict.fromkeys(areas_in(opened)))


def areas_in(opened: Any) -> Iterator[str]:
    before = b""
    while block := opened.read(1 << 20):
        for area in MERGED.finditer(before + block):
            yield area.group(1).decode()
        before = block[-OVERLAP:]


if __name__ == "__main__":
    main()
