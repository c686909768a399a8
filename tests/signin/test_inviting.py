"""The operator lets the first person in; what was used or ran out is not kept for ever."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import asyncpg
import pytest

from csas import inviting
from csas.settings import Settings, SetUpFault
from csas.store import files, invitations, sql
from csas.store.invitations import Place
from tests.database import Addresses
from tests.world import Browser, World

LINK = "http://127.0.0.1:8000/invitations/"


@pytest.fixture
def theirs(database: Addresses, tmp_path: Path) -> Settings:
    return Settings(database_url=database.url, var_dir=tmp_path)


def test_a_link_leads_the_first_scheme_manager_in(
    theirs: Settings, people: dict[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    inviting.invite(theirs, "First@Force.example", "Ada First", "scheme-manager")
    link, advice = capsys.readouterr().out.splitlines()
    assert link.startswith(LINK)
    assert "Ada First" in advice
    [row] = asyncio.run(_invited(theirs))
    assert (row["email"], row["role"], row["scheme_id"] is not None) == ("first@force.example", "scheme-manager", True)


async def _invited(theirs: Settings) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(theirs.database_url)
    try:
        return list(await connection.fetch("SELECT * FROM invitation WHERE name = 'Ada First'"))
    finally:
        await connection.close()


def test_a_role_in_an_organisation_names_it(theirs: Settings, people: dict[str, int]) -> None:
    for at in ("", "no-such-one"):
        with pytest.raises(SetUpFault, match="organisation"):
            inviting.invite(theirs, "a@b.example", "Ada", "signatory", at=at)
    inviting.invite(theirs, "a@b.example", "Ada", "signatory", at="Northbank Homes")


@pytest.mark.parametrize(
    ("email", "name", "role", "words"),
    [
        ("nobody", "Ada", "scheme-manager", "e-mail"),
        ("a@b.example", " ", "scheme-manager", "name"),
        ("a@b.example", "Ada", "king", "There is no role “king”"),
    ],
)
def test_what_cannot_be_is_told(theirs: Settings, email: str, name: str, role: str, words: str) -> None:
    with pytest.raises(SetUpFault, match=words):
        inviting.invite(theirs, email, name, role)


async def test_old_invitations_are_swept_and_open_ones_kept(world: World) -> None:
    place = Place(role="member", organisation=await world.organisation("Northbank Homes"))
    for name in ("Used", "Expired", "Fresh", "Open"):
        await invitations.create(f"{name.lower()}@people.example", name, place)
    long_ago = "now() - interval '31 days'"
    await sql.execute(f"UPDATE invitation SET used_at = {long_ago} WHERE name = 'Used'")
    await sql.execute(f"UPDATE invitation SET expires_at = {long_ago} WHERE name = 'Expired'")
    await sql.execute("UPDATE invitation SET used_at = now() WHERE name = 'Fresh'")
    await invitations.sweep()
    left = {row["name"] for row in await sql.fetch("SELECT name FROM invitation")}
    assert {"Fresh", "Open"} <= left
    assert not left & {"Used", "Expired"}


async def test_unfinished_files_are_swept_after_a_day(tmp_path: Path) -> None:
    files.use(tmp_path)
    whole = await files.keep(b"whole")
    old, young = tmp_path / "ab" / "old.part", tmp_path / "ab" / "young.part"
    old.parent.mkdir(exist_ok=True)
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    os.utime(tmp_path / whole, (0, 0))
    assert await files.sweep() == 1
    assert (young.exists(), old.exists(), await files.read(whole)) == (True, False, b"whole")


async def test_whoever_is_invited_sees_for_what(world: World, browser: Browser) -> None:
    place = await invitations.find_place("case-officer", "")
    assert place
    token = await invitations.create("new@people.example", "New Officer", place)
    assert "new@people.example" in (await browser.get(f"/invitations/{token}")).text
