"""Looking at a page on a walk: kept as a picture, nothing for axe, nothing too wide at 320 px.

The walker's page has no scripts, so what it shows is shown once more to a page in which axe can run.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import Visitor

NARROWEST = 320  # WCAG 1.4.10
AXE = Axe()
OPTIONS: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


LOOKED: set[str] = set()
GLASSES: dict[Browser, Page] = {}


def look(somebody: Visitor, name: str) -> Visitor:
    """Photograph the page the first time, and let axe and a narrow screen say what is wrong with it."""
    if name in LOOKED:
        return somebody
    LOOKED.add(name)
    somebody.photograph(f"walk-{name}")
    browser = somebody.context.browser
    assert isinstance(browser, Browser)
    glass = _glass(browser)
    _show(glass, somebody.page)
    wide = glass.evaluate("() => document.documentElement.scrollWidth")
    found = AXE.run(glass, options=OPTIONS).response["violations"]
    wrong = [(each["id"], [node["html"][:120] for node in each["nodes"][:3]]) for each in found]
    assert wrong == [], f"{somebody.path}: {wrong}"
    assert wide <= NARROWEST, f"{somebody.path} is {wide} px wide"
    return somebody


def _glass(browser: Browser) -> Page:
    """The one narrow page of this browser in which axe runs: it fetches styles and fonts once."""
    if browser not in GLASSES:
        GLASSES[browser] = browser.new_page(viewport={"width": NARROWEST, "height": 800})
    return GLASSES[browser]


def _show(glass: Page, page: Page) -> None:
    """The very page again, without asking the service for it a second time."""
    content = page.content()

    def answer(route: Route) -> None:
        route.fulfill(body=content, content_type="text/html; charset=utf-8")

    glass.route(page.url, answer)
    glass.goto(page.url)
    glass.unroute(page.url)
