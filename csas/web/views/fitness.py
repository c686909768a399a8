"""The matrix in words: people against courses, vetting and powers, and what ends soon.

Every state is a word with its day; a colour only repeats it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from csas.commands.lapse_letters import thing
from csas.domain.fitness import VETTED, WORDS, Fitness, Need, days_left, last_day, ready_powers, state_of
from csas.store.lapses import Due, Ending
from csas.web import templating
from csas.web.parts import Link
from csas.web.views.desk import Cell, Tag


class Square(msgspec.Struct, frozen=True):
    """One cell of the matrix: a status, and its day in words."""

    tag: Tag | None
    words: str = ""


class Line(msgspec.Struct, frozen=True):
    """One person of the matrix."""

    staff: str
    name: str
    about: str
    squares: tuple[Square, ...]


class Matrix(msgspec.Struct, frozen=True):
    head: tuple[str, ...]
    lines: tuple[Line, ...]


def matrix_of(people: Sequence[Fitness], now: datetime) -> Matrix:
    """People in rows; vetting, the courses anybody here needs, and powers in columns."""
    courses = dict.fromkeys((need.course, need.title) for person in people for need in person.needs)
    head = ("Person", "Vetting", *(title for _, title in courses), "Powers of the role")
    return Matrix(head=head, lines=tuple(_line(person, [code for code, _ in courses], now) for person in people))


def _line(person: Fitness, courses: Sequence[str], now: datetime) -> Line:
    needs = {need.course: need for need in person.needs}
    squares = (_vetting(person), *(_course(needs.get(code), now) for code in courses), _powers(person, now))
    about = ", ".join(word for word in (person.role or person.job, person.number) if word)
    return Line(staff=person.staff, name=person.name, about=about, squares=squares)


def _vetting(person: Fitness) -> Square:
    tag = Tag(*VETTED[person.vetted])
    if person.vetted_until is None:
        return Square(tag, "Asked for" if person.asked else "")
    word = "until" if person.vetted == "clear" else "on"
    asked = "; asked for again" if person.asked else ""
    return Square(tag, f"{word} {templating.short_day(last_day(person.vetted_until))}{asked}")


def _course(need: Need | None, now: datetime) -> Square:
    if need is None:
        return Square(None, "Not needed")
    state = state_of(need.until, now)
    tag = Tag(*WORDS[state])
    failed = f"failed on {templating.short_day(need.failed_on)}, resit" if need.failed_on else ""
    if need.until is None:
        return Square(tag, failed)
    day = templating.short_day(last_day(need.until))
    ends = f"ended on {day}" if state == "expired" else f"until {day}"
    return Square(tag, f"{ends}; {failed}" if failed else ends)


def _powers(person: Fitness, now: datetime) -> Square:
    ready, lacking = ready_powers(person, now)
    if not ready and not lacking:
        return Square(None, "No powers are named for this role")
    if lacking:
        return Square(
            Tag(f"{len(ready)} of {len(ready) + len(lacking)}", "orange"), f"Not trained for {_paragraphs(lacking)}"
        )
    return Square(Tag("All", "green"), templating.plural(len(ready), "power"))


def _paragraphs(codes: Sequence[str]) -> str:
    return f"{'paragraph' if len(codes) == 1 else 'paragraphs'} {templating.paragraphs(codes)}"


SHEET = (
    "Name",
    "Number",
    "Role",
    "Vetting",
    "Vetting until",
    "Course",
    "State",
    "Until",
    "Failed on",
    "Powers that need it",
)


def sheet_rows(people: Iterable[Fitness], now: datetime) -> list[tuple[str, ...]]:
    """The matrix as a file: one row for each person and course."""
    rows: list[tuple[str, ...]] = []
    for person in people:
        first = (
            person.name,
            person.number,
            person.role or person.job,
            VETTED[person.vetted][0],
            _day(person.vetted_until),
        )
        rows += [
            (
                *first,
                need.title,
                WORDS[state_of(need.until, now)][0],
                _day(need.until),
                need.failed_on.isoformat() if need.failed_on else "",
                " ".join(need.powers),
            )
            for need in person.needs
        ] or [(*first, "", "", "", "", "")]
    return rows


def _day(until: datetime | None) -> str:
    return last_day(until).isoformat() if until else ""


ENDING_HEAD = ("Person", "Employer", "What ends", "Last day", "Days left")


def ending_rows(found: Iterable[Ending], now: datetime) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Link(each.name, f"/organisations/{each.employer_ref}/training/person?person={each.staff}"),
            each.employer,
            thing(each.kind, each.course),
            templating.short_day(last_day(each.ends)),
            _left(each.ends, now),
        )
        for each in found
    )


def _left(ends: datetime, now: datetime) -> Tag:
    left = days_left(ends, now)
    words = "Today" if left == 0 else templating.plural(left, "day")
    return Tag(words, "red" if left <= 7 else "orange" if left <= 30 else "yellow")  # noqa: PLR2004 - as in WORDS


def ending_sheet(found: Iterable[Ending]) -> list[tuple[str, ...]]:
    return [
        (each.name, each.employer, thing(each.kind, each.course), last_day(each.ends).isoformat()) for each in found
    ]


DUE_HEAD = ("Person", "Employer", "Out of date", "Powers that go on")


def due_rows(found: Iterable[Due]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Link(each.name, f"/individuals/{each.case}"),
            each.employer,
            Tag(", ".join(each.things), "red"),
            ", ".join(each.powers),
        )
        for each in found
    )
