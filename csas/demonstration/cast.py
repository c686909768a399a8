"""Who is in the demonstration, and the scheme they stand in.

Real bodies appear only in neutral places; every person is invented. The tests
use the same cast, so that a test reads like the demonstration.
"""

from __future__ import annotations

from datetime import date

from csas.domain.schemes import (
    AuthorityPlan,
    DelegationPlan,
    OrganisationPlan,
    PartnershipPlan,
    PersonPlan,
    PhasePlan,
    SchemePlan,
)
from csas.domain.values import Struct
from csas.store.catalogue import areas_in_file

WESTMINSTER = "Westminster City Council"
INSPECTORATE = "Vehicle Inspectorate"
NORTHBANK = "Northbank Homes"
HALCYON = "Halcyon Guarding"
LANTERN = "Lantern University"
ST_ALDER = "St Alder NHS Trust"
KINGSMARCH = "Kingsmarch Centre"
HOBB = "Hobb Market"
TIDEWAY = "Tideway Events"
COPPERFIELD = "Copperfield Security"
ORCHARD = "Orchard Patrols"
FERRYMAN = "Ferryman CIC"
MARROW = "Marrow BID"
FIRE = "London Fire Brigade"
PROBATION = "Probation Service"
HEALTH = "North West London Integrated Care Board"


class Persona(Struct):
    """Somebody a visitor of the demonstration may be, in one line."""

    slug: str
    name: str
    who: str


PERSONAS = (
    Persona(slug="amina", name="Amina Yusuf", who="Scheme manager: standards, consultation, settings"),
    Persona(slug="colin", name="Colin Mbeki", who="Case officer: completeness, questions, endorsements"),
    Persona(slug="priya", name="Priya Nair", who="Assessor: assessment, recommendation, reviews"),
    Persona(slug="helen", name="Helen Stroud", who="Decision maker on behalf of the Commissioner"),
    Persona(slug="owen", name="Owen Pritchard", who="Decider of appeals"),
    Persona(slug="asha", name="Asha Kendrick", who="Police officer of the force: checks cards, sees causes"),
    Persona(slug="fiona", name="Fiona Drummond", who="Vetting officer of the force"),
    Persona(slug="ruth", name="Ruth Adeyemi", who="Responsible officer, Westminster City Council"),
    Persona(slug="jon", name="Jon Tillotson", who="Responsible officer, Vehicle Inspectorate"),
    Persona(slug="dana", name="Dana Kovacs", who="Responsible officer, Halcyon Guarding"),
    Persona(slug="sam", name="Sam Okafor", who="Responsible officer, Northbank Homes"),
    Persona(slug="mo", name="Mo Farrow", who="Estate warden of Northbank Homes, accredited"),
    Persona(slug="victor", name="Victor Sands", who="Responsible officer, Copperfield Security: refused, may appeal"),
    Persona(slug="grace", name="Grace Whitlock", who="Endorser, Westminster partnership"),
    Persona(slug="tom", name="Tom Reyes", who="Endorser, London Fire Brigade: stands in for Grace"),
    Persona(slug="leila", name="Leila Haddad", who="Endorser, Camden partnership"),
)
NAMES = {persona.slug: persona.name for persona in PERSONAS}

# One invented endorser for each other partnership, in the order of the areas' codes.
ENDORSERS = (
    "Ada Brandt", "Bashir Lodhi", "Carys Bevan", "Devon Marsh", "Esther Quaye", "Finn Galloway",
    "Gita Rao", "Hugo Lambe", "Ines Duarte", "Jack Oyelaran", "Kezia Thorn", "Liam Brody",
    "Maya Solberg", "Nadia Farouk", "Oscar Penrose", "Petra Vogel", "Quentin Hale", "Rosa Amadi",
    "Seth Calder", "Tessa Mwangi", "Umar Sheikh", "Vera Kaplan", "Wendy Cho", "Xavier Doyle",
    "Yara Nasser", "Zoe Hartnell", "Abel Finch", "Bronwen Rees", "Cyril Okoye", "Delia Marchetti",
)  # fmt: skip

ORGANISATIONS = (
    OrganisationPlan(name=WESTMINSTER, sector="local-authority", address="City Hall, Victoria Street, London"),
    OrganisationPlan(
        name=INSPECTORATE,
        sector="government-agency",
        address="Croydon Street, Bristol",
        parent_name="Vehicle and Operator Services Agency",
    ),
    OrganisationPlan(
        name=NORTHBANK, sector="housing", address="4 Quayside Row, London", legal_name="Northbank Homes Limited"
    ),
    OrganisationPlan(
        name=HALCYON,
        sector="private",
        address="Unit 9, Calder Yard, London",
        legal_name="Halcyon Guarding Limited",
        number="09871234",
    ),
    OrganisationPlan(name=LANTERN, sector="education", address="Lantern Walk, London"),
    OrganisationPlan(name=ST_ALDER, sector="health", address="St Alder Hospital, Alder Road, London"),
    OrganisationPlan(
        name=KINGSMARCH, sector="private", address="Kingsmarch Centre, London", legal_name="Kingsmarch Centre Limited"
    ),
    OrganisationPlan(name=HOBB, sector="charity", address="Hobb Market, London"),
    OrganisationPlan(
        name=TIDEWAY, sector="private", address="12 Tideway Wharf, London", legal_name="Tideway Events Limited"
    ),
    OrganisationPlan(
        name=COPPERFIELD,
        sector="private",
        address="Copperfield House, London",
        legal_name="Copperfield Security Limited",
    ),
    OrganisationPlan(
        name=ORCHARD, sector="private", address="Orchard Lane, London", legal_name="Orchard Patrols Limited"
    ),
    OrganisationPlan(name=FERRYMAN, sector="charity", address="Ferryman’s Stairs, London"),
    OrganisationPlan(name=MARROW, sector="private", address="Marrow Street, London", legal_name="Marrow BID Limited"),
    OrganisationPlan(name=FIRE, sector="responsible-authority", address="Union Street, London"),
    OrganisationPlan(name=PROBATION, sector="responsible-authority", address="London"),
    OrganisationPlan(name=HEALTH, sector="responsible-authority", address="London"),
)

