"""Requests for local endorsement: the list, one request with its pack, and the answer on its grid."""

from __future__ import annotations

import asyncio

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec.structs import replace

from csas.commands.endorsements import Answer
from csas.commands.registry import REGISTRY
from csas.domain import endorsements as rules
from csas.domain import intake, refusals
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.endorsements import Request
from csas.domain.permissions import Actor
from csas.domain.slots import slots_of
from csas.store import endorsement_packs, endorsements, reads, schemes, settings_of_scheme
from csas.web import forms, steps
from csas.web.fields import Fault
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import ABOUT, FIRST, Sheet, now
from csas.web.views import cases as case_views
from csas.web.views import endorsement_grids as grids
from csas.web.views import endorsement_lists as lists
from csas.web.views import endorsement_packs as packs
from csas.web.views import endorsement_panel
from csas.web.views import endorsements as views

PDF = "application/pdf"
ANSWER, INTEREST = "endorsement:answer", "endorsement:declare-interest"
SIGNING = tuple(slot for slot in slots_of(Answer) if slot.name != "views")
PANEL = endorsement_panel.panel  # entered with the page of an application by being here


@page("/endorsements", "endorsement:read")
async def show_list(request: Asked) -> Response[str]:
    """Every request this person may see, the most urgent first."""
    tables = await lists.tables_of(actor_of(request), now())
    return show(request, "endorsements/list.html", tables=tables, silence=views.SILENCE)


async def _load(actor: Actor, ref: str) -> tuple[Case, Request]:
    case = await reads.load_case(actor, ref)
    if case.process != "endorsement":
        raise refusals.NotFound
    return case, await endorsements.load(case)


@page("/endorsements/{ref:str}", "endorsement:read")
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """A request: what is asked, of whom, until when, the pack, and what was said."""
    actor = actor_of(request)
    case, asked = await _load(actor, ref)
    pack = await endorsement_packs.load_pack(asked)
    shown = await case_views.page_of(actor, case, now())
    if rules.is_barred(asked, actor.organisations()):
        shown = _without_answer(shown)
    became = await endorsement_packs.list_became([asked.application])
    return show(
        request,
        "endorsements/show.html",
        page=shown,
        asked=asked,
        pack=pack,
        endorser=actor.holds("endorser"),
        lead=views.lead_of(asked, pack),
        standing_in=views.standing_in(asked),
        must_declare=views.must_declare(asked),
        rows=views.asked_rows(asked, pack),
        advice=views.ADVICE,
        silence=views.SILENCE,
        changes=() if asked.closed else views.changed(asked, pack),
        why_changed=await endorsement_packs.why_corrected(asked),
        said=views.answered(asked.reply, pack) if asked.reply else (),
        signed=views.signed_rows,
        became=became.get(asked.application) if asked.closed else None,
        zones=views.zone_rows(pack.version.content, pack.areas),
        sections=views.pack_sections(pack.version.content),
        earlier=[(reply, views.answered(reply, pack)) for reply in asked.replies if reply.round < asked.round],
    )


def _without_answer(shown: case_views.CasePage) -> case_views.CasePage:
    """Where an interest stands in the way, declaring it comes first and answering is not offered."""
    return replace(
        shown,
        main=tuple(step for step in shown.main if not step.href.endswith("/answer")),
        other=tuple(step for step in shown.other if not step.href.endswith("/ask-time")),
    )


@page("/endorsements/{ref:str}/pack.pdf", "endorsement:read")
async def pack_file(request: Asked, ref: FromPath[str]) -> Response[bytes]:
    """The pack as one PDF, drawn when it is asked for."""
    case, asked = await _load(actor_of(request), ref)
    pack = await endorsement_packs.load_pack(asked)
    scheme = await schemes.load(case.scheme)
    demonstration = request.app.state["settings"].demonstration
    brief = packs.brief_of(asked, pack, scheme, london_day(now()), demonstration=demonstration)
    drawn = await asyncio.to_thread(request.app.state["draw"], brief)
    named = {"Content-Disposition": f'attachment; filename="{packs.file_name(asked)}"'}
    return Response(drawn, media_type=PDF, headers=named)


@page("/endorsements/{ref:str}/answer", ANSWER)
async def answer_page(request: Asked, ref: FromPath[str]) -> Response[str]:
    """First what holds for most of the grid, then the grid with its exceptions."""
    actor = actor_of(request)
    case, asked = await _load(actor, ref)
    sheet = steps.sheet_of(request, REGISTRY[ANSWER], case)
    _require_no_interest(asked, actor)
    start = request.query_params.get("start", "")
    if start in grids.STARTS or len(asked.areas) * len(asked.powers) == 1:
        return await _answer(request, sheet, start)
    return _start(request, asked, sent="sent" in request.query_params)


