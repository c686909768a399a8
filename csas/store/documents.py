"""Documents: a number burnt and a snapshot frozen first, the file and the word “issued” later.

What a document says never changes after it is reserved. Files are named by their
own hash; this room records names and touches no file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from csas.domain.cards import Instrument, PowersCard
from csas.domain.casework import Case
from csas.domain.certificates import ProviderCertificate, number_from
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref, random_bits

Said = ProviderCertificate | Instrument | PowersCard
KINDS: dict[str, type[Said]] = {"certificate": ProviderCertificate, "instrument": Instrument, "card": PowersCard}


class Document(Struct):
    """A document as it stands; ids are internal."""

    id: int
    ref: str
    case: int
    organisation: int | None
    kind: str
    number: str | None
    arrangement: str | None
    accreditation: int | None
    person: int | None
    state: str
    said: Said | None
    sha256: str | None
    stored_as: str | None
    reserved_at: datetime
    issued_at: datetime | None
    replaced_at: datetime | None

    @property
    def certificate(self) -> ProviderCertificate | None:
        return self.said if isinstance(self.said, ProviderCertificate) else None


_ROW = """SELECT d.id, d.ref, d.case_id, d.organisation_id, d.kind, d.number, d.arrangement_ref, d.accreditation_id,
        a.person_id, d.state, d.snapshot::text AS snapshot, d.sha256, d.stored_as, d.reserved_at, d.issued_at, d.replaced_at
    FROM document d LEFT JOIN accreditation a ON a.id = d.accreditation_id"""


async def burn_number() -> str:
    """A number that no document will ever carry again, whatever becomes of this one."""
    return (await burn_numbers(1))[0]


async def burn_numbers(count: int) -> list[str]:
    """So many of them, by one statement."""
    numbers = [number_from(random_bits()) for _ in range(count)]
    await sql.execute("INSERT INTO document_number (number) SELECT unnest($1::text[])", numbers)
    return numbers


async def reserve(case: Case, arrangement: str, certificate: ProviderCertificate, now: datetime) -> int:
    """Freeze what a certificate says under its number."""
    document: int = await sql.fetchval(
        """INSERT INTO document (ref, force_id, scheme_id, case_id, organisation_id, kind, number, arrangement_ref, snapshot,
                                 reserved_at)
           VALUES ($1, $2, $3, $4, $5, 'certificate', $6, $7, $8, $9) RETURNING id""",
        new_ref(),
        case.force,
        case.scheme,
        case.id,
        case.organisation,
        certificate.number,
        arrangement,
        msgspec.to_builtins(certificate),
        now,
    )
    return document


async def find(document: int) -> Document | None:
    row = await sql.fetchrow(f"{_ROW} WHERE d.id = $1", document)
    return _document(row) if row else None


async def find_by_ref(ref: str) -> Document | None:
    row = await sql.fetchrow(f"{_ROW} WHERE d.ref = $1", ref)
    return _document(row) if row else None


async def lock(document: int) -> Document | None:
    """The document, held until the act ends, so that it is issued once."""
    row = await sql.fetchrow(f"{_ROW} WHERE d.id = $1 FOR UPDATE OF d", document)
    return _document(row) if row else None


async def lock_live(accreditations: Sequence[int]) -> list[Document]:
    """What is reserved or issued for people at present, held in the order of the ids, as everybody does."""
    rows = await sql.fetch(
        f"""{_ROW} WHERE d.accreditation_id = ANY ($1::bigint[]) AND d.kind IN ('instrument', 'card')
              AND d.state IN ('reserved', 'issued') ORDER BY d.id FOR UPDATE OF d""",
        list(accreditations),
    )
    return [_document(row) for row in rows]


async def list_of_case(case: int) -> list[Document]:
    """The documents of a case, newest first."""
    rows = await sql.fetch(f"{_ROW} WHERE d.case_id = $1 ORDER BY d.id DESC", case)
    return [_document(row) for row in rows]


async def list_reserved() -> list[int]:
    """Documents that were reserved and not finished, oldest first."""
    rows = await sql.fetch("SELECT id FROM document WHERE state = 'reserved' ORDER BY id")
    return [row["id"] for row in rows]


def _document(row: sql.Record) -> Document:
    return Document(
        id=row["id"],
        ref=row["ref"],
        case=row["case_id"],
        organisation=row["organisation_id"],
        kind=row["kind"],
        number=row["number"],
        arrangement=row["arrangement_ref"],
        accreditation=row["accreditation_id"],
        person=row["person_id"],
        state=row["state"],
        said=msgspec.json.decode(row["snapshot"], type=KINDS[row["kind"]]) if row["kind"] in KINDS else None,
        sha256=row["sha256"],
        stored_as=row["stored_as"],
        reserved_at=row["reserved_at"],
        issued_at=row["issued_at"],
        replaced_at=row["replaced_at"],
    )


async def mark_issued(document: Document, sha256: str, stored_as: str, now: datetime) -> None:
    """Say that the file is kept, and that it takes the place of older ones of the provider or the person."""
    await sql.execute(
        """UPDATE document SET state = 'replaced', replaced_at = $4
           WHERE organisation_id = $1 AND kind = $3 AND state = 'issued' AND id < $2
             AND scheme_id = (SELECT scheme_id FROM document WHERE id = $2)
             AND accreditation_id IS NOT DISTINCT FROM $5""",
        document.organisation,
        document.id,
        document.kind,
        now,
        document.accreditation,
    )
    await sql.execute(
        "UPDATE document SET state = 'issued', sha256 = $2, stored_as = $3, issued_at = $4 WHERE id = $1",
        document.id,
        sha256,
        stored_as,
        now,
    )


async def void_reserved(arrangement: str) -> None:
    """Give up a certificate that was never issued; its number stays burnt."""
    await sql.execute(
        "UPDATE document SET state = 'void' WHERE arrangement_ref = $1 AND state = 'reserved'", arrangement
    )
