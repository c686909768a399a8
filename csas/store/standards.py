"""Editions of the standards, row to record and back. Published editions are public."""

from __future__ import annotations

from datetime import date, datetime

from csas.domain.casework import Case
from csas.domain.standards import Consultee, Edition, Fee, Requirement
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref

_EDITION = """SELECT e.id, e.ref, e.case_id AS case, e.number, e.title, e.standing, e.basis, e.changes,
    lower(e.in_force) AS since, upper(e.in_force) AS until FROM edition e"""


async def list_published() -> list[Edition]:
    """Published editions, newest first, without their contents."""
    rows = await sql.fetch(f"{_EDITION} WHERE e.in_force IS NOT NULL ORDER BY e.number DESC")
    return [Edition(**dict(row)) for row in rows]


async def list_drafts(schemes: list[int]) -> list[tuple[str, Edition]]:
    """Editions not yet published, with the ref of their case."""
    rows = await sql.fetch(
        f"""{_EDITION.replace("SELECT", "SELECT c.ref AS case_ref, c.state,")} JOIN casefile c ON c.id = e.case_id
            WHERE e.in_force IS NULL AND e.scheme_id = ANY ($1) AND c.state <> 'discarded'
            ORDER BY e.number DESC""",
        schemes,
    )
    return [(row["case_ref"], _bare(row)) for row in rows]


def _bare(row: sql.Record) -> Edition:
    return Edition(**{name: value for name, value in row.items() if name not in {"case_ref", "state"}})


async def find_in_force(scheme: int, at: datetime) -> Edition | None:
    """The edition in force at a moment, with its contents."""
    row = await sql.fetchrow(f"{_EDITION} WHERE e.scheme_id = $1 AND e.in_force @> $2::timestamptz", scheme, at)
    return await _full(row) if row else None


async def find_published(ref: str) -> Edition | None:
    row = await sql.fetchrow(f"{_EDITION} WHERE e.ref = $1 AND e.in_force IS NOT NULL", ref)
    return await _full(row) if row else None


async def load(edition: int) -> Edition:
    row = await sql.fetchrow(f"{_EDITION} WHERE e.id = $1", edition)
    if row is None:
        raise LookupError(edition)
    return await _full(row)


async def load_for(case: Case) -> Edition:
    """The edition a standards case is about."""
    row = await sql.fetchrow(f"{_EDITION} WHERE e.case_id = $1", case.id)
    if row is None:
        raise LookupError(case.ref)
    return await _full(row)


async def _full(row: sql.Record) -> Edition:
    requirements = await sql.fetch(
        """SELECT code, family, title, body, evidence, critical, sectors FROM requirement WHERE edition_id = $1
           ORDER BY array_position(ARRAY['occupational', 'vetting', 'management', 'fees'], family), id""",
        row["id"],
    )
    fees = await sql.fetch("SELECT sector, stage, pence, note FROM fee WHERE edition_id = $1 ORDER BY id", row["id"])
    consultees = await sql.fetch(
        """SELECT c.ref, c.kind, c.name, a.code AS area, c.written_on, c.channel, c.replied_on, c.reply, c.effect
           FROM consultee c LEFT JOIN area a ON a.id = c.area_id WHERE c.edition_id = $1
           ORDER BY array_position(ARRAY['mayor', 'authority', 'local-authority', 'community', 'other'], c.kind), c.name""",
        row["id"],
    )
    return Edition(
        **dict(row),
        requirements=tuple(_requirement(each) for each in requirements),
        fees=tuple(Fee(**dict(each)) for each in fees),
        consultees=tuple(Consultee(**dict(each)) for each in consultees),
    )


def _requirement(row: sql.Record) -> Requirement:
    return Requirement(**{**dict(row), "sectors": tuple(row["sectors"])})


async def newest(scheme: int) -> Edition | None:
    """The edition with the greatest number, published or not, that was not discarded."""
    row = await sql.fetchrow(
        f"""{_EDITION} JOIN casefile c ON c.id = e.case_id
            WHERE e.scheme_id = $1 AND c.state <> 'discarded' ORDER BY e.number DESC LIMIT 1""",
        scheme,
    )
    return await _full(row) if row else None


async def next_number(scheme: int) -> int:
    number: int = await sql.fetchval("SELECT coalesce(max(number), 0) + 1 FROM edition WHERE scheme_id = $1", scheme)
    return number


