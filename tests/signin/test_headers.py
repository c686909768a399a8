"""Every response is dressed, whatever answered."""

import pytest
from litestar import Litestar

from csas.app import create_app
from csas.settings import Settings
from csas.web.headers import ALWAYS
from tests.signin.conftest import Browser, Known


@pytest.mark.parametrize("path", ["/sign-in", "/nothing-here", "/account", "/static/mark.svg"])
async def test_the_headers_are_on_pages_errors_and_files(browser: Browser, path: str) -> None:
    answer = await browser.get(path)
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value
    assert "strict-transport-security" not in answer.headers


async def test_what_the_signed_in_see_is_not_stored(browser: Browser, amina: Known) -> None:
    await browser.sign_in(amina.email)
    assert (await browser.get("/account")).headers["cache-control"] == "no-store"


async def test_a_form_with_its_cookie_is_not_stored(browser: Browser) -> None:
    answer = await browser.get("/sign-in")
    assert answer.headers["cache-control"] == "no-store"


async def test_https_makes_cookies_and_transport_strict(settings: Settings) -> None:
    values = {name: getattr(settings, name) for name in ("database_url", "var_dir")}
    strict: Litestar = create_app(Settings(**values, base_url="https://csas.example"))
    browser = Browser(strict)
    answer = await browser.client.get("https://csas.example/sign-in")
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    [cookie] = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-csas-form=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
