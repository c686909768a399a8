"""A person's life with powers: who takes each of its steps, and how, from whatever state it is in."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count

from csas.commands import (
    appeals,
    casefiles,
    individual_appeals,
    individual_decisions,
    individual_endings,
    individual_findings,
    individual_life,
    individual_renewals,
    individual_requests,
    own_addresses,
    remitting,
)
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.domain.permissions import CLOCK, Actor
from csas.store import accreditations, sql, statutory
from csas.store.transaction import act
from tests import individuals as people
from tests.people import Provider
from tests.stateful import load
from tests.world import NOW, World

NUMBERS = count(1)
LAST = london_day(NOW + timedelta(days=60))


class Warden:
    """Northbank's wardens, one for each life."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.employer: Provider | None = None
        self.members: dict[str, people.Member] = {}

    def later(self) -> datetime:
        return NOW + timedelta(minutes=next(NUMBERS))

    async def begin(self) -> str:
        if self.employer is None:
            self.employer = await self._settle()
        who = await people.member(self.employer, f"Warden {next(NUMBERS)}")
        ref = await people.request(self.world, who, ["3"], at=self.later())
        self.members[ref] = who
        return ref

    async def _settle(self) -> Provider:
        employer = await people.northbank(self.world)
        async with act(CLOCK, NOW) as this:
            await people.course(employer.scheme)
            for slug, role in (("tom", "decision-maker"), ("leila", "vetting-officer")):
                await sql.execute(
                    """INSERT INTO role_holding (person_id, role, scheme_id, valid)
                       SELECT $1, $2, $3, tstzrange($4, NULL) WHERE NOT EXISTS (
                           SELECT 1 FROM role_holding WHERE person_id = $1 AND role = $2)""",
                    self.world.people[slug],
                    role,
                    employer.scheme,
                    NOW - timedelta(days=30),
                )
            await this.record("role:given", scheme=employer.scheme)
        return employer

    async def who(self, slug: str) -> Actor:
        return await self.world.actor(slug)

    async def state(self, ref: str) -> str:
        return (await load(ref)).state

    async def check_identity(self, ref: str) -> None:
        await people.check_identity(self.world, ref, at=self.later())

    async def vet(self, ref: str) -> None:
        if await self.state(ref) == "vetting":
            await people.vetted(self.world, self.members[ref])
        await individual_requests.vet(individual_requests.MoveOn(ref=ref), await self.who("leila"), self.later())

    async def train(self, ref: str) -> None:
        if await self.state(ref) == "training":
            await people.trained(self.members[ref])
        await individual_requests.train(individual_requests.MoveOn(ref=ref), await self.who("sam"), self.later())

    async def find(self, ref: str) -> None:
        await people.find(self.world, ref, at=self.later())

    async def recommend(self, ref: str) -> None:
        if await self.state(ref) == "assessment" and not (await load(ref)).questioned:
            await self.find(ref)
        await people.recommend(self.world, ref, self.later())

    async def grant(self, ref: str) -> None:
        await people.grant(self.world, ref, at=self.later(), last_day=LAST)

    async def refuse(self, ref: str) -> None:
        wanted = individual_decisions.Refuse(ref=ref, reasons=("not-needed",), explanation="Not now.")
        await individual_decisions.refuse(wanted, await self.who("helen"), self.later())

    async def send_back(self, ref: str) -> None:
        wanted = individual_findings.Return(ref=ref, reason="Look again.")
        await individual_findings.give_back(wanted, await self.who("helen"), self.later())

    async def ask(self, ref: str) -> None:
        wanted = individual_findings.Ask(ref=ref, question="Who supervises at night?")
        await individual_findings.ask(wanted, await self.who("priya"), self.later())

    async def answer(self, ref: str) -> None:
        wanted = individual_findings.Answer(ref=ref, answer="The team leader.")
        await individual_findings.answer(wanted, await self.who("sam"), self.later())

    async def withdraw_request(self, ref: str) -> None:
        wanted = individual_requests.WithdrawRequest(ref=ref, reason="Not needed any more.")
        await individual_requests.withdraw_request(wanted, await self.who("sam"), self.later())

    async def suspend(self, ref: str) -> None:
        await people.suspend(self.world, ref, at=self.later())

    async def propose_lifting(self, ref: str) -> None:
        wanted = individual_life.Propose(ref=ref, why="It came to nothing.")
        await individual_life.propose_lifting(wanted, await self.who("colin"), self.later())

    async def lift(self, ref: str) -> None:
        wanted = individual_life.Lift(ref=ref, confirm=True)
        await individual_life.lift(wanted, await self.who("helen"), self.later())

    async def modify(self, ref: str) -> None:
        wanted = individual_life.Modify(ref=ref, power="3", reasons=("role",), explanation="Other work.")
        await individual_life.modify(wanted, await self.who("colin"), self.later())

    async def restore(self, ref: str) -> None:
        """An appeal against a modification is upheld first, where there may be one."""
        if await self.state(ref) == "accredited":
            with suppress(refusals.NotHeld, refusals.NotNow, refusals.AlreadyAppealed, refusals.AlreadyDone):
                await self.modify(ref)
                await self.appeal_upheld(ref)
        await remitting.restore(remitting.Restore(ref=ref, confirm=True), await self.who("helen"), self.later())

    async def confirm_address(self, ref: str) -> None:
        wanted = own_addresses.Confirm(ref=ref, address=f"{ref}@home.example", how="letter", own=True)
        await own_addresses.confirm(wanted, await self.who("colin"), self.later())

    async def reverse(self, ref: str) -> None:
        """A mistake is made first, so that there is one to undo."""
        if await self.state(ref) == "accredited":
            with suppress(refusals.AlreadyDone):
                await self.suspend(ref)
        wanted = individual_endings.Reverse(ref=ref, reason="Meant for somebody else.")
        await individual_endings.reverse(wanted, await self.who("tom"), self.later())

    async def serve(self, ref: str) -> None:
        held = await accreditations.find_of_case((await load(ref)).id)
        given = await statutory.list_given(held.id) if held else []
        notice = given[0].ref if given else "none"
        wanted = individual_endings.Serve(ref=ref, notice=notice, how="post", on=NOW.date())
        await individual_endings.serve(wanted, await self.who("colin"), NOW + timedelta(days=1))

    async def renew(self, ref: str) -> None:
        wanted = individual_renewals.Renew(ref=ref, confirm=True)
        await individual_renewals.renew(wanted, await self.who("sam"), self.later())

    async def vary(self, ref: str) -> None:
        powers = people.asked_for(self.members[ref], ["1a"])
        wanted = individual_renewals.Vary(ref=ref, powers=powers)
        await individual_renewals.vary(wanted, await self.who("sam"), self.later())

    async def replace(self, ref: str) -> None:
        """A renewal goes all its way and carries the accreditation on."""
        if await self.state(ref) == "accredited":
            wanted = individual_renewals.Renew(ref=ref, confirm=True)
            renewed = (await individual_renewals.renew(wanted, await self.who("sam"), self.later())).ref
            await people.to_decision(self.world, renewed, at=self.later())
            await people.grant(self.world, renewed, at=self.later())

    async def surrender(self, ref: str) -> None:
        wanted = individual_endings.Surrender(ref=ref, confirm=True)
        await individual_endings.surrender(wanted, await people.oneself(self.members[ref]), self.later())

    async def withdraw(self, ref: str) -> None:
        await people.withdraw(self.world, ref, at=self.later())

    async def cease(self, ref: str) -> None:
        """The person leaves, and the clock notes it."""
        if await self.state(ref) == "accredited":
            await people.leave(self.members[ref], self.later())
        await individual_endings.cease(individual_endings.Cease(ref=ref), CLOCK, self.later())

    async def appeal(self, ref: str) -> None:
        wanted = individual_appeals.Appeal(ref=ref, grounds=("fact",), statement="It was overlooked.")
        await individual_appeals.appeal(wanted, await people.oneself(self.members[ref]), self.later())

    async def reopen(self, ref: str) -> None:
        """An appeal against the refusal is upheld."""
        if await self.state(ref) == "refused":
            await self.appeal_upheld(ref)

    async def appeal_upheld(self, ref: str) -> None:
        wanted = individual_appeals.Appeal(ref=ref, grounds=("fact",), statement="It was overlooked.")
        who = await people.oneself(self.members[ref])
        lodged = (await individual_appeals.appeal(wanted, who, self.later())).ref
        owen = await self.who("owen")
        await appeals.admit(appeals.Admit(ref=lodged), owen, self.later())
        await appeals.uphold(appeals.Decide(ref=lodged, reasons="It was."), owen, self.later())

    async def note(self, ref: str) -> None:
        wanted = casefiles.AddNote(ref=ref, note="Spoke to the employer.")
        await individual_findings.add_note(wanted, await self.who("colin"), self.later())
