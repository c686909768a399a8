"""Those to whom something adverse happens: Tideway, Copperfield and Orchard."""

from __future__ import annotations

from csas.demonstration import cast, moves, papers
from csas.demonstration.papers import Papers
from csas.demonstration.stage import Scene

TIDEWAY_FALLS_SHORT = {
    "O2": (
        "not-met",
        "Two days, none of them on a power. Of six asked, none could say when a name may be required.",
    ),
    "V1": ("partly", "Stewards are hired for one day and would leave before vetting could be done."),
    "M1": ("not-met", "One supervisor for fifteen; on the night we watched, one for 22."),
    "M2": ("partly", "Complaints go to the director who runs the event."),
}
COPPERFIELD_FALLS_SHORT = {
    "O1": ("not-met", "One day by video for every role."),
    "O2": ("not-met", "Twenty questions, with the answers on the last page."),
    "O3": ("not-met", "Black jacket and cap: two passers-by of five took the guard for police."),
    "V3": ("not-met", "The report does not recommend the company."),
    "M1": ("not-met", "One supervisor for 22, who visits once a week."),
    "M2": ("not-met", "The contracts manager decides complaints about his own contracts."),
    "M6": ("partly", "Three policies of eight."),
}


async def tideway(scene: Scene) -> None:
    """Told of a proposal to refuse, with three days left to answer."""
    stage = scene.stage
    said = papers.read("tideway", stage.today())
    ref = await moves.apply(
        scene,
        "nora",
        cast.TIDEWAY,
        said,
        begun=stage.days(66, 10),
        sent=stage.days(60, 16),
        accepted=stage.days(56, 12),
    )
    await _tideway_is_judged(scene, ref, said)
    await scene.at(stage.ago(11, 10))
    await _tideway_is_told(scene, ref)


async def _tideway_is_judged(scene: Scene, ref: str, said: Papers) -> None:
    stage = scene.stage
    await scene.at(stage.days(44, 12))
    await moves.answer(
        scene,
        ref,
        "Wandsworth",
        said.powers,
        "condition",
        "A police officer is at every event of more than 5,000 people.",
    )
    await scene.at(stage.days(37, 15))
    await moves.answer(
        scene,
        ref,
        "Richmond upon Thames",
        said.powers,
        "object",
        "Stewards hired by the day do not know the towpath or the people on it.",
    )
    await scene.at(stage.days(30, 11))
    await moves.assess(scene, ref, said, TIDEWAY_FALLS_SHORT)
    await moves.find(scene, ref, said)
    await scene.at(stage.days(24, 16))
    await _recommends_refusal(
        scene, ref, "Day-hired stewards cannot be vetted, trained for a power and supervised as the standards ask."
    )


async def _tideway_is_told(scene: Scene, ref: str) -> None:
    await _proposes_refusal(
        scene,
        ref,
        ["training", "supervision", "local-objection"],
        "Most of the thirty are hired for a day. They would hold powers before anybody could vet, "
        "train or know "
        "them. I would look at another application for the eight permanent supervisors alone.",
    )


async def _proposes_refusal(scene: Scene, ref: str, reasons: list[str], explanation: str) -> None:
    """Helen gives notice before she refuses."""
    await scene.does(
        "helen",
        "application:give-notice",
        ref=ref,
        proposal="refuse",
        powers=[],
        areas=[],
        reasons=reasons,
        explanation=explanation,
    )


async def _recommends_refusal(scene: Scene, ref: str, reasons: str) -> None:
    await scene.does(
        "priya", "application:recommend", ref=ref, recommendation="refuse", powers=[], areas=[], reasons=reasons
    )


async def copperfield(scene: Scene) -> None:
    """Refused, with its time to appeal still running."""
    stage = scene.stage
    said = papers.read("copperfield", stage.today())
    ref = await moves.apply(
        scene,
        "victor",
        cast.COPPERFIELD,
        said,
        begun=stage.days(72, 10),
        sent=stage.days(64, 12),
        accepted=stage.days(59, 10),
    )
    await scene.at(stage.days(52, 11))
    await _copperfield_is_judged(scene, ref, said)
    await _copperfield_is_refused(scene, ref)


