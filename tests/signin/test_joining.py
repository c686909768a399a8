"""Links come by message, work once, and tell a stranger nothing."""

from datetime import UTC, datetime

import pytest

from csas.commands import enrolling, sweeping
from csas.commands.passwords import is_right
from csas.domain.accounts import LinkSpent
from csas.domain.permissions import PUBLIC, Actor
from csas.domain.refusals import EmailTaken
from csas.store import accounts, reads, sessions, sql, transaction
from csas.store.invitations import Place
from csas.store.together import together
from csas.store.tokens import digest
from tests.signin.conftest import PASSWORD, Browser, Known, MakeAccount
from tests.signin.test_sign_in import without_token

NEW = "marmalade harbour kettle"


def now() -> datetime:
    return datetime.now(UTC)


async def link_to(email: str) -> str:
    """The path in the last message to an address."""
    path: str = await sql.fetchval(
        "SELECT facts->>'path' FROM outbox_message WHERE to_address = $1 ORDER BY id DESC LIMIT 1",
        email,
    )
    return path


async def organisation() -> int:
    async with transaction.act(PUBLIC, now()) as act:
        made: int = await sql.fetchval(
            "INSERT INTO organisation (ref, name, legal_name, sector, address, registered_at)"
            " VALUES ('halcyonguar' || (random() * 1e6)::int, 'Halcyon', 'Halcyon', 'private', 'Here', now()) RETURNING id"
        )
        await act.record("organisation:registered")
    return made


async def test_an_invitation_opens_an_account_with_its_role(browser: Browser, store: object) -> None:
    place = Place(role="signatory", organisation=await organisation())
    async with together():
        await enrolling.invite("Dana@Example.org", "Dana", place, now())
    path = await link_to("dana@example.org")
    assert "Dana" in (await browser.get(path)).text
    short = await browser.send(f"{path}/accept", password="too short", again="too short")
    assert short.status_code == 400
    assert "at least 15" in short.text
    unequal = await browser.send(f"{path}/accept", password=NEW, again=NEW + "x")
    assert "same password twice" in unequal.text
    assert (await browser.send(f"{path}/accept", password=NEW, again=NEW)).status_code == 303
    account = await accounts.find_by_email("dana@example.org")
    assert account is not None
    actor = await reads.load_actor(account.person)
    assert actor is not None
    assert [holding.role for holding in actor.holdings] == ["signatory"]
    told = await sql.fetchrow("SELECT tag, actor_id FROM event ORDER BY id DESC LIMIT 1")
    assert told is not None
    assert (told["tag"], told["actor_id"]) == ("account:joined", account.person)
    spent = await browser.send(f"{path}/accept", password=NEW, again=NEW)
    assert spent.status_code == 410
    assert "used or is too old" in spent.text


async def test_an_invitation_waits_three_days_and_no_longer(store: object) -> None:
    async with together():
        await enrolling.invite("late@example.org", "Late", None, now())
    token = (await link_to("late@example.org")).rpartition("/")[2]
    assert (await enrolling.find_invitation(token)).name == "Late"
    await sql.execute("UPDATE invitation SET expires_at = now() - interval '1 second'")
    with pytest.raises(LinkSpent):
        await enrolling.accept(token, NEW, NEW, now())


async def test_somebody_with_an_account_accepts_a_second_role(amina: Known, make_account: MakeAccount) -> None:
    place = Place(role="member", organisation=await organisation())
    async with together():
        await enrolling.invite(amina.email, "Amina", place, now())
    token = (await link_to(amina.email)).rpartition("/")[2]
    wrong = await make_account("Stranger")
    with pytest.raises(LinkSpent):
        await enrolling.accept_as(token, Actor(person=wrong.person, kind="person"), now())
    with pytest.raises(EmailTaken):
        await enrolling.accept(token, NEW, NEW, now())
    await enrolling.accept_as(token, Actor(person=amina.person, kind="person"), now())
    actor = await reads.load_actor(amina.person)
    assert actor is not None
    assert [holding.role for holding in actor.holdings] == ["member"]


async def test_registering_answers_known_and_unknown_alike(browser: Browser, amina: Known) -> None:
    await browser.get("/accounts/register")
    known = await browser.send("/accounts/register", name="Amina", email=amina.email)
    unknown = await browser.send("/accounts/register", name="Amina", email="new.person@example.org")
    assert known.status_code == unknown.status_code == 200
    assert without_token(known.text) == without_token(unknown.text)
    assert (await link_to("new.person@example.org")).startswith("/invitations/")
    assert (await link_to(amina.email)).startswith("/sign-in/new-password/")


