"""Part 8: Sam assesses Northbank himself, Priya grades it; Owen's decision is chained to the one appealed against."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_a_review_falls_due_and_is_graded(somebody: Visitor) -> None:
    somebody.be("sam").go("/desk").follow("Review of Northbank Homes").sees("Self-assessment", "Overdue")
    review = somebody.photograph("review-overdue").path
    somebody.go(f"{review}/self-assess").press()
    assert somebody.faults()
    somebody.photograph("review-self-assess-faults")
    somebody.fill_every("good", "The records of three months were read.").press()
    somebody.go(review).photograph("review-self-assessed")

    somebody.be("priya").go(f"{review}/grade").sees("The records of three months were read.")
    somebody.fill_every("good", "Seen on a patrol and in twelve records.")
    for field in ("direction-", "validation", "risk"):
        _choose_first(somebody, field)
    for line in somebody.page.locator('main textarea[name^="action-"]').all():
        line.fill("")
    somebody.photograph("review-grade").press()
    assert somebody.faults() == []
    somebody.be("sam").go(review).sees("Good", "Seen on a patrol").photograph("review-graded")


def _choose_first(somebody: Visitor, beginning: str) -> None:
    names = {
        radio.get_attribute("name")
        for radio in somebody.page.locator(f'main input[type=radio][name^="{beginning}"]').all()
    }
    for name in names:
        somebody.page.locator(f'main input[type=radio][name="{name}"]').first.check()


def test_an_appeal_is_chained_to_its_decision(somebody: Visitor) -> None:
    somebody.be("owen").follow("Appeal by Orchard Patrols")
    somebody.sees("Upheld", "Orchard Patrols", "Refused", "Owen Pritchard").photograph("appeal-upheld")
    somebody.follow("Orchard Patrols").sees("Awaiting recommendation").photograph("appeal-application")
