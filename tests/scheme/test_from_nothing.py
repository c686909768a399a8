"""From an empty database, as csas_app: a scheme is created, set up on its own pages, and decides its first application."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csas import commands
from csas.commands import (
    colleagues,
    delegations,
    endorsements,
    enrolling,
    office,
    organisations,
    partnership_people,
    partnerships,
    phases,
    schemes,
)
from csas.commands.loading import import_all, load_processes
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.domain.endorsements import View
from csas.domain.schemes import Beginning
from csas.store import definitions, invitations, sql
from csas.store.invitations import Place
from tests import decided
from tests.build import ref_of, submitted
from tests.database import Addresses
from tests.world import NOW, World, publish_edition

TODAY = london_day(NOW)
LAST = date(2027, 10, 31)
CAMDEN = "E09000007"
COUNCIL = "Camden Council"
BEGINNING = Beginning(
    force="Metropolitan Police Service",
    police_area="Metropolitan",
    chief_officer="the Commissioner",
    name="The scheme",
    purpose="Safety.",
    telephone="020 7946 0101",
    established_on=TODAY,
    adopted=("1a", "3"),
)


async def follow(world: World, slug: str, path: str) -> None:
    """Somebody follows their link, chooses a password and holds the role."""
    token = path.rpartition("/")[2]
    invited = await enrolling.find_invitation(token)
    await enrolling.accept(token, "plum anchor violet seventeen", "plum anchor violet seventeen", NOW)
    world.people[slug] = await sql.fetchval("SELECT person_id FROM account WHERE email = $1", invited.email)


async def follow_last(world: World, slug: str) -> None:
    """The link of the message that was written last."""
    path = await sql.fetchval("SELECT facts ->> 'path' FROM outbox_message ORDER BY id DESC LIMIT 1")
    await follow(world, slug, path)


async def begin(world: World) -> None:
    """The operator’s part: the scheme with its manager, then the first two who can confirm."""
    path = await schemes.create(BEGINNING, ("amina@force.example", "Amina Rahman"), NOW)
    await follow(world, "amina", path)
    place = await invitations.find_place("decision-maker", "")
    assert place
    for slug, role in (("helen", "decision-maker"), ("owen", "appeal-decider")):
        link = await enrolling.make_link(f"{slug}@force.example", slug.title(), Place(role=role, scheme=place.scheme))
        await follow(world, slug, link)


async def set_up(world: World) -> None:
    """The manager’s part, on the pages: colleagues, a phase, a partnership with somebody to answer."""
    amina = await world.actor("amina")
    for slug, role in (("colin", "case-officer"), ("priya", "assessor")):
        wanted = colleagues.InviteColleague(
            role=role,  # type: ignore[arg-type]
            name=slug.title(),
            post="Officer",
            email=f"{slug}@force.example",
            why="The office opens.",
        )
        await colleagues.invite(wanted, amina, NOW)
        await follow_last(world, slug)
    opened = phases.OpenPhase(name="Trial", starts_on=TODAY, ends_on=LAST, most=2, fees_waived=True, why="A trial.")
    await phases.open_phase(opened, amina, NOW)
    added = partnerships.AddPartnership(name="Safer Camden", email="csp@camden.example", areas=(CAMDEN,), lead=COUNCIL)
    ref = (await partnerships.add(added, amina, NOW)).ref
    contact = partnership_people.InviteContact(ref=ref, name="Grace", post="Chair", email="grace@camden.example")
    await partnership_people.invite(contact, amina, NOW)
    await follow_last(world, "grace")


async def delegate(world: World) -> None:
    wanted = delegations.ProposeDelegation(
        person=await ref_of(await world.actor("helen")),
        post="Commander",
        matters=("providers",),
        instrument="CP/1",
        starts_on=TODAY,
        ends_on=LAST,
        why="The office opens.",
    )
    event = await delegations.propose(wanted, await world.actor("amina"), NOW)
    await delegations.confirm(delegations.SettleDelegation(ref=event.ref), await world.actor("owen"), NOW)


async def apply(world: World) -> str:
    """A hospital applies; how an application is written is told elsewhere."""
    await enrolling.register("ruth@hospital.example", "Ruth", NOW)
    await follow_last(world, "ruth")
    wanted = organisations.Register(
        name="Camden Hospital",
        legal_name="Camden Hospital",
        sector="health",
        number="",
        address="London",
        post="Head of security",
    )
    await organisations.register(wanted, await world.actor("ruth"), NOW)
    await publish_edition()
    return await submitted(world, "Camden Hospital", areas=("Camden",))


async def endorse(world: World, application: str) -> None:
    """The office accepts the application, and the partnership answers the request that follows."""
    accept = office.Accept(ref=application, complete=True)
    await office.accept(accept, await world.actor("colin"), NOW)
    child = await sql.fetchval("SELECT ref FROM casefile WHERE process = 'endorsement'")
    answer = endorsements.Answer(
        ref=child,
        views=tuple(View(area=CAMDEN, power=power, opinion="endorse") for power in ("1a", "3")),
        signatory="Grace",
        post="Chair",
        authority="Standing orders",
        to_be_ratified=False,
    )
    await endorsements.answer(answer, await world.actor("grace"), NOW)


async def test_a_new_scheme_decides_its_first_application(store: Addresses) -> None:
    load_processes()
    import_all(commands)
    await definitions.keep_all()
    world = World({})
    await begin(world)
    await set_up(world)
    application = await apply(world)
    await endorse(world, application)
    await decided.assess(world, application)
    await decided.recommend(world, application, areas=(CAMDEN,))
    with pytest.raises(refusals.NoDelegation):
        await decided.offer(world, application, areas=(CAMDEN,))
    await delegate(world)
    await decided.offer(world, application, areas=(CAMDEN,))
    assert await decided.state(application) == "offered"
    found = await sql.fetchrow(
        "SELECT d.term_until, g.instrument, g.post FROM decision d JOIN delegation g ON g.id = d.delegation_id"
    )
    assert found
    assert (found["instrument"], found["post"]) == ("CP/1", "Commander")
    assert found["term_until"] <= LAST + timedelta(days=1)
