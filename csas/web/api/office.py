"""By program: what the office keeps besides cases: events told, demand, mail, enquiries; and documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from msgspec import Meta
from msgspec.structs import asdict

from csas.domain.calendar import london_day
from csas.domain.occurrences import KINDS, OUTCOMES
from csas.domain.scheme_settings import ABOUT
from csas.store import demand, enquiries, mailbox, occurrences, places, settings_of_scheme
from csas.store.mailbox import Message
from csas.store.occurrences import Occurrence
from csas.store.schemes import require
from csas.web.api.looking import PAGE, Asking, Look, Query, Shape
from csas.web.pages import documents, outbox


class OccurrenceRead(Shape):
    """A notifiable event that an employer told the office; empty `outcome`: not dealt with."""

    ref: str
    organisation_name: str
    staff_ref: str
    name: str
    kind: str
    words: str
    happened_on: date
    due_on: Annotated[date, Meta(description="The last day on which it was to be told")]
    told_by: str
    told_at: datetime
    outcome: str
    outcome_words: str
    settled_by: str
    settled_at: datetime | None
    what: str
    reasons: str


class OccurrenceList(Shape):
    occurrences: tuple[OccurrenceRead, ...]


class DemandLine(Shape):
    """Somebody who asked about the scheme, and what became of it."""

    ref: str
    who: str
    sector: str
    outcome: str
    why: str
    received_on: date


class PlaceHolder(Shape):
    ref: str
    title: str
    state: str


class PlacesRead(Shape):
    """The places of the present phase; `cap` is null where no phase limits them."""

    phase: str
    cap: int | None
    free: int | None
    held: tuple[PlaceHolder, ...]
    reserve: tuple[PlaceHolder, ...]


class DemandLog(Shape):
    """The demand log, the newest first, and for each scheme of the asker who holds a place or waits for one."""

    lines: tuple[DemandLine, ...]
    places: tuple[PlacesRead, ...]


class MessageLine(Shape):
    """A message of the scheme; `state` is waiting, sent, kept (no mail service is set) or failed."""

    ref: str
    kind: str
    subject: str
    to_name: str
    to_address: str
    state: str
    problem: str
    created_at: datetime
    sent_at: datetime | None
    case_ref: str


class MessageList(Shape):
    """A page of messages, the newest first."""

    total: int
    messages: tuple[MessageLine, ...]


class MessageRead(MessageLine):
    """One message; the text of one that carries a link for its reader alone is withheld."""

    body: str
    sealed: bool


class EnquiryLine(Shape):
    ref: str
    name: str
    at: datetime
    power: str
    asked_by: str
    asked_at: datetime


class EnquiryList(Shape):
    """The last enquiries one may read."""

    enquiries: tuple[EnquiryLine, ...]


class DocumentRead(Shape):
    """A certificate, instrument or card; its signed file is at /documents/{ref}/signed.pdf."""

    ref: str
    kind: str
    number: str | None
    state: str
    case: str
    in_force: bool
    reserved_at: datetime
    issued_at: datetime | None
    replaced_at: datetime | None


def _occurrence(found: Occurrence) -> dict[str, object]:
    return {**asdict(found), "words": KINDS[found.kind], "outcome_words": OUTCOMES.get(found.outcome, "")}


async def list_occurrences(asking: Asking) -> object:
    found = await occurrences.list_for(asking.actor, settled=asking.said("show") == "settled")
    return {"occurrences": [_occurrence(each) for each in found]}


async def occurrence(asking: Asking) -> object:
    return _occurrence(await occurrences.load(asking.actor, asking.ref))


async def demand_log(asking: Asking) -> object:
    schemes = sorted(asking.actor.schemes())
    return {
        "lines": await demand.list_all(asking.actor),
        "places": [await places.load(scheme, asking.at) for scheme in schemes],
    }


def _message(found: Message) -> dict[str, object]:
    return {**asdict(found), "subject": outbox.subject_of(found)}


async def messages(asking: Asking) -> object:
    total = await mailbox.count_messages(asking.actor, outbox.ROLES)
    first = (asking.page - 1) * outbox.PAGE
    found = await mailbox.list_messages(asking.actor, outbox.ROLES, first, outbox.PAGE)
    return {"total": total, "messages": [_message(each) for each in found]}


async def message(asking: Asking) -> object:
    return _message(await mailbox.load_message(asking.actor, outbox.ROLES, asking.ref))


async def list_enquiries(asking: Asking) -> object:
    return {"enquiries": await enquiries.list_asked(asking.actor)}


async def document(asking: Asking) -> object:
    kept, found, case = await documents.seen(asking.actor, asking.ref)
    return {**asdict(kept), "case": case, "in_force": found is not None and found.standing.in_force}


class SettingValue(Shape):
    """A value from a day on, by whom and why. Nobody set what a scheme starts with, which no day is named for."""

    name: str
    value: Any
    from_on: date
    why: str
    by: str
    confirmed_by: str


class SettingRead(Shape):
    """One setting as it stands today."""

    name: str
    title: str
    meaning: str
    value: Any
    standing: str
    from_on: date | None


class SettingProposed(Shape):
    """A change that waits for a second person."""

    ref: str
    name: str
    value: Any
    from_on: date
    why: str
    by_name: str
    at: datetime


class SettingList(Shape):
    """Every setting, every value ever set, and the changes that wait."""

    settings: tuple[SettingRead, ...]
    values: tuple[SettingValue, ...]
    proposed: tuple[SettingProposed, ...]


async def settings(asking: Asking) -> object:
    scheme = (await require(asking.actor, "setting:read")).id
    day = london_day(asking.at)
    now = [await settings_of_scheme.on(scheme, name, day) for name in ABOUT]
    return {
        "settings": [{**asdict(each), "title": ABOUT[each.name].title, "meaning": each.unit} for each in now],
        "values": await settings_of_scheme.list_set(scheme),
        "proposed": await settings_of_scheme.list_proposed({scheme}),
    }


SETTLED = (Query("show", "settled for those dealt with; open ones if not asked", ("settled",)),)
OCCURRENCES = "Notifiable events told to the office"
LOOKS = (
    Look(
        "/occurrences",
        "occurrence:list",
        OCCURRENCES,
        OccurrenceList,
        list_occurrences,
        SETTLED,
    ),
    Look("/occurrences/{ref}", "occurrence:read", "One notifiable event", OccurrenceRead, occurrence),
    Look("/settings", "setting:read", "The settings of the scheme", SettingList, settings),
    Look("/demand", "demand:read", "The demand log, and the places of the phase", DemandLog, demand_log),
    Look("/outbox", "outbox:read", "Messages of the scheme", MessageList, messages, (PAGE,)),
    Look("/outbox/{ref}", "outbox:read", "One message as it was written", MessageRead, message),
    Look("/enquiries", "enquiry:ask", "The enquiries asked last", EnquiryList, list_enquiries),
    Look("/documents/{ref}", "document:read", "One document, and whether it is in force", DocumentRead, document),
)
