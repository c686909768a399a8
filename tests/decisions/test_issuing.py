"""A certificate that was cut off anywhere on its way is finished later, once, under its number."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from csas.commands import documents as commands
from csas.domain.certificates import is_well_formed
from csas.outbound import issuing
from csas.outbound.documents import signing
from csas.settings import Settings
from csas.store import documents, sql
from tests.decided import case_of, hours, in_force
from tests.world import World


class Killed(Exception):
    """The process ends here."""


async def _reserved(world: World, organisation: str, by: str) -> documents.Document:
    ref = await in_force(world, organisation, by, place="not-needed")
    (found,) = await documents.list_of_case((await case_of(ref)).id)
    return found


CASES = (("make", "Northbank Homes", "sam"), ("keep", "Halcyon Guarding", "dana"), ("mark", "Hobb Market", "walter"))


@pytest.mark.parametrize(("step", "organisation", "by"), CASES)
async def test_whatever_was_cut_off_is_finished(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str, organisation: str, by: str
) -> None:
    reserved = await _reserved(world, organisation, by)
    assert reserved.certificate
    with monkeypatch.context() as cut:
        _cut_off(cut, step)
        with pytest.raises(Killed):
            await issuing.issue(reserved.id, settings)
    half = await documents.find(reserved.id)
    assert half
    assert half.state == "reserved"
    assert await issuing.recover(settings) == 1
    issued = await documents.find(reserved.id)
    assert issued
    assert (issued.state, issued.number, issued.certificate) == ("issued", reserved.number, reserved.certificate)
    await asyncio.to_thread(_is_genuine, settings, issued)
    assert await issuing.recover(settings) == 0


def _cut_off(cut: pytest.MonkeyPatch, step: str) -> None:
    def die(*_: object) -> None:
        raise Killed

    async def die_later(*_: object) -> None:
        raise Killed

    if step == "mark":
        cut.setattr(commands, "issue", die_later)
    else:
        cut.setattr(issuing, step, die)


def _is_genuine(settings: Settings, issued: documents.Document) -> None:
    path = settings.files_dir / issuing.FOLDER / (issued.stored_as or "")
    content = path.read_bytes()
    key = signing.load_or_make(settings.keys_dir, hours(0))
    assert issued.issued_at
    verdict = signing.verify(content, issued.sha256 or "", key, issued.issued_at)
    assert verdict.genuine, verdict.findings
    assert not [left for left in path.parent.iterdir() if left.name.startswith(".")]


async def test_two_workers_issue_it_once(world: World, settings: Settings) -> None:
    reserved = await _reserved(world, "Lantern University", "imogen")
    done = await asyncio.gather(*(issuing.issue(reserved.id, settings) for _ in range(4)))
    assert sorted(done) == [False, False, False, True]
    told = await sql.fetchval(
        "SELECT count(*) FROM event_subject WHERE kind = 'document' AND subject_id = $1", reserved.id
    )
    assert told == 1


async def test_numbers_are_well_formed_and_stay_burnt(world: World) -> None:
    rows = await sql.fetch("SELECT number FROM document_number")
    assert len(rows) == len(CASES) + 1
    assert all(is_well_formed(row["number"]) for row in rows)
    with pytest.raises(Exception, match=r"never changed|permission denied"):
        await sql.execute("DELETE FROM document_number")


async def test_a_certificate_that_does_not_say_what_it_must_is_not_signed(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserved = await _reserved(world, "Tideway Events", "nora")
    with monkeypatch.context() as wrong:
        wrong.setattr(issuing, "lint", lambda *_: ["It says something else."])
        with pytest.raises(issuing.Faulty, match="something else"):
            await issuing.issue(reserved.id, settings)
    assert await issuing.issue(reserved.id, settings)


def test_a_file_is_wholly_there_or_not_at_all(tmp_path: Path) -> None:
    digest, name = issuing.keep(tmp_path / "documents", b"%PDF once")
    again, same = issuing.keep(tmp_path / "documents", b"%PDF once")
    assert (digest, name) == (again, same)
    assert (tmp_path / "documents" / name).read_bytes() == b"%PDF once"
    assert len(list((tmp_path / "documents").rglob("*.*"))) == 1
