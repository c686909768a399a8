"""A form counts only with the token we gave to this very visitor (trap T7)."""

import httpx
import pytest
from litestar import Litestar

from csas.store import api_keys, sessions
from tests.signin.conftest import ORIGIN, Browser, Known, MakeAccount

CHANGE = "/account/sessions/end"


@pytest.fixture
async def signed_in(browser: Browser, amina: Known) -> Browser:
    await browser.sign_in(amina.email)
    await browser.get("/account")
    return browser


async def refused(browser: Browser, answer: httpx.Response) -> bool:
    """Whether the form was refused and the session lives."""
    alive = browser.session is not None and await sessions.find(browser.session) is not None
    return answer.status_code in {403, 405} and alive


async def test_a_form_of_ones_own_page_counts(signed_in: Browser) -> None:
    assert (await signed_in.send(CHANGE)).status_code == 303


async def test_no_token(signed_in: Browser) -> None:
    assert await refused(signed_in, await signed_in.client.post(CHANGE, data={}))
    assert await refused(signed_in, await signed_in.client.post(CHANGE))


async def test_the_token_of_another_session(signed_in: Browser, other: Browser, make_account: MakeAccount) -> None:
    attacker = await make_account("Mallory")
    await other.sign_in(attacker.email)
    await other.get("/account")
    answer = await signed_in.client.post(CHANGE, data={"csrf": other.token})
    assert await refused(signed_in, answer)


async def test_a_token_minted_for_a_stranger(signed_in: Browser, other: Browser) -> None:
    await other.get("/sign-in")
    answer = await signed_in.client.post(CHANGE, data={"csrf": other.token})
    assert await refused(signed_in, answer)
    form_cookie = other.client.cookies["csas-form"]
    signed_in.client.cookies.set("csas-form", form_cookie, domain="127.0.0.1", path="/")
    answer = await signed_in.client.post(CHANGE, data={"csrf": other.token})
    assert await refused(signed_in, answer)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:8001", ""])
async def test_another_origin(signed_in: Browser, origin: str) -> None:
    answer = await signed_in.client.post(CHANGE, data={"csrf": signed_in.token}, headers={"Origin": origin})
    assert await refused(signed_in, answer)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
async def test_a_browser_that_says_it_comes_from_elsewhere(signed_in: Browser, site: str) -> None:
    answer = await signed_in.client.post(CHANGE, data={"csrf": signed_in.token}, headers={"Sec-Fetch-Site": site})
    assert await refused(signed_in, answer)


async def test_our_own_origin_counts(signed_in: Browser) -> None:
    headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
    answer = await signed_in.client.post(CHANGE, data={"csrf": signed_in.token}, headers=headers)
    assert answer.status_code == 303


async def test_getting_it_instead(signed_in: Browser) -> None:
    answer = await signed_in.client.get(CHANGE, params={"csrf": signed_in.token})
    assert await refused(signed_in, answer)


async def test_json_dressed_as_plain_text(signed_in: Browser) -> None:
    body = f'{{"csrf": "{signed_in.token}"}}'
    for kind in ("text/plain", "application/json"):
        answer = await signed_in.client.post(CHANGE, content=body, headers={"Content-Type": kind})
        assert await refused(signed_in, answer)


async def test_another_method_in_a_header(signed_in: Browser) -> None:
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        answer = await signed_in.client.get(CHANGE, headers={name: "POST"})
        assert await refused(signed_in, answer)


async def test_the_token_may_stand_in_a_header(signed_in: Browser) -> None:
    answer = await signed_in.client.post(CHANGE, headers={"X-CSRF-Token": signed_in.token})
    assert answer.status_code == 303


async def test_a_token_dies_with_its_session(signed_in: Browser) -> None:
    old = signed_in.token
    assert signed_in.session is not None
    fresh = await sessions.rotate(signed_in.session)
    signed_in.client.cookies.set("csas", fresh, domain="127.0.0.1", path="/")
    assert (await signed_in.client.post(CHANGE, data={"csrf": old})).status_code == 403
    assert await sessions.find(fresh) is not None


async def test_strangers_forms_need_the_cookie_they_came_with(browser: Browser) -> None:
    await browser.get("/sign-in/forgotten")
    browser.client.cookies.clear()
    assert (await browser.send("/sign-in/forgotten", email="a@example.org")).status_code == 403
    await browser.get("/sign-in/forgotten")
    assert (await browser.send("/sign-in/forgotten", email="a@example.org")).status_code == 200
    answer = await browser.client.post("/sign-in/forgotten", data={"email": "a@example.org"})
    assert answer.status_code == 403


async def test_a_key_needs_no_token_and_ignores_cookies(
    app: Litestar, signed_in: Browser, make_account: MakeAccount
) -> None:
    program = await make_account("Program")
    key = await api_keys.create(program.person, "Nightly")
    answer = await signed_in.client.post(CHANGE, headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 303
    assert signed_in.session is None or await sessions.find(signed_in.session) is not None
