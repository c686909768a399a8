"""One of everything, owned by different people: what the access table is tried on.

The scheme of another force exists too; to everyone of ours its things do not.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from csas.commands import appeals, concerns, courses, office, print_runs, scheme_settings, standards
from csas.domain.permissions import PUBLIC
from csas.outbound import issuing, printing
from csas.settings import Settings
from csas.store import accounts, cases, definitions, documents, files, personas, schemes, sessions, sql, vettings
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests import carded, decided, people
from tests.build import submitted
from tests.house import ground_own, ground_scheme, ground_staff
from tests.house.audiences import CENTRE, Post, Posts, Thing
from tests.world import NOW, World

OURS = "Metropolitan"
THEIRS = "Thames Valley"
CITY = "Westminster City Council"
GUARDS = "Halcyon Guarding"
NORTHBANK = ground_own.NORTHBANK
FIRE = "London Fire Brigade"
ELSEWHERE = "Elsewhere Limited"
MISSING = "aaaaaaaaaaaa"

CAST: dict[str, Posts] = {
    "the public": None,
    "an expired session": None,
    "a disabled account": None,
    "ruth": (Post("responsible-officer", CITY), Post("signatory", CITY)),
    "a supervisor": (Post("supervisor", CITY),),
    "a member": (Post("member", CITY),),
    "dana": (Post("responsible-officer", GUARDS), Post("signatory", GUARDS)),
    "sam": (Post("responsible-officer", NORTHBANK), Post("signatory", NORTHBANK)),
    "mo": (Post("themselves", "mo"),),
    "grace": (Post("endorser", "Westminster community safety partnership"),),
    "leila": (Post("endorser", "Camden community safety partnership"),),
    "tom": (Post("endorser", FIRE),),
    "colin": (Post("case-officer", OURS),),
    "priya": (Post("assessor", OURS),),
    "helen": (Post("decision-maker", OURS),),
    "owen": (Post("appeal-decider", OURS),),
    "amina": (Post("scheme-manager", OURS),),
    "fiona": (Post("vetting-officer", OURS),),
    "an officer": (Post("officer", OURS),),
    "elis": (Post("responsible-officer", "Ferryman CIC"), Post("signatory", "Ferryman CIC")),
    "another force": tuple(Post(role, THEIRS) for role in CENTRE),
    "nobody in particular": (),
}


class Target(NamedTuple):
    """A thing, what an address calls it, and whose it is (None: there is none such)."""

    kind: str
    name: str
    ref: str
    thing: Thing | None


class Ground(NamedTuple):
    """Everything that was put down: the people by name, their sessions, the things."""

    people: dict[str, int]
    tokens: dict[str, str]
    targets: list[Target]

    def of(self, kind: str) -> list[Target]:
        found = [target for target in self.targets if target.kind == kind]
        return [*found, Target(kind, "missing", MISSING, None)]


async def lay(world: World, settings: Settings) -> Ground:
    """Put everything down."""
    people = {name: world.people[name] for name in CAST if name in world.people}
    people |= await more_people(world)
    await personas.add("amina", people["amina"], "Scheme manager", 1)
    targets = [*await things(world, settings), *await things_of_mo(world, people)]
    return Ground(people, {}, targets)


async def more_people(world: World) -> dict[str, int]:
    """Those whom the demonstration does not know."""
    city, scheme = await world.organisation(CITY), await other_force()
    people: dict[str, int] = {}
    async with act(PUBLIC, NOW) as this:
        for name in [name for name in CAST if " " in name and name != "the public"]:
            people[name] = await sql.fetchval(
                "INSERT INTO person (ref, name, email) VALUES ($1, $2, $3) RETURNING id",
                new_ref(),
                name.capitalize(),
                f"{name.replace(' ', '.')}@people.example",
            )
        for name in ("a supervisor", "a member", "an expired session", "a disabled account"):
            role = name.removeprefix("a ") if CAST.get(name) else "signatory"
            await hold(people[name], role, "organisation", city)
        await hold(people["an officer"], "officer", "scheme", await world.scheme())
        for post in CAST["another force"] or ():
            await hold(people["another force"], post.role, "scheme", scheme)
        await this.record("role:given")
    return people


async def hold(person: int, role: str, place: str, at: int) -> None:
    statements = {
        "organisation": """INSERT INTO role_holding (person_id, role, organisation_id, valid)
                           VALUES ($1, $2, $3, tstzrange($4, NULL))""",
        "scheme": "INSERT INTO role_holding (person_id, role, scheme_id, valid) VALUES ($1, $2, $3, tstzrange($4, NULL))",
    }
    await sql.execute(statements[place], person, role, at, NOW)


async def other_force() -> int:
    """A second force with its scheme."""
    async with act(PUBLIC, NOW) as this:
        force: int = await sql.fetchval(
            """INSERT INTO force (ref, name, police_area, chief_officer)
               VALUES ($1, $2, $2, 'the Chief Constable') RETURNING id""",
            new_ref(),
            THEIRS,
        )
        scheme: int = await sql.fetchval(
            """INSERT INTO scheme (ref, force_id, name, purpose, telephone, established_on)
               VALUES ($1, $2, $3, 'The same', '020 7946 0199', $4) RETURNING id""",
            new_ref(),
            force,
            THEIRS,
            NOW.date(),
        )
        await this.record("scheme:established", scheme=scheme)
    return scheme


async def things(world: World, settings: Settings) -> list[Target]:
    found = await our_things(world, settings)
    return [*found, *await their_things()]


async def our_things(world: World, settings: Settings) -> list[Target]:
    """Of our scheme: applications, requests to three bodies, and what follows from a decision."""
    decided_things = [await appeal(world), *await granted(world, settings)]
    ours = await submitted(world, CITY)
    theirs = await accepted(world, GUARDS, "Westminster", "Camden")
    found = [
        Target("application", "Westminster’s", ours, Thing(OURS, CITY)),
        Target("application", "Halcyon’s", theirs, Thing(OURS, GUARDS)),
        await request(theirs, "Westminster"),
        await request(theirs, "Camden"),
        await stood_in(world),
        await draft(world),
        await organisation(CITY),
        await organisation(GUARDS),
        await message(),
        await concern(),
        *[Target(kind, "ours", ref, Thing(OURS)) for kind, ref in (await ground_scheme.lay(world)).items()],
        await file_of(world, settings),
        await vetting_of(world),
        await course(world),
        await setting(world),
        await colleague(world),
        *await people_of_city(world, settings),
    ]
    return [*found, *decided_things, *await cards_of(world, settings)]


async def cards_of(world: World, settings: Settings) -> list[Target]:
    """The card of somebody whom Westminster employs, and the run it is printed in."""
    employer, since = await carded.employer_of(world, CITY)
    whose = await people.accredited(world, employer, "Ada Moss", since=since)
    await carded.photographed(world, whose, settings)
    _, card = await carded.issued(whose, settings, since)
    event = await print_runs.start(print_runs.Start(), await world.actor("colin"), since)
    run = await sql.fetchval("SELECT id FROM print_run WHERE ref = $1", event.ref)
    assert await printing.make(run, settings)
    return [
        Target("card", "of Westminster’s", card.ref, Thing(OURS, CITY)),
        Target("print-run", "ours", event.ref, Thing(OURS)),
        Target("individual", "of Westminster’s", whose.case, Thing(OURS, CITY)),
    ]


async def people_of_city(world: World, settings: Settings) -> list[Target]:
    """Somebody of Westminster's staff and what belongs to them."""
    found = await ground_staff.lay(world, settings, CITY)
    return [Target(kind, "Westminster’s", ref, Thing(OURS, CITY)) for kind, ref in found.items()]


