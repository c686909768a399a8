"""Those who hold a place, or held one: Westminster, the Vehicle Inspectorate, Northbank and Ferryman."""

from __future__ import annotations

from csas.demonstration import cast, moves, papers
from csas.demonstration.papers import Papers
from csas.demonstration.stage import Scene


async def westminster(scene: Scene) -> None:
    """Waits for its endorsement, due on the next working day; its own council leads the partnership."""
    stage = scene.stage
    said = papers.read("westminster", stage.today())
    await scene.at(stage.days(52, 11, 15))
    ref = await moves.start(scene, "ruth")
    await moves.fill(scene, "ruth", ref, said.answers)
    await scene.at(stage.working(24, 15, 10))
    await moves.attach(scene, "ruth", ref, said, cast.WESTMINSTER)
    await scene.at(stage.working(23, 9, 45))
    await moves.submit(scene, "ruth", ref)
    await scene.at(stage.working(19, 10, 20))
    await moves.accept(scene, ref)
    await scene.at(stage.working(16, 13))
    await moves.views(
        scene,
        ref,
        "public-meeting",
        "Held jointly with the council at the Abbots Lane hall; 64 people came. Most welcomed wardens who can "
        "act. Some "
        "feared that young people would be stopped too often; the council will publish uses of powers by age "
        "and by area.",
    )
    await scene.at(stage.working(12, 11))
    await moves.assess(scene, ref, said)
    await scene.at(stage.working(8, 15))
    await moves.find(scene, ref, said)
    await scene.does(
        "priya",
        "application:note",
        ref=ref,
        note="Walked with two wardens on a Friday evening. Assessment is done; only the partnership’s answer is "
        "missing. "
        "The council leads that partnership, so expect an interest to be declared.",
    )


async def inspectorate(scene: Scene) -> None:
    """The national programme: nobody local is asked, and the recommendation is next."""
    stage = scene.stage
    said = papers.read("inspectorate", stage.today())
    await scene.at(stage.days(23, 14))
    ref = await moves.start(scene, "jon", process="vehicle-stopping")
    await moves.fill(scene, "jon", ref, said.answers)
    await scene.at(stage.working(7, 9, 30))
    await moves.attach(scene, "jon", ref, said, cast.INSPECTORATE)
    await moves.submit(scene, "jon", ref)
    await scene.at(stage.working(3, 11))
    await moves.accept(scene, ref)
    await scene.at(stage.working(2, 14))
    await moves.assign(scene, ref, "priya")


async def northbank(scene: Scene) -> None:
    """In force: its review is overdue, and it has asked to add Lambeth."""
    said = papers.read("northbank", scene.stage.today())
    ref = await _northbank_applies(scene, said)
    await _northbank_is_granted(scene, ref, said)
    await _northbank_goes_on(scene, ref, said)


async def _northbank_applies(scene: Scene, said: Papers) -> str:
    stage = scene.stage
    await scene.at(stage.days(119, 9, 40))
    ref = await moves.start(scene, "sam")
    await moves.fill(scene, "sam", ref, said.answers)
    await scene.at(stage.days(117, 14))
    await moves.attach(scene, "sam", ref, said, cast.NORTHBANK)
    await moves.submit(scene, "sam", ref)
    await scene.at(stage.days(113, 10))
    await moves.accept(scene, ref)
    await scene.at(stage.days(108, 15))
    await moves.views(
        scene,
        ref,
        "survey",
        "A survey of 2,100 tenants on five estates: 71 of 100 in favour, 12 against. Those against feared a "
        "private police.",
    )
    await scene.at(stage.days(105, 12))
    await moves.assess(scene, ref, said)
    return ref


