"""No change is taken from elsewhere: every form, with every kind of wrong token, origin and method."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from csas.web import csrf, headers
from tests.house.door import FORM, House, cells, wanted
from tests.house.ground import CAST, Target
from tests.house.routes import Way, ways

ELSEWHERE: dict[str, str | None] = {"origin": "https://evil.example"}
# What a page of another site can send in somebody's name: the cookie comes along, the rest is its own.
FORGERIES: dict[str, dict[str, str | None]] = {
    "no token": {"x-csrf-token": None},
    "an empty token": {"x-csrf-token": ""},
    "another session’s token": {"x-csrf-token": "another"},
    "a stranger’s token": {"x-csrf-token": "stranger"},
    "another origin": ELSEWHERE,
    "no origin": {"origin": "null"},
    "another site, as the browser says": {"sec-fetch-site": "cross-site"},
    "a sibling site, as the browser says": {"sec-fetch-site": "same-site"},
    "a plain-text body": {"x-csrf-token": None, "content-type": "text/plain"},
}


def changes(house: House) -> Iterator[tuple[str, Way, Target]]:
    """Every change by somebody signed in who may make it."""
    for way in ways():
        if way.method == "POST":
            fitting = (cell for cell in cells(house.laid, [way]) if wanted(*cell) == "allowed")
            one = next((cell for cell in fitting if CAST[cell[0]] is not None), None)
            if one:
                yield one


@pytest.mark.parametrize("how", FORGERIES)
async def test_no_change_is_taken_from_elsewhere(house: House, how: str) -> None:
    taken = []
    key = house.app.state["access"].key
    words = {"another": csrf.token_for(key, "x" * 43, "session"), "stranger": csrf.token_for(key, "f" * 43, "form")}
    for who, way, target in changes(house):
        sent: dict[str, str | None] = {**await house.headers(who, once=False), "content-type": FORM}
        for name, value in FORGERIES[how].items():
            sent[name] = words.get(value, value) if value else value
        path = re.sub(r"\{[a-z_]+\}", "x", way.path.replace("{ref}", target.ref or "aaaaaaaaaaaa"))
        given = {name: value for name, value in sent.items() if value is not None}
        answer = await house.client.post(path, headers=given, content=b"")
        house.client.cookies.clear()
        if answer.headers.get("x-refusal") != "not-from-here":
            taken.append(f"{way.path} as {who}: {answer.status_code}")
    assert not taken, "\n".join(taken)


async def test_no_change_is_made_by_looking(house: House) -> None:
    """A change asked for with GET is no such page, or only the form; nothing is done (see the access table)."""
    for who, way, target in changes(house):
        _, answer = await house.ask(who, way._replace(method="GET"), target)
        assert answer.status_code < 500, way.path
        _, overridden = await house.ask(who, way._replace(method="GET", path=f"{way.path}?_method=POST"), target)
        assert overridden.status_code == answer.status_code


async def test_every_answer_carries_its_headers(house: House) -> None:
    for way in ways():
        who, _, target = next(cells(house.laid, [way]))
        _, answer = await house.ask(who, way, target)
        complete(answer, way.path)
        for one, _, thing in cells(house.laid, [way]):
            if way.method == "GET" and one in house.laid.people and wanted(one, way, thing) == "allowed":
                _, shown = await house.ask(one, way, thing)
                complete(shown, way.path)
                break


def complete(answer: httpx.Response, path: str) -> None:
    for name in headers.ALWAYS:
        assert answer.headers.get(name), f"{path}: {name}"
    assert "unsafe" not in answer.headers["content-security-policy"], path
    assert answer.headers.get("cache-control"), path