async def add(case: Case, number: int, title: str, basis: str, changes: str, standing: str) -> int:
    edition: int = await sql.fetchval(
        """INSERT INTO edition (ref, force_id, scheme_id, case_id, number, title, standing, basis, changes)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id""",
        new_ref(),
        case.force,
        case.scheme,
        case.id,
        number,
        title,
        standing,
        basis,
        changes,
    )
    return edition


async def put_requirement(edition: int, requirement: Requirement) -> None:
    """Add a requirement, or replace the one with its code."""
    await sql.execute(
        """INSERT INTO requirement (edition_id, family, code, title, body, evidence, critical, sectors)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
           ON CONFLICT (edition_id, code) DO UPDATE SET family = excluded.family, title = excluded.title,
               body = excluded.body, evidence = excluded.evidence, critical = excluded.critical,
               sectors = excluded.sectors""",
        edition,
        requirement.family,
        requirement.code,
        requirement.title,
        requirement.body,
        requirement.evidence,
        requirement.critical,
        list(requirement.sectors),
    )


async def drop_requirement(edition: int, code: str) -> bool:
    return bool(await sql.execute("DELETE FROM requirement WHERE edition_id = $1 AND code = $2", edition, code))


async def put_fee(edition: int, fee: Fee) -> None:
    await sql.execute(
        """INSERT INTO fee (edition_id, sector, stage, pence, note) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (edition_id, sector, stage) DO UPDATE SET pence = excluded.pence, note = excluded.note""",
        edition,
        fee.sector,
        fee.stage,
        fee.pence,
        fee.note,
    )


async def add_consultee(edition: int, kind: str, name: str, area: str | None = None) -> None:
    await sql.execute(
        """INSERT INTO consultee (ref, edition_id, kind, name, area_id)
           VALUES ($1, $2, $3, $4, (SELECT id FROM area WHERE code = $5))""",
        new_ref(),
        edition,
        kind,
        name,
        area,
    )


async def write_to_all(edition: int, on: date, channel: str) -> None:
    """Note that every consultee not yet written to was written to on this day."""
    await sql.execute(
        "UPDATE consultee SET written_on = $2, channel = $3 WHERE edition_id = $1 AND written_on IS NULL",
        edition,
        on,
        channel,
    )


async def record_reply(edition: int, ref: str, on: date, reply: str, effect: str) -> bool:
    return bool(
        await sql.execute(
            "UPDATE consultee SET replied_on = $3, reply = $4, effect = $5 WHERE edition_id = $1 AND ref = $2",
            edition,
            ref,
            on,
            reply,
            effect,
        )
    )


async def publish(edition: int, standing: str, now: datetime) -> int | None:
    """Put an edition in force from now; returns the case of the one it supersedes."""
    old = await sql.fetchrow(
        """UPDATE edition SET in_force = tstzrange(lower(in_force), $2)
           WHERE scheme_id = (SELECT scheme_id FROM edition WHERE id = $1) AND upper_inf(in_force) RETURNING case_id""",
        edition,
        now,
    )
    await sql.execute(
        "UPDATE edition SET in_force = tstzrange($2, NULL), standing = $3 WHERE id = $1", edition, now, standing
    )
    return old["case_id"] if old else None


class Judged(Struct):
    """A provider in force, the edition it was judged by, and its results by requirement code."""

    organisation: str
    sector: str
    edition: int
    results: dict[str, str]


async def list_judged(scheme: int, at: datetime) -> list[Judged]:
    """Every provider whose arrangement is in force, with its latest result for each requirement."""
    rows = await sql.fetch(
        """SELECT o.name, o.sector, p.edition_id,
              (SELECT jsonb_object_agg(x.code, x.result) FROM (
                  SELECT DISTINCT ON (r.code) r.code, s.result
                  FROM assessment s JOIN requirement r ON r.id = s.requirement_id
                  WHERE s.application_id = p.id ORDER BY r.code, s.id DESC) x) AS results
           FROM arrangement a JOIN organisation o ON o.id = a.organisation_id JOIN application p ON p.id = a.application_id
           WHERE a.scheme_id = $1 AND a.valid @> $2::timestamptz AND upper_inf(a.known) ORDER BY o.name""",
        scheme,
        at,
    )
    return [
        Judged(
            organisation=row["name"],
            sector=row["sector"],
            edition=row["edition_id"],
            results=row["results"] or {},
        )
        for row in rows
    ]
