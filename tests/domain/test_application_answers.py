"""Answers to an application: every fault at once, and how far each section is."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csas.domain import applications as rules
from csas.domain.application_answers import amount
from csas.domain.application_questions import Answers, Facts, OfferedArea, OfferedPower
from csas.domain.application_sections import SECTIONS
from csas.domain.applications import faults, section, sections, state
from csas.web.views.applications import fields_of

TODAY = date(2026, 11, 2)
POWERS = (
    OfferedPower(code="1a", title="Penalty notice", names_offences=True),
    OfferedPower(code="1c", title="Footway cycling", names_offences=True),
    OfferedPower(code="5", title="Confiscate alcohol"),
    OfferedPower(code="8a", title="Stop a cycle", needs_any=("1c",)),
)
FACTS = Facts(
    process="accreditation",
    sector="private",
    today=TODAY,
    police_area="Metropolitan",
    powers=POWERS,
    areas=(OfferedArea(code="E09000033", name="Westminster"), OfferedArea(code="E09000007", name="Camden")),
    outside={"E09000001": "City of London"},
    titles={"4": "Stop drinking"},
    needs_report=True,
    sought=("1a", "5"),
    chosen=("E09000033",),
)


def wrong(slug: str, answers: Answers, facts: Facts = FACTS) -> dict[str, str]:
    asked = section(slug, facts)
    assert asked
    return {fault.field: fault.message for fault in faults(asked, answers, facts)}


def standing(slug: str, answers: Answers | None, facts: Facts = FACTS) -> str:
    asked = section(slug, facts)
    assert asked
    return state(asked, answers, facts)


def test_names_of_questions_are_unique_in_their_section() -> None:
    for asked in SECTIONS:
        names = [name for question in asked.questions for name in rules.names_of(question)]
        assert len(names) == len(set(names)), asked.slug


def test_every_needed_question_says_what_is_missing() -> None:
    for asked in sections(FACTS):
        needed = {question.name for question in asked.questions if question.required}
        assert set(wrong(asked.slug, {})) >= needed, asked.slug


def test_a_section_goes_from_not_started_to_done() -> None:
    blank: Answers = {"provider": " ", "courses": ""}
    half: Answers = {"provider": "A college"}
    whole: Answers = {**half, "courses": "Five days", "refreshed": "Yearly"}
    assert [standing("training", each) for each in (None, blank, half, whole)] == [
        "not started",
        "looked at",
        "incomplete",
        "done",
    ]


@pytest.mark.parametrize(
    ("sector", "asked"), [("private", True), ("charity", True), ("health", False), ("local-authority", False)]
)
def test_directors_are_asked_of_companies(sector: str, asked: bool) -> None:  # noqa: FBT001 - an expectation
    facts = Facts(process="accreditation", sector=sector, today=TODAY)
    people = section("people", facts)
    assert people
    assert ("directors" in {question.name for question in people.questions}) is asked


def test_the_report_is_asked_only_where_the_scheme_wants_it() -> None:
    assert section("report", FACTS)
    assert section("report", Facts(process="accreditation", sector="health", today=TODAY)) is None


def test_the_national_programme_asks_no_boroughs_and_no_directors() -> None:
    facts = Facts(process="vehicle-stopping", sector="government-agency", today=TODAY, powers=POWERS, areas=FACTS.areas)
    slugs = {asked.slug for asked in sections(facts)}
    assert not slugs & {"areas", "zones", "report"}
    uniform = section("uniform", facts)
    assert uniform
    assert "livery" in {question.name for question in uniform.questions}
    assert set(rules.content({}, facts, "The agency")["areas"]) == {"E09000033", "E09000007"}


def test_a_power_may_need_another() -> None:
    assert "Footway cycling" in wrong("powers", {"powers": ["8a"]})["powers"]
    assert not wrong("powers", {"powers": ["8a", "1c"]})


def test_a_power_not_adopted_is_refused_by_its_title() -> None:
    assert "Stop drinking" in wrong("powers", {"powers": ["4"]})["powers"]


def test_each_power_needs_its_reason_and_offences_where_it_names_them() -> None:
    assert set(wrong("reasons", {})) == {"why-1a", "offences-1a", "why-5"}


def test_offences_are_ticked_where_the_catalogue_lists_them() -> None:
    listed = OfferedPower(code="1c", title="Cycling", names_offences=True, offences=("On a footway", "On a bridge"))
    facts = msgspec.structs.replace(FACTS, powers=(listed, *POWERS[:1]), sought=("1c", "1a"))
    whys: Answers = {"why-1c": "Daily", "why-1a": "Daily", "offences-1a": "Byelaw 7"}
    assert wrong("reasons", whys, facts) == {"offences-1c": "Select the offences for the power: Cycling"}
    assert not wrong("reasons", {**whys, "offences-1c": ["On a bridge"]}, facts)
    assert not wrong("reasons", {**whys, "offences-1c": "On a footway\nOn a bridge"}, facts)
    assert "“Cycling”" in wrong("reasons", {**whys, "offences-1c": "On a bridge\nCycling"}, facts)["offences-1c"]
    asked = section("reasons", facts)
    assert asked
    ticks = fields_of(asked, {"offences-1c": "On a bridge\nCycling"})[1]
    assert (ticks.kind, "On a bridge" in ticks.value) == ("checkboxes", True)
    assert "not in this list: Cycling." in ticks.hint


def test_reasons_wait_for_powers() -> None:
    facts = Facts(process="accreditation", sector="health", today=TODAY)
    assert wrong("reasons", {}, facts)[""] == "Select the powers you ask for first"


def test_the_city_of_london_has_a_police_force_of_its_own() -> None:
    assert "City of London lies outside" in wrong("areas", {"areas": ["E09000001"]})["areas"]
    assert wrong("areas", {"areas": ["E12"]})["areas"] == "Select areas from the list"


def insurance(**changed: str) -> Answers:
    return {
        "public": "5,000,000",
        "employers": "£10000000",
        "insurer": "A",
        "policy": "B",
        "expires-on-day": "3",
        "expires-on-month": "11",
        "expires-on-year": "2026",
        **changed,
    }


def test_insurance_must_end_in_the_future() -> None:
    assert not wrong("insurance", insurance())
    past = insurance(**{"expires-on-day": "2"})
    assert wrong("insurance", past) == {"expires-on": "The day the insurance ends must be in the future"}


def test_a_date_may_come_whole() -> None:
    asked = section("insurance", FACTS)
    assert asked
    told = rules.tidy(asked, {"expires-on": "2027-03-09", "unknown": "dropped"})
    assert told == {"expires-on-day": "09", "expires-on-month": "03", "expires-on-year": "2027"}


def test_volunteers_cannot_be_put_forward() -> None:
    assert "Only paid employees" in wrong("employees", {"number": "5", "roles": "Warden", "paid": "no"})["paid"]


def test_an_earlier_refusal_is_explained() -> None:
    assert "refused-detail" in wrong("organisation", {"refused": "yes"})
    assert "refused-detail" not in wrong("organisation", {"refused": "no"})


def test_policies_left_out_need_a_word() -> None:
    assert "missing" in wrong("policies", {"in-place": ["equality"]})
    every = [option.value for question in _policies() for option in question.options]
    assert not wrong("policies", {"in-place": every})


def _policies() -> tuple[rules.Question, ...]:
    found = section("policies", FACTS)
    assert found
    return found.questions


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [
        ("£5,000,000", 5_000_000),
        ("5000000", 5_000_000),
        ("5,000.00", 5_000),
        ("5,00", None),
        ("five", None),
        ("٥", None),
    ],
)
def test_amounts(typed: str, pounds: int | None) -> None:
    assert amount(typed) == pounds


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=40) | st.lists(st.text(max_size=9)), max_size=8))
def test_whatever_is_typed_is_judged_and_never_breaks(typed: dict[str, object]) -> None:
    for asked in sections(FACTS):
        named = {name: value for question, value in zip(asked.questions, typed.values(), strict=False)
                 for name in rules.names_of(question)}  # fmt: skip
        told = rules.tidy(asked, {**typed, **named})
        assert state(asked, told, FACTS) in {"optional", "looked at", "incomplete", "done"}
        rules.content({asked.slug: told}, FACTS, "Anybody")
