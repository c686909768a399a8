"""Statutory notices: one to each person with a copy to the employer, and how and when each was given.

A set of people is served in one statement each for notices, copies and messages, so the number
of them does not matter. Nothing here decides who is reached.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from csas.domain.letters_people import NoticeCopies, StatutoryNotice
from csas.domain.values import Struct
from csas.store import outbox, sql
from csas.store.numbers import new_ref
from csas.store.outbox import Recipient


class Concerned(Struct):
    """An accreditation reached by an act, with its present case and the person's address; ids are internal."""

    accreditation: int
    person: int
    name: str
    address: str
    organisation: int
    employer: str
    scheme: int
    case: int
    case_ref: str


_CONCERNED = """SELECT a.id AS accreditation, a.person_id AS person, p.name,
        coalesce(own_address(p.id), p.email, s.email, '') AS address,
        a.organisation_id AS organisation, o.name AS employer, a.scheme_id AS scheme, c.id AS case, c.ref AS case_ref
    FROM accreditation a JOIN person p ON p.id = a.person_id JOIN organisation o ON o.id = a.organisation_id
        JOIN staff_member s ON s.id = a.staff_member_id
        JOIN LATERAL (SELECT c.id, c.ref FROM (SELECT a.case_id UNION ALL SELECT r.case_id FROM individual_request r
                WHERE r.accreditation_id = a.id) x JOIN casefile c ON c.id = x.case_id
            ORDER BY c.state = 'accredited' DESC, c.id DESC LIMIT 1) c ON true
    WHERE a.id = ANY ($1::bigint[]) ORDER BY a.id"""


async def list_concerned(accreditations: Sequence[int]) -> list[Concerned]:
    return [Concerned(**dict(row)) for row in await sql.fetch(_CONCERNED, list(accreditations))]


class Notice(Struct):
    """What all notices of one act say alike; `kind` as the law names it."""

    kind: str
    reasons: tuple[str, ...]
    explanation: str = ""
    by: int | None = None


async def give(
    concerned: Sequence[Concerned], notice: Notice, now: datetime, batch: str | None = None
) -> dict[int, str]:
    """Make the notice and both its copies for each; returns the notices' references by accreditation."""
    refs = {each.accreditation: new_ref() for each in concerned}
    await sql.execute(
        """WITH given AS (
             INSERT INTO statutory_notice (ref, accreditation_id, kind, reasons, explanation, acted_at, given_by, batch)
             SELECT each.ref, each.accreditation, $3, $4, $5, $6, $7, $8
             FROM unnest($1::text[], $2::bigint[]) AS each (ref, accreditation) RETURNING id)
           INSERT INTO notice_copy (notice_id, copy_for)
           SELECT id, copy_for FROM given, unnest('{person,employer}'::text[]) AS copy_for""",
        list(refs.values()),
        list(refs),
        notice.kind,
        list(notice.reasons),
        notice.explanation,
        now,
        notice.by,
        batch,
    )
    return refs


class Message(Struct):
    """A letter to one recipient that carries a notice, or all copies of a batch."""

    to: Recipient
    letter: StatutoryNotice | NoticeCopies
    scheme: int
    organisation: int
    case: int | None
    notice: str | None
    batch: str | None


async def send(messages: Sequence[Message], now: datetime) -> None:
    """Record the messages and enqueue those that can be sent; one without an address is kept to be printed."""
    rows = await sql.fetch(
        _SEND,
        [new_ref() for _ in messages],
        [f"notice:{each.notice or each.batch}:{each.letter.copy}:{each.to.address}" for each in messages],
        [each.scheme for each in messages],
        [each.case for each in messages],
        [each.organisation for each in messages],
        [str(type(each.letter).__struct_config__.tag) for each in messages],
        [each.to.person for each in messages],
        [each.to.name for each in messages],
        [each.to.address for each in messages],
        [msgspec.json.encode(each.letter).decode() for each in messages],
        [f"<{new_ref()}.{new_ref()}@csas>" for _ in messages],
        [each.notice for each in messages],
        [each.batch for each in messages],
        [each.letter.copy for each in messages],
        now,
    )
    await outbox.enqueue_all("send", [row["id"] for row in rows if row["state"] == "waiting"])


