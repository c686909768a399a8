"""A powers card or an instrument found by its number: what is printed, and what stands behind it.

Read together with certificates in one statement. Nothing here says who may know what of it.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from csas.domain.cards_check import CardFacts, CardStanding, card_standing
from csas.domain.standing_facts import PersonFacts
from csas.domain.values import Struct
from csas.store import sql, standing


class Portrait(msgspec.Struct, frozen=True):
    """The picture printed on a card, by the name of its file."""

    stored_as: str = ""


class Printed(msgspec.Struct, frozen=True):
    """What the check needs of all that is printed; the rest of a snapshot is left alone."""

    person: str = ""
    employer: str = ""
    last_day: date | None = None
    photograph: Portrait | None = None


class FoundCard(Struct):
    """A card or instrument by its number. `standing` is as at the moment of asking, wherever it is."""

    number: str
    ref: str
    printed: Printed
    card: CardFacts
    facts: PersonFacts
    standing: CardStanding
    provider: str
    force: str
    scheme_id: int
    telephone: str
    case: str
    pictured: bool
    accreditation: str
    issued_at: datetime
    replaced_at: datetime | None


def read(row: sql.Record, now: datetime) -> FoundCard:
    """A row of the statement, with its standing at the moment."""
    printed = msgspec.json.decode(row["snapshot"], type=Printed)
    card = CardFacts(
        kind=row["kind"], state=row["state"], custody=tuple(row["custody"] or ()), last_day=printed.last_day
    )
    facts = standing.read(row["facts"])
    return FoundCard(
        number=row["number"],
        ref=row["ref"],
        printed=printed,
        card=card,
        facts=facts,
        standing=card_standing(card, facts, now),
        provider=row["provider"],
        force=row["force"],
        scheme_id=row["scheme_id"],
        telephone=row["telephone"],
        case=row["case_ref"],
        pictured=row["pictured"] is True,
        accreditation=facts.ref,
        issued_at=row["issued_at"],
        replaced_at=row["replaced_at"],
    )
