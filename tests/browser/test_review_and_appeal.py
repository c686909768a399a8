"""Part 8: Sam assesses Northbank himself, Priya grades it; Victor appeals, and Owen's decision is chained to the first.

Helen, who decided, and Dana of another firm try what is not theirs.
"""

from __future__ import annotations

import re

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


def test_a_refused_applicant_appeals_and_is_heard(somebody: Visitor, somebody_else: Visitor) -> None:
    application = _victor_lodges(somebody)
    appeal = somebody.path
    _others_try(somebody_else, application, appeal)

    somebody.be("owen").photograph("appeal-desk").follow("Appeal by Copperfield Security").sees("Lodged")
    somebody.photograph("appeal-to-admit").follow("Admit the appeal").photograph("appeal-admit").press()
    somebody.sees("Admitted").photograph("appeal-admitted").follow("Uphold the appeal").press()
    assert somebody.faults() == ["Enter the reasons for the outcome"]
    somebody.photograph("appeal-uphold-faults")
    somebody.fill(reasons="The second supervisor was named in the answer and was not weighed.").press()
    somebody.sees("Upheld", "was not weighed").photograph("appeal-decided")

    somebody.be("victor").go(application).sees("Decision set aside on appeal", "Awaiting recommendation", "upheld")
    somebody.photograph("appeal-application-again").follow("Appeal lodged on").sees("was not weighed")
    assert somebody.path == appeal
    somebody.photograph("appeal-outcome-for-victor")
    _letters(somebody)


def _victor_lodges(somebody: Visitor) -> str:
    somebody.be("victor").photograph("appeal-victor-desk").follow("Copperfield Security").sees("Refused")
    application = somebody.photograph("appeal-refused").path
    somebody.follow("Appeal against the decision").sees("You may appeal until the end of").press()
    assert somebody.faults()
    somebody.photograph("appeal-lodge-faults")
    statement = "We named a second supervisor in our answer. The decision does not say why that was not enough."
    somebody.fill(grounds=["place"], statement=statement).press()
    assert somebody.faults()
    assert somebody.typed("statement") == statement
    somebody.page.locator('input[name="grounds"][value="place"]').uncheck()
    somebody.fill(grounds=["fact", "proportion"]).photograph("appeal-lodge").press()
    somebody.sees("Lodged", "An important fact was wrong", statement).photograph("appeal-lodged")
    return application


def _others_try(other: Visitor, application: str, appeal: str) -> None:
    """Helen may read the appeal and not touch it; Dana learns nothing of it."""
    other.be("helen").go(appeal).sees("Appeal by Copperfield Security").photograph("appeal-for-helen")
    assert "Admit the appeal" not in other.text
    other.go(f"{appeal}/admit").sees("Your role does not include this").photograph("appeal-refused-to-helen")
    other.be("dana").go(appeal).sees("not found").go(f"{application}/appeal").sees("not found")
    other.photograph("appeal-not-found-for-dana").be("victor").go(f"{application}/appeal")
    other.sees("has been appealed already").photograph("appeal-only-once")


def _letters(somebody: Visitor) -> None:
    """Victor and Owen were each written to; Victor has the outcome too."""
    somebody.be("amina").go("/outbox").sees("The appeal of Copperfield Security is upheld")
    assert len(re.findall("appeal of Copperfield Security", somebody.text)) > 1
    somebody.photograph("appeal-outbox").follow("The appeal of Copperfield Security is upheld")
    somebody.sees("was not weighed", "goes back to be decided afresh").photograph("appeal-letter")


def test_an_appeal_is_chained_to_its_decision(somebody: Visitor) -> None:
    somebody.be("owen").follow("Appeal by Orchard Patrols")
    somebody.sees("Upheld", "Orchard Patrols", "Refused", "Owen Pritchard").photograph("appeal-upheld")
    somebody.follow("Orchard Patrols").sees("Awaiting recommendation").photograph("appeal-application")
