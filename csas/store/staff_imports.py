"""Spreadsheets on their way to a staff list, and the import of all their rows in a few statements.

What a spreadsheet said is kept only until it is imported, or a day. Whether its rows are
good is the domain's to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from csas.domain import permissions, refusals
from csas.domain.permissions import Actor, Subject
from csas.domain.spreadsheets import Sheet, SheetFault, key_of
from csas.domain.staff import start_of
from csas.domain.staff_cells import Known
from csas.domain.staff_sheet import StaffRow, person_key
from csas.domain.values import Struct
from csas.store import outbox, sql
from csas.store.numbers import new_ref
from csas.store.together import together


class Waiting(Struct):
    """A spreadsheet that was read; `faults` are the first of `fault_count`."""

    id: int
    ref: str
    organisation: int
    name: str
    state: str
    mapping: dict[str, str]
    faults: tuple[SheetFault, ...]
    fault_count: int
    row_count: int
    added_by: int
    added_at: datetime
    done_at: datetime | None


_WAITING = """SELECT id, ref, organisation_id AS organisation, name, state, mapping, faults, fault_count, row_count,
        added_by, added_at, done_at FROM staff_import"""


async def put(organisation: int, name: str, sheet: Sheet, person: int | None, now: datetime) -> str:
    """Keep what was read until somebody has looked it over; its reference."""
    ref: str = await sql.fetchval(
        """INSERT INTO staff_import (ref, organisation_id, name, content, row_count, added_by, added_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ref""",
        new_ref(),
        organisation,
        name,
        msgspec.to_builtins(sheet),
        len(sheet.rows),
        person,
        now,
    )
    return ref


async def load(actor: Actor, ref: str) -> Waiting:
    """A spreadsheet of an employer for which this actor may import."""
    return _waiting(await sql.fetchrow(f"{_WAITING} WHERE ref = $1", ref), actor)


async def hold(actor: Actor, ref: str) -> Waiting:
    """The same, locked until the act ends, so that it is imported once."""
    return _waiting(await sql.fetchrow(f"{_WAITING} WHERE ref = $1 FOR UPDATE", ref), actor)


def _waiting(row: sql.Record | None, actor: Actor) -> Waiting:
    if row is None or not permissions.allows(actor, "staff:import", Subject(organisation=row["organisation"])):
        raise refusals.NotFound
    return Waiting(**{**dict(row), "faults": msgspec.convert(row["faults"], type=tuple[SheetFault, ...])})


async def find(number: int) -> tuple[str, int] | None:
    """The reference of one that waits to be imported, and who asked for it."""
    row = await sql.fetchrow("SELECT ref, added_by FROM staff_import WHERE id = $1 AND state = 'waiting'", number)
    return (row["ref"], row["added_by"]) if row else None


async def list_waiting() -> list[int]:
    """Those that wait since before a worker may have gone away."""
    rows = await sql.fetch("SELECT id FROM staff_import WHERE state = 'waiting' ORDER BY id")
    return [row["id"] for row in rows]


async def content(number: int) -> Sheet:
    return msgspec.convert(await sql.fetchval("SELECT content FROM staff_import WHERE id = $1", number), type=Sheet)


async def note(number: int, state: str, mapping: Mapping[str, str], faults: Sequence[SheetFault], count: int) -> None:
    """Keep how the checking went."""
    await sql.execute(
        "UPDATE staff_import SET state = $2, mapping = $3, faults = $4, fault_count = $5 WHERE id = $1",
        number,
        state,
        dict(mapping),
        msgspec.to_builtins(faults),
        count,
    )


async def set_state(number: int, state: str) -> None:
    await sql.execute("UPDATE staff_import SET state = $2 WHERE id = $1", number, state)


async def queue(number: int) -> None:
    """Leave it to the worker: the state and the job together or neither."""
    async with together():
        await set_state(number, "waiting")
        await outbox.enqueue("import", number)


async def finish(number: int, now: datetime) -> None:
    """Imported: what the rows said is on the list now and nowhere else."""
    await sql.execute("DELETE FROM staff_import_progress WHERE staff_import_id = $1", number)
    await sql.execute("UPDATE staff_import SET state = 'done', content = '{}', done_at = $2 WHERE id = $1", number, now)


async def tell(number: int, rows: int) -> None:
    """Say how many rows are added so far: beside the act, which nobody can look into before it is over."""
    async with sql.connection_of_pool() as connection:
        with sql.hold(connection):
            await sql.execute(
                """INSERT INTO staff_import_progress (staff_import_id, rows_added) VALUES ($1, $2)
                   ON CONFLICT (staff_import_id) DO UPDATE SET rows_added = EXCLUDED.rows_added""",
                number,
                rows,
            )


async def progress(number: int) -> int:
    """How many rows of an import under way are added so far."""
    found: int = await sql.fetchval(
        "SELECT coalesce(max(rows_added), 0) FROM staff_import_progress WHERE staff_import_id = $1", number
    )
    return found


async def sweep() -> int:
    """Forget spreadsheets after a day."""
    await sql.execute(
        """DELETE FROM staff_import_progress p WHERE NOT EXISTS (SELECT 1 FROM staff_import i
             WHERE i.id = p.staff_import_id AND i.added_at >= now() - interval '1 day')"""
    )
    return await sql.execute("DELETE FROM staff_import WHERE added_at < now() - interval '1 day'")


async def known(organisation: int) -> Known:
    """What the employer has already, against which rows are checked."""
    rows = await sql.fetch(
        "SELECT lower(number) AS number, email, name, born_on FROM staff_member WHERE organisation_id = $1",
        organisation,
    )
    profiles = await sql.fetch("SELECT ref, title FROM role_profile WHERE organisation_id = $1", organisation)
    zones = await sql.fetch("SELECT ref, name FROM zone WHERE organisation_id = $1", organisation)
    people = (person_key(row["email"], row["name"], row["born_on"]) for row in rows)
    return Known(
        numbers=frozenset(row["number"] for row in rows),
        people=frozenset(who for who in people if who),
        profiles={key_of(row["title"]): row["ref"] for row in profiles},
        zones={key_of(row["name"]): row["ref"] for row in zones},
    )


class Added(Struct):
    """Whom an import put on the list; ids are internal."""

    staff: tuple[int, ...]
    people: tuple[int, ...]


async def add_part(organisation: int, rows: Sequence[StaffRow], now: datetime) -> Added:
    """Put these people on the list, recognising those whom their address, name and date of birth name alike."""
    people = await _people(rows)
    staff = await _members(organisation, rows, people, now)
    await _employments(organisation, rows, staff, people)
    await _zones(organisation, rows, staff)
    return Added(staff=tuple(staff), people=tuple(people))


async def _people(rows: Sequence[StaffRow]) -> list[int]:
    found = await _recognised(rows)
    keys = [person_key(row.email, row.name, row.born_on) for row in rows]
    new = [row for row, key in zip(rows, keys, strict=True) if key not in found]
    refs = [new_ref() for _ in new]
    added = await sql.fetch(
        """INSERT INTO person (ref, name, email)
           SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) RETURNING ref, id""",
        refs,
        [row.name for row in new],
        [row.email or None for row in new],
    )
    by_ref = {row["ref"]: row["id"] for row in added}
    fresh = iter([by_ref[ref] for ref in refs])
    return [found[key] if key in found else next(fresh) for key in keys]


async def _recognised(rows: Sequence[StaffRow]) -> dict[Any, int]:
    """People known by another record, by what must all agree; where two people agree, neither is taken."""
    named = [row for row in rows if row.email]
    met = await sql.fetch(
        """SELECT DISTINCT s.person_id, s.email, s.name, s.born_on FROM staff_member s
           JOIN unnest($1::date[], $2::text[]) w (born_on, email)
               ON s.born_on = w.born_on AND lower(s.email) = lower(w.email)""",
        [row.born_on for row in named],
        [row.email for row in named],
    )
    people: dict[Any, set[int]] = {}
    for row in met:
        people.setdefault(person_key(row["email"], row["name"], row["born_on"]), set()).add(row["person_id"])
    return {key: next(iter(ids)) for key, ids in people.items() if key and len(ids) == 1}


async def _members(organisation: int, rows: Sequence[StaffRow], people: Sequence[int], now: datetime) -> list[int]:
    refs = [new_ref() for _ in rows]
    added = await sql.fetch(
        """INSERT INTO staff_member (ref, organisation_id, person_id, name, number, email, telephone, born_on, job, site,
                                     profile_id, added_at)
           SELECT w.ref, $1, w.person, w.name, w.number, nullif(w.email, ''), nullif(w.telephone, ''), w.born_on, w.job,
               w.site, r.id, $12
           FROM unnest($2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $8::date[], $9::text[],
               $10::text[], $11::text[]) w (ref, person, name, number, email, telephone, born_on, job, site, profile)
           LEFT JOIN role_profile r ON r.ref = w.profile AND r.organisation_id = $1
           RETURNING ref, id""",
        organisation,
        refs,
        list(people),
        [row.name for row in rows],
        [row.number for row in rows],
        [row.email for row in rows],
        [row.telephone for row in rows],
        [row.born_on for row in rows],
        [row.job for row in rows],
        [row.site for row in rows],
        [row.profile for row in rows],
        now,
    )
    by_ref = {row["ref"]: row["id"] for row in added}
    return [by_ref[ref] for ref in refs]


async def _employments(
    organisation: int, rows: Sequence[StaffRow], staff: Sequence[int], people: Sequence[int]
) -> None:
    await sql.execute(
        """INSERT INTO employment (ref, staff_member_id, person_id, organisation_id, valid)
           SELECT w.ref, w.staff, w.person, $1, tstzrange(w.since, NULL)
           FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::timestamptz[]) w (ref, staff, person, since)""",
        organisation,
        [new_ref() for _ in rows],
        list(staff),
        list(people),
        [start_of(row.from_on) for row in rows],
    )


async def _zones(organisation: int, rows: Sequence[StaffRow], staff: Sequence[int]) -> None:
    pairs = [(member, ref) for row, member in zip(rows, staff, strict=True) for ref in row.zones]
    await sql.execute(
        """INSERT INTO staff_zone (staff_member_id, zone_id)
           SELECT w.member, z.id FROM unnest($2::bigint[], $3::text[]) w (member, ref)
           JOIN zone z ON z.ref = w.ref AND z.organisation_id = $1""",
        organisation,
        [member for member, _ in pairs],
        [ref for _, ref in pairs],
    )
