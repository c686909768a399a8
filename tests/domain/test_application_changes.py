"""Versions of an application: one hash for one content, and what a correction touches."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from csas.domain.application_changes import answer_to, changes, item_words, items, section_of, touched
from csas.domain.applications import Content, Evidence, content, content_hash, decode
from tests.domain.test_application_answers import FACTS

DRAFTS: dict[str, dict[str, Any]] = {
    "reasons": {"why-1a": "Every day", "offences-1a": "One\nTwo", "why-5": "In the square"},
    "zones": {"zones-E09000033": "Soho", "client-E09000033": "Ourselves"},
    "training": {"provider": "A college"},
    "insurance": {"insurer": "Mutual", "expires-on-day": "1", "expires-on-month": "2", "expires-on-year": "2028"},
}


def told(**changed: dict[str, Any]) -> Content:
    return content({**DRAFTS, **changed}, FACTS, "Halcyon")


def test_a_version_survives_the_database() -> None:
    said = told()
    kept = decode(msgspec.json.decode(msgspec.json.encode(said)))
    assert kept == said
    assert content_hash(kept) == content_hash(said)


def test_a_date_is_kept_plain_and_read_in_words() -> None:
    answer = told()["insurance"]["expires-on"]
    assert (answer.value, answer.shown) == (("2028-02-01",), ("1 February 2028",))


def test_a_version_is_read_in_the_order_it_was_asked() -> None:
    shuffled = {slug: dict(reversed(answers.items())) for slug, answers in reversed(told().items())}
    kept = decode(msgspec.to_builtins(shuffled))
    assert list(kept) == ["applicant", "powers", "areas", "insurance", "training"]
    assert list(kept["powers"]) == ["1a", "5"]


@given(st.sampled_from(["provider", "courses", "refreshed"]), st.text(min_size=1, max_size=30))
def test_another_answer_is_another_hash(name: str, text: str) -> None:
    other = told(training={**DRAFTS["training"], name: text})
    assert (content_hash(other) == content_hash(told())) is (other == told())


def test_only_what_differs_is_told() -> None:
    found = changes(told(), told(training={"provider": "Another", "refreshed": "Yearly"}))
    assert [(each.item, each.was, each.now) for each in found] == [
        ("training.provider", ("A college",), ("Another",)),
        ("training.refreshed", (), ("Yearly",)),
    ]


def test_what_was_taken_out_is_told_too() -> None:
    found = changes(told(), told(training={}))
    assert [(each.item, each.was, each.now) for each in found] == [("training.provider", ("A college",), ())]


def test_a_zone_touches_its_own_area() -> None:
    zones = {"zones-E09000033": "Soho and Mayfair", "client-E09000033": "Ourselves"}
    found = touched(told(), told(zones=zones))
    assert (set(found.areas), set(found.powers), set(found.parts)) == ({"E09000033"}, set(), set())


def test_a_reason_touches_its_power() -> None:
    reasons = {**DRAFTS["reasons"], "why-5": "On match days"}
    found = touched(told(), told(reasons=reasons))
    assert (set(found.areas), set(found.powers), set(found.parts)) == (set(), {"5"}, set())


def test_insurance_is_not_in_the_pack_and_training_is() -> None:
    assert not touched(told(), told(insurance={"insurer": "Other"}))
    assert touched(told(), told(training={"provider": "Other"})).parts == {"training"}


def test_questions_can_be_aimed_at_every_item() -> None:
    files = (Evidence(ref="abc", section="evidence", name="plan.pdf", sha256="0" * 64),)
    said = content(DRAFTS, FACTS, "Halcyon", files)
    known = dict(items(said))
    assert known["application"] == "The application as a whole"
    assert known["powers.5"] == "Powers sought: Confiscate alcohol"
    assert known["files.abc"] == "Evidence files: File: plan.pdf"
    for item, words in known.items():
        assert item_words(item, said) == words
    answer = answer_to("areas.E09000033", said)
    assert answer
    assert answer.shown == ("Soho", "Client: Ourselves")


def test_an_item_leads_to_the_section_where_it_is_typed() -> None:
    found = [section_of(each) for each in ("powers", "powers.5", "areas.E1", "files.x", "training.provider")]
    assert found == ["powers", "reasons", "zones", "evidence", "training"]
