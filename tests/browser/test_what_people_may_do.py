"""People and powers: imported, vetted, trained, accredited, printed, checked on a phone, used, left, checked again.

Two examiners of the Vehicle Inspectorate, once its arrangement is in force. Without JavaScript;
each part by whoever does it in life, and now and then by somebody who may not.
Named so that it runs after the walks that need the Inspectorate's application undecided.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, FilePayload

from csas.demonstration import portraits
from csas.domain.calendar import LONDON, london_day
from tests.browser.conftest import Visitor
from tests.browser.looking import look

pytestmark = pytest.mark.browser

HEAD = "Staff number,Full name,E-mail address,Date of birth,Job,Role profile,Employed from"
NELL, PIOTR = "Nell Ashworth", "Piotr Lis"
ROWS = (
    f"TE-41,{NELL},nell.ashworth@home.example,4/5/1990,Traffic examiner,Traffic examiner,1/4/2024",
    f"TE-42,{PIOTR},piotr.lis@home.example,9/11/1985,Traffic examiner,Traffic examiner,1/4/2024",
)
TODAY = london_day(datetime.now(UTC))
PHONE = {"width": 390, "height": 844}
PATIENCE = 60


@pytest.fixture
def on_a_phone(served: str, chromium: Browser) -> Visitor:
    """Somebody with a phone, without JavaScript."""
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    return Visitor(context, served)


def test_from_a_staff_list_to_a_card_nobody_may_rely_on(
    somebody: Visitor, somebody_else: Visitor, on_a_phone: Visitor
) -> None:
    _arrange(somebody)
    staff = _import(somebody)
    _photograph(somebody, staff)
    _ask_vetting(somebody)
    _vet(somebody, somebody_else, NELL)
    _vet(somebody, somebody_else, PIOTR)
    _train(somebody)
    cases = _ask_for_powers(somebody)
    _assess(somebody, cases)
    _decide(somebody, cases)
    numbers = _print(somebody)
    _check(on_a_phone, numbers[NELL], "In force", "examiner-in-force")
    _stop_vehicles(on_a_phone)
    _leave(somebody, staff[NELL])
    _check(on_a_phone, numbers[NELL], "Not in force: do not rely", "examiner-left")
    _check(on_a_phone, numbers[PIOTR], "In force", "examiner-still-in-force")
    _flagged(on_a_phone, somebody)


def _arrange(somebody: Visitor) -> None:
    """The Inspectorate's own application is decided and signed: there is no power without an arrangement."""
    somebody.be("priya").follow("Vehicle Inspectorate")
    application = somebody.path
    somebody.go(f"{application}/assess").fill_every("met", "Seen at the roadside, at two sites.").press()
    somebody.go(f"{application}/find").fill_every("yes", "The accounts and the procedure were read.").press()
    somebody.go(f"{application}/recommend").fill(recommendation="grant", powers=["8"])
    for box in somebody.page.locator('main input[name="areas"]').all():
        box.check()
    somebody.fill(reasons="The national standards are met.").press()
    somebody.be("helen").go(f"{application}/offer").press("Offer an arrangement")
    somebody.be("jon").go(f"{application}/sign").fill(name="Jon Tillotson", post="Head of roadside enforcement")
    _yes(somebody).press()
    somebody.be("helen").go(f"{application}/countersign").fill(name="Helen Stroud")
    _yes(somebody).press()
    somebody.go(application).sees("Arrangement in force")


def _yes(somebody: Visitor) -> Visitor:
    for box in somebody.page.locator('main form input[type=radio][value="yes"]').all():
        box.check()
    return somebody


def _staff(somebody: Visitor) -> Visitor:
    """Jon's staff list; where another story gave him a second organisation, he chooses first."""
    somebody.go("/staff")
    return somebody if "Import from a spreadsheet" in somebody.text else somebody.follow("Vehicle Inspectorate")


def _import(somebody: Visitor) -> dict[str, str]:
    """Jon imports two examiners; the first file has a fault, and with it nobody is added."""
    _staff(somebody.be("jon")).follow("Import from a spreadsheet")
    start = somebody.path
    look(somebody, "staff-import")
    _send(somebody, [ROWS[0], ROWS[1].replace("9/11/1985", "31/2/1985")]).sees("1 fault", "must be a real date")
    look(somebody, "staff-import-faults")
    _send(somebody.go(start), ROWS).sees(NELL, PIOTR)
    look(somebody, "staff-import-preview")
    somebody.press("Add 2 people")
    _staff(somebody).sees(NELL, PIOTR)
    look(somebody, "staff-list")
    found = {}
    for name in (NELL, PIOTR):
        found[name] = _staff(somebody).follow(name).path
    look(somebody, "staff-person")
    somebody.be("sam").go(found[NELL]).sees("Page not found")
    return found


