"""An employer's staff list: adding somebody, changing a record, a change of name, and coming back.

Somebody who is added is recognised as a person already known only where e-mail address,
name and date of birth all agree, and nobody is told: another employer's list stays its own.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from csas.commands.papers import replace_for
from csas.commands.registry import SUBJECTS, command
from csas.commands.staff_leaving import AFTER_LEAVING
from csas.commands.staff_notes import note, tell_offices
from csas.domain import letters_staff, refusals
from csas.domain import staff as rules
from csas.domain.accounts import email_fault, fold_email
from csas.domain.calendar import london_day
from csas.domain.events import Event
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.staff import Employment
from csas.domain.values import Ref, Struct, Version
from csas.store import joining, organisations, role_profiles, staff, staff_history
from csas.store.numbers import new_ref
from csas.store.staff import Member
from csas.store.transaction import Act, act


async def subject_of(actor: Actor, ref: str) -> Subject:
    """Whose a record is, for somebody who may see it."""
    return (await staff.load(actor, ref)).subject


SUBJECTS["staff"] = subject_of


def _text(title: str, absent: str, hint: str = "", most: int = 120) -> Meta:
    return Meta(title=title, description=hint, min_length=1, max_length=most, extra={"absent": absent})


NumberText = Annotated[
    str, _text("Staff number", "Enter the staff number", "The number by which you know this person.", 40)
]
NameText = Annotated[str, _text("Full name", "Enter the person’s full name", "As the card should show it.")]
EmailText = Annotated[
    str,
    Meta(
        title="E-mail address",
        description="The person’s own. Links for vetting and for their pages go there.",
        max_length=254,
        extra={"kind": "email"},
    ),
]
TelephoneText = Annotated[
    str,
    Meta(
        title="Telephone",
        max_length=40,
        pattern=r"^(\+?[0-9 ()./-]{5,40})?$",
        extra={"pattern": "Telephone must hold digits, such as 020 7946 0123"},
    ),
]
BornOn = Annotated[date, Meta(title="Date of birth", description="For example, 27 3 1990.")]
JobText = Annotated[str, _text("Job", "Enter the person’s job", "For example, street warden.")]
SiteText = Annotated[str, Meta(title="Site", description="Where they usually start work.", max_length=120)]
ProfileRef = Annotated[
    str,
    Meta(
        title="Role profile",
        description="What the role does and the powers it needs.",
        max_length=12,
        extra={"kind": "select", "choices": "role-profiles"},
    ),
]
ZoneRefs = Annotated[
    tuple[str, ...],
    Meta(title="Zones", description="Where they work, if you have named zones.", extra={"choices": "zones"}),
]
FromOn = Annotated[date, Meta(title="Employed from", description="The first day of this employment.")]


class Add(Struct):
    organisation: Annotated[Ref, Meta(title="Organisation", extra={"kind": "hidden"})]
    number: NumberText
    name: NameText
    email: EmailText = ""
    telephone: TelephoneText = ""
    born_on: BornOn
    job: JobText
    site: SiteText = ""
    profile: ProfileRef = ""
    zones: ZoneRefs = ()
    from_on: FromOn


@command("staff:add", Add, "Add a person")
async def add(wanted: Add, actor: Actor, now: datetime) -> Event:
    """Put somebody on the staff list with the start of their employment; this gives no powers."""
    organisation = await organisations.require(actor, wanted.organisation, "staff:add")
    _require_good(wanted.email, wanted.born_on, wanted.from_on, now)
    wanted = msgspec.structs.replace(wanted, email=fold_email(wanted.email))
    async with act(actor, now) as this:
        await _require_choices(organisation.id, wanted.profile, wanted.zones)
        person = await staff.find_person(wanted.email, wanted.name, wanted.born_on)
        person = person or await joining.add_person(wanted.name, wanted.email)
        member, ref = await staff.add(organisation.id, person, wanted, now)
        employment = Employment(ref=new_ref(), since=rules.start_of(wanted.from_on))
        await staff.employ(member, person, organisation.id, employment)
        await staff.set_zones(member, organisation.id, wanted.zones)
        return await this.record(
            "staff:added",
            ref=ref,
            private={"name": wanted.name},
            subjects={"organisation": [organisation.id], "person": [person], "staff": [member]},
        )


def _require_good(email: str, born_on: date, from_on: date, now: datetime) -> None:
    faults = [*rules.day_faults(born_on, from_on, london_day(now)), *_address_faults(email)]
    if faults:
        raise refusals.Faults(*faults)


def _require_address(email: str) -> None:
    faults = _address_faults(email)
    if faults:
        raise refusals.Faults(*faults)


def _address_faults(email: str) -> list[Fault]:
    wrong = email_fault(email) if email else None
    return [Fault(field="email", message=wrong)] if wrong else []


async def _require_choices(organisation: int, profile: str, zones: tuple[str, ...]) -> None:
    """A role and zones of this very employer."""
    faults = []
    if profile and profile not in {ref for ref, _ in await role_profiles.list_titles(organisation)}:
        faults.append(Fault(field="profile", message="Select one of your role profiles"))
    if zones and not set(zones) <= {zone.ref for zone in await role_profiles.list_zones(organisation)}:
        faults.append(Fault(field="zones", message="Select zones of yours"))
    if faults:
        raise refusals.Faults(*faults)


class Edit(Struct):
    ref: Ref
    seen: Version | None = None
    number: NumberText
    email: EmailText = ""
    telephone: TelephoneText = ""
    born_on: BornOn
    job: JobText
    site: SiteText = ""
    profile: ProfileRef = ""
    zones: ZoneRefs = ()
    from_on: FromOn


@command("staff:edit", Edit, "Change the record")
async def edit(wanted: Edit, actor: Actor, now: datetime) -> Event:
    """Change or correct a record; a first day corrected is kept beside what was known before, and uses before it flagged."""
    await staff.require(actor, wanted.ref, "staff:edit")
    async with act(actor, now) as this:
        member = await staff.hold(actor, wanted.ref, "staff:edit", wanted.seen)
        await _require_choices(member.organisation, wanted.profile, wanted.zones)
        changed = _changed(member, wanted)
        uses: list[int] = []
        last, *before = await staff.list_employments(member.id)
        if wanted.from_on != last.first_day or member.born_on != wanted.born_on:
            _require_good("", wanted.born_on, wanted.from_on, now)
        _require_address(wanted.email)
        if wanted.from_on != last.first_day:
            uses = await _move_start(this, member, last, rules.moved_start(last, before, wanted.from_on))
            changed.append("from_on")
        await staff.save(_with(member, wanted))
        await staff.set_address(_with(member, wanted))
        await staff.set_zones(member.id, member.organisation, wanted.zones)
        return await note(this, "staff:edited", member, {"changed": changed}, uses=uses)


async def _move_start(this: Act, member: Member, last: Employment, start: datetime) -> list[int]:
    """Correct a first day; the uses of powers that come to lie before it, which are flagged."""
    await staff.correct(member, msgspec.structs.replace(last, since=start))
    held = [each.id for each in await staff_history.list_held(member)]
    return [use for flag in AFTER_LEAVING for use in await flag(this, held, last.since)]


def _changed(member: Member, wanted: Edit) -> list[str]:
    names = ("number", "email", "telephone", "born_on", "job", "site", "profile")
    return [name for name in names if getattr(member, name) != getattr(wanted, name)]


def _with(member: Member, wanted: Edit) -> Member:
    return msgspec.structs.replace(
        member,
        number=wanted.number,
        email=fold_email(wanted.email),
        telephone=wanted.telephone,
        born_on=wanted.born_on,
        job=wanted.job,
        site=wanted.site,
        profile=wanted.profile,
    )


class Rename(Struct):
    ref: Ref
    seen: Version | None = None
    name: Annotated[str, _text("New full name", "Enter the new full name", "As the card should show it.")]
    why: Annotated[
        str,
        Meta(
            title="Why the name changed",
            description="For example, marriage, deed poll, or a spelling put right.",
            min_length=1,
            max_length=500,
            extra={"kind": "textarea", "absent": "Enter why the name changed"},
        ),
    ]


@command("staff:rename", Rename, "Record a change of name")
async def rename(wanted: Rename, actor: Actor, now: datetime) -> Event:
    """Record another name. Cards and instruments with the old name are replaced; powers stay as they are."""
    await staff.require(actor, wanted.ref, "staff:rename")
    async with act(actor, now) as this:
        member = await staff.hold(actor, wanted.ref, "staff:rename", wanted.seen)
        if wanted.name == member.name:
            raise refusals.Faults(Fault(field="name", message="Enter a name other than the present one"))
        held = [each.id for each in await staff_history.list_held(member)]
        await staff.rename(member, wanted.name, now)
        papers = await replace_for(this, held)
        await tell_offices(
            f"renamed:{member.ref}:{member.version}",
            member,
            letters_staff.PersonRenamed(
                organisation=member.organisation_name,
                reference=member.ref,
                path=f"/staff/{member.ref}",
                was=member.name,
                name=wanted.name,
                papers=len(papers),
            ),
            now,
        )
        told = {"was": member.name, "name": wanted.name, "why": wanted.why}
        return await note(this, "staff:renamed", member, {"papers": len(papers)}, told, held)


class Return(Struct):
    ref: Ref
    seen: Version | None = None
    from_on: Annotated[date, Meta(title="First day of the new employment", description="For example, 27 3 2026.")]


@command("staff:return", Return, "Record that the person came back")
async def come_back(wanted: Return, actor: Actor, now: datetime) -> Event:
    """Start a new employment of somebody who left; accreditations that ended stay ended (s.41(8))."""
    await staff.require(actor, wanted.ref, "staff:return")
    async with act(actor, now) as this:
        member = await staff.hold(actor, wanted.ref, "staff:return", wanted.seen)
        _require_good("", member.born_on, wanted.from_on, now)
        start = rules.returning(await staff.list_employments(member.id), wanted.from_on, now)
        await staff.employ(
            member.id, member.person, member.organisation, Employment(ref=new_ref(), since=start, reported_at=now)
        )
        await staff.count_on(member)
        return await note(this, "staff:returned", member, {"from_on": wanted.from_on.isoformat()})
