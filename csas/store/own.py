"""What somebody accredited sees of themselves, whoever employs them.

Every read is of the actor's own person; nobody else can be named. Of vetting it tells the
outcome and its end, as the employer is told, and that a link is on its way.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain import refusals
from csas.domain.permissions import Actor
from csas.domain.standing_facts import PersonFacts
from csas.domain.values import Struct
from csas.store import sql, standing


class OwnAccreditation(Struct):
    """One accreditation of the person, with its employer and the facts it rests on; ids are internal."""

    id: int
    ref: str
    staff: str
    employer: str
    employer_ref: str
    job: str
    force: str
    telephone: str
    case: str
    granted_at: datetime
    facts: PersonFacts


async def list_accreditations(actor: Actor) -> list[OwnAccreditation]:
    """The person's accreditations, the newest first."""
    rows = await sql.fetch(
        """SELECT a.id, a.ref, m.ref AS staff, o.name AS employer, o.ref AS employer_ref, m.job, f.name AS force,
               s.telephone,
               coalesce((SELECT c.ref FROM casefile c WHERE c.state = 'accredited' AND c.id IN (SELECT a.case_id
                   UNION ALL SELECT r.case_id FROM individual_request r WHERE r.accreditation_id = a.id)
                   ORDER BY c.id DESC LIMIT 1), (SELECT c.ref FROM casefile c WHERE c.id = a.case_id)) AS case,
               a.granted_at
           FROM accreditation a JOIN staff_member m ON m.id = a.staff_member_id
               JOIN organisation o ON o.id = a.organisation_id JOIN force f ON f.id = a.force_id
               JOIN scheme s ON s.id = a.scheme_id
           WHERE a.person_id = $1 ORDER BY a.granted_at DESC, a.id DESC""",
        actor.person,
    )
    return [OwnAccreditation(**dict(row), facts=await standing.load(row["id"])) for row in rows]


class Fitness(Struct):
    """A course passed or an outcome of vetting, with its period."""

    title: str
    outcome: str
    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.since <= at and (self.until is None or at < self.until)


async def list_training(actor: Actor) -> list[Fitness]:
    """The last pass of each course."""
    rows = await sql.fetch(
        """SELECT DISTINCT ON (c.id) c.title, 'passed' AS outcome, lower(t.valid) AS since, upper(t.valid) AS until
           FROM training t JOIN course c ON c.id = t.course_id WHERE t.person_id = $1 AND upper_inf(t.known)
           ORDER BY c.id, upper(t.valid) DESC NULLS FIRST""",
        actor.person,
    )
    return [Fitness(**dict(row)) for row in rows]


async def list_vetting(actor: Actor) -> list[Fitness]:
    """The last outcome of each force: clear or not, and until when."""
    rows = await sql.fetch(
        """SELECT DISTINCT ON (v.scheme_id) f.name AS title, v.outcome, lower(v.valid) AS since, upper(v.valid) AS until
           FROM vetting v JOIN force f ON f.id = v.force_id WHERE v.person_id = $1 AND upper_inf(v.known)
           ORDER BY v.scheme_id, lower(v.valid) DESC""",
        actor.person,
    )
    return [Fitness(**dict(row)) for row in rows]


class Waiting(Struct):
    """Vetting that waits for somebody; the link itself is only in the message to the person."""

    force: str
    asked_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None


async def list_vetting_waiting(actor: Actor) -> list[Waiting]:
    rows = await sql.fetch(
        """SELECT f.name AS force, r.asked_at, r.sent_at, r.answered_at FROM vetting_request r
           JOIN force f ON f.id = r.force_id WHERE r.person_id = $1 AND r.settled_at IS NULL ORDER BY r.id""",
        actor.person,
    )
    return [Waiting(**dict(row)) for row in rows]


class OwnCard(Struct):
    """A powers card or an instrument of the person, and where it is."""

    ref: str
    kind: str
    number: str
    state: str
    accreditation: str
    employer: str
    issued_at: datetime | None
    custody: str


async def list_cards(actor: Actor) -> list[OwnCard]:
    """The person's cards and instruments, the newest first."""
    rows = await sql.fetch(
        """SELECT d.ref, d.kind, d.number, d.state, a.ref AS accreditation, o.name AS employer, d.issued_at,
               coalesce((SELECT u.what FROM custody u WHERE u.document_id = d.id ORDER BY u.id DESC LIMIT 1), '') AS custody
           FROM document d JOIN accreditation a ON a.id = d.accreditation_id
               JOIN organisation o ON o.id = a.organisation_id
           WHERE a.person_id = $1 AND d.kind IN ('card', 'instrument') ORDER BY d.id DESC LIMIT 50""",
        actor.person,
    )
    return [OwnCard(**dict(row)) for row in rows]


