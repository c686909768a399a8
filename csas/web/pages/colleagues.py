"""Colleagues of the office: who holds which role; inviting, confirming and ending roles."""

from __future__ import annotations

from litestar import Response

from csas.commands import colleagues as commands
from csas.commands import proposing
from csas.domain import permissions
from csas.domain.permissions import ROLES, Subject
from csas.domain.refusals import NotFound
from csas.store import colleagues, invitations, proposals
from csas.store.schemes import require
from csas.web import acts, templating
from csas.web.acts import Laid
from csas.web.fields import Choice
from csas.web.parts import Row
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now
from csas.web.views import proposals as views

READ = "colleague:read"
HERE = "/colleagues"
TWO = "Another manager, a decision maker or a decider of appeals must confirm it."


@page(HERE, READ)
async def list_colleagues(request: Asked) -> Response[str]:
    """Who holds a role in the scheme, who is invited, and who waits for a second person."""
    actor = actor_of(request)
    scheme = await require(actor, READ)
    return show(
        request,
        "scheme/colleagues.html",
        scheme=scheme.name,
        colleagues=await colleagues.list_all(scheme.id, now()),
        invited=await invitations.list_open_in_scheme(scheme.id),
        roles=ROLES,
        proposed=views.views_of(actor, await proposals.list_open({scheme.id}, commands.KIND)),
        manages=permissions.allows(actor, "colleague:invite", Subject(scheme=scheme.id)),
    )


async def _lay_invite(request: Asked, _ref: str) -> Laid:
    scheme = await require(actor_of(request), "colleague:invite")
    roles = tuple(
        Choice(role, words, TWO if role in commands.BY_TWO else "") for role, words in commands.OFFICE_ROLES.items()
    )
    return Laid(caption=scheme.name, back=HERE, then=HERE, choices={"role": roles})


async def _lay_proposed(request: Asked, ref: str) -> Laid:
    found = await proposing.load(actor_of(request), commands.KIND, ref)
    return Laid(caption=views.title_of(found), back=HERE, then=HERE, rows=views.rows_of(found))


async def _lay_end(request: Asked, _ref: str) -> Laid:
    """The person and the role named after the question mark."""
    scheme = await require(actor_of(request), "colleague:end-role")
    person, role = (request.query_params.get(name, "") for name in ("person", "role"))
    held = await colleagues.list_all(scheme.id, now())
    found = next((each for each in held if (each.ref, each.role) == (person, role)), None)
    if found is None:
        raise NotFound
    text = (
        ("It ends at once. A delegation held with it ends too.",) if role == "decision-maker" else ("It ends at once.",)
    )
    return Laid(
        caption=found.name,
        back=HERE,
        then=HERE,
        text=text,
        rows=(Row("Role", ROLES[found.role]), Row("Since", templating.short_day(found.since))),
        first={"person": person, "role": role},
    )


ROUTES = [
    list_colleagues,
    *acts.pages("colleague:invite", _lay_invite),
    *acts.pages("colleague:confirm", _lay_proposed),
    *acts.pages("colleague:decline", _lay_proposed),
    *acts.pages("colleague:end-role", _lay_end),
]
