"""What the person does with a vetting link: open it, write, send, ask for another link.

No account is needed: the link opens once and the browser that opened it is the way in until the
link's end. Answers are sealed before they are stored, and once sent they cannot be seen here again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csas.commands.vetting import send_link
from csas.domain import refusals
from csas.domain.accounts import LinkSpent
from csas.domain.permissions import PUBLIC
from csas.domain.refusals import Faults
from csas.domain.vetting_form import BY_SLUG, Answers, Section, faults_of, unfinished, unfit
from csas.store import vetting_links, vettings
from csas.store.transaction import act
from csas.store.vetting_links import Way


async def find(token: str) -> Way:
    """The request a link leads to, whether or not it has been opened."""
    found = await vetting_links.find(token)
    if found is None:
        raise LinkSpent
    return found


async def begin(token: str) -> str:
    """Open a link, once; returns the secret that this browser keeps."""
    secret = await vetting_links.open_once(token)
    if secret is None:
        raise LinkSpent
    return secret


async def way_of(secret: str) -> Way:
    """The request this browser may answer."""
    found = await vetting_links.find_of_browser(secret)
    if found is None:
        raise LinkSpent
    return found


def section_of(slug: str) -> Section:
    found = BY_SLUG.get(slug)
    if found is None:
        raise refusals.NotFound
    return found


async def save(secret: str, slug: str, given: Mapping[str, str], seen: int, *, later: bool) -> None:
    """Keep a section's answers; unless they are to be finished later they must be complete."""
    way, section = await way_of(secret), section_of(slug)
    if way.answered:
        raise refusals.AlreadyDone
    faults = unfit(given) or (() if later else faults_of(section, given))
    if faults:
        raise Faults(*faults)
    answers: Answers = await vetting_links.load_answers(way, secret)
    await vetting_links.save_answers(way, {**answers, slug: dict(given)}, seen)


async def send(secret: str, now: datetime) -> Way:
    """Send the answers to the vetting officer, if every section is complete."""
    way = await way_of(secret)
    answers = await vetting_links.load_answers(way, secret)
    open_sections = unfinished(answers)
    if way.answered:
        raise refusals.AlreadyDone
    if open_sections:
        raise refusals.NotComplete(parts=", ".join(section.title for section in open_sections))
    async with act(PUBLIC, now) as this:
        if not await vettings.note_answered(way.request, now):
            raise refusals.AlreadyDone
        await this.record("vetting:answered", scheme=way.scheme, ref=way.ref, subjects={"vetting": [way.request]})
    return way


async def send_another(token: str, now: datetime) -> None:
    """Send a fresh link to the same address, for somebody who opened theirs on another device."""
    way = await find(token)
    if way.answered:
        raise refusals.AlreadyDone
    async with act(PUBLIC, now) as this:
        await send_link(way.request, way.scheme, way.name, way.address, way.employer, now)
        await this.record("vetting:link-sent", scheme=way.scheme, ref=way.ref, subjects={"vetting": [way.request]})
