"""What waits to be sent: recorded with the act that causes it, sent after commit.

A message is recorded once, by its unique key. Only its id travels as a job.
Nothing here words, draws or sends anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from csas.domain.casework import Case
from csas.domain.letters import Facts
from csas.domain.values import Struct
from csas.store import jobs, sql
from csas.store.numbers import new_ref


class Recipient(Struct):
    """Somebody to write to; `person` is None for a shared address."""

    name: str
    address: str
    person: int | None = None


async def of_organisation(organisation: int | None, *roles: str) -> list[Recipient]:
    """The people of an organisation who receive its letters."""
    wanted = roles or ("responsible-officer", "signatory")
    return await _holders("organisation_id", organisation, wanted)


async def of_partnership(partnership: int | None) -> list[Recipient]:
    """Its endorsers, or its shared address where nobody has signed up."""
    people = await _holders("partnership_id", partnership, ("endorser",))
    if people:
        return people
    row = await sql.fetchrow("SELECT name, email FROM partnership WHERE id = $1", partnership)
    return [Recipient(name=row["name"], address=row["email"])] if row else []


async def of_respondent(case: Case) -> list[Recipient]:
    """Whoever must answer a request: the partnership, or the authority it was passed to."""
    if case.respondent_organisation is not None:
        return await of_organisation(case.respondent_organisation, "endorser")
    return await of_partnership(case.partnership)


async def of_office(scheme: int, *roles: str) -> list[Recipient]:
    return await _holders("scheme_id", scheme, roles or ("case-officer",))


async def of_person(person: int | None) -> list[Recipient]:
    """One person, at the address of their own account or one the office confirmed, before any that an employer gave."""
    row = await sql.fetchrow(
        """SELECT p.id, p.name, coalesce(own_address(p.id), p.email,
               (SELECT s.email FROM staff_member s WHERE s.person_id = p.id AND s.email IS NOT NULL
                   ORDER BY s.id DESC LIMIT 1)) AS address
           FROM person p WHERE p.id = $1""",
        person,
    )
    if row is None or not row["address"]:
        return []
    return [Recipient(name=row["name"], address=row["address"], person=row["id"])]


_HOLDERS = {
    column: f"""SELECT DISTINCT p.id, p.name, coalesce(a.email, p.email) AS address FROM role_holding h
        JOIN person p ON p.id = h.person_id LEFT JOIN account a ON a.person_id = p.id
        WHERE h.{column} = $1 AND h.role = ANY ($2) AND h.valid @> now() AND upper_inf(h.known)
          AND coalesce(a.email, p.email) IS NOT NULL ORDER BY p.id"""  # noqa: S608 - constant columns
    for column in ("organisation_id", "partnership_id", "scheme_id")
}


async def _holders(column: str, place: int | None, roles: Sequence[str]) -> list[Recipient]:
    rows = await sql.fetch(_HOLDERS[column], place, list(roles))
    return [Recipient(name=row["name"], address=row["address"], person=row["id"]) for row in rows]


async def tell(
    key: str,
    recipients: Sequence[Recipient],
    letter: Facts,
    now: datetime,
    *,
    case: Case | None = None,
    organisation: int | None = None,
    scheme: int | None = None,
) -> None:
    """Record one message to each recipient and enqueue it; the same key is recorded once."""
    for recipient in recipients:
        message: int | None = await sql.fetchval(
            """INSERT INTO outbox_message (ref, unique_key, scheme_id, case_id, organisation_id, kind, to_person,
                                           to_name, to_address, facts, message_id, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
               ON CONFLICT (unique_key) DO NOTHING RETURNING id""",
            new_ref(),
            f"{key}:{recipient.address}",
            case.scheme if case else scheme,
            case.id if case else None,
            organisation or (case.organisation if case else None),
            str(type(letter).__struct_config__.tag),
            recipient.person,
            recipient.name,
            recipient.address,
            msgspec.to_builtins(letter),
            f"<{new_ref()}.{new_ref()}@csas>",
            now,
        )
        if message is not None:
            await enqueue("send", message)


async def enqueue(task: str, number: int) -> None:
    """Put a job into the queue in this very transaction: `send` a message or `issue` a document."""
    await enqueue_all(task, [number])


async def enqueue_all(task: str, numbers: Sequence[int]) -> None:
    """The same for many at once."""
    connection = sql.current_connection.get()
    if connection is None:
        raise LookupError("jobs are enqueued inside an act")
    if numbers:
        await jobs.enqueue(connection, task, numbers)