async def test_registering_names_every_fault_and_keeps_what_was_typed(browser: Browser) -> None:
    await browser.get("/accounts/register")
    answer = await browser.send("/accounts/register", name="", email="<script>")
    assert answer.status_code == 400
    assert 'href="#name"' in answer.text
    assert 'href="#email"' in answer.text
    assert "&lt;script&gt;" in answer.text


async def test_a_forgotten_password_answers_known_and_unknown_alike(browser: Browser, amina: Known) -> None:
    await browser.get("/sign-in/forgotten")
    known = await browser.send("/sign-in/forgotten", email=amina.email)
    unknown = await browser.send("/sign-in/forgotten", email="nobody.at.all@example.org")
    assert known.status_code == unknown.status_code == 200
    assert without_token(known.text) == without_token(unknown.text)
    sent = "SELECT count(*) FROM outbox_message WHERE to_address = $1"
    assert await sql.fetchval(sent, amina.email) == 1
    assert await sql.fetchval(sent, "nobody.at.all@example.org") == 0


async def test_a_new_password_ends_every_session_and_keeps_the_authenticator(
    browser: Browser, other: Browser, amina: Known
) -> None:
    await other.sign_in(amina.email)
    await enrolling.send_reset(amina.email, now())
    path = await link_to(amina.email)
    await browser.get(path)
    answer = await browser.send(f"{path}/replace", password=NEW, again=NEW)
    assert answer.status_code == 303
    assert (await other.get("/account")).status_code == 401
    account = await accounts.find_by_email(amina.email)
    assert account is not None
    assert account.totp_secret is not None
    assert await is_right(account.password_hash, NEW)
    assert not await is_right(account.password_hash, PASSWORD)
    assert (await browser.send(f"{path}/replace", password=NEW, again=NEW)).status_code == 410


async def test_only_the_last_link_works_and_for_a_quarter_of_an_hour(amina: Known) -> None:
    await enrolling.send_reset(amina.email, now())
    first = (await link_to(amina.email)).rpartition("/")[2]
    await enrolling.send_reset(amina.email, now())
    second = (await link_to(amina.email)).rpartition("/")[2]
    with pytest.raises(LinkSpent):
        await enrolling.find_reset(first)
    assert (await enrolling.find_reset(second)).id == amina.account
    await sql.execute("UPDATE password_reset SET expires_at = now() - interval '1 second'")
    with pytest.raises(LinkSpent):
        await enrolling.replace_password(second, NEW, NEW)


async def test_links_are_kept_only_as_digests(amina: Known) -> None:
    await enrolling.send_reset(amina.email, now())
    token = (await link_to(amina.email)).rpartition("/")[2]
    kept = "SELECT count(*) FROM password_reset WHERE token_hash = $1"
    assert await sql.fetchval(kept, digest(token)) == 1
    assert await sql.fetchval(kept, token.encode()[:32]) == 0


async def test_a_sixth_link_in_a_day_waits(browser: Browser, amina: Known) -> None:
    await browser.get("/sign-in/forgotten")
    for _ in range(5):
        assert (await browser.send("/sign-in/forgotten", email=amina.email)).status_code == 200
    assert (await browser.send("/sign-in/forgotten", email=amina.email)).status_code == 429


async def test_a_session_started_before_the_change_is_not_found(amina: Known) -> None:
    token = await sessions.start(amina.person, account=amina.account)
    await accounts.set_password(amina.account, "$argon2id$irrelevant")
    assert await sessions.find(token) is None


async def test_the_operator_hands_the_first_person_a_link(browser: Browser, store: object) -> None:
    place = Place(role="member", organisation=await organisation())
    path = await enrolling.make_link("First@Example.org", "First", place)
    assert "first@example.org" in (await browser.get(path)).text
    assert await sql.fetchval("SELECT count(*) FROM outbox_message WHERE to_address = 'first@example.org'") == 0


async def test_sweeping_removes_only_what_can_never_count_again(amina: Known) -> None:
    live = await sessions.start(amina.person, account=amina.account)
    dead = await sessions.start(amina.person, account=amina.account)
    await sql.execute("UPDATE session SET created_at = now() - interval '9 hours' WHERE token_hash = $1", digest(dead))
    await enrolling.send_reset(amina.email, now())
    await sweeping.sweep()
    assert await sessions.find(live) is not None
    assert await sql.fetchval("SELECT count(*) FROM session WHERE token_hash = $1", digest(dead)) == 0
    kept = await sql.fetchval("SELECT count(*) FROM password_reset WHERE account_id = $1", amina.account)
    assert kept == 1
