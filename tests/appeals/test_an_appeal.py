"""Copperfield is refused and appeals; Owen, who took no part, decides; the decision is made again."""

from datetime import timedelta

import pytest

from csas.commands import appeals as commands
from csas.domain import refusals
from csas.domain.permissions import PUBLIC
from csas.store import appeals as store
from csas.store import cases, sql
from csas.store.transaction import act
from csas.web.pages import decided, desk
from tests import build
from tests.world import NOW, Browser, World

REFUSED = NOW + timedelta(days=1)
SOON = REFUSED + timedelta(days=3)


async def _refused(world: World, organisation: str = "Copperfield Security") -> str:
    ref = await build.submitted(world, organisation, state="refused")
    async with act(PUBLIC, REFUSED) as this:
        await sql.execute(
            """INSERT INTO decision (ref, application_id, round, version_id, hash, outcome, reasons, explanation,
                                     conditions, delegation_id, decided_by, decided_at)
               SELECT c.ref, p.id, p.round, v.id, v.hash, 'refuse', ARRAY['training'], 'Not trained', '[]', d.id,
                      d.person_id, $2
               FROM casefile c JOIN application p ON p.case_id = c.id JOIN application_version v ON v.application_id = p.id
               CROSS JOIN delegation d WHERE c.ref = $1""",
            ref,
            REFUSED,
        )
        await this.record("application:refused")
    return ref


async def _lodge(world: World, ref: str, *grounds: commands.Ground) -> str:
    wanted = commands.Lodge(application=ref, grounds=grounds or ("fact",), statement="It was overlooked.")
    return (await commands.lodge(wanted, await world.actor("victor"), SOON)).ref


async def test_upheld_and_decided_again(world: World) -> None:
    application = await _refused(world)
    ref = await _lodge(world, application)
    owen = await world.actor("owen")
    await commands.admit(commands.Admit(ref=ref), owen, SOON)
    await commands.uphold(commands.Decide(ref=ref, reasons="The training record was overlooked."), owen, SOON)
    case = await cases.find(application)
    assert case is not None
    assert case.state == "awaiting-recommendation"
    assert await sql.fetchval("SELECT round FROM application WHERE case_id = $1", case.id) == 2


async def test_upheld_in_part_with_directions(world: World) -> None:
    application = await _refused(world)
    ref = await _lodge(world, application)
    owen = await world.actor("owen")
    await commands.admit(commands.Admit(ref=ref), owen, SOON)
    wanted = commands.Vary(ref=ref, reasons="In part.", directions="Look at the training again and at nothing else.")
    await commands.vary(wanted, owen, SOON)
    case = await cases.find(application)
    assert case is not None
    assert case.state == "awaiting-recommendation"
    assert (await store.list_of(case))[0].directions == wanted.directions


async def test_the_page_of_the_application_leads_there(
    world: World, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = await _refused(world)
    await browser.sign_in("victor")
    address = f"/applications/{application}/appeal"
    monkeypatch.setattr(decided, "now", lambda: SOON)
    before = await browser.get(f"/applications/{application}")
    assert address in before.text
    monkeypatch.setattr(desk, "now", lambda: SOON)
    assert "You may appeal" in (await browser.get("/desk")).text
    ref = await _lodge(world, application)
    assert "You may appeal" not in (await browser.get("/desk")).text
    after = await browser.get(f"/applications/{application}")
    assert address not in after.text
    assert f"/appeals/{ref}" in after.text


async def test_too_late(world: World) -> None:
    application = await _refused(world)
    wanted = commands.Lodge(application=application, grounds=("fact",), statement="Late.")
    with pytest.raises(refusals.TooLate):
        await commands.lodge(wanted, await world.actor("victor"), REFUSED + timedelta(days=29))


async def test_no_place_is_no_ground(world: World) -> None:
    with pytest.raises(refusals.NotAdmissible):
        await _lodge(world, await _refused(world), "place")


async def test_only_once(world: World) -> None:
    application = await _refused(world)
    await _lodge(world, application)
    with pytest.raises(refusals.AlreadyAppealed):
        await _lodge(world, application)


async def test_whoever_recommended_may_not_decide_the_appeal(world: World) -> None:
    ref = await _lodge(world, await _refused(world))
    with pytest.raises(refusals.NotAllowed):
        await commands.admit(commands.Admit(ref=ref), await world.actor("priya"), SOON)


async def test_nobody_else_may_appeal(world: World, browser: Browser) -> None:
    application = await _refused(world)
    await browser.sign_in("dana")
    assert (await browser.get(f"/applications/{application}/appeal")).status_code == 404


async def test_the_page_keeps_what_was_typed(world: World, browser: Browser) -> None:
    application = await _refused(world)
    await browser.sign_in("victor")
    answer = await browser.post(f"/applications/{application}/appeal", {"statement": "We were trained."})
    assert answer.status_code == 400
    assert "We were trained." in answer.text
    assert "Select at least one ground" in answer.text
