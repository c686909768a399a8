"""The function for one person and the view for sets say the same, now and as known at any earlier moment."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from random import Random

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csas.domain.spans import EVER, NEVER, Spans
from csas.domain.standing import Place, accreditation_periods, accreditation_standing, power_periods, power_standing
from csas.domain.standing_facts import PersonFacts
from csas.store import standing
from tests.database import Addresses
from tests.standing import histories
from tests.world import World

# In this module's own database histories need not be lawful: no triggers, no foreign keys. Exclusion stays.
FREE = """SELECT format('ALTER TABLE %I DISABLE TRIGGER USER', name) AS say FROM unnest($1::text[]) name
    UNION ALL SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
    WHERE contype = 'f' AND conrelid::regclass::text = ANY ($1::text[])"""
TOGETHER = 250
Piece = tuple[datetime | None, datetime | None]
BATCHES = 8


@pytest.fixture
async def owner(database: Addresses) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.owner_url)
    for statement in await connection.fetch(FREE, [*histories.COLUMNS, "course"]):
        await connection.execute(statement["say"])
    yield connection
    await connection.close()


_last = iter(range(1, 10**9))


async def generate(owner: asyncpg.Connection, random: Random) -> list[int]:
    """A batch of accreditations with all their facts; returns their ids."""
    powers = [
        row["id"] for row in await owner.fetch("SELECT id FROM power WHERE code IN ('1a', '3', '1g') ORDER BY id")
    ]
    courses = await two_courses(owner)
    made: list[int] = []
    for _ in range(TOGETHER):
        key = next(_last)
        await histories.put(owner, histories.history(random, key, courses))
        found: int = await owner.fetchval("SELECT id FROM accreditation WHERE ref = $1", f"a{key}")
        await histories.put(owner, histories.of_accreditation(random, key, found, powers, courses))
        made.append(found)
    return made


async def two_courses(owner: asyncpg.Connection) -> list[int]:
    await owner.execute(
        """INSERT INTO course (scheme_id, code, title, hours, months)
           SELECT 1, code, code, 20, 36 FROM unnest('{A,B}'::text[]) code ON CONFLICT DO NOTHING"""
    )
    return [row["id"] for row in await owner.fetch("SELECT id FROM course WHERE code IN ('A', 'B') ORDER BY id")]


def multirange(spans: Spans) -> list[Piece]:
    return [(None if start == EVER else start, None if end == NEVER else end) for start, end in spans.pieces]


def as_kept(periods: list[asyncpg.Range]) -> list[Piece]:
    return [(each.lower, each.upper) for each in periods]


@settings(max_examples=BATCHES, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(min_value=0))
async def test_the_two_agree(world: World, owner: asyncpg.Connection, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a history, not a secret
    made = await generate(owner, random)
    rows = await owner.fetch("SELECT id, standing_facts(id)::text AS facts FROM unnest($1::bigint[]) id", made)
    everything = {row["id"]: standing.read(row["facts"]) for row in rows}
    for asked in (None, histories.known_moment(random), histories.known_moment(random)):
        await powers_agree(owner, everything, asked, random)
        await accreditations_agree(owner, everything, asked)
        # In the first days hardly anything has begun.
        at = max(histories.moment(random), histories.BASE + timedelta(days=5))
        await one_moment_agrees(owner, everything, asked, at)


async def powers_agree(
    owner: asyncpg.Connection, everything: dict[int, PersonFacts], asked: datetime | None, random: Random
) -> None:
    rows = await owner.fetch(
        """SELECT accreditation_id AS id, p.code, granted_ref, areas, periods
           FROM authority_known(coalesce($2::timestamptz, 'infinity')) h JOIN power p ON p.id = h.power_id
           WHERE accreditation_id = ANY ($1::bigint[])""",
        list(everything),
        asked,
    )
    told: dict[tuple[int, str], list[list[Piece]]] = {}
    where: dict[tuple[int, str], list[tuple[list[str], list[Piece]]]] = {}
    for row in rows:
        told.setdefault((row["id"], row["code"]), []).append(as_kept(row["periods"]))
        where.setdefault((row["id"], row["code"]), []).append((row["areas"], as_kept(row["periods"])))
    for accreditation, facts in everything.items():
        seen = facts.as_known(asked)
        for power in {grant.power for grant in seen.granted}:
            derived = [multirange(power_periods(seen, each)) for each in seen.granted if each.power == power]
            kept = told.pop((accreditation, power))
            assert sorted(map(str, derived)) == sorted(map(str, kept))
            at = histories.moment(random)
            answer = power_standing(facts, power, at, known=asked)
            assert answer.in_force == any(holds(pieces, at) for pieces in kept)
            places_agree(facts, power, at, asked, where[accreditation, power])
            assert answer.in_force or answer.cause
            if answer.in_force and answer.until:
                after = power_standing(facts, power, answer.until, known=asked)
                before = power_standing(facts, power, answer.until - timedelta(microseconds=1), known=asked)
                assert before.in_force
                assert not after.in_force or after.granted != answer.granted
    assert not told


def holds(pieces: list[Piece], at: datetime) -> bool:
    return any((s is None or s <= at) and (e is None or at < e) for s, e in pieces)


def places_agree(
    facts: PersonFacts, power: str, at: datetime, asked: datetime | None, where: list[tuple[list[str], list[Piece]]]
) -> None:
    """In each area the same too; what a narrowing took is lawful until its notice is given, and no longer."""
    for area in histories.AREAS:
        answer = power_standing(facts, power, at, Place(area=area, police_area=facts.police_area), asked)
        assert answer.in_force == any(area in areas and holds(pieces, at) for areas, pieces in where)
        assert answer.lawful or not answer.in_force
        if answer.cause == "narrowed":
            assert answer.lawful
            assert given_late(facts.as_known(asked), power, area, at)
        elif answer.cause == "outside-areas":
            assert not given_late(facts.as_known(asked), power, area, at)


def given_late(facts: PersonFacts, power: str, area: str, at: datetime) -> bool:
    """Whether a narrowing that took this area had been made and its notice not been given, told from the rows alone."""
    (holding,) = (each for each in facts.granted if each.power == power and each.valid.contains(at))
    rows = [each for each in facts.granted if each.ref == holding.ref and each.valid.start <= at]
    first = min((each for each in rows if area not in each.areas), key=lambda each: each.valid.start)
    return first.notice != "" and (first.given_at is None or first.given_at > at)


async def accreditations_agree(
    owner: asyncpg.Connection, everything: dict[int, PersonFacts], asked: datetime | None
) -> None:
    rows = await owner.fetch(
        """SELECT accreditation_id AS id, periods FROM accredited_known(coalesce($2::timestamptz, 'infinity'))
           WHERE accreditation_id = ANY ($1::bigint[])""",
        list(everything),
        asked,
    )
    for row in rows:
        facts = everything[row["id"]]
        periods = accreditation_periods(facts.as_known(asked))
        assert multirange(periods) == as_kept(row["periods"])
        at = histories.BASE + timedelta(days=30)
        assert accreditation_standing(facts, at, asked).in_force == (at in periods)


async def one_moment_agrees(
    owner: asyncpg.Connection, everything: dict[int, PersonFacts], asked: datetime | None, at: datetime
) -> None:
    """What is asked of one moment, for counting, holds the same people and powers as the periods do."""
    for whole, moment in (
        ("accredited_known", "accredited_of(a.organisation_id, "),
        ("accredited_known", "accredited_at("),
        ("authority_known", "authority_of(a.organisation_id, "),
    ):
        column = "0" if whole == "accredited_known" else "power_id"
        by_period = await owner.fetch(
            f"SELECT accreditation_id AS id, {column} AS power FROM {whole}(coalesce($2::timestamptz, 'infinity'))"
            " WHERE accreditation_id = ANY ($1::bigint[]) AND periods @> $3::timestamptz ORDER BY 1, 2",
            list(everything),
            asked,
            at,
        )
        by_moment = await owner.fetch(
            f"SELECT h.accreditation_id AS id, {column} AS power FROM accreditation a,"
            f" {moment}$3, coalesce($2::timestamptz, 'infinity')) h"
            " WHERE a.id = ANY ($1::bigint[]) AND h.accreditation_id = a.id ORDER BY 1, 2",
            list(everything),
            asked,
            at,
        )
        assert [tuple(row) for row in by_period] == [tuple(row) for row in by_moment]
        assert asked is not None or by_moment