async def things_of_mo(world: World, people: dict[str, int]) -> list[Target]:
    """A warden at Northbank with a use of a power and a notice; the warden joins the people."""
    people["mo"], found = await ground_own.lay(world)
    return [Target(kind, "Mo’s", ref, Thing(OURS, NORTHBANK, person="mo")) for kind, ref in found.items()]


async def accepted(world: World, name: str, *areas: str) -> str:
    """An application that the partnerships of these areas are asked about."""
    ref = await submitted(world, name, areas=areas)
    await office.accept(office.Accept(ref=ref, complete=True), await world.actor("colin"), NOW)
    return ref


async def request(application: str, partnership: str, asked: str = "") -> Target:
    ref = await sql.fetchval(
        """SELECT c.ref FROM casefile c JOIN casefile a ON a.id = c.parent_id JOIN partnership t ON t.id = c.partnership_id
           WHERE a.ref = $1 AND t.name LIKE $2 || '%'""",
        application,
        partnership,
    )
    full = f"{partnership} community safety partnership"
    return Target("endorsement", f"to {asked or partnership}", ref, Thing(OURS, "", full, asked))


async def stood_in(world: World) -> Target:
    """A request to the Westminster partnership that passed to the fire brigade."""
    application = await accepted(world, "Hobb Market", "Westminster")
    brigade = await world.organisation(FIRE)
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            """UPDATE casefile SET respondent_organisation_id = $2
               WHERE parent_id = (SELECT id FROM casefile WHERE ref = $1)""",
            application,
            brigade,
        )
        await this.record("endorsement:interest-declared", case=await decided.case_of(application))
    return await request(application, "Westminster", FIRE)


