"""Those who leave before anything is decided, or never come in: Marrow and the volunteer watch."""

from __future__ import annotations

from csas.demonstration import cast, moves, papers
from csas.demonstration.stage import Scene


async def marrow(scene: Scene) -> None:
    """Withdrawn when it turned out that the ambassadors are somebody else’s employees."""
    stage = scene.stage
    said = papers.read("marrow", stage.today())
    await scene.at(stage.days(51, 10))
    ref = await moves.start(scene, "tamsin")
    await moves.fill(scene, "tamsin", ref, said.answers)
    await moves.attach(scene, "tamsin", ref, said, cast.MARROW)
    await scene.at(stage.days(46, 14))
    await moves.submit(scene, "tamsin", ref)
    await scene.at(stage.days(44, 10))
    await moves.assign(scene, ref, "colin")
    await scene.does(
        "colin",
        "application:ask",
        ref=ref,
        item="employees",
        question="Who employs the ambassadors and pays their wages: Marrow BID, or Cresset Patrols under the "
        "contract you added?",
    )
    await scene.at(stage.days(41, 15))
    await moves.answer_questions(
        scene, "tamsin", ref, "Cresset Patrols employs them. We are its client and pay its invoices."
    )
    await scene.at(stage.days(39, 11))
    await scene.does(
        "colin",
        "application:note",
        ref=ref,
        note="Telephoned Ms Reed: only the employer can make an arrangement. Cresset may apply and name the BID "
        "as its client.",
    )
    await scene.at(stage.days(38, 9, 45))
    await scene.does(
        "tamsin",
        "application:withdraw",
        ref=ref,
        reason="We are the client of the ambassadors’ employer and not the employer. Cresset Patrols will think "
        "about applying.",
    )


async def watch(scene: Scene) -> None:
    """People who work without pay cannot be accredited; they were told so, and counted."""
    stage = scene.stage
    await scene.at(stage.days(70, 15))
    await scene.does(
        "colin",
        "demand:record",
        who="Brackwater Estates",
        sector="housing",
        outcome="interest",
        why="Wants to apply when a place is free, for two estates in Newham.",
        received_on=scene.now.date(),
    )
    await scene.at(stage.days(33, 16))
    await scene.does(
        "colin",
        "demand:record",
        who="Pound Hill volunteer watch",
        sector="voluntary",
        outcome="turned-away",
        why="Forty residents who patrol without pay. Only an employer’s paid staff can be accredited. They were "
        "put in touch "
        "with the neighbourhood watch coordinator.",
        received_on=scene.now.date(),
    )
