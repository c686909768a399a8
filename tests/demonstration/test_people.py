"""The people of the demonstration stand where the story says, by standing and not by what a page says."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from csas.demonstration import cast
from csas.domain.standing import Authority, accreditation_standing
from csas.store import front, sql, standing
from tests.demonstration.conftest import Shown, Visitor

NOW = datetime.now(UTC)


async def _standing(name: str) -> Authority:
    accreditation: int = await sql.fetchval(
        """SELECT a.id FROM accreditation a JOIN person p ON p.id = a.person_id WHERE p.name = $1
           ORDER BY a.id DESC LIMIT 1""",
        name,
    )
    return accreditation_standing(await standing.load(accreditation), datetime.now(UTC))


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("Mo Farrow", ""),
        ("Gareth Pym", ""),
        ("Ivy Castellan", ""),
        ("Precious Adjei", ""),
        ("Moira Tench", ""),
        ("Lowri Vance", "suspended"),
        ("Denzil Hart", "employment-ended"),
        ("Keith Lowndes", "term-ended"),
        ("Anjali Rao", "term-ended"),
    ],
)
async def test_each_stands_or_not_for_their_own_cause(demo: Shown, name: str, cause: str) -> None:
    assert (await _standing(name)).cause == cause


async def test_westminsters_25_wardens_are_on_their_way(demo: Shown) -> None:
    rows = await sql.fetch(
        """SELECT c.state FROM casefile c JOIN organisation o ON o.id = c.organisation_id
           WHERE o.name = $1 AND c.process = 'individual'""",
        cast.WESTMINSTER,
    )
    assert Counter(row["state"] for row in rows) == {"identity": 19, "assessment": 3, "training": 3}


async def test_vetting_stands_at_every_stage(demo: Shown) -> None:
    row = await sql.fetchrow(
        """SELECT count(*) FILTER (WHERE r.address IS NULL) AS unsent, count(answered_at) AS answered,
               count(*) FILTER (WHERE settled = 'recorded') AS recorded
           FROM vetting_request r JOIN organisation o ON o.id = r.organisation_id WHERE o.name = $1""",
        cast.WESTMINSTER,
    )
    assert row
    assert (row["unsent"], row["answered"], row["recorded"]) == (10, 9, 6)


async def test_a_month_without_uses_was_returned(demo: Shown) -> None:
    assert (
        await sql.fetchval("SELECT o.name FROM nil_return n JOIN organisation o ON o.id = n.organisation_id")
        == cast.FERRYMAN
    )


async def test_nobody_of_westminster_has_a_power(demo: Shown) -> None:
    assert not await sql.fetchval(
        "SELECT count(*) FROM accreditation a JOIN organisation o ON o.id = a.organisation_id WHERE o.name = $1",
        cast.WESTMINSTER,
    )


async def test_gareths_training_ends_within_thirty_days(demo: Shown) -> None:
    ends: date = await sql.fetchval(
        """SELECT min(upper(t.valid))::date FROM training t JOIN person p ON p.id = t.person_id
           WHERE p.name = 'Gareth Pym' AND upper_inf(t.known)"""
    )
    assert NOW.date() < ends <= NOW.date() + timedelta(days=30)


async def test_a_use_after_leaving_is_flagged_and_no_stop_is(demo: Shown) -> None:
    rows = await sql.fetch(
        """SELECT p.name, f.cause, f.late FROM use_flag f JOIN use_of_power u ON u.id = f.use_id
           JOIN person p ON p.id = u.person_id"""
    )
    assert [(row["name"], row["cause"], row["late"]) for row in rows] == [("Denzil Hart", "employment-ended", True)]


async def test_the_front_page_offers_a_good_and_a_lost_card(demo: Shown, visitor: Visitor) -> None:
    found = await front.find(datetime.now(UTC))
    assert found
    good, lost = found.card, found.lost_card
    assert good
    assert lost
    page = (await visitor.client.get("/")).text
    assert f"/check/{good}" in page
    assert f"/check/{lost}" in page
    assert "In force" in (await visitor.client.get(f"/check/{good}")).text
    assert "Not in force: do not rely" in (await visitor.client.get(f"/check/{lost}")).text


async def test_mo_sees_his_own_powers_and_nobody_elses(demo: Shown, visitor: Visitor) -> None:
    await visitor.sign_in("mo")
    assert "You may" in (await visitor.client.get("/me")).text
    assert (await visitor.client.get("/staff")).status_code in {403, 404}
