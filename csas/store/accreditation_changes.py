"""Corrections to what was granted: an earlier end, fewer places, another uniform. Nothing here gives anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class HeldPower(Struct):
    """A power as somebody holds it at a moment; ids are internal."""

    id: int
    ref: str
    power: int
    code: str
    paragraph: str
    title: str
    names_offences: bool
    areas: tuple[str, ...]
    zones: tuple[str, ...]
    offences: tuple[str, ...]
    conditions: tuple[str, ...]


_MANY = ("areas", "zones", "offences", "conditions")


async def list_powers(accreditation: int, now: datetime) -> list[HeldPower]:
    """The powers granted at a moment and not taken away singly; a suspension leaves them here."""
    rows = await sql.fetch(
        """SELECT g.id, g.ref, g.power_id AS power, p.code, p.paragraph, p.title, p.names_offences, g.areas, g.zones,
            g.offences,
                  g.conditions
           FROM granted_power g JOIN power p ON p.id = g.power_id
           WHERE g.accreditation_id = $1 AND upper_inf(g.known) AND g.valid @> $2::timestamptz
             AND NOT EXISTS (SELECT 1 FROM restriction r WHERE r.accreditation_id = g.accreditation_id
               AND r.power_id = g.power_id AND upper_inf(r.known) AND r.valid @> $2::timestamptz)
           ORDER BY p.id""",
        accreditation,
        now,
    )
    return [HeldPower(**{**dict(row), **{name: tuple(row[name]) for name in _MANY}}) for row in rows]


async def end_power(granted: int, now: datetime) -> None:
    """A grant ends now; one that had not started is taken back altogether."""
    await sql.execute(
        """WITH old AS (UPDATE granted_power SET known = tstzrange(lower(known), clock_timestamp())
            WHERE id = $1 RETURNING *)
           INSERT INTO granted_power (ref, accreditation_id, power_id, decision_id, valid, areas, zones, offences,
               conditions, courses, notice_ref)
           SELECT ref, accreditation_id, power_id, decision_id, tstzrange(lower(valid), $2), areas, zones, offences,
               conditions, courses, notice_ref FROM old WHERE lower(valid) < $2::timestamptz""",
        granted,
        now,
    )


async def end_grants(accreditation: int, power: str, now: datetime) -> None:
    """Every grant of a power ends now, also one that a notice holds back; one still to come is taken back."""
    rows = await sql.fetch(
        """SELECT g.id FROM granted_power g JOIN power p ON p.id = g.power_id
           WHERE g.accreditation_id = $1 AND p.code = $2 AND upper_inf(g.known)
             AND coalesce(upper(g.valid) > $3::timestamptz, true)""",
        accreditation,
        power,
        now,
    )
    for row in rows:
        await end_power(row["id"], now)


async def narrow_power(
    held: HeldPower,
    now: datetime,
    *,
    areas: Sequence[str],
    zones: Sequence[str],
    offences: Sequence[str],
    conditions: Sequence[str],
    notice: str,
) -> None:
    """The same grant as it was until now, and narrower from now; one still to come, of a renewal, is narrowed too.

    The narrower row names its notice: in law it takes effect when that is given.
    """
    rows = await sql.fetch(
        """SELECT g.id, upper(g.valid) AS until FROM granted_power g JOIN granted_power h ON h.id = $1
               AND h.accreditation_id = g.accreditation_id AND h.power_id = g.power_id
           WHERE upper_inf(g.known) AND coalesce(upper(g.valid) > $2::timestamptz, true)""",
        held.id,
        now,
    )
    for row in rows:
        await end_power(row["id"], now)
        await sql.execute(
            """INSERT INTO granted_power (ref, accreditation_id, power_id, decision_id, valid, areas, zones, offences,
                                          conditions, courses, notice_ref)
               SELECT ref, accreditation_id, power_id, decision_id, tstzrange(greatest(lower(valid), $2::timestamptz), $3),
                   ARRAY(SELECT unnest(areas) INTERSECT SELECT unnest($4::text[]) ORDER BY 1), $5, $6, $7, courses, $8
               FROM granted_power WHERE id = $1 AND areas && $4::text[]""",
            row["id"],
            now,
            row["until"],
            list(areas),
            list(zones),
            list(offences),
            list(conditions),
            notice,
        )


async def end_old_terms(person: int, organisation: int, scheme: int, now: datetime) -> None:
    """What ended otherwise than by its term makes room for a new grant: its term ends here too."""
    await sql.execute(
        """WITH closed AS (UPDATE accreditation_term SET known = tstzrange(lower(known), clock_timestamp())
             WHERE person_id = $1 AND organisation_id = $2 AND scheme_id = $3 AND upper_inf(known)
               AND upper(valid) > $4::timestamptz RETURNING *)
           INSERT INTO accreditation_term (ref, accreditation_id, person_id, organisation_id, scheme_id, valid, uniform_ref,
                                           rests_on, decision_id)
           SELECT ref, accreditation_id, person_id, organisation_id, scheme_id, tstzrange(lower(valid), $4), uniform_ref,
               rests_on, decision_id FROM closed WHERE lower(valid) < $4::timestamptz""",
        person,
        organisation,
        scheme,
        now,
    )


async def release_power(accreditation: int, power: str, now: datetime) -> None:
    """A power given anew is not held back any more by the notice that once took it away."""
    await sql.execute(
        """WITH old AS (UPDATE restriction r SET known = tstzrange(lower(known), clock_timestamp())
             WHERE r.accreditation_id = $1 AND r.power_id = (SELECT id FROM power WHERE code = $2) AND upper_inf(r.known)
               AND upper_inf(r.valid) RETURNING r.*)
           INSERT INTO restriction (ref, accreditation_id, power_id, kind, notice_ref, valid, reach)
           SELECT ref, accreditation_id, power_id, kind, notice_ref, tstzrange(lower(valid), $3), reach FROM old
           WHERE lower(valid) < $3::timestamptz""",
        accreditation,
        power,
        now,
    )


async def is_restricted_after(accreditation: int, moment: datetime) -> bool:
    """Whether a notice took a power away or narrowed one later than this moment."""
    found: bool = await sql.fetchval(
        """SELECT EXISTS (SELECT 1 FROM restriction r WHERE r.accreditation_id = $1 AND upper_inf(r.known)
                 AND lower(r.valid) > $2::timestamptz)
             OR EXISTS (SELECT 1 FROM granted_power g JOIN statutory_notice n ON n.ref = g.notice_ref
               WHERE g.accreditation_id = $1 AND upper_inf(g.known) AND n.acted_at > $2::timestamptz)""",
        accreditation,
        moment,
    )
    return found


class Restricted(Struct):
    """A notice’s effect on an accreditation, as it is known."""

    ref: str
    accreditation: int
    kind: str
    reach: str
    power: str | None
    since: datetime
    until: datetime | None
    notice: str
    given_by: int | None
    served_at: datetime | None


_RESTRICTED = """SELECT r.ref, r.accreditation_id AS accreditation, r.kind, r.reach, p.code AS power,
    lower(r.valid) AS since,
        upper(r.valid) AS until, r.notice_ref AS notice, n.given_by,
        coalesce(k.served_at, (SELECT min(m.sent_at) FROM outbox_message m WHERE m.notice_copy = 'person'
            AND m.state = 'sent'
            AND m.notice_id = n.id)) AS served_at
    FROM restriction r JOIN statutory_notice n ON n.ref = r.notice_ref
        JOIN notice_copy k ON k.notice_id = n.id AND k.copy_for = 'person' LEFT JOIN power p ON p.id = r.power_id
    WHERE r.accreditation_id = $1 AND upper_inf(r.known) ORDER BY lower(r.valid), r.id"""


async def list_restrictions(accreditation: int) -> list[Restricted]:
    return [Restricted(**dict(row)) for row in await sql.fetch(_RESTRICTED, accreditation)]


async def restrict(
    accreditations: Sequence[int],
    notices: Sequence[str],
    kind: str,
    now: datetime,
    *,
    power: str | None = None,
    reach: str = "person",
) -> None:
    """From this very moment nobody relies on these: one row for each accreditation with its notice."""
    await sql.execute(
        """INSERT INTO restriction (ref, accreditation_id, power_id, kind, notice_ref, valid, reach)
           SELECT each.ref, each.accreditation, (SELECT id FROM power
               WHERE code = $4), $5, each.notice, tstzrange($6, NULL), $7
           FROM unnest($1::text[], $2::bigint[], $3::text[]) AS each (ref, accreditation, notice)""",
        [new_ref() for _ in accreditations],
        list(accreditations),
        list(notices),
        power,
        kind,
        now,
        reach,
    )


async def lift(accreditations: Sequence[int], reach: str, now: datetime) -> list[int]:
    """End suspensions of this reach now; returns the accreditations that had one."""
    rows = await sql.fetch(
        """WITH old AS (UPDATE restriction r SET known = tstzrange(lower(known), clock_timestamp())
             WHERE r.accreditation_id = ANY ($1::bigint[]) AND r.kind = 'suspension' AND r.reach = $2 AND upper_inf(r.known)
               AND upper_inf(r.valid) RETURNING r.*)
           INSERT INTO restriction (ref, accreditation_id, power_id, kind, notice_ref, valid, reach)
           SELECT ref, accreditation_id, power_id, kind, notice_ref,
               tstzrange(lower(valid), greatest($3::timestamptz, lower(valid) + interval '1 microsecond')), reach FROM old
           RETURNING accreditation_id""",
        list(accreditations),
        reach,
        now,
    )
    return [row["accreditation_id"] for row in rows]


async def propose_lifting(accreditation: int, restriction: str, by: int | None, now: datetime, why: str) -> None:
    """Once for each suspension."""
    await sql.execute(
        """INSERT INTO lifting_proposal (accreditation_id, restriction_ref, proposed_by, proposed_at, why)
           VALUES ($1, $2, $3, $4, $5)""",
        accreditation,
        restriction,
        by,
        now,
        why,
    )


async def find_proposer(restriction: str) -> int | None:
    found: int | None = await sql.fetchval(
        "SELECT proposed_by FROM lifting_proposal WHERE restriction_ref = $1", restriction
    )
    return found


async def unrestrict(ref: str) -> None:
    """A reversing entry: what was entered by mistake is no longer known to hold; what was known stays in the record."""
    await sql.execute(
        "UPDATE restriction SET known = tstzrange(lower(known), clock_timestamp()) WHERE ref = $1 AND upper_inf(known)",
        ref,
    )
