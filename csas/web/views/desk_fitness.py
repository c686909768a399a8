"""The parts of desks about vetting, training and what ends: for vetting officers, the office, providers."""

from __future__ import annotations

from datetime import datetime, timedelta

from csas.domain.permissions import MANAGING, Actor
from csas.store import lapses, vettings
from csas.store.vettings import Request
from csas.web import templating
from csas.web.parts import Link
from csas.web.views import fitness, vetting
from csas.web.views.desk import DeskSection, DoNext, section

OFFICERS = ("case-officer", "scheme-manager")
SOON = timedelta(days=30)
FEW = 10


@section
async def vetting_officers(actor: Actor, _now: datetime) -> DeskSection | None:
    """Who waits to be vetted."""
    if not actor.schemes(vettings.OFFICER):
        return None
    found = await vettings.list_waiting(actor)
    return DeskSection(
        title="Waiting to be vetted",
        head=vetting.HEAD,
        rows=vetting.waiting_rows(found),
        empty="Nobody is waiting to be vetted.",
        links=(Link("All vetting", "/vetting"),),
        order=10,
    )


async def next_vetting(actor: Actor) -> tuple[bool, DoNext | None]:
    """Whether anybody waits to be vetted, and the act that is due first: answers to look at, then a link to send."""
    found = await vettings.list_waiting(actor) if actor.schemes(vettings.OFFICER) else []
    answered = next((each for each in found if each.answered_at), None)
    unsent = next((each for each in found if each.sent_at is None), None)
    if answered is not None and answered.answered_at is not None:
        when = f"Answered on {templating.short_day(answered.answered_at)}"
        return True, _do_next(answered, f"Look at the answers of {answered.name}", when, "Open the request")
    if unsent is not None:
        when = f"Asked on {templating.short_day(unsent.asked_at)}"
        return True, _do_next(unsent, f"Send the link to {unsent.name}", when, "Open the request")
    return bool(found), None


def _do_next(request: Request, title: str, when: str, link: str) -> DoNext:
    return DoNext(title, when, f"/vetting/{request.ref}", link, f"{request.employer} asked for the vetting.")


@section
async def police_officers(actor: Actor, _now: datetime) -> DeskSection | None:
    """What a police officer comes for: is this card in force, and was it then."""
    if not actor.schemes("officer"):
        return None
    return DeskSection(
        title="Is this person accredited?",
        empty="Type the number on their card, or scan its QR code. You see the answer the public sees, and the cause.",
        links=(
            Link("Check a card", "/check"),
            Link("Check many numbers", "/check/many"),
            Link("Ask what somebody could do on a past day", "/enquiry"),
        ),
        order=10,
    )


@section
async def notices(actor: Actor, now: datetime) -> DeskSection | None:
    """Powers that go on although training or vetting is out of date: urgent."""
    schemes = actor.schemes(*OFFICERS)
    found = await lapses.list_due(now, schemes) if schemes else []
    if not found:
        return None
    return DeskSection(
        title="Urgent: notices to be given",
        head=fitness.DUE_HEAD,
        rows=fitness.due_rows(found),
        text=("These instruments do not make the powers depend on what is out of date. Only a notice ends them.",),
        order=5,
    )


@section
async def ends_soon(actor: Actor, now: datetime) -> DeskSection | None:
    """What ends within 30 days for people of one's own organisations."""
    own = sorted(actor.organisations(*MANAGING))
    found = await lapses.list_soon(now, now + SOON, organisations=own, most=FEW) if own else []
    if not found:
        return None
    return DeskSection(
        title="Ends within 30 days",
        head=fitness.ENDING_HEAD,
        rows=fitness.ending_rows(found, now),
        links=(Link("Everything that ends within 90 days", "/lapsing"),),
        order=15,
    )
