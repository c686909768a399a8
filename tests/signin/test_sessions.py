"""A session is ours to make, belongs to one browser, and ends when it should (trap T6)."""

from collections.abc import Awaitable, Callable

import pytest
from litestar import Litestar

from csas.store import accounts, sessions, sql
from csas.store.tokens import digest
from tests.signin.conftest import Browser, Known, age

MINUTE = 60
HOUR = 3600


async def test_the_account_page_is_for_those_signed_in(browser: Browser, amina: Known) -> None:
    assert (await browser.get("/account")).status_code == 401
    answer = await browser.sign_in(amina.email)
    assert answer.status_code == 303
    assert amina.email in (await browser.get("/account")).text


async def test_a_chosen_session_id_is_never_adopted(browser: Browser, amina: Known) -> None:
    chosen = "a" * 43
    browser.client.cookies.set("csas", chosen, domain="127.0.0.1", path="/")
    await browser.sign_in(amina.email)
    assert browser.session != chosen
    assert await sessions.find(chosen) is None


async def test_strangers_leave_no_session_behind(browser: Browser, store: object) -> None:
    before = await sql.fetchval("SELECT count(*) FROM session")
    for _ in range(5):
        await browser.get("/sign-in")
    assert await sql.fetchval("SELECT count(*) FROM session") == before
    assert browser.session is None


async def test_signing_in_again_makes_a_new_session_and_ends_the_old(
    browser: Browser, other: Browser, make_account: Callable[[str], Awaitable[Known]]
) -> None:
    first, second = await make_account("Colin"), await make_account("Priya")
    await browser.sign_in(first.email)
    old = browser.session
    assert old is not None
    await browser.sign_in(second.email)
    assert browser.session not in (None, old)
    assert await sessions.find(old) is None


async def test_the_cookie_is_kept_only_as_its_digest(browser: Browser, amina: Known) -> None:
    await browser.sign_in(amina.email)
    assert browser.session is not None
    assert len(browser.session) == 43
    kept = await sql.fetchval("SELECT count(*) FROM session WHERE token_hash = $1", digest(browser.session))
    assert kept == 1


async def test_its_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser, amina: Known) -> None:
    answer = await browser.sign_in(amina.email)
    [cookie] = [c for c in answer.headers.get_list("set-cookie") if c.startswith("csas=")]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "Secure" not in cookie  # http on loopback: the demonstration


@pytest.mark.parametrize(
    ("column", "seconds", "status"),
    [
        ("seen_at", 14 * MINUTE, 200),
        ("seen_at", 15 * MINUTE + 5, 401),
        ("created_at", 8 * HOUR - MINUTE, 200),
        ("created_at", 8 * HOUR + 5, 401),
    ],
)
async def test_it_ends_when_unused_and_after_a_day_of_work(
    browser: Browser, amina: Known, column: str, seconds: int, status: int
) -> None:
    await browser.sign_in(amina.email)
    await age(column, seconds)
    assert (await browser.get("/account")).status_code == status


async def test_use_renews_it_but_not_more_than_once_a_minute(browser: Browser, amina: Known) -> None:
    await browser.sign_in(amina.email)
    await age("seen_at", 30)
    seen = await sql.fetchval("SELECT max(seen_at) FROM session WHERE person_id = $1", amina.person)
    await browser.get("/account")
    same = "SELECT seen_at = $2 FROM session WHERE person_id = $1"
    assert await sql.fetchval(same, amina.person, seen)
    await age("seen_at", 90)
    await browser.get("/account")
    assert not await sql.fetchval(same, amina.person, seen)


async def test_a_disabled_account_is_out_with_the_next_request(browser: Browser, amina: Known) -> None:
    await browser.sign_in(amina.email)
    await accounts.disable(amina.person)
    assert (await browser.get("/account")).status_code == 401
    await accounts.enable(amina.person)
    assert (await browser.get("/account")).status_code == 401


async def test_signing_out_ends_it_on_the_server(browser: Browser, amina: Known) -> None:
    await browser.sign_in(amina.email)
    kept = browser.session
    await browser.get("/account")
    assert (await browser.send("/sign-out")).status_code == 303
    assert kept is not None
    assert await sessions.find(kept) is None
    browser.client.cookies.set("csas", kept, domain="127.0.0.1", path="/")
    assert (await browser.get("/account")).status_code == 401


async def test_one_may_end_any_of_ones_own_sessions_and_nobody_elses(
    browser: Browser, other: Browser, make_account: Callable[[str], Awaitable[Known]]
) -> None:
    owner, stranger = await make_account("Helen"), await make_account("Owen")
    await browser.sign_in(owner.email)
    [session] = await sessions.list_open(owner.person)
    await other.sign_in(stranger.email)
    await other.get("/account")
    assert (await other.send(f"/account/sessions/{session.ref}/end")).status_code == 404
    await browser.get("/account")
    assert (await browser.send(f"/account/sessions/{session.ref}/end")).status_code == 303
    assert (await browser.get("/account")).status_code == 401


async def test_a_role_change_rotates_the_secret(browser: Browser, amina: Known) -> None:
    await browser.sign_in(amina.email)
    assert browser.session is not None
    fresh = await sessions.rotate(browser.session, acting_as="case-officer")
    assert await sessions.find(browser.session) is None
    found = await sessions.find(fresh)
    assert found is not None
    assert found.acting_as == "case-officer"


async def test_people_of_the_demonstration_exist_only_there(
    app: Litestar, playable: Callable[[], Awaitable[Litestar]]
) -> None:
    demonstration = Browser(await playable())
    assert "Grace" in (await demonstration.get("/sign-in")).text
    assert (await demonstration.send("/sign-in/as/grace")).status_code == 303
    assert (await demonstration.get("/account")).status_code == 200
    await age("seen_at", 2 * HOUR)
    assert (await demonstration.get("/account")).status_code == 200
    real = Browser(app)
    assert "Grace" not in (await real.get("/sign-in")).text
    assert (await real.send("/sign-in/as/grace")).status_code == 404
    real.client.cookies.set("csas", demonstration.session or "", domain="127.0.0.1", path="/")
    assert (await real.get("/account")).status_code == 401
