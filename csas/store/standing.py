"""The facts one accreditation's standing rests on, read together in one statement.

What follows from them is domain/standing's to say. Reads here are for those who may ask:
the public by a card's number, the office by its enquiry, people about themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

import msgspec

from csas.domain.standing_facts import PersonFacts
from csas.domain.values import Period, Struct
from csas.store import sql

T = TypeVar("T")
FACTS = "SELECT standing_facts($1)::text"


class Held(Struct):
    """When a power may be used, as the database derives it for sets."""

    accreditation: int
    power: str
    granted: str
    periods: tuple[Period, ...]


async def load(accreditation: int) -> PersonFacts:
    """All facts of an accreditation, also those no longer known to hold."""
    text: str | None = await sql.fetchval(FACTS, accreditation)
    if text is None:
        raise LookupError(accreditation)
    return read(text)


async def load_all(accreditations: Sequence[int]) -> dict[int, PersonFacts]:
    """The same of many accreditations, by their ids."""
    rows = await sql.fetch(
        "SELECT id, standing_facts(id)::text AS facts FROM unnest($1::bigint[]) AS id", list(accreditations)
    )
    return {row["id"]: read(row["facts"]) for row in rows}


def read(text: str) -> PersonFacts:
    return msgspec.json.decode(text, type=PersonFacts)


def read_as(text: str, kind: type[T]) -> T:
    """JSON of the database as plain values."""
    return msgspec.json.decode(text, type=kind)


async def held(accreditation: int, known: datetime | None = None) -> list[Held]:
    """The same accreditation's powers by the set derivation, as known at a moment or now."""
    rows = await sql.fetch(
        """SELECT h.accreditation_id AS accreditation, p.code AS power, h.granted_ref AS granted, h.periods
           FROM authority_known(coalesce($2::timestamptz, 'infinity')) h JOIN power p ON p.id = h.power_id
           WHERE h.accreditation_id = $1 ORDER BY p.id, h.granted_ref""",
        accreditation,
        known,
    )
    return [
        Held(
            accreditation=row["accreditation"],
            power=row["power"],
            granted=row["granted"],
            periods=tuple(Period(start=each.lower, end=each.upper) for each in row["periods"]),
        )
        for row in rows
    ]
