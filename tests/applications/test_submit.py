"""Submitting: complete, declared by somebody who may sign, frozen with its hash, judged by the edition in force."""

from __future__ import annotations

import pytest

from csas.commands import applications
from csas.commands.applications import Submit
from csas.domain import refusals
from csas.domain.applications import DECLARATION, content_hash, decode
from csas.domain.permissions import Actor, Holding
from csas.store import sql
from tests.applications import telling
from tests.world import NOW, World

WHO, ORGANISATION = "ruth", "Westminster City Council"


async def test_it_freezes_what_was_typed(world: World) -> None:
    ref = await telling.submitted(world, WHO, ORGANISATION)
    row = await sql.fetchrow(
        """SELECT v.* FROM application_version v JOIN application a ON a.id = v.application_id
           JOIN casefile c ON c.id = a.case_id WHERE c.ref = $1""",
        ref,
    )
    assert row
    said = decode(row["content"])
    assert await telling.state_of(ref) == "checking"
    assert said["organisation"]["legal-name"].value == ("Cyngor Tŷ Ŵyl <& Sons>",)
    assert said["insurance"]["public"].shown == ("£5,000,000",)
    assert list(said["powers"]) == ["3", "5"]
    assert content_hash(said) == row["hash"]
    assert row["declaration"] == DECLARATION
    assert await sql.fetchval("SELECT count(*) FROM sought_power WHERE version_id = $1", row["id"]) == 2


async def test_it_pins_the_edition_in_force(world: World) -> None:
    ref = await telling.submitted(world, WHO, ORGANISATION)
    number = await sql.fetchval(
        """SELECT e.number FROM edition e JOIN application a ON a.edition_id = e.id JOIN casefile c ON c.id = a.case_id
           WHERE c.ref = $1""",
        ref,
    )
    assert number == 1


async def test_it_tells_the_applicant(world: World) -> None:
    ref = await telling.submitted(world, WHO, ORGANISATION)
    kinds = await sql.fetch(
        "SELECT m.kind FROM outbox_message m JOIN casefile c ON c.id = m.case_id WHERE c.ref = $1", ref
    )
    assert [row["kind"] for row in kinds] == ["application-received"]


async def test_it_refuses_an_incomplete_application(world: World) -> None:
    ref = await telling.start(world, WHO, ORGANISATION)
    told = telling.answers()
    told["insurance"]["expires-on-year"] = "2020"
    await telling.fill(world, WHO, ref, told)
    with pytest.raises(refusals.NotComplete) as refused:
        await telling.submit(world, WHO, ref)
    assert "Insurance" in refused.value.message
    assert await telling.state_of(ref) == "draft"


async def test_a_colleague_who_may_not_sign_may_not_submit(world: World) -> None:
    ref = await telling.start(world, WHO, ORGANISATION)
    await telling.fill(world, WHO, ref)
    holding = Holding(role="member", organisation=await world.organisation(ORGANISATION))
    member = Actor(person=world.people["grace"], name="A member", kind="person", holdings=(holding,))
    with pytest.raises(refusals.NotAllowed):
        await applications.submit(Submit(ref=ref, name="A", post="B", agreed=True), member, NOW)


async def test_somebody_elses_application_is_not_found(world: World) -> None:
    ref = await telling.start(world, WHO, ORGANISATION)
    with pytest.raises(refusals.NotFound):
        await telling.submit(world, "dana", ref)
