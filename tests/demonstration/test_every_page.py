"""Everybody follows every link of their own pages, and each leads somewhere."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from csas.demonstration import cast
from csas.store import sql
from tests.demonstration.conftest import Shown, Visitor

MOST_PAGES = 400
LINK = re.compile(r'<a\b[^>]*\bhref="([^"#][^"]*)"')
ALIKE = re.compile(r"/([a-z2-7]{12}|[0-9A-HJKMNP-TV-Z]{12}[0-9A-Z])(?=/|$)")
MOST_ALIKE = 6
GOOD = {200, 302, 303}


@pytest.mark.parametrize("slug", ["", *(persona.slug for persona in cast.PERSONAS)])
async def test_every_link_leads_to_a_page(demo: Shown, visitor: Visitor, slug: str) -> None:
    await sql.execute("DELETE FROM rate_limit")  # those before checked cards from the same address
    if slug:
        await visitor.sign_in(slug)
    waiting, seen, alike = ["/", "/desk"] if slug else ["/"], set[str](), dict[str, int]()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        pattern = ALIKE.sub("/*", urlsplit(path).path)
        alike[pattern] = alike.get(pattern, 0) + 1
        if path in seen or alike[pattern] > MOST_ALIKE:
            continue
        seen.add(path)
        waiting += await _links_on(visitor, path, GOOD if slug else GOOD | {401})
    assert len(seen) > 8


async def _links_on(visitor: Visitor, path: str, good: set[int]) -> list[str]:
    answer = await visitor.client.get(path)
    assert answer.status_code in good, f"{path}: {answer.status_code}"
    if "location" in answer.headers:
        return [_own(path, answer.headers["location"])]
    if not answer.headers["content-type"].startswith("text/html"):
        return []
    return [_own(path, unescape(href)) for href in LINK.findall(answer.text) if _is_ours(unescape(href))]


def _is_ours(href: str) -> bool:
    return not href.startswith(("http:", "https:", "mailto:", "tel:", "//"))


def _own(path: str, href: str) -> str:
    joined = urlsplit(urljoin(f"http://here{path}", href))
    return joined.path + (f"?{joined.query}" if joined.query else "")
