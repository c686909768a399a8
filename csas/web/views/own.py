"""What an accredited person reads on their own pages: plain words, in the second person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from csas.domain import individual_notices
from csas.domain.calendar import london_day
from csas.domain.certificates import grouped
from csas.domain.own_standing import OwnPower, OwnStanding, own_standing
from csas.domain.remitting import TO_PERSON
from csas.store.own import Fitness, OwnAccreditation, OwnCard, OwnNotice, Waiting
from csas.store.remissions import Outcome
from csas.web import templating
from csas.web.parts import Link, Row
from csas.web.views.checks import NAMES
from csas.web.views.desk import Cell, Tag

MOMENT = timedelta(microseconds=1)
CUSTODY = {
    "issued": "Issued",
    "posted": "On its way by post",
    "received": "With you",
    "returned": "Handed back",
    "lost": "Reported lost",
    "stolen": "Reported stolen",
    "destroyed": "Destroyed",
}
STATES = {"issued": "In use", "reserved": "Being made", "replaced": "Replaced", "withdrawn": "No longer good"}


class PowerCard(msgspec.Struct, frozen=True, kw_only=True):
    """One power in plain words."""

    code: str
    title: str
    plain: str
    tag: Tag
    until: str
    waiting: str
    rows: tuple[Row, ...]


class Employment(msgspec.Struct, frozen=True, kw_only=True):
    """One accreditation on the page: the verdict, the powers, what the person may do."""

    employer: str
    staff: str
    kind: str
    title: str
    text: str
    powers: tuple[PowerCard, ...]
    links: tuple[Link, ...]


def last_day(until: datetime | None) -> str:
    """The last day of a stretch that ends at a moment, in words."""
    return templating.short_day(london_day(until - MOMENT)) if until else ""


def employment(own: OwnAccreditation, now: datetime, links: Sequence[Link]) -> Employment:
    standing = own_standing(own.facts, now)
    title, text = _verdict(own, standing)
    return Employment(
        employer=own.employer,
        staff=own.staff,
        kind="yes" if standing.in_force else "no",
        title=title,
        text=text,
        powers=tuple(power_card(power, alone=standing.in_force) for power in standing.powers),
        links=tuple(links),
    )


def _verdict(own: OwnAccreditation, standing: OwnStanding) -> tuple[str, str]:
    if standing.in_force:
        until = f", until the end of {last_day(standing.until)}, when {standing.ends_with}" if standing.until else ""
        return "You are accredited", f"By {own.force}, while you work for {own.employer}{until}."
    held = " In law it still stands until the notice reaches you, but do not rely on it." if standing.lawful else ""
    return "Do not use any power", f"Your accreditation with {own.employer} is not in force. {standing.cause}{held}"


def power_card(power: OwnPower, *, alone: bool) -> PowerCard:
    """One power; `alone` is whether the accreditation itself goes on, so that what was taken is told with the power."""
    if power.in_force:
        until = (
            f"Until the end of {last_day(power.until)}, when {power.ends_with}." if power.until else "It has no end."
        )
    else:
        until = power.cause
    named = [NAMES.get(code, code) for code in power.areas]
    rows = (
        ("Where", templating.series(named) if named else "Anywhere in England and Wales"),
        ("Only in these zones", templating.series(power.zones) if power.zones else ""),
        ("Only for", "; ".join(power.offences)),
        ("On condition", "; ".join(power.conditions)),
        ("Law", power.law),
    )
    return PowerCard(
        code=power.code,
        title=power.title,
        plain=power.plain,
        tag=Tag("You may", "green") if power.in_force else Tag("You may not", "red"),
        until=until,
        waiting=_waiting(power) if alone else "",
        rows=tuple(Row(name, words) for name, words in rows if words),
    )


def _waiting(power: OwnPower) -> str:
    """What is asked of the holder before the law asks it: an act counts for them from when its notice reaches them."""
    narrowed = power.narrowed
    if narrowed is None:
        still = "In law it still stands until the notice reaches you, but do not use it."
        return still if power.lawful and not power.in_force else ""
    asked = (
        ("Do not use this power any more in", templating.series([NAMES.get(code, code) for code in narrowed.areas])),
        ("Do not use it any more in the zones", templating.series(narrowed.zones)),
        ("Do not use it any more for", "; ".join(narrowed.offences)),
        ("Keep already to the condition", _quoted(narrowed.conditions)),
    )
    said = [f"{what} {which.rstrip('.')}." for what, which in asked if which]
    law = "In law the power is still as it was until the notice reaches you, but do not rely on that."
    return " ".join([*said, law])


def _quoted(said: Iterable[str]) -> str:
    return templating.series(f"“{each.rstrip('.')}”" for each in said)


def endings(owned: Iterable[OwnAccreditation], fit: Iterable[Fitness], now: datetime) -> tuple[tuple[Cell, ...], ...]:
    """What ends when, the first end first: accreditations, courses and vetting that hold now."""
    found: list[tuple[datetime, str]] = []
    for own in owned:
        standing = own_standing(own.facts, now)
        if standing.until:
            found.append((standing.until, f"Accreditation with {own.employer}"))
    found += [(each.until, each.title) for each in fit if each.until and each.holds(now)]
    return tuple((words, last_day(until)) for until, words in sorted(found))


def training_rows(found: Iterable[Fitness], now: datetime) -> tuple[tuple[Cell, ...], ...]:
    return tuple((each.title, _fit_tag(each, now, "In date"), last_day(each.until)) for each in found)


def vetting_rows(found: Iterable[Fitness], now: datetime) -> tuple[tuple[Cell, ...], ...]:
    """Clear, not clear or expired, and nothing more."""
    return tuple(
        (
            each.title,
            _fit_tag(each, now, "Clear") if each.outcome == "clear" else Tag("Not clear", "red"),
            last_day(each.until),
        )
        for each in found
    )


def _fit_tag(each: Fitness, now: datetime, good: str) -> Tag:
    return Tag(good, "green") if each.holds(now) else Tag("Expired", "red")


def waiting_words(waiting: Waiting) -> str:
    """What there is to do about vetting that is under way."""
    if waiting.answered_at:
        return f"{waiting.force} has your answers and is looking into them."
    if waiting.sent_at:
        return (
            f"{waiting.force} sent a link to your own e-mail address on {templating.short_day(waiting.sent_at)}. "
            "Answer through that link. Your employer cannot read what you write."
        )
    return (
        f"{waiting.force} will send a link to your own e-mail address. Your employer cannot read what you write there."
    )


def remitted_words(found: Outcome) -> tuple[str, str, Link]:
    """What follows an appeal of one's own that was upheld."""
    title = f"Your appeal was upheld on {templating.short_day(london_day(found.decided_at))}"
    where = Link("See the new request", f"/individuals/{found.request}") if found.request else None
    return title, TO_PERSON[found.what], where or Link("Read the outcome", f"/appeals/{found.ref}")


