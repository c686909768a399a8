"""Vetting withdrawn with reasons that may not be disclosed: the person is told, the employer is not."""

from __future__ import annotations

from datetime import timedelta

from csas.commands import individual_endings
from csas.domain.standing import power_standing
from csas.store import sql, standing
from tests import individuals as people
from tests import people as employers
from tests.world import NOW, Browser, World

MINUTE = timedelta(minutes=1)
SECRET = "An association with somebody under investigation."


async def test_the_employer_learns_that_and_never_why(world: World, browser: Browser) -> None:
    northbank = await employers.provider(world)
    _, ref = await people.accredited(world, northbank)
    wanted = individual_endings.Withdraw(ref=ref, reasons=("vetting",), explanation=SECRET)
    await individual_endings.withdraw(wanted, await world.actor("helen"), NOW + MINUTE)
    facts = await standing.load(await people.accreditation(ref))
    assert power_standing(facts, "3", NOW + 2 * MINUTE).cause == "withdrawn"
    letters = await sql.fetch(
        "SELECT to_name, facts::text AS facts FROM outbox_message WHERE facts::text LIKE '%notice%'"
    )
    told = [row["to_name"] for row in letters if SECRET in row["facts"]]
    assert told == ["Mo Farrow"]
    await browser.sign_in("sam")
    page = (await browser.get(f"/individuals/{ref}")).text
    assert "Withdrawn" in page
    assert SECRET not in page
