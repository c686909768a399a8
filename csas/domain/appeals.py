"""Appeals: against what, on which grounds, within which time, and by whom decided.

The Act gives no appeal; the scheme does. The window and the grounds are the
scheme's, provisional until adopted. Judicial review stays open beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.domain.values import Struct

GROUNDS: dict[str, str] = {
    "procedure": "A rule of the scheme was not followed",
    "fact": "An important fact was wrong or was overlooked",
    "evidence": "There is new evidence that could not be given before",
    "proportion": "The decision or a condition is out of proportion",
}
# Grounds that people try and that are never admitted.
NOT_ADMITTED: dict[str, str] = {
    "standards": "The published standards themselves are wrong",
    "place": "There was no place in this phase",
}
ADVERSE = frozenset({"refuse", "grant-in-part"})


class Appealable(Struct):
    """A decision as far as an appeal is concerned."""

    outcome: str
    decided_at: datetime
    conditions: tuple[str, ...] = ()
    ended_at: datetime | None = None
    appealed: bool = False

    @property
    def is_adverse(self) -> bool:
        return self.outcome in ADVERSE or bool(self.conditions) or self.ended_at is not None


def window_ends(decided_at: datetime, days: int) -> date:
    """The last day on which an appeal counts as in time, in London."""
    return london_day(decided_at) + timedelta(days=days)


def lodge(decision: Appealable | None, grounds: Sequence[str], days: int, now: datetime) -> None:
    """Whether an appeal may be lodged: an adverse decision, in time, once, on an admissible ground."""
    if decision is None or not decision.is_adverse:
        raise refusals.NotNow(state="not decided against the applicant")
    if decision.appealed:
        raise refusals.AlreadyAppealed
    last = window_ends(decision.ended_at or decision.decided_at, days)
    if london_day(now) > last:
        raise refusals.TooLate(until=f"{last.day} {last:%B %Y}")
    if not any(ground in GROUNDS for ground in grounds):
        raise refusals.NotAdmissible(ground=NOT_ADMITTED.get(next(iter(grounds), ""), "This"))
