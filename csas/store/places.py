"""The places of a phase: taken one at a time under a lock on the phase.

A place is held by an application that is under way, or by the arrangement that
came of it. Nothing here decides an application: without a place it waits.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import structs

from csas.domain import casework
from csas.domain.casework import Case, Room
from csas.domain.values import Struct
from csas.store import sql

# A variation adds to an arrangement and so to its place. A closed case holds one only by its arrangement.
_HOLDING = """a.scheme_id = $1 AND a.place = 'held' AND (
        NOT coalesce((d.body -> 'states' -> c.state ->> 'closed')::boolean, false)
        OR EXISTS (SELECT 1 FROM arrangement r
            WHERE r.application_id = a.id AND r.valid @> $2::timestamptz AND upper_inf(r.known)))"""
# What varies an arrangement needs no place of its own, unless its own arrangement ended and it is decided again.
_NEEDS_ONE = """(n.sort = 'new' OR EXISTS (SELECT 1 FROM arrangement r WHERE r.application_id = n.id
    AND upper_inf(r.known) AND upper(r.valid) <= $2::timestamptz))"""
_FROM = "FROM application a JOIN casefile c ON c.id = a.case_id JOIN definition d ON d.digest = c.digest"


class PlaceLine(Struct):
    """Somebody who holds a place, or waits for one."""

    ref: str
    title: str
    state: str


class Places(Struct):
    """The places of the present phase; `cap` is None where no phase limits them."""

    phase: str
    cap: int | None
    held: tuple[PlaceLine, ...]
    reserve: tuple[PlaceLine, ...]

    @property
    def free(self) -> int | None:
        return None if self.cap is None else max(0, self.cap - len(self.held))


async def take(scheme: int, application_id: int, now: datetime) -> str:
    """Give the application a place if one is free, else put it on the reserve list: held, reserve or not-needed."""
    cap = await sql.fetchval(
        "SELECT most FROM phase WHERE scheme_id = $1 AND valid @> $2::timestamptz FOR UPDATE", scheme, now
    )
    application = await sql.fetchrow(
        f"SELECT {_NEEDS_ONE} AS needs_one, n.place FROM application n WHERE n.id = $1",  # noqa: S608 - constant text
        application_id,
        now,
    )
    if application is None:
        raise LookupError(application_id)
    if not application["needs_one"]:
        return await _set(application_id, "not-needed")
    if application["place"] == "held":
        return "held"
    taken = await sql.fetchval(f"SELECT count(*) {_FROM} WHERE {_HOLDING}", scheme, now)
    return await _set(application_id, "held" if cap is None or taken < cap else "reserve")


async def take_again(case: Case, now: datetime) -> str:
    """A place for an application that was closed and is reopened: held, reserve or not-needed.

    What it held when it was closed counts no more: others may have taken it since.
    """
    application: int = await sql.fetchval(
        "UPDATE application SET place = 'none' WHERE case_id = $1 RETURNING id", case.id
    )
    return await take(case.scheme, application, now)


_ROOM = f"""SELECT {_NEEDS_ONE} AS needs_one, n.place, p.name, p.most,
        CASE WHEN p.most IS NOT NULL THEN (SELECT count(*) {_FROM} WHERE {_HOLDING}) END AS taken
    FROM application n LEFT JOIN phase p ON p.scheme_id = $1 AND p.valid @> $2::timestamptz WHERE n.case_id = $3"""  # noqa: S608 - constant text


async def with_room(case: Case, now: datetime) -> Case:
    """The case with its standing among the places of the phase, where a step of its state asks for that."""
    row = await sql.fetchrow(_ROOM, case.scheme, now, case.id) if casework.asks_for_room(case) else None
    return structs.replace(case, room=_room(row)) if row else case


def _room(row: sql.Record) -> Room:
    phase = row["name"] or "phase"
    return Room(
        place=row["place"] if row["needs_one"] else "not-needed",
        free=row["most"] is None or row["taken"] < row["most"],
        cap=row["most"] or 0,
        phase=phase[:1].lower() + phase[1:],
    )


async def pass_on(application_id: int, successor_id: int) -> None:
    """Hand a place to the application whose arrangement takes the place of the other's."""
    place = await sql.fetchval("SELECT place FROM application WHERE id = $1", application_id)
    await _set(successor_id, place)
    await _set(application_id, "none")


async def _set(application_id: int, place: str) -> str:
    await sql.execute("UPDATE application SET place = $2 WHERE id = $1", application_id, place)
    return place


async def load(scheme: int, now: datetime) -> Places:
    """Who holds the places, and who waits, in the order of submission."""
    phase = await sql.fetchrow(
        "SELECT name, most FROM phase WHERE scheme_id = $1 AND valid @> $2::timestamptz", scheme, now
    )
    held = await sql.fetch(f"{_LINE} WHERE {_HOLDING} ORDER BY c.opened_at, c.id", scheme, now)
    reserve = await sql.fetch(_RESERVE, scheme)
    return Places(
        phase=phase["name"] if phase else "",
        cap=phase["most"] if phase else None,
        held=tuple(PlaceLine(**dict(row)) for row in held),
        reserve=tuple(PlaceLine(**dict(row)) for row in reserve),
    )


_LINE = f"SELECT c.ref, c.title, d.body -> 'states' -> c.state ->> 'words' AS state {_FROM}"
_RESERVE = f"""{_LINE} WHERE a.scheme_id = $1 AND a.place = 'reserve'
    AND NOT coalesce((d.body -> 'states' -> c.state ->> 'closed')::boolean, false) ORDER BY c.opened_at, c.id"""


async def count_held(scheme: int, now: datetime) -> int:
    """How many places are held, offered or in force."""
    held: int = await sql.fetchval(f"SELECT count(*) {_FROM} WHERE {_HOLDING}", scheme, now)
    return held
