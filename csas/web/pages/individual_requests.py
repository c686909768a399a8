"""Asking for powers: for one person or several of one's own staff at once, and for more than is held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Response
from litestar.response import Redirect

from csas.commands import individual_requests
from csas.domain import intake, permissions, refusals
from csas.domain.casework import Case
from csas.domain.individuals import Offered
from csas.domain.permissions import Actor, Subject
from csas.store import accreditation_changes as changes
from csas.store import accreditations, individuals, numbers, organisations, schemes
from csas.store.organisations import Organisation
from csas.web import forms, steps
from csas.web.pages.individuals import load, show_parts
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import Sheet, now
from csas.web.views import individual_forms as laid_out
from csas.web.views import individuals as views

REQUEST = "individual:request"


async def _own(actor: Actor, wanted: str) -> Organisation:
    """The organisation asked for, or the first that the reader may ask for."""
    found = [
        each
        for each in await organisations.list_own(actor)
        if permissions.allows(actor, REQUEST, Subject(organisation=each.id)) and wanted in {"", each.ref}
    ]
    if not found:
        raise refusals.NotAllowed
    return found[0]


@page("/individuals/request", REQUEST)
async def request_page(request: Asked) -> Response[str]:
    """Who, by which role profile or for which powers, and where."""
    return await _request(request)


async def _request(request: Asked, form: Any = None, faults: tuple[refusals.Fault, ...] = ()) -> Response[str]:
    own = await _own(actor_of(request), laid_out.typed(form, "organisation") or request.query_params.get("of", ""))
    offered = await _offered(own.id)
    names = await views.names_of(own.id)
    members = await individuals.list_members(own.id, now())
    profiles = await individuals.list_profiles(own.id)
    chosen = tuple(request.query_params.getall("staff", []))
    parts = (
        laid_out.Part("Who", (laid_out.people_field(members, form, chosen),)),
        laid_out.Part("What for", (laid_out.profile_field(profiles, form),)),
        laid_out.Part(
            "Which powers and where",
            laid_out.power_fields(offered, names, form) if offered else (),
            "With a role profile, only the areas and zones below are needed.",
        ),
    )
    return show(
        request,
        "individuals/request.html",
        organisation=own,
        offered=offered,
        members=members,
        parts=laid_out.laid(parts, faults),
        faults=forms.view_faults(faults),
    )


async def _offered(organisation: int) -> Offered | None:
    scheme = await schemes.find_first()
    return await individuals.offered_by(scheme.id, organisation, now()) if scheme else None


@change("/individuals/request", REQUEST)
async def send_request(request: Asked) -> Response[str] | Redirect:
    """One act for each person, with the same batch; who could not be asked for is named with the reason."""
    form = await request.form()
    await _own(actor_of(request), laid_out.typed(form, "organisation"))
    staff = laid_out.ticked(form, "staff")
    if not staff:
        return await _request(request, form, (refusals.Fault(field="staff", message="Select at least one person"),))
    if not laid_out.typed(form, "profile"):
        message = "Select a role profile, or that there is none"
        return await _request(request, form, (refusals.Fault(field="profile", message=message),))
    try:
        done, refused = await _ask_all(request, form, staff)
    except refusals.Faults as refusal:
        return await _request(request, form, refusal.faults)
    if len(done) == 1 and not refused:
        return then(f"/individuals/{done[0]}?done=individual:requested")
    return show(request, "individuals/asked.html", done=len(done), refused=refused)


async def _ask_all(request: Asked, form: Any, staff: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    done: list[str] = []
    refused: list[tuple[str, str]] = []
    batch = numbers.new_ref() if len(staff) > 1 else ""
    for ref in staff:
        wanted = intake.read(individual_requests.Request, _given(form, ref, batch))
        try:
            event = await individual_requests.request(wanted, actor_of(request), now())
        except refusals.Faults:
            raise
        except refusals.Refusal as refusal:
            member = await individuals.find_member(ref)
            refused.append((member.name if member else "Somebody", refusal.message))
        else:
            done.append(event.ref)
    return done, refused


def _given(form: Any, staff: str, batch: str) -> dict[str, object]:
    profile = laid_out.typed(form, "profile")
    given: dict[str, object] = {"staff": staff, "batch": batch}
    if profile == "none":
        return {**given, "powers": laid_out.powers_given(form)}
    return {
        **given,
        "profile": profile,
        "areas": laid_out.ticked(form, "areas"),
        "zones": laid_out.ticked(form, "zones"),
    }


async def _vary(request: Asked, sheet: Sheet) -> Response[str]:
    case, form = sheet.case, sheet.form
    held = await accreditations.find_of_case(case.id)
    powers = await changes.list_powers(held.id, now()) if held else []
    now_held = {each.code: each for each in powers}
    offered = await _offered(case.organisation or 0)
    names = await views.names_of(case.organisation or 0)
    text = "Tick the powers to add, and those held that need more areas or offences; then all that they shall have."
    fields = laid_out.power_fields(offered, names, form, now_held) if offered else ()
    parts = laid_out.laid((laid_out.Part("Powers and places", fields, text),), sheet.faults)
    return show_parts(request, sheet, parts, sheet.faults)


async def _vary_given(_case: Case, form: Any) -> dict[str, object]:
    return {"powers": laid_out.powers_given(form)}


ROUTES = [request_page, send_request, *steps.pages("individual:vary", _vary, _vary_given, load)]
