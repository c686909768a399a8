"""A key acts as its person, is shown once, and stops when it should."""

import re

from csas.store import accounts, api_keys, sql
from csas.store.tokens import digest
from tests.signin.conftest import Browser, Known, MakeAccount, age

NUMBER = "n" * 22


async def made_key(browser: Browser, name: str = "Staff system") -> str:
    await browser.get("/account")
    answer = await browser.send("/account/keys/create", name=name)
    found = re.search(r"csas_[A-Za-z0-9_-]{43}", answer.text)
    assert found is not None
    return found.group(0)


async def test_a_key_is_shown_once_and_acts_as_its_person(browser: Browser, other: Browser, amina: Known) -> None:
    await browser.sign_in(amina.email)
    key = await made_key(browser)
    page = (await browser.get("/account")).text
    assert key not in page
    assert key[:11] in page
    other.client.headers["Authorization"] = f"Bearer {key}"
    assert amina.email in (await other.get("/account")).text
    kept = await sql.fetchval("SELECT count(*) FROM api_key WHERE key_hash = $1", digest(key))
    assert kept == 1


async def test_a_revoked_key_is_out_at_once(browser: Browser, other: Browser, amina: Known) -> None:
    await browser.sign_in(amina.email)
    other.client.headers["Authorization"] = f"Bearer {await made_key(browser)}"
    [kept] = await api_keys.list_open(amina.person)
    await browser.get("/account")
    assert (await browser.send(f"/account/keys/{kept.ref}/revoke")).status_code == 303
    assert (await other.get("/account")).status_code == 401


async def test_a_disabled_persons_key_is_out_at_once(other: Browser, amina: Known) -> None:
    key = await api_keys.create(amina.person, "Nightly")
    other.client.headers["Authorization"] = f"Bearer {key}"
    assert (await other.get("/account")).status_code == 200
    await accounts.disable(amina.person)
    assert (await other.get("/account")).status_code == 401


async def test_a_key_ends_after_a_year(other: Browser, amina: Known) -> None:
    key = await api_keys.create(amina.person, "Nightly")
    await sql.execute("UPDATE api_key SET expires_at = now() - interval '1 second'")
    other.client.headers["Authorization"] = f"Bearer {key}"
    assert (await other.get("/account")).status_code == 401


async def test_a_wrong_key_is_refused_even_where_strangers_may_go(other: Browser) -> None:
    for value in ("Bearer csas_" + "a" * 43, "Bearer ", "Basic YTpi", "Bearer x", "nonsense"):
        answer = await other.get("/sign-in", headers={"Authorization": value})
        assert answer.status_code == 401


async def test_nobody_revokes_anothers_key(browser: Browser, amina: Known, make_account: MakeAccount) -> None:
    victim = await make_account("Ruth")
    await api_keys.create(victim.person, "Hers")
    [kept] = await api_keys.list_open(victim.person)
    await browser.sign_in(amina.email)
    await browser.get("/account")
    assert (await browser.send(f"/account/keys/{kept.ref}/revoke")).status_code == 404
    assert await api_keys.list_open(victim.person) == [kept]


async def test_a_key_needs_a_recent_proof_and_a_name(browser: Browser, amina: Known) -> None:
    await browser.sign_in(amina.email)
    await browser.get("/account")
    assert (await browser.send("/account/keys/create", name="  ")).status_code == 400
    assert (await browser.send("/account/keys/create", name="x" * 81)).status_code == 400
    await age("proved_at", 301)
    answer = await browser.send("/account/keys/create", name="Late")
    assert answer.headers["location"] == "/account/prove?next=/account"
    assert await api_keys.list_open(amina.person) == []


async def test_a_key_cannot_make_another(other: Browser, amina: Known) -> None:
    key = await api_keys.create(amina.person, "First")
    other.client.headers["Authorization"] = f"Bearer {key}"
    answer = await other.client.post("/account/keys/create", data={"name": "Second"})
    assert answer.status_code == 303
    assert len(await api_keys.list_open(amina.person)) == 1


async def test_use_is_noted_at_most_once_a_minute(other: Browser, amina: Known) -> None:
    key = await api_keys.create(amina.person, "Nightly")
    other.client.headers["Authorization"] = f"Bearer {key}"
    await other.get("/account")
    first = await sql.fetchval("SELECT last_used_at FROM api_key WHERE key_hash = $1", digest(key))
    assert first is not None
    await other.get("/account")
    again = await sql.fetchval("SELECT last_used_at FROM api_key WHERE key_hash = $1", digest(key))
    assert again == first


async def test_a_double_click_makes_one_key_and_shows_it_twice(browser: Browser, amina: Known) -> None:
    await browser.sign_in(amina.email)
    await browser.get("/account")
    shown = [
        re.findall(
            r"csas_[A-Za-z0-9_-]{43}", (await browser.send("/account/keys/create", name="Nightly", once=NUMBER)).text
        )
        for _ in range(2)
    ]
    assert shown[0] == shown[1] != []
    assert len(await api_keys.list_open(amina.person)) == 1
    assert (await browser.send("/account/keys/create", name="Another", once=NUMBER)).status_code == 409


async def test_the_form_of_a_key_shows_nothing_a_minute_later(browser: Browser, amina: Known) -> None:
    await browser.sign_in(amina.email)
    await browser.get("/account")
    await browser.send("/account/keys/create", name="Nightly", once=NUMBER)
    await sql.execute("UPDATE api_key SET created_at = now() - interval '2 minutes'")
    answer = await browser.send("/account/keys/create", name="Nightly", once=NUMBER)
    assert answer.status_code == 409
    assert "csas_" not in answer.text


async def test_a_key_revoked_twice_is_revoked_once(browser: Browser, amina: Known) -> None:
    await api_keys.create(amina.person, "Nightly")
    [kept] = await api_keys.list_open(amina.person)
    assert await api_keys.revoke(amina.person, kept.ref)
    at = await sql.fetchval("SELECT revoked_at FROM api_key WHERE ref = $1", kept.ref)
    assert await api_keys.revoke(amina.person, kept.ref)
    assert await sql.fetchval("SELECT revoked_at FROM api_key WHERE ref = $1", kept.ref) == at
