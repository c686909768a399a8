"""Printing cards: starting a run, recording each file that is kept, and posting what was printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.registry import SUBJECTS, command
from csas.domain import letters, permissions, refusals
from csas.domain.events import Event
from csas.domain.permissions import CLOCK, Actor, Subject
from csas.domain.values import Ref, Struct
from csas.store import custody, outbox, print_runs
from csas.store.print_runs import Run
from csas.store.transaction import Act, act

TASK = "print"
START = "print-run:start"


async def subject_of(actor: Actor, ref: str) -> Subject:
    return Subject(scheme=(await print_runs.load(actor, ref)).scheme)


SUBJECTS["print-run"] = subject_of


class Start(Struct):
    organisation: Annotated[
        Ref | None,
        Meta(
            title="Whose cards",
            description="Cards that are issued and not yet printed. At most 5,000 go into one run.",
            extra={"kind": "radios", "choices": "waiting-cards"},
        ),
    ] = None


@command(START, Start, "Start a print run")
async def start(wanted: Start, actor: Actor, now: datetime) -> Event:
    """Take every card that waits to be printed, of one provider or of all, into a run that makes its sheets."""
    schemes = permissions.schemes_for(actor, START)
    if not schemes:
        raise refusals.NothingToPrint
    async with act(actor, now) as this:
        run, ref, cards = await print_runs.start(schemes[0], wanted.organisation, actor.person, now)
        await outbox.enqueue(TASK, run)
        return await this.record(
            "print-run:started",
            scheme=schemes[0],
            ref=ref,
            facts={"cards": cards},
            subjects={"print-run": [run]},
        )


class Post(Struct):
    ref: Ref


@command("print-run:post", Post, "Record the cards as posted")
async def post(wanted: Post, actor: Actor, now: datetime) -> Event:
    """Record every printed card of a run as posted, except those that ended or were lost meanwhile."""
    run = await print_runs.load(actor, wanted.ref)
    if not permissions.allows(actor, "print-run:post", Subject(scheme=run.scheme)):
        raise refusals.NotAllowed
    async with act(actor, now) as this:
        cards = await print_runs.list_unposted(run.id)
        if run.finished_at is None or not cards:
            raise refusals.AlreadyDone if run.finished_at else refusals.StillBeingMade
        await custody.add_all(cards, "posted", now, actor.person)
        return await this.record(
            "print-run:posted",
            scheme=run.scheme,
            ref=run.ref,
            facts={"cards": len(cards)},
            subjects={"print-run": [run.id], "document": cards},
        )


async def record_file(
    run: int, file: int, sheets: int, kept: tuple[str, str] | None, good: Sequence[int], now: datetime
) -> Event | None:
    """Record a file that is kept, once; None if it was recorded before, or a card in it ended meanwhile."""
    found = await print_runs.find(run)
    if found is None:
        return None
    async with act(CLOCK, now) as this:
        if not await print_runs.hold_file(run, file) or not await print_runs.are_good(good):
            return None
        sha256, stored_as = kept or (None, None)
        finished = await print_runs.record_file(run, file, sheets, sha256, stored_as, good, now)
        if finished:
            await _tell(this, found)
        return await this.record(
            "print-run:finished" if finished else "print-run:file-made",
            scheme=found.scheme,
            ref=found.ref,
            facts={"file": file, "sheets": sheets, "sha256": sha256},
            subjects={"print-run": [run]},
        )


async def _tell(this: Act, run: Run) -> None:
    made = await print_runs.find(run.id)
    if made is None:
        return
    ready = letters.PrintRunReady(
        organisation=run.organisation or "all providers",
        reference=run.ref,
        path=f"/print-runs/{run.ref}",
        cards=made.printed,
        files=made.files,
        left_out=made.left_out,
    )
    await outbox.tell(
        f"print-run-ready:{run.ref}", await outbox.of_person(run.starter), ready, this.now, scheme=run.scheme
    )