def _start(request: Asked, asked: Request, *, sent: bool) -> Response[str]:
    """What holds for most of the grid; with its fault if it was sent without a choice."""
    faults = (Fault("start", "Select what you say on most powers and areas"),) if sent else ()
    return show(
        request,
        "endorsements/start.html",
        asked=asked,
        choices=grids.START_CHOICES,
        standing_in=views.standing_in(asked),
        faults=faults,
    )


def _require_no_interest(asked: Request, actor: Actor) -> None:
    if rules.is_barred(asked, actor.organisations()):
        raise refusals.InterestDeclared(body=asked.applicant_name)


async def _answer(request: Asked, sheet: Sheet, start: str = "") -> Response[str]:
    """The grid and who signs, first time or again with its faults."""
    actor = actor_of(request)
    asked = await endorsements.load(sheet.case)
    pack = await endorsement_packs.load_pack(asked)
    found = grids.laid_on(sheet.faults, asked, pack)
    first = {"signatory": actor.name, "post": await endorsement_packs.post_of(actor)}
    return steps.show_sheet(
        request,
        "endorsements/answer.html",
        sheet,
        asked=asked,
        grid=grids.field(asked, pack, sheet.form, start, found),
        fields=forms.fields(SIGNING, sheet.form, {}, found, first),
        faults=grids.in_order(found, asked, SIGNING),
        standing_in=views.standing_in(asked),
        advice=views.ADVICE,
        changes=views.changed(asked, pack),
        why_changed=await endorsement_packs.why_corrected(asked),
    )


@change("/endorsements/{ref:str}/answer", ANSWER)
async def send_answer(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    """Read the grid and send it; on faults everything typed is shown again, with all faults at once."""
    case, asked = await _load(actor_of(request), ref)
    form, entry = await request.form(), REGISTRY[ANSWER]
    given = {**forms.typed(form, SIGNING), "views": grids.typed(form, asked)}
    try:
        intake.read(entry.struct, {**given, "ref": ref})
    except refusals.Faults as refusal:
        others = [fault for fault in refusal.faults if not fault.field.startswith("views")]
        in_grid = rules.reply_faults(grids.views_in(form, asked), asked.areas, asked.powers)
        return await _answer(request, steps.sheet_of(request, entry, case, form, (*in_grid, *others)))
    return await steps.run_step(request, entry, case, given, form, _answer)


@page("/endorsements/{ref:str}/declare-interest", INTEREST)
async def interest_page(request: Asked, ref: FromPath[str]) -> Response[str]:
    case, _ = await _load(actor_of(request), ref)
    return await steps.show_step(request, steps.sheet_of(request, REGISTRY[INTEREST], case))


@change("/endorsements/{ref:str}/declare-interest", INTEREST)
async def send_interest(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    """Declare an interest; whoever may then no longer see the request goes back to their desk."""
    case, _ = await _load(actor_of(request), ref)
    form, entry = await request.form(), REGISTRY[INTEREST]
    done = await steps.run_step(request, entry, case, forms.typed(form, slots_of(entry.struct)), form)
    if not isinstance(done, Redirect):
        return done
    try:
        await _load(actor_of(request), ref)
    except refusals.NotFound:
        return then("/desk?done=endorsement:interest-declared")
    return done


async def _about_time(_actor: Actor, case: Case) -> dict[str, object]:
    """Until when there is time now, and how far the meeting may lie off."""
    asked = await endorsements.load(case)
    limit = await settings_of_scheme.on(case.scheme, "endorsement-extension-days", london_day(now()))
    return {"text": views.time_words(asked, int(limit.value))}


async def _about_interest(_actor: Actor, case: Case) -> dict[str, object]:
    """To whom the request would pass."""
    asked = await endorsements.load(case)
    standing_in = rules.who_is_next(
        await endorsements.list_authorities(asked.partnership), rules.after_stepping_aside(asked), asked.applicant
    )
    return {"text": (views.passing_words(standing_in),)}


async def _first_interest(_actor: Actor, case: Case) -> dict[str, object]:
    """The council that leads the partnership, where it is the applicant itself."""
    asked = await endorsements.load(case)
    if not views.must_declare(asked):
        return {}
    return {
        "who": f"{asked.applicant_name}, which leads the partnership",
        "interest": f"{asked.applicant_name} is the applicant.",
    }


async def _about_office(_actor: Actor, case: Case) -> dict[str, object]:
    """Who is asked, about what, until when."""
    asked = await endorsements.load(case)
    return {"rows": views.office_rows(asked)}


ABOUT.update({"endorsement:ask-time": _about_time, "endorsement:declare-interest": _about_interest})
ABOUT.update({f"endorsement:{verb}": _about_office for verb in ("remind", "resend", "recall", "waive")})
ABOUT["endorsement:note-nobody-independent"] = _about_office
FIRST["endorsement:declare-interest"] = _first_interest

ROUTES = [show_list, look, pack_file, answer_page, send_answer, send_interest, interest_page]
