"""Password, then code: each once, each refused alike, each only so often."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest

from csas.commands import authenticators, signin
from csas.commands.signin import Visit
from csas.domain.accounts import CodeRefused, LinkSpent, SignInRefused
from csas.domain.refusals import TooMany
from csas.store import accounts, sessions, sql
from tests.signin.conftest import PASSWORD, SECRET, Browser, Known, MakeAccount, code_at

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def without_token(text: str) -> str:
    """A page without what is drawn anew for each visit."""
    return re.sub(r'name="(csrf|once)" value="[^"]+"', "", text)


async def test_unknown_and_known_addresses_are_refused_alike(browser: Browser, amina: Known) -> None:
    await browser.get("/sign-in")
    known = await browser.send("/sign-in", email=amina.email, password="not the right one")
    unknown = await browser.send("/sign-in", email="nobody.1@example.org", password="not the right one")
    assert known.status_code == unknown.status_code == 400
    alike = without_token(unknown.text).replace("nobody.1@example.org", amina.email)
    assert without_token(known.text) == alike
    assert known.headers.keys() == unknown.headers.keys()


async def test_a_disabled_account_is_refused_like_a_wrong_password(browser: Browser, amina: Known) -> None:
    await accounts.disable(amina.person)
    await browser.get("/sign-in")
    answer = await browser.send("/sign-in", email=amina.email, password=PASSWORD)
    assert answer.status_code == 400
    assert "not right" in answer.text


async def test_what_was_typed_comes_back_but_not_the_password(browser: Browser) -> None:
    await browser.get("/sign-in")
    answer = await browser.send("/sign-in", email='jo"<b>@example.org', password="do not repeat me")
    assert "do not repeat me" not in answer.text
    assert "jo&#34;&lt;b&gt;@example.org" in answer.text


async def test_the_address_is_not_case_sensitive_and_the_password_is(browser: Browser, amina: Known) -> None:
    await browser.get("/sign-in")
    shouted = await browser.send("/sign-in", email=amina.email, password=PASSWORD.upper())
    assert shouted.status_code == 400
    right = await browser.send("/sign-in", email=f"  {amina.email.upper()} ", password=PASSWORD)
    assert right.headers["location"] == "/sign-in/code"


async def test_a_right_password_alone_is_no_session(browser: Browser, amina: Known) -> None:
    await browser.get("/sign-in")
    await browser.send("/sign-in", email=amina.email, password=PASSWORD)
    assert browser.session is None
    assert (await browser.get("/account")).status_code == 401


async def test_without_the_first_step_there_is_no_second(browser: Browser, store: object) -> None:
    assert (await browser.get("/sign-in/code")).headers["location"] == "/sign-in"
    await browser.get("/sign-in")
    answer = await browser.send("/sign-in/code", code="123456")
    assert answer.headers["location"] == "/sign-in"


async def test_a_code_counts_once(amina: Known, key: bytes) -> None:
    visit, code = Visit("192.0.2.1"), code_at(NOW)
    first = await signin.check_password(amina.email, PASSWORD, visit, key)
    await signin.check_code(first, code, visit, key, NOW)
    second = await signin.check_password(amina.email, PASSWORD, visit, key)
    with pytest.raises(CodeRefused):
        await signin.check_code(second, code, visit, key, NOW)
    later = NOW + timedelta(seconds=30)
    assert await signin.check_code(second, code_at(later), visit, key, later)


async def test_of_two_at_the_same_moment_one_gets_in(amina: Known, key: bytes) -> None:
    visit = Visit("192.0.2.2")
    steps = [await signin.check_password(amina.email, PASSWORD, visit, key) for _ in range(2)]
    tries = [signin.check_code(step, code_at(NOW), visit, key, NOW) for step in steps]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {str, CodeRefused}


async def test_two_first_sign_ins_at_once_leave_one_authenticator(make_account: MakeAccount, key: bytes) -> None:
    new, visit = await make_account("Twice", enrolled=False), Visit("192.0.2.6")
    steps = [await signin.check_password(new.email, PASSWORD, visit, key) for _ in range(2)]
    tries = []
    for step in steps:
        enrolment = await signin.find_enrolment(step, key)
        assert enrolment is not None
        code = authenticators._totp(enrolment.secret).at(NOW)
        tries.append(signin.check_code(step, code, visit, key, NOW))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {str, LinkSpent}


@pytest.mark.parametrize("seconds", [-30, 0, 30])
async def test_a_clock_may_be_half_a_minute_off(seconds: int) -> None:
    code = code_at(NOW + timedelta(seconds=seconds))
    assert authenticators.step_of(SECRET, code, NOW, 0) is not None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 345", "-12345"])
async def test_what_is_no_code(code: str) -> None:
    assert authenticators.step_of(SECRET, code, NOW, 0) is None


async def test_a_code_too_old_or_too_new() -> None:
    for seconds in (-90, 90):
        code = code_at(NOW + timedelta(seconds=seconds))
        assert authenticators.step_of(SECRET, code, NOW, 0) is None


async def test_a_step_lasts_ten_minutes_and_as_long_as_the_account(amina: Known, key: bytes) -> None:
    visit = Visit("192.0.2.3")
    step = await signin.check_password(amina.email, PASSWORD, visit, key)
    await accounts.end_every_session(amina.person)
    with pytest.raises(LinkSpent):
        await signin.check_code(step, code_at(NOW), visit, key, NOW)
    step = await signin.check_password(amina.email, PASSWORD, visit, key)
    await sql.execute("UPDATE sign_in_step SET created_at = now() - interval '11 minutes'")
    with pytest.raises(LinkSpent):
        await signin.check_code(step, code_at(NOW), visit, key, NOW)


async def test_the_first_sign_in_sets_up_an_authenticator(
    browser: Browser, make_account: MakeAccount, key: bytes
) -> None:
    new = await make_account("Newcomer", enrolled=False)
    await browser.get("/sign-in")
    await browser.send("/sign-in", email=new.email, password=PASSWORD)
    assert (await browser.get("/sign-in/code")).headers["location"] == "/sign-in/authenticator"
    page = await browser.get("/sign-in/authenticator")
    picture = await browser.client.get("/sign-in/authenticator.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert b"<svg" in picture.content
    wrong = await browser.send("/sign-in/code", code="000000")
    assert wrong.status_code == 400
    enrolment = await signin.find_enrolment(browser.client.cookies["csas-step"], key)
    assert enrolment is not None
    assert enrolment.spelled in page.text
    code = authenticators._totp(enrolment.secret).now()
    assert (await browser.send("/sign-in/code", code=code)).status_code == 303
    assert (await browser.get("/account")).status_code == 200
    kept = await accounts.find_by_person(new.person)
    assert kept is not None
    assert kept.totp_secret is not None
    assert enrolment.secret not in kept.totp_secret  # sealed


async def test_the_picture_is_for_the_browser_that_sets_it_up(browser: Browser, amina: Known) -> None:
    assert (await browser.get("/sign-in/authenticator.svg")).status_code == 404
    await browser.get("/sign-in")
    await browser.send("/sign-in", email=amina.email, password=PASSWORD)
    assert (await browser.get("/sign-in/authenticator.svg")).status_code == 404


async def test_the_eleventh_password_in_five_minutes_waits(amina: Known, key: bytes) -> None:
    for number in range(10):
        with pytest.raises(SignInRefused):
            await signin.check_password(amina.email, "wrong", Visit(f"192.0.2.{number}"), key)
    with pytest.raises(TooMany):
        await signin.check_password(amina.email, PASSWORD, Visit("192.0.2.99"), key)


async def test_the_sixth_code_in_five_minutes_waits(amina: Known, key: bytes) -> None:
    visit = Visit("192.0.2.4")
    step = await signin.check_password(amina.email, PASSWORD, visit, key)
    for _ in range(5):
        with pytest.raises(CodeRefused):
            await signin.check_code(step, "000000", visit, key, NOW)
    with pytest.raises(TooMany):
        await signin.check_code(step, code_at(NOW), visit, key, NOW)


async def test_waiting_is_told_with_its_seconds(browser: Browser, amina: Known) -> None:
    await browser.get("/sign-in")
    for _ in range(10):
        await browser.send("/sign-in", email=amina.email, password="wrong")
    answer = await browser.send("/sign-in", email=amina.email, password=PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 300


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/evil",
     "/%0d%0aX: y z", "\\\\evil", " //evil", "/ok\r\nX: 1"],
)  # fmt: skip
async def test_going_on_never_leads_elsewhere(browser: Browser, amina: Known, wanted: str) -> None:
    await browser.get("/sign-in")
    await browser.send("/sign-in", email=amina.email, password=PASSWORD, next=wanted)
    await browser.get("/sign-in/code")
    answer = await browser.send("/sign-in/code", code=code_at(datetime.now(UTC)), next=wanted)
    assert answer.headers["location"] == "/desk"


async def test_going_on_leads_where_one_wanted(browser: Browser, amina: Known) -> None:
    page = await browser.get("/sign-in?next=/applications/abc%3Fx%3D1")
    assert 'value="/applications/abc?x=1"' in page.text
    first = await browser.send("/sign-in", email=amina.email, password=PASSWORD, next="/applications/abc?x=1")
    page = await browser.get(first.headers["location"])
    assert 'value="/applications/abc?x=1"' in page.text


async def test_proving_it_again_gives_the_session_a_new_secret(amina: Known, key: bytes) -> None:
    visit = Visit("192.0.2.5")
    step = await signin.check_password(amina.email, PASSWORD, visit, key)
    token = await signin.check_code(step, code_at(NOW), visit, key, NOW)
    await sql.execute("UPDATE session SET proved_at = now() - interval '6 minutes'")
    session = await sessions.find(token)
    assert session is not None
    assert not session.proved
    later = NOW + timedelta(minutes=2)
    with pytest.raises(SignInRefused):
        await signin.prove(token, signin.Proof("wrong", code_at(later)), visit, key, later)
    fresh = await signin.prove(token, signin.Proof(PASSWORD, code_at(later)), visit, key, later)
    assert await sessions.find(token) is None
    session = await sessions.find(fresh)
    assert session is not None
    assert session.proved
