"""The office reminds, resends, recalls and waives; the decision maker records that nobody independent is left."""

from __future__ import annotations

import pytest

from csas.commands import endorsement_office, endorsements
from csas.commands.endorsement_office import NoteNobodyIndependent, Recall, Remind, Resend, Waive
from csas.commands.endorsements import DeclareInterest
from csas.domain import refusals
from csas.store import endorsements as kept
from tests.applying import CAMDEN, LAMBETH, WESTMINSTER, apply, request_of, state_of
from tests.world import NOW, World


async def test_a_waiver_needs_the_office_and_settles(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    camden = await request_of(applied, "Camden")
    waiver = Waive(ref=camden, reason="The partnership is being set up anew.")
    with pytest.raises(refusals.NotAllowed):
        await endorsement_office.waive(waiver, await world.actor("leila"), NOW)
    await endorsement_office.waive(waiver, await world.actor("colin"), NOW)
    assert await state_of(camden) == "waived"
    assert await state_of(applied.case.ref) == "awaiting-recommendation"


async def test_reminding_resending_and_recalling(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN, LAMBETH))
    camden = await request_of(applied, "Camden")
    colin = await world.actor("colin")
    await endorsement_office.remind(Remind(ref=camden), colin, NOW)
    await endorsement_office.resend(Resend(ref=camden), colin, NOW)
    await endorsement_office.recall(Recall(ref=camden, reason="Sent by mistake."), colin, NOW)
    assert await state_of(camden) == "recalled"
    assert await state_of(applied.case.ref) == "awaiting-endorsement"


async def test_nobody_independent_is_left(world: World) -> None:
    applied = await apply(world, "Westminster City Council", (WESTMINSTER,))
    ref = await request_of(applied, "Westminster")
    for slug in ("grace", "tom"):
        declared = DeclareInterest(ref=ref, who="We ourselves", interest="We work for it.")
        await endorsements.declare_interest(declared, await world.actor(slug), NOW)
    assert await state_of(ref) == "nobody-independent"
    noted = NoteNobodyIndependent(ref=ref, reason="Every authority here pays the applicant.")
    with pytest.raises(refusals.NotAllowed):
        await endorsement_office.note_nobody_independent(noted, await world.actor("colin"), NOW)
    await endorsement_office.note_nobody_independent(noted, await world.actor("helen"), NOW)
    assert await state_of(ref) == "waived"
    assert await state_of(applied.case.ref) == "awaiting-recommendation"
    request = (await kept.list_of_application(applied.application))[0]
    assert request.why_not_asked == "Every authority here pays the applicant."
    assert [interest.body for interest in request.interests] == [
        "Westminster community safety partnership",
        "London Fire Brigade",
    ]
