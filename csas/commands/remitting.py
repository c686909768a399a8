"""What an upheld appeal of a person opens, in the same act, and giving back what a notice took away.

The decider of the appeal gives the first of two consents. Lifting and restoring are another person's act;
what only a new grant can give is asked for in a new request, which goes on from assessment.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands import papers
from csas.commands.advancing import advance
from csas.commands.individual_life import held_of, record
from csas.commands.noticing import What as Notice
from csas.commands.noticing import notify
from csas.commands.registry import command
from csas.domain import individual_notices, letters_people, narrowing, refusals
from csas.domain import remitting as rules
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.individuals import Wanted
from csas.domain.permissions import Actor
from csas.domain.remitting import Against
from csas.domain.values import Struct
from csas.store import accreditation_changes as changes
from csas.store import (
    accreditations,
    cases,
    definitions,
    individuals,
    outbox,
    remissions,
    settings_of_scheme,
    standing,
    statutory,
)
from csas.store.accreditations import Held
from csas.store.individuals import Member
from csas.store.transaction import Act, act

ROLES = {"lift": "decision-maker", "restore": "decision-maker", "decide": "assessor", "again": "assessor"}


class Opened(Struct):
    """What follows, and the case in which it does."""

    what: rules.What
    case: Case


async def follow(this: Act, appeal: Case, parent: Case) -> Opened:
    """Open what an upheld appeal leads to, where the decision is not itself reopened."""
    against = await remissions.find_against(appeal, this.now)
    if against is None or against.accreditation is None:
        return Opened(what="over", case=parent)
    held = await accreditations.find(against.accreditation)
    member = await individuals.lock_member(held.staff_ref)
    employed = member is not None and await individuals.employment_of(member.id, this.now) is not None
    busy = await individuals.open_request(held.person, held.organisation) is not None
    what = rules.follows(against, employed=employed, open_request=busy)
    opened = await _request(this, appeal, against, held, member) if what == "decide" and member else None
    if what == "decide" and opened is None:
        what = "ask"
    if what == "lift" and await changes.find_proposer(against.suspended) is None:
        why = "An appeal against the suspension was upheld."
        await changes.propose_lifting(held.id, against.suspended, this.actor.person, this.now, why)
    await remissions.add(against, what, this.actor.person, this.now, opened.id if opened else None)
    return Opened(what=what, case=opened or parent)


async def _request(this: Act, appeal: Case, against: Against, held: Held, member: Member) -> Case | None:
    """A new request with what the appeal was about, taken on as far as the facts reach; None without an arrangement."""
    wanted = await _wanted(against, held)
    offered = await individuals.offered_by(appeal.scheme, held.organisation, this.now)
    if offered is None or not offered.in_force:
        return None
    there = {power.code for power in offered.powers if power.available}
    live = against.live and not against.notice
    case = await cases.open_case(
        definitions.current("individual"),
        title=member.name,
        force=appeal.force,
        scheme=appeal.scheme,
        now=this.now,
        organisation=member.organisation,
        person=member.person,
    )
    this.opened(case)
    await cases.take_part(case, this.actor, "appeal:decide", this.now)
    sort = "variation" if live else "new"
    request = await individuals.add(
        case, member, sort, accreditation=held.id if live else None, profile=None, batch=None
    )
    await individuals.add_powers(request, [each for each in wanted if each.power in there])
    months = int((await settings_of_scheme.on(appeal.scheme, "identity-months", london_day(this.now))).value)
    if not await remissions.carry_identity(request, held.person, held.organisation, months, this.now):
        return case
    return await advance(this, await this.move(case, "vetting"))


async def _wanted(against: Against, held: Held) -> list[Wanted]:
    """What was held when the accreditation was withdrawn, or what the decision left out."""
    if against.request is not None:
        return await remissions.list_refused(against.request)
    powers = await changes.list_powers(held.id, await remissions.acted_at(against.notice))
    return [Wanted(power=each.code, areas=each.areas, zones=each.zones, offences=each.offences) for each in powers]


async def tell_office(this: Act, appeal: Case, opened: Opened) -> None:
    """Whoever must act next is told so; nobody where nothing is left to be done."""
    role = ROLES.get(opened.what)
    if role is None:
        return
    letter = letters_people.AppealRemitted(
        organisation=opened.case.title,
        reference=opened.case.ref,
        path=f"/individuals/{opened.case.ref}",
        person=opened.case.title,
        what=opened.what,
    )
    recipients = [each for each in await outbox.of_office(appeal.scheme, role) if each.person != this.actor.person]
    await outbox.tell(f"appeal-remitted:{appeal.ref}", recipients, letter, this.now, scheme=appeal.scheme)


class Restore(Struct):
    ref: str
    seen: int | None = None
    confirm: Annotated[
        bool,
        Meta(
            title="Do you give back what the notice took away?",
            description="An appeal against the notice was upheld. From this moment the power may be used as before the "
            "notice, as far as everything else lasts.",
            extra={"must": True, "absent": "Select yes to give back what the notice took away"},
        ),
    ]


@command("individual:restore", Restore, "Give back what a notice took away")
async def restore(wanted: Restore, actor: Actor, now: datetime) -> Event:
    """Give back a power that was taken away or narrowed, after an upheld appeal, by another person than who decided it.

    What was not in force in between stays so: uses of it stay flagged.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:restore", seen=wanted.seen)
        held = await held_of(case)
        due = await remissions.find_due(held.id, "restore")
        if due is None:
            raise refusals.NothingToGiveBack
        individual_notices.require_other(actor.person, [due.by], "decided the appeal")
        powers = await _give_back(held, due.notice, now)
        await remissions.settle(due.notice, actor.person, now)
        what = Notice(kind="restoration", reasons=("given-back",), powers=powers)
        await notify(this, await statutory.list_concerned([held.id]), what)
        await papers.reserve_for(this, held.id)
        await this.take(case, step)
        return await record(this, "individual:restored", case, held, notice=due.notice)


async def _give_back(held: Held, notice: str, now: datetime) -> tuple[str, ...]:
    """Release the power or widen its grant again; the titles of the powers it is about."""
    facts = await standing.load(held.id)
    taken = [each.power for each in facts.as_known(None).restrictions if each.notice == notice and each.power]
    wider = narrowing.given_back(facts.granted, notice, now)
    await remissions.release(notice, now)
    for each in wider:
        await remissions.widen(held.id, each, now)
    codes = {*taken, *(each.power for each in wider)}
    return tuple(power.title for power in facts.powers if power.code in codes)
