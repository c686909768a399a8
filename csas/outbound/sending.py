"""Sends one message of the outbox: words it once, hands it over, marks it.

Whatever happens between acceptance and our mark, the message is sent again with the
same Message-ID and the same words. No transaction is open while it is sent.
"""

from __future__ import annotations

import asyncio

import msgspec

from csas.domain.calendar import london_day
from csas.domain.certificates import Letter
from csas.outbound import documents, letters
from csas.outbound.mail import Carrier, NotTaken, Parcel, carrier
from csas.outbound.offices import office_of
from csas.settings import Settings
from csas.store import messages
from csas.store.job_runner import JobFault
from csas.store.messages import MOST_TRIES, Message

UNWORDED = "The message could not be put into words."
CUT_OFF = "Each try was cut off."


async def send(number: int, settings: Settings) -> None:
    """Send a message that waits; one that waits no longer, or is in other hands, is left alone."""
    async with messages.held(number) as taken:
        message = await messages.find(number) if taken else None
        if message is None or message.state != "waiting":
            return
        if message.attempts >= MOST_TRIES:
            await messages.mark_failed(message, CUT_OFF, last=True)
            return
        if await messages.count_try(message):
            await _attempt(message, settings, carrier(settings))


async def _attempt(message: Message, settings: Settings, carry: Carrier | None) -> None:
    subject, body = await _words(message, settings)
    if carry is None:
        await messages.mark_kept(message)
        return
    problem = await _hand_over(carry, _parcel(message, subject, body))
    if problem is None:
        await messages.mark_sent(message)
        return
    await messages.mark_failed(message, problem.problem, last=problem.hopeless or _is_last(message))
    raise JobFault("not-taken")


def _is_last(message: Message) -> bool:
    return message.attempts + 1 >= MOST_TRIES


async def _hand_over(carry: Carrier, parcel: Parcel) -> NotTaken | None:
    try:
        await carry(parcel)
    except NotTaken as problem:
        return problem
    return None


async def _words(message: Message, settings: Settings) -> tuple[str, str]:
    """The words frozen at the first drawing, or drawn and frozen now."""
    if message.subject is not None and message.body is not None:
        return message.subject, message.body
    try:
        letter = await letter_of(message, settings)
    except (KeyError, ValueError, msgspec.ValidationError):
        letter = None
    if letter is None:
        await messages.mark_failed(message, UNWORDED, last=_is_last(message))
        raise JobFault("not-worded")
    return await messages.freeze(message, letter.subject, letters.as_text(letter))


async def letter_of(message: Message, settings: Settings) -> Letter:
    """The whole letter, from the facts recorded with the act."""
    facts = msgspec.convert(message.facts, letters.KINDS[message.kind])
    to = letters.Addressee(name=message.to_name, organisation=message.to_organisation)
    office = await office_of(settings, message.scheme, message.kind, message.created_at)
    copy = getattr(facts, "copy", "") == "employer"
    return letters.compose(facts, to, office, london_day(message.created_at), employer_copy=copy)


def _parcel(message: Message, subject: str, body: str) -> Parcel:
    return Parcel(
        ref=message.ref,
        message_id=message.message_id,
        to_name=message.to_name,
        to_address=message.to_address,
        subject=subject,
        body=body,
        written_at=message.created_at,
    )


async def draw_letter(ref: str, settings: Settings) -> bytes | None:
    """A message as a letter on paper; None if there is no such message. Drawn beside the event loop."""
    message = await messages.find_ref(ref)
    if message is None:
        return None
    return await asyncio.to_thread(documents.draw, await letter_of(message, settings))
