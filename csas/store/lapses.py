"""What ends soon or has ended under accreditations, and who has been told.

What ends is asked of the database's `ending`, what must be noticed of `to_be_noticed`, whether
anything stands at all of the derivation itself. Called inside an act where it writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from csas.domain.values import Struct
from csas.store import sql
from csas.store.outbox import Recipient


class Whose(Struct):
    """An accreditation: of whom, by which employer; ids are internal."""

    accreditation: int
    person: int
    name: str
    staff: str
    organisation: int
    employer: str
    employer_ref: str
    scheme: int


class Ending(Whose):
    """Something that an accreditation rests on and that ends."""

    kind: str
    fact: str
    course: str
    ends: datetime


class Told(Struct):
    """An ending and the distance in days at which it is told of; 0 when it has ended."""

    ending: Ending
    distance: int

    @property
    def key(self) -> tuple[int, str, str, datetime, int]:
        each = self.ending
        return (each.accreditation, each.kind, each.fact, each.ends, self.distance)


_WHOSE = """a.id AS accreditation, a.person_id AS person, m.name, m.ref AS staff, a.organisation_id AS organisation,
    o.name AS employer, o.ref AS employer_ref, a.scheme_id AS scheme"""
_OF = """JOIN staff_member m ON m.id = a.staff_member_id
    JOIN organisation o ON o.id = a.organisation_id"""
_ENDING = f"""SELECT {_WHOSE}, x.kind, x.fact, x.ends, coalesce(c.title, '') AS course
    FROM ending($1::timestamptz, $2::timestamptz) x JOIN accreditation a ON a.id = x.accreditation_id {_OF}
        LEFT JOIN course c ON c.id = x.course_id"""  # noqa: S608 - constant text
# In the order of their ends first, so that whether each still stands is asked only of those shown.
_SOON = f"""SELECT y.* FROM ({_ENDING} WHERE x.scheme_id = ANY ($3::bigint[]) OR x.organisation_id = ANY ($4::bigint[])
        ORDER BY x.ends, m.name, x.kind OFFSET 0) y
    WHERE EXISTS (SELECT 1 FROM accredited s WHERE s.accreditation_id = y.accreditation AND s.periods @> $1::timestamptz)
    ORDER BY y.ends, y.name, y.kind LIMIT $5"""  # noqa: S608 - constant text


async def list_soon(
    now: datetime, until: datetime, *, schemes: Iterable[int] = (), organisations: Iterable[int] = (), most: int = 2000
) -> list[Ending]:
    """What ends between now and a moment for people accredited now, of schemes or of employers."""
    rows = await sql.fetch(_SOON, now, until, sorted(schemes), sorted(organisations), most)
    return [Ending(**dict(row)) for row in rows]


_AMONG = f"{_ENDING} WHERE x.scheme_id = $3 AND x.accreditation_id >= $4 AND x.accreditation_id < $5"


async def list_ending(scheme: int, now: datetime, until: datetime, among: range) -> list[Ending]:
    """What ends between now and a moment under some accreditations, whether or not they stand now."""
    rows = await sql.fetch(_AMONG, now, until, scheme, among.start, among.stop)
    return [Ending(**dict(row)) for row in rows]


async def which_stand(accreditations: Iterable[int], now: datetime) -> set[int]:
    """Those of these accreditations that stand now."""
    rows = await sql.fetch(
        """SELECT accreditation_id FROM accredited
           WHERE accreditation_id = ANY ($1::bigint[]) AND periods @> $2::timestamptz""",
        sorted(set(accreditations)),
        now,
    )
    return {row["accreditation_id"] for row in rows}


async def count_ids() -> int:
    """The number after the last accreditation's."""
    found: int = await sql.fetchval("SELECT coalesce(max(id), 0) + 1 FROM accreditation")
    return found


async def list_ended(scheme: int, since: datetime, now: datetime, most: int = 2000) -> list[Ending]:
    """What ended after one moment and by another, and nobody was told of."""
    rows = await sql.fetch(
        f"""{_ENDING} WHERE x.scheme_id = $3 AND NOT EXISTS (SELECT 1 FROM lapse_message l
                WHERE l.accreditation_id = x.accreditation_id AND l.kind = x.kind AND l.fact = x.fact AND l.ends = x.ends
                  AND l.distance = 0)
            ORDER BY x.organisation_id, x.accreditation_id, x.ends LIMIT $4""",  # noqa: S608 - constant text
        since,
        now,
        scheme,
        most,
    )
    return [Ending(**dict(row)) for row in rows]


async def load_whose(accreditation: int) -> Whose:
    row = await sql.fetchrow(f"SELECT {_WHOSE} FROM accreditation a {_OF} WHERE a.id = $1", accreditation)  # noqa: S608
    if row is None:
        raise LookupError(accreditation)
    return Whose(**dict(row))


async def list_held(people: Sequence[int]) -> list[Whose]:
    """Every accreditation of these people."""
    rows = await sql.fetch(
        f"SELECT {_WHOSE} FROM accreditation a {_OF} WHERE a.person_id = ANY ($1::bigint[]) ORDER BY a.id",  # noqa: S608
        list(people),
    )
    return [Whose(**dict(row)) for row in rows]


_KEY = "accreditation_id, kind, fact, ends, distance"


async def list_told(due: Sequence[Told]) -> set[tuple[int, str, str, datetime, int]]:
    """What has been told before under the same accreditations."""
    rows = await sql.fetch(
        f"SELECT {_KEY} FROM lapse_message WHERE accreditation_id = ANY ($1::bigint[])",  # noqa: S608 - constant text
        sorted({each.ending.accreditation for each in due}),
    )
    return {_key(row) for row in rows}


