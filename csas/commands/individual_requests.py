"""Asking for powers for one person: the request, identity and likeness, vetting and training on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.advancing import advance, fitness_of
from csas.commands.registry import command
from csas.domain import individuals as rules
from csas.domain import letters_people, permissions, refusals
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.individuals import Offered, Wanted
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import accreditations, cases, definitions, individuals, outbox, role_profiles, schemes
from csas.store.individuals import Member
from csas.store.transaction import Act, act

Codes = Annotated[tuple[str, ...], Meta(max_length=200, extra={"kind": "checkboxes"})]


class AskedFor(Struct):
    """One power: where, and for which offences or byelaws."""

    power: Annotated[str, Meta(title="Power", min_length=1, max_length=8)]
    areas: Annotated[Codes, Meta(title="Areas")] = ()
    zones: Annotated[Codes, Meta(title="Zones")] = ()
    offences: Annotated[
        tuple[Annotated[str, Meta(max_length=200)], ...],
        Meta(title="Offences or byelaws", max_length=60, extra={"kind": "lines"}),
    ] = ()


PowerLines = Annotated[tuple[AskedFor, ...], Meta(title="Powers", max_length=60)]


class Request(Struct):
    """`staff` is the ref of the employer's record of the person; `profile` that of a role profile."""

    staff: Annotated[str, Meta(title="Person", min_length=1, max_length=20, extra={"absent": "Select a person"})]
    profile: Annotated[str, Meta(title="Role profile", max_length=20)] = ""
    powers: PowerLines = ()
    areas: Annotated[Codes, Meta(title="Areas for the powers of the role profile")] = ()
    zones: Annotated[Codes, Meta(title="Zones for the powers of the role profile")] = ()
    batch: Annotated[str, Meta(title="Batch", max_length=20, pattern=r"^[a-z2-7]{12}$")] = ""


@command("individual:request", Request, "Ask for powers for a person")
async def request(wanted: Request, actor: Actor, now: datetime) -> Event:
    """Ask for powers for one person of one's own staff (s.41(1)), by a role profile, power by power, or with none.

    It may be asked before the arrangement is in force; the decision waits for that. Requests made at once share a `batch`.
    """
    async with act(actor, now) as this:
        member = await _member(wanted.staff, actor)
        scheme = await _scheme()
        if await individuals.open_request(member.person, member.organisation):
            raise refusals.RequestOpen(name=member.name)
        if await accreditations.find_live(member.person, member.organisation, scheme.id, now):
            raise refusals.AlreadyAccredited(name=member.name)
        offered = await offered_by(scheme.id, member.organisation, now)
        profile, powers = await _powers(wanted, member, offered)
        rules.check_request(powers, offered, await role_profiles.zones_of(member.organisation))
        case = await open_case(this, member, (scheme.force, scheme.id))
        added = await individuals.add(
            case, member, "new", accreditation=None, profile=profile, batch=wanted.batch or None
        )
        await individuals.add_powers(added, powers)
        return await told(this, case, member, "new", powers, offered, wanted.batch)


async def _member(ref: str, actor: Actor) -> Member:
    """Somebody of one's own staff who works there now, locked."""
    member = await individuals.lock_member(ref)
    if member is None or member.organisation not in actor.organisations():
        raise refusals.NotFound
    if not permissions.allows(actor, "individual:request", Subject(organisation=member.organisation)):
        raise refusals.NotAllowed
    return member


async def _scheme() -> schemes.Scheme:
    found = await schemes.find_first()
    if found is None:
        raise refusals.NotFound
    return found


async def offered_by(scheme: int, organisation: int, now: datetime) -> Offered:
    offered = await individuals.offered_by(scheme, organisation, now)
    if offered is None:
        raise refusals.NotArranged
    return offered


async def _powers(wanted: Request, member: Member, offered: Offered) -> tuple[int | None, list[Wanted]]:
    """The powers by name, or those of the role profile, in all areas unless some are named."""
    if not wanted.profile:
        return None, in_form(wanted.powers)
    profiles = await individuals.list_profiles(member.organisation)
    profile = next((each for each in profiles if each.ref == wanted.profile), None)
    if profile is None:
        raise refusals.Faults(Fault(field="profile", message="Select a role profile of the organisation"))
    areas = wanted.areas or tuple(code for code, _ in offered.areas)
    powers = [
        Wanted(power=code, areas=areas, zones=wanted.zones, offences=offences) for code, offences in profile.powers
    ]
    return profile.id, powers


def in_form(lines: Sequence[AskedFor]) -> list[Wanted]:
    return [Wanted(power=each.power, areas=each.areas, zones=each.zones, offences=each.offences) for each in lines]


