"""Those who work in the scheme: who holds which role, closing the account of whoever leaves, and opening it again."""

from __future__ import annotations

from litestar import Response

from csas.domain import permissions
from csas.domain.permissions import ROLES, Subject
from csas.store import office_access
from csas.store.office_access import Colleague
from csas.store.schemes import require
from csas.web import acts, templating
from csas.web.acts import Laid
from csas.web.parts import Row
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import now
from csas.web.views.desk import Tag

READ = "access:list"
HERE = "/access"


@page(HERE, READ)
async def list_people(request: Asked) -> Response[str]:
    """Whoever holds a role in the scheme now, then whoever did."""
    actor = actor_of(request)
    scheme = await require(actor, READ)
    subject = Subject(scheme=scheme.id)
    people = await office_access.list_all(scheme.id, now())
    return show(
        request,
        "access/list.html",
        scheme=scheme.name,
        people=[(each, _rows(each), _tag(each)) for each in people],
        may_close=permissions.allows(actor, "access:close", subject),
        may_open=permissions.allows(actor, "access:open", subject),
        me=actor.person,
    )


def _tag(each: Colleague) -> Tag:
    if each.closed_at:
        return Tag("Account closed", "grey")
    return Tag("At work", "green") if each.roles else Tag("No role now", "yellow")


def _rows(each: Colleague) -> tuple[Row, ...]:
    rows = (
        ("Roles now", "; ".join(ROLES.get(role, role) for role in each.roles) or "None"),
        ("E-mail", each.email),
        ("In the scheme since", templating.short_day(each.since)),
        ("Account closed", templating.moment(each.closed_at) if each.closed_at else ""),
    )
    return tuple(Row(name, words) for name, words in rows if words)


async def _lay_close(request: Asked, ref: str) -> Laid:
    found = await office_access.load(actor_of(request), ref, now())
    return Laid(
        title=f"Close the account of {found.name}?",
        caption="Who can sign in",
        back=HERE,
        then=HERE,
        rows=_rows(found),
        text=(
            "Their roles and delegations in the scheme end at once, and they are signed out everywhere.",
            "Their keys stop, and so does any invitation to a role here that they have not used.",
        ),
        button="Close the account",
        over="This account is closed already." if found.closed_at else "",
    )


async def _lay_open(request: Asked, ref: str) -> Laid:
    found = await office_access.load(actor_of(request), ref, now())
    return Laid(
        title=f"Open the account of {found.name} again?",
        caption="Who can sign in",
        back=HERE,
        then=HERE,
        rows=_rows(found),
        text=(
            "They can sign in with their password and authenticator.",
            "Without a role they can do nothing here: invite them to one on the page of colleagues.",
        ),
        button="Open the account again",
        over="" if found.closed_at else "This account is open.",
    )


ROUTES = [
    list_people,
    *acts.pages("access:close", _lay_close),
    *acts.pages("access:open", _lay_open),
]
