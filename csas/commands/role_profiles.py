"""Role profiles and zones: what an employer's roles do, with which powers and why, and where.

A profile gives nobody a power. People are requested against it; what was granted
already does not change with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta

from csas.commands.registry import SUBJECTS, command
from csas.domain import offences as barred
from csas.domain import refusals
from csas.domain.events import Event
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.values import Ref, Struct, Version
from csas.store import catalogue, organisations, role_profiles
from csas.store.role_profiles import Offered
from csas.store.transaction import act

LONGEST_OFFENCE = 200
MOST_OFFENCES = 60


async def subject_of(actor: Actor, ref: str) -> Subject:
    """Whose a role is, for somebody who may see it."""
    return (await role_profiles.load(actor, ref)).subject


async def subject_of_zone(actor: Actor, ref: str) -> Subject:
    return (await role_profiles.load_zone(actor, ref)).subject


SUBJECTS["profile"] = subject_of
SUBJECTS["zone"] = subject_of_zone

OrganisationRef = Annotated[Ref, Meta(title="Organisation", extra={"kind": "hidden"})]
TitleText = Annotated[
    str,
    Meta(
        title="Name of the role",
        description="For example, street warden.",
        min_length=1,
        max_length=120,
        extra={"absent": "Enter the name of the role"},
    ),
]
DutiesText = Annotated[
    str,
    Meta(
        title="What people in this role do",
        min_length=1,
        max_length=2000,
        extra={"kind": "textarea", "absent": "Enter what people in this role do"},
    ),
]
WhyText = Annotated[
    str,
    Meta(
        title="Why the role needs these powers",
        description="What happens without them, and how often.",
        min_length=1,
        max_length=2000,
        extra={"kind": "textarea", "absent": "Enter why the role needs these powers"},
    ),
]
PowerCodes = Annotated[
    tuple[str, ...],
    Meta(
        title="Powers",
        description="Only powers that you have applied for. Leave all empty for a role without powers.",
        max_length=60,
        extra={"choices": "offered-powers"},
    ),
]
# power -> the offences it may be used for, where the power names offences
Offences = Annotated[dict[str, Any], Meta(title="Offences")]


class AddProfile(Struct):
    organisation: OrganisationRef
    title: TitleText
    duties: DutiesText
    justification: WhyText
    powers: PowerCodes = ()
    offences: Offences = {}


@command("profile:add", AddProfile, "Add a role profile")
async def add_profile(wanted: AddProfile, actor: Actor, now: datetime) -> Event:
    """Describe a role: its duties, the powers it needs from those applied for, and why."""
    organisation = await organisations.require(actor, wanted.organisation, "profile:add")
    async with act(actor, now) as this:
        offences = await _require_powers(organisation.id, wanted.powers, wanted.offences)
        await _require_free(organisation.id, wanted.title)
        profile, ref = await role_profiles.add(organisation.id, wanted.title, wanted.duties, wanted.justification)
        await role_profiles.set_powers(profile, wanted.powers, offences)
        return await this.record(
            "profile:added",
            ref=ref,
            facts={"powers": list(wanted.powers)},
            subjects={"organisation": [organisation.id], "profile": [profile]},
        )


class EditProfile(Struct):
    ref: Ref
    seen: Version | None = None
    title: TitleText
    duties: DutiesText
    justification: WhyText
    powers: PowerCodes = ()
    offences: Offences = {}


@command("profile:edit", EditProfile, "Change the role profile")
async def edit_profile(wanted: EditProfile, actor: Actor, now: datetime) -> Event:
    """Change a role for requests made from now on."""
    profile = await role_profiles.require(actor, wanted.ref, "profile:edit")
    async with act(actor, now) as this:
        version = await role_profiles.lock(profile.id)
        if wanted.seen is not None and wanted.seen != version:
            raise refusals.DraftChanged(who="Somebody")
        offences = await _require_powers(profile.organisation, wanted.powers, wanted.offences)
        await _require_free(profile.organisation, wanted.title, profile.ref)
        await role_profiles.save(profile.id, wanted.title, wanted.duties, wanted.justification)
        await role_profiles.set_powers(profile.id, wanted.powers, offences)
        return await this.record(
            "profile:edited",
            ref=profile.ref,
            facts={"powers": list(wanted.powers)},
            subjects={"organisation": [profile.organisation], "profile": [profile.id]},
        )


async def _require_free(organisation: int, title: str, mine: str = "") -> None:
    taken = {name.casefold(): ref for ref, name in await role_profiles.list_titles(organisation)}
    if taken.get(title.casefold(), mine) != mine:
        raise refusals.Faults(Fault(field="title", message="You have a role profile with this name"))


async def _require_powers(
    organisation: int, codes: tuple[str, ...], offences: Mapping[str, Any]
) -> dict[str, tuple[str, ...]]:
    """Powers that were applied for, with the offences of those that name offences."""
    offered = {each.code: each for each in await role_profiles.list_offered_powers(organisation)}
    faults = [
        Fault(field="powers", message="Select powers that you have applied for")
        for code in codes[:1]
        if not set(codes) <= set(offered)
    ]
    read: dict[str, tuple[str, ...]] = {}
    for code in codes:
        lines = _lines(offences.get(code, ()))
        if code in offered and offered[code].names_offences and not lines:
            message = f"Enter the offences for power {code}: the law asks that they are named"
            faults.append(Fault(field=f"offences-{code}", message=message))
        faults += barred.faults(f"offences-{code}", code, lines, catalogue.barred_in_file().get(code, ()))
        if len(lines) > MOST_OFFENCES or any(len(line) > LONGEST_OFFENCE for line in lines):
            message = f"Offences for power {code} must be up to {MOST_OFFENCES} lines of {LONGEST_OFFENCE} characters"
            faults.append(Fault(field=f"offences-{code}", message=message))
        faults += _strange(code, lines, offered)
        read[code] = lines if code in offered and offered[code].names_offences else ()
    if faults:
        raise refusals.Faults(*faults)
    return read


def _strange(code: str, lines: tuple[str, ...], offered: Mapping[str, Offered]) -> list[Fault]:
    """A role may name only offences that its employer applied for, if it applied for any."""
    known = offered[code].offences if code in offered else ()
    strange = [line for line in lines if known and line not in known][:1]
    message = f"Select only offences that you applied for under power {code}"
    return [Fault(field=f"offences-{code}", message=message) for _ in strange]


def _lines(said: object) -> tuple[str, ...]:
    texts = said if isinstance(said, list | tuple) else str(said).splitlines()
    return tuple(dict.fromkeys(line.strip() for line in map(str, texts) if line.strip()))


ZoneName = Annotated[
    str,
    Meta(
        title="Name of the zone",
        description="For example, Northbank Estate.",
        min_length=1,
        max_length=120,
        extra={"absent": "Enter the name of the zone"},
    ),
]
AreaCodes = Annotated[
    tuple[str, ...],
    Meta(
        title="Boroughs it lies in",
        min_length=1,
        max_length=40,
        extra={"choices": "offered-areas", "absent": "Select the boroughs it lies in"},
    ),
]
DescriptionText = Annotated[
    str,
    Meta(title="Where it runs", description="Streets or edges, so that an officer knows.", max_length=1000),
]


class AddZone(Struct):
    organisation: OrganisationRef
    name: ZoneName
    areas: AreaCodes
    description: DescriptionText = ""


@command("zone:add", AddZone, "Add a zone")
async def add_zone(wanted: AddZone, actor: Actor, now: datetime) -> Event:
    """Name a place within boroughs applied for, where people of one's own work."""
    organisation = await organisations.require(actor, wanted.organisation, "zone:add")
    async with act(actor, now) as this:
        await _require_areas(organisation.id, wanted.areas)
        await _require_free_zone(organisation.id, wanted.name)
        zone, ref = await role_profiles.add_zone(organisation.id, wanted.name, wanted.areas, wanted.description)
        return await this.record(
            "zone:added",
            ref=ref,
            facts={"areas": list(wanted.areas)},
            subjects={"organisation": [organisation.id], "zone": [zone]},
        )