def _send(somebody: Visitor, rows: tuple[str, ...] | list[str]) -> Visitor:
    sheet = FilePayload(name="examiners.csv", mimeType="text/csv", buffer="\n".join([HEAD, *rows]).encode())
    somebody.page.locator('input[type="file"]').set_input_files(sheet)
    return somebody.press()


def _photograph(somebody: Visitor, staff: dict[str, str]) -> None:
    somebody.be("jon")
    for name, path in staff.items():
        somebody.go(f"{path}/photograph")
        picture = FilePayload(name="face.png", mimeType="image/png", buffer=portraits.draw(name))
        somebody.page.locator('input[type="file"]').set_input_files(picture)
        somebody.press().go(f"{path}/confirm-likeness")
        _yes(somebody)
        look(somebody, "staff-likeness").press()
    look(somebody.go(staff[NELL]), "staff-photographed")


def _ask_vetting(somebody: Visitor) -> None:
    somebody.be("jon").go("/training").follow("Vehicle Inspectorate").follow("Ask for vetting")
    for name in (NELL, PIOTR):
        somebody.page.get_by_label(re.compile(name)).check()
    look(somebody, "vetting-ask").press()


def _vet(somebody: Visitor, the_person: Visitor, name: str) -> None:
    """Fiona sends a link; the person answers by it alone; Fiona opens, says why, and records. Jon may not look."""
    address = f"{name.split(maxsplit=1)[0].lower()}@own.example"
    request = somebody.be("fiona").go("/vetting").follow(name).path
    look(somebody.go(f"{request}/send"), "vetting-send")
    somebody.fill(address=address)
    _yes(somebody).press()
    _answer(the_person, _link(somebody, name))
    _record(somebody, request)
    somebody.be("jon").go(request).sees("You cannot do this")


def _link(somebody: Visitor, name: str) -> str:
    """What the person finds in their own post; the demonstration shows it to whoever runs it."""
    somebody.be("amina").go("/outbox")
    somebody.click(somebody.page.locator("main tr").filter(has_text=f"to {name}").locator("a").first)
    found = re.search(r"/your-vetting/start/[A-Za-z0-9_-]+", somebody.page.content())
    assert found, somebody.text
    return found.group(0)


def _answer(the_person: Visitor, link: str) -> None:
    the_person.context.clear_cookies()
    look(the_person.go(link), "your-vetting-start").press()
    look(the_person, "your-vetting")
    for section in ("names", "addresses", "convictions", "money", "declaration"):
        the_person.go(f"/your-vetting/{section}")
        for radio in the_person.page.locator('main input[type=radio][value="no"]').all():
            radio.check()
        if section == "addresses":
            the_person.fill(list="7 Pilgrim Road, London SE99 1ZZ, for nine years")
        if section == "declaration":
            _yes(the_person)
        look(the_person, f"your-vetting-{section}").press("Save")
    the_person.go("/your-vetting").press("Send")
    look(the_person, "your-vetting-sent").sees("sent")


def _record(somebody: Visitor, request: str) -> None:
    somebody.be("fiona").go(f"{request}/open").fill(reason="The checks are back.").press()
    look(somebody.go(request), "vetting-opened").sees("Pilgrim Road")
    somebody.go(f"{request}/record").fill(outcome="clear", level="NPPV 2 full", reference="V/2611/41")
    look(somebody, "vetting-record").press()
    assert "Pilgrim Road" not in somebody.go(request).text


def _train(somebody: Visitor) -> None:
    """Both passed both courses; the matrix then shows no gap."""
    somebody.be("jon").go("/training").follow("Vehicle Inspectorate")
    look(somebody, "training-gaps").sees("Missing")
    matrix = somebody.path
    for course in ("GEN", "TRA"):
        somebody.go(matrix).follow("Record a course as passed")
        somebody.fill(course=course, provider="Calder College", certificate=f"Pass list {course}/41")
        somebody.date("passed_on", TODAY - timedelta(days=3))
        for name in (NELL, PIOTR):
            somebody.page.get_by_label(re.compile(name)).check()
        look(somebody, "training-record").press()
    look(somebody.go(matrix), "training-matrix")
    assert "Missing" not in somebody.text


def _ask_for_powers(somebody: Visitor) -> dict[str, str]:
    """For both at once, by the role; then documents and likeness for each."""
    somebody.be("jon").go("/individuals").follow("Ask for powers")
    for name in (NELL, PIOTR):
        somebody.page.get_by_label(re.compile(name)).check()
    somebody.page.get_by_label("Traffic examiner").check()
    look(somebody, "individual-request").press()
    found = {}
    for name in (NELL, PIOTR):
        found[name] = somebody.go("/individuals").follow(name).path
        somebody.go(f"{found[name]}/check-identity")
        look(somebody, "individual-identity").press()
        assert somebody.faults()
        somebody.fill(documents=["passport", "council-tax"])
        _yes(somebody).press()
        somebody.go(found[name]).sees("Assessment")
    return found


