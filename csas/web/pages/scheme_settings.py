"""The settings of the scheme: each with its meaning, its value, since when and by whom; changing one."""

from __future__ import annotations

from litestar import Response
from msgspec.structs import replace

from csas.commands import scheme_settings as commands
from csas.domain import permissions, scheme_settings
from csas.domain.calendar import london_day
from csas.domain.permissions import Subject
from csas.domain.refusals import NotFound
from csas.domain.scheme_settings import ABOUT
from csas.store import settings_of_scheme
from csas.store.schemes import require
from csas.store.settings_of_scheme import PROVISIONAL
from csas.web import acts, templating
from csas.web.acts import Laid
from csas.web.parts import Row
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now
from csas.web.views import scheme_settings as views
from csas.web.views import setting_fields

READ = "setting:read"


@page("/settings", READ)
async def list_settings(request: Asked) -> Response[str]:
    """Every setting, and the changes that wait for a second person."""
    actor, day = actor_of(request), london_day(now())
    scheme = await require(actor, READ)
    subject = Subject(scheme=scheme.id)
    return show(
        request,
        "settings/list.html",
        scheme=scheme.name,
        cards=views.cards(await settings_of_scheme.list_set(scheme.id), day),
        proposed=[(each, views.proposal_rows(each)) for each in await settings_of_scheme.list_proposed({scheme.id})],
        titles={name: about.title for name, about in ABOUT.items()},
        may_change=permissions.allows(actor, "setting:change", subject),
        may_confirm=permissions.allows(actor, "setting:confirm", subject),
        may_decline=permissions.allows(actor, "setting:decline", subject),
        me=actor.person,
    )


async def _lay_change(request: Asked, _ref: str) -> Laid:
    """The setting named after the question mark, as it stands."""
    form = await request.form() if request.method == "POST" else None
    name = request.query_params.get("name", "") or (str(form.get("name", "")) if form is not None else "")
    if name not in ABOUT:
        raise NotFound
    scheme = await require(actor_of(request), "setting:change")
    found = await settings_of_scheme.on(scheme.id, name, london_day(now()))
    return Laid(
        title=ABOUT[name].title,
        caption="Change a setting",
        back="/settings",
        then="/settings",
        text=(f"It says: {PROVISIONAL[name][1]}.", views.TWICE.get(name, views.ONCE)),
        rows=(Row("Now", scheme_settings.said(name, found.value)),),
        first={"name": name},
        button="Propose this change" if name in views.TWICE else "Change this setting",
        drawn={"value": setting_fields.fields(name, found.value, form)},
        given={"value": setting_fields.given(name, form)} if form is not None else {},
    )


async def _lay_proposed(request: Asked, ref: str) -> Laid:
    found = await commands.load(actor_of(request), ref)
    was = await settings_of_scheme.on(found.scheme, found.name, london_day(now()))
    rows = (Row("Now", scheme_settings.said(found.name, was.value)), *views.proposal_rows(found))
    own = found.by == actor_of(request).person
    return Laid(
        title="Take the change of a setting back" if own else "",
        caption=ABOUT[found.name].title,
        back="/settings",
        then="/settings",
        rows=rows,
        button="Take this change back" if own else "Decline this change",
    )


async def _lay_confirm(request: Asked, ref: str) -> Laid:
    laid = await _lay_proposed(request, ref)
    found = await commands.load(actor_of(request), ref)
    late = found.from_on < london_day(now())
    text = (f"It will count from today, since {templating.short_day(found.from_on)} has passed.",) if late else ()
    return replace(
        laid,
        title="",
        text=text,
        warning="More can be granted once this is confirmed, or for longer, or on less.",
        button="Confirm this change",
    )


ROUTES = [
    list_settings,
    *acts.pages("setting:change", _lay_change),
    *acts.pages("setting:confirm", _lay_confirm),
    *acts.pages("setting:decline", _lay_proposed),
]
