"""What may be granted: part of what was sought, that part of what was adopted, each power by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csas.domain import decisions as rules
from csas.domain import reasons, refusals
from csas.domain.assessments import FINDINGS, Assessed, Assessment, Finding, Requirement
from csas.domain.conditions import Condition
from csas.domain.decisions import Considered, Recommended, SoughtArea, SoughtPower, Terms, View

NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
CODES = ("1a", "1c", "3", "5", "6", "7", "9")
PLACES = ("A", "B", "C", "D")


def considered(
    powers: dict[str, bool] | None = None,
    areas: dict[str, bool] | None = None,
    *,
    views: tuple[View, ...] | None = None,
    conditions: tuple[str, ...] = (),
    place: str = "held",
) -> Considered:
    """An application for these powers (adopted or not) in these areas (settled or not), endorsed everywhere."""
    sought = powers if powers is not None else {"1a": True, "3": True}
    where = areas if areas is not None else {"A": True, "B": True}
    endorsed = tuple(View(area=a, power=p, opinion="endorse", body="The partnership") for a in where for p in sought)
    return Considered(
        application=1,
        sort="new",
        round=1,
        place=place,
        varies=None,
        version=1,
        version_number=1,
        hash="abc",
        edition=1,
        edition_title="Edition 1",
        edition_standing="provisional",
        organisation=1,
        organisation_name="Copse Patrols",
        legal_name="Copse Patrols Limited",
        sector="private",
        powers=tuple(SoughtPower(code=c, paragraph=c, title=f"Power {c}", adopted=ok) for c, ok in sought.items()),
        areas=tuple(SoughtArea(code=c, name=f"Area {c}", settled=ok) for c, ok in where.items()),
        conditions=conditions,
        views=endorsed if views is None else views,
    )


def assessed(*, satisfied: bool = True) -> Assessment:
    requirement = Requirement(id=1, code="O1", family="occupational", title="Training", body="Training")
    return Assessment(
        requirements=(requirement,),
        results={"O1": Assessed(code="O1", result="met", evidence="Seen", by="Priya", at=NOW)},
        findings={
            subject: Finding(subject=subject, satisfied=satisfied, evidence="Seen", by="Priya", at=NOW)
            for subject in FINDINGS
        },
    )


def recommended(terms: Terms) -> Recommended:
    return Recommended(outcome="grant", terms=terms, reasons="Well led", by="Priya", at=NOW)


@given(
    st.dictionaries(st.sampled_from(CODES), st.booleans(), min_size=1),
    st.dictionaries(st.sampled_from(PLACES), st.booleans(), min_size=1),
    st.sets(st.sampled_from(CODES)),
    st.sets(st.sampled_from(PLACES)),
)
def test_granted_is_part_of_sought_is_part_of_adopted(
    powers: dict[str, bool], areas: dict[str, bool], wanted: set[str], where: set[str]
) -> None:
    on = considered(powers, areas)
    terms = Terms(powers=tuple(sorted(wanted)), areas=tuple(sorted(where)))
    good = bool(wanted) and all(powers.get(code) for code in wanted)
    good = good and bool(where) and all(areas.get(code) for code in where)
    if good:
        rules.check_terms(terms, on)
    else:
        with pytest.raises(refusals.Refusal):
            rules.check_terms(terms, on)


@given(st.lists(st.sampled_from(CODES), unique=True, min_size=1), st.data())
def test_of_many_powers_with_one_bad_the_bad_one_alone_is_refused(codes: list[str], data: st.DataObject) -> None:
    bad = data.draw(st.sampled_from(codes))
    on = considered({code: code != bad for code in codes})
    with pytest.raises(refusals.NotAdopted) as refused:
        rules.check_terms(Terms(powers=tuple(codes), areas=("A",)), on)
    assert refused.value.facts["power"] == f"“Power {bad}”"
    rest = tuple(code for code in codes if code != bad)
    if rest:
        rules.check_terms(Terms(powers=rest, areas=("A",)), on)


def test_a_power_that_needs_another_is_not_granted_without_it() -> None:
    on = considered()
    needy = SoughtPower(code="2b", paragraph="2", title="Name and address", needs_any=("2a", "3"))
    on = rules.Considered(**{**{f: getattr(on, f) for f in on.__struct_fields__}, "powers": (*on.powers, needy)})
    with pytest.raises(refusals.NotWithout):
        rules.check_terms(Terms(powers=("1a", "2b"), areas=("A",)), on)
    rules.check_terms(Terms(powers=("3", "2b"), areas=("A",)), on)


def test_an_area_outside_the_district_is_refused_by_name() -> None:
    on = considered()
    city = SoughtArea(code="C", name="City of London", in_district=False, settled=True)
    on = rules.Considered(**{**{f: getattr(on, f) for f in on.__struct_fields__}, "areas": (*on.areas, city)})
    with pytest.raises(refusals.OutsideDistrict, match="outside-district"):
        rules.check_terms(Terms(powers=("1a",), areas=("A", "C")), on)


def test_nothing_is_recommended_before_everything_is_judged() -> None:
    half = Assessment(requirements=assessed().requirements, results={}, findings=assessed().findings)
    with pytest.raises(refusals.NotAssessed) as refused:
        rules.recommend(Terms(powers=("1a",), areas=("A",)), considered(), half)
    assert "O1" in refused.value.message
    with pytest.raises(refusals.NotAssessed):
        rules.recommend(None, considered(), half)


def test_without_the_findings_of_the_act_only_refusal_can_be_recommended() -> None:
    with pytest.raises(refusals.NotSatisfied):
        rules.recommend(Terms(powers=("1a",), areas=("A",)), considered(), assessed(satisfied=False))
    assert rules.recommend(None, considered(), assessed(satisfied=False)) == "refuse"


def test_the_settled_areas_alone_may_be_recommended() -> None:
    on = considered(areas={"A": True, "B": False})
    with pytest.raises(refusals.NotSettled):
        rules.recommend(Terms(powers=("1a", "3"), areas=("A", "B")), on, assessed())
    assert rules.recommend(Terms(powers=("1a", "3"), areas=("A",)), on, assessed()) == "grant-in-part"


def test_departing_from_the_recommendation_needs_a_reason() -> None:
    whole = Terms(powers=("1a", "3"), areas=("A", "B"))
    advice = recommended(Terms(powers=("1a",), areas=("A", "B")))
    with pytest.raises(refusals.Faults) as refused:
        rules.offer(whole, considered(), assessed(), advice, explanation="", against="")
    assert [fault.field for fault in refused.value.faults] == ["explanation"]
    assert rules.offer(whole, considered(), assessed(), advice, explanation="Shown since.", against="") == "grant"


@pytest.mark.parametrize("opinion", ["object", "no-view", "none"])
def test_deciding_against_or_without_an_endorsement_needs_a_reason(opinion: str) -> None:
    views = () if opinion == "none" else (View(area="A", power="1a", opinion=opinion),)
    on = considered({"1a": True}, {"A": True}, views=views)
    terms = Terms(powers=("1a",), areas=("A",))
    with pytest.raises(refusals.Faults) as refused:
        rules.offer(terms, on, assessed(), recommended(terms), explanation="", against="")
    assert [fault.field for fault in refused.value.faults] == ["against"]
    assert rules.offer(terms, on, assessed(), recommended(terms), explanation="", against="It is advice.") == "grant"


def test_a_condition_that_the_applicant_proposed_is_not_ours() -> None:
    on = considered(conditions=("No patrols after midnight.",))
    terms = Terms(conditions=(Condition(words="no patrols after Midnight"), Condition(words="Body-worn cameras")))
    assert [each.words for each in rules.unrequested(terms, on)] == ["Body-worn cameras"]


@pytest.mark.parametrize(
    ("place", "is_free", "refused"),
    [
        ("held", False, False),
        ("not-needed", False, False),
        ("reserve", True, False),
        ("reserve", False, True),
        ("none", False, True),
    ],
)
def test_without_a_place_there_is_no_outcome_but_deferral(place: str, is_free: bool, refused: bool) -> None:  # noqa: FBT001
    if not refused:
        rules.require_place(place, is_free=is_free, cap=3, phase="proof of concept")
        with pytest.raises((refusals.PlaceHeld, refusals.PlaceFree)):
            rules.require_no_place(place, is_free=is_free)
        return
    with pytest.raises(refusals.NoPlace):
        rules.require_place(place, is_free=is_free, cap=3, phase="proof of concept")
    rules.require_no_place(place, is_free=is_free)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_a_term_never_goes_beyond_the_phase(usual: date, phase: date) -> None:
    assert rules.last_day(date(2026, 1, 1), usual, phase) == min(usual, phase)
    with pytest.raises(refusals.Faults):
        rules.last_day(date(2026, 1, 1), usual, phase, date(2029, 1, 1))


def test_reasons_come_from_the_table() -> None:
    with pytest.raises(refusals.Faults):
        reasons.check(("because",))
    with pytest.raises(refusals.Faults):
        reasons.check(())
    reasons.check((), needed=False)
    reasons.check(("training",))


def test_nobody_decides_without_a_delegation() -> None:
    with pytest.raises(refusals.NoDelegation):
        rules.require_delegation(None)
