"""Walking through an application in the browser’s way: forms in, pages out."""

from __future__ import annotations

from html import unescape

from csas.store import sql
from tests.applications import telling
from tests.world import Browser, World

ORGANISATION = "Westminster City Council"


def form_of(told: object) -> dict[str, object]:
    assert isinstance(told, dict)
    return dict(told)


async def fill(browser: Browser, ref: str) -> None:
    asked = await telling.sections_of(browser.world, "ruth", ref)
    for section, given in telling.answers().items():
        if section in asked:
            path = f"/applications/{ref}/edit/{section}"
            answer = await browser.post(path, form_of(given))
            assert answer.status_code == 303, (section, answer.text)


async def begin(browser: Browser) -> str:
    await browser.sign_in("ruth")
    answer = await browser.post("/applications/start", {"again": "yes"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).split("/")[2]


async def test_from_start_to_submission(browser: Browser) -> None:
    ref = await begin(browser)
    await fill(browser, ref)
    tasks = (await browser.get(f"/applications/{ref}/edit")).text
    assert "15 of 15 parts are done" in tasks or "14 of 14 parts are done" in tasks
    check = (await browser.get(f"/applications/{ref}/check")).text
    assert "Cyngor Tŷ Ŵyl &lt;&amp; Sons&gt;" in check
    assert "not done yet" not in check
    answer = await browser.post(
        f"/applications/{ref}/submit", {"name": "Ruth Adeyemi", "post": "Head", "agreed": "yes"}
    )
    assert answer.status_code == 303, answer.text
    page = (await browser.get(f"/applications/{ref}")).text
    assert "Completeness check" in page
    version = (await browser.get(f"/applications/{ref}/versions/1")).text
    assert "Wardens meet this every day" in unescape(version)


async def test_wrong_input_keeps_what_was_typed(browser: Browser) -> None:
    ref = await begin(browser)
    path = f"/applications/{ref}/edit/insurance"
    answer = await browser.post(
        path,
        {
            "public": "lots",
            "employers": "",
            "insurer": "Ŵy & <Co>",
            "expires-on-day": "31",
            "expires-on-month": "2",
            "expires-on-year": "2030",
        },
    )
    assert answer.status_code == 400
    text = answer.text
    assert "There is a problem" in text
    assert "Public liability must be an amount in pounds" in text
    assert "Enter the amount of employer’s liability insurance" in text
    assert "must be a real date" in text
    assert 'value="Ŵy &amp; &lt;Co&gt;"' in text
    assert 'value="lots"' in text
    again = (await browser.get(path)).text
    assert 'value="lots"' in again


async def test_saving_for_later_asks_nothing(browser: Browser) -> None:
    ref = await begin(browser)
    answer = await browser.post(f"/applications/{ref}/edit/insurance", {"public": "lots", "go": "later"})
    assert answer.status_code == 303
    assert "Incomplete" in (await browser.get(f"/applications/{ref}/edit")).text


async def test_two_windows_do_not_overwrite_each_other(browser: Browser) -> None:
    ref = await begin(browser)
    path = f"/applications/{ref}/edit/training"
    stale = (await browser.get(path)).text
    await browser.post(path, {"provider": "First College", "go": "later"})
    from tests.world import BASE, hidden_fields

    answer = await browser.client.post(
        path,
        data={**hidden_fields(stale), "provider": "Second College", "go": "later"},
        headers={"origin": BASE, "sec-fetch-site": "same-origin"},
    )
    assert answer.status_code == 409
    assert "First College" in answer.text
    assert "Second College" in answer.text
    assert "You, in another window" in answer.text
    stored = await sql.fetchval(
        """SELECT d.answers ->> 'provider' FROM draft d JOIN application a ON a.id = d.application_id
           JOIN casefile c ON c.id = a.case_id WHERE c.ref = $1 AND d.section = 'training'""",
        ref,
    )
    assert stored == "First College"


async def test_the_city_of_london_is_refused_by_name(browser: Browser) -> None:
    ref = await begin(browser)
    answer = await browser.post(f"/applications/{ref}/edit/areas", {"areas": [telling.WESTMINSTER, telling.CITY]})
    assert answer.status_code == 400
    assert "City of London lies outside the Metropolitan police area" in answer.text


async def test_another_organisations_member_finds_nothing(browser: Browser) -> None:
    ref = await begin(browser)
    await browser.sign_in("dana")
    for path in ("", "/edit", "/edit/insurance", "/check", "/submit", "/attach"):
        assert (await browser.get(f"/applications/{ref}{path}")).status_code == 404, path


async def test_control_characters_are_refused(browser: Browser) -> None:
    ref = await begin(browser)
    answer = await browser.post(f"/applications/{ref}/edit/training", {"provider": "a\u0000b"})
    assert answer.status_code == 400
    assert "plain text" in answer.text


async def test_an_unknown_section_is_not_found(browser: Browser) -> None:
    ref = await begin(browser)
    assert (await browser.get(f"/applications/{ref}/edit/nothing")).status_code == 404


async def test_the_list_shows_only_ones_own(browser: Browser, world: World) -> None:
    await begin(browser)
    mine = (await browser.get("/applications")).text
    assert ORGANISATION in mine
    await browser.sign_in("dana")
    assert ORGANISATION not in (await browser.get("/applications")).text
