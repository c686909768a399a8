"""Whether a provider's arrangement is in force at a moment, and if not, why."""

from datetime import UTC, datetime, timedelta

import pytest

from csas.domain.provider_standing import CAUSES, ArrangementFact, ProviderFacts, provider_standing
from csas.domain.values import Period

START = datetime(2026, 11, 2, 10, tzinfo=UTC)
END = START + timedelta(days=100)
LONG_AGO = START - timedelta(days=900)


def facts(ending: str = "term", certificate: str | None = None, *, end: datetime | None = END) -> ProviderFacts:
    held = ArrangementFact(valid=Period(start=START, end=end), ending=ending)
    return ProviderFacts(arrangements=(held,), scheme_since=LONG_AGO, certificate=certificate)  # type: ignore[arg-type]


def test_it_is_in_force_from_its_first_moment_to_the_last_before_its_end() -> None:
    assert provider_standing(facts(), START).in_force
    assert provider_standing(facts(), END - timedelta(microseconds=1)).in_force
    assert not provider_standing(facts(), END).in_force
    assert provider_standing(facts(), START - timedelta(microseconds=1)).cause == "not-started"


@pytest.mark.parametrize(
    ("ending", "cause"),
    [
        ("term", "term-ended"),
        ("surrender", "surrendered"),
        ("notice", "ended-by-notice"),
        ("variation", "varied"),
    ],
)
def test_each_ending_says_what_it_was(ending: str, cause: str) -> None:
    found = provider_standing(facts(ending), END)
    assert (found.in_force, found.cause, found.until) == (False, cause, END)
    assert found.words == CAUSES[cause]


@pytest.mark.parametrize(
    ("certificate", "cause"), [("reserved", "not-issued"), ("replaced", "replaced"), ("void", "void"), ("issued", "")]
)
def test_only_an_issued_certificate_of_a_running_arrangement_is_in_force(certificate: str, cause: str) -> None:
    found = provider_standing(facts(certificate=certificate), START)
    assert (found.in_force, found.cause) == (cause == "", cause)
    assert not provider_standing(facts(certificate=certificate), END).in_force


def test_no_arrangement_and_no_scheme_are_causes_too() -> None:
    nothing = ProviderFacts(arrangements=(), scheme_since=LONG_AGO)
    assert provider_standing(nothing, START).cause == "no-arrangement"
    young = ProviderFacts(arrangements=facts().arrangements, scheme_since=END)
    assert provider_standing(young, START).cause == "scheme-not-in-force"


def test_a_later_arrangement_is_found_among_several_and_the_last_end_is_told_between_them() -> None:
    later = ArrangementFact(valid=Period(start=END + timedelta(days=5), end=END + timedelta(days=9)))
    both = ProviderFacts(arrangements=(*facts("surrender").arrangements, later), scheme_since=LONG_AGO)
    assert provider_standing(both, END + timedelta(days=6)).in_force
    assert provider_standing(both, END + timedelta(days=1)).cause == "surrendered"
    assert provider_standing(both, END + timedelta(days=20)).cause == "term-ended"
