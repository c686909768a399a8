"""Loading writes nothing past the journal, happens once, and notices when it was cut short."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from csas import demonstration
from csas.demonstration import cast
from csas.outbound import sending
from csas.settings import Settings, SetUpFault
from csas.store import sql
from tests import database as databases
from tests.database import Addresses
from tests.demonstration.conftest import LOADED, Shown


async def test_the_journal_folds_to_the_state_of_every_case(demo: Shown) -> None:
    rows = await sql.fetch("SELECT moves FROM event ORDER BY id")
    folded: dict[str, str] = {}
    for move in (move for row in rows for move in row["moves"]):
        assert folded.get(move["case"]) == move["was"]
        folded[move["case"]] = move["now"]
    states = {row["ref"]: row["state"] for row in await sql.fetch("SELECT ref, state FROM casefile")}
    assert folded == states


async def test_nothing_happens_after_now_and_each_case_goes_forward(demo: Shown) -> None:
    rows = await sql.fetch("SELECT case_id, occurred_at FROM event ORDER BY id")
    last: dict[int | None, datetime] = {}
    for row in rows:
        assert row["occurred_at"] <= datetime.now(UTC)
        assert row["case_id"] is None or row["occurred_at"] >= last.get(row["case_id"], row["occurred_at"])
        last[row["case_id"]] = row["occurred_at"]


async def test_every_letter_can_be_drawn(demo: Shown) -> None:
    refs = [row["ref"] for row in await sql.fetch("SELECT ref FROM outbox_message ORDER BY id")]
    assert len(refs) > 80
    one_of_each = await sql.fetch("SELECT min(ref) AS ref FROM outbox_message GROUP BY kind")
    for row in one_of_each:
        drawn = await sending.draw_letter(row["ref"], demo.settings)
        assert drawn
        assert drawn.startswith(b"%PDF-")


def test_a_second_start_changes_nothing(shown: Settings) -> None:
    before = asyncio.run(_count(shown))
    demonstration.load(shown)
    assert asyncio.run(_count(shown)) == before


async def _count(settings: Settings) -> tuple[int, int]:
    connection = await asyncpg.connect(settings.database_url)
    try:
        row = await connection.fetchrow(
            "SELECT (SELECT max(id) FROM event) AS e, (SELECT sum(version) FROM draft) AS d"
        )
        return row["e"], row["d"]
    finally:
        await connection.close()


def test_a_load_that_was_cut_short_says_how_to_start_afresh(
    server_at: Addresses, played: Settings, tmp_path: Path
) -> None:
    with databases.cloned(server_at, LOADED) as half:
        asyncio.run(_forget_personas(half.owner_url))
        with pytest.raises(SetUpFault, match="make demo RESET=1"):
            demonstration.load(Settings(database_url=half.url, var_dir=tmp_path, demonstration=True))


async def _forget_personas(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("DELETE FROM persona")
    finally:
        await connection.close()


def test_the_terminal_learns_who_can_be_played() -> None:
    said = demonstration.introduce("http://127.0.0.1:8000")
    assert all(persona.name in said for persona in cast.PERSONAS)
    assert "Grace declares an interest, Tom endorses, Priya recommends, Helen grants, Ruth signs" in said
