"""Acts that reach all 5,000 people of a provider: each has to be over in five seconds, with a notice to everybody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from csas.commands import arrangements, lapses, provider_suspensions, uniforms
from csas.commands.individual_life import Propose
from csas.domain.permissions import PUBLIC
from csas.outbound import worker
from csas.store import sql
from csas.store.transaction import act
from tests import crowds
from tests.bench.public import analyse
from tests.bench.racing import Result
from tests.bench.stage import Stage
from tests.people import SINCE, Provider, provider
from tests.world import NOW, World

PEOPLE = 5_000
SECONDS = 5.0
RESERVED = 30.0
POWERS = ("1a", "7")  # the second is given up, and no other bench has it
WHY = "Complaints were not answered."
Do = Callable[[datetime], Awaitable[Any]]


def measure(stage: Stage, people: int = PEOPLE) -> list[Result]:
    """A provider with so many people, each with an instrument and a card, and one act after another."""
    employer = stage.do(lambda world: _staff(world, people))
    asyncio.run(analyse(stage))
    found: list[Result] = stage.do(lambda world: _acts(world, employer, people))
    return found


async def _staff(world: World, people: int) -> Provider:
    employer = await provider(world, "Lantern University", powers=POWERS)
    await _papers(employer, await crowds.crowd(world, employer, people, powers=POWERS))
    return employer


async def _acts(world: World, employer: Provider, people: int) -> list[Result]:
    case, organisation = await _names(employer)
    colin, helen, amina = [await world.actor(name) for name in ("colin", "helen", "amina")]
    suspend = provider_suspensions.Suspend(ref=case, explanation=WHY)
    propose = Propose(ref=case, why="They are answered now.")
    lift = provider_suspensions.Lift(ref=case, confirm=True)
    approve = uniforms.Approve(organisation=organisation, description="Blue coat", badge="Right breast")
    redescribe = uniforms.Redescribe(organisation=organisation)
    end_adoption = uniforms.EndAdoption(power=POWERS[1], explanation="The power is not needed any more.")
    end = arrangements.End(ref=case, reason=WHY)

    async def prepare(at: datetime) -> None:
        await provider_suspensions.propose_lifting(propose, colin, at)
        await uniforms.approve(approve, colin, at)

    return [
        await _timed("a provider suspended", people, lambda at: provider_suspensions.suspend(suspend, colin, at), 1),
        await _timed(
            "its suspension lifted", people, lambda at: provider_suspensions.lift(lift, helen, at), 3, prepare
        ),
        await _timed("its new uniform described", people, lambda at: uniforms.redescribe(redescribe, helen, at), 4),
        await _timed("a power given up", people, lambda at: uniforms.end_adoption(end_adoption, amina, at), 5),
        await _reserved(people),
        await _timed("an arrangement ended", people, lambda at: arrangements.end(end, helen, at), 6),
        await _looked_after(people, 7),
    ]


async def _timed(what: str, people: int, do: Do, at: int, before: Do | None = None) -> Result:
    """One act, one event; the seconds beside what they may be at most."""
    if before:
        await before(NOW + timedelta(minutes=at - 1))
    events = await _events()
    began = perf_counter()
    await do(NOW + timedelta(minutes=at))
    seconds = perf_counter() - began
    if await _events() != events + 1:
        raise AssertionError(f"{what}: not one event")
    return _result(f"{what}, with {people:,} people", seconds)


def _result(name: str, seconds: float) -> Result:
    notes = f"{seconds:.2f} s; at most {SECONDS:.0f} s"
    return Result(name, round(seconds / SECONDS, 3), 1.0, most=True, notes=notes)


async def _reserved(people: int) -> Result:
    """The worker reserves new papers for everybody who lost the power, so many in each act."""
    began = perf_counter()
    acts = await worker.reserve_due()
    seconds = perf_counter() - began
    made = await sql.fetchval("SELECT count(DISTINCT accreditation_id) FROM document WHERE state = 'reserved'")
    if made < people:
        raise AssertionError(f"new papers for {made:,} of {people:,} people")
    notes = f"{seconds:.2f} s in {acts} acts; at most {RESERVED:.0f} s"
    return Result(
        f"their new papers reserved, with {people:,} people", round(seconds / RESERVED, 3), 1.0, most=True, notes=notes
    )


async def _looked_after(people: int, at: int) -> Result:
    """The clock after an arrangement has ended: everybody was told by the act, and it writes to nobody again."""
    began = perf_counter()
    await lapses.look_round(NOW + timedelta(minutes=at))
    seconds = perf_counter() - began
    if await sql.fetchval("SELECT count(*) FROM outbox_message WHERE kind = 'lapsed' AND (facts ->> 'own')::boolean"):
        raise AssertionError("somebody was told twice")
    return _result(f"the clock looks after {people:,} people of it", seconds)


async def _events() -> int:
    found: int = await sql.fetchval("SELECT count(*) FROM event")
    return found


async def _names(employer: Provider) -> tuple[str, str]:
    """The case of the arrangement, and the organisation, as commands name them."""
    row = await sql.fetchrow(
        """SELECT c.ref, o.ref AS organisation FROM arrangement r JOIN application a ON a.id = r.application_id
               JOIN casefile c ON c.id = a.case_id JOIN organisation o ON o.id = r.organisation_id WHERE r.ref = $1""",
        employer.arrangement,
    )
    if row is None:
        raise LookupError(employer.arrangement)
    return row["ref"], row["organisation"]


_NUMBERED = """WITH n AS (INSERT INTO document_number (number) SELECT lpad(a::text, 12, $4::text) || '0'
        FROM unnest($1::bigint[]) a RETURNING number)
    INSERT INTO document (ref, force_id, scheme_id, case_id, organisation_id, accreditation_id, kind, number, snapshot,
        state, sha256, stored_as, reserved_at, issued_at)
    SELECT $3 || a.id, a.force_id, a.scheme_id, a.case_id, a.organisation_id, a.id, $3, lpad(a.id::text, 12, $4) || '0',
        '{}', 'issued', 'none', 'none', $2, $2
    FROM accreditation a WHERE a.id = ANY ($1::bigint[]) AND (SELECT count(*) FROM n) > 0"""


async def _papers(employer: Provider, ids: list[int]) -> None:
    """An issued instrument and card for each."""
    for start in range(0, len(ids), crowds.AT_ONCE):
        async with act(PUBLIC, SINCE) as this:
            for kind, mark in (("instrument", "A"), ("card", "B")):
                # The foreign key to the number is looked at after the statement.
                await sql.execute(_NUMBERED, ids[start : start + crowds.AT_ONCE], SINCE, kind, mark)
            await this.record("document:issued", scheme=employer.scheme)