async def open_case(this: Act, member: Member, where: tuple[int, int]) -> Case:
    """The case of a request, and whoever asks as its applicant."""
    force, scheme = where
    if await individuals.employment_of(member.id, this.now) is None:
        raise refusals.NotEmployed
    case = await cases.open_case(
        definitions.current("individual"),
        title=member.name,
        force=force,
        scheme=scheme,
        now=this.now,
        organisation=member.organisation,
        person=member.person,
    )
    this.opened(case)
    this.role = "individual:request"
    await cases.take_part(case, this.actor, "individual:request", this.now)
    return case


async def told(
    this: Act, case: Case, member: Member, sort: str, powers: Sequence[Wanted], offered: Offered, batch: str = ""
) -> Event:
    """Tell the person that powers are asked for, and record the request."""
    titles = {power.code: power.title for power in offered.powers}
    letter = letters_people.IndividualRequested(
        organisation=member.employer,
        reference=case.ref,
        path=f"/individuals/{case.ref}",
        person=member.name,
        sort=sort,
        powers=tuple(titles.get(each.power, each.power) for each in powers),
    )
    recipients = await outbox.of_person(member.person)
    await outbox.tell(f"individual-requested:{case.ref}", recipients, letter, this.now, case=case)
    return await this.record(
        "individual:requested",
        case=case,
        facts={"sort": sort, "powers": [each.power for each in powers], "batch": batch},
        subjects={"person": [member.person]},
    )


class CheckIdentity(Struct):
    ref: str
    seen: int | None = None
    documents: Annotated[
        tuple[Annotated[str, Meta(max_length=40)], ...],
        Meta(
            title="Documents you have seen",
            description="Originals, at least two, one of them with a photograph.",
            max_length=8,
            extra={
                "kind": "checkboxes",
                "choices": "identity-documents",
                "absent": "Select the documents you have seen",
            },
        ),
    ]
    likeness: Annotated[
        bool,
        Meta(
            title="Is the photograph a true likeness of the person?",
            description="It is printed on the powers card.",
            extra={"must": True, "absent": "Select yes only if the photograph is a true likeness of the person"},
        ),
    ]


@command("individual:check-identity", CheckIdentity, "Confirm identity and likeness")
async def check_identity(wanted: CheckIdentity, actor: Actor, now: datetime) -> Event:
    """Confirm two documents and the photograph's likeness. Vetting and training that are in date count at once."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:check-identity", seen=wanted.seen)
        unknown = [each for each in wanted.documents if each not in rules.DOCUMENTS]
        if unknown:
            raise refusals.Faults(Fault(field="documents", message="Select documents from the list"))
        rules.check_documents(wanted.documents)
        asked = await individuals.load(case)
        member = await individuals.find_member(asked.staff_ref)
        if member is None or member.photograph is None:
            raise refusals.NoPhotograph
        await individuals.add_identity(asked.id, wanted.documents, member.photograph, actor.person, now)
        await advance(this, await this.take(case, step))
        return await this.record("individual:identity-checked", case=case, facts={"documents": list(wanted.documents)})


class MoveOn(Struct):
    ref: str
    seen: int | None = None


@command("individual:vet", MoveOn, "Record that vetting is clear")
async def vet(wanted: MoveOn, actor: Actor, now: datetime) -> Event:
    """Take a request on once the person's vetting is clear and in date; it mostly does so by itself."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:vet", seen=wanted.seen)
        if not (await fitness_of(case, this)).vetted:
            raise refusals.NotVetted
        await advance(this, await this.take(case, step))
        return await this.record("individual:vetted", case=case)


@command("individual:train", MoveOn, "Confirm that training is complete")
async def train(wanted: MoveOn, actor: Actor, now: datetime) -> Event:
    """Take a request on once every course of its powers is passed and in date; it mostly does so by itself."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:train", seen=wanted.seen)
        fit = await fitness_of(case, this)
        if not fit.trained:
            raise refusals.NotTrained(powers=", ".join(fit.untrained))
        await this.take(case, step)
        return await this.record("individual:trained", case=case)


class WithdrawRequest(Struct):
    ref: str
    seen: int | None = None
    reason: Annotated[
        str,
        Meta(
            title="Why the request is withdrawn",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter why the request is withdrawn"},
        ),
    ]


@command("individual:withdraw-request", WithdrawRequest, "Withdraw the request")
async def withdraw_request(wanted: WithdrawRequest, actor: Actor, now: datetime) -> Event:
    """Give a request up before it is decided: the employer, or the person."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:withdraw-request", seen=wanted.seen)
        await this.take(case, step)
        return await this.record("individual:request-withdrawn", case=case, private={"reason": wanted.reason})
