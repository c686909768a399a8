"""Every step of a request for endorsement from every state, and random walks through its life."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from itertools import count

from csas.commands import endorsement_office, endorsements
from csas.commands.endorsement_office import FallSilent, NoteNobodyIndependent, Recall, Remind, Resend, Waive
from csas.commands.endorsements import AskTime, DeclareInterest
from csas.domain import refusals
from csas.domain.casework import Case
from csas.domain.permissions import CLOCK, Actor
from csas.store import endorsements as kept
from csas.store import outbox, reads, sql
from csas.store.transaction import act
from tests.applying import CAMDEN, POWERS, Applied, apply, correct, request_of
from tests.endorsements.test_answering import answer_to, grid
from tests.stateful import Story, load, try_every_pair, walk
from tests.world import NOW, World

NUMBERS = count(1)


class Life:
    """The requests of this test, and who takes which step."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.applied: dict[str, Applied] = {}

    async def begin(self) -> str:
        applied = await apply(self.world, "Halcyon Guarding", (CAMDEN,))
        ref = await request_of(applied, "Camden")
        self.applied[ref] = applied
        return ref

    async def respondent(self, ref: str) -> Actor:
        """Somebody of the body that must answer now."""
        person = (await outbox.of_respondent(await load(ref)))[0].person
        found = await reads.load_actor(person or 0)
        assert found
        return found

    async def answer(self, ref: str) -> None:
        await endorsements.answer(answer_to(ref, grid(CAMDEN)), await self.respondent(ref), NOW)

    async def declare(self, ref: str) -> None:
        wanted = DeclareInterest(ref=ref, who="We", interest="We pay the applicant.")
        await endorsements.declare_interest(wanted, await self.respondent(ref), NOW)

    async def declare_as_the_last(self, ref: str) -> None:
        """Declare when all other authorities have done so."""
        case = await load(ref)
        if case.turn == "partnership":
            await self.leave_nobody(case)
        await self.declare(ref)

    async def leave_nobody(self, case: Case) -> None:
        request = await kept.load(case)
        async with act(CLOCK, NOW) as this:
            await sql.execute(
                """INSERT INTO declared_interest (endorsement_id, organisation_id, person_id, who, interest, declared_at)
                   SELECT $1, organisation_id, $2, 'They', 'They pay it', $4 FROM responsible_authority
                   WHERE partnership_id = $3""",
                request.id,
                self.world.people["tom"],
                request.partnership,
                NOW,
            )
            await this.record("application:noted", case=case)

    async def ask_time(self, ref: str) -> None:
        due = (await kept.load(await load(ref))).due_on or date(2026, 12, 1)
        wanted = AskTime(ref=ref, meeting="Strategy group", meeting_on=due + timedelta(days=7))
        await endorsements.ask_time(wanted, await self.respondent(ref), NOW)

    async def fall_silent(self, ref: str) -> None:
        late = (await load(ref)).state_since + timedelta(days=200)
        await endorsement_office.fall_silent(FallSilent(ref=ref), CLOCK, late)

    async def remind(self, ref: str) -> None:
        await endorsement_office.remind(Remind(ref=ref), await self.world.actor("colin"), NOW)

    async def resend(self, ref: str) -> None:
        await endorsement_office.resend(Resend(ref=ref), await self.world.actor("colin"), NOW)

    async def recall(self, ref: str) -> None:
        await endorsement_office.recall(Recall(ref=ref, reason="Sent twice."), await self.world.actor("colin"), NOW)

    async def waive(self, ref: str) -> None:
        await endorsement_office.waive(Waive(ref=ref, reason="It has no chair."), await self.world.actor("colin"), NOW)

    async def note(self, ref: str) -> None:
        wanted = NoteNobodyIndependent(ref=ref, reason="All of them pay it.")
        await endorsement_office.note_nobody_independent(wanted, await self.world.actor("helen"), NOW)

    async def reopen(self, ref: str) -> None:
        powers = {**POWERS, "5": f"For the square, round {next(NUMBERS)}."}
        await correct(self.world, self.applied[ref], "dana", (CAMDEN,), powers)

    def story(self) -> Story:
        return Story(
            process="endorsement",
            begin=self.begin,
            takes={
                "answer": self.answer,
                "declare-interest": self.declare,
                "find-nobody-independent": self.declare_as_the_last,
                "ask-time": self.ask_time,
                "remind": self.remind,
                "resend": self.resend,
                "note-nobody-independent": self.note,
                "fall-silent": self.fall_silent,
                "waive": self.waive,
                "recall": self.recall,
                "reopen": self.reopen,
            },
            may_refuse={"ask-time": (refusals.AlreadyExtended, refusals.Faults)},
            follows=frozenset({"reopen"}),
        )


async def test_only_the_allowed_steps_succeed_from_every_state(world: World) -> None:
    await try_every_pair(Life(world).story())


def test_no_walk_breaks_the_workflow(people: dict[str, int], runner: asyncio.Runner) -> None:
    walk(Life(World(people)).story(), runner)
