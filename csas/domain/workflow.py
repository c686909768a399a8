"""The one door to the workflow engine: load, check, draw, keep, and when a turn is due.

Who may take a step is permissions' question, and whether the case is ready for
it is the noun's; this room answers neither, and it opens no file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from csas.domain.calendar import (
    Deadline,
    Standstill,
    calendar_day_deadline,
    month_deadline,
    working_day_deadline,
)
from csas.domain.definitions import (
    DeadlineRule,
    Definition,
    Difference,
    Problem,
    State,
    Step,
    digest,
    from_plain,
    to_plain,
    told_once,
)
from csas.domain.workflow_check import check
from csas.domain.workflow_draw import draw
from csas.domain.workflow_load import FaultyDefinitions, load

__all__ = [
    "DeadlineRule",
    "Definition",
    "Difference",
    "FaultyDefinitions",
    "Problem",
    "State",
    "Step",
    "check",
    "deadline_of",
    "digest",
    "draw",
    "from_plain",
    "load",
    "to_plain",
    "told_once",
]


def deadline_of(
    state: State,
    since: datetime,
    holidays: Mapping[date, str],
    pauses: Sequence[Standstill] = (),
    extended_to: date | None = None,
) -> Deadline | None:
    """When a stay in this state is due, with its working; None where it has no deadline."""
    rule = state.deadline
    if rule is None:
        return None
    if rule.working_days is not None:
        return working_day_deadline(since, rule.working_days, holidays, pauses, extended_to)
    if rule.calendar_days is not None:
        return calendar_day_deadline(since, rule.calendar_days, pauses, extended_to)
    return month_deadline(since, rule.months or 0, pauses, extended_to)
