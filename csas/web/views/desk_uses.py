"""The desk's list of uses without authority, for the office."""

from __future__ import annotations

from datetime import datetime

from csas.domain.permissions import Actor
from csas.store import uses
from csas.web.parts import Link
from csas.web.views.desk import DeskSection, section
from csas.web.views.uses import HEAD, cause_words, row

OFFICERS = ("case-officer", "scheme-manager")
SHOWN = 10


@section
async def without_authority(actor: Actor, now: datetime) -> DeskSection | None:  # noqa: ARG001 - every section is asked alike
    """Powers used without authority that nobody has looked into yet; nothing where there are none."""
    if not actor.schemes(*OFFICERS):
        return None
    found = await uses.list_open_flags(actor)
    if not found:
        return None
    rows = tuple((*row(use)[:3], use.organisation_name, cause_words(use)[0]) for use in found[:SHOWN])
    return DeskSection(
        title="Uses without authority",
        head=(*HEAD[:3], "Employer", "Cause"),
        rows=rows,
        links=(Link("All of them", "/uses/flagged"),),
        order=15,
    )
