"""Grace declares an interest, the fire brigade stands in, Tom answers, and the application is settled."""

from __future__ import annotations

import pytest

from csas.commands import endorsements
from csas.commands.endorsements import Answer, DeclareInterest
from csas.domain import refusals
from csas.domain.endorsements import Request, View
from csas.store import endorsements as kept
from csas.store import sql
from tests.applying import CAMDEN, WESTMINSTER, Applied, apply, request_of, state_of
from tests.world import NOW, World


def grid(area: str, *, opinion: str = "endorse", condition: str = "") -> tuple[View, ...]:
    return tuple(View(area=area, power=power, opinion=opinion, condition=condition) for power in ("3", "5"))  # type: ignore[arg-type]


def answer_to(ref: str, views: tuple[View, ...], signatory: str = "Tom Reyes") -> Answer:
    return Answer(
        ref=ref,
        views=views,
        signatory=signatory,
        post="Borough commander",
        authority="Delegated by the strategy group",
        to_be_ratified=False,
    )


async def the_request(applied: Applied, ref: str) -> Request:
    return next(each for each in await kept.list_of_application(applied.application) if each.ref == ref)


async def test_the_fire_brigade_stands_in_for_a_council_that_applies(world: World) -> None:
    applied = await apply(world, "Westminster City Council", (WESTMINSTER,))
    ref = await request_of(applied, "Westminster")
    grace, tom = await world.actor("grace"), await world.actor("tom")

    with pytest.raises(refusals.NotFound):
        await endorsements.answer(answer_to(ref, grid(WESTMINSTER)), tom, NOW)
    with pytest.raises(refusals.InterestDeclared):
        await endorsements.answer(answer_to(ref, grid(WESTMINSTER)), grace, NOW)

    declared = DeclareInterest(ref=ref, who="The council", interest="It applies itself.")
    await endorsements.declare_interest(declared, grace, NOW)
    assert await state_of(ref) == "passed-on"
    assert (await the_request(applied, ref)).body == "London Fire Brigade"
    with pytest.raises(refusals.NotAllowed):
        await endorsements.answer(answer_to(ref, grid(WESTMINSTER)), grace, NOW)

    event = await endorsements.answer(answer_to(ref, grid(WESTMINSTER)), tom, NOW)
    assert await state_of(ref) == "answered"
    assert await state_of(applied.case.ref) == "awaiting-recommendation"
    assert {move.case for move in event.moves} == {ref, applied.case.ref}
    reply = (await the_request(applied, ref)).reply
    assert reply is not None
    assert (reply.body, len(reply.views)) == ("London Fire Brigade", 2)


async def test_the_applicants_own_people_never_answer(world: World) -> None:
    applied = await apply(world, "Westminster City Council", (WESTMINSTER,))
    ref = await request_of(applied, "Westminster")
    with pytest.raises(refusals.NotFound):
        await endorsements.answer(answer_to(ref, grid(WESTMINSTER)), await world.actor("ruth"), NOW)


async def test_another_partnership_finds_nothing(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (WESTMINSTER,))
    ref = await request_of(applied, "Westminster")
    with pytest.raises(refusals.NotFound):
        await endorsements.answer(answer_to(ref, grid(WESTMINSTER)), await world.actor("leila"), NOW)


async def test_every_cell_is_answered_and_reasons_are_given(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    ref = await request_of(applied, "Camden")
    leila = await world.actor("leila")
    with pytest.raises(refusals.Faults) as refusal:
        await endorsements.answer(answer_to(ref, grid(CAMDEN, opinion="object")[:1]), leila, NOW)
    assert [fault.field for fault in refusal.value.faults] == [f"views.3.{CAMDEN}.condition", f"views.5.{CAMDEN}"]
    assert await state_of(ref) == "requested"


async def test_an_objection_is_kept_and_stops_nothing(world: World) -> None:
    applied = await apply(world, "Halcyon Guarding", (CAMDEN,))
    ref = await request_of(applied, "Camden")
    views = grid(CAMDEN, opinion="object", condition="Too few supervisors at night.")
    await endorsements.answer(answer_to(ref, views, "Leila Haddad"), await world.actor("leila"), NOW)
    request = await the_request(applied, ref)
    assert request.reply is not None
    assert {view.condition for view in request.reply.views} == {"Too few supervisors at night."}
    assert await state_of(applied.case.ref) == "awaiting-recommendation"
    with pytest.raises(refusals.NotNow):
        await endorsements.answer(answer_to(ref, grid(CAMDEN)), await world.actor("leila"), NOW)
    told = await sql.fetchval("SELECT count(*) FROM outbox_message WHERE kind = 'endorsement-received'")
    assert told >= 1
