"""Each case of the demonstration stands where the Commissioner's report, set in today, would have it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from csas.demonstration import cast
from csas.domain import calendar, casework
from csas.domain.calendar import london_day
from csas.store import calendars, endorsements, places, schemes, sql
from tests.demonstration.conftest import Shown

TODAY = london_day(datetime.now(UTC))


async def _due(demo: Shown, case: casework.Case) -> date:
    deadline = casework.deadline(case, await calendars.holidays())
    assert deadline
    assert deadline.due_on
    return deadline.due_on


async def _next_working_day() -> date:
    holidays = await calendars.holidays()
    day = TODAY + timedelta(days=1)
    while not calendar.is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


@pytest.mark.parametrize(
    ("title", "state", "place"),
    [
        (cast.WESTMINSTER, "awaiting-endorsement", "held"),
        (cast.NORTHBANK, "in-force", "held"),
        (cast.HALCYON, "awaiting-endorsement", "reserve"),
        (cast.LANTERN, "with-decision-maker", "reserve"),
        (cast.ST_ALDER, "draft", "none"),
        (cast.KINGSMARCH, "checking", "none"),
        (cast.HOBB, "checking", "none"),
        (cast.TIDEWAY, "notice-given", "reserve"),
        (cast.COPPERFIELD, "refused", "none"),
        (cast.ORCHARD, "awaiting-recommendation", "reserve"),
        (cast.FERRYMAN, "surrendered", "none"),
        (cast.MARROW, "withdrawn", "none"),
    ],
)
async def test_each_case_is_in_its_state(demo: Shown, title: str, state: str, place: str) -> None:
    case = await demo.case(title)
    assert (case.state, await demo.place(case)) == (state, place)


async def test_the_inspectorate_goes_by_the_national_process(demo: Shown) -> None:
    pilot, case = await demo.cases(cast.INSPECTORATE, "vehicle-stopping")
    assert pilot.state == "expired"
    assert (case.state, await demo.place(case)) == ("awaiting-recommendation", "held")


async def test_exactly_three_places_are_held(demo: Shown) -> None:
    scheme = await schemes.find_first()
    assert scheme
    found = await places.load(scheme.id, datetime.now(UTC))
    assert [line.title for line in found.held] == [cast.NORTHBANK, cast.WESTMINSTER, cast.INSPECTORATE]
    assert found.cap == 3


async def test_the_reserve_list_has_four(demo: Shown) -> None:
    scheme = await schemes.find_first()
    assert scheme
    found = await places.load(scheme.id, datetime.now(UTC))
    assert {line.title for line in found.reserve} == {cast.HALCYON, cast.LANTERN, cast.TIDEWAY, cast.ORCHARD}


async def test_westminster_is_to_be_endorsed_by_the_next_working_day(demo: Shown) -> None:
    request = await demo.case(cast.WESTMINSTER, "endorsement")
    assert request.state == "requested"
    assert await _due(demo, request) == await _next_working_day()


async def test_westminster_leads_the_partnership_that_is_asked(demo: Shown) -> None:
    request = await endorsements.load(await demo.case(cast.WESTMINSTER, "endorsement"))
    assert request.council_applies


async def test_westminster_would_put_forward_25_wardens(demo: Shown) -> None:
    case = await demo.case(cast.WESTMINSTER)
    said = await sql.fetchval(
        """SELECT content -> 'employees' -> 'number' ->> 'value' FROM application_version v
           JOIN application a ON a.id = v.application_id WHERE a.case_id = $1""",
        case.id,
    )
    assert said == '["25"]'


async def test_tideway_has_three_days_left_to_answer(demo: Shown) -> None:
    assert await _due(demo, await demo.case(cast.TIDEWAY)) == TODAY + timedelta(days=3)


async def test_hobb_market_is_overdue(demo: Shown) -> None:
    assert await _due(demo, await demo.case(cast.HOBB)) < TODAY


async def test_northbanks_review_is_overdue(demo: Shown) -> None:
    review = await demo.case(cast.NORTHBANK, "review")
    assert review.state == "self-assessment"
    assert await _due(demo, review) < TODAY


async def test_northbank_asks_to_add_lambeth(demo: Shown) -> None:
    _, variation = await demo.cases(cast.NORTHBANK)
    requests = [case for case in await demo.cases(cast.NORTHBANK, "endorsement") if case.parent == variation.id]
    assert variation.state == "awaiting-endorsement"
    assert Counter(case.state for case in requests) == {"answered": 2, "requested": 1}
    assert await demo.place(variation) == "not-needed"


async def test_kingsmarchs_clock_stands_still(demo: Shown) -> None:
    case = await demo.case(cast.KINGSMARCH)
    deadline = casework.deadline(case, await calendars.holidays())
    assert case.questioned
    assert deadline
    assert deadline.due_on is None


async def test_halcyons_twelve_boroughs_are_of_many_minds(demo: Shown) -> None:
    requests = [await endorsements.load(case) for case in await demo.cases(cast.HALCYON, "endorsement")]
    opinions = Counter(request.reply.views[0].opinion if request.reply else request.state for request in requests)
    assert opinions == {
        "endorse": 6,
        "condition": 2,
        "object": 1,
        "silent": 1,
        "nobody-independent": 1,
        "requested": 1,
    }
    assert [request.partnership_name for request in requests if request.extended_for] == [
        "Camden community safety partnership"
    ]


async def test_st_alder_had_a_file_turned_away(demo: Shown) -> None:
    case = await demo.case(cast.ST_ALDER)
    rejected = await sql.fetch(
        "SELECT r.name FROM rejected_upload r JOIN application a ON a.id = r.application_id WHERE a.case_id = $1",
        case.id,
    )
    kept = await sql.fetch(
        "SELECT u.name FROM upload u JOIN application a ON a.id = u.application_id WHERE a.case_id = $1", case.id
    )
    assert [row["name"] for row in rejected] == ["Insurance certificate.pdf"]
    assert [row["name"] for row in kept] == ["Letter of the chief executive.pdf"]


async def test_copperfield_can_still_appeal(demo: Shown) -> None:
    refused_on = london_day((await demo.case(cast.COPPERFIELD)).state_since)
    assert refused_on + timedelta(days=28) >= TODAY


async def test_orchards_appeal_was_upheld(demo: Shown) -> None:
    assert (await demo.case(cast.ORCHARD, "appeal")).state == "upheld"


async def test_three_certificates_have_been_issued(demo: Shown) -> None:
    rows = await sql.fetch(
        """SELECT o.name, d.state, d.stored_as FROM document d JOIN organisation o ON o.id = d.organisation_id
           WHERE d.kind = 'certificate' ORDER BY o.name DESC"""
    )
    named = (cast.INSPECTORATE, cast.NORTHBANK, cast.FERRYMAN)
    assert [(row["name"], row["state"]) for row in rows] == [(name, "issued") for name in named]
    assert all((demo.settings.files_dir / "documents" / row["stored_as"]).exists() for row in rows)


async def test_the_volunteer_watch_stands_in_the_demand_log_only(demo: Shown) -> None:
    turned_away = await sql.fetch("SELECT who FROM demand WHERE outcome = 'turned-away'")
    assert [row["who"] for row in turned_away] == ["Pound Hill volunteer watch"]
    assert await sql.fetchval("SELECT count(*) FROM organisation WHERE name ILIKE '%watch%'") == 0


async def test_two_editions_were_published_and_everybody_was_asked(demo: Shown) -> None:
    rows = await sql.fetch(
        """SELECT e.number, upper_inf(e.in_force) AS now, count(c.*) FILTER (WHERE c.written_on IS NOT NULL) AS written,
                  count(c.*) FILTER (WHERE c.replied_on IS NOT NULL) AS replied
           FROM edition e JOIN consultee c ON c.edition_id = e.id GROUP BY e.id ORDER BY e.number"""
    )
    first, second = rows
    assert (first["number"], first["now"], first["written"], first["replied"]) == (1, False, 35, 35)
    assert (second["number"], second["now"], second["written"]) == (2, True, 35)
