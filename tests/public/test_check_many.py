"""Many numbers at once: every line is answered, in its order."""

from __future__ import annotations

from datetime import timedelta

import httpx

from csas.demonstration.cast import NORTHBANK
from csas.domain.certificates import grouped
from tests.public.providers import accredited
from tests.world import BASE, NOW, Browser, World, hidden_fields

PAGE = "/check/many"


def answers(page: httpx.Response) -> list[str]:
    rows = page.text.split('<tr class="govuk-table__row"><td')[1:]
    return ["yes" if ">In force<" in row else "no" for row in rows]


async def test_every_line_is_answered(browser: Browser, world: World) -> None:
    _, number = await accredited(world, NORTHBANK, since=NOW - timedelta(days=9))
    pasted = f"{number}\nnonsense\n\n{grouped(number).lower()},Northbank,anything\n<script>alert(1)</script>"
    page = await browser.post(PAGE, {"numbers": pasted})
    assert answers(page) == ["yes", "no", "yes", "no"]
    assert "2 of 4 numbers in force" in page.text
    assert "<script>alert" not in page.text


async def test_a_file_is_read_too(browser: Browser, world: World) -> None:
    token = hidden_fields((await browser.get(PAGE)).text)
    held = "\ufeffNumber,Seen where\n12345,Oxford Street\n".encode()
    page = await browser.client.post(
        PAGE,
        data={**token, "numbers": "abc"},
        files={"list": ("numbers.csv", held, "text/csv")},
        headers={"origin": BASE, "sec-fetch-site": "same-origin"},
    )
    assert answers(page) == ["no", "no", "no"]


async def test_nothing_and_too_much_are_refused_with_what_was_typed_kept(browser: Browser) -> None:
    empty = await browser.post(PAGE, {"numbers": "  "})
    assert empty.status_code == 400
    assert "Enter at least one number" in empty.text
    many = await browser.post(PAGE, {"numbers": "\n".join(f"line {at}" for at in range(501))})
    assert many.status_code == 400
    assert "there are 501" in many.text
    assert "line 500" in many.text
    most = await browser.post(PAGE, {"numbers": "\n".join(f"line {at}" for at in range(500))})
    assert len(answers(most)) == 500


async def test_a_form_from_elsewhere_is_refused(browser: Browser) -> None:
    answer = await browser.client.post(PAGE, data={"numbers": "abc"}, headers={"origin": "https://other.example"})
    assert answer.status_code == 403
