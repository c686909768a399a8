"""Amina drafts an edition and consults on it; everybody named by s.40(4) must be written to."""

from datetime import timedelta

import pytest

from csas.commands import standards as commands
from csas.domain import refusals
from csas.domain.permissions import PUBLIC
from csas.domain.standards import Edition
from csas.store import sql, standards
from csas.store.transaction import act
from tests.world import NOW, World

LATER = NOW + timedelta(days=1)


async def _draft(world: World, title: str = "Edition under test") -> str:
    amina = await world.actor("amina")
    event = await commands.draft(commands.Draft(title=title, basis="What we know"), amina, NOW)
    return event.ref


async def test_a_draft_starts_with_the_requirements_and_every_consultee(world: World) -> None:
    ref = await _draft(world)
    edition = await _edition(ref)
    assert [r.code for r in edition.requirements] == ["O1", "V1", "M1", "F1"]
    assert sum(1 for c in edition.consultees if c.kind == "local-authority") == 32


async def _edition(ref: str) -> Edition:
    number = await sql.fetchval("SELECT e.id FROM edition e JOIN casefile c ON c.id = e.case_id WHERE c.ref = $1", ref)
    return await standards.load(number)


async def test_closing_is_refused_while_a_borough_was_not_written_to(world: World) -> None:
    amina = await world.actor("amina")
    ref = await _draft(world)
    await commands.consult(commands.Consult(ref=ref, written_on=NOW.date(), channel="letter"), amina, LATER)
    await _forget(ref, "Camden Council")
    with pytest.raises(refusals.ConsultationIncomplete) as refused:
        await commands.close_consultation(commands.CloseConsultation(ref=ref), amina, LATER)
    assert "Camden" in refused.value.message


async def _forget(ref: str, name: str) -> None:
    async with act(PUBLIC, LATER) as this:
        await sql.execute(
            """UPDATE consultee SET written_on = NULL WHERE name = $2 AND edition_id =
               (SELECT e.id FROM edition e JOIN casefile c ON c.id = e.case_id WHERE c.ref = $1)""",
            ref,
            name,
        )
        await this.record("standards:response-recorded")


async def test_a_day_in_the_future_is_a_fault(world: World) -> None:
    amina = await world.actor("amina")
    ref = await _draft(world)
    with pytest.raises(refusals.Faults) as refused:
        await commands.consult(
            commands.Consult(ref=ref, written_on=LATER.date() + timedelta(days=9), channel="letter"), amina, LATER
        )
    assert refused.value.faults[0].field == "written_on"


async def test_a_case_officer_may_not_draft(world: World) -> None:
    colin = await world.actor("colin")
    ref = await _draft(world)
    with pytest.raises(refusals.NotAllowed):
        await commands.discard(commands.Discard(ref=ref, reason="No"), colin, LATER)


async def test_an_applicant_does_not_see_a_draft(world: World) -> None:
    ref = await _draft(world)
    with pytest.raises(refusals.NotFound):
        await commands.discard(commands.Discard(ref=ref, reason="No"), await world.actor("ruth"), LATER)
