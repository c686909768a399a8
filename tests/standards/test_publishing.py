"""Publishing puts an edition in force, supersedes the one before and leaves it standing still."""

from datetime import timedelta

import asyncpg
import pytest

from csas.commands import standards as commands
from csas.domain import standards as rules
from csas.domain.permissions import PUBLIC
from csas.domain.standards import Requirement
from csas.store import cases, sql, standards
from csas.store.transaction import act
from tests.world import NOW, World

LATER = NOW + timedelta(days=2)


async def _published(world: World) -> str:
    amina = await world.actor("amina")
    ref = (await commands.draft(commands.Draft(title="The next edition", basis="Findings"), amina, NOW)).ref
    await commands.consult(commands.Consult(ref=ref, written_on=NOW.date(), channel="letter"), amina, LATER)
    await commands.close_consultation(commands.CloseConsultation(ref=ref), amina, LATER)
    await commands.publish(commands.Publish(ref=ref, standing="provisional", confirm=True), amina, LATER)
    return ref


async def test_the_new_edition_is_in_force_and_the_old_one_superseded(world: World) -> None:
    ref = await _published(world)
    found = await standards.find_in_force(await world.scheme(), LATER)
    assert found is not None
    assert found.title == "The next edition"
    states = await sql.fetch("SELECT state FROM casefile WHERE process = 'standards' ORDER BY id")
    assert [row["state"] for row in states] == ["superseded", "published"]
    case = await cases.find(ref)
    assert case is not None
    with pytest.raises(asyncpg.RestrictViolationError):
        await _change_published(found.id)


async def _change_published(edition: int) -> None:
    async with act(PUBLIC, LATER) as this:
        await standards.put_requirement(edition, Requirement(code="X1", family="fees", title="x", body="x"))
        await this.record("standards:edited", facts={"code": "X1"})


def test_an_edition_leaves_short_whoever_was_not_shown_to_meet_it() -> None:
    old = (_requirement("M1", "One supervisor for ten"), _requirement("M2", "Complaints"))
    new = (_requirement("M1", "One supervisor for eight"), _requirement("M2", "Complaints"), _requirement("M3", "New"))
    found = rules.shortfalls(new, old, {"M1": "met", "M2": "partly"}, "private")
    assert {(each.code, each.why) for each in found} == {
        ("M1", "Changed since it was assessed"),
        ("M2", "Assessed as partly met"),
        ("M3", "New in this edition; never assessed"),
    }


def test_a_requirement_for_other_sectors_leaves_nobody_short() -> None:
    bound = Requirement(code="V3", family="vetting", title="t", body="b", sectors=("private",))
    assert rules.shortfalls((bound,), (), {}, "health") == ()


def _requirement(code: str, body: str) -> Requirement:
    return Requirement(code=code, family="management", title=code, body=body)
