"""With the database out of reach, strangers' pages stand and nobody is signed out for good."""

from csas.store import engine
from tests.database import Addresses
from tests.signin.conftest import Browser, Known


async def test_it_says_so_and_recovers_by_itself(browser: Browser, amina: Known, store: Addresses) -> None:
    await browser.sign_in(amina.email)
    await browser.get("/account")
    await engine.close_pool()
    try:
        answer = await browser.get("/account")
        assert answer.status_code == 503
        assert browser.session is not None
        assert "retry-after" in answer.headers
        assert (await browser.get("/sign-in")).status_code == 200
        assert (await browser.send("/sign-out")).status_code == 503
    finally:
        await engine.open_pool(store.url)
    assert (await browser.get("/account")).status_code == 200


async def test_limits_fail_closed(browser: Browser, store: Addresses) -> None:
    await browser.get("/sign-in")
    await engine.close_pool()
    try:
        assert (await browser.send("/sign-in", email="a@example.org", password="x")).status_code == 503
    finally:
        await engine.open_pool(store.url)
