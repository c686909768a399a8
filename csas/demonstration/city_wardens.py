"""Westminster's 25 wardens on their way: asked for before the arrangement is in force, which the law allows.

Nobody of them has a power. Some are vetted, some have answered, some have only been sent their link.
"""

from __future__ import annotations

from csas.demonstration import papers, people
from csas.demonstration.people import Team
from csas.demonstration.places import name_zones
from csas.demonstration.stage import Scene
from csas.domain.calendar import add_months

ROLE = "City warden"
DUTIES = (
    "Walks a beat in pairs, early, late and at weekends: speaks with shopkeepers and residents, deals with litter and "
    "cycling on footways, moves on drinkers under 18, and is the council’s eyes for the neighbourhood police team."
)
ZONES = {
    "Carraway Street": "Carraway Street and its crossings, from Lisle Lane to the bridge.",
    "Marlowe Gardens": "The gardens within their railings, and the four streets round them.",
    "St Osyth’s Square": "The square and the theatre streets to the north of it.",
    "Lisle Wharf and Abbots Lane": "The two estates with the paths that join them.",
}
ALL = tuple(f"CW-{number}" for number in range(101, 126))
PICTURED = ALL[:6]
SENT, ANSWERED, CLEAR = ALL[:15], ALL[:9], ALL[:6]


async def story(scene: Scene) -> None:
    """The list, the role, vetting and training under way, and a request for each."""
    stage = scene.stage
    said = papers.read("westminster", stage.today())
    await scene.at(stage.working(15, 9, 30))
    role = await name_zones(scene, "ruth", ROLE, DUTIES, said, ZONES)
    team = await people.bring_in(scene, "ruth", "westminster")
    await people.photograph(scene, team, PICTURED)
    requests = await people.ask_vetting(scene, team, ALL)
    await scene.at(stage.working(14, 10))
    await people.send_links(scene, team, requests, SENT)
    await scene.at(stage.working(11, 18, 30))
    await people.answer_vetting(scene, team, requests, ANSWERED)
    await _training(scene, team)
    await scene.at(stage.working(5, 11))
    await people.clear(scene, requests, CLEAR)
    await scene.at(stage.working(4, 14))
    cases = await people.request(scene, team, ALL, role)
    await scene.at(stage.working(3, 9, 15))
    await people.check_identity(scene, team, cases, PICTURED)


async def _training(scene: Scene, team: Team) -> None:
    """Two groups have passed the general course, one of them long ago; a few the course on notices."""
    stage = scene.stage
    await scene.at(stage.working(9, 16))
    await people.train(scene, team, "GEN", ALL[:4], stage.working(10).date())
    await people.train(scene, team, "GEN", ALL[9:14], add_months(stage.later(55), -36))
    await people.train(scene, team, "FPN", ALL[:4], stage.working(9).date())
    await people.train(scene, team, "YPA", ALL[:3], stage.working(9).date())
