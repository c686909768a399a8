"""By program: uses of powers, one by one and counted, and months returned without any."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from msgspec.structs import asdict

from csas.domain.calendar import london_day
from csas.domain.causes import CAUSES
from csas.domain.disclosure import told
from csas.store import organisations, use_counts, uses
from csas.web.api.looking import PAGE, Asking, Look, Query, Shape
from csas.web.api.shared import Code, Minutes
from csas.web.pages.uses import require_list
from csas.web.views import public_uses
from csas.web.views import uses as views

LIST = "use:list"


class UseLine(Shape):
    """One use of a power; an empty `cause` means that it had authority."""

    ref: str
    person_name: str
    number: Annotated[str, Meta(description="Staff number")]
    organisation_ref: str
    organisation_name: str
    power: Code
    title: str
    at: datetime
    area: Annotated[str, Meta(description="The borough by name")]
    zone: str
    place: str
    offence: str
    details: dict[str, Any]
    officer_present: bool
    outcome: str
    minutes: Minutes
    saved: Annotated[int, Meta(description="Police time saved, in minutes")]
    source: str
    recorded_at: datetime
    cause: str
    lawful: bool
    late: Annotated[bool, Meta(description="Whether the flag was found after it was recorded")]
    flagged_at: datetime | None
    inquiry: str
    voided: str


class UseList(Shape):
    """A page of uses, the latest first, of this many."""

    total: int
    uses: tuple[UseLine, ...]


class UseRead(UseLine):
    """One use with what was written of it, until that is erased."""

    cause_words: str
    private: dict[str, str]


class FlaggedUses(Shape):
    uses: tuple[UseLine, ...]


class NilMonth(Shape):
    """A month, by its first day, for which an organisation reported no use."""

    organisation: str
    month: date
    made_at: datetime


class UsesAndNil(UseList):
    """The same with the months without any use."""

    nil: tuple[NilMonth, ...]


class UseCount(Shape):
    """Uses counted by one thing; `flagged` had no authority, `saved` is police time in minutes."""

    code: str
    name: str
    number: int
    flagged: int
    saved: Minutes


class UseTotals(Shape):
    """All of them together, by so many people."""

    number: int
    flagged: int
    minutes: Minutes
    saved: Minutes
    people: int


class UseCounts(Shape):
    """Uses of the months asked about, counted by each thing. Void records do not count."""

    since: date
    until: Annotated[date, Meta(description="The first day after the last month")]
    totals: UseTotals
    power: tuple[UseCount, ...]
    provider: tuple[UseCount, ...]
    borough: tuple[UseCount, ...]
    month: tuple[UseCount, ...]
    outcome: tuple[UseCount, ...]
    cause: tuple[UseCount, ...]


async def _list(asking: Asking, wanted: views.Wanted) -> dict[str, object]:
    found, total = await uses.list_uses(asking.actor, wanted.narrowed(asking.at), wanted.page)
    return {"total": total, "uses": found, "nil": await uses.list_nil(asking.actor, wanted.organisation or None)}


async def list_uses(asking: Asking) -> object:
    return await _list(asking, views.wanted_of(asking.request.query_params))


async def _of_organisation(asking: Asking) -> views.Wanted:
    found = await organisations.load(asking.actor, asking.ref)
    require_list(asking.actor, found)
    return msgspec.structs.replace(views.wanted_of(asking.request.query_params), organisation=found.ref)


async def of_organisation(asking: Asking) -> object:
    return await _list(asking, await _of_organisation(asking))


async def counts(asking: Asking) -> object:
    wanted = views.wanted_of(asking.request.query_params)
    narrowed = wanted.narrowed(asking.at)
    since, until = wanted.months(london_day(asking.at))
    counted: dict[str, object] = {by: await use_counts.count(asking.actor, narrowed, by) for by in use_counts.BY}
    return {
        "since": since,
        "until": until,
        "totals": await use_counts.totals(asking.actor, narrowed),
        **counted,
    }


async def flagged(asking: Asking) -> object:
    return {"uses": await uses.list_open_flags(asking.actor)}


async def one(asking: Asking) -> object:
    found = await uses.load(asking.actor, asking.ref)
    words = CAUSES[found.cause].words
    return {**asdict(found), "cause_words": words, "private": await uses.private_of(found)}


class PublishedCount(Shape):
    """Uses rounded to the nearest 5; null for fewer than 5."""

    code: str
    name: str
    uses: int | None


class PublishedUses(Shape):
    """Uses of whole months for everybody; `until` is the first day after them."""

    since: date
    until: date
    total: int | None
    power: tuple[PublishedCount, ...]
    borough: tuple[PublishedCount, ...]
    month: tuple[PublishedCount, ...]


async def published(asking: Asking) -> object:
    found = await public_uses.published(asking.at)
    counted: dict[str, object] = {
        by: [{"code": each.code, "name": each.name, "uses": told(each.number)} for each in getattr(found, by)]
        for by in use_counts.PUBLISHED
    }
    return {"since": found.since, "until": found.until, "total": told(found.total), **counted}


MONTHS = (
    Query("since", "The first month, as YYYY-MM; a year back if not asked"),
    Query("until", "The last month, as YYYY-MM"),
    Query("power", "The code of a power"),
    Query("area", "The code of a borough"),
    Query("flagged", "yes for those without authority only", ("yes",)),
)
WHOSE = Query("organisation", "The reference of an organisation")
LOOKS = (
    Look("/uses", LIST, "Uses of powers one may see", UsesAndNil, list_uses, (*MONTHS, WHOSE, PAGE)),
    Look("/uses/counts", LIST, "Uses of powers counted", UseCounts, counts, (*MONTHS, WHOSE)),
    Look("/uses/flagged", "use:look-into", "Uses without authority to look into", FlaggedUses, flagged),
    Look("/register/uses", "register:read", "How often powers were used, for everybody", PublishedUses, published),
    Look("/uses/{ref}", "use:read", "One use of a power", UseRead, one),
    Look(
        "/organisations/{ref}/uses",
        LIST,
        "Uses of powers at one employer",
        UsesAndNil,
        of_organisation,
        (*MONTHS, PAGE),
        "uses",
    ),
)
