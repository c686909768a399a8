"""The forms on a person's record: changing it, a change of name, leaving, coming back, reporting an event.

Leaving and transfer show what they end before anybody confirms them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import registry, staff_leaving
from csas.commands.registry import Entry
from csas.commands.staff_leaving import Leave, Transfer
from csas.domain import intake, refusals
from csas.domain.calendar import in_words
from csas.domain.occurrences import KINDS
from csas.domain.refusals import Fault
from csas.domain.slots import Slot, slots_of
from csas.domain.staff import ENDINGS
from csas.store import role_profiles, staff
from csas.store.staff import Member
from csas.web import forms
from csas.web.fields import Choice
from csas.web.once import act_once
from csas.web.pages.staff import choices_of, load_for, shown
from csas.web.parts import Row
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now

PLAIN = ("edit", "rename", "return", "stay", "report")
ENDING = ("leave", "transfer")
ABOUT: Mapping[str, str] = {
    "edit": "Anything that the police should hear of, such as a change of role, is reported as a notifiable event too.",
    "rename": "Cards and instruments with the old name can no longer be relied on. New ones are made. "
    "The powers stay as they are.",
    "leave": "Accreditation ends by law with the employment. Tell us the true last day, even if it has passed.",
    "transfer": "Accreditation does not move with a person, not even when a whole team moves to another company. "
    "It ends here, and the new employer asks for a new one.",
    "return": "This starts a new employment. An accreditation that ended with the last one stays ended: "
    "ask for powers again.",
    "stay": "This takes back a last day that has not come yet.",
    "report": "Tell us of anything that may make somebody unsuitable: the scheme sets how soon.",
}


def entry_of(verb: str) -> Entry:
    return registry.REGISTRY[f"staff:{verb}"]


async def _first(member: Member, verb: str) -> dict[str, object]:
    """What a form starts with."""
    if verb != "edit":
        return {}
    last = (await staff.list_employments(member.id))[0]
    own = {
        name: getattr(member, name) for name in ("number", "email", "telephone", "born_on", "job", "site", "profile")
    }
    zones = tuple(ref for ref, _ in await role_profiles.list_zones_of(member.id))
    return {**own, "zones": zones, "from_on": last.first_day}


async def draw(
    request: Asked, member: Member, verb: str, form: Any = None, faults: tuple[Fault, ...] = ()
) -> Response[str]:
    """The form, first time or again with everything typed and its faults."""
    entry = entry_of(verb)
    slots = slots_of(entry.struct)
    choices = await choices_of(member.organisation, slots)
    if verb == "report":
        choices["kind"] = tuple(Choice(value, words) for value, words in KINDS.items())
    return show(
        request,
        "staff/step.html",
        member=member,
        entry=entry,
        about=ABOUT[verb],
        fields=forms.fields(shown(slots, choices), form, choices, faults, await _first(member, verb)),
        faults=forms.view_faults(faults),
    )


def read(ref: str, verb: str, form: Any, slots: tuple[Slot, ...]) -> Any:
    given = {**forms.typed(form, slots), "ref": ref}
    if "seen" in {slot.name for slot in slots}:
        given["seen"] = str(form.get("seen", ""))
    return intake.read(entry_of(verb).struct, given)


def handlers(verb: str) -> list[HTTPRouteHandler]:
    """The two routes of a form; an ending shows what it ends before it is sent to its command."""
    entry = entry_of(verb)
    path = f"/staff/{{ref:str}}/{verb}"

    @page(path, entry.action)
    async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
        return await draw(request, await load_for(request, ref, verb), verb)

    @change(path, entry.action)
    async def act(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
        member = await load_for(request, ref, verb)
        form = await request.form()
        try:
            wanted = read(ref, verb, form, slots_of(entry.struct))
            if verb in ENDING and form.get("confirmed") != "yes":
                return await _confirm(request, member, verb, wanted, form)
            act = entry.run(wanted, actor_of(request), now())
            event = await act_once(request, form, act, unlike=verb == "report")
        except refusals.Faults as refused:
            return await draw(request, member, verb, form, refused.faults)
        except refusals.NumberTaken as refused:
            return await draw(request, member, verb, form, (Fault(field="number", message=refused.message),))
        return then(f"/staff/{event.ref or ref}?done={event.tag}")

    return [look, act]


async def _confirm(request: Asked, member: Member, verb: str, wanted: Leave | Transfer, form: Any) -> Response[str]:
    """What the ending ends, with the form in hidden fields to be sent once more."""
    effect = await staff_leaving.effect_of(member, wanted.last_day, now())
    day = wanted.last_day
    said = (
        Row("Person", member.name),
        Row("Last day of employment", in_words(day)),
        Row("How it ends", ENDINGS["transferred" if isinstance(wanted, Transfer) else wanted.why]),
        *((Row("New employer", wanted.to),) if isinstance(wanted, Transfer) else ()),
    )
    typed = {name: str(form.get(name, "")) for name in ("why", "to", "seen") if form.get(name)}
    parts = {"last_day-day": str(day.day), "last_day-month": str(day.month), "last_day-year": str(day.year)}
    return show(
        request,
        "staff/ending.html",
        member=member,
        entry=entry_of(verb),
        rows=said,
        effect=effect,
        hidden={**typed, **parts, "confirmed": "yes"},
    )


ROUTES = [handler for verb in (*PLAIN, *ENDING) for handler in handlers(verb)]
