"""Words on their way to a page are made harmless and broken into lines that fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csas.outbound.documents import fonts, text

words = st.text(st.characters(codec="utf-8"), max_size=300)


@given(words)
def test_tidied_text_has_only_letters_the_typeface_shows(value: str) -> None:
    tidied = text.tidy(value, "text")
    assert all(ord(character) in fonts.letters() for character in tidied)
    assert text.tidy(tidied, "text") == tidied


@given(words, st.floats(20, 500))
def test_no_line_is_wider_than_its_measure(value: str, width: float) -> None:
    tidied = text.tidy(value, "text")
    for line in text.lines(tidied, fonts.REGULAR, 11, width):
        assert len(line) == 1 or fonts.width(line, fonts.REGULAR, 11) <= width + 0.01


@given(words)
def test_no_letter_is_lost_when_lines_are_broken(value: str) -> None:
    tidied = text.tidy(value, "text")
    for breaking in (text.lines, text.balanced):
        lines = breaking(tidied, fonts.SEMIBOLD, 14, 90)
        assert "".join(lines).replace(" ", "") == tidied.replace(" ", "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Tŷ  Ŵyn\n", "Tŷ Ŵyn"),
        ("w\u0302y\u0302", "ŵŷ"),
        ("a\u202eb\u0000c\u200b", "abc"),
        ("ﬁne", "fine"),
        ("日本", "??"),
    ],
)
def test_it_shows_what_it_can(typed: str, shown: str) -> None:
    assert text.tidy(typed, "text") == shown


def test_the_refusal_says_which_and_how_much() -> None:
    with pytest.raises(text.Unprintable, match=r"The name has 40,000 characters\. The most is 120\."):
        text.tidy("x" * 40_000, "name", 120)
