"""So many tries and no more, counted once for all processes (trap T8)."""

import asyncio
import re

import pytest

from csas.domain.refusals import TooMany
from csas.store import limits, sql
from csas.store.limits import BUCKETS, Allowed, Refused
from tests.database import Addresses
from tests.signin.conftest import Browser


@pytest.mark.parametrize("bucket", ["sign-in-account", "reset-account", "check-address", "code"])
async def test_the_last_try_passes_and_the_next_waits(store: Addresses, bucket: str) -> None:
    most = min(window.tries for window in BUCKETS[bucket])
    for left in range(most - 1, -1, -1):
        assert await limits.hit(bucket, "somebody") == Allowed(remaining=left)
    outcome = await limits.hit(bucket, "somebody")
    assert isinstance(outcome, Refused)
    assert 0 < outcome.retry_after <= max(window.seconds for window in BUCKETS[bucket])
    with pytest.raises(TooMany) as refused:
        await limits.require(bucket, "somebody")
    assert re.search(r"Wait (\d+ minutes|\d\d seconds) and", refused.value.message)


async def test_buckets_and_people_do_not_share_a_count(store: Addresses) -> None:
    for _ in range(10):
        await limits.hit("sign-in-account", "one")
    assert isinstance(await limits.hit("sign-in-account", "one"), Refused)
    assert isinstance(await limits.hit("sign-in-account", "two"), Allowed)
    assert isinstance(await limits.hit("sign-in-address", "one"), Allowed)


async def test_tries_at_the_same_moment_cannot_slip_past(store: Addresses) -> None:
    outcomes = await asyncio.gather(*(limits.hit("check-address", "crowd") for _ in range(60)))
    assert sum(isinstance(outcome, Allowed) for outcome in outcomes) == 30


async def test_a_window_that_has_passed_starts_again(store: Addresses) -> None:
    for _ in range(31):
        await limits.hit("check-address", "patient")
    await sql.execute("UPDATE rate_limit SET window_start = window_start - interval '61 seconds'")
    assert isinstance(await limits.hit("check-address", "patient"), Allowed)
    kept = "SELECT hits FROM rate_limit WHERE seconds = 3600 AND principal = $1"
    assert await sql.fetchval(kept, limits._digest("patient")) == 32


async def test_the_longer_window_binds_too(store: Addresses) -> None:
    for _ in range(20):
        await limits.hit("code", "slow")
        await sql.execute("UPDATE rate_limit SET hits = 1 WHERE seconds = 300")
    outcome = await limits.hit("code", "slow")
    assert isinstance(outcome, Refused)
    assert outcome.retry_after > 300


async def test_a_refused_try_does_not_lengthen_the_wait(store: Addresses) -> None:
    for _ in range(40):
        await limits.hit("check-address", "eager")
    await sql.execute("UPDATE rate_limit SET window_start = window_start - interval '50 seconds'")
    outcome = await limits.hit("check-address", "eager")
    assert isinstance(outcome, Refused)
    assert outcome.retry_after <= 10


async def test_what_is_counted_is_swept_and_names_nobody(store: Addresses) -> None:
    await limits.hit("check-address", "203.0.113.77")
    kept = await sql.fetchval("SELECT count(*) FROM rate_limit WHERE principal = $1", b"203.0.113.77")
    assert kept == 0
    await sql.execute("UPDATE rate_limit SET window_start = window_start - interval '2 days'")
    assert await limits.sweep() > 0
    assert await sql.fetchval("SELECT count(*) FROM rate_limit") == 0


async def test_a_new_cookie_or_a_forwarded_address_is_no_way_round(browser: Browser) -> None:
    for number in range(10):
        await browser.get("/sign-in")
        await browser.send("/sign-in", email=f"a{number}@example.org", password="x")
        browser.client.cookies.clear()
    await browser.get("/sign-in", headers={"X-Forwarded-For": "192.0.2.200"})
    answer = await browser.client.post(
        "/sign-in",
        data={"csrf": browser.token, "email": "b@example.org", "password": "x"},
        headers={"X-Forwarded-For": "192.0.2.200"},
    )
    assert answer.status_code == 429
