"""Role profiles and zones of an employer: what its people do, with which powers, and where.

The employer's own people see them, and the offices that deal with the employer.
Whether somebody holds a power is not said here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csas.domain import permissions, refusals
from csas.domain.permissions import APPLICANT, CENTRAL, Actor, Subject
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class ProfilePower(Struct):
    """A power a role needs; its offences where the power names them."""

    code: str
    paragraph: str
    title: str
    names_offences: bool
    offences: tuple[str, ...] = ()


class Profile(Struct):
    """A role with what it needs; ids are internal."""

    id: int
    ref: str
    organisation: int
    organisation_ref: str
    organisation_name: str
    title: str
    duties: str
    justification: str
    version: int
    powers: tuple[ProfilePower, ...] = ()
    scheme: int | None = None

    @property
    def subject(self) -> Subject:
        return Subject(organisation=self.organisation, scheme=self.scheme)


class Zone(Struct):
    """A place within areas, policed by its name; `areas` are codes and `names` their names."""

    id: int
    ref: str
    organisation: int
    organisation_ref: str
    organisation_name: str
    name: str
    description: str
    areas: tuple[str, ...]
    names: tuple[str, ...]
    scheme: int | None = None

    @property
    def subject(self) -> Subject:
        return Subject(organisation=self.organisation, scheme=self.scheme)


class Offered(Struct):
    """A power or an area that the employer applied for, so that its roles and zones may name it."""

    code: str
    title: str
    paragraph: str = ""
    names_offences: bool = False
    offences: tuple[str, ...] = ()


_PROFILE = """SELECT f.id, f.ref, f.organisation_id AS organisation, o.ref AS organisation_ref, o.name AS organisation_name,
        f.title, f.duties, f.justification, f.version
    FROM role_profile f JOIN organisation o ON o.id = f.organisation_id"""
_ZONE = """SELECT z.id, z.ref, z.organisation_id AS organisation, o.ref AS organisation_ref, o.name AS organisation_name,
        z.name, z.description, z.areas,
        coalesce((SELECT array_agg(a.name ORDER BY a.name) FROM area a WHERE a.code = ANY (z.areas)), '{}') AS names
    FROM zone z JOIN organisation o ON o.id = z.organisation_id"""


async def scheme_for(actor: Actor, organisation: int) -> int | None:
    """A scheme of the actor's office that deals with this employer."""
    found: int | None = await sql.fetchval(
        "SELECT scheme_id FROM casefile WHERE organisation_id = $1 AND scheme_id = ANY ($2::bigint[]) LIMIT 1",
        organisation,
        sorted(actor.schemes(*CENTRAL)),
    )
    return found


async def _seen(actor: Actor, organisation: int) -> int | None:
    """Through which scheme the actor sees what is the employer's; None for its own people."""
    if organisation in actor.organisations(*APPLICANT):
        return None
    scheme = await scheme_for(actor, organisation)
    if scheme is None:
        raise refusals.NotFound
    return scheme


async def load(actor: Actor, ref: str) -> Profile:
    """A role this actor may see, with its powers."""
    row = await sql.fetchrow(f"{_PROFILE} WHERE f.ref = $1", ref)
    if row is None:
        raise refusals.NotFound
    scheme = await _seen(actor, row["organisation"])
    powers = await _powers_of([row["id"]])
    return Profile(**dict(row), powers=powers.get(row["id"], ()), scheme=scheme)


async def require(actor: Actor, ref: str, action: str) -> Profile:
    profile = await load(actor, ref)
    if not permissions.allows(actor, action, profile.subject):
        raise refusals.NotAllowed
    return profile


async def load_zone(actor: Actor, ref: str) -> Zone:
    """A zone this actor may see."""
    row = await sql.fetchrow(f"{_ZONE} WHERE z.ref = $1", ref)
    if row is None:
        raise refusals.NotFound
    return _zone(row, await _seen(actor, row["organisation"]))


async def require_zone(actor: Actor, ref: str, action: str) -> Zone:
    zone = await load_zone(actor, ref)
    if not permissions.allows(actor, action, zone.subject):
        raise refusals.NotAllowed
    return zone


def _zone(row: sql.Record, scheme: int | None = None) -> Zone:
    return Zone(**{**dict(row), "areas": tuple(row["areas"]), "names": tuple(row["names"])}, scheme=scheme)


async def _powers_of(profiles: list[int]) -> dict[int, tuple[ProfilePower, ...]]:
    """What each of these roles needs, by the role's id."""
    rows = await sql.fetch(
        """SELECT w.profile_id, p.code, p.paragraph, p.title, p.names_offences, w.offences FROM role_profile_power w
           JOIN power p ON p.id = w.power_id WHERE w.profile_id = ANY ($1::bigint[]) ORDER BY p.id""",
        profiles,
    )
    found: dict[int, tuple[ProfilePower, ...]] = {}
    for row in rows:
        named = {name: value for name, value in row.items() if name != "profile_id"}
        power = ProfilePower(**{**named, "offences": tuple(row["offences"])})
        found[row["profile_id"]] = (*found.get(row["profile_id"], ()), power)
    return found


async def list_profiles(organisation: int) -> list[Profile]:
    """The roles of an employer already seen, by title."""
    rows = await sql.fetch(f"{_PROFILE} WHERE f.organisation_id = $1 ORDER BY lower(f.title), f.id", organisation)
    powers = await _powers_of([row["id"] for row in rows])
    return [Profile(**dict(row), powers=powers.get(row["id"], ())) for row in rows]


async def list_titles(organisation: int) -> list[tuple[str, str]]:
    """References and titles of the roles of an employer, for choosing one."""
    rows = await sql.fetch(
        "SELECT ref, title FROM role_profile WHERE organisation_id = $1 ORDER BY lower(title), id", organisation
    )
    return [(row["ref"], row["title"]) for row in rows]


