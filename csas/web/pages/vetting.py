"""The vetting officer's pages: who waits, one request, sending the link, opening, recording.

Nothing of answers or outcomes is on a page unless sight was opened by a form with a reason; the
page itself asks the database, which gives nothing without it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from litestar import Response
from litestar.params import FromPath
from msgspec.structs import replace

from csas.domain.calendar import london_day
from csas.domain.fitness import VETTED, Vetted, last_day
from csas.domain.refusals import NotFound
from csas.store import organisations, settings_of_scheme, trainings, vetting_links, vettings
from csas.store.trainings import Staff
from csas.store.vettings import Request
from csas.web import acts, templating
from csas.web.acts import Laid
from csas.web.fields import Choice
from csas.web.pages.register import plain
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now
from csas.web.views import vetting as views

SOON = timedelta(days=90)
MOST_SHOWN = 200
MORE = f"Only the first {MOST_SHOWN} people are shown. Find others by name."


@page("/vetting", "vetting:read")
async def list_vetting(request: Asked) -> Response[str]:
    """Who waits and since when, whose clearance ends soon, and what was settled last."""
    actor, at = actor_of(request), now()
    waiting = await vettings.list_waiting(actor)
    return show(
        request,
        "vetting/list.html",
        waiting=views.waiting_rows(waiting),
        head=views.HEAD,
        ending=[(each, last_day(each.until)) for each in await vettings.list_ending(actor, at, at + SOON)],
        at=at,
        settled=views.settled_rows(await vettings.list_settled(actor)),
    )


@page("/vetting/{ref:str}", "vetting:read")
async def show_vetting(request: Asked, ref: FromPath[str]) -> Response[str]:
    """One request; answers and outcomes only while sight lasts."""
    actor = actor_of(request)
    found = await vettings.load(actor, ref)
    sealed = await vettings.see_answers(found, actor.person) if found.seen_until else None
    recorded = await vettings.see(found, actor.person) if found.seen_until else []
    state, until = await vettings.state_of(found.scheme, found.person, now())
    return show(
        request,
        "vetting/show.html",
        found=found,
        rows=views.request_rows(found, _told(state, until)),
        standing=views.status_of(found),
        is_clear=state == "clear",
        answers=views.answer_sections(vetting_links.read(sealed, found.ref)) if sealed else (),
        recorded=[(each, views.recorded_rows(each)) for each in recorded],
    )


def _told(state: Vetted, until: datetime | None) -> str:
    """What anybody but a vetting officer is told of the person."""
    words, _ = VETTED[state]
    return f"{words}, {templating.short_day(last_day(until))} is the last day" if until else words


async def _lay(request: Asked, ref: str, text: tuple[str, ...]) -> tuple[Request, Laid]:
    found = await vettings.load(actor_of(request), ref)
    href = f"/vetting/{ref}"
    return found, Laid(caption=f"{found.name}, {found.employer}", back=href, then=href, text=text)


def _unless_over(found: Request, laid: Laid) -> Laid:
    """What a settled request came to, in the place of a form that could only be refused."""
    return replace(laid, over=views.settled_words(found)) if found.settled_at else laid


async def _lay_send(request: Asked, ref: str) -> Laid:
    found, laid = await _lay(request, ref, views.SENDING)
    warning = views.SUGGESTED.format(found.suggested) if found.suggested and not found.address else ""
    return _unless_over(found, replace(laid, first={"address": found.address or ""}, warning=warning))


async def _lay_open(request: Asked, ref: str) -> Laid:
    _, laid = await _lay(request, ref, views.OPENING)
    return laid


async def _lay_record(request: Asked, ref: str) -> Laid:
    found, laid = await _lay(request, ref, views.RECORDING)
    choices = {"outcome": views.OUTCOMES, "level": await _levels(found)}
    return _unless_over(found, replace(laid, choices=choices, warning=_sight(found)))


async def _levels(found: Request) -> tuple[Choice, ...]:
    levels = (await settings_of_scheme.on(found.scheme, "vetting-months", london_day(now()))).value
    named = (Choice(level, f"{level}: {templating.plural(months, 'month')}") for level, months in levels.items())
    return (Choice("", "Choose the level"), *named)


async def _lay_withdraw(request: Asked, ref: str) -> Laid:
    found, laid = await _lay(request, ref, views.WITHDRAWING)
    return replace(laid, warning=_sight(found))


async def _lay_cancel(request: Asked, ref: str) -> Laid:
    return _unless_over(*await _lay(request, ref, views.CANCELLING))


def _sight(found: Request) -> str:
    return "" if found.seen_until else "Open the vetting record first. This form cannot be sent before."


async def _lay_ask(request: Asked, _ref: str) -> Laid:
    """Whom to ask for: the people of the organisation named after the question mark."""
    actor = actor_of(request)
    ref = request.query_params.get("organisation", "")
    organisation = await organisations.find_id(ref)
    if organisation is None:
        raise NotFound
    staff, called = request.query_params.get("person", ""), plain(request.query_params.get("called", ""))
    office = bool(actor.schemes(vettings.OFFICER))
    if not office:
        await organisations.load(actor, ref)
    people = await _people(organisation, staff, called)
    if office and (not staff or not people):
        raise NotFound
    back = "/vetting" if office else f"/organisations/{ref}/training"
    many = len(people) > MOST_SHOWN
    return Laid(
        caption="Vetting",
        back=back,
        then=back,
        text=(*views.ASKING, MORE) if many else views.ASKING,
        find=called if called or many else None,
        choices={
            "people": tuple(Choice(each.ref, each.name, f"{each.job}, {each.number}") for each in people[:MOST_SHOWN])
        },
        first={"organisation": ref, "people": (staff,) if staff else ()},
    )


async def _people(organisation: int, staff: str, called: str) -> list[Staff]:
    """The one named in the address, or as many as are shown and one more."""
    if staff:
        return await trainings.find_staff(organisation, [staff], now())
    return await trainings.list_staff(organisation, now(), called, MOST_SHOWN + 1)


ROUTES = [
    list_vetting,
    show_vetting,
    *acts.pages("vetting:send", _lay_send),
    *acts.pages("vetting:open", _lay_open, repeats=True),
    *acts.pages("vetting:record", _lay_record),
    *acts.pages("vetting:withdraw", _lay_withdraw),
    *acts.pages("vetting:cancel", _lay_cancel),
    *acts.pages("vetting:ask", _lay_ask),
]
