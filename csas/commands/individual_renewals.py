"""Renewal and variation: a request of its own, whose grant carries the accreditation on."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands.individual_life import held_of
from csas.commands.individual_requests import PowerLines, in_form, offered_by, open_case, told
from csas.commands.registry import command
from csas.domain import individual_terms as terms
from csas.domain import individuals as rules
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.individuals import Wanted
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import accreditation_changes as changes
from csas.store import accreditations, individuals, role_profiles, settings_of_scheme
from csas.store.accreditations import Held
from csas.store.individuals import Member
from csas.store.transaction import Act, act


class Renew(Struct):
    ref: str
    seen: int | None = None
    confirm: Annotated[
        bool,
        Meta(
            title="Do you ask for renewal of the same powers in the same places?",
            description="It runs from the old end. To change powers or places, ask for a variation.",
            extra={"must": True, "absent": "Select yes to ask for renewal"},
        ),
    ]


@command("individual:renew", Renew, "Ask for renewal")
async def renew(wanted: Renew, actor: Actor, now: datetime) -> Event:
    """Ask for renewal from the old expiry (s.41(7)), within the window before it; after it only a new grant is possible."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:renew", seen=wanted.seen)
        held = await held_of(case)
        member = await _member(held, now)
        window = await settings_of_scheme.on(case.scheme, "renewal-days", london_day(now))
        terms.renewal_start(held.until or now, now, int(window.value))
        powers = [
            Wanted(power=each.code, areas=each.areas, zones=each.zones, offences=each.offences)
            for each in await changes.list_powers(held.id, now)
        ]
        opened = await _open(this, case, held, member, "renewal", powers)
        await this.take(case, step)
        return await told(
            this, opened, member, "renewal", powers, await offered_by(case.scheme, held.organisation, now)
        )


async def _member(held: Held, now: datetime) -> Member:
    """The person, locked, with an accreditation that lives and no request open."""
    member = await individuals.lock_member(held.staff_ref)
    if member is None:
        raise refusals.NotFound
    if await individuals.open_request(member.person, member.organisation):
        raise refusals.RequestOpen(name=member.name)
    if held.until is not None and now < held.until and not await accreditations.is_live(held.id, now):
        raise refusals.NotAccredited
    return member


async def _open(this: Act, case: Case, held: Held, member: Member, sort: str, powers: list[Wanted]) -> Case:
    opened = await open_case(this, member, (case.force, case.scheme))
    added = await individuals.add(opened, member, sort, accreditation=held.id, profile=None, batch=None)
    await individuals.add_powers(added, powers)
    return opened


class Vary(Struct):
    """Powers to add, and powers held with more areas than now; each with all areas it shall have."""

    ref: str
    seen: int | None = None
    powers: Annotated[PowerLines, Meta(min_length=1, extra={"absent": "Select at least one power"})]


@command("individual:vary", Vary, "Ask for other powers or areas")
async def vary(wanted: Vary, actor: Actor, now: datetime) -> Event:
    """Ask for more powers, or for more areas, zones or offences for a power held; what is narrower is a modification."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "individual:vary", seen=wanted.seen)
        held = await held_of(case)
        member = await _member(held, now)
        if held.until is not None and now >= held.until:
            raise refusals.NotAccredited
        powers = in_form(wanted.powers)
        now_held = {
            each.code: Wanted(power=each.code, areas=each.areas, zones=each.zones, offences=each.offences)
            for each in await changes.list_powers(held.id, now)
        }
        offered = await offered_by(case.scheme, held.organisation, now)
        zones = await role_profiles.zones_of(held.organisation)
        rules.check_request(powers, offered, zones, frozenset(now_held))
        terms.require_wider(powers, now_held)
        opened = await _open(this, case, held, member, "variation", powers)
        await this.take(case, step)
        return await told(this, opened, member, "variation", powers, offered)