async def list_zones(organisation: int) -> list[Zone]:
    """The zones of an employer already seen, by name."""
    rows = await sql.fetch(f"{_ZONE} WHERE z.organisation_id = $1 ORDER BY lower(z.name), z.id", organisation)
    return [_zone(row) for row in rows]


async def list_zones_of(member: int) -> list[tuple[str, str]]:
    """References and names of the zones in which somebody works."""
    rows = await sql.fetch(
        """SELECT z.ref, z.name FROM staff_zone s JOIN zone z ON z.id = s.zone_id WHERE s.staff_member_id = $1
           ORDER BY lower(z.name), z.id""",
        member,
    )
    return [(row["ref"], row["name"]) for row in rows]


async def list_offered_powers(organisation: int) -> list[Offered]:
    """The powers of the employer's applications, newest versions, and so of its arrangements."""
    rows = await sql.fetch(
        """SELECT p.id, p.code, p.title, p.paragraph, p.names_offences,
               coalesce(array_agg(DISTINCT said.words) FILTER (WHERE said.at > 1), '{}') AS offences FROM sought_power s
           JOIN application_version v ON v.id = s.version_id JOIN application a ON a.id = v.application_id
           JOIN casefile c ON c.id = a.case_id JOIN power p ON p.id = s.power_id
           LEFT JOIN LATERAL jsonb_array_elements_text(v.content -> 'powers' -> p.code -> 'value')
               WITH ORDINALITY AS said(words, at) ON true
           WHERE c.organisation_id = $1 AND v.number = (SELECT max(w.number) FROM application_version w
               WHERE w.application_id = a.id) GROUP BY p.id ORDER BY p.id""",
        organisation,
    )
    named = ("code", "title", "paragraph", "names_offences")
    return [Offered(**{name: row[name] for name in named}, offences=tuple(row["offences"])) for row in rows]


async def list_offered_areas(organisation: int) -> list[Offered]:
    """The areas of the employer's applications, newest versions."""
    rows = await sql.fetch(
        """SELECT DISTINCT r.code, r.name AS title FROM sought_area s
           JOIN application_version v ON v.id = s.version_id JOIN application a ON a.id = v.application_id
           JOIN casefile c ON c.id = a.case_id JOIN area r ON r.id = s.area_id
           WHERE c.organisation_id = $1 AND v.number = (SELECT max(w.number) FROM application_version w
               WHERE w.application_id = a.id) ORDER BY r.name""",
        organisation,
    )
    return [Offered(**dict(row)) for row in rows]


async def add(organisation: int, title: str, duties: str, justification: str) -> tuple[int, str]:
    row = await sql.fetchrow(
        """INSERT INTO role_profile (ref, organisation_id, title, duties, justification) VALUES ($1, $2, $3, $4, $5)
           RETURNING id, ref""",
        new_ref(),
        organisation,
        title,
        duties,
        justification,
    )
    if row is None:
        raise refusals.NotFound
    return row["id"], row["ref"]


async def save(profile: int, title: str, duties: str, justification: str) -> None:
    await sql.execute(
        "UPDATE role_profile SET title = $2, duties = $3, justification = $4, version = version + 1 WHERE id = $1",
        profile,
        title,
        duties,
        justification,
    )


async def set_powers(profile: int, codes: Sequence[str], offences: Mapping[str, Sequence[str]]) -> None:
    """The powers a role needs; grants already made stay as they are."""
    await sql.execute("DELETE FROM role_profile_power WHERE profile_id = $1", profile)
    for code in codes:
        await sql.execute(
            """INSERT INTO role_profile_power (profile_id, power_id, offences)
               SELECT $1, id, $3::text[] FROM power WHERE code = $2""",
            profile,
            code,
            list(offences.get(code, ())),
        )


async def lock(profile: int) -> int:
    """Hold a role until the act ends; its version."""
    version: int = await sql.fetchval("SELECT version FROM role_profile WHERE id = $1 FOR UPDATE", profile)
    return version


async def add_zone(organisation: int, name: str, areas: Sequence[str], description: str) -> tuple[int, str]:
    row = await sql.fetchrow(
        """INSERT INTO zone (ref, organisation_id, name, areas, description) VALUES ($1, $2, $3, $4, $5)
           RETURNING id, ref""",
        new_ref(),
        organisation,
        name,
        list(areas),
        description,
    )
    if row is None:
        raise refusals.NotFound
    return row["id"], row["ref"]


async def is_asked_for(organisation: int, zone: str) -> bool:
    """Whether somebody’s powers were ever asked for, or granted, in this zone."""
    found: bool = await sql.fetchval(
        """SELECT EXISTS (SELECT 1 FROM casefile c JOIN individual_request r ON r.case_id = c.id
                 JOIN requested_power x ON x.request_id = r.id AND $2 = ANY (x.zones)
               WHERE c.organisation_id = $1 AND c.process = 'individual')
             OR EXISTS (SELECT 1 FROM accreditation a JOIN granted_power g ON g.accreditation_id = a.id
                   AND $2 = ANY (g.zones)
               WHERE a.organisation_id = $1)""",
        organisation,
        zone,
    )
    return found


async def save_zone(zone: int, name: str, areas: Sequence[str], description: str) -> None:
    await sql.execute(
        "UPDATE zone SET name = $2, areas = $3, description = $4 WHERE id = $1", zone, name, list(areas), description
    )


async def zones_of(organisation: int) -> dict[str, tuple[str, ...]]:
    """The zones of an employer by reference, with the areas each lies in."""
    return {zone.ref: zone.areas for zone in await list_zones(organisation)}