class EditZone(Struct):
    ref: Ref
    name: ZoneName
    areas: AreaCodes
    description: DescriptionText = ""


@command("zone:edit", EditZone, "Change the zone")
async def edit_zone(wanted: EditZone, actor: Actor, now: datetime) -> Event:
    """Change a zone before powers are asked for in it; after that it stays, or its employer alone would move the powers."""
    zone = await role_profiles.require_zone(actor, wanted.ref, "zone:edit")
    async with act(actor, now) as this:
        if await role_profiles.is_asked_for(zone.organisation, zone.ref):
            raise refusals.ZoneInUse
        await _require_areas(zone.organisation, wanted.areas)
        await _require_free_zone(zone.organisation, wanted.name, zone.ref)
        await role_profiles.save_zone(zone.id, wanted.name, wanted.areas, wanted.description)
        return await this.record(
            "zone:edited",
            ref=zone.ref,
            facts={"areas": list(wanted.areas)},
            subjects={"organisation": [zone.organisation], "zone": [zone.id]},
        )


async def _require_areas(organisation: int, areas: tuple[str, ...]) -> None:
    offered = {each.code for each in await role_profiles.list_offered_areas(organisation)}
    if not set(areas) <= offered:
        raise refusals.Faults(Fault(field="areas", message="Select boroughs that you have applied for"))


async def _require_free_zone(organisation: int, name: str, mine: str = "") -> None:
    taken = {zone.name.casefold(): zone.ref for zone in await role_profiles.list_zones(organisation)}
    if taken.get(name.casefold(), mine) != mine:
        raise refusals.Faults(Fault(field="name", message="You have a zone with this name"))
