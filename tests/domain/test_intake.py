"""Plain values become a command, or every fault is named at once."""

from datetime import date
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from csas.domain import intake
from csas.domain.refusals import Faults
from csas.domain.values import Struct


class Line(Struct):
    text: Annotated[str, Meta(title="Text", min_length=1, max_length=5)]


class Wanted(Struct):
    name: Annotated[str, Meta(title="Name", min_length=1, max_length=10)]
    day: Annotated[date, Meta(title="Day")]
    sort: Annotated[Literal["new", "old"], Meta(title="Sort")]
    agreed: Annotated[bool, Meta(title="Agreed", extra={"must": True, "absent": "You must agree"})]
    count: Annotated[int, Meta(title="Count", ge=0, le=9)] = 0
    lines: tuple[Line, ...] = ()
    note: Annotated[str | None, Meta(title="Note")] = None


GOOD: dict[str, Any] = {"name": " Sam ", "day": "2026-11-22", "sort": "new", "agreed": "yes"}


def _faults(**changed: Any) -> dict[str, str]:
    with pytest.raises(Faults) as refused:
        intake.read(Wanted, {**GOOD, **changed})
    return {fault.field: fault.message for fault in refused.value.faults}


def test_good_values_are_read_and_trimmed() -> None:
    found = intake.read(Wanted, {**GOOD, "lines": [{"text": "one"}], "count": "3"})
    assert (found.name, found.day, found.count, found.lines[0].text) == ("Sam", date(2026, 11, 22), 3, "one")


def test_all_faults_come_at_once_in_the_words_of_the_form() -> None:
    assert _faults(name="", day="", sort="other", agreed="no", lines=[{"text": "too long"}]) == {
        "name": "Enter name",
        "day": "Enter day",
        "sort": "Select sort",
        "agreed": "You must agree",
        "lines.0.text": "Text must be 5 characters or fewer",
    }


def test_a_field_nobody_asked_for_is_a_fault() -> None:
    assert _faults(role="decision-maker") == {"role": "“role” is not a field of this request"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "a\x00b"), ("name", "\u202eevil"), ("day", "31-31-31"), ("count", 10), ("count", True), ("lines", 7)],
)
def test_what_no_field_may_hold_is_a_fault_of_that_field(field: str, value: Any) -> None:
    assert field in _faults(**{field: value})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    ),
    st.sampled_from(sorted(Wanted.__struct_fields__)),
)
def test_whatever_comes_it_is_read_or_refused(value: Any, field: str) -> None:
    try:
        found = intake.read(Wanted, {**GOOD, field: value})
    except Faults:
        return
    assert isinstance(found, Wanted)
