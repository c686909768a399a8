"""Powers cards as somebody may see them: their own, their employees', or those of their scheme.

Every read takes the actor; another's card is not found. What a card says never changes here.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain import permissions, refusals
from csas.domain.custody import is_dead
from csas.domain.permissions import APPLICANT, CENTRAL, Actor, Subject
from csas.domain.values import Struct
from csas.store import sql


class Card(Struct):
    """A card and where it belongs; ids are internal."""

    id: int
    ref: str
    number: str
    state: str
    person: int
    name: str
    organisation: int
    employer: str
    employer_ref: str
    scheme: int
    accreditation: int
    accreditation_ref: str
    case: int
    case_ref: str
    issued_at: datetime | None
    replaced_at: datetime | None
    trail: tuple[str, ...]

    @property
    def subject(self) -> Subject:
        return Subject(scheme=self.scheme, organisation=self.organisation, person=self.person)

    @property
    def is_dead(self) -> bool:
        return is_dead(self.trail)


_CARD = """SELECT d.id, d.ref, d.number, d.state, a.person_id AS person, m.name, d.organisation_id AS organisation,
        o.name AS employer, o.ref AS employer_ref, d.scheme_id AS scheme, a.id AS accreditation,
        a.ref AS accreditation_ref, d.case_id AS case, c.ref AS case_ref, d.issued_at, d.replaced_at,
        ARRAY(SELECT u.what FROM custody u WHERE u.document_id = d.id ORDER BY u.id) AS trail
    FROM document d JOIN accreditation a ON a.id = d.accreditation_id JOIN staff_member m ON m.id = a.staff_member_id
        JOIN organisation o ON o.id = d.organisation_id JOIN casefile c ON c.id = d.case_id
    WHERE d.kind = 'card'"""
# $1 schemes, $2 organisations, $3 the person asking.
_SEEN = "(d.scheme_id = ANY ($1::bigint[]) OR d.organisation_id = ANY ($2::bigint[]) OR a.person_id = $3)"


async def load(actor: Actor, ref: str) -> Card:
    """A card this actor may see."""
    row = await sql.fetchrow(f"{_CARD} AND d.ref = $1", ref)
    card = _card(row) if row else None
    if card is None or not permissions.allows(actor, "card:read", card.subject):
        raise refusals.NotFound
    return card


async def lock_trail(card: Card) -> tuple[str, ...]:
    """The trail of a card, held so that lines follow one another."""
    await sql.fetchval("SELECT id FROM document WHERE id = $1 FOR UPDATE", card.id)
    rows = await sql.fetch("SELECT what FROM custody WHERE document_id = $1 ORDER BY id", card.id)
    return tuple(row["what"] for row in rows)


async def has_being_made(accreditation: int) -> bool:
    """Whether a card of this accreditation is reserved and not yet issued."""
    made: bool = await sql.fetchval(
        "SELECT EXISTS (SELECT 1 FROM document WHERE accreditation_id = $1 AND kind = 'card' AND state = 'reserved')",
        accreditation,
    )
    return made


async def ref_of(document: int) -> str:
    ref: str = await sql.fetchval("SELECT ref FROM document WHERE id = $1", document)
    return ref


async def find_current(accreditation: int) -> Card | None:
    """The card issued at present, whoever asks; for an act that already knows whose it is."""
    row = await sql.fetchrow(f"{_CARD} AND d.accreditation_id = $1 AND d.state = 'issued'", accreditation)
    return _card(row) if row else None


class Paper(Struct):
    """An instrument or a card of an accreditation, as it is listed with its case."""

    ref: str
    kind: str
    number: str
    state: str
    issued_at: datetime | None


async def list_papers(actor: Actor, accreditation: int, subject: Subject) -> list[Paper]:
    """What was made for an accreditation, newest first, for whoever may see its cards."""
    if not permissions.allows(actor, "card:read", subject):
        return []
    rows = await sql.fetch(
        """SELECT ref, kind, number, state, issued_at FROM document
           WHERE accreditation_id = $1 AND kind IN ('instrument', 'card') AND state <> 'void' ORDER BY id DESC LIMIT 40""",
        accreditation,
    )
    return [Paper(**dict(row)) for row in rows]


class Filter(Struct):
    """What a list of cards is narrowed to."""

    words: str = ""
    where: str = ""
    limit: int = 50
    offset: int = 0


async def list_cards(actor: Actor, wanted: Filter) -> tuple[list[Card], int]:
    """The newest cards first, and how many there are in all."""
    rows = await sql.fetch(
        f"""WITH seen AS MATERIALIZED ({_CARD} AND {_SEEN}
                AND ($4 = '' OR d.number = upper($4) OR strpos(lower(m.name), lower($4)) > 0
                    OR strpos(lower(o.name), lower($4)) > 0))
            SELECT *, count(*) OVER ()::int AS total FROM seen
            WHERE ($5 = '' OR coalesce(seen.trail[cardinality(seen.trail)], 'making') = $5)
            ORDER BY id DESC LIMIT $6 OFFSET $7""",  # noqa: S608 - constant text
        sorted(actor.schemes(*CENTRAL)),
        sorted(actor.organisations(*APPLICANT)),
        actor.person,
        wanted.words,
        wanted.where,
        wanted.limit,
        wanted.offset,
    )
    return [_card(row) for row in rows], rows[0]["total"] if rows else 0


class Unmade(Struct):
    """Somebody whose card waits for a photograph."""

    accreditation: str
    person: str
    employer: str
    since: datetime


async def list_unmade(actor: Actor) -> list[Unmade]:
    """Whose card cannot be made yet for want of a photograph, longest waiting first."""
    rows = await sql.fetch(
        """SELECT a.ref AS accreditation, m.name AS person, o.name AS employer, c.since
           FROM card_due c JOIN accreditation a ON a.id = c.accreditation_id
               JOIN staff_member m ON m.id = a.staff_member_id
               JOIN organisation o ON o.id = a.organisation_id
           WHERE c.wanting = 'photograph' AND (a.scheme_id = ANY ($1::bigint[]) OR a.organisation_id = ANY ($2::bigint[]))
           ORDER BY c.since, a.id LIMIT 200""",
        sorted(actor.schemes(*CENTRAL)),
        sorted(actor.organisations(*APPLICANT)),
    )
    return [Unmade(**dict(row)) for row in rows]


def _card(row: sql.Record) -> Card:
    return Card(**{name: row[name] for name in Card.__struct_fields__ if name != "trail"}, trail=tuple(row["trail"]))
