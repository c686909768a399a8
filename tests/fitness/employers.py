"""An employer with people, once for each module of tests."""

from __future__ import annotations

from datetime import date

from csas.domain.permissions import PUBLIC
from csas.store import sql
from csas.store.transaction import act
from tests import people
from tests.people import Provider
from tests.world import NOW, World


async def employer_of(world: World) -> Provider:
    """Northbank Homes with its arrangement, made when it is first asked for."""
    if not await sql.fetchval("SELECT count(*) FROM arrangement"):
        return await people.provider(world)
    return await _again()


async def _again() -> Provider:
    row = await sql.fetchrow(
        """SELECT r.organisation_id, r.scheme_id, r.force_id, r.ref AS arrangement, u.ref AS uniform FROM arrangement r
           JOIN uniform u ON u.organisation_id = r.organisation_id WHERE upper_inf(r.known) LIMIT 1"""
    )
    assert row
    areas = await sql.fetchval("SELECT array_agg(code ORDER BY code) FROM area WHERE name IN ('Lambeth', 'Southwark')")
    return Provider(
        organisation=row["organisation_id"],
        scheme=row["scheme_id"],
        force=row["force_id"],
        arrangement=row["arrangement"],
        uniform=row["uniform"],
        areas=tuple(areas),
    )


async def ref_of(employer: Provider) -> str:
    found: str = await sql.fetchval("SELECT ref FROM organisation WHERE id = $1", employer.organisation)
    return found


async def newcomer(employer: Provider, name: str) -> tuple[int, str]:
    """Somebody employed, with no training, no vetting and no accreditation; their person and staff reference."""
    async with act(PUBLIC, NOW) as this:
        person = await people._person(name)
        staff, ref = await people._staff(employer, person, date(1990, 5, 4), NOW)
        await people._employ(employer, person, staff, NOW)
        await this.record("role:given")
    return person, ref
