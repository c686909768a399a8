"""From an empty migrated database to a scheme manager who signs in: by one command and the link it sends."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from csas import __main__ as command
from csas.settings import Settings
from csas.store import accounts, engine, reads, schemes, sessions, sql
from tests.database import Addresses
from tests.served import app_for
from tests.signin.conftest import Browser

Create = Callable[..., int]
NEW = "marmalade harbour kettle"
SAID = {
    "--name": "Metropolitan community safety accreditation scheme",
    "--force": "Metropolitan Police Service",
    "--police-area": "Metropolitan",
    "--chief-officer": "the Commissioner of Police of the Metropolis",
    "--telephone": "020 7946 0101",
    "--manager": "Ada First",
    "--email": "Ada@Force.example",
}


@pytest.fixture
def create(database: Addresses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Create:
    monkeypatch.setenv("CSAS_DATABASE_URL", database.url)
    monkeypatch.setenv("CSAS_VAR_DIR", str(tmp_path))

    def run(**other: str) -> int:
        said = {**SAID, **{f"--{name.replace('_', '-')}": value for name, value in other.items()}}
        return command.main(["scheme", "create", *(part for pair in said.items() for part in pair)])

    return run


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"police_area": "Atlantis"}, "Known are: City of London, Metropolitan"),
        ({"email": "nobody", "manager": " "}, "e-mail"),
        ({"powers": "3,99z"}, "There is no power 99z"),
        ({"name": " ", "force": ""}, "what the scheme is called. Say what the police force"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_set_up(
    create: Create, other: dict[str, str], words: str, capsys: pytest.CaptureFixture[str], database: Addresses
) -> None:
    assert create(**other) == 1
    assert words in capsys.readouterr().err
    assert asyncio.run(_count(database)) == 0


async def _count(database: Addresses) -> int:
    await engine.open_pool(database.url, size=1)
    found: int = await sql.fetchval("SELECT count(*) FROM scheme")
    await engine.close_pool()
    return found


def test_the_first_manager_comes_in_by_the_link(
    create: Create, database: Addresses, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert create() == 0
    told = capsys.readouterr().out
    path = re.search(r"/invitations/\S+", told)
    assert path is not None
    asyncio.run(_comes_in(database, tmp_path, path.group(0)))
    for area in ("Metropolitan", "City of London"):
        assert create(police_area=area) == 1
        assert "is set up already, and an installation has one scheme" in capsys.readouterr().err
    assert asyncio.run(_count(database)) == 1


async def _comes_in(database: Addresses, folder: Path, path: str) -> None:
    await engine.open_pool(database.url)
    sent = await sql.fetchval("SELECT facts ->> 'path' FROM outbox_message WHERE to_address = 'ada@force.example'")
    assert sent == path
    browser = Browser(app_for(Settings(database_url=database.url, var_dir=folder)))
    await browser.get(path)
    assert (await browser.send(f"{path}/accept", password=NEW, again=NEW)).status_code == 303
    account = await accounts.find_by_email("ada@force.example")
    assert account is not None
    actor = await reads.load_actor(account.person)
    scheme = await schemes.find_first()
    assert actor is not None
    assert scheme is not None
    assert (scheme.name, actor.schemes("scheme-manager")) == (SAID["--name"], frozenset({scheme.id}))
    assert await sql.fetchval("SELECT count(*) FROM power_adoption") > 10
    assert await sql.fetchval("SELECT tag FROM event ORDER BY id LIMIT 1") == "scheme:established"
    token = await sessions.start(account.person, account=account.id)
    for page in (
        "/",
        "/desk",
        "/cases",
        "/standards",
        "/register",
        "/demand",
        "/courses",
        "/adoptions",
        "/uses",
        "/outbox",
    ):
        assert (await browser.get(page, headers={"cookie": f"csas={token}"})).status_code == 200, page
    await browser.client.aclose()
    await engine.close_pool()
