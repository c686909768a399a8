"""Fresh providers without end: each application of a life has an organisation of its own."""

from __future__ import annotations

import asyncpg

from csas.domain.permissions import PUBLIC, Actor
from csas.store import reads, sql
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests.database import Addresses
from tests.world import NOW

SIGNING = ("responsible-officer", "signatory")


async def provider(sector: str = "charity") -> tuple[int, Actor]:
    """A new organisation and the one person who acts for it."""
    async with act(PUBLIC, NOW) as this:
        organisation: int = await sql.fetchval(
            """INSERT INTO organisation (ref, name, legal_name, sector, number, address, registered_at)
               VALUES ($1, 'Provider ' || $1, 'Provider', $2, '1', 'London', $3) RETURNING id""",
            new_ref(),
            sector,
            NOW,
        )
        person: int = await sql.fetchval(
            "INSERT INTO person (ref, name, email) VALUES ($1, 'Robin Ashe', 'robin@people.example') RETURNING id",
            new_ref(),
        )
        for role in SIGNING:
            await sql.execute(
                """INSERT INTO role_holding (person_id, role, post, organisation_id, valid)
                   VALUES ($1, $2, 'Director', $3, tstzrange($4, NULL))""",
                person,
                role,
                organisation,
                NOW,
            )
        await this.record("organisation:registered")
    found = await reads.load_actor(person)
    assert found
    return organisation, found


async def loosen(database: Addresses) -> None:
    """Let the owner change the number of places, which no command does."""
    owner = await asyncpg.connect(database.owner_url)
    try:
        for table in ("phase", "application"):
            await owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_has_event")
    finally:
        await owner.close()


async def places(database: Addresses, most: int) -> None:
    owner = await asyncpg.connect(database.owner_url)
    try:
        await owner.execute("UPDATE phase SET least = 0, most = $1", most)
    finally:
        await owner.close()
