"""Those still on their way: Halcyon, Lantern, St Alder, Kingsmarch and Hobb Market."""

from __future__ import annotations

from csas.demonstration import cast, moves, papers
from csas.demonstration.papers import Papers
from csas.demonstration.stage import Scene

OBJECTS = "The market’s traders and two residents’ associations do not want penalty notices given by a private company."
# Working days ago, borough, opinion, and the condition or why it objects. Waltham Forest never answers.
HALCYON_ANSWERS = (
    (18, "Barnet", "endorse", ""),
    (16, "Brent", "endorse", ""),
    (14, "Haringey", "condition", "Officers work only in the hours when Duckett Parade is open to the public."),
    (13, "Ealing", "endorse", ""),
    (12, "Hackney", "object", OBJECTS),
    (11, "Harrow", "endorse", ""),
    (
        10,
        "Islington",
        "condition",
        "Uses of each power are reported to the partnership every quarter, by age and ethnicity.",
    ),
    (9, "Hillingdon", "endorse", ""),
    (6, "Enfield", "endorse", ""),
)


async def halcyon(scene: Scene) -> None:
    """Twelve boroughs and as many minds; on the reserve list."""
    said = papers.read("halcyon", scene.stage.today())
    ref = await _halcyon_applies(scene, said)
    await _hounslow_has_an_interest(scene, ref)
    for days, borough, opinion, why in HALCYON_ANSWERS:
        await scene.at(scene.stage.working(days, 10, 15))
        await moves.answer(scene, ref, borough, said.powers, opinion, why)
    await _fire_has_an_interest(scene, ref)


async def camden_wants_time(scene: Scene) -> None:
    """Leila asks for time until her board has met; her own story, beside Halcyon’s."""
    await scene.at(scene.stage.working(8, 14))
    ref = await moves.application_of(cast.HALCYON)
    await scene.does(
        "leila",
        "endorsement:ask-time",
        ref=await moves.request_in(ref, "Camden"),
        meeting="The partnership’s executive board",
        meeting_on=scene.stage.later(16),
    )


async def _halcyon_applies(scene: Scene, said: Papers) -> str:
    stage = scene.stage
    await scene.at(stage.days(55, 10))
    ref = await moves.start(scene, "dana")
    await moves.fill(scene, "dana", ref, said.answers)
    await scene.at(stage.working(29, 16))
    await moves.attach(scene, "dana", ref, said, cast.HALCYON)
    await scene.at(stage.working(27, 12))
    await moves.submit(scene, "dana", ref)
    await scene.at(stage.working(23, 9, 40))
    await moves.accept(scene, ref)
    await scene.at(stage.working(20, 11))
    await moves.views(
        scene,
        ref,
        "ward-panel",
        "Nine ward panels met. Shopkeepers are for it. Hackney’s panel asked why a private company should give "
        "notices.",
    )
    return ref


async def _hounslow_has_an_interest(scene: Scene, ref: str) -> None:
    await scene.at(scene.stage.working(19, 11, 40))
    request = await moves.request_in(ref, "Hounslow")
    await scene.does(
        moves.endorser("Hounslow"),
        "endorsement:declare-interest",
        ref=request,
        who="The council, which leads the partnership",
        interest="The council pays Halcyon to guard three of the car parks for which it applies.",
    )


async def _fire_has_an_interest(scene: Scene, ref: str) -> None:
    """With that nobody independent is left in Hounslow, and the decision maker must say so."""
    await scene.at(scene.stage.working(3, 12))
    await scene.does(
        "tom",
        "endorsement:declare-interest",
        ref=await moves.request_in(ref, "Hounslow"),
        who="The Brigade",
        interest="Halcyon guards the Brigade’s training ground under a contract that ends next year.",
    )


async def lantern(scene: Scene) -> None:
    """Ready to be decided, but there is no place."""
    stage = scene.stage
    said = papers.read("lantern", stage.today())
    await scene.at(stage.days(62, 9, 30))
    ref = await moves.start(scene, "imogen")
    await moves.fill(scene, "imogen", ref, said.answers)
    await scene.at(stage.working(37, 15))
    await moves.attach(scene, "imogen", ref, said, cast.LANTERN)
    await moves.submit(scene, "imogen", ref)
    await scene.at(stage.working(33, 10))
    await moves.accept(scene, ref)
    await scene.at(stage.working(28, 14))
    await moves.views(
        scene, ref, "joint-consultation", "Students’ union, residents and a cycling group: in favour by 5 to 1."
    )
    await scene.at(stage.working(25, 10))
    await moves.assess(scene, ref, said)
    await _lantern_is_endorsed(scene, ref, said)
    await scene.at(stage.working(13, 10))
    await moves.find(scene, ref, said)
    await scene.at(stage.working(6, 15, 40))
    await moves.recommend(
        scene,
        ref,
        said,
        "All requirements are met and both partnerships endorse. I recommend all three powers in both boroughs. There is "
        "no place at present: the outcome would be deferral until one is free.",
        said.said("conditions", "conditions").splitlines(),
    )


async def _lantern_is_endorsed(scene: Scene, ref: str, said: Papers) -> None:
    stage = scene.stage
    await scene.at(stage.working(22, 11))
    await moves.answer(
        scene, ref, "Camden", said.powers, remarks="The campus officers already work with our street safety team."
    )
    await scene.at(stage.working(15, 16))
    await moves.answer(
        scene,
        ref,
        "Islington",
        said.powers,
        power_3=("condition", "Used only between 10pm and 4am, when the trouble is."),
    )


async def st_alder(scene: Scene) -> None:
    """Half a draft, with a file that was turned away."""
    stage = scene.stage
    said = papers.read("st-alder", stage.today(), whole=False)
    await scene.at(stage.days(16, 10, 10))
    ref = await moves.start(scene, "mohan")
    await moves.fill(scene, "mohan", ref, said.answers)
    await scene.at(stage.days(13, 17, 5))
    await moves.attach(scene, "mohan", ref, said, cast.ST_ALDER)


async def kingsmarch(scene: Scene) -> None:
    """A question is out, and the clock stands still."""
    stage = scene.stage
    said = papers.read("kingsmarch", stage.today())
    await scene.at(stage.days(27, 11))
    ref = await moves.start(scene, "beatrix")
    await moves.fill(scene, "beatrix", ref, said.answers)
    await scene.at(stage.working(4, 14))
    await moves.attach(scene, "beatrix", ref, said, cast.KINGSMARCH)
    await moves.submit(scene, "beatrix", ref)
    await scene.at(stage.working(2, 11))
    await moves.assign(scene, ref, "colin")
    await scene.does(
        "colin",
        "application:ask",
        ref=ref,
        item="insurance",
        question="The policy ends in less than a month, before an arrangement could begin. Please send the "
        "renewal, or the "
        "insurer’s promise of it, and say whether it covers the use of powers.",
    )


async def hobb(scene: Scene) -> None:
    """Its completeness check is overdue, and nobody has taken it."""
    stage = scene.stage
    said = papers.read("hobb", stage.today())
    await scene.at(stage.days(40, 8, 30))
    ref = await moves.start(scene, "walter")
    await moves.fill(scene, "walter", ref, said.answers)
    await moves.attach(scene, "walter", ref, said, cast.HOBB)
    await scene.at(stage.working(7, 10))
    await moves.submit(scene, "walter", ref)
