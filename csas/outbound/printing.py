"""Making the sheets of a print run: file after file, each drawn, looked over, signed, kept and recorded.

A file is recorded only when it is kept, so a worker killed anywhere is followed by another that
makes what is missing. A card that ended after the run began is left out, never printed.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path

from csas.commands import print_runs as commands
from csas.domain.cards import PowersCard
from csas.domain.print_runs import sheets_for
from csas.outbound import issuing
from csas.outbound.documents import sheets
from csas.outbound.documents.lint import lint_sheets
from csas.outbound.documents.photograph import NotAPhotograph
from csas.outbound.documents.signing import load_or_make, sign
from csas.settings import Settings
from csas.store import print_runs
from csas.store.print_runs import Run

TRIES = 5
log = logging.getLogger("csas.printing")


async def make(run: int, settings: Settings) -> int:
    """Make every file of a run that is not made yet; how many were made."""
    found = await print_runs.find(run)
    if found is None:
        return 0
    done = 0
    for number in await print_runs.list_unmade(run):
        done += await _file(found, number, settings)
    return done


async def recover(settings: Settings) -> int:
    """Go on with every run that an earlier process left unfinished."""
    done = 0
    for run in await print_runs.list_unfinished():
        try:
            done += await make(run, settings)
        except (issuing.Faulty, NotAPhotograph, OSError):
            log.exception("sheets could not be made")
    return done


async def _file(run: Run, number: int, settings: Settings) -> bool:
    """Make one file; again if a card in it ended while it was drawn."""
    for _ in range(TRIES):
        good = [place for place in await print_runs.list_places(run.id, number) if place.good]
        kept = None
        if good:
            cards = [(place.card, await issuing.photograph_of(place.card)) for place in good]
            title = f"Print run {run.ref}, file {number} of {run.files}"
            pdf = await asyncio.to_thread(signed_sheets, cards, title, settings.keys_dir)
            kept = await asyncio.to_thread(issuing.keep, settings.files_dir / issuing.FOLDER, pdf)
        ids = [place.document for place in good]
        done = await commands.record_file(run.id, number, sheets_for(len(ids)), kept, ids, datetime.now(UTC))
        if done is not None or number not in await print_runs.list_unmade(run.id):
            return done is not None
    return False


def signed_sheets(cards: list[tuple[PowersCard, bytes]], title: str, keys: Path) -> bytes:
    """The signed sheets; refuses to sign what does not say what every card says."""
    pdf = sheets.draw(cards, title, cards[0][0].force)
    faults = lint_sheets([card for card, _ in cards], pdf)
    if faults:
        raise issuing.Faulty(title, faults)
    return sign(pdf, load_or_make(keys, datetime.now(UTC)))
