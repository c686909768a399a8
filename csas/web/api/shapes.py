"""What the API says of a case: where it stands, until when, and the steps open to the asker.

Slices add what is particular to a process in DETAILS. Shapes are plain values;
times are ISO 8601 with a zone, days are `YYYY-MM-DD` in London.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from csas.commands import registry
from csas.domain import casework
from csas.domain.calendar import Deadline
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.workflow import Step
from csas.store import calendars, cases, reads

Details = Callable[[Actor, Case], Awaitable[dict[str, Any]]]

# process -> more about a case of it.
DETAILS: dict[str, Details] = {}


async def case_shape(actor: Actor, case: Case) -> dict[str, Any]:
    """A case as the asker may see it, with its open steps."""
    deadline = casework.deadline(case, await calendars.holidays())
    more = DETAILS.get(case.process)
    return {
        "ref": case.ref,
        "noun": registry.COLLECTIONS[cases.NOUNS[case.process]],
        "process": case.process,
        "title": case.title,
        "version": case.version,
        "state": case.state,
        "state_words": case.standing.words,
        "state_since": stamp(case.state_since),
        "stage": case.standing.stage,
        "turn": case.turn,
        "next": case.standing.next,
        "closed": case.is_closed,
        "paused": case.paused,
        "deadline": deadline_shape(deadline) if deadline else None,
        "steps": [step_shape(case, step) for step in casework.steps_for(case, actor)],
        "details": await more(actor, case) if more else {},
    }


def step_shape(case: Case, step: Step) -> dict[str, Any]:
    """An open step and where to send it; some steps are taken only by a page or by the clock."""
    noun = step.action.partition(":")[0]
    entry = registry.REGISTRY.get(f"{noun}:{step.name}") or registry.REGISTRY.get(step.action)
    href = f"/api/v1{entry.path.format(ref=case.ref)}" if entry and entry.is_open and entry.needs_ref else None
    return {
        "name": step.name,
        "action": step.action,
        "words": step.words,
        "href": href,
        "reason": step.reason,
        "optional": step.optional,
    }


def deadline_shape(deadline: Deadline) -> dict[str, Any]:
    """The due day with its working, day by day."""
    return {
        "due_on": str(deadline.due_on) if deadline.due_on else None,
        "days": [
            {"day": str(day.day), "number": day.number, "kind": day.kind, "why": day.why} for day in deadline.counted
        ],
    }


def event_shape(event: Event) -> dict[str, Any]:
    """What an act did: its tag, what it led to, and the cases it moved."""
    return {
        "tag": event.tag,
        "ref": event.ref,
        "moves": [{"case": move.case, "was": move.was, "now": move.now} for move in event.moves],
        "facts": event.facts,
    }


def line_shape(line: reads.CaseLine) -> dict[str, Any]:
    """A line of a worklist."""
    return {
        "ref": line.ref,
        "noun": registry.COLLECTIONS[line.noun],
        "process": line.process,
        "title": line.title,
        "organisation": line.organisation,
        "state_words": line.state,
        "stage": line.stage,
        "turn": line.turn,
        "state_since": stamp(line.since),
        "due_on": str(line.due_on) if line.due_on else None,
        "paused": line.paused,
        "closed": line.closed,
        "assigned": line.assigned_name or None,
    }


def stamp(moment: datetime) -> str:
    return moment.isoformat()
