"""From a request to powers in force: each step by whoever may take it, and in nobody else's hands."""

from __future__ import annotations

import pytest

from csas.domain import refusals
from csas.domain.standing import accreditation_standing, power_standing
from csas.store import sql, standing
from tests import individuals as people
from tests import people as employers
from tests.decided import state
from tests.world import NOW, World


async def test_a_request_becomes_powers_in_force(world: World) -> None:
    northbank = await employers.provider(world)
    mo = await people.fit(world, northbank)
    ref = await people.request(world, mo)
    assert await state(ref) == "identity"
    await people.check_identity(world, ref)
    assert await state(ref) == "assessment", "vetting and training were in date, so both were passed by at once"
    await people.find(world, ref)
    await people.recommend(world, ref)
    await people.grant(world, ref)
    assert await state(ref) == "accredited"
    facts = await standing.load(await people.accreditation(ref))
    assert accreditation_standing(facts, NOW).in_force
    for code in ("1a", "3"):
        answer = power_standing(facts, code, NOW)
        assert answer.in_force, answer.cause
    assert set(facts.terms[0].rests_on) == {"training", "vetting"}
    letters = await sql.fetch("SELECT kind, to_name FROM outbox_message ORDER BY id")
    assert {row["to_name"] for row in letters if row["kind"] == "individual-decided"} >= {"Mo Farrow"}


async def test_nobody_has_two_parts(world: World) -> None:
    northbank = await employers.provider(world, "Kingsmarch Centre", areas=("Lambeth",))
    mo = await people.fit(world, northbank, "Ola Berg")
    with pytest.raises(refusals.NotFound):
        await people.request(world, mo, by="ruth")
