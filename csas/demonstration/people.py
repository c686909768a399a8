"""What happens to many people alike: put on a list, photographed, vetted, trained, asked for, decided on.

Each by the command of whoever does it in life; where a command takes many people at once,
one is enough. Whom it happens to, and when, is told in the stories.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from itertools import zip_longest

from csas.commands import vetting_answers
from csas.commands.photographs import photograph_bytes
from csas.demonstration import portraits
from csas.demonstration.stage import Scene
from csas.domain.values import Struct
from csas.domain.vetting_form import SECTIONS, Answers
from csas.store import individuals, organisations, photographs, sql
from csas.store.numbers import new_ref
from csas.store.trainings import list_staff


class Employee(Struct):
    """Somebody on a staff list. The id is internal."""

    ref: str
    name: str
    number: str
    person: int
    email: str


class Team(Struct):
    """An employer's people by their staff numbers, and who manages the list."""

    organisation: str
    slug: str
    people: dict[str, Employee]

    def refs(self, *numbers: str) -> list[str]:
        return [self.people[number].ref for number in numbers]


async def organisation_of(scene: Scene, slug: str) -> str:
    """The reference of the organisation somebody answers for."""
    actor = await scene.stage.actor(slug)
    return (await organisations.load_id(min(actor.organisations()))).ref


async def bring_in(scene: Scene, slug: str, roster: str) -> Team:
    """Import the staff list of an employer from its spreadsheet."""
    organisation = await organisation_of(scene, slug)
    content = files("csas.demonstration").joinpath("rosters", f"{roster}.csv").read_bytes()
    await scene.does(
        slug,
        "staff:import",
        organisation=organisation,
        name=f"{roster}-staff.csv",
        content=base64.b64encode(content).decode(),
    )
    number = await organisations.find_id(organisation)
    staff = await list_staff(number or 0, scene.now)
    rows = await sql.fetch(
        "SELECT ref, coalesce(email, '') AS email FROM staff_member WHERE organisation_id = $1", number
    )
    addresses = {row["ref"]: row["email"] for row in rows}
    people = {
        each.number: Employee(
            ref=each.ref, name=each.name, number=each.number, person=each.person, email=addresses[each.ref]
        )
        for each in staff
    }
    return Team(organisation=organisation, slug=slug, people=people)


async def photograph(scene: Scene, team: Team, numbers: Sequence[str]) -> None:
    """Add a photograph of each, two at a time as each is painted anew; then confirm that they are like them."""
    for pair in zip_longest(numbers[::2], numbers[1::2]):
        await asyncio.gather(*(_add_photograph(scene, team.people[number], team.slug) for number in pair if number))
        scene.pause()
    for number in numbers:
        member = await individuals.find_member(team.people[number].ref)
        current = await photographs.current(member.id) if member else None
        if member is None or current is None:
            raise LookupError(number)
        await scene.does(team.slug, "staff:confirm-likeness", ref=member.ref, photograph=current.ref, like=True)


async def _add_photograph(scene: Scene, who: Employee, slug: str) -> None:
    actor = await scene.stage.actor(slug)
    await photograph_bytes(who.ref, f"{who.number}.png", portraits.draw(who.name), actor, scene.now)


async def ask_vetting(scene: Scene, team: Team, numbers: Sequence[str]) -> dict[str, str]:
    """Ask for vetting; the requests by staff number."""
    await scene.does(team.slug, "vetting:ask", organisation=team.organisation, people=team.refs(*numbers))
    persons = {team.people[number].person: number for number in numbers}
    rows = await sql.fetch(
        "SELECT person_id, ref FROM vetting_request WHERE person_id = ANY ($1::bigint[]) AND settled_at IS NULL",
        list(persons),
    )
    return {persons[row["person_id"]]: row["ref"] for row in rows}


async def send_links(scene: Scene, team: Team, requests: Mapping[str, str], numbers: Sequence[str]) -> None:
    for number in numbers:
        await scene.does("fiona", "vetting:send", ref=requests[number], address=team.people[number].email, own=True)


async def answer_vetting(scene: Scene, team: Team, requests: Mapping[str, str], numbers: Sequence[str]) -> None:
    """Each opens the link that was sent to them alone, answers section by section, and sends."""
    for number in numbers:
        secret = await vetting_answers.begin(await _token(requests[number]))
        for turn, section in enumerate(SECTIONS):
            said = _answers(team.people[number].name)[section.slug]
            await vetting_answers.save(secret, section.slug, said, turn, later=False)
        await vetting_answers.send(secret, scene.now)
        scene.pause()


