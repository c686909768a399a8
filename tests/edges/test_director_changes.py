"""A director changes and the employer is no longer found fit and proper: nobody new is accredited.

The powers given before last until somebody ends them; a finding ends nothing by itself.
"""

from __future__ import annotations

import pytest

from csas.domain import refusals
from csas.domain.permissions import PUBLIC
from csas.domain.standing import power_standing
from csas.store import sql, standing
from csas.store.transaction import act
from tests import individuals as people
from tests import people as employers
from tests.world import NOW, World


async def test_nobody_new_until_the_employer_is_found_fit_again(world: World) -> None:
    northbank = await employers.provider(world)
    _, before = await people.accredited(world, northbank)
    await _find(world, northbank, fit=False)
    ola = await people.fit(world, northbank, "Ola Berg")
    ref = await people.ready(world, ola)
    with pytest.raises(refusals.NotFitAndProper):
        await people.grant(world, ref)
    assert power_standing(await standing.load(await people.accreditation(before)), "3", NOW).in_force
    await _find(world, northbank, fit=True)
    await people.grant(world, ref)


async def _find(world: World, employer: employers.Provider, *, fit: bool) -> None:
    """The newest finding on the employer counts."""
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            """INSERT INTO finding (application_id, round, subject, satisfied, evidence, found_by, found_at)
               SELECT application_id, 1, 'fit-and-proper', $2, 'The new director.', $3, $4
               FROM arrangement WHERE ref = $1 AND upper_inf(known)""",
            employer.arrangement,
            fit,
            world.people["priya"],
            NOW,
        )
        await this.record("application:found", scheme=employer.scheme)
