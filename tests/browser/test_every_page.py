"""Every page each persona can reach: no fault of ours, nothing for axe, nothing too wide at 320 px.

A crawl from each persona's desk, one visit for each kind of address. What is
shown is kept as a picture in var/screens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import SCREENS, Visitor

pytestmark = pytest.mark.browser

REF = re.compile(r"/(?=[a-z2-7]*[a-z])[a-z2-7]{12}(?=/|$)")
NUMBER = re.compile(r"/[0-9A-HJKMNP-TV-Z]{12}[0-9A-Z](?=/|$)")
NO_PAGE = (".pdf", ".csv", ".svg", ".json", "/files/", "/documents/", "/static/", "/health/")
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STARTS = {
    "": ["/", "/standards", "/register", "/check", "/concerns/new", "/api", "/sign-in"],
    "amina": ["/desk", "/standards/drafts/new", "/outbox", "/cases"],
    "colin": ["/desk", "/cases", "/demand"],
    "priya": ["/desk"],
    "helen": ["/desk"],
    "owen": ["/desk"],
    "ruth": ["/desk", "/account"],
    "dana": ["/desk"],
    "sam": ["/desk"],
    "grace": ["/desk"],
    "leila": ["/desk"],
}
MOST = 60


def kind_of(path: str) -> str:
    """The address with its references left out: two cases of one process are one kind of page."""
    return NUMBER.sub("/{number}", REF.sub("/{ref}", path))


class Crawl:
    """One persona's walk through every kind of page."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.seen: set[str] = set()
        self.problems: list[str] = []

    def walk(self, starts: list[str]) -> None:
        waiting = list(starts)
        while waiting and len(self.seen) < MOST:
            path = waiting.pop(0)
            if kind_of(path.partition("?")[0]) in self.seen:
                continue
            self.seen.add(kind_of(path.partition("?")[0]))
            waiting.extend(self.look(path))

    def look(self, path: str) -> list[str]:
        answer = self.page.goto(self.base + path)
        status = answer.status if answer else 0
        if status >= 400:
            self.problems.append(f"{path}: {status}")
            return []
        return list(self._links())

    def _links(self) -> Iterator[str]:
        for href in self.page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)"):
            parts = urlsplit(href)
            if not href.startswith(self.base) or any(each in parts.path for each in NO_PAGE):
                continue
            yield parts.path


@pytest.mark.parametrize("slug", STARTS, ids=lambda slug: slug or "public")
def test_every_page_is_sound(served: str, chromium: Browser, slug: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    visitor = Visitor(context, served)
    if slug:
        visitor.be(slug)
    crawl = Look(visitor.page, served, slug or "public")
    crawl.walk(STARTS[slug])
    context.close()
    assert crawl.problems == []
    assert len(crawl.seen) > 3


class Look(Crawl):
    """A walk that looks closely at each page."""

    looked: set[tuple[str, str]] = set()

    def __init__(self, page: Page, base: str, who: str) -> None:
        super().__init__(page, base)
        self.who = who

    def look(self, path: str) -> list[str]:
        links = super().look(path)
        kind = kind_of(path)
        self._width(path)
        if (kind, self._shape()) not in Look.looked:
            Look.looked.add((kind, self._shape()))
            self._axe(path)
            self._photograph(kind)
        return links

    def _shape(self) -> str:
        """What kind of things are on the page, so that a page alike is looked at once."""
        counted = self.page.evaluate(
            "() => ['form','table','h2','details','svg','dl'].map(n => Math.min(document.querySelectorAll(n).length, 2))"
        )
        return str(counted)

    def _axe(self, path: str) -> None:
        found = Axe().run(self.page, options={"runOnly": AXE_TAGS})
        for violation in found.response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:3]]
            self.problems.append(f"{self.who} {path}: {violation['id']} {nodes}")

    def _width(self, path: str) -> None:
        self.page.set_viewport_size({"width": 320, "height": 800})
        wide = self.page.evaluate("() => document.documentElement.scrollWidth")
        if wide > 320:
            self.problems.append(f"{self.who} {path}: {wide} px wide on a screen of 320")
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def _photograph(self, kind: str) -> None:
        SCREENS.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^a-z0-9]+", "-", f"{self.who}{kind}").strip("-")
        self.page.screenshot(path=SCREENS / f"{name}.png", full_page=True)
