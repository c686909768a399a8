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


async def load_owners(accreditations: Sequence[int]) -> dict[int, Owner]:
    rows = await sql.fetch(f"{_OWNER} WHERE id = ANY ($1::bigint[]) ORDER BY id", list(accreditations))
    return {row["id"]: Owner(**dict(row)) for row in rows}


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


async def hold_due(accreditations: Sequence[int]) -> dict[int, str]:
    """Hold the rows while the papers are reserved: what is wanting of each that is due, of the scheme of the first.

    A row that somebody holds is theirs: whoever is about to change what is held has it made again.
    """
    rows = await sql.fetch(
        """SELECT c.accreditation_id AS id, c.wanting FROM card_due c JOIN accreditation a ON a.id = c.accreditation_id
           WHERE c.accreditation_id = ANY ($1::bigint[])
             AND a.scheme_id = (SELECT scheme_id FROM accreditation WHERE id = ($1::bigint[])[1])
           ORDER BY c.accreditation_id FOR UPDATE OF c SKIP LOCKED""",
        list(accreditations),
    )
    return {row["id"]: row["wanting"] for row in rows}


async def forget_due(accreditations: Sequence[int]) -> None:
    await sql.execute("DELETE FROM card_due WHERE accreditation_id = ANY ($1::bigint[])", list(accreditations))


async def want_photograph(accreditations: Sequence[int]) -> None:
    """Nothing is missing but a photograph that somebody confirmed."""
    await sql.execute(
        "UPDATE card_due SET wanting = 'photograph' WHERE accreditation_id = ANY ($1::bigint[])", list(accreditations)
    )


_DUE = """SELECT c.accreditation_id AS id FROM card_due c JOIN accreditation a ON a.id = c.accreditation_id
    WHERE (c.wanting = '' OR EXISTS (SELECT 1 FROM photograph p WHERE p.staff_member_id = a.staff_member_id
        AND p.removed_at IS NULL AND (p.likeness_at IS NOT NULL
            OR EXISTS (SELECT 1 FROM identity_check i WHERE i.photograph_id = p.id))))"""


async def list_due() -> list[int]:
    """What can be made now, scheme by scheme, oldest first."""
    rows = await sql.fetch(f"{_DUE} ORDER BY a.scheme_id, c.since, c.accreditation_id LIMIT 10000")
    return [row["id"] for row in rows]


async def list_due_from(first: int, most: int) -> list[int]:
    """So many of them at most, of one scheme, from one accreditation on."""
    rows = await sql.fetch(
        f"""{_DUE} AND c.accreditation_id >= $1 AND a.scheme_id = (SELECT scheme_id FROM accreditation WHERE id = $1)
            ORDER BY c.accreditation_id LIMIT $2""",  # noqa: S608 - constant text
        first,
        most,
    )
    return [row["id"] for row in rows]


async def load_photographs(accreditations: Sequence[int]) -> dict[int, Photograph]:
    """The present photographs of those for whom somebody who may has said that it is a true likeness."""
    rows = await sql.fetch(
        """SELECT a.id, p.sha256, p.stored_as
           FROM photograph p JOIN accreditation a ON a.staff_member_id = p.staff_member_id
           WHERE a.id = ANY ($1::bigint[]) AND p.removed_at IS NULL AND (p.likeness_at IS NOT NULL
               OR EXISTS (SELECT 1 FROM identity_check i WHERE i.photograph_id = p.id))""",
        list(accreditations),
    )
    return {row["id"]: Photograph(sha256=row["sha256"], stored_as=row["stored_as"]) for row in rows}


async def area_names() -> dict[str, str]:
    rows = await sql.fetch("SELECT code, name FROM area")
    return {row["code"]: row["name"] for row in rows}


async def load_issuers(accreditations: Sequence[int], now: datetime) -> dict[int, Issuer]:
    """In whose names the papers are issued, by the newest decision that any of the powers rests on."""
    rows = await sql.fetch(_ISSUER, list(accreditations), now)
    return {row["id"]: _issuer(row) for row in rows}


def _issuer(row: sql.Record) -> Issuer:
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


_ISSUER = """SELECT a.id, s.name AS scheme, s.telephone, f.name AS force, f.chief_officer, m.name AS person,
        o.name AS employer, m.job, l.post, l.instrument, d.decided_at, e.title AS edition,
        e.standing = 'provisional' AS provisional
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
    WHERE a.id = ANY ($1::bigint[])"""


async def reserve(numbered: Sequence[tuple[Owner, Instrument | PowersCard]], now: datetime) -> list[int]:
    """Freeze what each document says under its number; the documents in that order."""
    rows = await sql.fetch(
        """INSERT INTO document (ref, force_id, scheme_id, case_id, organisation_id, accreditation_id, kind, number,
                                 snapshot, reserved_at)
           SELECT each.ref, a.force_id, a.scheme_id, a.case_id, a.organisation_id, a.id, each.kind, each.number,
               each.snapshot::jsonb, $6
           FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
                   AS each (ref, accreditation, kind, number, snapshot, place)
               JOIN accreditation a ON a.id = each.accreditation ORDER BY each.place RETURNING id""",
        [new_ref() for _ in numbered],
        [owner.id for owner, _ in numbered],
        ["instrument" if isinstance(said, Instrument) else "card" for _, said in numbered],
        [said.number for _, said in numbered],
        [msgspec.json.encode(said).decode() for _, said in numbered],
        now,
    )
    return [row["id"] for row in rows]


async def void(documents: Sequence[int]) -> None:
    """Give up what was reserved and not issued; its numbers stay burnt."""
    await sql.execute(
        "UPDATE document SET state = 'void' WHERE id = ANY ($1::bigint[]) AND state = 'reserved'", list(documents)
    )


async def end(documents: Sequence[int], now: datetime) -> None:
    """Say of issued documents, which the act holds, that they hold no longer, and give up what was only reserved."""
    await sql.execute(
        """UPDATE document SET state = CASE state WHEN 'issued' THEN 'replaced' ELSE 'void' END,
               replaced_at = CASE state WHEN 'issued' THEN $2::timestamptz END
           WHERE id = ANY ($1::bigint[]) AND state IN ('issued', 'reserved')""",
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
