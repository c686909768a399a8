"""A pilot of the Vehicle Inspectorate that is over: two examiners were accredited for it, and stopped vehicles.

Nobody can be accredited without an arrangement in force, and the Inspectorate's present
application is not decided. What its two examiners did rests on the pilot's own arrangement,
which ended by law with its term; so did their powers. See docs/decisions/0012.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from csas.demonstration import cast, moves, papers, people, returns
from csas.demonstration.papers import Papers
from csas.demonstration.people import Team
from csas.demonstration.places import name_zones
from csas.demonstration.stage import Scene
from csas.store.catalogue import areas_in_file

ROLE = "Traffic examiner"
DUTIES = "Brings in goods and passenger vehicles at planned sites, so that an authorised examiner can test them."
EXAMINERS = ("TE-31", "TE-32")
LAST_DAY_AGO = 90
SHOWN = " Two examiners did so for some weeks in a pilot, without a complaint."


async def story(scene: Scene) -> None:
    """Applied for, granted for some weeks, used, and over by itself."""
    said = _pilot(papers.read("inspectorate", scene.stage.today()))
    ref = await _apply(scene, said)
    team, role = await _prepare(scene, said)
    await _start(scene, ref, said)
    cases = await _accredit(scene, team, role)
    await _end(scene, ref, team, cases)


def _pilot(said: Papers) -> Papers:
    """Two examiners at three sites, and nothing yet of what the pilot showed."""
    answers = {**said.answers}
    why = said.said("reasons", "why-8").replace(SHOWN, "")
    answers["reasons"] = {**answers["reasons"], "why-8": why}
    answers["employees"] = {
        **answers["employees"],
        "number": "2",
        "ceiling": "2",
        "roles": "Two traffic examiners with a senior examiner, on weekdays, at three planned sites, for some weeks.",
    }
    return msgspec.structs.replace(said, answers=answers)


async def _apply(scene: Scene, said: Papers) -> str:
    stage = scene.stage
    await scene.at(stage.days(119, 8, 30))
    ref = await moves.start(scene, "jon", process="vehicle-stopping")
    await moves.fill(scene, "jon", ref, said.answers)
    await moves.attach(scene, "jon", ref, said, cast.INSPECTORATE)
    await moves.submit(scene, "jon", ref)
    await scene.at(stage.days(117, 9))
    await moves.accept(scene, ref)
    await moves.assess(scene, ref, said)
    return ref


async def _prepare(scene: Scene, said: Papers) -> tuple[Team, str]:
    """The two examiners, vetted and trained while the application is decided."""
    stage = scene.stage
    await scene.at(stage.days(112, 15, 30))
    role = await name_zones(scene, "jon", ROLE, DUTIES, said, {})
    team = await people.bring_in(scene, "jon", "inspectorate")
    await people.photograph(scene, team, EXAMINERS)
    requests = await people.ask_vetting(scene, team, EXAMINERS)
    await people.send_links(scene, team, requests, EXAMINERS)
    await people.answer_vetting(scene, team, requests, EXAMINERS)
    await people.train(scene, team, "GEN", EXAMINERS, stage.days(118).date())
    await people.train(scene, team, "TRA", EXAMINERS, stage.days(114).date())
    await scene.at(stage.days(110, 14))
    await people.clear(scene, requests, EXAMINERS)
    return team, role


async def _start(scene: Scene, ref: str, said: Papers) -> None:
    """Offered for a few weeks over the whole district, and signed."""
    stage = scene.stage
    everywhere = [area["code"] for area in areas_in_file() if area["police_area"] == "Metropolitan"]
    await moves.find(scene, ref, said)
    await moves.recommend(
        scene, ref, said, "A short pilot at planned sites, as the national programme suggests.", areas=everywhere
    )
    await scene.does(
        "helen",
        "application:offer",
        ref=ref,
        powers=said.powers,
        areas=everywhere,
        term_until=stage.today() - timedelta(days=LAST_DAY_AGO),
    )
    await moves.sign(scene, "jon", ref)
    await moves.countersign(scene, ref)


async def _accredit(scene: Scene, team: Team, role: str) -> dict[str, str]:
    said = papers.read("inspectorate", scene.stage.today())
    await scene.does(
        "colin",
        "uniform:approve",
        organisation=team.organisation,
        description=said.said("uniform", "description"),
        badge=said.said("uniform", "badge"),
    )
    cases = await people.request(scene, team, EXAMINERS, role)
    await people.check_identity(scene, team, cases, EXAMINERS)
    await people.assess(scene, cases, EXAMINERS, said.powers)
    await people.decide(scene, cases, EXAMINERS)
    await moves.issue(scene)
    return cases


async def _end(scene: Scene, ref: str, team: Team, cases: dict[str, str]) -> None:
    """The term ends, and with it both accreditations; the clock notes it, and the stops are handed in."""
    stage = scene.stage
    began = scene.now.date() + timedelta(days=1)
    await scene.at(stage.ago(LAST_DAY_AGO - 1, 6, 30))
    await scene.does("clock", "application:expire", ref=ref)
    for case in cases.values():
        await scene.does("clock", "individual:cease", ref=case)
    await scene.at(stage.ago(LAST_DAY_AGO - 1, 11))
    for number in EXAMINERS:
        card = await people.card_of(team, number)
        await scene.does("jon", "card:return", ref=card, note="Handed back on the last day of the pilot.")
    days = (stage.today() - began).days - LAST_DAY_AGO
    await returns.stops(scene, team, EXAMINERS, began, min(days, 12))
