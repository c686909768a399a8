"""A decision names its version and hash, happens once, and is never changed."""

from contextlib import suppress

import asyncpg
import pytest

from csas.domain import refusals
from csas.domain.permissions import PUBLIC
from csas.store import considered, sql
from csas.store.transaction import act
from tests.decided import (
    CAMDEN,
    LAMBETH,
    WESTMINSTER,
    areas_of,
    assess,
    case_of,
    hours,
    offer,
    ready,
    recommend,
    recommended,
    state,
)
from tests.world import World


async def test_it_names_the_version_it_was_made_on_and_its_hash(world: World) -> None:
    ref = await recommended(world)
    await offer(world, ref)
    row = await sql.fetchrow(
        """SELECT d.hash, v.hash AS frozen, v.number, g.instrument, d.term_until FROM decision d
           JOIN application_version v ON v.id = d.version_id JOIN delegation g ON g.id = d.delegation_id
           JOIN application a ON a.id = d.application_id JOIN casefile c ON c.id = a.case_id WHERE c.ref = $1""",
        ref,
    )
    assert row
    assert (row["hash"], row["number"]) == (row["frozen"], 1)
    assert row["term_until"].isoformat() == "2027-07-02", "the phase ends before the usual term"


async def test_the_database_refuses_a_decision_on_another_hash(world: World) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await _decide_on("other")


async def _decide_on(hash_: str) -> None:
    """A decision put down behind the rules' back."""
    async with act(PUBLIC, hours(9)) as this:
        await sql.execute(
            """INSERT INTO decision (ref, application_id, round, version_id, hash, outcome, reasons, explanation,
                   conditions, delegation_id, decided_by, decided_at)
               SELECT 'anotherhash1', application_id, 99, version_id, $1, outcome, reasons, explanation,
                   conditions, delegation_id, decided_by, decided_at FROM decision LIMIT 1""",
            hash_,
        )
        await this.record("application:offered")


@pytest.mark.parametrize("table", ["decision", "decided_power", "recommendation", "assessment", "finding", "signature"])
async def test_what_was_decided_is_never_changed(world: World, table: str) -> None:
    for statement in (f"UPDATE {table} SET ctid = ctid", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(asyncpg.PostgresError):
            await sql.execute(statement)


async def test_a_second_click_decides_nothing_more(world: World) -> None:
    ref = await recommended(world)
    await offer(world, ref)
    with pytest.raises(refusals.NotNow):
        await offer(world, ref, at=3.1)


async def test_a_power_that_was_not_sought_is_not_granted(world: World) -> None:
    ref = await recommended(world)
    with pytest.raises(refusals.NotSought, match="not-sought"):
        await offer(world, ref, powers=("1a", "3", "7"), explanation="More.")
    with pytest.raises(refusals.NotSought):
        await offer(world, ref, areas=(WESTMINSTER, LAMBETH), explanation="More.")


async def test_the_settled_areas_are_recommended_while_another_is_open(world: World) -> None:
    ref = await ready(
        world, areas=("Westminster", "Camden"), opinions={"Camden": "requested"}, state="awaiting-endorsement"
    )
    await assess(world, ref)
    with pytest.raises(refusals.NotSettled, match="not-settled"):
        await recommend(world, ref, areas=(WESTMINSTER, CAMDEN))
    await recommend(world, ref, areas=(WESTMINSTER,))
    assert await state(ref) == "with-decision-maker"


class Undone(Exception):
    """Takes back what a test put down for all tests."""


async def test_an_area_asked_of_two_partnerships_is_settled_when_both_have_answered(world: World) -> None:
    ref = await ready(
        world, areas=("Westminster", "Camden"), opinions={"Camden": "requested"}, state="awaiting-endorsement"
    )
    with suppress(Undone):
        async with act(PUBLIC, hours(2)):
            await sql.execute(
                """INSERT INTO partnership_area (partnership_id, area_id) SELECT pa.partnership_id, w.id
                   FROM partnership_area pa JOIN area c ON c.id = pa.area_id AND c.code = $1, area w WHERE w.code = $2""",
                CAMDEN,
                WESTMINSTER,
            )
            sought = (await considered.load(await case_of(ref), hours(2))).areas
            assert {area.code: area.settled for area in sought} == {WESTMINSTER: False, CAMDEN: False}
            raise Undone


async def test_an_objection_is_advice_and_deciding_against_it_needs_a_reason(world: World) -> None:
    ref = await recommended(world, opinions={"Westminster": "object"})
    with pytest.raises(refusals.Faults):
        await offer(world, ref)
    await offer(world, ref, against="The objection rests on another organisation.")
    assert await state(ref) == "offered"


async def test_silence_is_settled_and_is_no_endorsement(world: World) -> None:
    ref = await ready(world, areas=("Westminster",), opinions={"Westminster": "silent"})
    await assess(world, ref)
    await recommend(world, ref)
    with pytest.raises(refusals.Faults):
        await offer(world, ref)
    await offer(world, ref, against="No view is no objection.")


async def test_the_national_programme_needs_no_endorsement(world: World) -> None:
    ref = await ready(world, "Vehicle Inspectorate", powers=("9",), process="vehicle-stopping")
    await assess(world, ref)
    everywhere = await areas_of(ref)
    await recommend(world, ref, powers=("9",), areas=everywhere)
    await offer(world, ref, powers=("9",), areas=everywhere)
    assert await state(ref) == "offered"
