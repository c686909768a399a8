"""What is good enough for a password and an address (ASVS 5.0.0, 6.2)."""

import pytest

from csas.domain.accounts import email_fault, password_fault

EMAIL = "dana.reeve@halcyon.example"


@pytest.mark.parametrize(
    "password",
    [
        "fifteen letters",
        "x y" * 4 + "quilt",
        "tangerine bicycle orbit",
        "  leading spaces are kept",
        "8301 5729 4416 2038",
        "🦊🌲🚲🎻🧀🦊🌲🚲🎻🧀🌂🎈🎲🎳🎯",
        "all lower case and no digits",
        "x" + "abcdefghij klmnop quirky zebra " * 4 + "end",
    ],
)
def test_long_enough_is_good_enough_whatever_it_is_made_of(password: str) -> None:
    assert password_fault(password, EMAIL) is None


@pytest.mark.parametrize(("length", "good"), [(14, False), (15, True), (64, True), (128, True), (129, False)])
def test_its_length_counts_in_characters(length: int, good: bool) -> None:  # noqa: FBT001
    password = ("ŵyth llygoden fawr goch " * 6)[:length]
    assert (password_fault(password, EMAIL) is None) is good


@pytest.mark.parametrize(
    "password",
    [
        "password12345678",
        "PASSWORD12345678",
        "Password2024!!!!",
        "P@ssw0rdP@ssw0rd1",
        "letmeinletmeinletmein",
        "iloveyouiloveyou1",
        "qwertyuiopasdfgh",
        "poiuytrewqlkjhgf",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "123456789012345678",
        "liverpool2019!!",
        "correct horse battery staple",
        "changemechangeme",
        "               ",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert "easy to guess" in (password_fault(password, EMAIL) or "")


@pytest.mark.parametrize("password", ["dana.reeve at the races", "my CSAS sign-in phrase", "Accreditation forever!"])
def test_it_may_not_tell_who_or_what_for(password: str) -> None:
    assert "without your e-mail address" in (password_fault(password, EMAIL) or "")


def test_a_very_short_local_part_does_not_forbid_ordinary_words() -> None:
    assert password_fault("the bold orange tractor", "bo@example.org") is None


@pytest.mark.parametrize("password", ["", "a null \0 character here"])
def test_what_cannot_be_kept_is_refused(password: str) -> None:
    assert password_fault(password, EMAIL) is not None


@pytest.mark.parametrize("email", ["a@b.co", "O'Brien@council.gov.uk", "jo+x@example.org", "  Jo@Example.ORG "])
def test_addresses_people_have(email: str) -> None:
    assert email_fault(email) is None


@pytest.mark.parametrize(
    "email",
    ["", "jo", "jo@", "@example.org", "jo@example", "jo jo@example.org", "jo@example..org", "jo@exam_ple.org",
     "a@b.co\nBcc: x@y.zz", "<jo@example.org>", "jo@-a.org",
     "x" * 250 + "@a.org", "jo@example.org,x@y.zz"],
)  # fmt: skip
def test_what_is_no_address(email: str) -> None:
    assert email_fault(email) is not None
