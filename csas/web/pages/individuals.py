"""People on their way to powers and with them: the list, the page of one, letters of notices, choices for its steps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from litestar import Response
from litestar.params import FromPath

from csas.domain import individual_notices as notices
from csas.domain import individuals as rules
from csas.domain import permissions, refusals
from csas.domain.appeals import GROUNDS
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.own_addresses import HOW as CONFIRMED
from csas.domain.permissions import Actor, Subject
from csas.store import accreditation_changes as changes
from csas.store import (
    accreditations,
    cards,
    casefiles,
    catalogue,
    individual_decisions,
    individual_lists,
    individuals,
    organisations,
    questions,
    reads,
    statutory,
)
from csas.web import forms
from csas.web.fields import Choice
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import FIRST, Sheet, choices_from, now, show_sheet
from csas.web.views import cases as case_views
from csas.web.views import individuals as views
from csas.web.views.cards import papers_of
from csas.web.views.individual_forms import Part

READ = "individual:read"
MANY = 50


async def load(actor: Actor, ref: str) -> Case:
    """The case of a person; another kind of case has another address."""
    case = await reads.load_case(actor, ref)
    if case.process != "individual":
        raise refusals.NotFound
    return case


def show_parts(
    request: Asked, sheet: Sheet, parts: tuple[Part, ...], faults: tuple[refusals.Fault, ...], button: str = ""
) -> Response[str]:
    """A step asked part by part, such as power by power."""
    shown = forms.view_faults(faults)
    return show_sheet(request, "individuals/form.html", sheet, parts=parts, faults=shown, button=button)


@page("/individuals", READ)
async def list_all(request: Asked) -> Response[str]:
    """The requests and accreditations this reader may see, by state and name."""
    actor = actor_of(request)
    state = request.query_params.get("state", "")
    name = request.query_params.get("name", "")[:80]
    start = _number(request.query_params.get("from", "0"))
    lines = await individual_lists.list_lines(actor, state=state, name=name, start=start, most=MANY + 1)
    own = await organisations.list_own(actor)
    may_ask = any(permissions.allows(actor, "individual:request", Subject(organisation=o.id)) for o in own)
    return show(
        request,
        "individuals/list.html",
        lines=lines[:MANY],
        more=start + MANY if len(lines) > MANY else None,
        start=start,
        state=state,
        name=name,
        states=await individual_lists.count_states(actor),
        may_ask=may_ask,
        may_decide=bool(actor.schemes("decision-maker")),
    )


def _number(text: str) -> int:
    return min(int(text), 1_000_000) if text.isascii() and text.isdigit() and len(text) < 9 else 0  # noqa: PLR2004


@page("/individuals/{ref:str}", READ)
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """One person: where the request stands, what was found and decided, and what is in force now."""
    actor, moment = actor_of(request), now()
    case = await load(actor, ref)
    asked = await individuals.load(case)
    held = await accreditations.find_of_case(case.id)
    names = await views.names_of(asked.organisation)
    return show(
        request,
        "individuals/show.html",
        page=await case_views.page_of(actor, case, moment),
        asked=asked,
        sort=rules.SORTS[asked.sort],
        powers=await views.power_rows(asked, names),
        fitness=views.fitness_rows(
            await individuals.fitness(asked.person, asked.scheme, [power.id for power in asked.powers], moment)
        ),
        identity=await views.identity_words(asked),
        address=await views.address_words(asked) if _inside(actor, case) or actor.schemes("vetting-officer") else "",
        found=await individual_decisions.list_found(asked) if _inside(actor, case) else [],
        advice=await individual_decisions.find_recommendation(asked) if _inside(actor, case) else None,
        decided=await individual_decisions.find(asked),
        accreditation=await views.accreditation_of(held, names, moment),
        notices=await views.notice_rows(case, held, actor) if held else (),
        papers=papers_of(await cards.list_papers(actor, held.id, case.subject)) if held else (),
        warnings=await views.warnings(case, held, actor, moment),
        open_questions=await questions.list_open(case),
        notes=await casefiles.list_notes(case) if _inside(actor, case) else [],
    )


def _inside(actor: Actor, case: Case) -> bool:
    return case.scheme in actor.schemes(*permissions.CENTRAL)


@page("/individuals/{ref:str}/notices/{notice:str}/{copy:str}", READ)
async def letter(request: Asked, ref: FromPath[str], notice: FromPath[str], copy: FromPath[str]) -> Response[bytes]:
    """A notice as the letter it is; the employer gets its own copy and never the person's."""
    actor = actor_of(request)
    case = await load(actor, ref)
    held = await accreditations.find_of_case(case.id)
    wanted = copy.removesuffix(".pdf")
    given = await statutory.list_given(held.id) if held else []
    found = next((one for each in given if each.ref == notice for one in each.copies if one.copy_for == wanted), None)
    own = held is not None and actor.person == held.person
    if found is None or found.message is None or not (_inside(actor, case) or (wanted == "person") == own):
        raise refusals.NotFound
    draw: Callable[[str], Awaitable[bytes | None]] | None = request.app.state.get("draw_letter")
    drawn = await draw(found.message) if draw else None
    if drawn is None:
        raise refusals.NotFound
    headers = {"content-disposition": f'inline; filename="notice-{notice}-{wanted}.pdf"'}
    return Response(drawn, media_type="application/pdf", headers=headers)


