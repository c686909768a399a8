"""Records are closed and frozen; text has one form and no hidden characters."""

import unicodedata
from typing import Annotated, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csas.domain.values import Struct, clean, faults_in


class Visit(Struct):
    """A record whose default stands before a field that must be given."""

    guests: int = 1
    place: Annotated[str, msgspec.Meta(min_length=1, max_length=160)]


class LongVisit(Visit):
    """A record that adds to another."""

    nights: int


def test_a_record_takes_its_fields_by_name_in_any_order() -> None:
    assert LongVisit(place="Lambeth", nights=2).guests == 1


def test_a_record_cannot_be_changed() -> None:
    visit: Any = Visit(place="Lambeth")
    with pytest.raises(AttributeError):
        visit.guests = 5


@pytest.mark.parametrize("kind", [Visit, LongVisit])
def test_an_unknown_field_is_refused(kind: type[Struct]) -> None:
    body = b'{"place": "Lambeth", "nights": 1, "is_admin": true}'
    with pytest.raises(msgspec.ValidationError, match=r"unknown field"):
        msgspec.json.decode(body, type=kind)


@pytest.mark.parametrize("body", [b'{"place": ""}', b'{"place": "%s"}' % (b"x" * 161)])
def test_text_has_its_length(body: bytes) -> None:
    with pytest.raises(msgspec.ValidationError, match=r"\$\.place"):
        msgspec.json.decode(body, type=Visit)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Siân ", "Siân"),
        ("Sia\u0302n", "Siân"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("Llanfair ŵ ŷ", "Llanfair ŵ ŷ"),
        ("", ""),
    ],
)
def test_text_is_put_into_one_form(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a\x00b", "a null character"),
        ("a\x07b", "control characters"),
        ("a\x7fb", "control characters"),
        ("a\x85b", "control characters"),
        ("a\u2028b", "control characters"),
        ("a\u202eb", "characters that change the direction of text"),
        ("a\u2066b", "characters that change the direction of text"),
        ("a\ud800b", "half of a character"),
    ],
)
def test_text_that_hides_something_is_refused(text: str, fault: str) -> None:
    assert faults_in(text) == (fault,)


@pytest.mark.parametrize(
    "text", ["", "As a\r\nbrowser sends", "Two\nlines\tand a tab", "Łódź ŵ 東京 👮🏽", "<b>O’Neill & co</b>"]
)
def test_honest_text_has_no_fault(text: str) -> None:
    assert faults_in(text) == ()


def test_all_faults_are_named_at_once() -> None:
    assert len(faults_in("\x00\x01\u202e\udfff")) == 4


@given(st.text(alphabet=st.characters(codec=None)))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"])))
def test_text_without_fault_goes_through_utf_8(text: str) -> None:
    assert faults_in(text) == ()
    assert text.encode().decode() == text
