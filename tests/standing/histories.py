"""Histories at random: facts with two periods, put down as the owner with the triggers off.

They need not be lawful, only possible: the two derivations must agree on whatever the tables hold.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import asyncpg

BASE = datetime(2014, 9, 25, tzinfo=UTC)  # the law ended power 1g, and summer time, within a month
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 60
AREAS = ["E09000022", "E09000028", "E09000033"]
Rows = dict[str, list[tuple[Any, ...]]]
COLUMNS = {
    "scheme_period": ("force_id", "scheme_id", "valid", "known"),
    "arrangement": (
        "ref", "line", "force_id", "scheme_id", "organisation_id", "application_id", "decision_id", "valid", "known",
        "ending",
    ),
    "employment": (
        "ref", "staff_member_id", "person_id", "organisation_id", "valid", "known", "ending",
    ),
    "uniform": ("ref", "force_id", "scheme_id", "organisation_id", "description", "badge", "valid", "known"),
    "power_adoption": ("force_id", "scheme_id", "power_id", "valid", "known"),
    "training": ("ref", "person_id", "course_id", "provider", "passed_on", "valid", "known"),
    "vetting": (
        "ref", "force_id", "scheme_id", "person_id", "outcome", "level", "reference", "decided_by", "valid", "known",
    ),
    "accreditation": (
        "ref", "force_id", "scheme_id", "organisation_id", "person_id", "staff_member_id", "employment_ref",
        "arrangement_line", "case_id", "granted_at",
    ),
    "accreditation_term": (
        "ref", "accreditation_id", "person_id", "organisation_id", "scheme_id", "valid", "known", "uniform_ref",
        "rests_on", "decision_id",
    ),
    "granted_power": (
        "ref", "accreditation_id", "power_id", "decision_id", "valid", "known", "areas", "courses", "notice_ref",
    ),
    "statutory_notice": ("id", "ref", "accreditation_id", "kind", "reasons", "acted_at"),
    "notice_copy": ("notice_id", "copy_for", "how", "served_at"),
    "restriction": ("ref", "accreditation_id", "power_id", "kind", "notice_ref", "valid", "known"),
}  # fmt: skip


def moment(random: Random) -> datetime:
    """A moment of the two months, often just at or beside a London midnight."""
    day = BASE + timedelta(days=random.randrange(DAYS))
    return day + random.choice(
        (timedelta(0), timedelta(hours=23), timedelta(hours=23, microseconds=1), timedelta(hours=9))
    )


def known_moment(random: Random) -> datetime:
    return KNOWN + timedelta(hours=random.randrange(8))


def period(random: Random, *, finite: bool = False) -> asyncpg.Range:
    start = moment(random)
    if not finite and random.random() < 0.5:
        return asyncpg.Range(start, None)
    return asyncpg.Range(start, start + timedelta(days=random.randrange(1, DAYS), hours=random.choice((0, 1))))


def known(random: Random) -> asyncpg.Range:
    start = known_moment(random)
    if random.random() < 0.7:
        return asyncpg.Range(start, None)
    return asyncpg.Range(start, start + timedelta(hours=random.randrange(1, 6)))


def facts(random: Random, most: int, *, finite: bool = False) -> list[tuple[asyncpg.Range, asyncpg.Range]]:
    """Some (valid, known) pairs of which no two overlap in both, as the exclusion constraints demand."""
    kept: list[tuple[asyncpg.Range, asyncpg.Range]] = []
    for _ in range(random.randrange(most + 1)):
        valid, seen = period(random, finite=finite), known(random)
        if not any(_meet(valid, v) and _meet(seen, k) for v, k in kept):
            kept.append((valid, seen))
    return kept


def _meet(one: asyncpg.Range, other: asyncpg.Range) -> bool:
    return (other.upper is None or one.lower < other.upper) and (one.upper is None or other.lower < one.upper)


def history(random: Random, key: int, courses: list[int]) -> Rows:
    """All rows of one accreditation; `key` keeps it apart from every other."""
    rows: Rows = {name: [] for name in COLUMNS}
    force, scheme, organisation, person = 1, -key, -key, -key
    rows["scheme_period"] = [(force, scheme, v, k) for v, k in _mostly(random, facts(random, 2))]
    rows["arrangement"] = [
        (f"r{key}", f"l{key}", force, scheme, organisation, 1, 1, v, k, random.choice(("term", "notice")))
        for v, k in _mostly(random, facts(random, 3))
    ]
    rows["employment"] = [
        (f"e{key}", -key, person, organisation, v, k, "" if v.upper is None else "left")
        for v, k in _mostly(random, facts(random, 3))
    ]
    uniforms = [f"u{key}a", f"u{key}b"]
    rows["uniform"] = [
        (random.choice(uniforms), force, scheme, organisation, "Green", "Breast", v, k)
        for v, k in _mostly(random, facts(random, 3))
    ]
    for course in courses:
        for v, k in _mostly(random, facts(random, 2)):
            rows["training"].append((f"t{key}-{len(rows['training'])}", person, course, "College", BASE.date(), v, k))
    rows["vetting"] = [
        (f"v{key}", force, scheme, person, random.choice(("clear", "clear", "not-clear")), "2", "V", 1, v, k)
        for v, k in _mostly(random, facts(random, 3))
    ]
    rows["accreditation"] = [(f"a{key}", force, scheme, organisation, person, -key, f"e{key}", f"l{key}", 1, BASE)]
    return rows


def of_accreditation(random: Random, key: int, accreditation: int, powers: list[int], courses: list[int]) -> Rows:
    """What hangs on the accreditation once it has its identity."""
    tables = ("accreditation_term", "power_adoption", "restriction", "statutory_notice", "notice_copy", "granted_power")
    rows: Rows = {name: [] for name in tables}
    rests: tuple[list[str], ...] = ([], ["training"], ["vetting"], ["training", "vetting"])
    rows["accreditation_term"] = [
        (f"m{key}", accreditation, -key, -key, -key, v, k, f"u{key}{random.choice('ab')}", random.choice(rests), 1)
        for v, k in _mostly(random, facts(random, 3, finite=True), finite=True)
    ]
    for power in powers:
        needed = random.choice(([], courses[:1], courses))
        for v, k in _mostly(random, facts(random, 2)):
            grant = (f"g{key}-{power}-{len(rows['granted_power'])}", accreditation, power, 1)
            pieces = narrowed(random, v)
            for at, piece in enumerate(pieces):
                notice = _notice(random, rows, accreditation, piece.lower) if at else None
                rows["granted_power"].append((*grant, piece, k, AREAS[: len(AREAS) - at], needed, notice))
        rows["power_adoption"] += [(1, -key, power, v, k) for v, k in _mostly(random, facts(random, 2))]
    for which in (None, *powers):
        for kind in ("suspension", "modification"):
            if random.random() < 0.3:
                rows["restriction"] += [
                    (f"x{key}-{which}-{kind}", accreditation, which, kind, "n", v, k)
                    for v, k in facts(random, 2, finite=True)
                ]
    return rows


def narrowed(random: Random, valid: asyncpg.Range) -> list[asyncpg.Range]:
    """A grant whole, or cut where notices narrowed it, each piece with an area less than the one before."""
    end = valid.upper or valid.lower + timedelta(days=DAYS)
    cuts = sorted({moment(random) for _ in range(random.choice((0, 0, 1, 2)))})
    inside = [cut for cut in cuts if valid.lower < cut < end]
    ends = [*inside, valid.upper]
    return [asyncpg.Range(start, until) for start, until in zip([valid.lower, *inside], ends, strict=True)]


def _notice(random: Random, rows: Rows, accreditation: int, acted_at: datetime) -> str:
    """A notice of modification, given at once, later or not yet."""
    made = len(rows["statutory_notice"])
    number = accreditation * 100 + made
    given = random.choice((None, acted_at, acted_at + timedelta(hours=random.randrange(1, 300))))
    rows["statutory_notice"].append((number, f"n{number}", accreditation, "modification", [], acted_at))
    rows["notice_copy"].append((number, "person", "post" if given else "", given))
    return f"n{number}"


def _mostly(
    random: Random, found: list[tuple[asyncpg.Range, asyncpg.Range]], *, finite: bool = False
) -> list[tuple[asyncpg.Range, asyncpg.Range]]:
    """Often simply true for long, so that enough of the histories give anybody a power."""
    if random.random() < 0.6:
        start = BASE + timedelta(days=random.randrange(3))
        end = start + timedelta(days=50 + random.randrange(20)) if finite or random.random() < 0.5 else None
        return [(asyncpg.Range(start, end), asyncpg.Range(KNOWN + timedelta(hours=random.randrange(3)), None))]
    return found


async def put(owner: asyncpg.Connection, rows: Rows) -> None:
    for table, records in rows.items():
        await owner.copy_records_to_table(table, records=records, columns=COLUMNS[table])
