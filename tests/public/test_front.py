"""The front page says in a minute what this is, how much is under way, and what to try."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from csas.app import create_app
from csas.demonstration.cast import FERRYMAN, NORTHBANK, WESTMINSTER
from csas.domain.certificates import grouped
from csas.settings import Settings
from csas.store import front, sql
from tests.build import submitted
from tests.database import Addresses
from tests.public.providers import accredited, end
from tests.world import BASE, NOW, Browser, World


async def test_it_counts_the_cases_of_each_stage_and_the_places(browser: Browser, world: World) -> None:
    await submitted(world, WESTMINSTER, state="awaiting-endorsement", place="held")
    _, good = await accredited(world, NORTHBANK, since=NOW + timedelta(days=1))
    arrangement, ended = await accredited(world, FERRYMAN, since=NOW + timedelta(days=2))
    await end(arrangement, NOW + timedelta(days=5), "surrender")
    found = await front.find(NOW + timedelta(days=20))
    assert found
    assert found.stages == {"standards": 1, "endorsement": 1, "review": 2}
    assert (found.held, found.cap, found.providers) == (3, 3, 1)
    assert (found.good, found.ended) == (good, ended)
    page = (await browser.get("/")).text
    for told in ("3 of 3 places are taken", grouped(good), grouped(ended), "Grace declares an interest", "/sign-in"):
        assert told in page


async def test_it_names_no_applicant_and_sets_no_cookie(browser: Browser) -> None:
    answer = await browser.get("/")
    assert WESTMINSTER not in answer.text
    assert "set-cookie" not in answer.headers


async def test_it_asks_the_database_three_times_at_most(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for name in ("fetch", "fetchrow", "fetchval", "execute"):
        real = getattr(sql, name)

        async def heard(statement: str, *values: object, real: object = real) -> object:
            asked.append(statement)
            return await real(statement, *values)  # type: ignore[operator]

        monkeypatch.setattr(sql, name, heard)
    await browser.get("/")
    assert len(asked) <= 3


async def test_outside_the_demonstration_there_is_nobody_to_play(
    store: Addresses, world: World, shared_var: Path
) -> None:
    app = create_app(Settings(database_url=store.url, var_dir=shared_var))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=BASE) as client:  # type: ignore[arg-type]
        page = (await client.get("/")).text
    for told in ("Try it as", "Grace declares", "Demonstration", "which is not"):
        assert told not in page


async def test_plain_notices_are_there_for_everybody(browser: Browser) -> None:
    assert "Accessibility statement" in (await browser.get("/accessibility")).text
    assert "Privacy" in (await browser.get("/privacy")).text
