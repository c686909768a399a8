"""A spreadsheet as rows of text under heads, with every fault by row and column.

It knows no column by name and reads no file: whoever wants rows says which columns
there are, and the store takes files apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from csas.domain.refusals import Faults
from csas.domain.values import Struct

MOST_ROWS = 10_000
MOST_COLUMNS = 60
LONGEST_CELL = 5_000


class SheetFault(Struct):
    """What is wrong with one cell; row 1 holds the heads, and row 0 means the whole sheet."""

    row: int
    column: str
    message: str


class Line(Struct):
    """One row that has something in it: its number in the sheet, and its cells by column name."""

    row: int
    cells: dict[str, str]


class Sheet(Struct):
    """Everything written in the first sheet of a file."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    faults: tuple[SheetFault, ...] = ()


class Column(Struct):
    """A column wanted: its name in code, the head people write, and whether the sheet must have it."""

    name: str
    title: str
    needed: bool = True


def fit(sheet: Sheet, columns: Iterable[Column]) -> tuple[tuple[Line, ...], tuple[SheetFault, ...]]:
    """The rows by column name, and the faults of heads and cells. Order and case of heads do not matter."""
    wanted = {key_of(column.title): column for column in columns}
    found = [key_of(words) for words in sheet.head]
    faults = [*sheet.faults, *_faults_of_head(sheet.head, found, wanted)]
    lines = tuple(Line(row=number, cells=_cells(found, wanted, texts)) for number, texts in sheet.rows)
    if not lines and not faults:
        faults.append(SheetFault(row=0, column="", message="There is nothing under the heads of this sheet"))
    return lines, tuple(faults)


def key_of(words: str) -> str:
    """A head as it is compared: without case, and with blanks for dashes and lines."""
    return " ".join(words.casefold().replace("_", " ").replace("-", " ").split())


def _cells(found: list[str], wanted: Mapping[str, Column], texts: tuple[str, ...]) -> dict[str, str]:
    return {wanted[key].name: text for key, text in zip(found, texts, strict=False) if key in wanted}


def _faults_of_head(head: tuple[str, ...], found: list[str], wanted: Mapping[str, Column]) -> Iterable[SheetFault]:
    for words, key in zip(head, found, strict=True):
        if key and key not in wanted:
            yield SheetFault(row=1, column=words, message="This column is not one we know. Take it out, or rename it")
        elif key and found.count(key) > 1:
            yield SheetFault(row=1, column=words, message="This column is there more than once")
    for key, column in wanted.items():
        if column.needed and key not in found:
            yield SheetFault(row=1, column=column.title, message="This column is missing")


def faults_of_row(row: int, titles: Mapping[str, str], refused: Faults) -> list[SheetFault]:
    """The faults of one row's values, each in its column."""
    return [
        SheetFault(row=row, column=titles.get(fault.field.partition(".")[0], ""), message=fault.message)
        for fault in refused.faults
    ]
