"""A crowd: as many accreditations as wanted, five powers each, copied in without constraints.

The constraints, indexes and triggers of the tables are taken off first, written down from the
catalogue, and put back afterwards, which checks every row. Providers and what stands above them
are clones of one provider that was made lawfully.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import NamedTuple

import asyncpg

from csas.domain.certificates import number_from
from tests import people
from tests.bench.stage import Stage
from tests.world import World

POWERS = ("1a", "1c", "2a", "3", "8b")
EMPLOYER = "Northbank Homes"
LARGE, SMALL, ORDINARY = 5_000, 50, 500
CHUNK = 5_000
Line = Callable[[int], str]

TABLES: dict[str, tuple[str, ...]] = {
    "person": ("id", "ref", "name", "email"),
    "staff_member": ("id", "ref", "organisation_id", "person_id", "name", "number", "born_on", "job", "added_at"),
    "employment": ("ref", "staff_member_id", "person_id", "organisation_id", "valid", "known"),
    "training": ("ref", "person_id", "course_id", "provider", "passed_on", "valid", "known"),
    "vetting": (
        "ref",
        "force_id",
        "scheme_id",
        "person_id",
        "outcome",
        "level",
        "reference",
        "decided_by",
        "valid",
        "known",
    ),
    "accreditation": (
        "id",
        "ref",
        "force_id",
        "scheme_id",
        "organisation_id",
        "person_id",
        "staff_member_id",
        "employment_ref",
        "arrangement_line",
        "case_id",
        "granted_at",
    ),
    "accreditation_term": (
        "ref",
        "accreditation_id",
        "person_id",
        "organisation_id",
        "scheme_id",
        "valid",
        "known",
        "uniform_ref",
        "rests_on",
        "decision_id",
    ),
    "granted_power": (
        "ref",
        "accreditation_id",
        "power_id",
        "decision_id",
        "valid",
        "known",
        "areas",
        "courses",
    ),
    "document_number": ("number",),
    "document": (
        "ref",
        "force_id",
        "scheme_id",
        "case_id",
        "organisation_id",
        "kind",
        "number",
        "accreditation_id",
        "snapshot",
        "state",
        "sha256",
        "stored_as",
        "reserved_at",
        "issued_at",
    ),
}

# Everything on a table that costs while rows come in, as statements that take it off and put it back.
KEYS = """SELECT conrelid::regclass::text AS name, conname, contype, pg_get_constraintdef(oid) AS said FROM pg_constraint
    WHERE (conrelid::regclass::text = ANY ($1::text[]) AND contype IN ('p', 'u', 'x', 'f'))
       OR (contype = 'f' AND confrelid::regclass::text = ANY ($1::text[]))
    ORDER BY position(contype::text IN 'puxf')"""
INDEXES = """SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS said FROM pg_index i
    WHERE i.indrelid::regclass::text = ANY ($1::text[])
      AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)"""


class Crowd(NamedTuple):
    """What was made: ids of accreditations from 1 on, the numbers of their cards, and the two providers to compare."""

    first: int
    many: int
    seed: int
    large: str
    small: str
    seconds: float

    def number(self, at: int) -> str:
        """The number of the card of the accreditation at this place."""
        return _number(self.seed, at)


def _number(seed: int, at: int) -> str:
    return number_from(Random(seed * 10_000_019 + at).getrandbits(60))  # noqa: S311 - a bench, not a card


def make(stage: Stage, count: int) -> Crowd:
    """Put a crowd into the stage's database."""
    began = perf_counter()
    employer, template = stage.do(_template)
    crowd: Crowd = stage.do(lambda _: _fill(stage, employer, template, count))
    return crowd._replace(seconds=perf_counter() - began)


async def _template(world: World) -> tuple[people.Provider, people.Accredited]:
    employer = await people.provider(world, EMPLOYER, powers=POWERS)
    return employer, await people.accredited(world, employer, powers=POWERS, rests_on=("training", "vetting"))


async def _fill(stage: Stage, employer: people.Provider, template: people.Accredited, count: int) -> Crowd:
    owner = await asyncpg.connect(stage.addresses.owner_url, timeout=60)
    await owner.execute(
        "SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2; SET work_mem = '256MB'"
    )
    sizes = _sizes(count)
    try:
        organisations = await _providers(owner, employer, len(sizes))
        back = await _take_off(owner)
        await _copy(owner, await _shape(owner, employer, template, organisations, sizes), count)
        for statement in back:
            await owner.execute(statement, timeout=900)
        await owner.execute("VACUUM (ANALYZE)", timeout=600)  # as the database does by itself after a while
        refs = await owner.fetch("SELECT ref FROM organisation WHERE id = ANY ($1)", organisations[:2])
    finally:
        await owner.close()
    return Crowd(first=FIRST, many=count, seed=count, large=refs[0]["ref"], small=refs[1]["ref"], seconds=0)


