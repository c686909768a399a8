"""The gallery in a browser: no axe violation, nothing cut off, under the strict policy.

The pages are answered from here; no server runs and nothing is fetched from elsewhere.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.web import gallery

pytestmark = pytest.mark.browser
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
PAGES = gallery.draw_all()
WIDTHS = (320, 1280)
FURTHEST = """Math.max(...[...document.querySelectorAll("body *")].map(
    (found) => found.getBoundingClientRect().right))"""
HEIGHTS = """[...document.querySelectorAll("button, select, input:not([type=hidden])")]
    .map((found) => found.getBoundingClientRect().height).filter((height) => height > 0)"""


def chromium() -> str:
    """Find the browser, or say which package brings it."""
    found = os.environ.get("CSAS_CHROMIUM") or shutil.which("chromium")
    assert found, "Install the package chromium, or name a browser in CSAS_CHROMIUM."
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the file."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


def answer(route: Route) -> None:
    """Give a drawn page or a static file, with the policy the service sends."""
    path = route.request.url.removeprefix("http://csas.test/").partition("?")[0]
    if path in PAGES:
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(body=PAGES[path], content_type="text/html; charset=utf-8", headers=headers)
        return
    file = gallery.STATIC / path.removeprefix("static/")
    assert file.is_file(), f"{path} is missing: build the assets first."
    route.fulfill(body=file.read_bytes(), content_type=KINDS[Path(path).suffix])


def show(browser: Browser, name: str, width: int, *, scripts: bool) -> tuple[Page, list[str]]:
    """Open a page and gather what the browser complains of."""
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
    context.route("**/*", answer)
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"http://csas.test/{name}", wait_until="load")
    return page, complaints


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser: Browser, name: str, width: int) -> None:
    page, complaints = show(browser, name, width, scripts=True)
    violations = Axe().run(page).response["violations"]
    page.context.close()
    assert [(found["id"], [node["html"] for node in found["nodes"]]) for found in violations] == []
    assert complaints == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_is_wider_than_the_screen(browser: Browser, width: int, *, scripts: bool) -> None:
    page, _ = show(browser, "gallery", width, scripts=scripts)
    edge = page.evaluate(FURTHEST)
    page.context.close()
    assert edge <= width + 1


def test_targets_are_large_enough_to_press(browser: Browser) -> None:
    page, _ = show(browser, "gallery", 320, scripts=True)
    heights = page.evaluate(HEIGHTS)
    page.context.close()
    assert heights
    assert min(heights) >= 24
