"""Three boxes are a date, or one message that says what to mend."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csas.domain.values import DateFault, parse_uk_date

Boxes = tuple[str, str, str]


@pytest.mark.parametrize(
    ("boxes", "day"),
    [
        (("27", "3", "2026"), date(2026, 3, 27)),
        (("07", "03", "2026"), date(2026, 3, 7)),
        ((" 1 ", " Sept.", "2026"), None),
        (("1", "sep", "2026"), date(2026, 9, 1)),
        (("1", "Sep.", "2026"), date(2026, 9, 1)),
        (("1", "SEPTEMBER", "2026"), date(2026, 9, 1)),
        (("29", "2", "2028"), date(2028, 2, 29)),
    ],
)
def test_a_date_is_read_as_people_type_it(boxes: Boxes, day: date | None) -> None:
    read = parse_uk_date(*boxes)
    assert read == day if day else isinstance(read, DateFault)


@pytest.mark.parametrize(
    ("boxes", "message", "parts"),
    [
        (("", "", ""), "Start date must include a day, a month and a year", "day month year"),
        (("1", "2", " "), "Start date must include a year", "year"),
        (("", "2", "2026"), "Start date must include a day", "day"),
        (("", "", "2026"), "Start date must include a day and a month", "day month"),
        (("29", "2", "2027"), "Start date must be a real date", "day month year"),
        (("31", "11", "2026"), "Start date must be a real date", "day month year"),
        (("0", "1", "2026"), "Start date must be a real date", "day month year"),
        (("1", "13", "2026"), "Start date must be a real date", "day month year"),
        (("x", "1", "2026"), "Start date must be a real date", "day"),
        (("1", "Juny", "2026"), "Start date must be a real date", "month"),
        (("1", "1", "two"), "Start date must be a real date", "year"),
        (("-1", "1", "2026"), "Start date must be a real date", "day"),
        (("٣", "1", "2026"), "Start date must be a real date", "day"),
        (("1", "1", "20260"), "Start date must be a real date", "year"),
        (
            ("1", "1", "26"),
            "Start date must have a year between 1900 and 2100, with all 4 numbers",
            "year",
        ),
    ],
)
def test_what_is_no_date_says_why(boxes: Boxes, message: str, parts: str) -> None:
    read = parse_uk_date(*boxes, name="Start date")
    assert read == DateFault(message=message, parts=tuple(parts.split()))  # type: ignore[arg-type]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_date_reads_back(day: date) -> None:
    assert parse_uk_date(str(day.day), str(day.month), f"{day.year}") == day


@given(st.text(), st.text(), st.text())
def test_anything_typed_gets_an_answer(day: str, month: str, year: str) -> None:
    assert isinstance(parse_uk_date(day, month, year), date | DateFault)