_SEND = """INSERT INTO outbox_message (ref, unique_key, scheme_id, case_id, organisation_id, kind, to_person, to_name,
    to_address,
        facts, message_id, notice_id, notice_batch, notice_copy, state, created_at)
    SELECT each.ref, each.key, each.scheme, each.case_id, each.organisation, each.kind, each.person, each.name, each.address,
        each.facts::jsonb, each.message, n.id, each.batch, each.copy_for,
        CASE WHEN each.address = '' THEN 'kept' ELSE 'waiting' END, $15
    FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::bigint[], $8::text[],
            $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[])
        AS each (ref, key, scheme, case_id, organisation, kind, person, name, address, facts, message, notice, batch,
            copy_for)
        LEFT JOIN statutory_notice n ON n.ref = each.notice
    ON CONFLICT (unique_key) DO NOTHING RETURNING id, state"""


class Copy(Struct):
    """One of the two copies of a notice."""

    copy_for: str
    how: str
    served_at: datetime | None
    message: str | None


class Given(Struct):
    """A notice on an accreditation, with its copies."""

    ref: str
    kind: str
    reasons: tuple[str, ...]
    explanation: str
    acted_at: datetime
    given_by: str
    copies: tuple[Copy, ...]


async def list_given(accreditation: int) -> list[Given]:
    """The notices on an accreditation, newest first."""
    rows = await sql.fetch(
        """SELECT n.ref, n.kind, n.reasons, n.explanation, n.acted_at, coalesce(p.name, '') AS given_by,
                  (SELECT jsonb_agg(jsonb_build_object('copy_for', k.copy_for, 'how', k.how, 'served_at', k.served_at,
                      'message',
                      (SELECT m.ref FROM outbox_message m WHERE (m.notice_id = n.id OR m.notice_batch = n.batch)
                        AND m.notice_copy = k.copy_for ORDER BY m.id LIMIT 1)) ORDER BY k.copy_for DESC)
                   FROM notice_copy k WHERE k.notice_id = n.id) AS copies
           FROM statutory_notice n LEFT JOIN person p ON p.id = n.given_by
           WHERE n.accreditation_id = $1 ORDER BY n.id DESC""",
        accreditation,
    )
    return [
        Given(
            **{
                **dict(row),
                "reasons": tuple(row["reasons"]),
                "copies": tuple(msgspec.convert(each, Copy) for each in row["copies"]),
            }
        )
        for row in rows
    ]


async def serve(notice: str, copy_for: str, how: str, served_at: datetime, by: int | None) -> bool:
    """Record how and when a copy was given; once."""
    changed = await sql.execute(
        """UPDATE notice_copy SET how = $3, served_at = $4, recorded_by = $5 WHERE copy_for = $2 AND served_at IS NULL
             AND notice_id = (SELECT id FROM statutory_notice WHERE ref = $1)""",
        notice,
        copy_for,
        how,
        served_at,
        by,
    )
    return bool(changed)


# A message counts as the notice given where it went: to the employer's letters, or to an address that is the person's own
# beyond doubt. What went to an address that only the employer named must still be given otherwise.
_ACCEPTED = """notice_copy k JOIN statutory_notice n ON n.id = k.notice_id
    JOIN accreditation b ON b.id = n.accreditation_id
    JOIN outbox_message m ON m.notice_copy = k.copy_for AND m.state = 'sent'
        AND (m.notice_id = n.id OR m.notice_batch = n.batch)
    WHERE k.served_at IS NULL AND (k.copy_for = 'employer' OR lower(m.to_address) = own_address(b.person_id))"""


async def serve_sent(most: int) -> Mapping[int, int]:
    """Record as given by e-mail every copy whose message was accepted; the accreditations with their schemes."""
    rows = await sql.fetch(
        f"""WITH sent AS (SELECT k.notice_id, k.copy_for, min(m.sent_at) AS at FROM {_ACCEPTED}
               GROUP BY 1, 2 LIMIT $1)
           UPDATE notice_copy k SET how = 'email', served_at = s.at FROM sent s, statutory_notice n, accreditation a
           WHERE k.notice_id = s.notice_id AND k.copy_for = s.copy_for AND k.served_at IS NULL AND n.id = k.notice_id
             AND a.id = n.accreditation_id RETURNING a.id, a.scheme_id""",  # noqa: S608 - constant text
        most,
    )
    return {row["id"]: row["scheme_id"] for row in rows}


