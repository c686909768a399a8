"""How long an accreditation runs: its last day, its renewal from the old end, and what a variation may add."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from csas.domain import refusals
from csas.domain.calendar import day_bounds, in_words, london_day
from csas.domain.individuals import Agreement, Fitness, Wanted
from csas.domain.refusals import Fault
from csas.domain.values import Period


def latest_day(
    agreement: Agreement, fitness: Fitness, ends_by: Iterable[str], varied_until: datetime | None = None
) -> date:
    """The last day a term may have: never beyond the arrangement, nor vetting or training where the scheme says so."""
    ends = [agreement.until]
    limits = {"vetting": fitness.vetting_until, "training": fitness.training_until}
    ends += [end for name in ends_by if (end := limits.get(name)) is not None]
    if varied_until is not None:
        ends.append(varied_until)
    return last_day_before(min(ends))


def last_day_before(end: datetime) -> date:
    """The last whole day in London before a moment."""
    day = london_day(end - timedelta(microseconds=1))
    return day if day_bounds(day)[1] <= end else day - _DAY


_DAY = timedelta(days=1)


def term(start: datetime, last: date, wanted: date | None) -> Period:
    """From the start to the end of the last day in London, as wanted or as late as may be."""
    if wanted is not None and not london_day(start) <= wanted <= last:
        message = f"The last day must be between {in_words(london_day(start))} and {in_words(last)}"
        raise refusals.Faults(Fault(field="last_day", message=message))
    end = day_bounds(wanted or last)[1]
    if end <= start:
        raise refusals.TermOver(until=in_words(last))
    return Period(start=start, end=end)


def renewal_start(term_ends: datetime, now: datetime, window_days: int) -> datetime:
    """A renewal runs from the old end: not before its window opens, and never after the end."""
    if now >= term_ends:
        raise refusals.RenewalTooLate(until=in_words(last_day_before(term_ends)))
    opens = london_day(term_ends) - window_days * _DAY
    if london_day(now) < opens:
        raise refusals.RenewalTooEarly(since=in_words(opens))
    return term_ends


def require_wider(wanted: Iterable[Wanted], held: Mapping[str, Wanted]) -> None:
    """A variation adds powers, areas, zones or offences; to have less of any is a modification."""
    for each in wanted:
        had = held.get(each.power)
        if had is not None and (not _covers(each, had) or _covers(had, each)):
            raise refusals.NothingWider(power=each.power)


def _covers(one: Wanted, other: Wanted) -> bool:
    """Whether one reaches at least as far as the other. Without zones a power is good in the whole of its areas."""
    zones = not one.zones or (bool(other.zones) and set(other.zones) <= set(one.zones))
    return zones and set(other.areas) <= set(one.areas) and set(other.offences) <= set(one.offences)
