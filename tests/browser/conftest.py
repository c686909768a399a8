"""The demonstration as `make demo` serves it, and people in front of it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.chromium import launch_options

SCREENS = Path(__file__).resolve().parents[2] / "var" / "screens"
PATIENCE = 180


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@pytest.fixture(scope="package")
def served() -> Iterator[str]:
    """Where a demonstration of this run is served, from nothing, or one that CSAS_SERVED names."""
    if "CSAS_SERVED" in os.environ:
        yield os.environ["CSAS_SERVED"]
        return
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="csas-") as folder:
        environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("CSAS_")},
            "CSAS_PORT": str(port),
            "CSAS_VAR_DIR": folder,
        }
        log = Path(folder) / "log"
        with log.open("wb") as out:
            served = subprocess.Popen(
                [sys.executable, "-m", "csas", "demo"], env=environ, stdout=out, stderr=subprocess.STDOUT
            )
        try:
            _await(served, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(30)


def _await(served: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while "csas is at" not in log.read_text("utf-8"):
        if served.poll() is not None or time.monotonic() > until:
            pytest.fail(log.read_text("utf-8")[-3000:])
        time.sleep(0.3)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]
        yield browser
        browser.close()


class Visitor:
    """Somebody in front of the service. Without JavaScript unless a test wants it."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        context.set_default_timeout(10_000)
        self.context = context
        self.base = base
        self.page: Page = context.new_page()

    def be(self, slug: str) -> Visitor:
        """Sign in as one of the personas, which leads to their desk."""
        self.context.clear_cookies()
        self.go("/sign-in")
        return self.click(self.page.locator(f'form[action="/sign-in/as/{slug}"] button'))

    def go(self, path: str) -> Visitor:
        self.page.goto(self.base + path)
        return self

    def follow(self, words: str) -> Visitor:
        """Follow the first link or button-like link with these words."""
        named = re.compile(re.escape(words), re.IGNORECASE)
        return self.click(self.page.locator("main a").filter(has_text=named).first)

    def click(self, on: Locator) -> Visitor:
        """Click, and wait for the page it leads to: a browser asked to reload while it moves refuses."""
        with self.page.expect_navigation():
            on.click()
        return self

    def fill(self, **values: str | list[str]) -> Visitor:
        """Fill fields by name: text, the value of a radio or select, ticks by a list."""
        for name, value in values.items():
            self._fill(name, value)
        return self

    def _fill(self, name: str, value: str | list[str]) -> None:
        if isinstance(value, list):
            for one in value:
                self.page.locator(f'main input[name="{name}"][value="{one}"]').check()
            return
        if self.page.locator(f'main [name="{name}-day"]').count():
            self.date(name, date.fromisoformat(value))
            return
        field = self.page.locator(f'main [name="{name}"]')
        kind = field.first.evaluate("each => each.type || each.tagName")
        if kind in {"radio", "checkbox"}:
            self.page.locator(f'main input[name="{name}"][value="{value}"]').check()
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)

    def fill_every(self, choice: str, text: str) -> Visitor:
        """Choose this wherever it is offered, and write this in every large field."""
        for radio in self.page.locator(f'main input[type=radio][value="{choice}"]').all():
            radio.check()
        for area in self.page.locator("main textarea").all():
            area.fill(text)
        return self

    def date(self, name: str, day: date) -> Visitor:
        for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
            self.page.locator(f'main [name="{name}-{part}"]').fill(str(value))
        return self

    def press(self, words: str = "") -> Visitor:
        """Send the form of the page, or the one whose button says so."""
        return self.click(self.button(words))

    def button(self, words: str = "") -> Locator:
        """The button that says so, or the last of the page."""
        buttons = self.page.locator("main form button")
        return buttons.filter(has_text=words).first if words else buttons.last

    def typed(self, name: str) -> str:
        """What stands in a field."""
        return self.page.locator(f'main [name="{name}"]').first.input_value()

    def faults(self) -> list[str]:
        """The faults in the summary; each must lead to a field of the page."""
        links = self.page.locator(".govuk-error-summary a").all()
        for link in links:
            target = (link.get_attribute("href") or "").removeprefix("#")
            assert self.page.locator(f'[id="{target}"]').count() == 1, f"“{link.inner_text()}” leads nowhere"
        return [link.inner_text() for link in links]

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.base).partition("?")[0]

    def sees(self, *words: str) -> Visitor:
        for each in words:
            assert each.lower() in self.text.lower(), f"“{each}” is not on {self.path}:\n{self.text[:1500]}"
        return self

    def photograph(self, name: str) -> Visitor:
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}.jpeg", type="jpeg", quality=70, full_page=True)
        return self


@pytest.fixture
def somebody(served: str, chromium: Browser) -> Iterator[Visitor]:
    """A visitor without JavaScript."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    yield Visitor(context, served)
    context.close()


@pytest.fixture
def somebody_else(served: str, chromium: Browser) -> Iterator[Visitor]:
    """A second visitor, at the same time."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    yield Visitor(context, served)
    context.close()
