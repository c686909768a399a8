"""Part 3: Colin assigns a late case, holds and releases it, and accepts it as complete."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_a_late_completeness_check(somebody: Visitor) -> None:
    somebody.be("colin").sees("Overdue").follow("Hobb Market").sees("Overdue", "Completeness check")
    case = somebody.photograph("office-overdue").path

    somebody.go(f"{case}/assign")
    somebody.page.get_by_label("Colin Mbeki").check()
    somebody.press()
    somebody.go(case).sees("Colin Mbeki")

    somebody.go(f"{case}/hold").press()
    assert somebody.faults()
    somebody.fill(reason="The trustees choose a new chair on Friday.").press()
    somebody.go(case).sees("On hold", "The trustees choose a new chair").photograph("office-held")
    somebody.go(f"{case}/release").press()
    somebody.go(case).sees("Not on hold")

    somebody.go(f"{case}/accept").sees("Hackney").fill(complete="yes").press()
    somebody.go(case).sees("Awaiting local endorsement", "Hackney").photograph("office-accepted")


def test_a_question_outstanding_pauses_the_clock(somebody: Visitor) -> None:
    somebody.be("colin").go("/cases").follow("Kingsmarch Centre").sees("Clock paused", "Kingsmarch Centre")
    assert "Accept as complete" not in somebody.text
    somebody.photograph("office-paused")