def _assess(somebody: Visitor, cases: dict[str, str]) -> None:
    """Priya finds and recommends, and may not decide."""
    somebody.be("priya")
    for case in cases.values():
        look(somebody.go(f"{case}/find"), "individual-find")
        somebody.fill_every("yes", "Papers seen; watched at a check.").press()
        somebody.go(f"{case}/recommend").fill(recommendation="grant", powers=["8"], reasons="All was found.")
        look(somebody, "individual-recommend").press()
        look(somebody.go(case), "individual-recommended").sees("With the decision maker")
        assert "Decide on each power" not in somebody.text


def _decide(somebody: Visitor, cases: dict[str, str]) -> None:
    """Helen decides on both at once."""
    somebody.be("helen").go("/individuals").follow("Decide on several people").sees(NELL, PIOTR)
    for name in (NELL, PIOTR):
        somebody.page.get_by_label(re.compile(name)).check()
    look(somebody, "individual-batch").press()
    for case in cases.values():
        somebody.go(case).sees("Accredited")
    look(somebody, "individual-accredited")


def _print(somebody: Visitor) -> dict[str, str]:
    """Colin prints the cards once the worker has drawn them; Jon may not."""
    somebody.be("jon").go("/print-runs").sees("not")
    assert "Print" not in somebody.page.title()
    somebody.be("colin")
    numbers = {name: _card_of(somebody, name) for name in (NELL, PIOTR)}
    somebody.go("/print-runs")
    somebody.page.get_by_label(re.compile("Vehicle Inspectorate")).check()
    look(somebody, "print-runs").press()
    run = somebody.path
    _until(somebody, run, lambda: somebody.page.locator('a[href$="sheets.pdf"]').count() > 0)
    look(somebody, "print-run")
    return numbers


def _card_of(somebody: Visitor, name: str) -> str:
    """The number of somebody's card, once it is issued."""
    _until(somebody, f"/cards?q={name.replace(' ', '+')}", lambda: name in somebody.text)
    somebody.follow(name)
    look(somebody, "card")
    found = re.search(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-Z]", somebody.text)
    assert found, somebody.text
    return found.group(0).replace("-", "")


def _until(somebody: Visitor, path: str, done: object) -> None:
    assert callable(done)
    for _ in range(PATIENCE * 2):
        somebody.go(path)
        if done():
            return
        time.sleep(0.5)
    raise AssertionError(f"{path} never showed it:\n{somebody.text[:800]}")


def _check(on_a_phone: Visitor, number: str, answer: str, name: str) -> None:
    """A stranger with a phone types the number; the QR code leads to the same page."""
    on_a_phone.context.clear_cookies()
    on_a_phone.go("/check").fill(number=number.lower()).press()
    on_a_phone.sees(answer)
    look(on_a_phone, name)
    on_a_phone.go(f"/check/{number}").sees(answer)


def _stop_vehicles(on_a_phone: Visitor) -> None:
    """A lorry and a van, recorded at the roadside."""
    on_a_phone.be("jon")
    for vehicle, outcome in (("lorry", "prohibited"), ("van", "advised")):
        on_a_phone.go("/uses/record").page.locator('select[name="staff"]').select_option(label=_option(on_a_phone))
        on_a_phone.fill(power="8").press()
        now = datetime.now(LONDON)
        on_a_phone.date("on", now.date()).fill(time=f"{now:%H:%M}")
        on_a_phone.fill(area="E09000009", place="A40 Western Avenue, lay-by", direction="west", vehicle=vehicle)
        on_a_phone.fill(reason="Chosen at a planned site.", outcome=outcome, minutes="20", saved="30")
        on_a_phone.fill(officer_present="no")
        look(on_a_phone, "use-record").press()
    look(on_a_phone.go("/uses"), "uses").sees("2")


def _option(on_a_phone: Visitor) -> str:
    return next(
        text for text in on_a_phone.page.locator('select[name="staff"] option').all_inner_texts() if NELL in text
    )


def _leave(somebody: Visitor, person: str) -> None:
    """Nell leaves today; what ends with that is shown first."""
    somebody.be("jon").go(f"{person}/leave").date("last_day", TODAY).fill(why="left")
    look(somebody, "staff-leave").press()
    if somebody.path.endswith("/leave"):
        look(somebody, "staff-leave-effect").press()
    look(somebody.go(person), "staff-left").sees("left")


def _flagged(on_a_phone: Visitor, somebody: Visitor) -> None:
    """Colin sees uses without authority; Mo sees his own powers and not those of others."""
    somebody.be("colin").go("/uses/flagged").sees("Denzil Hart")
    look(somebody, "uses-flagged")
    on_a_phone.be("mo").go("/me").sees("You may")
    look(on_a_phone, "me")
    on_a_phone.go("/uses/flagged").sees("not")
