"""Part 2: a new organisation applies over two visits, recalls, submits again, answers a question, withdraws."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from PIL import Image
from playwright.sync_api import FilePayload

from csas.demonstration import papers
from csas.domain.calendar import london_day
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

NAME = "Ysbyty Tŷ’r Môr <b>& Daughters</b>"
LEGAL = "Ysbyty Tŷ’r Môr Trust"


def test_an_organisation_applies(somebody: Visitor, somebody_else: Visitor) -> None:
    application = _register_and_start(somebody.be("jon"))
    _first_visit(somebody, application)
    _second_visit(somebody.be("jon"), application)
    _send(somebody, application)

    somebody.go(f"{application}/recall").fill(reason="One of the supervisors has left.").press()
    somebody.go(application).sees("Draft").go(f"{application}/edit").photograph("apply-recalled")
    _send(somebody, application)

    question = "Who reads the records at the weekend?"
    somebody_else.be("colin").go(f"{application}/ask")
    somebody_else.page.locator('select[name="item"]').select_option(index=1)
    somebody_else.fill(question=question).press()
    somebody_else.go(application).sees("Clock paused", question)

    somebody.go(application).sees(question).go(f"{application}/answer").photograph("apply-answer")
    somebody.page.locator("main textarea").first.fill("The deputy does.")
    somebody.press()
    somebody.go(application).sees("The deputy does.").photograph("apply-answered")
    assert "Clock paused" not in somebody.text

    somebody.go(f"{application}/withdraw").fill(reason="We wait until next year.").press()
    somebody.go(application).sees("Withdrawn").photograph("apply-withdrawn")


def _register_and_start(somebody: Visitor) -> str:
    somebody.go("/organisations/register").fill(name=NAME).press()
    assert {"Enter the full legal name", "Select the kind of organisation"} <= set(somebody.faults())
    assert somebody.typed("name") == NAME
    somebody.photograph("organisation-faults")
    somebody.fill(legal_name=LEGAL, sector="health", address="1 Harbour Street, London SE1 1AA")
    somebody.fill(post="Trustee").press()
    somebody.sees(NAME).photograph("organisation")
    somebody.follow("Start an application")
    somebody.page.get_by_label(NAME, exact=True).check()
    somebody.fill(process="accreditation").photograph("apply-start").press()
    somebody.sees("0 of").photograph("apply-tasks-new")
    return somebody.path.removesuffix("/edit")


def _first_visit(somebody: Visitor, application: str) -> None:
    """Wrong input is kept and named; an unfinished part is saved for later."""
    somebody.go(f"{application}/edit/employees").fill(number="several", roles="Nine safety officers.")
    somebody.press("Save and continue")
    assert somebody.faults()
    assert somebody.typed("number") == "several"
    somebody.photograph("apply-section-faults")
    somebody.go(f"{application}/edit/complaints").fill(responsible="Nia Môn").press("Save and come back later")
    somebody.go(f"{application}/edit").photograph("apply-tasks-begun")
    somebody.context.clear_cookies()


def _second_visit(somebody: Visitor, application: str) -> None:
    somebody.go(f"{application}/edit/complaints")
    assert somebody.typed("responsible") == "Nia Môn"
    said = papers.read("lantern", london_day(datetime.now(UTC))).answers
    said["organisation"] = {**said["organisation"], "legal-name": LEGAL}
    for section, answers in said.items():
        if section != "evidence":
            somebody.go(f"{application}/edit/{section}").fill(**answers).press("Save and continue")
            assert somebody.faults() == []
    _evidence(somebody, application)


def _evidence(somebody: Visitor, application: str) -> None:
    """A file that lies about its type is turned away with a reason; a picture is taken."""
    somebody.go(f"{application}/attach")
    _choose(somebody, "insurance.pdf", b"PK\x03\x04 a spreadsheet called a PDF")
    assert somebody.faults()
    somebody.photograph("apply-file-refused")
    _choose(somebody, "uniform.png", _picture())
    somebody.sees("uniform.png").photograph("apply-file-taken")
    somebody.go(f"{application}/edit/evidence").fill(complete="yes").photograph("apply-evidence")
    somebody.press("Save and continue")


def _choose(somebody: Visitor, name: str, content: bytes) -> None:
    file = FilePayload(name=name, mimeType="application/pdf", buffer=content)
    somebody.page.locator('input[type="file"]').set_input_files([file])
    somebody.press("Add the file")


def _picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "#335577").save(made, "PNG")
    return made.getvalue()


def _send(somebody: Visitor, application: str) -> None:
    somebody.go(f"{application}/check").sees(LEGAL, "Lantern Walk").photograph("apply-check")
    somebody.go(f"{application}/submit").press()
    assert somebody.faults()
    somebody.photograph("apply-declaration")
    somebody.fill(name="Jon Tillotson", post="Trustee", agreed="yes").press()
    somebody.sees("Completeness check").photograph("apply-submitted")
