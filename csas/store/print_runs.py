"""Runs of the printer: which cards wait, which run has which, and which of its files are made.

A card is in one run at most, unless it was left out there. Files are recorded when they are kept,
each once; nothing here draws or touches a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from csas.domain import refusals
from csas.domain.cards import PowersCard
from csas.domain.permissions import Actor
from csas.domain.print_runs import A_FILE, MOST_CARDS, files_for
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref

OFFICE = ("case-officer", "scheme-manager")


class Waiting(Struct):
    """How many cards of one provider wait to be printed."""

    organisation: str
    name: str
    cards: int


class Run(Struct):
    """A run with its progress; ids are internal."""

    id: int
    ref: str
    scheme: int
    organisation: str
    started_by: str
    starter: int
    started_at: datetime
    finished_at: datetime | None
    cards: int
    files: int
    made: int
    printed: int
    left_out: int
    unposted: int


class File(Struct):
    """A file of a run; without a name it is not made, or has nothing in it."""

    number: int
    sheets: int | None
    cards: int
    stored_as: str | None
    made_at: datetime | None


class Place(Struct):
    """A card in its place in a file; `good` while it may still be printed."""

    document: int
    card: PowersCard
    good: bool


# Issued, in no run, with nothing in its trail but that it was issued, and of somebody accredited at the moment `$2`.
_WAITING = """document d JOIN accreditation a ON a.id = d.accreditation_id JOIN organisation o ON o.id = d.organisation_id
    JOIN person p ON p.id = a.person_id
    WHERE d.kind = 'card' AND d.state = 'issued' AND d.scheme_id = ANY ($1::bigint[])
        AND NOT EXISTS (SELECT 1 FROM print_run_card r WHERE r.document_id = d.id AND r.outcome <> 'left-out')
        AND NOT EXISTS (SELECT 1 FROM custody c WHERE c.document_id = d.id AND c.what <> 'issued')
        AND EXISTS (SELECT 1 FROM accredited x WHERE x.accreditation_id = a.id AND x.periods @> $2::timestamptz)"""


async def list_waiting(actor: Actor, now: datetime) -> list[Waiting]:
    """How many cards wait, provider by provider."""
    rows = await sql.fetch(
        f"""SELECT o.ref AS organisation, o.name, count(*)::int AS cards FROM {_WAITING}
            GROUP BY o.ref, o.name ORDER BY o.name""",  # noqa: S608 - constant text
        sorted(actor.schemes(*OFFICE)),
        now,
    )
    return [Waiting(**dict(row)) for row in rows]


async def start(scheme: int, organisation: str | None, by: int | None, now: datetime) -> tuple[int, str, int]:
    """Take every waiting card of a provider, or of all, into a new run: its id, reference and number of cards."""
    rows = await sql.fetch(
        f"""SELECT d.id FROM {_WAITING} AND ($3::text IS NULL OR o.ref = $3)
            ORDER BY o.name, p.name, d.id LIMIT $4""",  # noqa: S608 - constant text
        [scheme],
        now,
        organisation,
        MOST_CARDS,
    )
    cards = await _hold([row["id"] for row in rows])
    if not cards:
        raise refusals.NothingToPrint
    ref = new_ref()
    run: int = await sql.fetchval(
        """INSERT INTO print_run (ref, force_id, scheme_id, organisation_id, started_by, started_at, cards)
           SELECT $1, force_id, id, (SELECT id FROM organisation WHERE ref = $3), $4, $5, $6 FROM scheme WHERE id = $2
           RETURNING id""",
        ref,
        scheme,
        organisation,
        by,
        now,
        len(cards),
    )
    await _lay_out(run, cards)
    return run, ref, len(cards)


async def _hold(cards: Sequence[int]) -> list[int]:
    """Hold cards, in the order of their ids; those still issued, in the order given."""
    rows = await sql.fetch(
        "SELECT id FROM document WHERE id = ANY ($1::bigint[]) AND state = 'issued' ORDER BY id FOR UPDATE", list(cards)
    )
    issued = {row["id"] for row in rows}
    return [card for card in cards if card in issued]


async def _lay_out(run: int, documents: Sequence[int]) -> None:
    await sql.execute(
        "INSERT INTO print_run_file (run_id, number) SELECT $1, generate_series(1, $2::int)",
        run,
        files_for(len(documents)),
    )
    await sql.execute(
        """INSERT INTO print_run_card (run_id, file, place, document_id)
           SELECT $1, (at - 1) / $3 + 1, (at - 1) % $3 + 1, id FROM unnest($2::bigint[]) WITH ORDINALITY AS d (id, at)""",
        run,
        list(documents),
        A_FILE,
    )


_RUN = """SELECT r.id, r.ref, r.scheme_id AS scheme, coalesce(o.name, '') AS organisation, p.name AS started_by,
        p.id AS starter, r.started_at, r.finished_at, r.cards, f.files, f.made, c.printed, c.left_out, c.unposted
    FROM print_run r LEFT JOIN organisation o ON o.id = r.organisation_id JOIN person p ON p.id = r.started_by
        JOIN LATERAL (SELECT count(*)::int AS files, count(made_at)::int AS made FROM print_run_file
            WHERE run_id = r.id) f ON true
        JOIN LATERAL (SELECT count(*) FILTER (WHERE k.outcome = 'printed')::int AS printed,
            count(*) FILTER (WHERE k.outcome = 'left-out')::int AS left_out,
            count(*) FILTER (WHERE k.outcome = 'printed' AND d.state = 'issued' AND NOT EXISTS (
                SELECT 1 FROM custody u WHERE u.document_id = d.id AND u.what <> 'issued'))::int AS unposted
            FROM print_run_card k JOIN document d ON d.id = k.document_id WHERE k.run_id = r.id) c ON true"""


async def list_runs(actor: Actor) -> list[Run]:
    """The newest runs of the actor's schemes."""
    rows = await sql.fetch(
        f"{_RUN} WHERE r.scheme_id = ANY ($1::bigint[]) ORDER BY r.id DESC LIMIT 50", sorted(actor.schemes(*OFFICE))
    )
    return [Run(**dict(row)) for row in rows]