class OwnNotice(Struct):
    """A statutory notice to the person. It was served when the person's own copy was; one that was undone has no effect."""

    id: int
    ref: str
    kind: str
    reasons: tuple[str, ...]
    explanation: str
    acted_at: datetime
    employer: str
    accreditation: int
    scheme: int
    case: str
    how: str
    served_at: datetime | None
    powers: tuple[str, ...]
    undone: bool

    @property
    def waits(self) -> bool:
        """Whether the person is still to say that it reached them."""
        return self.served_at is None and not self.undone


_NOTICE = """SELECT n.id, n.ref, n.kind, n.reasons, n.explanation, n.acted_at, o.name AS employer, a.id AS accreditation,
        a.scheme_id AS scheme, c.ref AS case, k.how, k.served_at,
        ARRAY(SELECT w.title FROM restriction r JOIN power w ON w.id = r.power_id
            WHERE r.notice_ref = n.ref GROUP BY w.title ORDER BY w.title) AS powers,
        EXISTS (SELECT 1 FROM restriction r WHERE r.notice_ref = n.ref) AND NOT EXISTS (SELECT 1 FROM restriction r
            WHERE r.notice_ref = n.ref AND upper_inf(r.known)) AS undone
    FROM statutory_notice n JOIN accreditation a ON a.id = n.accreditation_id JOIN organisation o ON o.id = a.organisation_id
        JOIN casefile c ON c.id = a.case_id JOIN notice_copy k ON k.notice_id = n.id AND k.copy_for = 'person'
    WHERE a.person_id = $1"""


async def list_notices(actor: Actor) -> list[OwnNotice]:
    """The notices to the person, the newest first."""
    rows = await sql.fetch(f"{_NOTICE} ORDER BY n.acted_at DESC, n.id DESC", actor.person)
    return [_notice(row) for row in rows]


async def load_notice(actor: Actor, ref: str) -> OwnNotice:
    row = await sql.fetchrow(f"{_NOTICE} AND n.ref = $2", actor.person, ref)
    if row is None:
        raise refusals.NotFound
    return _notice(row)


def _notice(row: sql.Record) -> OwnNotice:
    return OwnNotice(**{**dict(row), "reasons": tuple(row["reasons"]), "powers": tuple(row["powers"])})


class Invited(Struct):
    """Somebody accredited who may be invited to their own pages; `account` if they have them already."""

    person: int
    name: str
    email: str
    account: bool
    organisation: int
    organisation_name: str
    scheme: int


async def list_to_invite(accreditations: list[int]) -> list[Invited]:
    """The people of these accreditations, with the address that the office made sure is their own; empty without one."""
    rows = await sql.fetch(
        """SELECT DISTINCT ON (a.person_id) a.person_id AS person, p.name, coalesce(own_address(p.id), '') AS email,
               EXISTS (SELECT 1 FROM account t WHERE t.person_id = a.person_id) AS account,
               a.organisation_id AS organisation, o.name AS organisation_name, a.scheme_id AS scheme
           FROM accreditation a JOIN person p ON p.id = a.person_id
               JOIN organisation o ON o.id = a.organisation_id
           WHERE a.id = ANY ($1::bigint[]) ORDER BY a.person_id, a.id DESC""",
        accreditations,
    )
    return [Invited(**dict(row)) for row in rows]


async def accreditations_of_staff(organisation: int, staff: str) -> list[int]:
    """Every accreditation somebody of this organisation's staff ever had with it."""
    rows = await sql.fetch(
        """SELECT a.id FROM accreditation a JOIN staff_member m ON m.id = a.staff_member_id
           WHERE m.organisation_id = $1 AND m.ref = $2 ORDER BY a.id""",
        organisation,
        staff,
    )
    return [row["id"] for row in rows]


async def is_invited(person: int) -> bool:
    """Whether an invitation to this person can still be accepted."""
    found: bool = await sql.fetchval(
        "SELECT EXISTS (SELECT 1 FROM invitation WHERE person_id = $1 AND used_at IS NULL AND expires_at > now())",
        person,
    )
    return found


class Without(Struct):
    """Somebody accredited who has no account."""

    staff: str
    name: str
    number: str


async def list_without_account(organisation: int) -> list[Without]:
    """The people accredited with an organisation who cannot open their own pages yet."""
    rows = await sql.fetch(
        """SELECT m.ref AS staff, m.name, m.number FROM staff_member m
           WHERE m.organisation_id = $1 AND EXISTS (SELECT 1 FROM accreditation a WHERE a.staff_member_id = m.id)
             AND NOT EXISTS (SELECT 1 FROM account t WHERE t.person_id = m.person_id) ORDER BY m.name, m.id LIMIT 2000""",
        organisation,
    )
    return [Without(**dict(row)) for row in rows]
