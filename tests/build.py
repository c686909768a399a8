"""Cases already on their way, put down directly for tests of what comes after.

Each is made inside one act with its event, as a command would make it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from csas.domain.casework import Case
from csas.domain.permissions import Actor
from csas.store import cases, definitions, reads, sql
from csas.store.transaction import act
from tests.world import NOW, World

CONTENT: dict[str, dict[str, Any]] = {
    "organisation": {"legal-name": "As registered", "address": "London", "business": "Patrols"},
    "people": {"officer-name": "The responsible officer", "signatory-name": "The signatory"},
    "employees": {"number": "25", "roles": "Street wardens, seven days a week", "paid": "yes"},
    "supervisors": {"names": ["Ada Brook, team leader"], "ratio": "8", "how": "Briefings and visits"},
    "complaints": {"procedure": "Acknowledged, looked into, answered", "days": "2"},
    "uniform": {"description": "Green jackets", "badge": "Left breast"},
    "training": {"provider": "Calder College", "courses": "Two weeks", "refreshed": "Each year"},
}


async def submitted(
    world: World,
    organisation: str,
    *,
    areas: Sequence[str] = ("Westminster",),
    powers: Sequence[str] = ("1a", "3"),
    at: datetime = NOW,
    process: str = "accreditation",
    state: str = "checking",
    place: str = "none",
) -> str:
    """An application of this organisation (by its name), submitted and at the completeness check."""
    org = await sql.fetchval("SELECT id FROM organisation WHERE name = $1", organisation)
    person = await _officer_of(org)
    scheme = await sql.fetchrow("SELECT id, force_id FROM scheme ORDER BY id LIMIT 1")
    assert scheme
    async with act(person, at) as this:
        case = await cases.open_case(
            definitions.current(process),
            title=organisation,
            force=scheme["force_id"],
            scheme=scheme["id"],
            now=at,
            organisation=org,
        )
        this.opened(case)
        await _insert(case, person, areas, powers, at, place)
        await this.move(case, state)
        await cases.take_part(case, person, "application:submit", at)
        await this.record("application:submitted", case=case)
    return case.ref


async def _officer_of(organisation: int) -> Actor:
    person = await sql.fetchval(
        "SELECT person_id FROM role_holding WHERE organisation_id = $1 AND role = 'responsible-officer'", organisation
    )
    found = await reads.load_actor(person)
    assert found
    return found


async def _insert(
    case: Case, person: Actor, areas: Sequence[str], powers: Sequence[str], at: datetime, place: str
) -> None:
    edition = await sql.fetchval("SELECT id FROM edition WHERE upper_inf(in_force) AND NOT isempty(in_force)")
    application = await sql.fetchval(
        """INSERT INTO application (force_id, scheme_id, case_id, sort, edition_id, place)
           VALUES ($1, $2, $3, 'new', $4, $5) RETURNING id""",
        case.force,
        case.scheme,
        case.id,
        edition,
        place,
    )
    codes = await sql.fetch("SELECT id, code FROM area WHERE name = ANY ($1::text[])", list(areas))
    content = {
        **CONTENT,
        "powers": {"powers": list(powers)},
        "areas": {"areas": [row["code"] for row in codes]},
    }
    version = await sql.fetchval(
        """INSERT INTO application_version (application_id, number, edition_id, content, hash, declared_by,
                                            declared_post, declaration, submitted_by, submitted_at)
           VALUES ($1, 1, $2, $3, $4, $5, 'Director', 'It is true.', $6, $7) RETURNING id""",
        application,
        edition,
        content,
        hashlib.sha256(msgspec.json.encode(content)).hexdigest(),
        person.name,
        person.person,
        at,
    )
    await sql.execute(
        "INSERT INTO sought_area (version_id, area_id) SELECT $1, unnest($2::bigint[])",
        version,
        [row["id"] for row in codes],
    )
    await sql.execute(
        """INSERT INTO sought_power (version_id, power_id, justification)
           SELECT $1, id, 'It happens every week.' FROM power WHERE code = ANY ($2::text[])""",
        version,
        list(powers),
    )
