"""Two people at one case at the same time, a double click, and the back button: one effect, nothing typed lost."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

STALE = "This has changed since you opened it"


def test_the_second_is_told_what_the_first_did(somebody: Visitor, somebody_else: Visitor) -> None:
    case = somebody.be("colin").go("/cases").follow("Vehicle Inspectorate").path
    somebody_else.be("priya").go(f"{case}/ask")
    somebody_else.page.locator('select[name="item"]').select_option(index=1)
    somebody_else.fill(question="Is the livery approved?")

    somebody.go(f"{case}/hold").fill(reason="Waiting for the livery of the vans.").press()
    somebody_else.press().sees(STALE, "Colin Mbeki", "Is the livery approved?", "Nothing was saved")
    somebody_else.photograph("stale")
    somebody_else.follow("See it as it stands now").sees("On hold")
    assert "Is the livery approved?" not in somebody_else.text
    somebody.go(f"{case}/release").press()


def test_a_note_sent_again_from_the_page_before_is_asked_about(somebody: Visitor) -> None:
    case = somebody.be("colin").go("/cases").follow("Orchard Patrols").path
    somebody.go(f"{case}/note").fill(note="Wrote to the college.").press()
    somebody.page.wait_for_url("**/*done=*")
    somebody.page.go_back()
    somebody.fill(note="Wrote to the college.").press().sees("You already did this at")
    somebody.photograph("sent-twice")
    somebody.go(case)
    assert somebody.text.count("Wrote to the college.") == 1
    somebody.go(f"{case}/note").fill(note="Wrote to the college.").press().press("Do it again")
    somebody.go(case)
    assert somebody.text.count("Wrote to the college.") == 2


TWO_ANSWERS = 2000  # milliseconds: the first is abandoned by the browser, not by the service


def test_a_double_click_asks_once(somebody: Visitor) -> None:
    case = somebody.be("colin").go("/cases").follow("Orchard Patrols").path
    somebody.go(f"{case}/note").fill(note="Rang the applicant.")
    somebody.button().dblclick(no_wait_after=True)
    somebody.page.wait_for_timeout(TWO_ANSWERS)
    somebody.go(case)
    assert somebody.text.count("Rang the applicant.") == 1


def test_the_back_button_does_nothing_twice(somebody: Visitor) -> None:
    case = somebody.be("priya").go("/cases").follow("Orchard Patrols").path
    before = somebody.go(case).text.count("put the case on hold")
    somebody.go(f"{case}/hold").fill(reason="The certificates are being read again.").press()
    somebody.page.reload()
    somebody.page.go_back()
    if "Put on hold" in somebody.text:
        somebody.press().sees(STALE)
    somebody.go(case).sees("On hold")
    assert somebody.text.count("put the case on hold") == before + 1
    somebody.go(f"{case}/release").press()