def card_rows(cards: Iterable[OwnCard]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            "Powers card" if card.kind == "card" else "Instrument",
            Link(grouped(card.number), f"/cards/{card.ref}" if card.kind == "card" else f"/documents/{card.ref}"),
            card.employer,
            CUSTODY.get(card.custody) or STATES.get(card.state, card.state.capitalize()),
        )
        for card in cards
    )


def notice_rows(notices: Iterable[OwnNotice]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Link(individual_notices.KINDS[each.kind], f"/me/notices/{each.ref}"),
            each.employer,
            templating.short_day(each.acted_at),
            _state(each),
        )
        for each in notices
    )


def _state(notice: OwnNotice) -> Tag:
    if notice.undone:
        return Tag("Undone", "grey")
    return Tag("Please acknowledge", "yellow") if notice.waits else Tag("Reached you", "green")


def notice_summary(notice: OwnNotice) -> tuple[Row, ...]:
    how = individual_notices.HOW.get(notice.how, "").lower()
    served = f"{templating.moment(notice.served_at)}, {how}" if notice.served_at else "Not recorded yet"
    powers = "; ".join(notice.powers) or "All of them"
    return (
        Row("Employer", notice.employer),
        Row("Powers", powers),
        Row(
            "From",
            f"{templating.moment(notice.acted_at)}: do not use the power since then"
            if _takes(notice)
            else templating.moment(notice.acted_at),
        ),
        Row("Reached you", served),
    )


def _takes(notice: OwnNotice) -> bool:
    return notice.kind not in {"lifting", "restoration"} and not notice.undone


def reasons(notice: OwnNotice) -> tuple[str, ...]:
    return tuple(individual_notices.words(notice.reasons, "person"))
