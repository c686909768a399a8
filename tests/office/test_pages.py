"""The caseload, the demand log and the outbox, for those who may open them."""

from csas.commands import office
from csas.store import reads
from csas.web import sheets
from tests import build
from tests.world import NOW, Browser, World


async def test_the_caseload_finds_by_name_and_filters(world: World, browser: Browser) -> None:
    await build.submitted(world, "Hobb Market")
    await build.submitted(world, "Lantern University", state="with-decision-maker")
    await browser.sign_in("colin")
    everything = (await browser.get("/cases")).text
    assert "Hobb Market" in everything
    assert "Lantern University" in everything
    assert "Lantern" not in (await browser.get("/cases?q=hobb")).text.partition("<tbody")[2]
    assert "Hobb" not in (await browser.get("/cases?turn=decider")).text.partition("<tbody")[2]
    assert "No case fits" in (await browser.get("/cases?q=nobody-of-this-name&stage=no-such-stage&page=x")).text


async def test_an_applicant_has_no_caseload(browser: Browser) -> None:
    await browser.sign_in("dana")
    assert (await browser.get("/cases")).status_code == 403
    assert (await browser.get("/cases.csv")).status_code == 403
    assert (await browser.get("/demand")).status_code == 403
    assert (await browser.get("/outbox")).status_code == 403


async def test_the_file_holds_no_formula(world: World, browser: Browser) -> None:
    await browser.sign_in("colin")
    answer = await browser.get("/cases.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    for cell in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"):
        assert sheets.safe(cell).startswith("'")
    assert sheets.safe("Halcyon") == "Halcyon"


async def test_a_place_taken_shows_in_the_demand_log_and_its_letter_in_the_outbox(
    world: World, browser: Browser
) -> None:
    ref = await build.submitted(world, "Northbank Homes")
    colin = await world.actor("colin")
    await office.accept(office.Accept(ref=ref, complete=True), colin, NOW)
    assert (await reads.load_case(colin, ref)).state == "awaiting-endorsement"
    await browser.sign_in("amina")
    assert "Northbank Homes" in (await browser.get("/demand")).text
    outbox = (await browser.get("/outbox")).text
    assert "Application accepted" in outbox
    message = outbox.partition('href="/outbox/')[2].partition('"')[0]
    assert (await browser.get(f"/outbox/{message}")).status_code == 200
    assert (await browser.get("/outbox/aaaaaaaaaaaa")).status_code == 404


async def test_demand_is_recorded_with_all_faults_shown_at_once(browser: Browser) -> None:
    await browser.sign_in("colin")
    empty = await browser.post("/demand/record", {}, page="/demand")
    assert empty.status_code == 400
    assert "Enter who asked" in empty.text
    assert "Select what came of it" in empty.text
    told = {
        "who": "Calder Lane street watch",
        "sector": "voluntary",
        "outcome": "turned-away",
        "why": "Volunteers: only paid employees can be accredited.",
    }
    done = await browser.post("/demand/record", dict(told), page="/demand")
    assert done.status_code == 303
    log = (await browser.get(done.headers["location"])).text
    assert "Calder Lane street watch" in log
    assert "You recorded demand" in log


async def test_a_decision_maker_reads_the_log_and_may_not_write_it(browser: Browser) -> None:
    await browser.sign_in("helen")
    page = await browser.get("/demand")
    assert page.status_code == 200
    assert "Record demand" not in page.text
    assert (await browser.post("/demand/record", {"who": "Anyone"}, page="/demand")).status_code == 403
