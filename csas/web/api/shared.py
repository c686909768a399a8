"""Shapes that several readings of the API share: an employer, a standing, a line of history, an effect."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.domain import standing as standings
from csas.domain.standing_facts import PersonFacts
from csas.web.api.looking import Shape, shaped

Minutes = Annotated[int, Meta(description="In minutes")]
Code = Annotated[str, Meta(description="A code of the catalogue, such as 3 for a power or E09000033 for a borough")]
AreaCodes = Annotated[tuple[str, ...], Meta(description="Codes of boroughs; none stands for nowhere")]
ZoneRefs = Annotated[tuple[str, ...], Meta(description="References of zones; none means the whole of the areas")]


class EmployerName(Shape):
    """An organisation by its reference and name."""

    ref: str
    name: str


class HistoryLine(Shape):
    """One event of a history; `private` is empty for those who may not read it."""

    tag: str
    words: str
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    private: dict[str, str]


class History(Shape):
    events: tuple[HistoryLine, ...]


class GroundStanding(Shape):
    """One of the facts a standing rests on, and whether it holds now."""

    name: str
    holds: bool
    since: datetime | None
    until: datetime | None
    cause: str


class WholeStanding(Shape):
    """Whether powers may be relied on (`in_force`) and stand in law (`lawful`).

    The two differ only between an act that takes powers away and the notice of it.
    """

    in_force: bool
    lawful: bool
    since: datetime | None
    until: datetime | None
    cause: Annotated[str, Meta(description="A code saying why not; empty in force")]
    words: Annotated[str, Meta(description="The cause in words, to follow “because”")]
    grounds: tuple[GroundStanding, ...]


class Scope(Shape):
    """Where, for which offences and on which conditions a power is good."""

    areas: AreaCodes
    zones: ZoneRefs
    offences: tuple[str, ...]
    conditions: tuple[str, ...]


class PowerStanding(WholeStanding):
    """The same of one power, with where and how it was granted.

    `in_law` is what the law still has while a notice that narrows the power has not reached the person; else null.
    """

    code: Code
    paragraph: str
    title: str
    areas: AreaCodes
    zones: ZoneRefs
    offences: tuple[str, ...]
    conditions: tuple[str, ...]
    in_law: Scope | None


class AccreditationStanding(Shape):
    """An accreditation with each power ever granted once, as all of it stands now."""

    ref: str
    whole: WholeStanding
    powers: tuple[PowerStanding, ...]


class Effect(Shape):
    """What an act would reach: people, powers they hold, cards in use, requests waiting, some names."""

    people: int
    powers: int
    cards: int
    requests: int
    names: tuple[str, ...]


def standing_of(ref: str, facts: PersonFacts, at: datetime) -> AccreditationStanding:
    """What an accreditation amounts to at this moment, by the one derivation."""
    codes = dict.fromkeys(each.power for each in facts.as_known(None).granted)
    return AccreditationStanding(
        ref=ref,
        whole=shaped(standings.accreditation_standing(facts, at), WholeStanding),
        powers=tuple(_power(facts, code, at) for code in codes),
    )


def _power(facts: PersonFacts, code: str, at: datetime) -> PowerStanding:
    answer = standings.power_standing(facts, code, at)
    law = next(each for each in facts.powers if each.code == code)
    told = {name: getattr(answer, name) for name in WholeStanding.__struct_fields__}
    where = {name: getattr(answer.granted, name, ()) for name in Scope.__struct_fields__}
    wider = shaped(answer.in_law, Scope) if answer.in_law else None
    return shaped(
        {**told, **where, "in_law": wider, "code": code, "paragraph": law.paragraph, "title": law.title}, PowerStanding
    )
