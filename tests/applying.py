"""An application that waits for local endorsement, put down without its earlier steps.

Stories about endorsement begin here; how an application gets so far is told
elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from csas.commands import endorsing
from csas.domain.applications import Content, Said, content_hash
from csas.domain.casework import Case
from csas.store import cases, definitions, sql
from csas.store.transaction import Act, act
from tests.world import NOW, World

WESTMINSTER, CAMDEN, LAMBETH = "E09000033", "E09000007", "E09000022"
POWERS = {"3": "To ask for names when an offence is reported.", "5": "To stop drinking in the square."}


TOLD: Content = {"training": {"provider": Said(label="Who trains", value=("Calder College",))}}


class Applied(NamedTuple):
    """The case, the application and the version that was asked about."""

    case: Case
    application: int
    version: int
    hash: str


async def apply(
    world: World,
    organisation: str,
    areas: tuple[str, ...],
    powers: Mapping[str, str] = POWERS,
    content: Content | None = None,
    now: datetime = NOW,
) -> Applied:
    """An application accepted as complete, with its requests sent out."""
    colin = await world.actor("colin")
    async with act(colin, now) as this:
        case = await _open(world, organisation, now)
        application: int = await sql.fetchval(
            """INSERT INTO application (force_id, scheme_id, case_id, sort, edition_id)
               VALUES ($1, $2, $3, 'new', (SELECT min(id) FROM edition)) RETURNING id""",
            case.force,
            case.scheme,
            case.id,
        )
        version, digest = await add_version(world, application, areas, powers, content or TOLD, now)
        await endorsing.request_all(this, case, application, version, digest)
        children = await sql.fetch("SELECT id FROM casefile WHERE parent_id = $1", case.id)
        await this.record("application:accepted", case=case, subjects={"case": [row["id"] for row in children]})
    return Applied(case, application, version, digest)


async def _open(world: World, organisation: str, now: datetime) -> Case:
    case = await cases.open_case(
        definitions.current("accreditation"),
        title=organisation,
        force=await sql.fetchval("SELECT min(id) FROM force"),
        scheme=await world.scheme(),
        now=now,
        organisation=await world.organisation(organisation),
    )
    await sql.execute("UPDATE casefile SET state = 'awaiting-endorsement' WHERE id = $1", case.id)
    found = await cases.find(case.ref)
    assert found
    return found


async def add_version(
    world: World,
    application: int,
    areas: tuple[str, ...],
    powers: Mapping[str, str],
    content: Content,
    now: datetime,
    zones: Mapping[str, str] = {},
) -> tuple[int, str]:
    """One more frozen version of an application."""
    said: Content = {
        **content,
        "powers": {code: Said(label=code, value=(why,)) for code, why in powers.items()},
        "areas": {code: Said(label=code, value=(zones.get(code, "All of it"), "Ourselves", "")) for code in areas},
    }
    version: int = await sql.fetchval(
        """INSERT INTO application_version (application_id, number, edition_id, content, hash, declared_by, declared_post,
                                            declaration, submitted_by, submitted_at)
           VALUES ($1, 1 + (SELECT count(*) FROM application_version WHERE application_id = $1),
                   (SELECT min(id) FROM edition), $2, $3, 'Dana Kovacs', 'Director', 'True', $4, $5) RETURNING id""",
        application,
        msgspec.to_builtins(said),
        content_hash(said),
        world.people["dana"],
        now,
    )
    await sql.execute(
        "INSERT INTO sought_area (version_id, area_id) SELECT $1, id FROM area WHERE code = ANY ($2)",
        version,
        list(areas),
    )
    for code, why in powers.items():
        await sql.execute(
            "INSERT INTO sought_power (version_id, power_id, justification) SELECT $1, id, $3 FROM power WHERE code = $2",
            version,
            code,
            why,
        )
    return version, content_hash(said)


async def correct(
    world: World,
    applied: Applied,
    slug: str,
    areas: tuple[str, ...],
    powers: Mapping[str, str] = POWERS,
    content: Content | None = None,
    zones: Mapping[str, str] = {},
    now: datetime = NOW,
) -> list[str]:
    """A correction by the applicant; returns whom it asks again."""
    async with act(await world.actor(slug), now) as this:
        return await _correct(this, world, applied, areas, powers, content or TOLD, zones)


async def _correct(
    this: Act,
    world: World,
    applied: Applied,
    areas: tuple[str, ...],
    powers: Mapping[str, str],
    content: Content,
    zones: Mapping[str, str],
) -> list[str]:
    case = await this.hold_id(applied.case.id)
    version, digest = await add_version(world, applied.application, areas, powers, content, this.now, zones)
    asked = await endorsing.reopen_touched(this, case, applied.application, None, version, digest)
    await this.record("application:corrected", case=case)
    return asked


async def request_of(applied: Applied, partnership: str) -> str:
    """The reference of the request to a partnership, by the first word of its name."""
    ref: str = await sql.fetchval(
        """SELECT c.ref FROM endorsement e JOIN casefile c ON c.id = e.case_id JOIN partnership t ON t.id = e.partnership_id
           WHERE e.application_id = $1 AND t.name LIKE $2 || '%'""",
        applied.application,
        partnership,
    )
    return ref


async def state_of(ref: str) -> str:
    found: str = await sql.fetchval("SELECT state FROM casefile WHERE ref = $1", ref)
    return found
