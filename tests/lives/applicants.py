"""An application's life: who takes each of its steps, and how, from whatever state it is in."""

from __future__ import annotations

import base64
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count

from PIL import Image

from csas.commands import (
    appeals,
    applications,
    arrangements,
    assessments,
    casefiles,
    corrections,
    decisions,
    endorsements,
    expiring,
    files,
    notices,
    office,
    provider_suspensions,
    recommendations,
)
from csas.commands.application_parts import facts_of
from csas.commands.individual_life import Propose
from csas.domain.applications import sections
from csas.domain.assessments import Result
from csas.domain.casework import Case
from csas.domain.permissions import CLOCK, Actor
from csas.domain.workflow import fits, open_steps
from csas.store import applications as kept
from csas.store import questions, sql
from tests.applications.telling import answers, saved_version
from tests.database import Addresses
from tests.endorsements.test_answering import answer_to, grid
from tests.lives import ground
from tests.stateful import load
from tests.world import NOW, World

CAMDEN = "E09000007"
POWERS = ("3", "5")
MANY, LATE = 1_000_000, NOW + timedelta(days=200)
NUMBERS = count(1)


def picture() -> str:
    """A small picture, as the API takes files."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(made, "PNG")
    return base64.b64encode(made.getvalue()).decode()


class Applicant:
    """Applications of ever new providers, and those who take their steps."""

    process = "accreditation"
    sector = "charity"

    def __init__(self, world: World, database: Addresses) -> None:
        self.world = world
        self.database = database
        self.officers: dict[str, Actor] = {}

    async def begin(self) -> str:
        """A complete draft."""
        organisation, officer = await ground.provider(self.sector)
        return await self.start(organisation, officer, None)

    async def start(self, organisation: int, officer: Actor, varies: str | None) -> str:
        named: str = await sql.fetchval("SELECT ref FROM organisation WHERE id = $1", organisation)
        wanted = applications.Start(organisation=named, process=self.process, varies=varies)  # type: ignore[arg-type]
        ref = (await applications.start(wanted, officer, NOW)).ref
        self.officers[ref] = officer
        if varies is None:
            await self.fill(ref)
        return ref

    async def fill(self, ref: str) -> None:
        case = await load(ref)
        asked = sections(await facts_of(case, await kept.load(case), NOW))
        told = answers(POWERS, (CAMDEN,))
        for section in asked:
            await self.save(ref, section.slug, told.get(section.slug, {}))

    async def save(self, ref: str, section: str, given: object) -> None:
        version = await saved_version(ref, section)
        wanted = applications.Edit(ref=ref, section=section, version=version, answers=given)  # type: ignore[arg-type]
        await applications.edit(wanted, self.officers[ref], NOW)

    async def who(self, slug: str) -> Actor:
        return await self.world.actor(slug)

    async def edit(self, ref: str) -> None:
        """A saving is no act: it moves nothing, so it is left to its own tests where it would be right."""
        if not (await load(ref)).standing.editable:
            await self.save(ref, "training", {"provider": f"College {next(NUMBERS)}"})

    async def attach(self, ref: str) -> None:
        wanted = files.Attach(ref=ref, name="plan.png", content=picture())
        await files.attach(wanted, self.officers[ref], NOW)

    async def detach(self, ref: str) -> None:
        found = await sql.fetchval(
            """SELECT u.ref FROM upload u JOIN application a ON a.id = u.application_id JOIN casefile c ON c.id = a.case_id
               WHERE c.ref = $1 AND u.removed_at IS NULL LIMIT 1""",
            ref,
        )
        if found is None and (await load(ref)).standing.editable:
            await self.attach(ref)
            await self.detach(ref)
            return
        await files.detach(files.Detach(ref=ref, file=found or "aaaaaaaaaaaa"), self.officers[ref], NOW)

    async def submit(self, ref: str) -> None:
        wanted = applications.Submit(ref=ref, name="Robin Ashe", post="Director", agreed=True)
        await applications.submit(wanted, self.officers[ref], NOW)

    async def recall(self, ref: str) -> None:
        await applications.recall(applications.Recall(ref=ref), self.officers[ref], NOW)

    async def withdraw(self, ref: str) -> None:
        await applications.withdraw(applications.Withdraw(ref=ref, reason="Not now."), self.officers[ref], NOW)

    async def accept(self, ref: str) -> None:
        await office.accept(office.Accept(ref=ref, complete=True), await self.who("colin"), NOW)

    async def ask(self, ref: str) -> None:
        wanted = office.Ask(ref=ref, item="training.provider", question="Which college?")
        await office.ask(wanted, await self.who("colin"), NOW)

    async def answer(self, ref: str) -> None:
        given = {each.ref: "This one." for each in await questions.list_open(await load(ref))}
        await corrections.answer(corrections.Answer(ref=ref, answers=given), self.officers[ref], NOW)

    async def correct(self, ref: str) -> None:
        case = await load(ref)
        if case.state in {"awaiting-endorsement", "awaiting-recommendation"}:
            await self.save(ref, "training", {**answers()["training"], "provider": f"College {next(NUMBERS)}"})
        wanted = corrections.Correct(ref=ref, reason="A mistake.", name="Robin Ashe", post="Director", agreed=True)
        await corrections.correct(wanted, self.officers[ref], NOW)

    async def record_views(self, ref: str) -> None:
        wanted = office.RecordViews(ref=ref, method="survey", summary="Most were glad.")
        await office.record_views(wanted, await self.who("colin"), NOW)

    async def settle(self, ref: str) -> None:
        """The last partnership answers, if it is still asked."""
        case = await load(ref)
        asked = await sql.fetchval("SELECT ref FROM casefile WHERE parent_id = $1 AND state = 'requested'", case.id)
        if asked:
            await endorsements.answer(answer_to(asked, grid(CAMDEN)), await self.who("leila"), NOW)

    async def assess(self, ref: str) -> None:
        case = await load(ref)
        codes = await sql.fetch(
            """SELECT r.code FROM requirement r JOIN application a ON a.edition_id = r.edition_id WHERE a.case_id = $1
               ORDER BY r.code""",
            case.id,
        )
        seen = f"Seen on visit {next(NUMBERS)}."
        results = tuple(Result(requirement=row["code"], result="met", evidence=seen) for row in codes)
        await assessments.assess(assessments.Assess(ref=ref, results=results), await self.who("priya"), NOW)

    async def find(self, ref: str) -> None:
        wanted = assessments.Find(
            ref=ref, fit_and_proper=True, fit_and_proper_evidence="Seen.", complaints=True, complaints_evidence="Seen."
        )
        await assessments.find(wanted, await self.who("priya"), NOW)

    async def recommend(self, ref: str) -> None:
        """With the assessment it rests on, and with the endorsements settled."""
        case = await load(ref)
        ways = [step for step in open_steps(case.definition, case.state) if step.action == "application:recommend"]
        if any(fits(step, case.facts) for step in ways):
            await self.assess(ref)
            await self.find(ref)
            await self.settle(ref)
        wanted = recommendations.Recommend(
            ref=ref,
            recommendation="grant",
            powers=POWERS,
            areas=await self.areas(ref),
            conditions=(),
            reasons="Well led.",
        )
        await recommendations.recommend(wanted, await self.who("priya"), NOW)

    async def send_back(self, ref: str) -> None:
        wanted = recommendations.Return(ref=ref, reason="Say more.")
        await recommendations.send_back(wanted, await self.who("helen"), NOW)

    async def give_notice(self, ref: str) -> None:
        wanted = notices.GiveNotice(ref=ref, proposal="refuse", reasons=("not-needed",), explanation="Thin.")
        await notices.give_notice(wanted, await self.who("helen"), NOW)

    async def represent(self, ref: str) -> None:
        await notices.represent(notices.Represent(ref=ref, answer="Not so."), self.officers[ref], NOW)

    async def close(self, ref: str) -> None:
        await notices.close_representations(notices.CloseRepresentations(ref=ref), CLOCK, LATE)

    async def areas(self, ref: str) -> tuple[str, ...]:
        """Everywhere that the newest version seeks."""
        rows = await sql.fetch(
            """SELECT r.code FROM sought_area s JOIN area r ON r.id = s.area_id WHERE s.version_id =
                 (SELECT max(v.id) FROM application_version v JOIN application a ON a.id = v.application_id
                  JOIN casefile c ON c.id = a.case_id WHERE c.ref = $1) ORDER BY 1""",
            ref,
        )
        return tuple(row["code"] for row in rows)

    async def offer(self, ref: str) -> None:
        wanted = decisions.Offer(ref=ref, powers=POWERS, areas=await self.areas(ref), conditions=(), reasons=())
        await decisions.offer(wanted, await self.who("helen"), NOW)

    async def refuse(self, ref: str) -> None:
        """After a notice that was answered."""
        case = await load(ref)
        if case.state == "with-decision-maker" and not case.held:
            await self.give_notice(ref)
            await self.represent(ref)
        wanted = decisions.Refuse(ref=ref, reasons=("not-needed",), explanation="Thin.")
        await decisions.refuse(wanted, await self.who("helen"), NOW)

    @asynccontextmanager
    async def full(self, ref: str) -> AsyncIterator[None]:
        """While the phase is full and this application, unless it is deferred then, on the reserve list."""
        case = await load(ref)
        await ground.places(self.database, 0)
        place = await self.place(case, "reserve")
        try:
            yield
        finally:
            if (await load(ref)).state == case.state:
                await self.place(case, place)
            await ground.places(self.database, MANY)

    async def defer(self, ref: str) -> None:
        await decisions.defer(decisions.Defer(ref=ref, explanation="Full."), await self.who("helen"), NOW)

    async def place(self, case: Case, place: str) -> str:
        before: str = await sql.fetchval("SELECT place FROM application WHERE case_id = $1", case.id)
        await sql.execute("UPDATE application SET place = $2 WHERE case_id = $1", case.id, place)
        return before

    async def resume(self, ref: str) -> None:
        await decisions.resume(decisions.Resume(ref=ref), await self.who("colin"), NOW)

    async def sign(self, ref: str) -> None:
        wanted = arrangements.Sign(
            ref=ref,
            joint_operating_protocol=True,
            information_sharing_protocol=True,
            name="Robin Ashe",
            post="Director",
        )
        await arrangements.sign(wanted, self.officers[ref], NOW)

    async def decline(self, ref: str) -> None:
        await arrangements.decline_offer(arrangements.DeclineOffer(ref=ref), self.officers[ref], NOW)

    async def countersign(self, ref: str) -> None:
        wanted = arrangements.Countersign(ref=ref, name="Helen Stroud", confirm=True)
        await arrangements.countersign(wanted, await self.who("helen"), NOW + timedelta(hours=next(NUMBERS)))

    async def replace(self, ref: str) -> None:
        """A variation goes all its way and takes the place."""
        case = await load(ref)
        if case.state == "in-force":
            varied = await self.start(case.organisation or 0, self.officers[ref], ref)
            for take in (self.submit, self.accept, self.recommend, self.offer, self.sign, self.countersign):
                await take(varied)

    def later(self) -> datetime:
        return NOW + timedelta(hours=next(NUMBERS))

    async def surrender(self, ref: str) -> None:
        await arrangements.surrender(
            arrangements.Surrender(ref=ref, reason="Enough."), self.officers[ref], self.later()
        )

    async def end(self, ref: str) -> None:
        await arrangements.end(arrangements.End(ref=ref, reason="Not kept."), await self.who("helen"), self.later())

    async def suspend(self, ref: str) -> None:
        wanted = provider_suspensions.Suspend(ref=ref, explanation="Complaints were not answered.")
        await provider_suspensions.suspend(wanted, await self.who("colin"), self.later())

    async def propose_lifting(self, ref: str) -> None:
        wanted = Propose(ref=ref, why="They are answered now.")
        await provider_suspensions.propose_lifting(wanted, await self.who("colin"), self.later())

    async def lift_suspension(self, ref: str) -> None:
        wanted = provider_suspensions.Lift(ref=ref, confirm=True)
        await provider_suspensions.lift(wanted, await self.who("helen"), self.later())

    async def expire(self, ref: str) -> None:
        await expiring.expire(expiring.Expire(ref=ref), CLOCK, NOW + timedelta(days=4000))

    async def reopen(self, ref: str) -> None:
        """An appeal is upheld."""
        if (await load(ref)).state not in {"refused", "ended"}:
            return
        wanted = appeals.Lodge(application=ref, grounds=("fact",), statement="Overlooked.")
        lodged = (await appeals.lodge(wanted, self.officers[ref], self.later())).ref
        owen = await self.who("owen")
        await appeals.admit(appeals.Admit(ref=lodged), owen, self.later())
        await appeals.uphold(appeals.Decide(ref=lodged, reasons="It was."), owen, self.later())

    async def assign(self, ref: str) -> None:
        await casefiles.assign(casefiles.Assign(ref=ref, to="nobody"), await self.who("colin"), NOW)

    async def hold(self, ref: str) -> None:
        await casefiles.hold(casefiles.Hold(ref=ref, reason="A fire."), await self.who("colin"), NOW)

    async def release(self, ref: str) -> None:
        await casefiles.release(casefiles.Release(ref=ref), await self.who("colin"), NOW)

    async def note(self, ref: str) -> None:
        await casefiles.add_note(casefiles.AddNote(ref=ref, note="Seen."), await self.who("colin"), NOW)