async def _northbank_is_granted(scene: Scene, ref: str, said: Papers) -> None:
    stage = scene.stage
    await scene.at(stage.days(103, 11))
    await moves.answer(scene, ref, "Southwark", said.powers, remarks="The wardens are known and liked on the estates.")
    await scene.at(stage.days(100, 16))
    await moves.answer(scene, ref, "Tower Hamlets", said.powers)
    await scene.at(stage.days(98, 10))
    await moves.find(scene, ref, said)
    await scene.at(stage.days(96, 14))
    await moves.recommend(
        scene,
        ref,
        said,
        "Every requirement is met and both partnerships endorse. The wardens are employed, trained and well "
        "led, and the "
        "need is shown estate by estate.",
    )
    await scene.at(stage.days(92, 10))
    await scene.does("helen", "application:offer", ref=ref, powers=said.powers, areas=said.areas)
    await scene.at(stage.days(90, 9, 50))
    await moves.sign(scene, "sam", ref)
    await scene.at(stage.days(88, 16, 30))
    await moves.countersign(scene, ref)


async def _northbank_goes_on(scene: Scene, ref: str, said: Papers) -> None:
    stage = scene.stage
    await scene.at(stage.working(32, 10))
    review = await _review_of(ref)
    await scene.does(
        "colin",
        "review:open",
        ref=review,
        reason="The study needs a first review before its midpoint, and Northbank has been in force longest.",
    )
    await scene.at(stage.days(34, 11))
    varied = await moves.start(scene, "sam", varies=ref)
    await moves.fill(scene, "sam", varied, papers.later_zones("northbank"))
    await scene.at(stage.working(17, 15))
    await moves.submit(scene, "sam", varied)
    await scene.at(stage.working(14, 11, 30))
    await moves.accept(scene, varied)
    await scene.at(stage.working(9, 10))
    await moves.answer(scene, varied, "Southwark", said.powers, remarks="As before.")
    await scene.at(stage.working(6, 14))
    await moves.answer(scene, varied, "Tower Hamlets", said.powers)


async def _review_of(ref: str) -> str:
    children = await moves.children(ref, "review")
    return children[0]


async def ferryman(scene: Scene) -> None:
    """Held a place, and gave it up when its contract ended."""
    stage = scene.stage
    said = papers.read("ferryman", stage.today())
    ref = await moves.apply(
        scene,
        "elis",
        cast.FERRYMAN,
        said,
        begun=stage.days(118, 10),
        sent=stage.days(116, 13),
        accepted=stage.days(112, 9, 30),
    )
    await scene.at(stage.days(109, 11))
    await moves.views(
        scene, ref, "joint-consultation", "Walkers, anglers, rowers and two schools were asked; all in favour."
    )
    await moves.assess(scene, ref, said)
    await moves.find(scene, ref, said)
    await scene.at(stage.days(104, 15))
    await moves.answer(scene, ref, "Richmond upon Thames", said.powers)
    await scene.at(stage.days(101, 10))
    await moves.answer(
        scene, ref, "Hammersmith and Fulham", said.powers, "condition", "Wardens wear the lime jacket in all weathers."
    )
    await _ferryman_is_granted(scene, ref, said)
    await scene.at(stage.working(21, 12))
    await _ferryman_gives_up(scene, ref)


async def _ferryman_is_granted(scene: Scene, ref: str, said: Papers) -> None:
    stage = scene.stage
    await scene.at(stage.days(99, 11))
    await moves.recommend(scene, ref, said, "A small, well-led employer with a clear need on one stretch of path.")
    await scene.at(stage.days(96, 12))
    await scene.does("helen", "application:offer", ref=ref, powers=said.powers, areas=said.areas)
    await scene.at(stage.days(94, 10))
    await moves.sign(scene, "elis", ref)
    await scene.at(stage.days(91, 15))
    await moves.countersign(scene, ref)


async def _ferryman_gives_up(scene: Scene, ref: str) -> None:
    await scene.does(
        "elis",
        "application:surrender",
        ref=ref,
        reason="The Towpath Trust has ended our contract for want of money. Our wardens leave at the end of "
        "this week, so "
        "nobody would be left to use the powers.",
    )
