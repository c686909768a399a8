"""What the API says of requests, reviews, appeals and editions, and of any case its history.

The details of applications and of people stand in modules of their own.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from csas.domain import refusals
from csas.domain.casework import Case
from csas.domain.permissions import Actor
from csas.store import appeals, cases, endorsement_packs, endorsements, reads, reviews, standards
from csas.web.api.commands import CASE_NOUNS
from csas.web.api.looking import PAGE, Asking, Look, Query, Shape
from csas.web.api.shapes import DETAILS, line_shape
from csas.web.api.shared import History
from csas.web.views import endorsements as endorsement_views

PAGE_SIZE = 200
# What is ours alone, or the case says already.
INSIDE = frozenset({"id", "case", "application", "partnership", "lead", "applicant", "respondent", "organisation"})


def outside(found: msgspec.Struct) -> dict[str, Any]:
    """A record as plain values, without our ids."""
    kept: dict[str, Any] = _without(msgspec.to_builtins(found))
    return kept


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without(each) for name, each in value.items() if name not in INSIDE}
    return [_without(each) for each in value] if isinstance(value, list) else value


async def endorsement(_actor: Actor, case: Case) -> dict[str, Any]:
    """Whom the request went to, about which areas and powers, what was sent, and what was replied."""
    asked = await endorsements.load(case)
    pack = await endorsement_packs.load_pack(asked)
    sent = msgspec.to_builtins(endorsement_views.pack_sections(pack.version.content))
    return {**outside(asked), "pack": sent}


async def review(_actor: Actor, case: Case) -> dict[str, Any]:
    """The days it is about, what the provider said of itself, the grades and the actions."""
    return outside(await reviews.load(case))


async def appeal(_actor: Actor, case: Case) -> dict[str, Any]:
    """The grounds and the statement, and what was decided."""
    return outside(await appeals.load(case))


async def edition(_actor: Actor, case: Case) -> dict[str, Any]:
    """The draft with its requirements, fees and the consultation."""
    return outside(await standards.load_for(case))


DETAILS.update({"endorsement": endorsement, "review": review, "appeal": appeal, "standards": edition})


class CaseLine(Shape):
    """A line of a worklist; the case is at /api/v1/{noun}/{ref}."""

    ref: str
    noun: str
    process: str
    title: str
    organisation: str
    state_words: str
    stage: str
    turn: Annotated[str, Meta(description="Whose turn it is")]
    state_since: datetime
    due_on: date | None
    paused: bool
    closed: bool
    assigned: str | None


class CaseList(Shape):
    """A page of the cases one may see, 200 at a time, the oldest turn first."""

    cases: tuple[CaseLine, ...]
    total: int


async def list_cases(asking: Asking) -> object:
    process = asking.said("process")
    lines = await reads.list_cases(asking.actor, *((process,) if process in cases.NOUNS else ()))
    first = (asking.page - 1) * PAGE_SIZE
    return {"cases": [line_shape(line) for line in lines[first : first + PAGE_SIZE]], "total": len(lines)}


async def history(asking: Asking) -> object:
    """The history of a case, under the collection it belongs to."""
    case = await reads.load_case(asking.actor, asking.ref)
    if CASE_NOUNS[cases.NOUNS[case.process]] != asking.request.url.path.split("/")[3]:
        raise refusals.NotFound
    return {"events": await reads.list_history(asking.actor, case)}


PROCESS = Query("process", "Only cases of this process", tuple(sorted(cases.NOUNS)))
CASES = Look("/cases", "worklist:read", "The cases one may see", CaseList, list_cases, (PROCESS, PAGE))
HISTORIES = tuple(
    Look(
        f"/{collection}/{{ref}}/history",
        "standards:read-draft" if noun == "standards" else f"{noun}:read",
        "What happened in a case, the newest first",
        History,
        history,
    )
    for noun, collection in CASE_NOUNS.items()
)
LOOKS = (CASES, *HISTORIES)
