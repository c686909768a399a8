"""The pages of stage 4, as each side sees and sends them."""

from collections.abc import Mapping

import httpx

from csas.outbound import issuing
from csas.settings import Settings
from csas.store import documents, sql
from tests.decided import WESTMINSTER, case_of, ready, state
from tests.world import Browser, World


async def _open(browser: Browser, slug: str, path: str, status: int = 200) -> httpx.Response:
    await browser.sign_in(slug)
    answer = await browser.get(path)
    assert answer.status_code == status, answer.text[:2000]
    return answer


async def _send(
    browser: Browser, slug: str, path: str, fields: Mapping[str, object], status: int = 303
) -> httpx.Response:
    await browser.sign_in(slug)
    answer = await browser.post(path, fields)
    assert answer.status_code == status, answer.text[-3000:]
    return answer


async def test_everybody_does_their_part_in_the_browser(world: World, browser: Browser, settings: Settings) -> None:
    ref = await ready(world)
    here = f"/applications/{ref}"
    page = await _open(browser, "priya", f"{here}/assess")
    assert "Training fits the role" in page.text
    codes = [row["code"] for row in await sql.fetch("SELECT code FROM requirement")]
    partly = {"result-O1": "met", "evidence-O1": "", "evidence-V1": "Seen"}
    again = await _send(browser, "priya", f"{here}/assess", partly, 400)
    assert "O1: Enter the evidence" in again.text
    assert "V1: Select whether the requirement is met" in again.text
    assert ">\nSeen</textarea>" in again.text
    met = {f"result-{code}": "met" for code in codes} | {f"evidence-{code}": "Seen." for code in codes}
    await _send(browser, "priya", f"{here}/assess", met)
    unready = await _open(browser, "priya", f"{here}/recommend")
    assert "Still to be assessed" in unready.text
    found = {
        "fit_and_proper": "yes",
        "fit_and_proper_evidence": "Accounts",
        "complaints": "yes",
        "complaints_evidence": "Procedure",
    }
    await _send(browser, "priya", f"{here}/find", found)
    terms: dict[str, object] = {"powers": ["1a", "3"], "areas": [WESTMINSTER]}
    await _send(browser, "priya", f"{here}/recommend", {**terms, "recommendation": "grant", "reasons": "Well led."})
    assert await state(ref) == "with-decision-maker"
    brief = await _open(browser, "helen", f"{here}/brief")
    assert "Well led." in brief.text
    assert (await _open(browser, "helen", f"{here}/brief.pdf")).content.startswith(b"%PDF")
    preview = await _send(browser, "helen", f"{here}/offer", {**terms, "preview": "yes"}, 200)
    assert "nothing is offered yet" in preview.text
    assert await state(ref) == "with-decision-maker"
    shown = await browser.get(f"{here}/preview.pdf?powers=1a&powers=3&areas={WESTMINSTER}")
    assert shown.content.startswith(b"%PDF")
    await _send(browser, "helen", f"{here}/offer", terms)
    signing = await _open(browser, "ruth", f"{here}/sign")
    assert "Joint operating protocol" in signing.text
    unsigned = {"name": "", "post": "", "joint_operating_protocol": "no"}
    assert "Enter your full name" in (await _send(browser, "ruth", f"{here}/sign", unsigned, 400)).text
    signature = {
        "name": "Ruth Adeyemi",
        "post": "Head",
        "joint_operating_protocol": "yes",
        "information_sharing_protocol": "yes",
    }
    await _send(browser, "ruth", f"{here}/sign", signature)
    assert "Ruth Adeyemi" in (await _open(browser, "helen", f"{here}/countersign")).text
    await _send(browser, "helen", f"{here}/countersign", {"name": "Helen Stroud", "confirm": "yes"})
    assert await state(ref) == "in-force"
    (document,) = await documents.list_of_case((await case_of(ref)).id)
    await issuing.issue(document.id, settings)
    shown = await _open(browser, "ruth", f"/documents/{document.ref}")
    assert "gives no person any power" in shown.text
    file = await browser.get(f"/documents/{document.ref}/certificate.pdf")
    assert file.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in file.headers["content-security-policy"]
    await _open(browser, "dana", f"/documents/{document.ref}", 404)
    await _open(browser, "dana", f"{here}/brief", 403)
    await _open(browser, "ruth", f"{here}/brief", 403)
