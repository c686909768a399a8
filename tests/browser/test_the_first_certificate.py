"""Grace declares an interest, Tom endorses, Priya recommends, Helen grants, Ruth signs.

The story of the tutorial, without JavaScript, up to a stranger's check of the certificate.
"""

import re
import time

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_from_a_declared_interest_to_a_checked_certificate(somebody: Visitor) -> None:
    somebody.be("grace").follow("Westminster City Council").photograph("endorsement-grace")
    somebody.follow("Declare an interest").press()
    somebody.sees("Passed to another authority").photograph("endorsement-passed-on")

    somebody.be("tom").follow("Westminster City Council").sees("London Fire Brigade")
    somebody.follow("Answer the request").fill(start="endorse").press()
    somebody.fill(authority="Delegation 4 of 2026").press()
    somebody.sees("There is a problem", "ratify").photograph("endorsement-faults")
    somebody.fill(to_be_ratified="no").press()
    somebody.sees("Answered").photograph("endorsement-answered")

    somebody.be("priya").follow("Westminster City Council").sees("Awaiting recommendation")
    application = somebody.path
    somebody.photograph("application-assessor").go(f"{application}/recommend")
    somebody.fill(recommendation="grant", powers=["1c", "1f", "3", "5", "8a"], areas=["E09000033"])
    somebody.fill(reasons="All requirements are met, and the fire brigade endorses.").press()
    somebody.sees("With the decision maker")
    assert "Offer an arrangement" not in somebody.text

    somebody.be("helen").go(f"{application}/brief").photograph("brief")
    somebody.go(f"{application}/offer").photograph("offer").press("Offer an arrangement")
    somebody.sees("Arrangement offered")

    somebody.be("ruth").go(application).sees("Arrangement offered").photograph("application-offered")
    somebody.go(f"{application}/sign").photograph("sign")
    _sign(somebody, name="Ruth Adeyemi", post="Head of community safety")
    somebody.sees("Signed by the organisation")

    somebody.be("helen").go(f"{application}/countersign").photograph("countersign")
    _sign(somebody, name="Helen Stroud")
    somebody.sees("Arrangement in force").photograph("application-in-force")

    number = _await_certificate(somebody)
    somebody.context.clear_cookies()
    somebody.go(f"/check/{number}").sees("In force", "Westminster City Council").photograph("check-in-force")
    other = "A" if number[-2] != "A" else "B"
    somebody.go(f"/check/{number[:-2]}{other}{number[-1]}").sees("Not in force: do not rely").photograph(
        "check-unknown"
    )


def _sign(somebody: Visitor, **typed: str) -> None:
    somebody.fill(**typed)
    for box in somebody.page.locator('main form input[type=radio][value="yes"]').all():
        box.check()
    somebody.press()


def _await_certificate(somebody: Visitor) -> str:
    """The worker draws and signs within seconds."""
    for _ in range(60):
        somebody.go("/register")
        found = re.search(r"Westminster City Council.*?/check/([0-9A-Z]{13})", somebody.page.content(), re.DOTALL)
        if found:
            return found.group(1)
        time.sleep(0.5)
    raise AssertionError("no certificate was issued")