# The applicants that visitors may be: slug, organisation.
OFFICERS = (
    ("ruth", WESTMINSTER),
    ("jon", INSPECTORATE),
    ("dana", HALCYON),
    ("sam", NORTHBANK),
    ("victor", COPPERFIELD),
)

# The applicants nobody plays: slug, name, organisation.
OTHERS = (
    ("imogen", "Imogen Vale", LANTERN),
    ("mohan", "Mohan Pillai", ST_ALDER),
    ("beatrix", "Beatrix Holm", KINGSMARCH),
    ("walter", "Walter Eze", HOBB),
    ("nora", "Nora Fitch", TIDEWAY),
    ("hana", "Hana Kobayashi", ORCHARD),
    ("elis", "Elis Gŵynfor", FERRYMAN),
    ("tamsin", "Tamsin Reed", MARROW),
)

ADOPTED = ("1a", "1c", "1e", "1f", "2a", "3", "3a", "5", "6", "7", "8", "8a", "8b", "9", "9ZA")


def plan(today: date) -> SchemePlan:
    """The Metropolitan scheme in a proof-of-concept phase that began four months ago."""
    areas = [area for area in areas_in_file() if area["police_area"] == "Metropolitan"]
    return SchemePlan(
        force="Metropolitan Police Service",
        police_area="Metropolitan",
        chief_officer="the Commissioner of Police of the Metropolis",
        name="Metropolitan Police community safety accreditation scheme",
        purpose="To contribute to community safety and security, and with the force to combat crime, disorder, "
        "public nuisance and other anti-social behaviour.",
        telephone="020 7946 0101",
        established_on=_months(today, -4),
        adopted=ADOPTED,
        phase=PhasePlan(
            name="Proof of concept",
            starts_on=_months(today, -4),
            ends_on=_months(today, 8),
            least=2,
            most=3,
            why="Workload and demand are uncertain, so the scheme starts with two or three providers.",
            fees_waived=True,
        ),
        organisations=ORGANISATIONS,
        partnerships=tuple(_partnership(area) for area in areas),
        people=_people(areas),
        delegations=(
            DelegationPlan(
                person="helen",
                post="Commander, Territorial Policing",
                instrument="Commissioner’s delegation CSAS/1",
                starts_on=_months(today, -4),
                ends_on=_months(today, 8),
            ),
        ),
    )


def _partnership(area: dict[str, str]) -> PartnershipPlan:
    name = area["name"]
    slug = name.lower().replace(" ", "-")
    return PartnershipPlan(
        name=f"{name} community safety partnership",
        email=f"partnership@{slug}.example",
        areas=(area["code"],),
        lead=WESTMINSTER if name == "Westminster" else "",
        authorities=(
            AuthorityPlan(organisation=FIRE, kind="fire", turn=1),
            AuthorityPlan(organisation=PROBATION, kind="probation", turn=2),
            AuthorityPlan(organisation=HEALTH, kind="health", turn=3),
        ),
    )


def _people(areas: list[dict[str, str]]) -> tuple[PersonPlan, ...]:
    people = [
        _person("amina", "scheme-manager", "Scheme manager"),
        _person("colin", "case-officer", "Case officer"),
        _person("priya", "assessor", "Assessor"),
        _person("helen", "decision-maker", "Commander, Territorial Policing"),
        _person("owen", "appeal-decider", "Deputy Assistant Commissioner"),
        _person("asha", "officer", "Constable, Roads and Transport Policing"),
        _person("fiona", "vetting-officer", "Vetting officer"),
        _person("grace", "endorser", "Partnership manager", "Westminster community safety partnership"),
        _person("leila", "endorser", "Head of community safety", "Camden community safety partnership"),
        _person("tom", "endorser", "Borough commander, fire", FIRE),
    ]
    for slug, place in OFFICERS:
        people += _officer(slug, NAMES[slug], place)
    for slug, name, place in OTHERS:
        people += _officer(slug, name, place)
    rest = [area["name"] for area in areas if area["name"] not in {"Westminster", "Camden"}]
    for name, area in zip(ENDORSERS, rest, strict=True):
        people.append(
            PersonPlan(
                slug=f"endorser-{area.lower().replace(' ', '-')}",
                name=name,
                email=_email(name),
                role="endorser",
                post="Community safety manager",
                place=f"{area} community safety partnership",
            )
        )
    return tuple(people)


def _person(slug: str, role: str, post: str, place: str = "") -> PersonPlan:
    return PersonPlan(slug=slug, name=NAMES[slug], email=_email(NAMES[slug]), role=role, post=post, place=place)


def _officer(slug: str, name: str, place: str) -> list[PersonPlan]:
    """Somebody who answers for an organisation and signs for it."""
    return [
        PersonPlan(slug=slug, name=name, email=_email(name), role=role, post="Head of community safety", place=place)
        for role in ("responsible-officer", "signatory")
    ]


def _email(name: str) -> str:
    plain = name.lower().replace(" ", ".").replace("ŵ", "w").replace("’", "")
    return f"{plain}@people.example"


def _months(day: date, count: int) -> date:
    """The same day of another month, or its 28th where that is safe in every month."""
    month = day.month - 1 + count
    return date(day.year + month // 12, month % 12 + 1, min(day.day, 28))
