"""Conditions that an applicant proposes itself: not needed, checked, kept, and no surprise to it later."""

from __future__ import annotations

from csas.domain.conditions import Condition
from csas.domain.decisions import Terms, unrequested
from csas.store import cases, considered
from tests.applications.test_pages import begin, fill
from tests.world import NOW, Browser

PAIRS = "Wardens work in pairs after dark."
MATCHES = "No power is used on match days until 31 March 2029"
DECLARED = {"name": "Ruth Adeyemi", "post": "Head", "agreed": "yes"}


async def test_it_may_be_left_blank(browser: Browser) -> None:
    ref = await begin(browser)
    await fill(browser, ref)
    tasks = (await browser.get(f"/applications/{ref}/edit")).text
    assert "Proposed conditions" in tasks
    assert "Optional" in tasks
    await browser.post(f"/applications/{ref}/edit/conditions", {"conditions": ""})
    assert "not done yet" not in (await browser.get(f"/applications/{ref}/check")).text
    assert (await browser.post(f"/applications/{ref}/submit", DECLARED)).status_code == 303
    assert await _proposed(ref) == ()


async def test_what_is_proposed_needs_no_notice(browser: Browser) -> None:
    ref = await begin(browser)
    await fill(browser, ref)
    await browser.post(f"/applications/{ref}/edit/conditions", {"conditions": f"{PAIRS}\n\n{MATCHES}"})
    check = (await browser.get(f"/applications/{ref}/check")).text
    assert PAIRS in check
    assert MATCHES in check
    await browser.post(f"/applications/{ref}/submit", DECLARED)
    assert await _proposed(ref) == (PAIRS, MATCHES)
    case = await cases.find(ref)
    assert case is not None
    on = await considered.load(case, NOW)
    ours = Condition(words="Body-worn video is on at every stop.")
    terms = Terms(conditions=(Condition(words=PAIRS), ours))
    assert unrequested(terms, on) == (ours,)


async def _proposed(ref: str) -> tuple[str, ...]:
    case = await cases.find(ref)
    assert case is not None
    return (await considered.load(case, NOW)).conditions


async def test_a_condition_is_read_as_it_would_be_imposed(browser: Browser) -> None:
    ref = await begin(browser)
    path = f"/applications/{ref}/edit/conditions"
    for wrong, said in (
        ("Wardens work in pairs until 31 March 2020", "must be today or later"),
        ("x" * 401, "400 characters"),
        ("\n".join(f"Number {count}" for count in range(21)), "20 conditions or fewer"),
    ):
        answer = await browser.post(path, {"conditions": wrong})
        assert answer.status_code == 400
        assert said in answer.text
        assert wrong.splitlines()[-1] in answer.text


async def test_nobody_else_proposes_them(browser: Browser) -> None:
    ref = await begin(browser)
    await browser.sign_in("dana")
    path = f"/applications/{ref}/edit/conditions"
    assert (await browser.get(path)).status_code == 404
    assert (await browser.post(path, {"conditions": PAIRS}, "/organisations/register")).status_code == 404
