"""The pages of a person's case: asked for, found, decided, suspended and served by forms alone."""

from __future__ import annotations

import re

from tests import individuals as people
from tests import people as employers
from tests.decided import state
from tests.world import Browser, World


async def test_from_the_request_to_the_notice_by_forms(browser: Browser, world: World) -> None:
    northbank = await employers.provider(world)
    mo = await people.fit(world, northbank)
    await browser.sign_in("sam")
    page = await browser.get("/individuals/request")
    assert page.status_code == 200
    assert "Mo Farrow" in page.text
    sent = await browser.post(
        "/individuals/request",
        {"staff": mo.ref, "profile": "none", "powers": ["1a", "3"], "areas": list(northbank.areas)},
    )
    assert sent.status_code == 400
    assert "Name the offences or byelaws for power 1(2)(aa)" in sent.text
    sent = await browser.post(
        "/individuals/request",
        {
            "staff": mo.ref,
            "profile": "none",
            "powers": ["1a", "3"],
            "areas": list(northbank.areas),
            "offences-1a": "Section 5 of the Public Order Act 1986",
        },
    )
    assert sent.status_code == 303, sent.text
    ref = re.findall(r"/individuals/([a-z2-7]{12})", sent.headers["location"])[0]
    shown = await browser.get(f"/individuals/{ref}")
    assert "Identity to be checked" in shown.text
    done = await browser.post(
        f"/individuals/{ref}/check-identity", {"documents": ["passport", "bank-statement"], "likeness": "yes"}
    )
    assert done.status_code == 303, done.text
    await browser.sign_in("priya")
    answers = {"suitable": "yes", "capable": "yes", "trained-1a": "yes", "trained-3": "yes"}
    evidence = {f"{name}_evidence": "Seen." for name in answers}
    short = await browser.post(f"/individuals/{ref}/find", answers)
    assert short.status_code == 400
    done = await browser.post(f"/individuals/{ref}/find", {**answers, **evidence})
    assert done.status_code == 303, done.text
    done = await browser.post(
        f"/individuals/{ref}/recommend", {"recommendation": "grant", "powers": ["1a", "3"], "reasons": "Fit for it."}
    )
    assert done.status_code == 303, done.text
    await browser.sign_in("helen")
    page = await browser.get(f"/individuals/{ref}/grant")
    assert "Grant this power?" in page.text
    verdict = {
        "granted-1a": "yes",
        "areas-1a": [northbank.areas[0]],
        "granted-3": "no",
        "reasons-3": ["not-needed"],
        "explanation": "One power is enough.",
    }
    done = await browser.post(f"/individuals/{ref}/grant", verdict)
    assert done.status_code == 303, done.text
    assert await state(ref) == "accredited"
    shown = await browser.get(f"/individuals/{ref}")
    assert "In force" in shown.text
    await browser.sign_in("colin")
    done = await browser.post(
        f"/individuals/{ref}/suspend", {"reasons": ["vetting"], "explanation": "Your caution of last week."}
    )
    assert done.status_code == 303, done.text
    shown = await browser.get(f"/individuals/{ref}")
    assert "Not in force: do not rely" in shown.text
    assert "not given yet" in shown.text
    await browser.sign_in("sam")
    shown = await browser.get(f"/individuals/{ref}")
    assert "Your caution of last week" not in shown.text
    assert "may not disclose" in shown.text


async def test_nobody_else_finds_the_case(browser: Browser, world: World) -> None:
    market = await employers.provider(world, "Hobb Market", areas=("Lambeth",))
    _, ref = await people.accredited(world, market, "Ines Marlow", by="walter")
    for slug in ("ruth", "grace"):
        await browser.sign_in(slug)
        assert (await browser.get(f"/individuals/{ref}")).status_code in {403, 404}
    await browser.sign_in("sam")
    assert (await browser.get(f"/individuals/{ref}/suspend")).status_code in {403, 404}
