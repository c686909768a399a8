"""Delegations: who may decide for the chief officer; proposing, confirming and ending one."""

from __future__ import annotations

from datetime import datetime

from litestar import Response
from msgspec.structs import replace

from csas.commands import delegations as commands
from csas.domain import permissions
from csas.domain.calendar import london_day
from csas.domain.delegations import MATTERS, Given
from csas.domain.permissions import Subject
from csas.domain.phases import INSTANT
from csas.store import delegations, office, proposals
from csas.store.schemes import require
from csas.web import acts, templating
from csas.web.acts import Laid
from csas.web.fields import Choice
from csas.web.parts import Row
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now
from csas.web.views import proposals as views

READ = "delegation:read"
HERE = "/delegations"
SECOND = (
    "It counts once a second person confirms it: another scheme manager, a decision maker or a decider of appeals, "
    "who is not the one you name here."
)


@page(HERE, READ)
async def list_delegations(request: Asked) -> Response[str]:
    """Every delegation, and those that wait for a second person."""
    actor = actor_of(request)
    scheme = await require(actor, READ)
    subject = Subject(scheme=scheme.id)
    found = await delegations.list_all({scheme.id})
    return show(
        request,
        "scheme/delegations.html",
        scheme=scheme.name,
        chief=scheme.chief_officer,
        proposed=views.views_of(actor, await proposals.list_open({scheme.id}, commands.KIND)),
        given=[(each, rows(each), *state(each, now())) for each in found],
        may_propose=permissions.allows(actor, "delegation:propose", subject),
        may_end=permissions.allows(actor, "delegation:end", subject),
    )


def state(given: Given, at: datetime) -> tuple[str, str, bool]:
    """How it stands in words, with a colour, and whether it can be ended."""
    if given.until <= at:
        return "Ended", "grey", False
    return ("In force", "green", True) if given.since <= at else ("To come", "blue", True)


def rows(given: Given) -> tuple[Row, ...]:
    last = templating.short_day(london_day(given.until - INSTANT))
    ended = (Row("Ended because", given.ended_why),) if given.ended_why else ()
    return (
        Row("Post", given.post),
        Row("In which matters", views.matters(given.matters)),
        Row("Instrument", given.instrument),
        Row("Days", f"{templating.short_day(given.since)} to {last}"),
        *ended,
    )


async def _lay_propose(request: Asked, _ref: str) -> Laid:
    """The decision makers but oneself: nobody proposes their own."""
    actor = actor_of(request)
    scheme = await require(actor, "delegation:propose")
    deciders = [each for each in await office.list_officers(scheme.id, "decision-maker") if each.id != actor.person]
    nobody = "" if deciders else "Nobody holds the role of decision maker yet. Invite one among your colleagues first."
    return Laid(
        caption=scheme.name,
        back=HERE,
        then=HERE,
        text=(SECOND,),
        warning=nobody,
        choices={
            "person": tuple(Choice(each.ref, each.name) for each in deciders),
            "matters": tuple(Choice(code, words) for code, words in MATTERS.items()),
        },
    )


async def _lay_proposed(request: Asked, ref: str) -> Laid:
    found = await commands.load_proposed(actor_of(request), ref)
    return Laid(caption=views.title_of(found), back=HERE, then=HERE, rows=views.rows_of(found))


async def _lay_confirm(request: Asked, ref: str) -> Laid:
    warning = "Compare this with the instrument that the chief officer signed."
    return replace(await _lay_proposed(request, ref), warning=warning)


async def _lay_end(request: Asked, ref: str) -> Laid:
    found = await commands.find(actor_of(request), ref)
    text = ("Nothing more can be decided under it. What was decided stands.",)
    return Laid(caption=found.name, back=HERE, then=HERE, rows=rows(found), text=text)


ROUTES = [
    list_delegations,
    *acts.pages("delegation:propose", _lay_propose),
    *acts.pages("delegation:confirm", _lay_confirm),
    *acts.pages("delegation:decline", _lay_proposed),
    *acts.pages("delegation:end", _lay_end),
]
