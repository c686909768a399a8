"""Draw a page for whoever asks: the frame around it, and the template inside."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment
from litestar import Request, Response
from litestar.enums import MediaType
from litestar.response import Redirect

from csas.domain.events import WORDS
from csas.domain.permissions import ROLES, Actor, allows
from csas.web import templating
from csas.web.parts import Frame, Link
from csas.web.visitors import Visitor, require_visitor

Asked = Request[Any, Any, Any]
HTML = MediaType.HTML

# What stands in the navigation for whoever may take one of these actions; its words and its address.
NAVIGATION = (
    (("worklist:read",), "Your work", "/desk"),
    (("use:list",), "Uses of powers", "/uses"),
    (("caseload:read",), "Caseload", "/cases"),
    (("standards:read",), "Standards", "/standards"),
    (("register:read",), "Register", "/register"),
    (("check:read",), "Check a card", "/check"),
    (("staff:list",), "Staff", "/staff"),
    (("card:make",), "Cards", "/cards"),
    (("vetting:read",), "Vetting", "/vetting"),
    # Whoever may see the training or the vetting of others sees their requests; one's own stand under “My powers”.
    (("training:read", "vetting:read"), "People", "/individuals"),
    (("training:read",), "Training", "/training"),
    (("enquiry:ask",), "Enquiry", "/enquiry"),
    (("demand:read",), "Demand", "/demand"),
    (("occurrence:list",), "Notifiable events", "/occurrences"),
    (("concern:read",), "Concerns", "/concerns"),
    (("setting:change", "setting:confirm"), "Settings", "/settings"),
    (("outbox:read",), "Outbox", "/outbox"),
)


# What an event names besides who did it, with the word that leads to it: “; {then}”, “ for {body}”.
PLACE = re.compile(r"[,;]?( (for|of|to|until|in|on|by))? ?“?\{(?!actor)\w+\}”?( cards)?")


def visitor_of(request: Asked) -> Visitor:
    return require_visitor(request)


def actor_of(request: Asked) -> Actor:
    return require_visitor(request).actor


def frame_of(request: Asked) -> Frame:
    """Who is signed in, where they may go, and the form token."""
    visitor = require_visitor(request)
    here = request.url.path
    own = ((("me:read",), "My powers", "/me"),) if visitor.actor.accredited else ()
    links = tuple(
        Link(words, href, current=here == href or here.startswith(f"{href}/"))
        for actions, words, href in (*own, *NAVIGATION)
        if any(allows(visitor.actor, action) for action in actions)
    )
    signed_in = visitor.actor.kind == "person"
    return Frame(
        csrf=visitor.csrf if _has_forms(request, visitor) else "",
        person=visitor.actor.name if signed_in else "",
        role=role_words(visitor.actor) if signed_in else "",
        navigation=links,
        account=(Link("Your account", "/account"),) if signed_in else (),
        demonstration=request.app.state["settings"].demonstration,
        done=done_words(request.query_params.get("done", "")) if signed_in else "",
    )


def done_words(tag: str) -> str:
    """What the visitor has just done, from the event's tag; anything else says nothing."""
    return f"{PLACE.sub('', WORDS[tag]).format(actor='You')}." if tag in WORDS else ""


def _has_forms(request: Asked, visitor: Visitor) -> bool:
    """Strangers get a form cookie only where a page asks them for something."""
    return visitor.session is not None or bool(request.scope["route_handler"].opt.get("form"))


def is_same_for_strangers(request: Asked) -> bool:
    """Whether this visitor is nobody in particular, on a page without a form of theirs."""
    visitor = require_visitor(request)
    return visitor.actor.kind == "public" and not _has_forms(request, visitor)


def role_words(actor: Actor) -> str:
    """The roles somebody holds, once each, in the order they were given; of which organisation, they know."""
    names = dict.fromkeys(ROLES[holding.role].removesuffix(" of the organisation") for holding in actor.holdings)
    first, *others = names or ("",)
    return ", ".join((first, *(name[:1].lower() + name[1:] for name in others)))


def show(request: Asked, template: str, status: int | None = None, **values: object) -> Response[str]:
    """Answer with a page; one that shows what is wrong with a form says 400 unless told otherwise."""
    environment: Environment = request.app.state["templates"]
    values.setdefault("faults", ())
    if status is None:
        status = 400 if values["faults"] else 200
    text = templating.render(environment, template, frame_of(request), **values)
    return Response(text, media_type=HTML, status_code=status)


def then(href: str) -> Redirect:
    """After a form: go and see what it did."""
    return Redirect(href, status_code=303)
