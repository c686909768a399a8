"""The cases whose turn has ended, for the clock to act upon.

It changes nothing: what an ended turn means is an ordinary command’s business.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain import calendar, casework
from csas.domain.values import Struct
from csas.store import calendars, cases, definitions, sql


class RunOut(Struct):
    """A case whose time in its state is over, and the action that follows."""

    ref: str
    action: str


_IN_STATES = f"""SELECT {cases.COLUMNS} FROM casefile c
    JOIN unnest($1::text[], $2::text[]) AS w (digest, state) ON w.digest = c.digest AND w.state = c.state
    ORDER BY c.state_since, c.id"""  # noqa: S608 - constant text


async def list_run_out(now: datetime) -> list[RunOut]:
    """Every case whose deadline names an action and has passed; the longest waiting first."""
    waiting = await _states_that_end()
    holidays = await calendars.holidays()
    rows = await sql.fetch(_IN_STATES, [digest for digest, _ in waiting], [state for _, state in waiting])
    found = []
    for row in rows:
        case = await cases.to_case(row)
        rule, deadline = case.standing.deadline, casework.deadline(case, holidays)
        if rule and rule.action and deadline and calendar.has_passed(deadline, now):
            found.append(RunOut(ref=case.ref, action=rule.action))
    return found


async def _states_that_end() -> list[tuple[str, str]]:
    """Digest and state of every definition in use whose state ends by itself."""
    rows = await sql.fetch("SELECT DISTINCT digest FROM casefile")
    return [
        (row["digest"], state.name)
        for row in rows
        for state in (await definitions.get(row["digest"])).states.values()
        if state.deadline is not None and state.deadline.action
    ]
