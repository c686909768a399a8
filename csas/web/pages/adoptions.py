"""The powers the force uses: those in use, those that wait for a second person; proposing another."""

from __future__ import annotations

from litestar import Response
from msgspec.structs import replace

from csas.commands import adopting, proposing
from csas.domain import permissions
from csas.domain.permissions import Subject
from csas.store import proposals, reached, uniforms
from csas.store.schemes import require
from csas.web import acts
from csas.web.acts import Laid
from csas.web.fields import Choice
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now
from csas.web.views import proposals as views

READ = "adoption:read"
HERE = "/adoptions"


@page(HERE, READ)
async def list_adoptions(request: Asked) -> Response[str]:
    """The powers the force uses, how many people hold each, and those that wait."""
    actor = actor_of(request)
    scheme = await require(actor, READ)
    held = await reached.count_of_powers(scheme.id, now())
    used = await uniforms.list_adopted(scheme.id, now())
    manages = permissions.allows(actor, "adoption:end", Subject(scheme=scheme.id))
    return show(
        request,
        "uniforms/adoptions.html",
        rows=[(each, held.get(each.code, 0)) for each in used],
        proposed=views.views_of(actor, await proposals.list_open({scheme.id}, adopting.KIND)),
        manages=manages,
        may_propose=manages and bool(await adopting.list_left(scheme.id, now())),
    )


async def _lay_propose(request: Asked, _ref: str) -> Laid:
    scheme = await require(actor_of(request), "adoption:propose")
    left = await adopting.list_left(scheme.id, now())
    return Laid(
        caption=scheme.name,
        back=HERE,
        then=HERE,
        text=("A decision maker confirms it. Nobody has the power by that: it can be applied for from then on.",),
        choices={"power": tuple(Choice(power.code, f"{power.code}: {power.title}") for power in left)},
    )


async def _lay_proposed(request: Asked, ref: str) -> Laid:
    found = await proposing.load(actor_of(request), adopting.KIND, ref)
    return Laid(caption=views.title_of(found), back=HERE, then=HERE, rows=views.rows_of(found))


async def _lay_confirm(request: Asked, ref: str) -> Laid:
    warning = "Providers can apply for this power once it is confirmed."
    return replace(await _lay_proposed(request, ref), warning=warning)


ROUTES = [
    list_adoptions,
    *acts.pages("adoption:propose", _lay_propose),
    *acts.pages("adoption:confirm", _lay_confirm),
    *acts.pages("adoption:decline", _lay_proposed),
]
