"""Files added to an application, and those that were turned away."""

from __future__ import annotations

import hashlib
from datetime import datetime

from csas.domain import refusals
from csas.domain.applications import Evidence
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import cases, files, sql
from csas.store.inspection import Inspected
from csas.store.numbers import new_ref
from csas.store.transaction import may_see


class Upload(Struct):
    """A file kept. `scan` is clean or not scanned."""

    ref: str
    section: str
    name: str
    media_type: str
    size: int
    sha256: str
    stored_as: str
    scan: str
    added_by: str
    added_at: datetime


class Rejected(Struct):
    """A file turned away, and why."""

    section: str
    name: str
    why: str
    at: datetime


_COLUMNS = """u.ref, u.section, u.name, u.media_type, u.size, u.sha256, u.stored_as, u.scan, p.name AS added_by, u.added_at
    FROM upload u JOIN person p ON p.id = u.added_by"""


async def list_kept(application: int) -> list[Upload]:
    """The files that are part of the application now, oldest first."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} WHERE u.application_id = $1 AND u.removed_at IS NULL ORDER BY u.id",
        application,
    )
    return [Upload(**dict(row)) for row in rows]


async def list_rejected(application: int) -> list[Rejected]:
    """The files turned away, newest first."""
    rows = await sql.fetch(
        "SELECT section, name, why, at FROM rejected_upload WHERE application_id = $1 ORDER BY id DESC LIMIT 20",
        application,
    )
    return [Rejected(**dict(row)) for row in rows]


def evidence(kept: list[Upload]) -> tuple[Evidence, ...]:
    return tuple(Evidence(ref=file.ref, section=file.section, name=file.name, sha256=file.sha256) for file in kept)


async def add(
    application: int, section: str, found: Inspected, stored_as: str, person: int | None, now: datetime
) -> str:
    """Record a file already stored; its reference."""
    ref: str = await sql.fetchval(
        """INSERT INTO upload (ref, application_id, section, name, media_type, size, sha256, stored_as, scan, added_by,
                               added_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING ref""",
        new_ref(),
        application,
        section,
        found.name,
        found.media_type,
        len(found.content),
        hashlib.sha256(found.content).hexdigest(),
        stored_as,
        found.scan,
        person,
        now,
    )
    return ref


async def reject(application: int, section: str, name: str, why: str, now: datetime) -> None:
    """Note a file that was turned away, so that the applicant sees what became of it."""
    await sql.execute(
        "INSERT INTO rejected_upload (application_id, section, name, why, at) VALUES ($1, $2, $3, $4, $5)",
        application,
        section,
        name,
        why,
        now,
    )


async def take_out(application: int, ref: str, now: datetime) -> str | None:
    """Take a file out of the application; it stays with the versions that had it. Its name, or None."""
    name: str | None = await sql.fetchval(
        """UPDATE upload SET removed_at = $3 WHERE application_id = $1 AND ref = $2 AND removed_at IS NULL
           RETURNING name""",
        application,
        ref,
        now,
    )
    return name


async def load(actor: Actor, ref: str) -> tuple[Upload, bytes]:
    """A file this actor may read, with its content."""
    row = await sql.fetchrow(
        f"""SELECT {_COLUMNS.replace("u.added_at", "u.added_at, a.case_id, u.application_id", 1)}
            JOIN application a ON a.id = u.application_id WHERE u.ref = $1""",
        ref,
    )
    if row is None or not await _may_read(actor, row["case_id"], row["application_id"]):
        raise refusals.NotFound
    values = {name: value for name, value in row.items() if name in Upload.__struct_fields__}
    found = Upload(**values)
    return found, await files.read(found.stored_as)


async def _may_read(actor: Actor, case_id: int, application: int) -> bool:
    """Who may see the case, and who has been asked to endorse the application."""
    row = await sql.fetchrow("SELECT ref FROM casefile WHERE id = $1", case_id)
    case = await cases.find(row["ref"]) if row else None
    if case is not None and may_see(actor, case):
        return True
    asked: bool = await sql.fetchval(
        """SELECT EXISTS (SELECT 1 FROM endorsement e JOIN casefile c ON c.id = e.case_id
           WHERE e.application_id = $1 AND c.state <> 'recalled'
             AND (c.respondent_organisation_id = ANY ($3)
                  OR c.respondent_organisation_id IS NULL AND c.partnership_id = ANY ($2)))""",
        application,
        sorted(actor.partnerships()),
        sorted(actor.organisations("endorser")),
    )
    return asked
