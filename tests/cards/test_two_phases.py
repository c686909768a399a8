"""Instrument and card: reserved with the grant, issued when their files are kept, replaced with what they said."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from csas.commands import papers
from csas.domain import refusals
from csas.domain.cards import Instrument, PowersCard
from csas.domain.permissions import PUBLIC
from csas.outbound import issuing
from csas.outbound.documents import signing
from csas.settings import Settings
from csas.store import documents, sql
from csas.store import papers as store_papers
from csas.store.transaction import act
from tests import carded, cards_of, people
from tests.decided import case_of
from tests.people import Accredited
from tests.world import NOW, World


async def restricted(whose: Accredited, kind: str, power: str | None = None) -> int:
    """A notice, and in an act of its own the end of the papers it makes untrue."""
    await cards_of.restrict(whose, kind, NOW, power=power)
    async with act(PUBLIC, NOW) as this:
        ended = len(await papers.replace_for(this, [whose.accreditation]))
        await this.record("individual:decided", case=await case_of(whose.case))
    return ended


async def test_they_say_what_is_held_and_are_signed(world: World, settings: Settings) -> None:
    whose = await carded.warden(world, settings, rests_on=("training",))
    instrument, card = await carded.issued(whose, settings)
    said, printed = instrument.said, card.said
    assert isinstance(said, Instrument)
    assert isinstance(printed, PowersCard)
    assert [power.code for power in said.powers] == ["1a", "3"]
    assert said.powers[0].areas == ("Lambeth", "Southwark")
    assert said.rests_on == ("training",)
    assert said.uniform.startswith("Green jacket")
    assert printed.last_day == (people.UNTIL - timedelta(microseconds=1)).date()
    for each in (instrument, card):
        path = settings.files_dir / "documents" / str(each.stored_as)
        content = await asyncio.to_thread(path.read_bytes)
        key = signing.load_or_make(settings.keys_dir, NOW)
        verdict = await asyncio.to_thread(signing.verify, content, str(each.sha256), key, each.issued_at or NOW)
        assert verdict.genuine, verdict.findings
    kinds = await sql.fetch(
        "SELECT kind, facts->>'what' AS what FROM outbox_message WHERE kind = 'paper-ready' ORDER BY id"
    )
    assert [row["what"] for row in kinds] == ["instrument", "card"]
    assert [row["what"] for row in await sql.fetch("SELECT what FROM custody WHERE document_id = $1", card.id)] == [
        "issued"
    ]


async def test_a_modification_ends_them_at_once_and_new_ones_say_less(world: World, settings: Settings) -> None:
    whose = await carded.warden(world, settings)
    await carded.issued(whose, settings)
    assert await restricted(whose, "modification", "1a") == 2
    assert [state for state, _ in await carded.papers_of(whose, "card")] == ["replaced"]
    assert await papers.reserve_due([whose.accreditation], NOW)
    assert await papers.reserve_due([whose.accreditation], NOW) is None
    made = await documents.list_reserved()
    new = await carded.finish(made, settings)
    assert [[power.code for power in each.said.powers] for each in new if each.said] == [["3"], ["3"]]
    numbers = [number for kind in ("card", "instrument") for _, number in await carded.papers_of(whose, kind)]
    assert len(set(numbers)) == 4


async def test_nothing_stale_is_issued_after_a_modification(world: World, settings: Settings) -> None:
    whose = await carded.warden(world, settings)
    made = await carded.reserved(whose)
    await restricted(whose, "modification", "1a")
    assert not any([await issuing.issue(each, settings) for each in made])
    assert {state for state, _ in await carded.papers_of(whose, "card")} == {"void"}


async def test_after_a_suspension_there_is_nothing_to_make(world: World, settings: Settings) -> None:
    whose = await carded.warden(world, settings)
    await carded.issued(whose, settings)
    await restricted(whose, "suspension")
    assert await papers.reserve_due([whose.accreditation], NOW) is None
    assert whose.accreditation not in await store_papers.list_due()
    assert not await documents.list_reserved()


async def test_without_a_confirmed_photograph_only_the_instrument(world: World, settings: Settings) -> None:
    employer = await carded.northbank(world)
    whose = await people.accredited(world, employer, "Ada Moss")
    await carded.photographed(world, whose, settings, confirmed=False)
    (instrument,) = await carded.issued(whose, settings)
    assert instrument.kind == "instrument"
    assert whose.accreditation not in await store_papers.list_due()
    with pytest.raises(refusals.NoPhotograph):
        async with act(PUBLIC, NOW) as this:
            await papers.reserve_card(this, whose.accreditation)
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            "UPDATE photograph SET likeness_by = added_by, likeness_at = $2 WHERE staff_member_id = $1",
            whose.staff,
            NOW,
        )
        await this.record("role:given")
    assert whose.accreditation in await store_papers.list_due()
    assert await papers.reserve_due([whose.accreditation], NOW)
    mine = [
        row["id"]
        for row in await sql.fetch(
            "SELECT id FROM document WHERE accreditation_id = $1 AND state = 'reserved'", whose.accreditation
        )
    ]
    (card,) = await carded.finish(mine, settings)
    assert card.kind == "card"


async def test_somebody_accredited_without_powers_has_papers_that_say_so(world: World, settings: Settings) -> None:
    whose = await carded.warden(world, settings, powers=())
    instrument, _ = await carded.issued(whose, settings)
    assert isinstance(instrument.said, Instrument)
    assert instrument.said.powers == ()
