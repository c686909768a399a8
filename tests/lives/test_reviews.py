"""Every step of a review from every state, and random walks through its life."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from csas.commands import arrangements, reviews
from csas.domain.permissions import CLOCK
from csas.domain.reviews import TOPICS
from csas.store import sql
from csas.store.transaction import act
from tests import build
from tests.stateful import Story, try_every_pair, walk
from tests.world import NOW, World

DUE = NOW + timedelta(days=190)


class Life:
    """Northbank's reviews, and who takes which step."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def begin(self) -> str:
        ref = await build.submitted(self.world, "Northbank Homes", state="in-force", place="held")
        async with act(CLOCK, NOW) as this:
            parent = await this.hold(ref)
            application = await sql.fetchval("SELECT id FROM application WHERE case_id = $1", parent.id)
            case = await reviews.plan_next(this, parent, application)
            assert case is not None
            await this.record("review:opened", case=case)
        return case.ref

    async def fall_due(self, ref: str) -> None:
        await reviews.fall_due(reviews.FallDue(ref=ref), CLOCK, DUE)

    async def open(self, ref: str) -> None:
        await reviews.open_now(reviews.Open(ref=ref, reason="A complaint."), await self.world.actor("colin"), DUE)

    async def self_assess(self, ref: str) -> None:
        parts = tuple(reviews.OwnPart(topic=topic.slug, grade="good", account="We looked.") for topic in TOPICS)
        await reviews.self_assess(reviews.SelfAssess(ref=ref, parts=parts), await self.world.actor("sam"), DUE)

    async def grade(self, ref: str) -> None:
        wanted = reviews.GradeReview(
            ref=ref,
            validation="visit",
            risk="moderate",
            parts=tuple(reviews.GradePart(topic=topic.slug, grade="good", direction="stable") for topic in TOPICS),
            summary="Sound.",
            actions=(reviews.PlannedAction(body="Keep going", due_on=date(2027, 9, 1)),),
        )
        late = DUE + timedelta(days=60)
        await reviews.grade(wanted, await self.world.actor("priya"), late)

    async def follow_up(self, ref: str) -> None:
        wanted = reviews.FollowUp(ref=ref, text="All done.")
        await reviews.follow_up(wanted, await self.world.actor("priya"), DUE + timedelta(days=90))

    async def lapse(self, ref: str) -> None:
        """The arrangement under review ends."""
        parent = await sql.fetchval(
            "SELECT p.ref FROM casefile c JOIN casefile p ON p.id = c.parent_id WHERE c.ref = $1", ref
        )
        helen = await self.world.actor("helen")
        await arrangements.end(arrangements.End(ref=parent, reason="Not kept."), helen, DUE + timedelta(days=100))

    def story(self) -> Story:
        return Story(
            process="review",
            begin=self.begin,
            takes={
                "fall-due": self.fall_due,
                "open": self.open,
                "self-assess": self.self_assess,
                "grade": self.grade,
                "follow-up": self.follow_up,
                "lapse": self.lapse,
            },
            follows=frozenset({"lapse"}),
        )


async def test_only_the_allowed_steps_succeed_from_every_state(world: World) -> None:
    await try_every_pair(Life(world).story())


def test_no_walk_breaks_the_workflow(people: dict[str, int], runner: asyncio.Runner) -> None:
    walk(Life(World(people)).story(), runner)