async def any_sent() -> bool:
    """Whether a message that carries a notice was accepted and is not recorded yet."""
    found: bool = await sql.fetchval(f"SELECT EXISTS (SELECT 1 FROM {_ACCEPTED})")  # noqa: S608 - constant text
    return found


async def stop_messages(notice: str) -> None:
    """What still waits to be sent for a notice that was undone is sent no more; what was handed over stays."""
    await sql.execute(
        """UPDATE outbox_message SET state = 'failed', next_try_at = NULL,
            problem = 'The notice was undone before it was sent.'
           WHERE (state = 'kept' OR state = 'waiting' AND attempts = 0)
             AND notice_id = (SELECT id FROM statutory_notice WHERE ref = $1)""",
        notice,
    )


HANDED_OVER = """m.notice_copy = 'person' AND lower(m.to_address) = own_address(a.person_id)
    AND (m.state = 'sent' OR m.state = 'waiting' AND m.attempts > 0)"""


async def is_on_its_way(notice: str) -> bool:
    """Whether the person's copy was handed over to their own address: it may have arrived before that is recorded."""
    found: bool = await sql.fetchval(_ON_ITS_WAY, notice)
    return found


_ON_ITS_WAY = f"""SELECT EXISTS (SELECT 1 FROM outbox_message m JOIN statutory_notice n ON n.id = m.notice_id
    JOIN accreditation a ON a.id = n.accreditation_id WHERE n.ref = $1 AND {HANDED_OVER})"""  # noqa: S608 - constant text


class Unserved(Struct):
    """A copy nobody has given yet."""

    case_ref: str
    notice: str
    name: str
    kind: str
    copy_for: str
    acted_at: datetime
    problem: str


async def list_unserved(schemes: Sequence[int], most: int = 50) -> list[Unserved]:
    """Notices whose message was kept or failed, so that they must be given by hand or post; oldest first.

    What only tells of an ending by law comes last, and is given where it was sent: nothing runs from it.
    """
    rows = await sql.fetch(
        """SELECT c.ref AS case_ref, n.ref AS notice, p.name, n.kind, k.copy_for, n.acted_at,
                  coalesce((SELECT CASE m.state WHEN 'failed' THEN 'The e-mail could not be sent' WHEN 'kept'
                      THEN 'Not sent by e-mail'
                      WHEN 'sent' THEN 'Sent to an address that only the employer named'
                      ELSE 'Waiting to be sent' END FROM outbox_message m
                          WHERE (m.notice_id = n.id OR m.notice_batch = n.batch)
                      AND m.notice_copy = k.copy_for ORDER BY m.id LIMIT 1), 'No message') AS problem
           FROM notice_copy k JOIN statutory_notice n ON n.id = k.notice_id JOIN accreditation a ON a.id = n.accreditation_id
               JOIN person p ON p.id = a.person_id JOIN casefile c ON c.id = a.case_id
           WHERE k.served_at IS NULL AND a.scheme_id = ANY ($1::bigint[])
             AND NOT (n.kind = 'ending' AND EXISTS (SELECT 1 FROM outbox_message m WHERE m.notice_copy = k.copy_for
                 AND (m.notice_id = n.id OR m.notice_batch = n.batch) AND m.state IN ('waiting', 'sent')))
             AND (n.kind = 'lifting' OR EXISTS (SELECT 1 FROM restriction r WHERE r.notice_ref = n.ref
                 AND upper_inf(r.known))
                  OR NOT EXISTS (SELECT 1 FROM restriction r WHERE r.notice_ref = n.ref))
           ORDER BY n.kind = 'ending', n.acted_at, n.id, k.copy_for DESC LIMIT $2""",
        list(schemes),
        most,
    )
    return [Unserved(**dict(row)) for row in rows]
