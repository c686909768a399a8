"""Northbank's people: in force, lapsing soon, suspended, gone without a word, with a lost card, with no powers.

They were vetted and trained before the arrangement, so that they could be decided on as soon as it began.
"""

from __future__ import annotations

from datetime import timedelta

from csas.demonstration import moves, papers, people, returns
from csas.demonstration.people import Team
from csas.demonstration.places import add_zone, name_zones
from csas.demonstration.stage import Scene
from csas.domain.calendar import add_months
from csas.store import sql

ROLE = "Estate warden"
DUTIES = (
    "Walks the estates from 8am to midnight: is known on the landings, deals with litter, graffiti, drinking by under-18s "
    "and left vehicles, and asks for names where a tenancy may have to be spoken about."
)
TANNERS, ROPEWALK = "Tanner’s Court and Lockside House", "The Ropewalk and Sailmakers"
MANAGER, ISAAC, RUBINA, MO, GARETH = "NH-201", "NH-202", "NH-203", "NH-204", "NH-205"
LOWRI, DENZIL, IVY, CALLUM, PRECIOUS = "NH-206", "NH-207", "NH-208", "NH-209", "NH-210"
TOBIAS, SUNNIVA = "NH-211", "NH-212"
WARDENS = (ISAAC, RUBINA, MO, GARETH, LOWRI, DENZIL, IVY, CALLUM, PRECIOUS)
FIRST = (MANAGER, *WARDENS)
POWERS = ("1e", "1f", "3", "5", "7")


async def story(scene: Scene) -> None:
    """From the staff list to today."""
    team, role = await _prepare(scene)
    cases = await _accredit(scene, team, role)
    await returns.northbank(scene, team, before=45)
    await _newcomers(scene, team, role)
    await _since(scene, team, cases)


async def _prepare(scene: Scene) -> tuple[Team, str]:
    """The courses, the role, the list, photographs, vetting and training: all before the arrangement."""
    stage = scene.stage
    said = papers.read("northbank", stage.today())
    await scene.at(stage.days(112, 15))
    await scene.does("amina", "course:start-list")
    await scene.at(stage.days(107, 9, 30))
    role = await name_zones(
        scene, "sam", ROLE, DUTIES, said, {TANNERS: "Both blocks, their courts and the path between."}, "Southwark"
    )
    await add_zone(scene, "sam", ROPEWALK, "Both estates and Ropewalk Green.", "Tower Hamlets")
    team = await people.bring_in(scene, "sam", "northbank")
    scene.stage.people["mo"] = team.people[MO].person
    await people.photograph(scene, team, (*FIRST, TOBIAS, SUNNIVA))
    requests = await people.ask_vetting(scene, team, (*FIRST, SUNNIVA))
    await people.send_links(scene, team, requests, (*FIRST, SUNNIVA))
    await scene.at(stage.days(103, 18))
    await people.answer_vetting(scene, team, requests, (*FIRST, SUNNIVA))
    await scene.at(stage.days(97, 14))
    await people.clear(scene, requests, (*FIRST, SUNNIVA))
    await _train(scene, team)
    return team, role


async def _train(scene: Scene, team: Team) -> None:
    """Gareth passed the general course almost three years ago: it ends within the month."""
    stage = scene.stage
    await scene.at(stage.days(93, 10))
    lately = [number for number in FIRST if number != GARETH]
    await people.train(scene, team, "GEN", lately, stage.days(96).date())
    await people.train(scene, team, "GEN", (GARETH,), add_months(stage.today() + timedelta(days=21), -36))
    await people.train(scene, team, "FPN", WARDENS, stage.days(95).date())
    await people.train(scene, team, "YPA", WARDENS, stage.days(94).date())