@choices_from("identity-documents")
async def documents(_actor: Actor, _case: Case) -> tuple[Choice, ...]:
    return tuple(Choice(code, words) for code, words in rules.DOCUMENTS.items())


@choices_from("asked-powers")
async def asked_powers(_actor: Actor, case: Case) -> tuple[Choice, ...]:
    asked = await individuals.load(case)
    return tuple(Choice(power.code, views.power_title(power)) for power in asked.powers)


@choices_from("notice-reasons")
async def notice_reasons(_actor: Actor, _case: Case) -> tuple[Choice, ...]:
    return tuple(
        Choice(code, notices.words([code], "employer")[0] if code != "vetting" else "A change in the person’s vetting.")
        for code in notices.CHOSEN
    )


@choices_from("refusal-reasons")
async def refusal_reasons(_actor: Actor, _case: Case) -> tuple[Choice, ...]:
    return tuple(Choice(code, words) for code, words in notices.REFUSAL_REASONS.items())


@choices_from("appeal-grounds")
async def grounds(_actor: Actor, _case: Case) -> tuple[Choice, ...]:
    return tuple(Choice(code, words) for code, words in GROUNDS.items())


@choices_from("ways-of-serving")
async def ways(_actor: Actor, _case: Case) -> tuple[Choice, ...]:
    return tuple(Choice(code, words) for code, words in notices.HOW.items())


@choices_from("ways-of-confirming")
async def ways_of_confirming(_actor: Actor, _case: Case) -> tuple[Choice, ...]:
    return tuple(Choice(code, words) for code, words in CONFIRMED.items() if code != "vetting")


@choices_from("held-powers")
async def held_powers(_actor: Actor, case: Case) -> tuple[Choice, ...]:
    held = await accreditations.find_of_case(case.id)
    found = await changes.list_powers(held.id, now()) if held else []
    names = await views.names_of(case.organisation or 0)
    return tuple(
        Choice(each.code, f"{each.code}: {each.title}", names.places(each.areas, each.zones)) for each in found
    )


@choices_from("held-areas")
async def held_areas(_actor: Actor, case: Case) -> tuple[Choice, ...]:
    held = await accreditations.find_of_case(case.id)
    found = await changes.list_powers(held.id, now()) if held else []
    codes = {code for each in found for code in each.areas}
    return tuple(Choice(area.code, area.name) for area in await catalogue.list_areas() if area.code in codes)


@choices_from("held-offences")
async def held_offences(_actor: Actor, case: Case) -> tuple[Choice, ...]:
    held = await accreditations.find_of_case(case.id)
    found = await changes.list_powers(held.id, now()) if held else []
    return tuple(Choice(name, name, f"Power {each.code}") for each in found for name in each.offences)


@choices_from("unserved-notices")
async def unserved_notices(_actor: Actor, case: Case) -> tuple[Choice, ...]:
    held = await accreditations.find_of_case(case.id)
    found = await changes.list_restrictions(held.id) if held else []
    return tuple(
        Choice(each.notice, notices.SHORT[each.kind], f"Entered on {each.since:%d %B %Y}")
        for each in found
        if each.until is None and each.served_at is None and each.reach == "person"
    )


@choices_from("unserved-copies")
async def unserved_copies(_actor: Actor, case: Case) -> tuple[Choice, ...]:
    held = await accreditations.find_of_case(case.id)
    found = await statutory.list_given(held.id) if held else []
    whom = {"person": "to the person", "employer": "copy to the employer"}
    return tuple(
        Choice(f"{each.ref}/{one.copy_for}", f"{notices.SHORT[each.kind]}, {whom[one.copy_for]}")
        for each in found
        for one in each.copies
        if one.served_at is None
    )


async def _today(_actor: Actor, _case: Case) -> dict[str, object]:
    return {"on": london_day(now() - timedelta(seconds=1))}


FIRST["individual:serve"] = _today
case_views.STAGES_OF["individual"] = views.stages_of

ROUTES = [list_all, look, letter]