async def _token(request: str) -> str:
    """The secret of the newest link, from the message the person got."""
    path: str = await sql.fetchval(
        """SELECT m.facts ->> 'path' FROM outbox_message m JOIN vetting_request r ON r.ref = $1
           WHERE m.kind = 'vetting-link' AND m.to_address = r.address ORDER BY m.id DESC LIMIT 1""",
        request,
    )
    return path.rpartition("/")[2]


def _answers(name: str) -> Answers:
    street = 2 + sum(map(ord, name)) % 90
    return {
        "names": {"other": "no", "which": ""},
        "addresses": {"list": f"{street} Pilgrim Road, London SE99 1ZZ, for the last six years"},
        "convictions": {"any": "no", "which": ""},
        "money": {"trouble": "no", "which": ""},
        "declaration": {"true": "yes", "checks": "yes"},
    }


async def clear(scene: Scene, requests: Mapping[str, str], numbers: Sequence[str]) -> None:
    """Fiona opens each record, says why, and records that the person is clear."""
    for number in numbers:
        ref = requests[number]
        await scene.does("fiona", "vetting:open", ref=ref, reason="The answers are in and the checks are back.")
        await scene.does(
            "fiona",
            "vetting:record",
            ref=ref,
            outcome="clear",
            level="NPPV 2 full",
            reference=f"V/{scene.now:%y%m}/{number}",
        )


async def train(scene: Scene, team: Team, course: str, numbers: Sequence[str], passed_on: date) -> None:
    """Record a group that passed a course on one day."""
    await scene.does(
        team.slug,
        "training:record",
        ref=team.organisation,
        course=course,
        people=team.refs(*numbers),
        passed_on=passed_on,
        provider="Thameside Training" if course == "YPA" else "Calder College",
        certificate=f"Pass list {course}/{passed_on:%y%m%d}",
    )


async def request(
    scene: Scene, team: Team, numbers: Sequence[str], profile: str, areas: Mapping[str, Sequence[str]] | None = None
) -> dict[str, str]:
    """Ask for the powers of a role for each, as one batch; the cases by staff number. `areas` differ by number."""
    batch = new_ref()
    cases = {}
    for number in numbers:
        event = await scene.does(
            team.slug,
            "individual:request",
            staff=team.people[number].ref,
            profile=profile,
            areas=list((areas or {}).get(number, ())),
            batch=batch,
        )
        cases[number] = event.ref
    return cases


async def check_identity(scene: Scene, team: Team, cases: Mapping[str, str], numbers: Sequence[str]) -> None:
    for number in numbers:
        await scene.does(
            team.slug,
            "individual:check-identity",
            ref=cases[number],
            documents=["passport", "council-tax"],
            likeness=True,
        )


async def assess(
    scene: Scene, cases: Mapping[str, str], numbers: Sequence[str], powers: Sequence[str], but: str = ""
) -> None:
    """Priya finds each suitable, capable and trained, but for one power if one is named, and recommends."""
    for number in numbers:
        trained = [
            {"power": power, "satisfied": power != but, "evidence": _seen(power, good=power != but)} for power in powers
        ]
        ref = cases[number]
        await scene.does(
            "priya",
            "individual:find",
            ref=ref,
            suitable=True,
            suitable_evidence="Vetting is clear. Two references and the record of conduct at work were read.",
            capable=True,
            capable_evidence="Watched for a shift: calm, plain-spoken, writes up what was done.",
            trained=trained,
        )
        await scene.does(
            "priya",
            "individual:recommend",
            ref=ref,
            recommendation="grant",
            powers=[power for power in powers if power != but],
            reasons="Everything the law asks for was found." if not but else f"All but power {but}, as found.",
        )


def _seen(power: str, *, good: bool) -> str:
    if good:
        return "Pass certificate seen; the test paper was read."
    return f"Passed the course, but the observed exercise for power {power} was not satisfactory. It can be repeated."


async def decide(scene: Scene, cases: Mapping[str, str], numbers: Sequence[str]) -> None:
    """Helen decides a batch as recommended."""
    batch = new_ref()
    for number in numbers:
        await scene.does("helen", "individual:grant", ref=cases[number], batch=batch)


async def card_of(team: Team, number: str) -> str:
    """The reference of somebody's newest card."""
    found: str = await sql.fetchval(
        """SELECT d.ref FROM document d JOIN accreditation a ON a.id = d.accreditation_id
           WHERE a.person_id = $1 AND d.kind = 'card' AND d.state = 'issued' ORDER BY d.id DESC LIMIT 1""",
        team.people[number].person,
    )
    return found
