"""Uses of powers in words, rows and pictures: the list with its filters, the counts, one use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from urllib.parse import urlencode

import msgspec

from csas.domain.calendar import add_months, day_bounds, london_day
from csas.domain.causes import CAUSES, KINDS
from csas.domain.use_forms import DIRECTIONS, INQUIRIES, ITEMS, VEHICLES, WHY_VOID, outcome_words
from csas.domain.uses import posts_saved
from csas.store.use_counts import Count, Totals
from csas.store.uses import PAGE, Use
from csas.store.uses import Wanted as Narrowed
from csas.web import templating
from csas.web.fields import Choice, Field
from csas.web.parts import Link, Row
from csas.web.pictures import Bar
from csas.web.views.desk import Cell, Tag

YEAR = 12
MOST_MONTHS = 120
HEAD = ("When", "Person", "Power", "Where", "Outcome", "Authority")
SHEET_HEAD = (
    "Reference",
    "When",
    "Organisation",
    "Staff number",
    "Power",
    "Title",
    "Borough",
    "Zone",
    "Street or road",
    "Direction",
    "Vehicle",
    "Offence",
    "Officer present",
    "Outcome",
    "Minutes",
    "Police minutes saved",
    "Authority",
    "Cause",
    "Void",
    "Recorded",
)
COUNT_HEAD = ("Code", "Name", "Uses", "Without authority", "Police minutes saved")


class Wanted(msgspec.Struct, frozen=True):
    """What the address asks for: months as year and month, both included."""

    organisation: str = ""
    power: str = ""
    area: str = ""
    since: str = ""
    until: str = ""
    flagged: str = ""
    page: int = 1

    def months(self, today: date) -> tuple[date, date]:
        """The first day of the first month and of the month after the last; a year to now unless asked otherwise."""
        last = _month(self.until) or today.replace(day=1)
        first = _month(self.since) or add_months(last, 1 - YEAR)
        first = max(min(first, last), add_months(last, 1 - MOST_MONTHS))
        return first, add_months(last, 1)

    def narrowed(self, now: datetime) -> Narrowed:
        first, after = self.months(london_day(now))
        return Narrowed(
            organisation=self.organisation or None,
            power=self.power or None,
            area=self.area or None,
            since=day_bounds(first)[0],
            until=day_bounds(after)[0],
            flagged=self.flagged == "yes",
        )

    def address(self, path: str, page: int = 1) -> str:
        asked = {name: value for name, value in msgspec.structs.asdict(self).items() if value and name != "page"}
        if page > 1:
            asked["page"] = page
        return f"{path}?{urlencode(asked)}" if asked else path


def wanted_of(query: Mapping[str, str]) -> Wanted:
    """The filters in an address; what nobody could have chosen is left out."""
    number = query.get("page", "")
    return Wanted(
        organisation=_code(query.get("organisation", "")),
        power=_code(query.get("power", "")),
        area=_code(query.get("area", "")),
        since=query.get("since", "") if _month(query.get("since", "")) else "",
        until=query.get("until", "") if _month(query.get("until", "")) else "",
        flagged="yes" if query.get("flagged") == "yes" else "",
        page=max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < len("10000") else 1,
    )


def _code(text: str) -> str:
    return text if text.isascii() and text.isalnum() and len(text) <= len("abcabcabcabc") else ""


def _month(text: str) -> date | None:
    try:
        found = date.fromisoformat(f"{text}-01") if len(text) == len("2026-10") else None
    except ValueError:
        return None
    return found if found and 2000 <= found.year <= 2100 else None  # noqa: PLR2004 - the service's own horizon


def months_between(first: date, after: date) -> list[date]:
    found = [first]
    while add_months(found[-1], 1) < after:
        found.append(add_months(found[-1], 1))
    return found


def month_words(month: date) -> str:
    return f"{month:%B %Y}"


def fields(
    wanted: Wanted, now: datetime, powers: Sequence[Choice], areas: Sequence[Choice], organisations: Sequence[Choice]
) -> tuple[Field, ...]:
    """The form of filters, with what was chosen."""
    today = london_day(now)
    first, after = wanted.months(today)
    recent = [add_months(today.replace(day=1), -back) for back in range(3 * YEAR)]
    months = tuple(
        Choice(f"{month:%Y-%m}", month_words(month)) for month in sorted({*recent, first, add_months(after, -1)})
    )
    every = Choice("", "Any")
    provider = (
        (Field("organisation", "Provider", "select", value=wanted.organisation, choices=(every, *organisations)),)
        if len(organisations) > 1
        else ()
    )
    return (
        *provider,
        Field("power", "Power", "select", value=wanted.power, choices=(every, *powers)),
        Field("area", "Borough", "select", value=wanted.area, choices=(every, *areas)),
        Field("since", "From", "select", value=f"{first:%Y-%m}", choices=months),
        Field("until", "To", "select", value=f"{add_months(after, -1):%Y-%m}", choices=months),
        Field(
            "flagged",
            "Authority",
            "select",
            value=wanted.flagged,
            choices=(Choice("", "All uses"), Choice("yes", "Only without authority")),
        ),
    )


def row(use: Use) -> tuple[Cell, ...]:
    """A use as a row under HEAD."""
    return (
        Link(templating.moment(use.at), f"/uses/{use.ref}", hidden=use.person_name),
        use.person_name,
        use.title,
        ", ".join(part for part in (use.place, use.area) if part),
        outcome_words(use.power, use.outcome),
        tag_of(use),
    )


def tag_of(use: Use) -> Tag:
    if use.voided:
        return Tag("Void", "grey")
    return Tag("No authority", "red") if use.cause else Tag("Authorised", "green")


def pages(wanted: Wanted, path: str, total: int) -> tuple[Link, ...]:
    last = -(-total // PAGE)
    if last <= 1:
        return ()
    near = [number for number in range(1, last + 1) if number in {1, last} or abs(number - wanted.page) <= 2]  # noqa: PLR2004
    return tuple(Link(str(n), wanted.address(path, n), current=n == wanted.page) for n in near)


def bars(counts: Sequence[Count]) -> tuple[Bar, ...]:
    """Counts as bars."""
    return tuple(Bar(each.name, each.number, f"{each.number:,}") for each in counts)


def cause_bars(counts: Sequence[Count]) -> tuple[Bar, ...]:
    """Why uses had no authority, the commonest first."""
    return tuple(Bar(CAUSES[each.code].words, each.number, f"{each.number:,}", "late") for each in counts if each.code)


def month_bars(counts: Sequence[Count], first: date, after: date) -> tuple[Bar, ...]:
    """One bar a month, also for months without any use."""
    by_month = {each.code: each for each in counts}
    empty = Count(code="", name="", number=0, flagged=0, saved=0)
    return tuple(
        Bar(month_words(month), found.number, f"{found.number:,}")
        for month in months_between(first, after)
        for found in (by_month.get(f"{month:%Y-%m}", empty),)
    )


def saved_words(totals: Totals, hours_of_a_post: int, months: int, *, provisional: bool) -> tuple[str, ...]:
    """Police time saved, in hours and in posts of a year, beside what the report expects."""
    posts = posts_saved(totals.saved, hours_of_a_post, months)
    basis = f"One post is {hours_of_a_post:,} hours a year{' (provisional)' if provisional else ''}."
    return (
        (
            f"Police officers were spared {totals.saved / 60:,.1f} hours in {templating.plural(months, 'month')}: "
            f"as much as {posts:.2f} full-time posts would have worked in that time."
        ),
        f"{basis} The report behind the scheme expects about two full-time posts a year to be saved.",
    )


def summary_rows(use: Use, private: Mapping[str, str]) -> tuple[Row, ...]:
    """Everything about one use that this reader may see."""
    details = use.details
    found = (
        ("Person", f"{use.person_name}, {use.number}"),
        ("Employer", use.organisation_name),
        ("Power", use.title),
        ("When", templating.moment(use.at)),
        ("Where", ", ".join(part for part in (use.place, use.zone, use.area) if part)),
        ("Direction", DIRECTIONS.get(str(details.get("direction", "")), "")),
        ("Vehicle", VEHICLES.get(str(details.get("vehicle", "")), "")),
        ("Registration mark", private.get("registration", "")),
        ("Offence", use.offence),
        ("Taken", _taken(details)),
        ("Why", private.get("reason", "The text has been erased")),
        ("Police officer present", "Yes" if use.officer_present else "No"),
        ("Outcome", outcome_words(use.power, use.outcome)),
        ("Minutes it took", str(use.minutes)),
        ("Police minutes saved", str(use.saved)),
        ("Recorded", f"{templating.moment(use.recorded_at)}, {SOURCES[use.source]}"),
    )
    return tuple(Row(name, words) for name, words in found if words)


SOURCES = {"person": "by the person", "provider": "by the employer", "sheet": "by the employer, in a spreadsheet"}


def _taken(details: Mapping[str, object]) -> str:
    item = ITEMS.get(str(details.get("item", "")), "")
    many = details.get("quantity")
    return f"{item}, {templating.plural(int(str(many)), 'item')}" if item and many else item


def cause_words(use: Use) -> tuple[str, ...]:
    """Why a use had no authority, as sentences."""
    if not use.cause:
        return ()
    cause = CAUSES[use.cause]
    served = "The notice had not reached the person yet: in law the power still stood." if use.lawful else ""
    late = "Nobody knew this when the use was recorded." if use.late else ""
    return tuple(words for words in (cause.words, f"{KINDS[cause.kind]}." if cause.kind else "", served, late) if words)


def void_words(use: Use, private: Mapping[str, str]) -> str:
    return f"{WHY_VOID[use.voided]}. {private.get('void', '')}".strip() if use.voided else ""


def inquiry_words(use: Use, private: Mapping[str, str]) -> tuple[str, ...]:
    return (f"{INQUIRIES[use.inquiry]}.", private.get("inquiry", "")) if use.inquiry else ()


def sheet_row(use: Use) -> tuple[object, ...]:
    """A use as a row under SHEET_HEAD: nobody's name, no reason and no mark of a vehicle."""
    details = use.details
    return (
        use.ref,
        f"{templating.short_day(use.at)} {templating.clock(use.at)}",
        use.organisation_name,
        use.number,
        use.power,
        use.title,
        use.area,
        use.zone,
        use.place,
        DIRECTIONS.get(str(details.get("direction", "")), ""),
        VEHICLES.get(str(details.get("vehicle", "")), ""),
        use.offence,
        "yes" if use.officer_present else "no",
        outcome_words(use.power, use.outcome),
        use.minutes,
        use.saved,
        "none" if use.cause else "authorised",
        CAUSES[use.cause].words if use.cause else "",
        "yes" if use.voided else "no",
        use.recorded_at.date(),
    )
