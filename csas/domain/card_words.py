"""What a powers card says on its two sides, as words without a layout.

A card is small: where its list does not fit it says so and leads to the full list by its QR code.
Which of the wordings fits is found out by whoever draws it; none of them says anything else.
"""

from __future__ import annotations

from typing import Final

from csas.domain.calendar import in_words
from csas.domain.cards import HeldPower, PowersCard
from csas.domain.certificates import grouped
from csas.domain.instrument_words import series, shared_where, where
from csas.domain.values import Struct

TITLE: Final = "Community safety accredited person"
CHECK: Final = "Check before relying"
FULL_LIST: Final = "Full list by the QR code."
NO_POWERS: Final = "No powers of Schedule 5: accredited without any power."
MAY_NOTHING: Final = "The holder has no powers"
MAY: Final = "In uniform, with the badge on, the holder may"
STATUTES: Final = (" Act ", " Regulations ")
MAY_NOT: Final = "The holder may not detain anybody or use force, and must show this card if asked."


class CardPower(Struct):
    """One power as the card may say it: with its offences, in plain words, or by its title."""

    paragraph: str
    whole: str
    plain: str
    title: str


class CardWords(Struct):
    """Every piece of text on the card, front and back."""

    force: str
    scheme: str
    title: str
    person: str
    employer: str
    job: str
    powers_label: str
    paragraphs: tuple[str, ...]
    where_label: str
    where: str
    where_short: str
    expires_label: str
    expires: str
    number: str
    check: str
    check_url: str
    address: str
    may: str
    powers: tuple[CardPower, ...]
    no_powers: str
    may_not: str
    back: str
    demonstration: str


def words(card: PowersCard) -> CardWords:
    """Say the card."""
    return CardWords(
        force=card.force,
        scheme=card.scheme,
        title=TITLE,
        person=card.person,
        employer=card.employer,
        job=card.job,
        powers_label="Powers, by paragraph of Schedule 5",
        paragraphs=tuple(power.paragraph for power in card.powers),
        where_label="Where",
        where=_where(card.powers),
        where_short=_where_short(card.powers),
        expires_label="Expires at the end of",
        expires=in_words(card.last_day),
        number=grouped(card.number),
        check=CHECK,
        check_url=card.check_url,
        address=card.check_url.split("://")[-1].rsplit("/", 1)[0],
        may=MAY if card.powers else MAY_NOTHING,
        powers=tuple(_power(power) for power in card.powers),
        no_powers="" if card.powers else NO_POWERS,
        may_not=MAY_NOT,
        back=f"Property of the {card.force.removeprefix('the ')}. If found, please return it to {card.return_to}",
        demonstration="Demonstration" if card.demonstration else "",
    )


def every_word(said: CardWords) -> list[tuple[str, ...]]:
    """What the finished file must say: of each line of alternatives, one."""
    whole = (
        said.force,
        said.scheme,
        said.title,
        said.person,
        said.employer,
        said.job,
        said.expires_label,
        said.expires,
        said.number,
        said.check,
        said.may_not,
        said.back,
        said.demonstration,
        said.no_powers,
        *said.paragraphs,
    )
    wheres = ((said.where, said.where_short),) if said.where else ()
    return [
        *((part,) for part in whole if part),
        *wheres,
        *((p.whole, p.plain, p.title, FULL_LIST) for p in said.powers),
    ]


def _power(power: HeldPower) -> CardPower:
    plain = power.plain[:1].lower() + power.plain[1:] if power.plain[1:2].islower() else power.plain
    plain = plain.rstrip(".")
    return CardPower(paragraph=power.paragraph, whole=_whole(plain, power.offences), plain=plain, title=power.title)


def _whole(plain: str, offences: tuple[str, ...]) -> str:
    """With its offences, each said once: they take the place of what the plain words say a notice is for."""
    if not offences:
        return plain
    notice, what_for, _ = plain.partition(" notice for ")
    return f"{notice}{what_for or ': '}{series([_offence(each) for each in offences])}"


def _offence(named: str) -> str:
    """An offence of the catalogue within a sentence, its law behind it; one named by somebody stays as it was written."""
    name, _, law = named.partition(": ")
    return f"{name[:1].lower()}{name[1:]} ({law})" if law and any(each in law for each in STATUTES) else named


def _where(powers: tuple[HeldPower, ...]) -> str:
    """All the places at once if every power is good in the same; else each with its paragraphs."""
    if not powers:
        return ""
    shared = shared_where(powers)
    if shared:
        return shared.rstrip(".")
    by_place: dict[str, list[str]] = {}
    for power in powers:
        by_place.setdefault(where(power), []).append(power.paragraph)
    return "; ".join(f"{series(paragraphs)}: {place}" for place, paragraphs in by_place.items())


def _where_short(powers: tuple[HeldPower, ...]) -> str:
    """How many places there are, when their names do not fit."""
    areas = {area for power in powers for area in power.areas}
    zones = {zone for power in powers for zone in power.zones}
    many = f"{len(zones)} zones of {len(areas)}" if zones else f"{len(areas)}"
    return f"{many} {'area' if len(areas) == 1 else 'areas'}. {FULL_LIST}"
