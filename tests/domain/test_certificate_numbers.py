"""A certificate's number: made from 60 bits, read as people type it, guarded by one character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csas.domain import certificates as rules

numbers = st.integers(0, 2**rules.RANDOM_BITS - 1).map(rules.number_from)
places = st.integers(0, rules.LENGTH - 1)


@given(numbers)
def test_a_number_is_well_formed_and_reads_back_from_its_printed_form(number: str) -> None:
    assert rules.is_well_formed(number)
    assert rules.normalise(rules.grouped(number)) == number


@given(numbers)
def test_it_is_read_as_people_type_it(number: str) -> None:
    typed = number.lower().replace("0", "o").replace("1", "l")
    assert rules.normalise(f" {typed[:4]} {typed[4:8]}\u2013{typed[8:]} ") == number
    assert rules.normalise(number.replace("1", "I").replace("0", "O")) == number


@given(numbers, places, st.sampled_from(rules.ALPHABET))
def test_every_single_wrong_character_is_seen(number: str, place: int, other: str) -> None:
    wrong = number[:place] + other + number[place + 1 :]
    assert (rules.normalise(wrong) is None) == (wrong != number)


@given(numbers, places, places)
def test_any_two_characters_that_changed_places_are_seen(number: str, a: int, b: int) -> None:
    letters = list(number)
    letters[a], letters[b] = letters[b], letters[a]
    wrong = "".join(letters)
    assert (rules.normalise(wrong) is None) == (wrong != number)


@given(st.text(max_size=80))
def test_no_text_makes_it_fall_over(text: str) -> None:
    read = rules.normalise(text)
    assert read is None or rules.is_well_formed(read)


def test_different_bits_make_different_numbers() -> None:
    assert len({rules.number_from(bits * 7919) for bits in range(5000)}) == 5000


@pytest.mark.parametrize("text", ["", "U" * 13, "0" * 12, "0" * 14, "ß" * 13, "0" * 40_000])
def test_what_is_not_a_number_is_none(text: str) -> None:
    assert rules.normalise(text) is None


@pytest.mark.parametrize("bits", [-1, 2**60])
def test_it_refuses_bits_that_are_too_few_or_too_many(bits: int) -> None:
    with pytest.raises(ValueError, match="60 random bits"):
        rules.number_from(bits)
