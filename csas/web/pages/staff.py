"""A provider's staff list, a person's record, and adding somebody."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import staff as commands
from csas.domain import intake, permissions, refusals
from csas.domain.certificates import grouped
from csas.domain.permissions import APPLICANT, Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.slots import Slot, slots_of
from csas.store import (
    occurrences,
    organisations,
    photographs,
    role_profiles,
    staff,
    staff_history,
    staff_lists,
    standing,
)
from csas.store.organisations import Organisation
from csas.store.staff import Member
from csas.store.staff_lists import Wanted
from csas.web import forms
from csas.web.fields import Choice
from csas.web.once import act_once
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views import staff as views


@page("/staff", "staff:list")
async def own_lists(request: Asked) -> Response[Any] | Redirect:
    """The lists of one's own employers; with one employer, its list."""
    actor = actor_of(request)
    own = [each for each in await organisations.list_own(actor) if each.id in actor.organisations(*APPLICANT)]
    if len(own) == 1:
        return then(f"/organisations/{own[0].ref}/staff")
    return show(request, "staff/own.html", organisations=own)


@page("/organisations/{ref:str}/staff", "staff:read")
async def list_staff(request: Asked, ref: FromPath[str]) -> Response[str]:
    """A page of the list, by name."""
    actor = actor_of(request)
    organisation = await organisations.load(actor, ref)
    wanted = views.wanted_of(request.query_params)
    moment = now()
    found = await staff_lists.page(actor, organisation.id, wanted, moment)
    return show(
        request,
        "staff/list.html",
        organisation=organisation,
        fields=views.filters(wanted, await role_profiles.list_titles(organisation.id)),
        lines=[(line, views.employed(line, moment), views.STANDING[line.standing]) for line in found.lines],
        following=_following(organisation, wanted, found.after),
        first=bool(wanted.after),
        narrowed=wanted != Wanted(),
        may=_may(actor, organisation),
    )


def _following(organisation: Organisation, wanted: Wanted, after: str) -> str:
    """The address of the next page, if there is one."""
    asked = {"q": wanted.words, "state": wanted.state, "role": wanted.profile, "after": after}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/organisations/{organisation.ref}/staff?{query}" if after else ""


def _may(actor: Actor, organisation: Organisation) -> dict[str, bool]:
    subject = Subject(organisation=organisation.id)
    return {
        name: permissions.allows(actor, action, subject)
        for name, action in (
            ("add", "staff:add"),
            ("bring", "staff:import"),
            ("move", "organisation:transfer-staff"),
            ("read", "profile:read"),
        )
    }


@page("/staff/{ref:str}", "staff:read")
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """One person: employment, accreditations as they stand, photograph, events."""
    actor, moment = actor_of(request), now()
    member = await staff.load(actor, ref)
    employments = await staff.list_employments(member.id)
    held = await staff_history.list_held(member, member.scheme)
    trusted = permissions.allows(actor, "occurrence:read", member.subject)
    return show(
        request,
        "staff/show.html",
        member=member,
        employments=[views.period(each) for each in employments],
        here=any(each.runs_at(moment) for each in employments),
        former=await staff.list_former_names(member),
        zones=[name for _, name in await role_profiles.list_zones_of(member.id)],
        held=[views.held_view(each, await standing.load(each.id), moment) for each in held],
        papers=[
            (each.kind.capitalize(), grouped(each.number))
            for each in await staff_history.list_papers([each.id for each in held])
        ],
        photograph=await photographs.current(member.id),
        may_confirm=permissions.allows(actor, "staff:confirm-likeness", member.subject),
        may_record=permissions.allows(actor, "use:record", member.subject),
        links=views.links(member, actor, employments, moment),
        occurrences=await occurrences.list_of(member, actor),
        moments=views.moments(await staff_history.list_happened(member, with_private=trusted)),
    )


async def choices_of(organisation: int, slots: tuple[Slot, ...]) -> dict[str, tuple[Choice, ...]]:
    """The roles and zones that a form of this employer offers."""
    sources = {slot.source: slot.name for slot in slots if slot.source}
    found: dict[str, tuple[Choice, ...]] = {}
    if "role-profiles" in sources:
        titles = await role_profiles.list_titles(organisation)
        found["profile"] = (Choice("", "None"), *(Choice(ref, title) for ref, title in titles))
    if "zones" in sources:
        found["zones"] = views.zone_choices(await role_profiles.list_zones(organisation))
    if "endings" in sources:
        found["why"] = views.ENDING_CHOICES
    return found


def shown(slots: tuple[Slot, ...], choices: dict[str, tuple[Choice, ...]]) -> tuple[Slot, ...]:
    """The fields a form draws: none whose choices are still to be made, and no hidden ones of ours."""
    empty = {"zones": ("zones", 0), "role-profiles": ("profile", 1)}
    return tuple(
        slot
        for slot in slots
        if slot.name != "organisation"
        and not (slot.source in empty and len(choices.get(empty[slot.source][0], ())) <= empty[slot.source][1])
    )


@page("/organisations/{ref:str}/staff/add", "staff:add")
async def show_add(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _add(request, await organisations.require(actor_of(request), ref, "staff:add"))


async def _add(
    request: Asked, organisation: Organisation, form: Any = None, faults: tuple[Fault, ...] = ()
) -> Response[str]:
    slots = slots_of(commands.Add)
    choices = await choices_of(organisation.id, slots)
    return show(
        request,
        "staff/add.html",
        organisation=organisation,
        fields=forms.fields(shown(slots, choices), form, choices, faults),
        faults=forms.view_faults(faults),
    )


@change("/organisations/{ref:str}/staff/add", "staff:add")
async def add(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    organisation = await organisations.require(actor_of(request), ref, "staff:add")
    form = await request.form()
    given = {**forms.typed(form, slots_of(commands.Add)), "organisation": ref}
    try:
        wanted = intake.read(commands.Add, given)
        event = await act_once(request, form, commands.add(wanted, actor_of(request), now()))
    except refusals.Faults as refused:
        return await _add(request, organisation, form, refused.faults)
    except refusals.NumberTaken as refused:
        return await _add(request, organisation, form, (Fault(field="number", message=refused.message),))
    except refusals.AlreadyOnList as refused:
        return await _add(request, organisation, form, (Fault(field="name", message=refused.message),))
    return then(f"/staff/{event.ref}?done={event.tag}")


async def load_for(request: Asked, ref: str, verb: str) -> Member:
    """A record for somebody who may do this to it."""
    return await staff.require(actor_of(request), ref, f"staff:{verb}")


ROUTES = [own_lists, list_staff, look, show_add, add]
