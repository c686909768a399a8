"""What is told of a powers card or an instrument: to anybody the verdict and the powers, no more.

The public never reads a cause, nor a power that is not in force, nor anything of a person whose
card is not good. Officers and the office read the cause with its kind beside the public's answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from csas.domain.cards_check import CardStanding, May, MayNot, card_standing
from csas.domain.certificates import grouped
from csas.domain.standing import ANYWHERE, Place
from csas.store.found_cards import FoundCard
from csas.web import templating
from csas.web.areas import LONDON
from csas.web.parts import Link, Row

TILES = {tile.code: tile for tile in LONDON}
PAPERS = {"card": "card", "instrument": "instrument of accreditation"}
GONE = "This {paper} was once issued. It gives nobody any power now, whoever shows it and whatever is printed on it."
# What anybody may be asked for by a power, by its code; the rest need no answer of yours.
ASKED: dict[str, str] = {
    "2a": "Give your true name and address if asked for them under a power listed here: refusing is an offence",
    "2b": "Give your true name and address if asked for them under a power listed here: refusing is an offence",
    "3": "Give your true name and address if asked for them under a power listed here: refusing is an offence",
    "3a": "Give your true name and address if asked for them under a power listed here: refusing is an offence",
    "5": "If you are under 18, hand over alcohol when required to: refusing is an offence",
    "6": "If you are a young person, hand over tobacco when required to",
    "8": "Stop your vehicle when directed to: not stopping is an offence",
    "8a": "Stop your cycle when directed to: not stopping is an offence",
    "8b": "Follow their traffic directions: not following them is an offence",
    "9": "Follow their traffic directions: not following them is an offence",
}
ALWAYS = (
    "Ask to see the card: they must show it when you ask",
    "You need not do anything that no power listed here covers",
)


class PowerLine(msgspec.Struct, frozen=True, kw_only=True):
    """One power that may be used, in words."""

    words: str
    source: str
    where: str
    offences: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()


class CardWords(msgspec.Struct, frozen=True, kw_only=True):
    """What a card in force says; `elsewhere` are powers that are not good in the borough asked about."""

    name: str
    photograph: str = ""
    may: tuple[PowerLine, ...] = ()
    elsewhere: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()


def place_of(borough: str) -> Place:
    """The borough as standing knows it; no borough is anywhere, and one unknown here is where no area is granted."""
    tile = TILES.get(borough)
    if tile is None:
        return Place(area="unknown") if borough else ANYWHERE
    return Place(area=tile.code, police_area=tile.name if tile.outside else None)


def standing_in(found: FoundCard, now: datetime, borough: str) -> CardStanding:
    """The card's standing in the borough asked about; without one as it was read."""
    place = place_of(borough)
    return found.standing if place == ANYWHERE else card_standing(found.card, found.facts, now, place)


def words_of(found: FoundCard, standing: CardStanding) -> CardWords:
    """A card in force, in words."""
    good = [power for power in standing.may if power.here != "no"]
    picture = found.pictured and found.printed.photograph is not None
    return CardWords(
        name=found.printed.person,
        photograph=f"/check/{found.number}/photograph" if picture else "",
        may=tuple(_line(power) for power in good),
        elsewhere=tuple(power.title for power in standing.may if power.here == "no"),
        duties=tuple(dict.fromkeys(ASKED[power.code] for power in good if power.code in ASKED)) + ALWAYS,
    )


def _line(power: May) -> PowerLine:
    return PowerLine(
        words=power.plain,
        source=f"Paragraph {power.paragraph} of Schedule 5; {power.law}" if power.paragraph else power.law,
        where=_where(power),
        offences=power.offences,
        conditions=power.conditions,
    )


def _where(power: May) -> str:
    if power.anywhere:
        return "In any police area"
    areas = f"In {templating.series(names_of(power.areas))}"
    return f"{areas}, only in {templating.series(power.zones)}" if power.zones else areas


def names_of(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Areas by their names, in order."""
    return tuple(sorted(TILES[code].name if code in TILES else code for code in codes))


def lead(found: FoundCard, standing: CardStanding, borough: str) -> str:
    """The first sentence under the verdict."""
    name, tile = found.printed.person, TILES.get(borough)
    if not standing.may:
        return f"{name} is accredited and has no powers at the moment."
    if tile is None and not borough:
        return f"{name} may use the powers listed here, and no others."
    if tile is None:
        return (
            f"{name} is accredited, but this is no borough of the list: rely only on what is listed here, if anything."
        )
    if standing.nowhere_here:
        no = f"{name} is accredited, but has no power in {tile.name}. Do not rely on this card there."
        return f"{no}{_outside(found, borough)}"
    if all(power.here == "yes" for power in standing.may):
        return f"{name} may use the powers listed here in {tile.name}."
    return f"{name} may use only the powers listed here in {tile.name}.{_outside(found, borough)}"


def _outside(found: FoundCard, borough: str) -> str:
    tile = TILES[borough]
    return f" {tile.name} is outside the police area of the {found.force}." if tile.outside else ""


def rows_of(found: FoundCard, standing: CardStanding) -> tuple[Row, ...]:
    """What the public may know of a card in force beside its powers."""
    rows = [
        Row("Name on it", found.printed.person),
        Row("Works for", found.provider),
        Row("Accredited by", found.force),
        Row("Uniform", standing.uniform or "Not described"),
        Row("Badge", standing.badge or "Not described"),
        Row("Number", grouped(found.number)),
    ]
    if found.printed.last_day:
        rows.insert(3, Row("Until the end of", templating.short_day(found.printed.last_day)))
    return tuple(rows)


def causes_of(found: FoundCard, standing: CardStanding) -> tuple[Row, ...]:
    """Why, for the office and officers; the enquiry answers for another moment."""
    ask = Link("Ask about another moment", f"/enquiry?number={found.number}")
    rows = [
        Row("Kind", standing.kind or "None: it is in force"),
        Row("Why", standing.words or f"This is the present {PAPERS[found.card.kind]}, and the accreditation stands."),
    ]
    rows.extend(_dates(standing))
    rows.extend(Row(f"Not in force: {each.title}", _why(each)) for each in standing.may_not)
    rows.append(Row("Issued", templating.moment(found.issued_at)))
    if found.replaced_at:
        rows.append(Row("Replaced", templating.moment(found.replaced_at)))
    return (*rows, Row("Issued to", f"{found.printed.person}, {found.provider}", (ask,)))


def _dates(standing: CardStanding) -> Iterator[Row]:
    """Since when and until when: where only the card is wrong, of the accreditation behind it."""
    of_card = standing.cause.startswith("card-")
    if standing.since:
        yield Row("Accreditation since" if of_card else "Since", templating.moment(standing.since))
    if standing.until:
        yield Row("Accreditation until" if of_card else "Until", templating.upper(templating.until(standing.until)))


def _why(each: MayNot) -> str:
    since = f" Since {templating.moment(each.since)}." if each.since else ""
    return f"{each.words}{since}"