async def load(actor: Actor, ref: str) -> Run:
    """A run of the actor's own schemes; another's is not found."""
    row = await sql.fetchrow(f"{_RUN} WHERE r.ref = $1", ref)
    if row is None or row["scheme"] not in actor.schemes(*OFFICE):
        raise refusals.NotFound
    return Run(**dict(row))


async def find(run: int) -> Run | None:
    row = await sql.fetchrow(f"{_RUN} WHERE r.id = $1", run)
    return Run(**dict(row)) if row else None


async def list_files(run: int) -> list[File]:
    rows = await sql.fetch(
        """SELECT f.number, f.sheets, f.stored_as, f.made_at, count(c.document_id)::int AS cards
           FROM print_run_file f LEFT JOIN print_run_card c ON c.run_id = f.run_id AND c.file = f.number
               AND c.outcome <> 'left-out'
           WHERE f.run_id = $1 GROUP BY f.run_id, f.number ORDER BY f.number""",
        run,
    )
    return [File(**dict(row)) for row in rows]


async def list_unfinished() -> list[int]:
    rows = await sql.fetch("SELECT id FROM print_run WHERE finished_at IS NULL ORDER BY id")
    return [row["id"] for row in rows]


async def list_unmade(run: int) -> list[int]:
    """The files of a run that are not made yet."""
    rows = await sql.fetch(
        "SELECT number FROM print_run_file WHERE run_id = $1 AND made_at IS NULL ORDER BY number", run
    )
    return [row["number"] for row in rows]


async def list_places(run: int, file: int) -> list[Place]:
    """The cards of a file in their order."""
    rows = await sql.fetch(
        """SELECT d.id, d.snapshot::text AS snapshot, d.state = 'issued' AND NOT EXISTS (
               SELECT 1 FROM custody c WHERE c.document_id = d.id AND c.what <> 'issued')
               AND coalesce(x.periods @> now(), false) AS good
           FROM print_run_card k JOIN document d ON d.id = k.document_id
               JOIN accredited x ON x.accreditation_id = d.accreditation_id
           WHERE k.run_id = $1 AND k.file = $2 ORDER BY k.place""",
        run,
        file,
    )
    return [
        Place(document=row["id"], card=msgspec.json.decode(row["snapshot"], type=PowersCard), good=row["good"])
        for row in rows
    ]


async def hold_file(run: int, file: int) -> bool:
    """Hold a run while one of its files is recorded; False if the file is recorded already."""
    await sql.fetchval("SELECT id FROM print_run WHERE id = $1 FOR UPDATE", run)
    unmade: bool | None = await sql.fetchval(
        "SELECT made_at IS NULL FROM print_run_file WHERE run_id = $1 AND number = $2", run, file
    )
    return bool(unmade)


async def are_good(documents: Sequence[int]) -> bool:
    """Whether all these cards are issued still; they are held so until the act ends."""
    rows = await sql.fetch(
        "SELECT id FROM document WHERE id = ANY ($1::bigint[]) AND state = 'issued' ORDER BY id FOR SHARE",
        list(documents),
    )
    return len(rows) == len(documents)


async def record_file(
    run: int, file: int, sheets: int, sha256: str | None, stored_as: str | None, good: Sequence[int], now: datetime
) -> bool:
    """Say that a file is kept, and which of its cards are in it; whether the run is finished by it."""
    await sql.execute(
        """UPDATE print_run_file SET sheets = $3, sha256 = $4, stored_as = $5, made_at = $6
           WHERE run_id = $1 AND number = $2""",
        run,
        file,
        sheets,
        sha256,
        stored_as,
        now,
    )
    await sql.execute(
        """UPDATE print_run_card SET outcome = CASE WHEN document_id = ANY ($3::bigint[]) THEN 'printed' ELSE 'left-out' END
           WHERE run_id = $1 AND file = $2""",
        run,
        file,
        list(good),
    )
    done: int = await sql.execute(
        """UPDATE print_run SET finished_at = $2 WHERE id = $1 AND finished_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM print_run_file WHERE run_id = $1 AND made_at IS NULL)""",
        run,
        now,
    )
    return done > 0


async def list_unposted(run: int) -> list[int]:
    """The printed cards of a run that are good and that nobody recorded as sent or received."""
    rows = await sql.fetch(
        """SELECT d.id FROM print_run_card k JOIN document d ON d.id = k.document_id
           WHERE k.run_id = $1 AND k.outcome = 'printed' AND d.state = 'issued' AND NOT EXISTS (
               SELECT 1 FROM custody u WHERE u.document_id = d.id AND u.what <> 'issued')
           ORDER BY d.id FOR UPDATE OF d""",
        run,
    )
    return [row["id"] for row in rows]
