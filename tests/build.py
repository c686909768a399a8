"""Cases already on their way, put down directly for tests of what comes after.

Each is made inside one act with its event, as a command would make it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.domain.application_questions import Answers
from csas.domain.applications import DECLARATION, content
from csas.domain.casework import Case
from csas.domain.permissions import Actor
from csas.store import application_facts, applications, cases, definitions, reads, sql
from csas.store.transaction import act
from tests.world import NOW, World

DRAFTS: dict[str, Answers] = {
    "organisation": {
        "legal-name": "As registered",
        "number": "01234567",
        "address": "London",
        "business": "Patrols of public places",
        "presence": "In the boroughs named below",
        "refused": "no",
    },
    "people": {
        "officer-name": "Robin Ashe",
        "officer-post": "Head of community safety",
        "officer-email": "robin.ashe@people.example",
        "officer-telephone": "020 7946 0110",
        "signatory-name": "Robin Ashe",
        "signatory-post": "Head of community safety",
        "directors": "Robin Ashe",
    },
    "employees": {"number": "25", "ceiling": "25", "roles": "Street wardens, seven days a week", "paid": "yes"},
    "supervisors": {"names": "Ada Brook, team leader", "ratio": "8", "how": "Briefings, visits and notebooks"},
    "complaints": {
        "procedure": "Acknowledged, looked into, answered.",
        "responsible": "Robin Ashe, head of community safety",
        "days": "2",
        "told": "On the website and on cards that wardens carry.",
    },
    "insurance": {
        "public": "5,000,000",
        "employers": "10,000,000",
        "insurer": "Calder Mutual",
        "policy": "CM-20841",
        "expires-on-day": "31",
        "expires-on-month": "3",
        "expires-on-year": "2028",
    },
    "policies": {
        "in-place": ["equality", "safety", "discipline", "data", "records", "screening", "whistleblowing", "substances"]
    },
    "uniform": {
        "description": "A green jacket with the organisation’s name.",
        "differs": "No black and white chequered band, no cap.",
        "badge": "Left breast",
        "livery": "White with a green stripe",
    },
    "training": {"provider": "Calder College", "courses": "Two weeks, then one day a power", "refreshed": "Each year"},
    "protocols": {
        "information": "Through a named officer, each week.",
        "operating": "Joint briefings with the neighbourhood team.",
        "controller": "ZA123456",
        "ready": "yes",
    },
    "evidence": {"complete": "yes"},
}


async def submitted(
    world: World,
    organisation: str,
    *,
    areas: Sequence[str] = ("Westminster",),
    powers: Sequence[str] = ("1a", "3"),
    at: datetime = NOW,
    process: str = "accreditation",
    state: str = "checking",
    place: str = "none",
    varies: str | None = None,
) -> str:
    """An application of this organisation (by its name), submitted and at the completeness check."""
    org = await sql.fetchval("SELECT id FROM organisation WHERE name = $1", organisation)
    person = await _officer_of(org)
    scheme = await sql.fetchrow("SELECT id, force_id FROM scheme ORDER BY id LIMIT 1")
    assert scheme
    async with act(person, at) as this:
        case = await cases.open_case(
            definitions.current(process),
            title=organisation,
            force=scheme["force_id"],
            scheme=scheme["id"],
            now=at,
            organisation=org,
        )
        this.opened(case)
        await _insert(case, person, areas, powers, at, place, varies)
        await this.move(case, state)
        await cases.take_part(case, person, "application:submit", at)
        await this.record("application:submitted", case=case)
    return case.ref


async def _officer_of(organisation: int) -> Actor:
    person = await sql.fetchval(
        "SELECT person_id FROM role_holding WHERE organisation_id = $1 AND role = 'responsible-officer'", organisation
    )
    found = await reads.load_actor(person)
    assert found
    return found


async def _insert(
    case: Case,
    person: Actor,
    areas: Sequence[str],
    powers: Sequence[str],
    at: datetime,
    place: str,
    varies: str | None,
) -> None:
    other = await applications.load(await reads.load_case(person, varies)) if varies else None
    application = await applications.add(case, "variation" if other else "new", other.id if other else None)
    edition: int = await sql.fetchval(
        "SELECT id FROM edition WHERE scheme_id = $1 AND upper_inf(in_force)", case.scheme
    )
    await applications.set_edition(application, edition)
    await applications.set_place(application, place)
    drafts = await _drafts(areas, powers)
    facts = await application_facts.gather(case, drafts, at)
    await applications.put_drafts(application, drafts, person.person, at)
    assert person.person
    await applications.freeze(
        application,
        content(drafts, facts, case.title),
        drafts,
        edition,
        applications.Declared(name=person.name, post="Head of community safety", words=DECLARATION),
        person.person,
        at,
    )


async def _drafts(areas: Sequence[str], powers: Sequence[str]) -> dict[str, Answers]:
    rows = await sql.fetch("SELECT code FROM area WHERE name = ANY ($1::text[])", list(areas))
    codes = [row["code"] for row in rows]
    return {
        **DRAFTS,
        "powers": {"powers": list(powers)},
        "reasons": {f"why-{code}": "It happens every week." for code in powers},
        "areas": {"areas": codes},
        "zones": {f"{name}-{code}": "The whole borough" for code in codes for name in ("zones", "client")},
    }


async def ref_of(actor: Actor) -> str:
    """The reference of a person, as forms name them."""
    found: str = await sql.fetchval("SELECT ref FROM person WHERE id = $1", actor.person)
    return found
