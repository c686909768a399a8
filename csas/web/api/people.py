"""By program: an organisation and its colleagues, its staff, its roles and its zones."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from csas.domain import permissions
from csas.domain.permissions import APPLICANT, Subject
from csas.store import (
    invitations,
    occurrences,
    organisations,
    photographs,
    role_profiles,
    staff,
    staff_history,
    staff_lists,
    standing,
)
from csas.web.api.looking import Asking, Look, Query, Shape
from csas.web.api.shared import AccreditationStanding, AreaCodes, EmployerName, HistoryLine, standing_of
from csas.web.views import staff as views


class Employers(Shape):
    """The employers whose staff list the asker keeps."""

    organisations: tuple[EmployerName, ...]


class ColleagueRole(Shape):
    """Somebody with a role in an organisation."""

    ref: str
    name: str
    role: str
    post: str
    since: datetime


class InvitedColleague(Shape):
    email: str
    role: str


class OrganisationRead(Shape):
    """An organisation, who holds which role in it, and who is invited, for those who may invite."""

    ref: str
    name: str
    legal_name: str
    sector: str
    number: str | None
    address: str
    website: str | None
    parent_name: str | None
    registered_at: datetime
    colleagues: tuple[ColleagueRole, ...]
    invited: tuple[InvitedColleague, ...]


class StaffLine(Shape):
    """One line of a staff list; `powers` are in force now."""

    ref: str
    name: str
    number: str
    job: str
    site: str
    profile: str
    since: datetime
    until: datetime | None
    ending: str
    standing: Annotated[str, Meta(description="in-force, to-come, ended or none")]
    powers: int


class StaffList(Shape):
    """A page of a staff list, by name; `after` asks for the next, empty on the last."""

    lines: tuple[StaffLine, ...]
    after: str


class EmploymentRead(Shape):
    ref: str
    since: datetime
    until: datetime | None
    ending: str


class FormerName(Shape):
    name: str
    until: datetime


class PhotographRead(Shape):
    """The photograph in use; the picture is at /photographs/{ref}. Empty `likeness_by`: nobody has confirmed it."""

    ref: str
    added_by: str
    added_at: datetime
    likeness_by: str
    likeness_at: datetime | None


class OccurrenceName(Shape):
    """A notifiable event, in brief."""

    ref: str
    kind: str
    happened_on: date
    outcome: str


class StaffMember(Shape):
    """One person as one employer records them, with every accreditation there as it stands now."""

    ref: str
    organisation: EmployerName
    name: str
    number: str
    email: str
    telephone: str
    born_on: date
    job: str
    site: str
    profile: str
    profile_title: str
    version: int
    former_names: tuple[FormerName, ...]
    zones: tuple[EmployerName, ...]
    employments: tuple[EmploymentRead, ...]
    accreditations: tuple[AccreditationStanding, ...]
    photograph: PhotographRead | None
    occurrences: tuple[OccurrenceName, ...]
    events: tuple[HistoryLine, ...]


class RolePower(Shape):
    """A power a role needs, for these offences where the power names them."""

    code: str
    paragraph: str
    title: str
    names_offences: bool
    offences: tuple[str, ...]


class RoleRead(Shape):
    """A role of an employer and the powers it needs."""

    ref: str
    organisation_ref: str
    organisation_name: str
    title: str
    duties: str
    justification: str
    version: int
    powers: tuple[RolePower, ...]


class RoleList(Shape):
    profiles: tuple[RoleRead, ...]


class ZoneRead(Shape):
    """A place within boroughs; `names` are those of its areas."""

    ref: str
    organisation_ref: str
    organisation_name: str
    name: str
    description: str
    areas: AreaCodes
    names: tuple[str, ...]


class ZoneList(Shape):
    zones: tuple[ZoneRead, ...]


async def own_lists(asking: Asking) -> object:
    own = await organisations.list_own(asking.actor)
    return {"organisations": [each for each in own if each.id in asking.actor.organisations(*APPLICANT)]}


async def organisation(asking: Asking) -> object:
    found = await organisations.load(asking.actor, asking.ref)
    may = permissions.allows(asking.actor, "organisation:invite", Subject(organisation=found.id))
    more = {name: getattr(found, name) for name in OrganisationRead.__struct_fields__ if hasattr(found, name)}
    return {
        **more,
        "colleagues": await organisations.list_colleagues(found.id, asking.at),
        "invited": await invitations.list_open(found.id) if may else (),
    }


async def staff_list(asking: Asking) -> object:
    found = await organisations.load(asking.actor, asking.ref)
    wanted = views.wanted_of(asking.request.query_params)
    return await staff_lists.page(asking.actor, found.id, wanted, asking.at)


async def member(asking: Asking) -> object:
    found = await staff.load(asking.actor, asking.ref)
    held = await staff_history.list_held(found, found.scheme)
    trusted = permissions.allows(asking.actor, "occurrence:read", found.subject)
    plain = {name: getattr(found, name) for name in StaffMember.__struct_fields__ if hasattr(found, name)}
    return {
        **plain,
        "organisation": {"ref": found.organisation_ref, "name": found.organisation_name},
        "former_names": [{"name": name, "until": until} for name, until in await staff.list_former_names(found)],
        "zones": [{"ref": ref, "name": name} for ref, name in await role_profiles.list_zones_of(found.id)],
        "employments": await staff.list_employments(found.id),
        "accreditations": [standing_of(each.ref, await standing.load(each.id), asking.at) for each in held],
        "photograph": await photographs.current(found.id),
        "occurrences": await occurrences.list_of(found, asking.actor),
        "events": await staff_history.list_happened(found, with_private=trusted),
    }


async def roles(asking: Asking) -> object:
    found = await organisations.load(asking.actor, asking.ref)
    return {"profiles": await role_profiles.list_profiles(found.id)}


async def role(asking: Asking) -> object:
    return await role_profiles.load(asking.actor, asking.ref)


async def zones(asking: Asking) -> object:
    found = await organisations.load(asking.actor, asking.ref)
    return {"zones": await role_profiles.list_zones(found.id)}


STAFF_ASKED = (
    Query("q", "Part of a name, or a staff number"),
    Query("state", "Employment; now if not asked", ("now", "left", "later", "all")),
    Query("role", "The reference of a role"),
    Query("after", "Where the next page begins, as the page before said"),
)
LOOKS = (
    Look("/staff", "staff:list", "The employers whose staff list is yours", Employers, own_lists),
    Look("/staff/{ref}", "staff:read", "One person of a staff list", StaffMember, member),
    Look("/organisations/{ref}", "organisation:read", "An organisation and its people", OrganisationRead, organisation),
    Look("/organisations/{ref}/staff", "staff:read", "A staff list", StaffList, staff_list, STAFF_ASKED, "staff"),
    Look("/organisations/{ref}/profiles", "profile:read", "The roles of an employer", RoleList, roles, (), "profiles"),
    Look("/profiles/{ref}", "profile:read", "One role", RoleRead, role),
    Look("/organisations/{ref}/zones", "zone:read", "The zones of an employer", ZoneList, zones, (), "zones"),
)
