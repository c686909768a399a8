"""Cards put down directly for tests of what is told of them: a number, a snapshot, the word “issued”."""

from __future__ import annotations

from datetime import datetime

from csas.domain.calendar import london_day
from csas.domain.permissions import PUBLIC
from csas.store import documents, sql
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests import people
from tests.people import Accredited


async def issued(
    whose: Accredited, *, kind: str = "card", at: datetime = people.SINCE, state: str = "issued", photograph: str = ""
) -> str:
    """A document of this kind for somebody accredited; an earlier one of the kind is replaced. Its number."""
    number = await documents.burn_number()
    async with act(PUBLIC, at) as this:
        await sql.execute(
            """UPDATE document SET state = 'replaced', replaced_at = $3
               WHERE accreditation_id = $1 AND kind = $2 AND state = 'issued'""",
            whose.accreditation,
            kind,
            at,
        )
        await sql.execute(
            """INSERT INTO document (ref, force_id, scheme_id, case_id, organisation_id, accreditation_id, kind, number,
                                     snapshot, state, sha256, stored_as, reserved_at, issued_at)
               SELECT $2, a.force_id, a.scheme_id, a.case_id, a.organisation_id, a.id, $3, $4,
                   jsonb_build_object('type', $9::text, 'number', $4::text, 'person', p.name, 'employer', o.name,
                       'last_day', $5::text, 'photograph', jsonb_build_object('stored_as', $11::text)),
                   $6, $7, $8, $10, $10
               FROM accreditation a JOIN person p ON p.id = a.person_id JOIN organisation o ON o.id = a.organisation_id
               WHERE a.id = $1""",
            whose.accreditation,
            new_ref(),
            kind,
            number,
            london_day(people.UNTIL).isoformat(),
            state,
            "0" * 64,
            f"00/{'0' * 64}.pdf",
            "powers-card" if kind == "card" else "instrument",
            at,
            photograph,
        )
        await this.record("document:issued", scheme=whose.provider.scheme)
    return number


async def handed(number: str, what: str, at: datetime) -> None:
    """What somebody wrote down of a card's whereabouts."""
    async with act(PUBLIC, at) as this:
        await sql.execute(
            """INSERT INTO custody (document_id, what, at) SELECT id, $2, $3 FROM document WHERE number = $1""",
            number,
            what,
            at,
        )
        await this.record("document:issued")


async def restrict(whose: Accredited, kind: str, at: datetime, *, power: str | None = None) -> None:
    """A notice of this kind to somebody accredited, from the moment of the act; not served yet."""
    notice = new_ref()
    async with act(PUBLIC, at) as this:
        found = await sql.fetchval(
            """INSERT INTO statutory_notice (ref, accreditation_id, kind, reasons, acted_at)
               VALUES ($1, $2, $3, '{}', $4) RETURNING id""",
            notice,
            whose.accreditation,
            kind,
            at,
        )
        await sql.execute(
            "INSERT INTO notice_copy (notice_id, copy_for) VALUES ($1, 'person'), ($1, 'employer')", found
        )
        await sql.execute(
            """INSERT INTO restriction (ref, accreditation_id, power_id, kind, notice_ref, valid)
               VALUES ($1, $2, (SELECT id FROM power WHERE code = $3), $4, $5, tstzrange($6, NULL))""",
            new_ref(),
            whose.accreditation,
            power,
            kind,
            notice,
            at,
        )
        await this.record("individual:decided", subjects={"accreditation": [whose.accreditation]})


async def serve(whose: Accredited, at: datetime) -> None:
    """The person's copy of every notice reaches them."""
    async with act(PUBLIC, at) as this:
        await sql.execute(
            """UPDATE notice_copy SET how = 'by-hand', served_at = $2 WHERE copy_for = 'person'
               AND notice_id IN (SELECT id FROM statutory_notice WHERE accreditation_id = $1)""",
            whose.accreditation,
            at,
        )
        await this.record("individual:decided", subjects={"accreditation": [whose.accreditation]})
