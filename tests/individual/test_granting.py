"""What a grant needs, power by power, and what becomes of it when its causes end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csas.commands import individual_decisions, individual_endings, individual_renewals, individual_requests
from csas.commands.individual_decisions import PowerVerdict
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.domain.permissions import CLOCK
from csas.domain.standing import Authority, accreditation_standing, power_standing
from csas.store import accreditations, sql, standing
from csas.store.transaction import act
from tests import individuals as people
from tests import people as employers
from tests.decided import state
from tests.world import NOW, World

DAY = timedelta(days=1)


@pytest.fixture
async def northbank(world: World) -> employers.Provider:
    return await people.northbank(world)


async def standing_of(ref: str, days: float, code: str = "3") -> Authority:
    facts = await standing.load(await people.accreditation(ref))
    return power_standing(facts, code, NOW + days * DAY)


async def test_accreditation_without_powers(world: World, northbank: employers.Provider) -> None:
    _, ref = await people.accredited(world, northbank, "Nell Poe", powers=())
    facts = await standing.load(await people.accreditation(ref))
    assert accreditation_standing(facts, NOW).in_force
    assert power_standing(facts, "3", NOW).cause == "power-not-granted"


async def test_one_power_refused_and_the_rest_granted(world: World, northbank: employers.Provider) -> None:
    who = await people.fit(world, northbank, "Ola Berg")
    ref = await people.ready(world, who)
    verdicts = (
        PowerVerdict(power="1a", granted=False, reasons=("not-needed",)),
        PowerVerdict(power="3", granted=True, areas=northbank.areas, conditions=("Only in daylight",)),
    )
    unexplained = (PowerVerdict(power="1a", granted=False), verdicts[1])
    with pytest.raises(refusals.Faults):
        await people.grant(world, ref, powers=unexplained)
    with pytest.raises(refusals.Faults):
        await people.grant(world, ref, powers=verdicts[:1])
    await people.grant(world, ref, powers=verdicts)
    assert (await standing_of(ref, 0)).in_force
    assert (await standing_of(ref, 0, "1a")).cause == "power-not-granted"


async def test_whoever_assessed_does_not_decide(world: World, northbank: employers.Provider) -> None:
    who = await people.fit(world, northbank, "Pia Rook")
    ref = await people.ready(world, who)
    async with act(CLOCK, NOW) as this:
        await sql.execute(
            """INSERT INTO role_holding (person_id, role, scheme_id, valid) VALUES ($1, 'decision-maker', $2,
                tstzrange($3, NULL))""",
            world.people["priya"],
            northbank.scheme,
            NOW - 30 * DAY,
        )
        await this.record("role:given", scheme=northbank.scheme)
    with pytest.raises(refusals.SeparateHands):
        await people.grant(world, ref, by="priya")


async def test_a_request_waits_for_the_arrangement(world: World) -> None:
    """Vetting and training come before; the decision does not."""
    early = await employers.provider(world, "Marrow BID", areas=("Lambeth",), since=NOW - 60 * DAY, until=NOW + 2 * DAY)
    who = await people.fit(world, early, "Quin Yates")
    ref = await people.ready(world, who, by="tamsin")
    with pytest.raises(refusals.NotArranged):
        await people.grant(world, ref, at=NOW + 3 * DAY)
    assert await state(ref) == "with-decision-maker"


async def test_nobody_is_asked_for_beyond_what_the_employer_may(world: World, northbank: employers.Provider) -> None:
    who = await people.fit(world, northbank, "Rae Sorel")
    sam = await world.actor("sam")
    for code in ("9", "0", "detention"):
        wanted = individual_requests.Request(staff=who.ref, powers=people.asked_for(who, [code]))
        with pytest.raises(refusals.Faults):
            await individual_requests.request(wanted, sam, NOW)
    elsewhere = people.asked_for(who, ["3"], ["E09000007"])
    with pytest.raises(refusals.Faults):
        await individual_requests.request(individual_requests.Request(staff=who.ref, powers=elsewhere), sam, NOW)
    await people.request(world, who)
    with pytest.raises(refusals.RequestOpen):
        await people.request(world, who)


async def test_vetting_and_training_are_waited_for(world: World, northbank: employers.Provider) -> None:
    who = await people.member(northbank, "Sol Tern")
    ref = await people.request(world, who)
    await people.check_identity(world, ref)
    assert await state(ref) == "vetting"
    with pytest.raises(refusals.NotAllowed):
        await individual_requests.vet(individual_requests.MoveOn(ref=ref), await world.actor("sam"), NOW)
    await people.vetted(world, who)
    await people.trained(who)


async def test_a_term_never_runs_beyond_the_arrangement(world: World, northbank: employers.Provider) -> None:
    who = await people.fit(world, northbank, "Tess Umber")
    ref = await people.ready(world, who)
    with pytest.raises(refusals.Faults):
        await people.grant(world, ref, last_day=date(2099, 1, 1))
    await people.grant(world, ref)
    held = await accreditations.find(await people.accreditation(ref))
    agreement = await accreditations.hold_agreement(northbank.scheme, northbank.organisation, NOW)
    assert held.until is not None
    assert agreement is not None
    assert held.until <= agreement.until


async def renewed(world: World, ref: str, days: float) -> str:
    wanted = individual_renewals.Renew(ref=ref, confirm=True)
    return (await individual_renewals.renew(wanted, await world.actor("sam"), NOW + days * DAY)).ref


async def test_a_renewal_runs_from_the_old_end_and_never_after_it(world: World, northbank: employers.Provider) -> None:
    who = await people.fit(world, northbank, "Uma Vane")
    ref = await people.ready(world, who)
    last = london_day(NOW + 100 * DAY)
    await people.grant(world, ref, last_day=last)
    with pytest.raises(refusals.RenewalTooEarly):
        await renewed(world, ref, 1)
    later = await renewed(world, ref, 50)
    await people.to_decision(world, later, at=NOW + 51 * DAY)
    with pytest.raises(refusals.RenewalTooLate):
        await people.grant(world, later, at=NOW + 101 * DAY)
    await people.grant(world, later, at=NOW + 60 * DAY, last_day=london_day(NOW + 200 * DAY))
    assert await state(ref) == "renewed"
    assert await state(later) == "accredited"
    for days in (50, 99, 101, 199):
        assert (await standing_of(ref, days)).in_force, days
    assert not (await standing_of(ref, 202)).in_force


async def test_a_variation_adds_and_never_takes(world: World, northbank: employers.Provider) -> None:
    who = await people.fit(world, northbank, "Vic Wren")
    ref = await people.request(world, who, ["3"], areas=northbank.areas[:1])
    await people.to_decision(world, ref)
    await people.grant(world, ref)
    sam = await world.actor("sam")
    same = individual_renewals.Vary(ref=ref, powers=people.asked_for(who, ["3"], northbank.areas[:1]))
    with pytest.raises(refusals.NothingWider):
        await individual_renewals.vary(same, sam, NOW + DAY)
    wider = individual_renewals.Vary(ref=ref, powers=people.asked_for(who, ["1a", "3"]))
    later = (await individual_renewals.vary(wider, sam, NOW + DAY)).ref
    await people.to_decision(world, later, at=NOW + DAY)
    await people.grant(world, later, at=NOW + 2 * DAY)
    answer = await standing_of(ref, 3)
    assert answer.granted is not None
    assert set(answer.granted.areas) == set(northbank.areas)
    assert (await standing_of(ref, 3, "1a")).in_force
    before = await standing_of(ref, 1)
    assert before.granted is not None
    assert before.granted.areas == northbank.areas[:1]


async def test_leaving_ends_it_and_coming_back_needs_a_new_grant(world: World, northbank: employers.Provider) -> None:
    who, ref = await people.accredited(world, northbank, "Wyn Xu")
    await people.leave(who, NOW + DAY)
    assert (await standing_of(ref, 2)).cause == "employment-ended"
    with pytest.raises(refusals.StillAccredited):
        await individual_endings.cease(individual_endings.Cease(ref=ref), CLOCK, NOW + DAY / 2)
    await individual_endings.cease_all(NOW + 2 * DAY)
    assert await state(ref) == "ceased"
    await people.come_back(who, NOW + 3 * DAY)
    assert not (await standing_of(ref, 4)).in_force
    later = await people.ready(world, who, at=NOW + 4 * DAY)
    await people.grant(world, later, at=NOW + 5 * DAY)
    assert (await standing_of(later, 6)).in_force
    assert not (await standing_of(ref, 6)).in_force


async def test_a_power_repealed_mid_term_is_gone_that_day(world: World, northbank: employers.Provider) -> None:
    import msgspec

    from csas.domain.standing_facts import PersonFacts  # the catalogue is not rewritten for one test
    from csas.domain.values import Period

    _, ref = await people.accredited(world, northbank, "Yara Zell")
    facts: PersonFacts = await standing.load(await people.accreditation(ref))
    powers = tuple(
        msgspec.structs.replace(each, in_law=Period(start=each.in_law.start, end=NOW + 10 * DAY))
        if each.code == "3"
        else each
        for each in facts.powers
    )
    repealed = msgspec.structs.replace(facts, powers=powers)
    assert power_standing(repealed, "3", NOW + 9 * DAY).in_force
    assert power_standing(repealed, "3", NOW + 11 * DAY).cause == "power-not-in-law"
    assert power_standing(repealed, "1a", NOW + 11 * DAY).in_force


async def test_a_refusal_gives_reasons_and_nothing_else(world: World, northbank: employers.Provider) -> None:
    who = await people.fit(world, northbank, "Zed Arlo")
    ref = await people.ready(world, who)
    wanted = individual_decisions.Refuse(ref=ref, reasons=("not-suitable",), explanation="References did not agree.")
    await individual_decisions.refuse(wanted, await world.actor("helen"), NOW)
    assert await state(ref) == "refused"
    assert await sql.fetchval("SELECT count(*) FROM accreditation WHERE person_id = $1", who.person) == 0
