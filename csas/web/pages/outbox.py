"""The outbox: every message of the scheme, to whom, and whether it has gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from litestar import Response
from litestar.params import FromPath

from csas.domain import refusals
from csas.store import cases, mailbox
from csas.store.mailbox import Message
from csas.web import templating
from csas.web.parts import Link, Row
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.views.desk import Cell, Tag

ROLES = ("scheme-manager",)
PAGE = 25
STATES = {
    "waiting": ("Waiting to go", "blue"),
    "sent": ("Sent", "green"),
    "kept": ("Kept here", "grey"),
    "failed": ("Not sent", "red"),
}
SEALED = "This message carries a link for its reader alone, so its text is not shown here."
KEPT = "No mail service is set, so the message is kept here and was not sent."
HEAD = ("Message", "To", "State", "Recorded")


@page("/outbox", "outbox:read")
async def show_outbox(request: Asked) -> Response[str]:
    """All messages, newest first."""
    actor = actor_of(request)
    count = await mailbox.count_messages(actor, ROLES)
    number = min(_number(request.query_params.get("page", "")), max(1, -(-count // PAGE)))
    found = await mailbox.list_messages(actor, ROLES, (number - 1) * PAGE, PAGE)
    pages = [
        Link(str(each), f"/outbox?page={each}", current=each == number) for each in range(1, -(-count // PAGE) + 1)
    ]
    return show(
        request,
        "outbox/outbox.html",
        head=HEAD,
        rows=tuple(_row(message) for message in found),
        count=count,
        pages=pages if len(pages) > 1 else (),
    )


@page("/outbox/{ref:str}", "outbox:read")
async def show_message(request: Asked, ref: FromPath[str]) -> Response[str]:
    """One message as it was written."""
    message = await mailbox.load_message(actor_of(request), ROLES, ref)
    words, _ = STATES[message.state]
    rows = [
        Row("To", f"{message.to_name}, {message.to_address}"),
        Row("State", words),
        Row("Recorded", templating.moment(message.created_at)),
    ]
    if message.sent_at:
        rows.append(Row("Sent", templating.moment(message.sent_at)))
    if message.problem:
        rows.append(Row("Problem", message.problem))
    if message.case_ref:
        rows.append(Row("Case", message.case_title, (Link("Open the case", _case_href(message)),)))
    note = SEALED if message.sealed else KEPT if message.state == "kept" else ""
    return show(
        request,
        "outbox/message.html",
        message=message,
        subject=subject_of(message),
        rows=tuple(rows),
        note=note,
        letter=f"/outbox/{ref}/letter.pdf" if message.body and _drawer(request) else "",
    )


@page("/outbox/{ref:str}/letter.pdf", "outbox:read")
async def download_letter(request: Asked, ref: FromPath[str]) -> Response[bytes]:
    """The same as a letter to print. The web room cannot draw: the application hands us somebody who can."""
    message = await mailbox.load_message(actor_of(request), ROLES, ref)
    draw = _drawer(request)
    drawn = await draw(message.ref) if draw and message.body else None
    if drawn is None:
        raise refusals.NotFound
    return Response(
        drawn,
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="letter-{message.ref}.pdf"'},
    )


def _drawer(request: Asked) -> Callable[[str], Awaitable[bytes | None]] | None:
    found: Callable[[str], Awaitable[bytes | None]] | None = request.app.state.get("draw_letter")
    return found


def subject_of(message: Message) -> str:
    """The subject, or what kind of message is being written."""
    return message.subject or f"{message.kind.replace('-', ' ').capitalize()}: being written"


def _row(message: Message) -> tuple[Cell, ...]:
    return (
        Link(subject_of(message), f"/outbox/{message.ref}", hidden=f"to {message.to_name}"),
        message.to_name,
        Tag(*STATES[message.state]),
        templating.moment(message.created_at),
    )


def _case_href(message: Message) -> str:
    noun = cases.NOUNS[message.process]
    return f"/{noun if noun == 'standards' else f'{noun}s'}/{message.case_ref}"


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < len("100000") else 1


ROUTES = [show_outbox, show_message, download_letter]
