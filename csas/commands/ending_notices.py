"""Telling people, in the very act, that the law has ended their accreditation with what it rested on (s.41(8)).

Nothing is taken away here: the ending is derived from the arrangement or the employment. The notice,
with the employer’s copy, only tells of it; no restriction rests on it and nobody appeals against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from csas.commands import lapse_letters
from csas.commands.noticing import What, notify
from csas.domain.arrangements import Arrangement
from csas.domain.calendar import LONDON, in_words, london_day
from csas.domain.causes import ARRANGEMENT_ENDINGS
from csas.domain.lapses import ALL, Loss
from csas.store import ceasing, lapses, reached, statutory
from csas.store.statutory import Concerned
from csas.store.transaction import Act

MOMENT = timedelta(microseconds=1)
LEFT, DIED = "employment-ended", "died"
REASONS = {"notice": "arrangement-ended", "surrender": "arrangement-surrendered"}


async def tell_of_arrangement(this: Act, ended: Arrangement, ids: Sequence[int]) -> list[Concerned]:
    """Everybody whose accreditation rested on this line; the clock has nothing left to tell anybody of it."""
    at = ended.valid.end or this.now
    await lapses.note_line_told(ended.line, ended.ref, at, this.now)
    concerned = await tell(this, ids, REASONS[ended.ending], at)
    if concerned:
        cause = ARRANGEMENT_ENDINGS[ended.ending]
        lines = [f"{each.name}: {Loss(power='', title=ALL, cause=cause, since=at).words}" for each in concerned]
        await lapse_letters.send_lost_of(await lapses.load_whose(concerned[0].accreditation), lines, this.now)
    return concerned


async def tell(this: Act, ids: Sequence[int], reason: str, at: datetime) -> list[Concerned]:
    """A notice to each person and its copy to the employer, whatever the number."""
    concerned = await statutory.list_concerned(ids)
    if concerned:
        await notify(this, concerned, What(kind="ending", reasons=(reason,), explanation=_when(at)))
    return concerned


async def list_leaving(this: Act, employments: Sequence[str], ending: str, at: datetime) -> list[int]:
    """Whom to tell that an employment has ended; asked before the end is put down, which ends what is asked for.

    An end still to come is told of when it has come; nobody writes to somebody who died.
    """
    if ending == DIED or at > this.now:
        return []
    return await reached.of_employments(employments, at)


async def tell_left(this: Act, accreditation: int) -> None:
    """Somebody whose employment ended on a day set before, if nobody has told them."""
    at = await ceasing.find_untold_leaving(accreditation, this.now)
    if at is not None:
        await tell(this, [accreditation], LEFT, at)


def _when(at: datetime) -> str:
    """The moment as people say it; midnight is the end of the day before."""
    here = at.astimezone(LONDON)
    if (here.hour, here.minute, here.second) == (0, 0, 0):
        return f"It ended at the end of {in_words(london_day(at - MOMENT))}."
    return f"It ended at {here:%H:%M} on {in_words(here.date())}."
