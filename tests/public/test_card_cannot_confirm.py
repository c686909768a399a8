"""Whatever fails while a card is checked, the answer is never that it is in force; and never more than it may be."""

from __future__ import annotations

import asyncpg
import msgspec
import pytest

from csas.store import certificates, checks, found_cards, sql, standing
from csas.web.views import card_checks
from csas.web.views import checks as check_views
from tests import cards_of, people
from tests.people import Accredited
from tests.world import Browser, World

FAULTS = (
    OSError("gone"),
    TimeoutError(),
    asyncpg.ConnectionDoesNotExistError("gone"),
    asyncpg.QueryCanceledError("too slow"),
    asyncpg.InsufficientPrivilegeError("not yours"),
    asyncpg.DataError("no such range"),
    msgspec.ValidationError("not facts"),
    msgspec.DecodeError("not JSON"),
    LookupError(1),
    ValueError("a period must end after it starts"),
    RecursionError(),
    MemoryError(),
    ZeroDivisionError(),
    AssertionError(),
)
PLACES = (
    (checks, "_check"),
    (certificates, "read"),
    (found_cards, "read"),
    (found_cards, "card_standing"),
    (standing, "read"),
    (card_checks, "standing_in"),
    (card_checks, "names_of"),
    (check_views, "may_rely"),
)
KEYS = {
    "verdict", "words", "checked_at", "kind", "name", "provider", "force", "areas", "until", "powers", "may", "conditions",
    "uniform", "badge", "gives_power", "cause",
}  # fmt: skip
POWER_KEYS = {"paragraph", "title", "plain", "anywhere", "areas", "zones", "offences", "conditions"}


@pytest.fixture(scope="module")
def kept() -> dict[str, Accredited]:
    return {}


@pytest.fixture
async def mo(world: World, kept: dict[str, Accredited]) -> Accredited:
    if not kept:
        kept["mo"] = await people.accredited(world, await people.provider(world))
    await sql.execute("DELETE FROM rate_limit")
    return kept["mo"]


@pytest.fixture
async def number(mo: Accredited) -> str:
    found: str | None = await sql.fetchval("SELECT number FROM document WHERE kind = 'card' AND state = 'issued'")
    return found or await cards_of.issued(mo)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_no_fault_says_in_force(
    browser: Browser, number: str, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _cannot_confirm(browser, number, (found_cards, "card_standing"), fault, monkeypatch)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place[0].__name__.rpartition('.')[2]}.{place[1]}")
async def test_no_fault_anywhere_says_in_force(
    browser: Browser, number: str, place: tuple[object, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await _cannot_confirm(browser, number, place, RuntimeError("anything"), monkeypatch)


async def test_words_that_fail_are_no_answer_either(
    browser: Browser, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_checks, "words_of", None)
    page = await browser.get(f"/check/{number}")
    assert page.status_code == 503
    assert "In force" not in page.text


async def _cannot_confirm(
    browser: Browser, number: str, place: tuple[object, str], fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise fault

    monkeypatch.setattr(*place, fails)
    page = await browser.get(f"/check/{number}")
    assert page.status_code == 503
    assert "Cannot confirm</h1>" in page.text
    assert "In force" not in page.text
    asked = await browser.get(f"/api/v1/checks/{number}")
    assert asked.status_code == 503
    assert asked.json()["code"] == "cannot-confirm"


@pytest.mark.parametrize("broken", ['{"person": 7}', '{"last_day": "someday"}', "[]", "not JSON"])
async def test_a_snapshot_that_cannot_be_read_is_not_confirmed(
    browser: Browser, number: str, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = found_cards.read
    monkeypatch.setattr(found_cards, "read", lambda row, now: read({**row, "snapshot": broken}, now))
    assert "Cannot confirm</h1>" in (await browser.get(f"/check/{number}")).text


async def test_nothing_public_tells_more_than_it_may(browser: Browser, mo: Accredited, number: str) -> None:
    good = (await browser.get(f"/api/v1/checks/{number}")).json()
    assert set(good) == KEYS
    assert all(set(power) == POWER_KEYS for power in good["may"])
    assert good["verdict"] == "in-force"
    assert good["gives_power"] is True
    assert good["cause"] == ""
    await cards_of.restrict(mo, "suspension", people.SINCE)
    bad = (await browser.get(f"/api/v1/checks/{number}")).json()
    unknown = (await browser.get("/api/v1/checks/nonsense")).json()
    assert {**bad, "checked_at": ""} == {**unknown, "checked_at": ""}
