"""What the front page says of a scheme, in one statement: numbers only, and a few numbers to try."""

from __future__ import annotations

from datetime import datetime

from csas.domain.values import Struct
from csas.store import installation, places, sql


class Front(Struct):
    """The scheme in numbers; the rest are cards and certificates to try out in the demonstration."""

    scheme: str
    purpose: str
    force: str
    telephone: str
    phase: str | None
    cap: int | None
    phase_until: datetime | None
    providers: int
    stages: dict[str, int]
    held: int
    good: str | None
    ended: str | None
    card: str | None
    lost_card: str | None


# Requests for endorsement are part of their application, which is counted once; people are counted nowhere here.
_FRONT = """SELECT s.id, s.name AS scheme, s.purpose, f.name AS force, s.telephone, p.name AS phase, p.most AS cap,
        upper(p.valid) AS phase_until,
        (SELECT count(*) FROM arrangement a WHERE a.scheme_id = s.id AND a.valid @> $1::timestamptz
            AND upper_inf(a.known)) AS providers,
        (SELECT coalesce(jsonb_object_agg(stage, many), '{}') FROM
            (SELECT d.body -> 'states' -> c.state ->> 'stage' AS stage, count(*) AS many
             FROM casefile c JOIN definition d ON d.digest = c.digest
             WHERE c.scheme_id = s.id AND c.process NOT IN ('endorsement', 'individual')
               AND NOT coalesce((d.body -> 'states' -> c.state ->> 'closed')::boolean, false)
             GROUP BY 1) x) AS stages,
        (SELECT d.number FROM document d JOIN arrangement a ON a.ref = d.arrangement_ref AND upper_inf(a.known)
            WHERE d.scheme_id = s.id AND d.kind = 'certificate' AND d.state = 'issued' AND a.valid @> $1::timestamptz
            ORDER BY d.id DESC LIMIT 1) AS good,
        (SELECT d.number FROM document d JOIN arrangement a ON a.ref = d.arrangement_ref AND upper_inf(a.known)
            WHERE d.scheme_id = s.id AND d.kind = 'certificate' AND d.state IN ('issued', 'replaced')
              AND (d.state = 'replaced' OR upper(a.valid) <= $1::timestamptz) ORDER BY d.id DESC LIMIT 1) AS ended,
        CASE WHEN $2::boolean THEN (SELECT d.number FROM document d
                JOIN accredited a ON a.accreditation_id = d.accreditation_id
            WHERE d.scheme_id = s.id AND d.kind = 'card' AND d.state = 'issued' AND a.periods @> $1::timestamptz
              AND NOT EXISTS (SELECT 1 FROM custody u WHERE u.document_id = d.id
                AND u.what IN ('lost', 'stolen', 'returned', 'destroyed'))
            ORDER BY d.id DESC LIMIT 1) END AS card,
        CASE WHEN $2::boolean THEN (SELECT d.number FROM document d WHERE d.scheme_id = s.id AND d.kind = 'card'
              AND EXISTS (SELECT 1 FROM custody u WHERE u.document_id = d.id AND u.what IN ('lost', 'stolen'))
            ORDER BY d.id DESC LIMIT 1) END AS lost_card
    FROM scheme s JOIN force f ON f.id = s.force_id
        LEFT JOIN phase p ON p.scheme_id = s.id AND p.valid @> $1::timestamptz ORDER BY s.id LIMIT 1"""


async def find(now: datetime) -> Front | None:
    """The first scheme in numbers, or None before one is set up."""
    row = await sql.fetchrow(_FRONT, now, installation.current().demonstration)
    if row is None:
        return None
    told = {name: value for name, value in row.items() if name != "id"}
    return Front(**told, held=await places.count_held(row["id"], now))
