"""Instruments and powers cards on their way: what is due, what they are made of, and what replaces them.

An accreditation whose papers are due has a row, and whoever reserves them holds it; a restriction
writes that row too, so that neither can pass the other unseen. What is held is standing's to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from csas.domain.calendar import london_day
from csas.domain.cards import Instrument, Issuer, Photograph, PowersCard
from csas.domain.values import Struct
from csas.store import installation, sql
from csas.store.documents import Document, find
from csas.store.numbers import new_ref

OFFICE = "any police station or the Community Safety Accreditation Office"


class Owner(Struct):
    """Whose papers: the accreditation and where it belongs; ids are internal."""

    id: int
    ref: str
    case: int
    force: int
    scheme: int
    organisation: int
    person: int


async def find_owner(accreditation: int) -> Owner | None:
    row = await sql.fetchrow(f"{_OWNER} WHERE id = $1", accreditation)
    return Owner(**dict(row)) if row else None


async def find_owner_by_ref(ref: str) -> Owner | None:
    row = await sql.fetchrow(f"{_OWNER} WHERE ref = $1", ref)
    return Owner(**dict(row)) if row else None


_OWNER = """SELECT id, ref, case_id AS case, force_id AS force, scheme_id AS scheme, organisation_id AS organisation,
    person_id AS person FROM accreditation"""


async def mark_due(accreditations: Sequence[int], now: datetime) -> None:
    """Say that papers have to be made; waits for whoever is making them at this moment."""
    await sql.execute(
        """INSERT INTO card_due (accreditation_id, since) SELECT * FROM (
               SELECT DISTINCT unnest($1::bigint[]) AS id) o, (SELECT $2::timestamptz) n ORDER BY id
           ON CONFLICT (accreditation_id) DO UPDATE SET since = excluded.since, wanting = ''""",
        list(accreditations),
        now,
    )


async def hold_due(accreditation: int) -> str | None:
    """Hold the row while the papers are reserved: what is wanting of it, or None if nothing is due."""
    wanting: str | None = await sql.fetchval(
        "SELECT wanting FROM card_due WHERE accreditation_id = $1 FOR UPDATE", accreditation
    )
    return wanting


async def forget_due(accreditation: int) -> None:
    await sql.execute("DELETE FROM card_due WHERE accreditation_id = $1", accreditation)


async def want_photograph(accreditation: int) -> None:
    """Nothing is missing but a photograph that somebody confirmed."""
    await sql.execute("UPDATE card_due SET wanting = 'photograph' WHERE accreditation_id = $1", accreditation)


async def list_due() -> list[int]:
    """What can be made now, oldest first."""
    rows = await sql.fetch(
        """SELECT c.accreditation_id AS id FROM card_due c JOIN accreditation a ON a.id = c.accreditation_id
           WHERE c.wanting = '' OR EXISTS (SELECT 1 FROM photograph p WHERE p.staff_member_id = a.staff_member_id
               AND p.removed_at IS NULL AND (p.likeness_at IS NOT NULL
                   OR EXISTS (SELECT 1 FROM identity_check i WHERE i.photograph_id = p.id)))
           ORDER BY c.since, c.accreditation_id LIMIT 1000"""
    )
    return [row["id"] for row in rows]


async def find_photograph(accreditation: int) -> Photograph | None:
    """The present photograph, if somebody who may has said that it is a true likeness."""
    row = await sql.fetchrow(
        """SELECT p.sha256, p.stored_as FROM photograph p JOIN accreditation a ON a.staff_member_id = p.staff_member_id
           WHERE a.id = $1 AND p.removed_at IS NULL AND (p.likeness_at IS NOT NULL
               OR EXISTS (SELECT 1 FROM identity_check i WHERE i.photograph_id = p.id))""",
        accreditation,
    )
    return Photograph(**dict(row)) if row else None


async def area_names() -> dict[str, str]:
    rows = await sql.fetch("SELECT code, name FROM area")
    return {row["code"]: row["name"] for row in rows}


async def load_issuer(accreditation: int, now: datetime) -> Issuer:
    """In whose names the papers are issued, by the newest decision that any of the powers rests on."""
    row = await sql.fetchrow(_ISSUER, accreditation, now)
    if row is None:
        raise LookupError(accreditation)
    here = installation.current()
    provisional = " (provisional)" if row["provisional"] else ""
    return Issuer(
        scheme=row["scheme"],
        force=row["force"],
        chief_officer=row["chief_officer"].removeprefix("the "),
        person=row["person"],
        employer=row["employer"],
        job=row["job"],
        decided_by_post=row["post"],
        delegation=row["instrument"],
        decided_on=london_day(row["decided_at"]),
        edition=f"Standards: {row['edition']}{provisional}",
        return_to=f"{OFFICE}, telephone {row['telephone']}",
        address=here.address,
        demonstration=here.demonstration,
    )


_ISSUER = """SELECT s.name AS scheme, s.telephone, f.name AS force, f.chief_officer, m.name AS person, o.name AS employer,
        m.job, l.post, l.instrument, d.decided_at, e.title AS edition, e.standing = 'provisional' AS provisional
    FROM accreditation a JOIN scheme s ON s.id = a.scheme_id JOIN force f ON f.id = a.force_id
        JOIN organisation o ON o.id = a.organisation_id JOIN staff_member m ON m.id = a.staff_member_id
        JOIN LATERAL (SELECT max(each.id) AS id FROM (
            SELECT t.decision_id AS id FROM accreditation_term t WHERE t.accreditation_id = a.id AND upper_inf(t.known)
            UNION ALL SELECT g.decision_id FROM granted_power g WHERE g.accreditation_id = a.id AND upper_inf(g.known)
        ) each) newest ON true
        JOIN individual_decision d ON d.id = newest.id JOIN delegation l ON l.id = d.delegation_id
        JOIN LATERAL (SELECT r.application_id FROM arrangement r WHERE r.line = a.arrangement_line AND upper_inf(r.known)
            ORDER BY r.valid @> $2::timestamptz DESC, lower(r.valid) DESC LIMIT 1) agreed ON true
        JOIN application n ON n.id = agreed.application_id JOIN edition e ON e.id = n.edition_id
    WHERE a.id = $1"""


async def reserve(owner: Owner, said: Instrument | PowersCard, now: datetime) -> int:
    """Freeze what a document says under its number."""
    document: int = await sql.fetchval(
        """INSERT INTO document (ref, force_id, scheme_id, case_id, organisation_id, accreditation_id, kind, number,
                                 snapshot, reserved_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id""",
        new_ref(),
        owner.force,
        owner.scheme,
        owner.case,
        owner.organisation,
        owner.id,
        "instrument" if isinstance(said, Instrument) else "card",
        said.number,
        msgspec.to_builtins(said),
        now,
    )
    return document


async def list_live(accreditation: int) -> list[Document]:
    """What is reserved or issued for an accreditation at present."""
    rows = await sql.fetch(
        """SELECT id FROM document WHERE accreditation_id = $1 AND kind IN ('instrument', 'card')
           AND state IN ('reserved', 'issued') ORDER BY id""",
        accreditation,
    )
    found = [await find(row["id"]) for row in rows]
    return [each for each in found if each is not None]


async def void(documents: Sequence[int]) -> None:
    """Give up what was reserved and not issued; its numbers stay burnt."""
    await sql.execute(
        "UPDATE document SET state = 'void' WHERE id = ANY ($1::bigint[]) AND state = 'reserved'", list(documents)
    )


async def replace(documents: Sequence[int], now: datetime) -> None:
    """Say of issued documents that they hold no longer."""
    await sql.execute(
        "UPDATE document SET state = 'replaced', replaced_at = $2 WHERE id = ANY ($1::bigint[]) AND state = 'issued'",
        list(documents),
        now,
    )


async def replace_all_of(accreditations: Sequence[int], now: datetime) -> list[int]:
    """End every paper of these accreditations at once: issued ones are replaced, reserved ones void; which.

    Papers are held in the order of their ids, as everybody does who holds several.
    """
    rows = await sql.fetch(
        """WITH live AS MATERIALIZED (SELECT id FROM document
               WHERE accreditation_id = ANY ($1::bigint[]) AND kind IN ('instrument', 'card')
                 AND state IN ('issued', 'reserved') ORDER BY id FOR UPDATE)
           UPDATE document d SET state = CASE d.state WHEN 'issued' THEN 'replaced' ELSE 'void' END,
               replaced_at = CASE d.state WHEN 'issued' THEN $2::timestamptz END
           FROM live WHERE d.id = live.id RETURNING d.id""",
        list(accreditations),
        now,
    )
    return [row["id"] for row in rows]
