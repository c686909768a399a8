"""An application as somebody of the cast would fill it in, and the way to get one submitted."""

from __future__ import annotations

from datetime import datetime

from csas.commands import applications
from csas.commands.applications import Edit, Start, Submit
from csas.domain.applications import Answers
from csas.store import sql
from csas.store.catalogue import offences_in_file
from tests.world import NOW, World

OFFENCES = offences_in_file()
WESTMINSTER, CAMDEN, LAMBETH, CITY = "E09000033", "E09000007", "E09000022", "E09000001"
POWERS = ("3", "5")
WHY = "Wardens meet this every day and must call an officer, who is needed elsewhere."


def answers(powers: tuple[str, ...] = POWERS, areas: tuple[str, ...] = (WESTMINSTER,)) -> dict[str, Answers]:
    """Complete answers to every section, for an organisation of any sector."""
    return {
        "organisation": {
            "legal-name": "Cyngor Tŷ Ŵyl <& Sons>",
            "number": "09871234",
            "address": "1 Example Street\nLondon",
            "business": "Street wardens",
            "presence": "All our wards",
            "refused": "no",
        },
        "people": {
            "officer-name": "Ruth Adeyemi",
            "officer-post": "Head of community safety",
            "officer-email": "ruth@example.org",
            "officer-telephone": "020 7946 0199",
            "signatory-name": "Ruth Adeyemi",
            "signatory-post": "Head of community safety",
            "directors": "Ann Example\nBen Example",
        },
        "employees": {"number": "25", "ceiling": "10", "roles": "Warden, days", "paid": "yes"},
        "report": {
            "reference": "CPI/77",
            "reported-on-day": "1",
            "reported-on-month": "9",
            "reported-on-year": "2026",
            "outcome": "recommended",
        },
        "powers": {"powers": list(powers)},
        "reasons": {
            **{f"why-{code}": WHY for code in powers},
            **{f"offences-{code}": list(OFFENCES[code][:2]) for code in powers if OFFENCES.get(code)},
        },
        "areas": {"areas": list(areas)},
        "zones": {
            **{f"zones-{code}": "The town centre" for code in areas},
            **{f"client-{code}": "Ourselves" for code in areas},
        },
        "supervisors": {"names": "Pat Example, team leader", "ratio": "8", "how": "Daily briefings"},
        "complaints": {
            "procedure": "A manager answers within ten days.",
            "responsible": "Pat Example, team leader",
            "days": "3",
            "told": "On every card and on the website",
        },
        "insurance": {
            "public": "£5,000,000",
            "employers": "10000000",
            "insurer": "Example Mutual",
            "policy": "P/1",
            "expires-on-day": "31",
            "expires-on-month": "3",
            "expires-on-year": "2028",
        },
        "policies": {"in-place": ["equality", "safety"], "missing": "By the spring"},
        "uniform": {
            "description": "Green jacket",
            "differs": "No chequers, no helmet",
            "badge": "On the chest",
            "livery": "Yellow and black",
        },
        "training": {"provider": "Example College", "courses": "Five days", "refreshed": "Every year"},
        "protocols": {
            "information": "By a weekly meeting",
            "operating": "Through the ward teams",
            "controller": "Z1234567",
            "ready": "yes",
        },
        "evidence": {"complete": "yes"},
    }


async def start(world: World, who: str, organisation: str, process: str = "accreditation", now: datetime = NOW) -> str:
    """An empty draft; its reference."""
    ref: str = await sql.fetchval("SELECT ref FROM organisation WHERE name = $1", organisation)
    wanted = Start(organisation=ref, process=process)  # type: ignore[arg-type]
    return (await applications.start(wanted, await world.actor(who), now)).ref


async def fill(world: World, who: str, ref: str, told: dict[str, Answers] | None = None, now: datetime = NOW) -> None:
    """Save every section that is asked, as complete as `told` is."""
    actor = await world.actor(who)
    asked = await sections_of(world, who, ref, now)
    for section, given in (told or answers()).items():
        if section in asked:
            version = await saved_version(ref, section)
            await applications.edit(Edit(ref=ref, section=section, version=version, answers=given), actor, now)


async def saved_version(ref: str, section: str) -> int:
    found = await sql.fetchval(
        """SELECT d.version FROM draft d JOIN application a ON a.id = d.application_id JOIN casefile c ON c.id = a.case_id
           WHERE c.ref = $1 AND d.section = $2""",
        ref,
        section,
    )
    return int(found or 0)


async def sections_of(world: World, who: str, ref: str, now: datetime = NOW) -> set[str]:
    from csas.commands.application_parts import facts_of
    from csas.domain.applications import sections
    from csas.store.applications import load
    from csas.store.reads import load_case

    case = await load_case(await world.actor(who), ref)
    return {section.slug for section in sections(await facts_of(case, await load(case), now))}


async def submit(world: World, who: str, ref: str, now: datetime = NOW) -> None:
    actor = await world.actor(who)
    await applications.submit(Submit(ref=ref, name=actor.name, post="Head", agreed=True), actor, now)


async def submitted(world: World, who: str, organisation: str, told: dict[str, Answers] | None = None) -> str:
    """An application submitted and waiting for the completeness check; its reference."""
    ref = await start(world, who, organisation)
    await fill(world, who, ref, told)
    await submit(world, who, ref)
    return ref


async def state_of(ref: str) -> str:
    found: str = await sql.fetchval("SELECT state FROM casefile WHERE ref = $1", ref)
    return found