async def concern() -> Target:
    """What a member of the public told the office."""
    event = await concerns.report(concerns.ReportConcern(about="posing", what="A stranger showed a card."), PUBLIC, NOW)
    return Target("concern", "ours", event.ref, Thing(OURS))


async def draft(world: World) -> Target:
    """An edition being drafted."""
    wanted = standards.Draft(title="Edition 2", basis="What the first year taught.")
    event = await standards.draft(wanted, await world.actor("amina"), NOW)
    return Target("standards", "ours", event.ref, Thing(OURS))


async def vetting_of(world: World) -> Target:
    """Somebody of Westminster's who is to be vetted."""
    city = await world.organisation(CITY)
    async with act(PUBLIC, NOW) as this:
        person = await sql.fetchval("INSERT INTO person (ref, name) VALUES ($1, 'Vic Penn') RETURNING id", new_ref())
        scheme = await sql.fetchrow("SELECT id, force_id FROM scheme ORDER BY id LIMIT 1")
        assert scheme
        asked = await vettings.ask(scheme["force_id"], scheme["id"], person, city, world.people["ruth"], NOW)
        await this.record("vetting:asked")
    assert asked
    return Target("vetting", "Westminster’s", asked[1], Thing(OURS))


async def course(world: World) -> Target:
    wanted = courses.AddCourse(code="ESC", title="Escorts", hours=8, months=36, providers=("Calder College",))
    await courses.add(wanted, await world.actor("amina"), NOW)
    return Target("course", "ours", "ESC", Thing(OURS))


async def colleague(world: World) -> Target:
    """Somebody of the office who has an account and is about to leave."""
    async with act(PUBLIC, NOW) as this:
        person = await sql.fetchval("INSERT INTO person (ref, name) VALUES ($1, 'Lee Vane') RETURNING id", new_ref())
        await schemes.give_role(person, "case-officer", "", NOW, scheme=await world.scheme())
        await this.record("role:given")
    ref = await sql.fetchval("SELECT ref FROM person WHERE id = $1", person)
    return Target("access", "ours", ref, Thing(OURS))


async def setting(world: World) -> Target:
    """A change of a setting that waits for a second person."""
    wanted = scheme_settings.ChangeSetting(name="report-sectors", value="private", why="Fewer are needed.")
    event = await scheme_settings.change(wanted, await world.actor("amina"), NOW)
    return Target("setting", "ours", event.ref, Thing(OURS))


async def file_of(world: World, settings: Settings) -> Target:
    """A file of an application about which the Westminster partnership alone was asked."""
    application = await accepted(world, "Lantern University", "Westminster")
    files.use(settings.files_dir)
    kept = await files.keep(b"%PDF")
    async with act(PUBLIC, NOW) as this:
        case = await decided.case_of(application)
        ref = await sql.fetchval(
            """INSERT INTO upload (ref, application_id, section, name, media_type, size, sha256, stored_as, scan, added_by,
                                   added_at)
               SELECT $1, id, 'evidence', 'Policy.pdf', 'application/pdf', 4, 'none', $5, 'not scanned', $3, $4
               FROM application WHERE case_id = $2 RETURNING ref""",
            new_ref(),
            case.id,
            world.people["imogen"],
            NOW,
            kept,
        )
        await this.record("application:file-attached", case=case)
    owner = Thing(OURS, "Lantern University", "Westminster community safety partnership")
    return Target("file", "Lantern University’s", ref, owner)