async def note_told(said: Sequence[Told], now: datetime) -> set[tuple[int, str, str, datetime, int]]:
    """Keep that these were told; returns those that nobody had told before."""
    rows = await sql.fetch(
        f"""INSERT INTO lapse_message ({_KEY}, told_at)
            SELECT x.accreditation, x.kind, x.fact, x.ends, x.distance, $6
            FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::int[])
                AS x (accreditation, kind, fact, ends, distance)
            ON CONFLICT DO NOTHING RETURNING {_KEY}""",  # noqa: S608 - constant text
        [each.ending.accreditation for each in said],
        [each.ending.kind for each in said],
        [each.ending.fact for each in said],
        [each.ending.ends for each in said],
        [each.distance for each in said],
        now,
    )
    return {_key(row) for row in rows}


async def note_line_told(line: str, arrangement: str, ends: datetime, now: datetime) -> None:
    """Keep that an act has told everybody under a line of arrangements of its end: the clock has not to."""
    await sql.execute(
        f"""INSERT INTO lapse_message ({_KEY}, told_at)
            SELECT a.id, 'arrangement', $2, $3::timestamptz, 0, $4 FROM accreditation a WHERE a.arrangement_line = $1
            ON CONFLICT DO NOTHING""",  # noqa: S608 - constant text
        line,
        arrangement,
        ends,
        now,
    )


def _key(row: sql.Record) -> tuple[int, str, str, datetime, int]:
    return (row["accreditation_id"], row["kind"], row["fact"], row["ends"], row["distance"])


class Round(Struct):
    """How far a scheme's endings have been looked at."""

    reminded_on: date | None
    looked_until: datetime | None


async def load_round(scheme: int) -> Round:
    row = await sql.fetchrow("SELECT reminded_on, looked_until FROM lapse_round WHERE scheme_id = $1", scheme)
    return Round(**dict(row)) if row else Round(reminded_on=None, looked_until=None)


async def keep_round(scheme: int, reminded_on: date, looked_until: datetime) -> None:
    await sql.execute(
        """INSERT INTO lapse_round (scheme_id, reminded_on, looked_until) VALUES ($1, $2, $3)
           ON CONFLICT (scheme_id) DO UPDATE SET reminded_on = $2, looked_until = $3""",
        scheme,
        reminded_on,
        looked_until,
    )


async def list_schemes() -> list[int]:
    return [row["id"] for row in await sql.fetch("SELECT id FROM scheme ORDER BY id")]


class Due(Struct):
    """A notice to be given: an accreditation whose training or vetting is out of date while its powers go on."""

    ref: str
    case: str
    name: str
    employer: str
    organisation: int
    kinds: tuple[str, ...]
    powers: tuple[str, ...]
    courses: tuple[str, ...]

    @property
    def things(self) -> tuple[str, ...]:
        """What is out of date, in words."""
        return (*(("Vetting",) if "vetting" in self.kinds else ()), *self.courses)


_DUE = """SELECT a.ref, f.ref AS case, m.name, o.name AS employer, a.organisation_id AS organisation,
        array_agg(DISTINCT n.kind ORDER BY n.kind) AS kinds, array_agg(DISTINCT w.code) AS powers,
        coalesce(array_agg(DISTINCT c.title) FILTER (WHERE c.id IS NOT NULL), '{}') AS courses
    FROM to_be_noticed($1::timestamptz) n JOIN accreditation a ON a.id = n.accreditation_id
        JOIN casefile f ON f.id = a.case_id JOIN staff_member m ON m.id = a.staff_member_id
        JOIN organisation o ON o.id = a.organisation_id JOIN power w ON w.id = n.power_id
        LEFT JOIN course c ON c.id = n.course_id
    WHERE n.scheme_id = ANY ($2::bigint[]) AND EXISTS (SELECT 1 FROM authority h
        WHERE h.accreditation_id = n.accreditation_id AND h.power_id = n.power_id AND h.periods @> $1::timestamptz)
    GROUP BY a.id, f.ref, m.name, o.name ORDER BY o.name, m.name LIMIT 500"""
_DUE_AMONG = _DUE.replace("\n    GROUP BY", " AND n.accreditation_id = ANY ($3::bigint[])\n    GROUP BY")


async def list_due(now: datetime, schemes: Iterable[int], among: Sequence[int] | None = None) -> list[Due]:
    """The notices to be given in schemes now; only about the named accreditations if some are named."""
    if among is None:
        rows = await sql.fetch(_DUE, now, sorted(schemes))
    else:
        rows = await sql.fetch(_DUE_AMONG, now, sorted(schemes), list(among))
    return [
        Due(
            **{
                **dict(row),
                "kinds": tuple(row["kinds"]),
                "powers": tuple(row["powers"]),
                "courses": tuple(row["courses"]),
            }
        )
        for row in rows
    ]


async def address_of(person: int, organisation: int) -> Recipient | None:
    """Where somebody is written to about their own powers."""
    row = await sql.fetchrow(
        """SELECT p.id, p.name, coalesce(a.email, p.email, m.email) AS address FROM person p
           LEFT JOIN account a ON a.person_id = p.id
           LEFT JOIN staff_member m ON m.person_id = p.id AND m.organisation_id = $2 WHERE p.id = $1""",
        person,
        organisation,
    )
    if row is None or not row["address"]:
        return None
    return Recipient(name=row["name"], address=row["address"], person=row["id"])
