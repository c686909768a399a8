"""The powers the force uses: those in use, those that wait for a second person; proposing another."""

from __future__ import annotations

from litestar import Response
from msgspec.structs import replace

from csas.commands import adopting, proposing
from csas.domain import permissions
from csas.domain.permissions import Subject
from csas.store import proposals, reached, reversing, uniforms
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
        may_reverse=permissions.allows(actor, "adoption:reverse", Subject(scheme=scheme.id))
        and bool(await reversing.list_ended(scheme.id, now())),
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


async def _lay_reverse(request: Asked, _ref: str) -> Laid:
    """Each power whose use was ended, with who gets it back and who does not."""
    scheme = await require(actor_of(request), "adoption:reverse")
    ended = await reversing.list_ended(scheme.id, now())
    return Laid(
        caption=scheme.name,
        back=HERE,
        then=HERE,
        text=("The record is corrected, and not the law. Uses of the power in between stay flagged.",),
        choices={"power": tuple([Choice(each.code, await _effect(scheme.id, each)) for each in ended])},
    )


async def _effect(scheme: int, ended: reversing.Ended) -> str:
    taken = await reversing.list_taken(scheme, ended)
    back = sum(not each.served for each in taken)
    without = [each.name for each in taken if each.served]
    stay = f"; already given notice, and stay without it: {', '.join(without)}" if without else ""
    return f"{ended.code}: {ended.title}. People who have it again: {back}{stay}"


ROUTES = [
    list_adoptions,
    *acts.pages("adoption:propose", _lay_propose),
    *acts.pages("adoption:confirm", _lay_confirm),
    *acts.pages("adoption:decline", _lay_proposed),
    *acts.pages("adoption:reverse", _lay_reverse),
]
