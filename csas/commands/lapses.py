"""The clock's part in lapses: once a London day what ends soon, at each tick what has ended.

Each fact is told of once at each set distance, and once when it has ended. Powers end by
themselves: nothing here ends any. An act that takes something away may look before and tell after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from csas.commands import lapse_letters
from csas.commands.clockwork import at_each_tick
from csas.domain import lapses as rules
from csas.domain.calendar import london_day
from csas.domain.fitness import INSTANT, distance_of
from csas.domain.lapses import Loss, Moment
from csas.domain.permissions import CLOCK
from csas.store import lapses, settings_of_scheme, standing
from csas.store.lapses import Ending, Told, Whose
from csas.store.transaction import Act, act

AT_ONCE = 500
PART = 5000
FIRST_LOOK = timedelta(days=7)
OVERLAP = timedelta(minutes=10)  # an act that began before the last look may have been kept after it

Seen = list[tuple[Whose, Moment]]


@at_each_tick
async def look_round(now: datetime) -> int:
    """Tell of what has ended in each scheme and, once a day, of what ends soon; returns how many acts that were."""
    return sum([await _look(scheme, now) for scheme in await lapses.list_schemes()])


async def _look(scheme: int, now: datetime) -> int:
    looked = await lapses.load_round(scheme)
    done = await _tell_all_ended(scheme, (looked.looked_until or now - FIRST_LOOK) - OVERLAP, now)
    if looked.reminded_on is None or looked.reminded_on < london_day(now):
        done += await _remind_all(scheme, now)
    await lapses.keep_round(scheme, london_day(now), now)
    return done


async def _tell_all_ended(scheme: int, since: datetime, now: datetime) -> int:
    done = 0
    while ended := await lapses.list_ended(scheme, since, now):
        for group in _by_employer(Told(ending=each, distance=0) for each in ended):
            await _tell_ended(group, now)
            done += 1
    return done


async def _remind_all(scheme: int, now: datetime) -> int:
    """A part of all accreditations at a time, so that no question is too long for the database."""
    distances = (await settings_of_scheme.on(scheme, "lapse-days", london_day(now))).value
    done = 0
    for first in range(0, await lapses.count_ids(), PART):
        due = await _due(scheme, now, distances, range(first, first + PART))
        for group in _by_employer(due):
            await _remind(group, now)
            done += 1
    return done


async def _due(scheme: int, now: datetime, distances: Sequence[int], among: range) -> list[Told]:
    """What is due or overdue and was not yet sent: each fact at the nearest distance it has reached."""
    horizon = now + timedelta(days=max(distances, default=0) + 1)
    found = await lapses.list_ending(scheme, now, horizon, among)
    reached = ((each, distance_of(each.ends, now, distances)) for each in found)
    due = [Told(ending=each, distance=distance) for each, distance in reached if distance is not None]
    before = await lapses.list_told(due)
    fresh = [each for each in due if each.key not in before]
    standing_now = await lapses.which_stand((each.ending.accreditation for each in fresh), now)
    return [each for each in fresh if each.ending.accreditation in standing_now]


def _by_employer(found: Iterable[Told]) -> list[list[Told]]:
    """In groups of one employer, each small enough for one act; one person's facts stay together."""
    ordered = sorted(found, key=lambda each: (each.ending.organisation, each.ending.accreditation))
    groups = [list(group) for _, group in groupby(ordered, key=lambda each: each.ending.organisation)]
    return [group[start : start + AT_ONCE] for group in groups for start in range(0, len(group), AT_ONCE)]


async def _remind(due: Sequence[Told], now: datetime) -> None:
    async with act(CLOCK, now) as this:
        new = await lapses.note_told(due, now)
        endings = [each.ending for each in due if each.key in new]
        if endings:
            await lapse_letters.send_soon(endings, now)
        await _record(this, "lapse:reminded", due[0].ending.scheme, endings)


async def _tell_ended(ended: Sequence[Told], now: datetime) -> None:
    """What one employer's people lost, and what needs a notice because nothing was lost."""
    async with act(CLOCK, now) as this:
        new = await lapses.note_told(ended, now)
        endings = [each.ending for each in ended if each.key in new]
        lost = [(whose, gone) for whose, gone in [await _lost(each, now) for each in _first_of_each(endings)] if gone]
        if lost:
            await lapse_letters.send_lost(lost, now)
        scheme = ended[0].ending.scheme
        await lapse_letters.send_due(scheme, [each.accreditation for each in endings], now)
        await _record(this, "lapse:told", scheme, endings)


def _first_of_each(endings: Sequence[Ending]) -> list[Ending]:
    """For each accreditation what ended first: it stood until then."""
    ordered = sorted(endings, key=lambda each: (each.accreditation, each.ends))
    return [next(group) for _, group in groupby(ordered, key=lambda each: each.accreditation)]


async def _lost(ending: Ending, now: datetime) -> tuple[Whose, tuple[Loss, ...]]:
    facts = await standing.load(ending.accreditation)
    before = Moment(facts=facts, at=ending.ends - INSTANT)
    return ending, rules.losses(before, Moment(facts=facts, at=now))


async def _record(this: Act, tag: str, scheme: int, touched: Sequence[Whose]) -> None:
    subjects = {
        "person": sorted({each.person for each in touched}),
        "accreditation": sorted({each.accreditation for each in touched}),
    }
    await this.record(tag, scheme=scheme, facts={"count": len(touched)}, subjects=subjects)


async def look(people: Sequence[int], now: datetime) -> Seen:
    """Inside an act, before something is taken away: how these people's accreditations stand."""
    return [
        (each, Moment(facts=await standing.load(each.accreditation), at=now)) for each in await lapses.list_held(people)
    ]


async def tell_lost(seen: Seen, now: datetime) -> list[int]:
    """Inside the same act, afterwards: tell what was lost and what needs a notice; returns the accreditations."""
    lost = []
    for whose, before in seen:
        after = Moment(facts=await standing.load(whose.accreditation), at=now)
        gone = rules.losses(before, after)
        lost += [(whose, gone)] if gone else []
    for _, group in groupby(sorted(lost, key=lambda each: each[0].organisation), key=lambda each: each[0].organisation):
        await lapse_letters.send_lost(list(group), now)
    for scheme in sorted({whose.scheme for whose, _ in seen}):
        await lapse_letters.send_due(scheme, [whose.accreditation for whose, _ in seen], now)
    return sorted(whose.accreditation for whose, _ in seen)
