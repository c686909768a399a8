"""What the API says of requests, reviews, appeals and editions, and of any case its history.

The details of applications and of people stand in modules of their own.
"""

from __future__ import annotations

from typing import Any

import msgspec

from csas.domain import refusals
from csas.domain.casework import Case
from csas.domain.permissions import Actor
from csas.store import appeals, cases, endorsement_packs, endorsements, reads, reviews, standards
from csas.web.api.commands import CASE_NOUNS
from csas.web.api.looking import Asking, Look
from csas.web.api.shapes import DETAILS
from csas.web.api.shared import History
from csas.web.views import endorsements as endorsement_views

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


async def history(asking: Asking) -> object:
    """The history of a case, under the collection it belongs to."""
    case = await reads.load_case(asking.actor, asking.ref)
    if CASE_NOUNS[cases.NOUNS[case.process]] != asking.request.url.path.split("/")[3]:
        raise refusals.NotFound
    return {"events": await reads.list_history(asking.actor, case)}


LOOKS = tuple(
    Look(
        f"/{collection}/{{ref}}/history",
        "standards:read-draft" if noun == "standards" else f"{noun}:read",
        "What happened in a case, the newest first",
        History,
        history,
    )
    for noun, collection in CASE_NOUNS.items()
)
