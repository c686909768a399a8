"""A form acts once, however often it is sent: by a double click, a reload, or from the page before.

Each form carries a number drawn with its page, and the act keeps it. A browser that goes
back may fetch the page anew, with a new number; so for what can be done many times, such
as a note, the same answers a short time later are asked about before they count again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable
from typing import Any

import msgspec
from litestar.datastructures import UploadFile

from csas.domain import refusals
from csas.domain.events import Event
from csas.store import idempotency
from csas.store.idempotency import AnsweredBefore
from csas.web.show import Asked, actor_of
from csas.web.templating import fresh

FIELD = "once"
AGAIN = "again"
# What a form says besides its answers. A key of a program holds no blank, so that none is ever a form's.
ASIDE = frozenset({"csrf", "seen", FIELD, AGAIN})
NUMBER = re.compile(r"[\w-]{16,40}", re.ASCII)


async def act_once(request: Asked, form: Any, act: Awaitable[Event], *, unlike: bool = True) -> Event:
    """Run the act, or give the event of the same form sent before.

    `unlike` asks before the same answers count again; leave it out where the act itself ends
    what it can be done to.
    """
    sent = await _sent(request, form, unlike=unlike)
    try:
        with idempotency.asking(sent):
            return await act
    except AnsweredBefore as earlier:
        return msgspec.convert(earlier.answer.response, Event)
    except refusals.KeyReused:
        raise refusals.SentAlready from None
    except refusals.SentAlike:
        request.state.typed = _to_send_again(form)
        raise


async def _sent(request: Asked, form: Any, *, unlike: bool) -> idempotency.Asked | None:
    person = actor_of(request).person
    if person is None:
        return None
    given = str(form.get(FIELD, ""))
    key = f"form {given if NUMBER.fullmatch(given) else fresh()}"
    asked = idempotency.asked(person, key, f"{request.url.path}", await _digest(form))
    return msgspec.structs.replace(asked, unlike=unlike and form.get(AGAIN) != "yes")


def answers(form: Any) -> list[tuple[str, Any]]:
    """What the form says, without what only the page put there."""
    return [(name, value) for name, value in form.multi_items() if name not in ASIDE]


def _to_send_again(form: Any) -> list[tuple[str, str]] | None:
    """What the form said, with the version it saw, to be sent once more; None if a file was with it."""
    told = [*answers(form), *(("seen", value) for value in form.getall("seen", []))]
    return None if any(isinstance(value, UploadFile) for _, value in told) else told


async def _digest(form: Any) -> bytes:
    """The answers as bytes: the same for the same answers, whatever their order."""
    told = sorted([(name, await _words(value)) for name, value in answers(form)])
    return msgspec.json.encode(told)


async def _words(value: object) -> str:
    if not isinstance(value, UploadFile):
        return str(value)
    await value.seek(0)
    content = await value.read()
    return f"{value.filename} {hashlib.sha256(content).hexdigest()}"