async def appeal(world: World) -> Target:
    """Ferryman was refused once, and appealed."""
    refused = await decided.recommended(world, "Ferryman CIC")
    await decided.give_notice(world, refused)
    await decided.represent(world, refused, "elis")
    await decided.refuse(world, refused)
    wanted = appeals.Lodge(application=refused, grounds=("fact",), statement="It was overlooked.")
    event = await appeals.lodge(wanted, await world.actor("elis"), decided.hours(30))
    return Target("appeal", "Ferryman’s", event.ref, Thing(OURS, "Ferryman CIC"))


async def granted(world: World, settings: Settings) -> list[Target]:
    """An arrangement of Westminster's with its certificate and its first review."""
    ref = await decided.in_force(world, CITY)
    case = await decided.case_of(ref)
    (reserved,) = await documents.list_of_case(case.id)
    assert await issuing.issue(reserved.id, settings)
    review = await sql.fetchval("SELECT ref FROM casefile WHERE process = 'review' AND parent_id = $1", case.id)
    city = Thing(OURS, CITY)
    return [Target("document", "Westminster’s", reserved.ref, city), Target("review", "Westminster’s", review, city)]


async def their_things() -> list[Target]:
    """Of the other force: an organisation and a case of each process."""
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            """INSERT INTO organisation (ref, name, legal_name, sector, address, registered_at)
               VALUES ($1, $2, $2, 'private', 'Reading', $3)""",
            new_ref(),
            ELSEWHERE,
            NOW,
        )
        await this.record("organisation:registered")
    found = [
        await bare(kind, THEIRS, ELSEWHERE) for kind in ("application", "endorsement", "standards", "review", "appeal")
    ]
    return [*found, await organisation(ELSEWHERE, dealt=THEIRS)]


PROCESSES = {"application": "accreditation"}


async def bare(kind: str, scheme: str, owner: str) -> Target:
    """A case that has nothing but its place in the world."""
    row = await sql.fetchrow(
        "SELECT s.id, s.force_id FROM scheme s JOIN force f ON f.id = s.force_id WHERE f.police_area = $1", scheme
    )
    organisation_id = await sql.fetchval("SELECT id FROM organisation WHERE name = $1", owner)
    assert row
    async with act(PUBLIC, NOW) as this:
        case = await cases.open_case(
            definitions.current(PROCESSES.get(kind, kind)),
            title=f"{owner}, {kind}",
            force=row["force_id"],
            scheme=row["id"],
            now=NOW,
            organisation=None if kind == "standards" else organisation_id,
        )
        this.opened(case)
        await this.record("application:started", case=case)
    owned = "" if kind in {"standards", "endorsement"} else owner
    return Target(kind, f"{owner}’s", case.ref, Thing(scheme, owned))


async def organisation(name: str, dealt: str = OURS) -> Target:
    ref = await sql.fetchval("SELECT ref FROM organisation WHERE name = $1", name)
    return Target("organisation", name, ref, Thing(dealt, name))


async def message() -> Target:
    ref = await sql.fetchval("SELECT ref FROM outbox_message ORDER BY id LIMIT 1")
    return Target("message", "ours", ref, Thing(OURS))


async def session_of(name: str, person: int) -> str:
    """The secret of a session; of one that has ended for those whose session has."""
    if name == "a disabled account":
        account = await sql.fetchval("SELECT id FROM account WHERE person_id = $1", person)
        account = account or (await accounts.create(person, "disabled@people.example", "never used")).id
        token = await sessions.start(person, account=account)
        await sql.execute("UPDATE account SET disabled_at = now() WHERE id = $1", account)
        return token
    token = await sessions.start(person)
    if name == "an expired session":
        late = "UPDATE session SET created_at = now() - $2::interval WHERE person_id = $1"
        await sql.execute(late, person, timedelta(hours=9))
    return token
