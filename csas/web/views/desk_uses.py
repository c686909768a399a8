"""Of uses and powers on the desk: those without authority for the office, and the way to one's own pages."""

from __future__ import annotations

from datetime import datetime

from csas.domain.permissions import Actor
from csas.store import own, uses
from csas.web import templating
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


@section
async def own_pages(actor: Actor, now: datetime) -> DeskSection | None:  # noqa: ARG001 - every section is asked alike
    """For accredited people: their powers, and notices that wait for them."""
    if not actor.accredited:
        return None
    unread = sum(each.waits for each in await own.list_notices(actor))
    waiting = (f"{templating.plural(unread, 'notice')} waiting for you to say that it reached you.",) if unread else ()
    return DeskSection(
        title="Your powers as an accredited person",
        text=waiting,
        empty="What you may do, until when, and where to record it.",
        links=(Link("My powers", "/me"), Link("Record a use of a power", "/uses/record")),
        order=5,
    )
