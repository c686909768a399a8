"""Settings of the scheme: its manager changes them, two people where more could be granted; all of it stays on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from csas.commands import scheme_settings as commands
from csas.commands.scheme_settings import ChangeSetting, ConfirmSetting
from csas.domain import refusals, scheme_settings
from csas.domain.calendar import london_day
from csas.domain.permissions import Actor
from csas.store import settings_of_scheme, sql
from csas.web.steps import now
from tests.world import NOW, Browser, World

TODAY = london_day(NOW)


async def value(world: World, name: str, day: object = TODAY) -> object:
    return (await settings_of_scheme.on(await world.scheme(), name, day)).value  # type: ignore[arg-type]


async def proposed(world: World, name: str, text: str) -> str:
    wanted = ChangeSetting(name=name, value=text, why="The pilot showed it.")
    event = await commands.change(wanted, await world.actor("amina"), NOW)
    assert event.tag == "setting:proposed"
    return event.ref


async def test_a_change_counts_from_its_day(world: World) -> None:
    tomorrow = TODAY + timedelta(days=1)
    wanted = ChangeSetting(name="appeal-days", value="42", from_on=tomorrow, why="More time is fair.")
    event = await commands.change(wanted, await world.actor("amina"), NOW)
    assert (event.tag, event.facts["value"]) == ("setting:changed", "42")
    assert await value(world, "appeal-days") == 28
    assert await value(world, "appeal-days", tomorrow) == 42
    with pytest.raises(refusals.Faults):
        await commands.change(
            ChangeSetting(name="appeal-days", value="35", why="Between."), await world.actor("amina"), NOW
        )


async def test_a_value_is_not_set_so_far_ahead_that_none_could_follow(world: World) -> None:
    far = ChangeSetting(name="appeal-days", value="42", from_on=TODAY.replace(year=9999), why="For ever.")
    with pytest.raises(refusals.Faults):
        await commands.change(far, await world.actor("amina"), NOW)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("appeal-days", "3"),
        ("appeal-days", "many"),
        ("lapse-days", "7, 30"),
        ("check-photograph", "perhaps"),
        ("report-sectors", "circus"),
        ("vetting-months", "NPPV 3: 60"),
        ("no-such", "1"),
    ],
)
async def test_what_no_setting_may_be_is_a_fault(world: World, name: str, text: str) -> None:
    with pytest.raises(refusals.Faults):
        await commands.change(ChangeSetting(name=name, value=text, why="A try."), await world.actor("amina"), NOW)


async def test_yesterday_is_too_late(world: World) -> None:
    wanted = ChangeSetting(name="renewal-days", value="60", from_on=TODAY - timedelta(days=1), why="Backwards.")
    with pytest.raises(refusals.Faults):
        await commands.change(wanted, await world.actor("amina"), NOW)


@pytest.mark.parametrize("who", ["colin", "helen", "ruth", "fiona"])
async def test_only_the_manager_changes_one(world: World, who: str) -> None:
    with pytest.raises(refusals.NotAllowed):
        await commands.change(ChangeSetting(name="post-hours", value="1600", why="No."), await world.actor(who), NOW)


async def test_what_lets_more_be_granted_needs_a_second_person(world: World) -> None:
    ref = await proposed(world, "accreditation-rests-on", "vetting")
    assert await value(world, "accreditation-rests-on") == ["training", "vetting"]
    with pytest.raises(refusals.AlreadyDone):
        await proposed(world, "accreditation-rests-on", "none")
    for who in ("colin", "amina", "owen"):
        with pytest.raises(refusals.NotAllowed):
            await commands.confirm(ConfirmSetting(ref=ref), await world.actor(who), NOW)
    event = await commands.confirm(ConfirmSetting(ref=ref), await world.actor("helen"), NOW)
    assert event.tag == "setting:confirmed"
    assert await value(world, "accreditation-rests-on") == ["vetting"]
    (kept,) = [e for e in await settings_of_scheme.list_set(await world.scheme()) if e.name == "accreditation-rests-on"]
    assert (kept.by, kept.confirmed_by) == (await name_of(world, "amina"), await name_of(world, "helen"))
    with pytest.raises(refusals.NotFound):
        await commands.confirm(ConfirmSetting(ref=ref), await world.actor("helen"), NOW)


async def name_of(world: World, who: str) -> str:
    return (await world.actor(who)).name


async def test_the_change_waits_on_the_desk_of_the_decision_maker(world: World, browser: Browser) -> None:
    ref = await proposed(world, "vetting-months", "NPPV 1: 48\nNPPV 2 abbreviated: 36\nNPPV 2 full: 36\nNPPV 3: 60")
    await browser.sign_in("amina")
    assert f"/settings/{ref}/confirm" not in (await browser.get("/desk")).text
    await browser.sign_in("helen")
    assert f"/settings/{ref}/confirm" in (await browser.get("/desk")).text
    assert (await browser.post(f"/settings/{ref}/confirm")).status_code == 303
    assert f"/settings/{ref}/confirm" not in (await browser.get("/desk")).text


FORMS: dict[str, tuple[dict[str, Any], object]] = {
    "check-photograph": ({"value": "yes"}, True),
    "accreditation-ends-by": ({"value": ["training", "vetting"]}, ["training", "vetting"]),
    "lapse-days": ({"value": "60, 7"}, [60, 7]),
    "vetting-months": (
        {"value": "24", "value-2": "24", "value-3": "36", "value-4": "48"},
        {"NPPV 1": 24, "NPPV 2 abbreviated": 24, "NPPV 2 full": 36, "NPPV 3": 48},
    ),
}


@pytest.mark.parametrize("name", FORMS)
async def test_each_sort_of_setting_has_its_form(world: World, browser: Browser, name: str) -> None:
    await browser.sign_in("amina")
    said, meant = FORMS[name]
    path = f"/settings/change?name={name}"
    page = (await browser.get(path)).text
    assert f'name="{list(said)[-1]}"' in page
    assert ("Propose this change" in page) is (name not in {"check-photograph", "lapse-days"})
    wrong = await browser.post(path, {"name": name, "why": "A try.", **dict.fromkeys(said, "-4")})
    assert (wrong.status_code, "There is a problem" in wrong.text) == (400, True)
    ahead = london_day(now()) + timedelta(days=30)
    day = {f"from_on-{part}": str(getattr(ahead, part)) for part in ("day", "month", "year")}
    answer = await browser.post(path, {"name": name, "why": "The pilot showed it.", **day, **said})
    assert answer.status_code == 303, answer.text
    assert await value(world, name, TODAY.replace(year=9999)) == meant


async def test_nobody_confirms_their_own_whatever_they_hold(world: World) -> None:
    ref = await proposed(world, "arrangement-months", "36")
    amina, helen = await world.actor("amina"), await world.actor("helen")
    both = Actor(person=amina.person, name=amina.name, kind="person", holdings=(*amina.holdings, *helen.holdings))
    with pytest.raises(refusals.AnotherMustConfirm):
        await commands.confirm(ConfirmSetting(ref=ref), both, NOW)
    await commands.decline(ConfirmSetting(ref=ref), amina, NOW)
    assert await value(world, "arrangement-months") == 24
    assert await sql.fetchval("SELECT outcome FROM setting_proposal WHERE ref = $1", ref) == "declined"


def test_less_is_never_more() -> None:
    assert not scheme_settings.widens("arrangement-months", 24, 12)
    assert not scheme_settings.widens("accreditation-ends-by", [], ["training"])
    assert scheme_settings.widens("vetting-months", {"NPPV 3": 60}, {"NPPV 3": 61})
    assert not scheme_settings.widens("appeal-days", 28, 60)


async def test_the_page_shows_each_with_its_meaning_and_changes_one(world: World, browser: Browser) -> None:
    await browser.sign_in("amina")
    page = (await browser.get("/settings")).text
    assert "Hours a full-time police post works in a year" in page
    assert set(scheme_settings.ABOUT) == set(settings_of_scheme.PROVISIONAL)
    form = {"name": "question-working-days", "value": "15", "why": "Rotas are short."}
    answer = await browser.post("/settings/change?name=question-working-days", form)
    assert answer.status_code == 303, answer.text
    assert "Rotas are short." in (await browser.get("/settings")).text
    wrong = await browser.post(
        "/settings/change?name=post-hours", {"name": "post-hours", "value": "x", "why": "A try."}
    )
    assert wrong.status_code == 400
    assert "A whole number from 500 to 2,500" in wrong.text
    assert "hours a year</div>" in wrong.text
    await browser.sign_in("colin")
    assert 'href="/settings/change' not in (await browser.get("/settings")).text
