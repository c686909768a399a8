"""A changed deadline or an added optional step is a change of TOML only."""

import pytest

from csas.commands import casefiles
from csas.domain import casework, refusals, workflow
from csas.resources import resource
from csas.store import api_keys, calendars, definitions, reads
from csas.web.views import cases as views
from tests import build
from tests.world import NOW, Browser, World

ADDED = """
[[step]]
name = "second-reading"
action = "application:proceed"
from = ["checking"]
words = "Read it a second time"
hint = "By another case officer."
reason = "required"
optional = true
"""


@pytest.fixture
def changed() -> None:
    """The processes as the files say, but for two changes in the text of one."""
    files = definitions.read(resource("workflows"))
    text = files["accreditation.toml"].replace("deadline = { working_days = 5 }", "deadline = { working_days = 7 }", 1)
    definitions.use(workflow.load({**files, "accreditation.toml": text + ADDED}))


async def test_a_changed_deadline_holds_for_new_cases_and_not_for_running_ones(world: World, browser: Browser) -> None:
    colin = await world.actor("colin")
    running = await build.submitted(world, "Hobb Market")
    files = definitions.read(resource("workflows"))
    text = files["accreditation.toml"].replace("deadline = { working_days = 5 }", "deadline = { working_days = 7 }", 1)
    definitions.use(workflow.load({**files, "accreditation.toml": text}))
    new = await build.submitted(world, "Lantern University")
    days = []
    for ref in (running, new):
        found = casework.deadline(await reads.load_case(colin, ref), await calendars.holidays())
        assert found
        days.append(sum(line.kind == "counted" for line in found.counted))
    assert days == [5, 7]


async def test_an_added_step_works_without_code(world: World, browser: Browser, changed: None) -> None:
    ref = await build.submitted(world, "Orchard Patrols")
    colin = await world.actor("colin")
    page = await views.page_of(colin, await reads.load_case(colin, ref), NOW)
    href = f"/applications/{ref}/steps/second-reading"
    assert href in [step.href for step in page.other]
    await browser.sign_in("colin")
    shown = await browser.get(href)
    assert "By another case officer." in shown.text
    empty = await browser.post(href, {"reason": ""})
    assert empty.status_code == 400
    assert "Enter a reason" in empty.text
    done = await browser.post(href, {"reason": "Two pairs of eyes"})
    assert done.status_code == 303
    history = await reads.list_history(colin, await reads.load_case(colin, ref))
    assert history[0].words.endswith("took the step “Read it a second time”")


async def test_an_added_step_works_through_the_api(world: World, browser: Browser, changed: None) -> None:
    ref = await build.submitted(world, "Northbank Homes")
    key = {"authorization": f"Bearer {await api_keys.create(world.people['colin'], 'test')}"}
    listed = (await browser.client.get(f"/api/v1/applications/{ref}", headers=key)).json()
    assert "second-reading" in [step["name"] for step in listed["steps"]]
    path = f"/api/v1/applications/{ref}/proceed"
    refused = await browser.client.post(path, json={"step": "second-reading"}, headers=key)
    assert (refused.status_code, refused.json()["faults"][0]["field"]) == (400, "reason")
    taken = await browser.client.post(path, json={"step": "second-reading", "reason": "Two pairs"}, headers=key)
    assert (taken.status_code, taken.json()["facts"]["name"]) == (200, "second-reading")


async def test_an_applicant_may_not_take_an_added_step(world: World, browser: Browser, changed: None) -> None:
    ref = await build.submitted(world, "Halcyon Guarding")
    wanted = casefiles.Proceed(ref=ref, step="second-reading", reason="Ours")
    with pytest.raises(refusals.NotAllowed):
        await casefiles.proceed(wanted, await world.actor("dana"), NOW)
    with pytest.raises(refusals.NotFound):
        await casefiles.proceed(wanted, await world.actor("ruth"), NOW)
    await browser.sign_in("dana")
    assert (await browser.get(f"/applications/{ref}/steps/second-reading")).status_code == 403


async def test_a_step_that_is_not_defined_is_not_open(world: World) -> None:
    ref = await build.submitted(world, "Halcyon Guarding")
    with pytest.raises(refusals.NotNow):
        await casefiles.proceed(casefiles.Proceed(ref=ref, step="third-reading"), await world.actor("colin"), NOW)