def _sizes(count: int) -> list[int]:
    """How many people each provider has: one large, one small, the rest alike."""
    sizes = [min(LARGE, count // 2), SMALL]
    rest = count - sum(sizes)
    ordinary = min(ORDINARY, max(rest // 8, 1))
    sizes += [ordinary] * (rest // ordinary)
    return sizes + ([rest % ordinary] if rest % ordinary else [])


FIRST = 1_000_001


class Shape(NamedTuple):
    """What every row of the crowd has in common, and which provider each belongs to."""

    force: int
    scheme: int
    course: int
    decision: int
    vetter: int
    powers: list[int]
    areas: str
    owners: list[tuple[int, str, str, int]]  # of each accreditation: organisation, line, uniform, case
    since: str
    term: str
    trained: str
    snapshot: str


async def _providers(owner: asyncpg.Connection, employer: people.Provider, count: int) -> list[int]:
    """Clones of the employer with arrangement, uniform and case of their own; the ids of their organisations."""
    await owner.execute("ALTER TABLE organisation DISABLE TRIGGER USER")
    names = ("casefile", "application", "application_version", "sought_power", "sought_area", "decision")
    for name in (*names, "decided_power", "decided_area", "arrangement", "uniform", "finding"):
        await owner.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    made = [
        await owner.fetchval(CLONE, employer.organisation, employer.arrangement, employer.uniform, str(at))
        for at in range(1, count + 1)
    ]
    for name in (*names, "decided_power", "decided_area", "arrangement", "uniform", "finding", "organisation"):
        await owner.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")
    return made


CLONE = (Path(__file__).parent / "provider.sql").read_text()


async def _take_off(owner: asyncpg.Connection) -> list[str]:
    """Take every key, index and trigger off the tables; the statements that put them back, in their order."""
    names = list(TABLES)
    keys = await owner.fetch(KEYS, names)
    indexes = await owner.fetch(INDEXES, names)
    for row in reversed(keys):
        await owner.execute(f'ALTER TABLE {row["name"]} DROP CONSTRAINT IF EXISTS "{row["conname"]}" CASCADE')
    for row in indexes:
        await owner.execute(f"DROP INDEX {row['name']}")
    for name in names:
        await owner.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
    plain = [f'ALTER TABLE {row["name"]} ADD CONSTRAINT "{row["conname"]}" {row["said"]}' for row in keys]
    first = [said for said, row in zip(plain, keys, strict=True) if row["contype"] != b"f"]
    last = [said for said, row in zip(plain, keys, strict=True) if row["contype"] == b"f"]
    triggers = [f"ALTER TABLE {name} ENABLE TRIGGER USER" for name in names]
    return [*first, *(row["said"] for row in indexes), *last, *triggers]


async def _shape(
    owner: asyncpg.Connection,
    employer: people.Provider,
    template: people.Accredited,
    organisations: list[int],
    sizes: list[int],
) -> Shape:
    row = await owner.fetchrow(
        """SELECT t.decision_id, g.courses[1] AS course, v.decided_by, t.valid::text AS term, x.valid::text AS trained
           FROM accreditation_term t JOIN granted_power g ON g.accreditation_id = t.accreditation_id
               JOIN vetting v ON v.person_id = t.person_id JOIN training x ON x.person_id = t.person_id
           WHERE t.accreditation_id = $1 LIMIT 1""",
        template.accreditation,
    )
    powers = await owner.fetch("SELECT id FROM power WHERE code = ANY ($1::text[]) ORDER BY id", list(POWERS))
    grounds = await owner.fetch(
        """SELECT a.organisation_id, a.line, u.ref, k.id AS case_id FROM arrangement a
               JOIN uniform u ON u.organisation_id = a.organisation_id JOIN application p ON p.id = a.application_id
               JOIN casefile k ON k.id = p.case_id
           WHERE a.organisation_id = ANY ($1::bigint[]) ORDER BY a.organisation_id""",
        organisations,
    )
    owners = [tuple(row) for row, size in zip(grounds, sizes, strict=True) for _ in range(size)]
    assert row
    return Shape(
        force=employer.force,
        scheme=employer.scheme,
        course=row["course"],
        decision=row["decision_id"],
        vetter=row["decided_by"],
        powers=[row["id"] for row in powers],
        areas="{" + ",".join(employer.areas) + "}",
        owners=owners,
        since=(people.SINCE - timedelta(days=3)).isoformat(),
        term=row["term"],
        trained=row["trained"],
        snapshot='{"person": "Ada Brook", "employer": "A provider", "last_day": "2030-01-01"}',
    )


async def _copy(owner: asyncpg.Connection, shape: Shape, count: int) -> None:
    for table, columns in TABLES.items():
        await owner.copy_to_table(
            table, source=_chunks(_lines(table, shape, count), count), columns=columns, format="text", timeout=900
        )


async def _chunks(line: Line, count: int) -> AsyncIterator[bytes]:
    for start in range(0, count, CHUNK):
        yield "".join(map(line, range(start, min(start + CHUNK, count)))).encode()


def _lines(table: str, of: Shape, count: int) -> Line:
    """How the row or rows of the accreditation at a place are written for COPY."""
    known = f'["{of.since}",)'
    employed = f'["{of.since}",)'
    ref = _refs

    def granted(at: int) -> str:
        start = of.term.split(",")[0]
        return "".join(
            f"{ref('g', at * 8 + n)}\t{FIRST + at}\t{power}\t{of.decision}\t{start},)\t{known}"
            f"\t{of.areas}\t{{{of.course}}}\n"
            for n, power in enumerate(of.powers)
        )

    def identity(at: int) -> str:
        organisation, line, _, case = of.owners[at]
        return (
            f"{FIRST + at}\t{ref('a', at)}\t{of.force}\t{of.scheme}\t{organisation}\t{FIRST + at}\t{FIRST + at}"
            f"\t{ref('e', at)}\t{line}\t{case}\t{of.since}\n"
        )

    def card(at: int) -> str:
        organisation, _, _, case = of.owners[at]
        return (
            f"{ref('d', at)}\t{of.force}\t{of.scheme}\t{case}\t{organisation}\tcard\t{_number(count, at)}\t{FIRST + at}"
            f"\t{of.snapshot}\tissued\tnone\tnone\t{of.since}\t{of.since}\n"
        )

    writers: dict[str, Line] = {
        "person": lambda at: f"{FIRST + at}\t{ref('p', at)}\tAda Brook {at}\tp{at}@people.example\n",
        "staff_member": lambda at: (
            f"{FIRST + at}\t{ref('s', at)}\t{of.owners[at][0]}\t{FIRST + at}"
            f"\tAda Brook {at}\tW{at}\t1990-05-04\tWarden\t{of.since}\n"
        ),
        "employment": lambda at: (
            f"{ref('e', at)}\t{FIRST + at}\t{FIRST + at}\t{of.owners[at][0]}\t{employed}\t{known}\n"
        ),
        "training": lambda at: (
            f"{ref('t', at)}\t{FIRST + at}\t{of.course}\tCalder College\t2026-01-01\t{of.trained}\t{known}\n"
        ),
        "vetting": lambda at: (
            f"{ref('v', at)}\t{of.force}\t{of.scheme}\t{FIRST + at}\tclear\tNPPV 2\tV/{at}"
            f"\t{of.vetter}\t{of.trained}\t{known}\n"
        ),
        "accreditation": identity,
        "accreditation_term": lambda at: (
            f"{ref('m', at)}\t{FIRST + at}\t{FIRST + at}\t{of.owners[at][0]}\t{of.scheme}\t{of.term}\t{known}"
            f"\t{of.owners[at][2]}\t{{training,vetting}}\t{of.decision}\n"
        ),
        "granted_power": granted,
        "document_number": lambda at: f"{_number(count, at)}\n",
        "document": card,
    }
    return writers[table]


_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_TWO = [one + other for one in _LETTERS for other in _LETTERS]


def _refs(letter: str, at: int) -> str:
    return f"{letter}benc{letter}{_TWO[at >> 20 & 1023]}{_TWO[at >> 10 & 1023]}{_TWO[at & 1023]}"


def shuffled(crowd: Crowd, turns: int) -> Iterator[int]:
    """Places of the crowd in no order."""
    random = Random(7)  # noqa: S311 - a bench
    return (random.randrange(crowd.many) for _ in range(turns))
