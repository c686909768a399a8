"""Part 1: Amina drafts an edition, consults, sees whom it would leave short, and publishes it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from csas.domain.calendar import london_day
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

TITLE = "Standards, edition 3"


def test_an_edition_from_draft_to_public_page(somebody: Visitor) -> None:
    today = london_day(datetime.now(UTC)).isoformat()
    somebody.be("amina").go("/standards/drafts/new").press()
    assert len(somebody.faults()) >= 2
    somebody.photograph("edition-faults")
    somebody.fill(title=TITLE, basis="The first half of the trial.", changes="M8 is new.").press()
    edition = somebody.sees(TITLE, "Draft", "Nobody has been written to yet").path

    somebody.go(f"{edition}/edit").fill(code="M8", family="management", title="A telephone is answered")
    somebody.fill(body="A supervisor can be reached whenever somebody is on duty.").press()
    somebody.go(edition).sees("M8", "A telephone is answered", "Northbank Homes").photograph("edition-draft")

    somebody.go(f"{edition}/consult").fill(written_on=today, channel="letter").press()
    somebody.go(edition).sees("Out to consultation", "35 consultees")
    _record(somebody, edition, "Camden Council", today)
    somebody.sees("Camden Council", "We welcome a telephone that is answered.").photograph("edition-consultation")

    somebody.go(f"{edition}/close-consultation").press()
    somebody.go(f"{edition}/publish").sees("Northbank Homes", "short").photograph("edition-leaves-short")
    somebody.press()
    assert somebody.faults()
    somebody.fill(standing="provisional", confirm="yes").press()
    somebody.sees("Published")

    somebody.context.clear_cookies()
    somebody.go("/standards").sees(TITLE, "A telephone is answered", "We welcome a telephone", "Earlier editions")
    somebody.follow("Standards, edition 2").sees("edition 2").photograph("edition-earlier")


def _record(somebody: Visitor, edition: str, consultee: str, today: str) -> None:
    somebody.go(f"{edition}/record-response")
    somebody.page.locator('select[name="consultee"]').select_option(label=consultee)
    somebody.fill(replied_on=today, reply="We welcome a telephone that is answered.", effect="None was needed.").press()
    somebody.go(edition)