async def _copperfield_is_refused(scene: Scene, ref: str) -> None:
    stage = scene.stage
    await scene.at(stage.days(34, 10))
    await _proposes_refusal(
        scene,
        ref,
        ["not-fit-and-proper", "complaints", "training", "supervision"],
        "One supervisor for 22 guards, one day of training by video, a cap that looks like ours, "
        "and a manager who "
        "decides complaints about his own contracts.",
    )
    await scene.at(stage.days(24, 15))
    await scene.does(
        "victor",
        "application:represent",
        ref=ref,
        answer="We have ordered another cap and will appoint a second supervisor. The training is what our "
        "clients pay for. "
        "The report of the crime prevention body was unfair and we have complained about it.",
    )
    await scene.at(stage.days(12, 11))
    await scene.does(
        "helen",
        "application:refuse",
        ref=ref,
        reasons=["not-fit-and-proper", "complaints", "training", "supervision"],
        explanation="A second supervisor for 22 is not enough, and nothing was said about training or "
        "complaints. I am not "
        "satisfied that the company is fit and proper to supervise people with these powers.",
    )


async def _copperfield_is_judged(scene: Scene, ref: str, said: Papers) -> None:
    await moves.assess(scene, ref, said, COPPERFIELD_FALLS_SHORT)
    await moves.find(
        scene,
        ref,
        said,
        fit="An arrangement was ended elsewhere for late returns, and supervision is one manager for 22 guards. "
        "I could not "
        "be satisfied.",
        complaints="Complaints are decided by the manager complained about, in 28 days, and the public is told "
        "on request.",
    )
    await _copperfield_is_answered(scene, ref, said)


async def _copperfield_is_answered(scene: Scene, ref: str, said: Papers) -> None:
    stage = scene.stage
    await scene.at(stage.days(48, 14))
    await moves.answer(
        scene,
        ref,
        "Waltham Forest",
        said.powers,
        "object",
        "Residents of the square have complained of rough handling.",
    )
    await scene.at(stage.days(45, 10))
    await moves.answer(scene, ref, "Redbridge", said.powers, "no-view")
    await scene.at(stage.days(40, 16))
    await _recommends_refusal(
        scene, ref, "Neither finding on the employer can be made, and seven requirements are not met."
    )


async def orchard(scene: Scene) -> None:
    """Refused, then right on appeal: it is decided again."""
    stage = scene.stage
    said = papers.read("orchard", stage.today())
    ref = await moves.apply(
        scene,
        "hana",
        cast.ORCHARD,
        said,
        begun=stage.days(119, 11),
        sent=stage.days(115, 11),
        accepted=stage.days(110, 9),
    )
    await _orchard_is_judged(scene, ref, said)
    await _orchard_is_refused(scene, ref)
    await _orchard_appeals(scene, ref)


async def _orchard_is_judged(scene: Scene, ref: str, said: Papers) -> None:
    stage = scene.stage
    await scene.at(stage.days(102, 15))
    await moves.answer(scene, ref, "Bromley", said.powers)
    await scene.at(stage.days(98, 12))
    await moves.assess(
        scene, ref, said, {"O2": ("not-met", "Six of eleven had passed their course when the application was sent.")}
    )
    await moves.find(scene, ref, said)
    await scene.at(stage.days(96, 10))
    await moves.answer(
        scene, ref, "Croydon", said.powers, "object", "The association paying for the patrol speaks for few."
    )
    await scene.at(stage.days(90, 14))
    await _recommends_refusal(scene, ref, "Five of eleven are not trained, and Croydon objects.")


async def _orchard_is_refused(scene: Scene, ref: str) -> None:
    stage = scene.stage
    await scene.at(stage.days(82, 10))
    await _proposes_refusal(
        scene,
        ref,
        ["training", "local-objection"],
        "Five of the eleven officers have not been trained, and the partnership in Croydon objects.",
    )
    await scene.at(stage.days(71, 16))
    await scene.does(
        "hana",
        "application:represent",
        ref=ref,
        answer="All eleven have passed since; the certificates of the last five are on their way to you.",
    )
    await scene.at(stage.days(62, 9, 30))
    await scene.does(
        "helen",
        "application:refuse",
        ref=ref,
        reasons=["training", "local-objection"],
        explanation="No certificates have come. I decide on what is before me.",
    )


async def _orchard_appeals(scene: Scene, ref: str) -> None:
    stage = scene.stage
    await scene.at(stage.days(38, 13))
    appeal = await scene.does(
        "hana",
        "appeal:lodge",
        application=ref,
        grounds=["fact", "evidence"],
        statement="The five certificates reached the office four days before the decision and were filed with "
        "another case. "
        "They are attached again. All eleven officers were trained when we were refused.",
    )
    await scene.at(stage.days(34, 11))
    await scene.does("owen", "appeal:admit", ref=appeal.ref)
    await scene.at(stage.working(3, 15))
    await scene.does(
        "owen",
        "appeal:uphold",
        ref=appeal.ref,
        reasons="The certificates were with the office when the decision was made, in the papers of another "
        "case. An important "
        "fact was overlooked through no fault of the applicant. The decision is set aside and made again.",
    )
