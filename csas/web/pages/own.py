"""The accredited person's own pages, made for a phone: powers, card, what ends when, notices, data."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import own as commands
from csas.commands.own import Acknowledge
from csas.domain import casework
from csas.domain.individual_notices import KINDS
from csas.domain.permissions import Actor
from csas.domain.standing import accreditation_standing
from csas.store import own, own_data, reads, remissions, uses
from csas.store.own import OwnAccreditation
from csas.web import once
from csas.web.files import SANDBOX
from csas.web.parts import Link
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views import cases as case_views
from csas.web.views import own as views
from csas.web.views import own_data as own_data_views
from csas.web.views import uses as use_views

ME, ACKNOWLEDGE = "me:read", "notice:acknowledge"


@page("/me", ME)
async def mine(request: Asked) -> Response[str]:
    """My powers in plain words, with every employer; what ends when; what to do."""
    actor, at = actor_of(request), now()
    owned = await own.list_accreditations(actor)
    training, vetting = await own.list_training(actor), await own.list_vetting(actor)
    shown = _shown(owned, at)
    notices = await own.list_notices(actor)
    return show(
        request,
        "me/mine.html",
        employments=[views.employment(each, at, await _steps(actor, each)) for each in shown],
        past=len(owned) - len(shown),
        endings=views.endings(shown, [*training, *_vetting_named(vetting)], at),
        training=views.training_rows(training, at),
        vetting=views.vetting_rows(vetting, at),
        remitted=[views.remitted_words(each) for each in await remissions.list_own(actor)],
        waiting=[views.waiting_words(each) for each in await own.list_vetting_waiting(actor)],
        unread=sum(each.waits for each in notices),
        notices=len(notices),
    )


def _shown(owned: list[OwnAccreditation], at: Any) -> list[OwnAccreditation]:
    """The accreditations in force, or if there is none the newest; those of the past are in the data."""
    good = [each for each in owned if accreditation_standing(each.facts, at).in_force]
    seen = {each.employer_ref for each in good}
    for each in owned:
        if each.employer_ref not in seen:
            seen.add(each.employer_ref)
            good.append(each)
    return good


def _vetting_named(found: list[own.Fitness]) -> list[own.Fitness]:
    clear = [each for each in found if each.outcome == "clear"]
    return [msgspec.structs.replace(each, title=f"Vetting by {each.title}") for each in clear]


async def _steps(actor: Actor, each: OwnAccreditation) -> list[Link]:
    """What the person may do about this accreditation by themselves, such as give it up."""
    case = await reads.load_case(actor, each.case)
    links = case_views.step_links(case, tuple(casework.steps_for(case, actor)))
    return [Link(link.words, link.href, hidden=each.employer) for link in links]


@page("/me/card", ME)
async def card(request: Asked) -> Response[str]:
    """My cards and instruments, with their numbers and where they are."""
    return show(request, "me/card.html", rows=views.card_rows(await own.list_cards(actor_of(request))))


@page("/me/uses", ME)
async def my_uses(request: Asked) -> Response[str]:
    """The uses of powers recorded of me, by me and by my employer."""
    wanted = use_views.wanted_of(request.query_params)
    found, total = await uses.list_own(actor_of(request), wanted.page)
    return show(
        request,
        "me/uses.html",
        rows=[use_views.row(use) for use in found],
        head=use_views.HEAD,
        total=total,
        pages=use_views.pages(wanted, "/me/uses", total),
    )


@page("/me/notices", ME)
async def notices(request: Asked) -> Response[str]:
    return show(request, "me/notices.html", rows=views.notice_rows(await own.list_notices(actor_of(request))))


@page("/me/notices/{ref:str}", ME)
async def notice(request: Asked, ref: FromPath[str]) -> Response[str]:
    """One notice to me, and that it has reached me if nobody recorded that yet."""
    found = await own.load_notice(actor_of(request), ref)
    return show(
        request,
        "me/notice.html",
        notice=found,
        title=KINDS[found.kind],
        rows=views.notice_summary(found),
        reasons=views.reasons(found),
        steps=await _case_steps(actor_of(request), found.case),
    )


async def _case_steps(actor: Actor, ref: str) -> list[Link]:
    case = await reads.load_case(actor, ref)
    links = case_views.step_links(case, tuple(casework.steps_for(case, actor)))
    return [Link(link.words, link.href) for link in links]


@page("/notices/{ref:str}/acknowledge", ACKNOWLEDGE)
async def ask_acknowledge(request: Asked, ref: FromPath[str]) -> Redirect:
    """The notice itself has the button."""
    found = await own.load_notice(actor_of(request), ref)
    return then(f"/me/notices/{found.ref}")


@change("/notices/{ref:str}/acknowledge", ACKNOWLEDGE)
async def acknowledge(request: Asked, ref: FromPath[str]) -> Redirect:
    form = await request.form()
    done = commands.acknowledge(Acknowledge(ref=ref), actor_of(request), now())
    event = await once.act_once(request, form, done, unlike=False)
    return then(f"/me/notices/{event.ref}?done={event.tag}")


@page("/me/data", ME)
async def data(request: Asked) -> Response[str]:
    """Everything held about me, as tables."""
    held = await own_data.everything(actor_of(request))
    return show(request, "me/data.html", tables=own_data_views.data_tables(held), withheld=held["withheld"])


@page("/me/data.json", ME)
async def data_file(request: Asked) -> Response[bytes]:
    """The same as a file to keep."""
    held = await own_data.everything(actor_of(request))
    return Response(
        msgspec.json.format(msgspec.json.encode(held), indent=2),
        media_type="application/json",
        headers={
            "Content-Disposition": 'attachment; filename="my-data.json"',
            "Content-Security-Policy": SANDBOX,
            "Cache-Control": "no-store",
        },
    )


ROUTES = [mine, card, my_uses, notices, notice, ask_acknowledge, acknowledge, data, data_file]
