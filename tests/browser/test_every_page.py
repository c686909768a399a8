"""Every kind of page each persona can reach: no fault of ours, nothing for axe, nothing too wide at 320 px.

A crawl from each persona's desk. A kind of page (its address without references) is
visited by a few of them, so that each side of the scheme sees its own; axe looks at
each kind in its first few shapes. What is shown is kept as a picture in var/screens.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.conftest import SCREENS, Visitor

pytestmark = pytest.mark.browser

REF = re.compile(r"/(?!applications|endorsements)[a-z2-7]{12}(?=/|$)")
NUMBER = re.compile(r"/[0-9A-HJKMNP-TV-Z]{12}[0-9A-Z](?=/|$)")
CODE = re.compile(r"(?<=/adoptions/)[^/]+")
CASE = re.compile(r"/(applications|endorsements|appeals|reviews|standards)/\{ref\}")
NO_PAGE = (".pdf", ".csv", ".svg", ".json", "/files/", "/static/", "/health/")
AXE = Axe()
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
STARTS = {
    "": ["/", "/standards", "/register", "/check", "/concerns/new", "/api", "/sign-in", "/sign-in/forgotten"],
    "amina": ["/desk", "/cases", "/standards/drafts/new", "/outbox", "/demand", "/concerns", "/account"],
    "colin": ["/desk", "/cases", "/individuals", "/cards", "/print-runs", "/uses", "/uses/flagged", "/occurrences"],
    "sam": ["/desk", "/applications", "/organisations/register", "/staff", "/individuals", "/training", "/uses"],
    "mo": ["/desk", "/me", "/me/card", "/me/notices", "/me/uses", "/me/data"],
    "fiona": ["/desk", "/vetting"],
    "asha": ["/desk", "/check", "/enquiry"],
    "grace": ["/desk"],
    "priya": ["/desk", "/cases"],
    "helen": ["/desk", "/cases"],
    "ruth": ["/desk"],
    "victor": ["/desk"],
    "owen": ["/desk", "/cases"],
    "dana": ["/desk"],
    "leila": ["/desk"],
}
NARROWEST = 320  # WCAG 1.4.10
NARROW = ViewportSize(width=NARROWEST, height=800)
WIDE = ViewportSize(width=1280, height=900)
CASES = 6  # how many cases of one kind Colin opens: each stands in another state
SHAPES = 2  # how many shapes of a case's page axe looks at; of any other page its first
SIDES = {
    "": "public",
    "sam": "applicant",
    "ruth": "applicant",
    "victor": "applicant",
    "dana": "applicant",
    "grace": "endorser",
    "leila": "endorser",
    "mo": "accredited",
    "fiona": "vetting",
    "asha": "officer",
}


def kind_of(path: str) -> str:
    """The address with its references left out: two cases of one process are one kind of page."""
    return NUMBER.sub("/{number}", CODE.sub("{code}", REF.sub("/{ref}", path.partition("?")[0])))


class Looked:
    """What has been looked at so far, by whomever."""

    sides: set[tuple[str, str]] = set()
    shapes: defaultdict[str, set[str]] = defaultdict(set)


class Crawl:
    """One persona's walk through every kind of page."""

    def __init__(self, page: Page, base: str, who: str) -> None:
        self.page = page
        self.base = base
        self.who = who or "public"
        self.side = SIDES.get(who, "office")
        self.seen: Counter[str] = Counter()
        self.known: set[str] = set()
        self.problems: list[str] = []

    def walk(self, starts: list[str]) -> None:
        waiting = list(starts)
        while waiting:
            path = waiting.pop(0)
            if path not in self.known and (path in starts or self._is_new(kind_of(path))):
                self.known.add(path)
                waiting.extend(self._look(path, kind_of(path)))

    def _is_new(self, kind: str) -> bool:
        """A case is opened by everybody who may, and its state matters; any other page once by each side."""
        if CASE.fullmatch(kind):
            return self.seen[kind] < (CASES if self.who == "colin" else 1)
        return (self.side, kind) not in Looked.sides

    def _look(self, path: str, kind: str) -> list[str]:
        self.seen[kind] += 1
        Looked.sides.add((self.side, kind))
        answer = self.page.goto(self.base + path)
        asked_in = self.who == "public" and answer is not None and answer.status == HTTPStatus.UNAUTHORIZED
        if answer is None or (answer.status >= HTTPStatus.BAD_REQUEST and not asked_in):
            self.problems.append(f"{self.who} {path}: {answer and answer.status}")
            return []
        shape = self._shape()
        if shape not in Looked.shapes[kind]:
            Looked.shapes[kind].add(shape)
            self._see(path, kind)
        self._width(path)
        return list(self._links())

    def _shape(self) -> str:
        """What kind of things are on the page, so that a page alike is looked at once."""
        counted: str = self.page.evaluate(
            """() => [...new Set([...document.querySelectorAll('main [class]')].flatMap(n => [...n.classList]))]
                .filter(name => /^(govuk|csas)-[a-z-]+$/.test(name)).sort().join(' ')"""
        )
        return counted

    def _see(self, path: str, kind: str) -> None:
        """The page on a wide screen: kept as a picture, and looked at by axe in its first few shapes."""
        self.page.set_viewport_size(WIDE)
        self._photograph(kind)
        if len(Looked.shapes[kind]) <= (SHAPES if CASE.fullmatch(kind) else 1):
            self._axe(path)
        self.page.set_viewport_size(NARROW)

    def _axe(self, path: str) -> None:
        found = AXE.run(self.page, options=AXE_OPTIONS)
        for violation in found.response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:3]]
            self.problems.append(f"{self.who} {path}: {violation['id']} {nodes}")

    def _width(self, path: str) -> None:
        wide = self.page.evaluate("() => document.documentElement.scrollWidth")
        if wide > NARROWEST:
            self.problems.append(f"{self.who} {path}: {wide} px wide on a screen of {NARROWEST}")

    def _photograph(self, kind: str) -> None:
        SCREENS.mkdir(parents=True, exist_ok=True)
        several = f"-{self.seen[kind]}" if self.seen[kind] > 1 else ""
        name = re.sub(r"[^a-z0-9]+", "-", kind).strip("-") or "front"
        path = SCREENS / f"{name}-{self.who}{several}.jpeg"
        self.page.screenshot(path=path, type="jpeg", quality=70, full_page=True)

    def _links(self) -> Iterator[str]:
        for href in self.page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)"):
            parts = urlsplit(href)
            if href.startswith(self.base) and not any(each in parts.path for each in NO_PAGE):
                yield parts._replace(scheme="", netloc="", fragment="").geturl()


@pytest.mark.parametrize("slug", STARTS, ids=lambda slug: slug or "public")
def test_every_page_is_sound(served: str, chromium: Browser, slug: str) -> None:
    context = chromium.new_context(viewport=NARROW)
    visitor = Visitor(context, served)
    if slug:
        visitor.be(slug)
    crawl = Crawl(visitor.page, served, slug)
    crawl.walk(STARTS[slug])
    context.close()
    assert crawl.problems == []
    assert crawl.seen
