"""What the rows of a staff spreadsheet say, or everything that is wrong with them by row and column.

It reads values already taken out of the file and opens none. Nothing is corrected but
outer blanks; what cannot be read is a fault and never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from csas.domain.accounts import fold_email
from csas.domain.spreadsheets import Sheet, SheetFault, key_of
from csas.domain.staff import day_faults, plain
from csas.domain.staff_cells import COLUMNS, READERS, TITLES, Known
from csas.domain.values import Struct

MOST_SHOWN = 200


class StaffRow(Struct):
    """Somebody to be added, as a row says."""

    row: int
    number: str
    name: str
    email: str
    telephone: str
    born_on: date
    job: str
    site: str
    profile: str
    zones: tuple[str, ...]
    from_on: date


class Checked(Struct):
    """The rows, or their faults in the order of the file; never both are used."""

    rows: tuple[StaffRow, ...]
    faults: tuple[SheetFault, ...]


def guess(heads: Iterable[str]) -> dict[str, str]:
    """Which head is which column, where its words leave no doubt."""
    found: dict[str, str] = {}
    for head in heads:
        column = next((each for each in COLUMNS if key_of(head) in {key_of(each.title), *each.also}), None)
        if column and column.name not in found:
            found[column.name] = head
    return found


def is_plain(heads: Sequence[str]) -> bool:
    """Whether the heads are those of the template, so that nobody need be asked what they mean."""
    mapping = guess(heads)
    return not missing(mapping) and len(mapping) == len(heads)


def missing(mapping: Mapping[str, str]) -> list[str]:
    return [column.title for column in COLUMNS if column.needed and not mapping.get(column.name)]


def head_faults(heads: Sequence[str], mapping: Mapping[str, str]) -> list[SheetFault]:
    """What is wrong with the first row, given which head is taken for which column."""
    faults = [SheetFault(row=1, column=title, message="No column was found for this") for title in missing(mapping)]
    folded = [key_of(head) for head in heads]
    faults += [
        SheetFault(row=1, column=head, message="Two columns have this head")
        for head in dict.fromkeys(heads)
        if folded.count(key_of(head)) > 1
    ]
    taken = [head for head in mapping.values() if head]
    faults += [
        SheetFault(row=1, column=head, message="One column cannot stand for two things")
        for head in dict.fromkeys(taken)
        if taken.count(head) > 1
    ]
    return faults


def check(sheet: Sheet, mapping: Mapping[str, str], known: Known, today: date) -> Checked:
    """Read every row; all faults of all rows at once."""
    faults = [*sheet.faults, *head_faults(sheet.head, mapping)]
    if faults:
        return Checked(rows=(), faults=tuple(faults))
    places = {name: sheet.head.index(head) for name, head in mapping.items() if head in sheet.head}
    rows = []
    for number, texts in sheet.rows:
        values = {name: _cell(texts, place) for name, place in places.items()}
        row, wrong = _row(number, values, known, today)
        faults += wrong
        if row:
            rows.append(row)
    faults += _twice(rows, known)
    return Checked(rows=tuple(rows), faults=tuple(sorted(faults, key=lambda fault: fault.row)))


def _cell(texts: Sequence[str], place: int) -> str:
    return texts[place] if place < len(texts) else ""


def _row(number: int, cells: Mapping[str, str], known: Known, today: date) -> tuple[StaffRow | None, list[SheetFault]]:
    faults: list[SheetFault] = []
    values: dict[str, object] = {}
    for column in COLUMNS:
        value, message = READERS[column.name](column, cells.get(column.name, ""), known)
        values[column.name] = value
        if message:
            faults.append(SheetFault(row=number, column=column.title, message=message))
    born, start = values["born_on"], values["from_on"]
    if isinstance(born, date) and isinstance(start, date):
        faults += [
            SheetFault(row=number, column=TITLES[fault.field], message=fault.message)
            for fault in day_faults(born, start, today)
        ]
    return (None, faults) if faults else (StaffRow(row=number, **values), faults)  # type: ignore[arg-type]


def _twice(rows: Iterable[StaffRow], known: Known) -> list[SheetFault]:
    """The same number or the same person twice, in the file or on the list."""
    faults: list[SheetFault] = []
    numbers: dict[str, int] = {}
    people: dict[tuple[str, str, str], int] = {}
    for row in rows:
        key, who = row.number.casefold(), person_key(row.email, row.name, row.born_on)
        if key in known.numbers:
            faults.append(_at(row, "number", f"Somebody on your list has the number {row.number}"))
        elif key in numbers:
            faults.append(_at(row, "number", f"Row {numbers[key]} has the number {row.number} too"))
        if who in known.people:
            faults.append(_at(row, "name", "This person is on your list already"))
        elif who and who in people:
            faults.append(_at(row, "name", f"Row {people[who]} is the same person"))
        numbers.setdefault(key, row.row)
        if who:
            people.setdefault(who, row.row)
    return faults


def _at(row: StaffRow, column: str, message: str) -> SheetFault:
    return SheetFault(row=row.row, column=TITLES[column], message=message)


def person_key(email: str | None, name: str, born_on: date) -> tuple[str, str, str] | None:
    """What must all agree before two records are taken for one person; without an address nothing does."""
    return (fold_email(email), plain(name), born_on.isoformat()) if email else None