async def _accredit(scene: Scene, team: Team, role: str) -> dict[str, str]:
    """Asked for, found fit and decided on: each power of Precious but one, and for the manager none at all."""
    stage = scene.stage
    await scene.at(stage.days(84, 10))
    said = papers.read("northbank", stage.today())
    await scene.does(
        "colin",
        "uniform:approve",
        organisation=team.organisation,
        description=said.said("uniform", "description"),
        badge=said.said("uniform", "badge"),
    )
    cases = await people.request(scene, team, WARDENS, role)
    cases |= await people.request(scene, team, (MANAGER,), "")
    await people.check_identity(scene, team, cases, FIRST)
    await scene.at(stage.days(80, 9, 30))
    await people.assess(scene, cases, [number for number in WARDENS if number != PRECIOUS], POWERS)
    await people.assess(scene, cases, (PRECIOUS,), POWERS, but="5")
    await people.assess(scene, cases, (MANAGER,), ())
    await scene.at(stage.days(76, 11))
    await people.decide(scene, cases, FIRST)
    await moves.issue(scene)
    await _hand_out(scene, team)
    return cases


async def _hand_out(scene: Scene, team: Team) -> None:
    """Posted by Colin, handed over by Sam; Mo says himself that he has his."""
    for number in WARDENS[:4]:
        await scene.does("colin", "card:post", ref=await people.card_of(team, number), note="")
    await scene.at(scene.stage.days(72, 9))
    await scene.does("mo", "card:receive", ref=await people.card_of(team, MO), note="")
    for number in (ISAAC, RUBINA):
        await scene.does(
            "sam", "card:receive", ref=await people.card_of(team, number), note="Signed for at the briefing."
        )


async def _newcomers(scene: Scene, team: Team, role: str) -> None:
    """Two more on their way: one waits for vetting, one for a course."""
    stage = scene.stage
    await scene.at(stage.working(14, 9))
    requests = await people.ask_vetting(scene, team, (TOBIAS,))
    await people.send_links(scene, team, requests, (TOBIAS,))
    cases = await people.request(scene, team, (TOBIAS, SUNNIVA), role)
    await people.check_identity(scene, team, cases, (TOBIAS, SUNNIVA))


async def _since(scene: Scene, team: Team, cases: dict[str, str]) -> None:
    """A lost card, a sheet with a use by somebody who had left, a suspension, and what was told late."""
    stage = scene.stage
    await scene.at(stage.working(13, 10))
    await _lose(scene, team, IVY)
    await scene.at(stage.working(9, 15))
    await returns.northbank_lately(scene, team)
    await scene.at(stage.working(7, 11, 20))
    await _suspend(scene, cases[LOWRI])
    await scene.at(stage.working(5, 9, 30))
    await scene.does("sam", "staff:leave", ref=team.people[DENZIL].ref, last_day=stage.working(13).date(), why="left")
    await scene.at(stage.working(2, 16))
    await scene.does(
        "sam",
        "staff:report",
        ref=team.people[CALLUM].ref,
        kind="complaint",
        happened_on=stage.working(3).date(),
        what="A tenant of Sailmakers says that Mr Reddy kept asking for her daughter’s name after she had given it. "
        "Our complaints team has the video and is looking into it.",
    )
    await returns.by_mo_himself(scene, team)


async def _lose(scene: Scene, team: Team, number: str) -> None:
    lost = await people.card_of(team, number)
    await scene.does(
        "sam", "card:report-lost", ref=lost, what="lost", note="Missing since the late shift at Tanner’s Court."
    )
    await scene.does("sam", "card:replace", ref=lost, note="The first one was lost.")
    await moves.issue(scene)


async def _suspend(scene: Scene, case: str) -> None:
    """Colin suspends at once, and gives the notice by hand and its copy by post."""
    await scene.does(
        "colin",
        "individual:suspend",
        ref=case,
        reasons=["complaint"],
        explanation="Two residents say that names were required of people who had done nothing. The powers are suspended "
        "while the video of both days is looked at.",
    )
    notice: str = await sql.fetchval("SELECT ref FROM statutory_notice ORDER BY id DESC LIMIT 1")
    await scene.does(
        "colin", "individual:serve", ref=case, notice=f"{notice}/person", how="by-hand", on=scene.now.date()
    )
    await scene.does(
        "colin", "individual:serve", ref=case, notice=f"{notice}/employer", how="by-hand", on=scene.now.date()
    )
