"""How often powers were used: by power, provider, borough and month, and the police time it saved.

Void records do not count. Only what the actor may see is counted.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import sql
from csas.store.uses import COUNTED, NOT_VOID, Wanted, scope, values_of

By = Literal["power", "provider", "borough", "month", "outcome", "cause"]
PUBLISHED: tuple[By, ...] = ("power", "borough", "month")
BY: tuple[By, ...] = ("power", "provider", "borough", "month", "outcome", "cause")


class Count(Struct):
    """One line of a count; `code` tells lines with equal names apart."""

    code: str
    name: str
    number: int
    flagged: int
    saved: int


class Totals(Struct):
    number: int
    flagged: int
    minutes: int
    saved: int
    people: int


_GROUPS: dict[By, tuple[str, str, str]] = {
    "power": ("w.code", "min(w.title)", "min(w.id)"),
    "provider": ("o.ref", "min(o.name)", "min(o.name)"),
    "borough": ("coalesce(a.code, '')", "coalesce(min(a.name), 'Not in a borough')", "min(a.name) NULLS LAST"),
    "month": ("to_char(u.at AT TIME ZONE 'Europe/London', 'YYYY-MM')", "''", "1"),
    "cause": ("coalesce(f.cause, '')", "''", "count(*) DESC"),
    "outcome": ("w.code || ':' || u.outcome", "min(w.title)", "min(w.id), count(*) DESC"),
}
_STATEMENTS = {
    by: f"""SELECT {code} AS code, {name} AS name, count(*) AS number, count(f.use_id) AS flagged,
            coalesce(sum(u.saved), 0)::bigint AS saved {COUNTED} AND {NOT_VOID} GROUP BY {code} ORDER BY {order}"""
    for by, (code, name, order) in _GROUPS.items()
}
_TOTALS = f"""SELECT count(*) AS number, count(f.use_id) AS flagged, coalesce(sum(u.minutes), 0)::bigint AS minutes,
    coalesce(sum(u.saved), 0)::bigint AS saved, count(DISTINCT u.person_id) AS people {COUNTED} AND {NOT_VOID}"""


async def count(actor: Actor, wanted: Wanted, by: By) -> list[Count]:
    """The uses this actor may see, counted by one thing."""
    statement = _STATEMENTS[by]
    rows = await sql.fetch(statement, *values_of(actor, wanted))
    return [Count(**dict(row)) for row in rows]


async def count_for_everybody(by: By, since: datetime, until: datetime) -> tuple[Count, ...]:
    """Every use of the installation counted by one thing, without who, which provider or whether it had authority."""
    schemes: list[int] = await sql.fetchval("SELECT coalesce(array_agg(id), '{}') FROM scheme")
    wanted = Wanted(since=since, until=until)
    statement = _STATEMENTS[by]
    rows = await sql.fetch(statement, schemes, [], None, *msgspec.structs.astuple(wanted))
    return tuple(Count(code=row["code"], name=row["name"], number=row["number"], flagged=0, saved=0) for row in rows)


async def totals(actor: Actor, wanted: Wanted) -> Totals:
    row = await sql.fetchrow(_TOTALS, *values_of(actor, wanted))
    return Totals(**dict(row)) if row else Totals(number=0, flagged=0, minutes=0, saved=0, people=0)


class Provider(Struct):
    code: str
    name: str


async def providers(actor: Actor) -> list[Provider]:
    """The organisations with any use this actor may see, by name."""
    rows = await sql.fetch(
        """SELECT o.ref AS code, o.name FROM organisation o WHERE EXISTS (SELECT 1 FROM use_of_power u
           WHERE u.organisation_id = o.id AND (u.scheme_id = ANY ($1::bigint[]) OR u.organisation_id = ANY ($2::bigint[])))
           ORDER BY o.name""",
        *scope(actor)[:2],
    )
    return [Provider(**dict(row)) for row in rows]
