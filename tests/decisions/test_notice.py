"""An adverse decision waits for its notice to be answered or to run out."""

import pytest

from csas.commands import clockwork, notices
from csas.domain import refusals
from csas.domain.permissions import CLOCK
from csas.store import sql
from tests.decided import WESTMINSTER, give_notice, hours, offer, recommended, refuse, represent, sign, state
from tests.world import World

PART = {"powers": ("1a",), "reasons": ("not-needed",), "explanation": "Only one is needed."}


async def test_a_refusal_without_notice_is_refused(world: World) -> None:
    ref = await recommended(world)
    with pytest.raises(refusals.NoticeNeeded):
        await refuse(world, ref)
    assert await state(ref) == "with-decision-maker"


async def test_a_refusal_follows_the_answer_to_its_notice(world: World) -> None:
    ref = await recommended(world)
    await give_notice(world, ref)
    assert await state(ref) == "notice-given"
    with pytest.raises(refusals.NotNow):
        await refuse(world, ref)
    await represent(world, ref, "ruth")
    await refuse(world, ref)
    assert await state(ref) == "refused"
    kinds = {row["kind"] for row in await sql.fetch("SELECT kind FROM outbox_message")}
    assert {"notice-given", "refused", "endorsement-outcome"} <= kinds
    place = "SELECT a.place FROM application a JOIN casefile c ON c.id = a.case_id WHERE c.ref = $1"
    assert await sql.fetchval(place, ref) == "none"


@pytest.mark.parametrize("slug", ["dana", "helen", "grace"])
async def test_nobody_else_answers_the_notice(world: World, slug: str) -> None:
    ref = await recommended(world)
    await give_notice(world, ref)
    with pytest.raises((refusals.NotAllowed, refusals.NotFound)):
        await represent(world, ref, slug)


async def test_the_clock_hands_it_back_when_the_time_is_over_and_not_before(world: World) -> None:
    ref = await recommended(world)
    await give_notice(world, ref)
    closing = notices.CloseRepresentations(ref=ref)
    with pytest.raises(refusals.NoticeRunning):
        await notices.close_representations(closing, CLOCK, hours(24 * 13))
    await clockwork.tick(hours(24 * 16))
    assert await state(ref) == "with-decision-maker"
    await refuse(world, ref, at=24 * 16 + 1)
    assert await state(ref) == "refused"


async def test_part_of_what_was_sought_is_offered_behind_a_notice_of_as_much(world: World) -> None:
    ref = await recommended(world)
    with pytest.raises(refusals.NoticeNeeded):
        await offer(world, ref, **PART)  # type: ignore[arg-type]
    await give_notice(world, ref, powers=("1a",), areas=(WESTMINSTER,))
    await represent(world, ref, "ruth")
    with pytest.raises(refusals.NoticeNeeded):
        await offer(world, ref, conditions=("Body-worn cameras",), at=5, reasons=("training",), explanation="New.")
    await offer(world, ref, at=5, **PART)  # type: ignore[arg-type]
    assert await sql.fetchval("SELECT outcome FROM decision ORDER BY id DESC LIMIT 1") == "grant-in-part"
    letter = await sql.fetchval("SELECT facts FROM outbox_message WHERE kind = 'offer-made' ORDER BY id DESC LIMIT 1")
    assert letter["in_part"]
    assert letter["appeal_until"]
    await sign(world, ref, at=6)


async def test_a_condition_nobody_asked_for_needs_a_notice_too(world: World) -> None:
    ref = await recommended(world)
    with pytest.raises(refusals.NoticeNeeded):
        await offer(world, ref, conditions=("Body-worn cameras",), reasons=("training",), explanation="Safer.")
