"""The standards: what anybody reads before applying, and where the scheme manager makes them.

Only published editions are public. A draft is found by those of its scheme's office alone.
"""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import standards as commands
from csas.commands.registry import REGISTRY
from csas.domain import casework, intake
from csas.domain import standards as rules
from csas.domain.casework import Case
from csas.domain.permissions import Actor, allows
from csas.domain.refusals import Fault, Faults, NotFound
from csas.domain.slots import slots_of
from csas.domain.standards import FAMILIES, KINDS, Edition
from csas.store import catalogue, phases, reads, schemes, standards
from csas.web import forms, once, steps
from csas.web.fields import Choice
from csas.web.pages.reception import now
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import ABOUT, choices_from
from csas.web.views import cases as case_views
from csas.web.views import fees
from csas.web.views import standards as views
from csas.web.views.register import last_day

READ = "standards:read"
SLOTS = slots_of(commands.Draft)


@page("/standards", READ)
async def show_standards(request: Asked) -> Response[str]:
    """The edition in force, the process, the fees, and what went before."""
    at, actor = now(), actor_of(request)
    scheme = await schemes.find_first()
    edition = await standards.find_in_force(scheme.id, at) if scheme else None
    phase = await phases.find_phase(scheme.id, at) if scheme else None
    drafts = await standards.list_drafts(sorted(actor.schemes())) if allows(actor, "standards:read-draft") else []
    return show(
        request,
        "standards/standards.html",
        200,
        scheme=scheme,
        edition=edition,
        phase=phase,
        editions=[each for each in await standards.list_published() if edition is None or each.id != edition.id],
        drafts=drafts,
        may_draft=allows(actor, "standards:draft"),
        process=views.PROCESS,
        **told_of(edition),
    )


def told_of(edition: Edition | None) -> dict[str, Any]:
    """What a page says of an edition."""
    return {
        "families": views.families_of(edition) if edition else (),
        "fees": fees.schedule(edition.fees if edition else ()),
        "consultation": views.consultation_of(edition) if edition else None,
        "kinds": KINDS,
        "period": views.period,
        "sector_words": views.sector_words,
        "last_day": last_day,
    }


@page("/standards/editions/{ref:str}", READ)
async def show_edition(request: Asked, ref: FromPath[str]) -> Response[str]:
    """One published edition; a draft is not found."""
    edition = await standards.find_published(ref)
    if edition is None:
        raise NotFound
    return show(request, "standards/edition.html", 200, edition=edition, **told_of(edition))


@page("/standards/drafts/new", "standards:draft")
async def ask_draft(request: Asked) -> Response[str]:
    """The form that begins an edition."""
    return _draft(request)


def _draft(request: Asked, form: Any = None, faults: tuple[Fault, ...] = ()) -> Response[str]:
    fields = forms.fields(SLOTS, form, {}, faults)
    shown = forms.view_faults(faults)
    return show(request, "standards/draft.html", fields=fields, faults=shown)


@change("/standards/drafts/new", "standards:draft")
async def draft(request: Asked) -> Response[str] | Redirect:
    """Begin an edition and go to its case."""
    form = await request.form()
    try:
        wanted = intake.read(commands.Draft, forms.typed(form, SLOTS))
        event = await once.act_once(request, form, commands.draft(wanted, actor_of(request), now()))
    except Faults as refusal:
        return _draft(request, form, refusal.faults)
    return then(f"/standards/{event.ref}?done={event.tag}")


@page("/standards/{ref:str}", "standards:read-draft")
async def show_case(request: Asked, ref: FromPath[str]) -> Response[str]:
    """An edition on its way, for the office."""
    at, actor = now(), actor_of(request)
    case = await _case(actor, ref)
    edition = await standards.load_for(case)
    return show(
        request,
        "standards/case.html",
        200,
        page=await case_views.page_of(actor, case, at),
        case=case,
        edition=edition,
        missing=await _missing(case, edition),
        short=await views.left_short(case.scheme, edition, at) if not edition.is_published else (),
        may_edit=any(step.action == "standards:edit" for step in casework.steps_for(case, actor)),
        **told_of(edition),
    )


async def _case(actor: Actor, ref: str) -> Case:
    case = await reads.load_case(actor, ref)
    if case.process != "standards":
        raise NotFound
    return case


async def _missing(case: Case, edition: Edition) -> tuple[str, ...]:
    """Whom the law names and nobody has written to."""
    scheme = await schemes.load(case.scheme)
    areas = await catalogue.list_areas(scheme.police_area)
    return rules.missing_from(edition.consultees, {area.code: area.name for area in areas})


@page("/standards/{ref:str}/edit", "standards:edit")
async def ask_edit(request: Asked, ref: FromPath[str]) -> Response[str]:
    """The form for one requirement, filled with what it says now where a code is named."""
    actor = actor_of(request)
    case = await _case(actor, ref)
    sheet = steps.sheet_of(request, REGISTRY["standards:edit"], case)
    edition = await standards.load_for(case)
    code = request.query_params.get("code", "")
    found = next((each for each in edition.requirements if each.code == code), None)
    first = {**(msgspec.structs.asdict(found) if found else {"critical": False}), "remove": False}
    slots = slots_of(sheet.entry.struct)
    fields = forms.fields(slots, None, await steps.choices_for(slots, actor, case), (), first)
    return steps.show_sheet(request, "steps/step.html", sheet, fields=fields, about={})


@choices_from("consultees")
async def list_consultees(_actor: Actor, case: Case) -> tuple[Choice, ...]:
    """Who may have replied, and who has."""
    edition = await standards.load_for(case)
    said = (Choice(each.ref, f"{each.name} (replied)" if each.replied_on else each.name) for each in edition.consultees)
    return (Choice("", "Choose a consultee"), *said)


@choices_from("families")
async def list_families(_actor: Actor, _case: Case) -> tuple[Choice, ...]:
    """The four families of requirements, as the public page names them."""
    return tuple(Choice(family, words) for family, words in FAMILIES.items())


@choices_from("channels")
async def list_channels(_actor: Actor, _case: Case) -> tuple[Choice, ...]:
    """How consultees are written to."""
    return (Choice("letter", "By letter"), Choice("e-mail", "By e-mail"))


async def _before_publishing(_actor: Actor, case: Case) -> dict[str, object]:
    """Whom the edition would leave short, seen before it is published."""
    short = await views.left_short(case.scheme, await standards.load_for(case), now())
    intro = "Providers in force, and where this edition would leave them short:" if short else NOBODY
    return {"text": (intro,), "rows": views.short_rows(short)}


NOBODY = "No provider is in force, so this edition leaves nobody short."

ABOUT["standards:publish"] = _before_publishing

ROUTES = [show_standards, show_edition, ask_draft, draft, show_case, ask_edit]
