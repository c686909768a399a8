"""What came of every power in every area: the summary that a decider and the applicant read.

It sums up requests and answers as they stand; it decides and asks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from csas.domain.endorsements import Request
from csas.domain.values import Struct

Outcome = Literal["endorse", "condition", "object", "no-view", "silent", "waived", "recalled", "conflict", "waiting"]


class Cell(Struct):
    """What came of one power in one area."""

    area: str
    power: str
    outcome: Outcome
    condition: str
    body: str
    ref: str


def cells(requests: Iterable[Request]) -> tuple[Cell, ...]:
    """What came of every power in every area, for whoever decides and for the applicant."""
    return tuple(
        _cell(request, area, power) for request in requests for area in request.areas for power in request.powers
    )


def _cell(request: Request, area: str, power: str) -> Cell:
    reply = request.reply if request.state == "answered" else None
    view = next((v for v in (reply.views if reply else ()) if (v.area, v.power) == (area, power)), None)
    return Cell(
        area=area,
        power=power,
        outcome=view.opinion if view else outcome_without_reply(request),
        condition=view.condition if view else "",
        body=reply.body if reply else request.body,
        ref=request.ref,
    )


def outcome_without_reply(request: Request) -> Outcome:
    """What a request without an answer of this round comes to."""
    if request.state in {"silent", "waived", "recalled"}:
        return request.state  # type: ignore[return-value]
    return "conflict" if request.state == "nobody-independent" else "waiting"


WORST_FIRST: tuple[Outcome, ...] = (
    "object", "condition", "waiting", "conflict", "silent", "endorse", "no-view", "waived", "recalled",
)  # fmt: skip


def outcome_of_area(found: Iterable[Cell], area: str) -> Outcome | None:
    """The one answer a map shows for an area: what a decider must look at first."""
    return worst(cell for cell in found if cell.area == area)


def worst(found: Iterable[Cell]) -> Outcome | None:
    """What a decider must look at first among these."""
    there = {cell.outcome for cell in found}
    return next((outcome for outcome in WORST_FIRST if outcome in there), None)
