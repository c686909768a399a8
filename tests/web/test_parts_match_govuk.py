"""Our parts give the same HTML as the GOV.UK Frontend macros, tag for tag."""

from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader

from csas.web.templating import environment, parts_of
from tests.web.govuk_content import CONTENT
from tests.web.govuk_inputs import INPUTS, Case

Tag = tuple[str, str, tuple[tuple[str, str], ...]]


class Shape(HTMLParser):
    """Reads HTML as tags with sorted attributes and text without idle spaces."""

    def __init__(self) -> None:
        """Start with nothing read."""
        super().__init__()
        self.found: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag; the order of its attributes and classes says nothing."""
        pairs = sorted((name, _value(name, value or "")) for name, value in attrs)
        self.found.append(("<", tag, tuple(pairs)))

    def handle_endtag(self, tag: str) -> None:
        """Keep the end of a tag, unless it has none."""
        if tag not in {"path", "input"}:
            self.found.append((">", tag, ()))

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if data.strip():
            self.found.append(("text", " ".join(data.split()), ()))


def _value(name: str, value: str) -> str:
    words = value.split()
    return " ".join(sorted(words) if name == "class" else words)


def shape(html: str) -> list[Tag]:
    """Read HTML for comparing."""
    reader = Shape()
    reader.feed(html)
    return reader.found


@pytest.fixture(scope="module")
def ui() -> SimpleNamespace:
    """Our macros."""
    return parts_of(environment())


@pytest.fixture(scope="module")
def govuk() -> SimpleNamespace:
    """Draw one of theirs by its file and name."""
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    theirs = Environment(loader=loader, autoescape=True, undefined=ChainableUndefined)

    def draw(name: str, params: dict[str, Any]) -> str:
        path = f"govuk_frontend_jinja/components/{name}/macro.html"
        macro = "govuk" + "".join(word.capitalize() for word in name.split("-"))
        return str(getattr(theirs.get_template(path).module, macro)(params))

    return SimpleNamespace(draw=draw)


CASES = [*INPUTS, *CONTENT]


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]}-{i}" for i, case in enumerate(CASES)])
def test_a_part_is_the_govuk_part(ui: SimpleNamespace, govuk: SimpleNamespace, case: Case) -> None:
    ours, args, kwargs, theirs, params = case
    drawn = str(getattr(ui, ours)(*args, **kwargs)).replace('id="on-date"', 'id="on"')
    assert shape(drawn) == shape(govuk.draw(theirs, params))


def test_a_fieldset_is_the_govuk_fieldset(ui: SimpleNamespace, govuk: SimpleNamespace) -> None:
    drawn = ui.fieldset("Kind", caller=lambda: "inside")
    params = {"legend": {"text": "Kind", "classes": "govuk-fieldset__legend--m"}, "html": "inside"}
    assert shape(str(drawn)) == shape(govuk.draw("fieldset", params))


def test_the_demonstration_banner_is_the_govuk_phase_banner(ui: SimpleNamespace, govuk: SimpleNamespace) -> None:
    words = "Nothing here is real: the people are invented and no power is given to anyone."
    params = {"tag": {"text": "Demonstration"}, "text": words, "classes": "csas-demonstration"}
    assert shape(str(ui.demonstration())) == shape(govuk.draw("phase-banner", params))
