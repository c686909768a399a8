"""What a grant rests on and writes: held against every end that could overtake it, then put down as facts.

Part of the act in `individual_decisions`. The locks are taken in one order: arrangement, employment,
adoption, uniform; whoever ends one of them waits for the grant, or the grant for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from csas.domain import individual_terms as terms
from csas.domain import refusals
from csas.domain.calendar import in_words, london_day
from csas.domain.casework import Case
from csas.domain.individuals import Agreement, Asked, Fitness, Verdict
from csas.domain.values import Period, Struct
from csas.store import accreditation_changes as changes
from csas.store import accreditations, catalogue, events, individuals, provider_suspensions, settings_of_scheme
from csas.store.accreditations import Held
from csas.store.transaction import Act


class Ground(Struct):
    """Everything a grant rests on, as it was held. `old` is the accreditation renewed or varied."""

    agreement: Agreement
    employment: str
    uniform: str
    fitness: Fitness
    old: Held | None = None
    held: Mapping[str, tuple[str, ...]] = {}


async def ground_of(this: Act, case: Case, asked: Asked, verdicts: Sequence[Verdict]) -> Ground:
    """Hold what the grant rests on, or refuse with what is missing."""
    agreement = await accreditations.hold_agreement(case.scheme, asked.organisation, this.now)
    if agreement is None:
        raise refusals.NotArranged
    if not agreement.fit_and_proper:
        raise refusals.NotFitAndProper
    if await provider_suspensions.stands_from(case.scheme, asked.organisation, this.now):
        raise refusals.ProviderSuspended
    employment = await individuals.employment_of(asked.staff, this.now)
    if employment is None:
        raise refusals.NotEmployed
    await _require_adopted(this, case, verdicts)
    uniform = await accreditations.hold_uniform(case.scheme, asked.organisation, this.now)
    if uniform is None:
        raise refusals.NoUniform
    old = await _old(this, case, asked)
    return Ground(
        agreement=agreement,
        employment=employment,
        uniform=uniform,
        fitness=await individuals.fitness(asked.person, asked.scheme, [each.id for each in asked.powers], this.now),
        old=old,
        held={each.code: each.areas for each in await _held(this, asked, old)},
    )


async def _held(this: Act, asked: Asked, old: Held | None) -> list[changes.HeldPower]:
    """What a variation is added to; a renewal decides on every power anew."""
    return await changes.list_powers(old.id, this.now) if old is not None and asked.sort == "variation" else []


async def _require_adopted(this: Act, case: Case, verdicts: Sequence[Verdict]) -> None:
    granted = [each.power for each in verdicts if each.granted]
    lacking = set(granted) - await accreditations.hold_adoptions(case.scheme, granted, this.now)
    if lacking:
        raise refusals.NotAdopted(power=f"of paragraph {catalogue.paragraph_of(min(lacking))}")


async def _old(this: Act, case: Case, asked: Asked) -> Held | None:
    """The accreditation renewed or varied, if it still lives; a new grant needs that none does."""
    if asked.accreditation is None:
        if await accreditations.find_live(asked.person, asked.organisation, asked.scheme, this.now):
            raise refusals.AlreadyAccredited(name=asked.name)
        return None
    old = await accreditations.find(asked.accreditation)
    await _require_no_newer_notice(this, case, old)
    if asked.sort == "renewal" and old.until is not None and this.now >= old.until:
        raise refusals.RenewalTooLate(until=in_words(terms.last_day_before(old.until)))
    if not await accreditations.is_live(old.id, this.now):
        raise refusals.NotAccredited
    return old


async def _require_no_newer_notice(this: Act, case: Case, old: Held) -> None:
    """A grant that waited for its locks must not undo a notice that was acted on meanwhile: decide again, knowing it."""
    present = await accreditations.present_case(old.id, case.id)
    if present is not None:
        await this.hold_id(present)
    if await changes.is_restricted_after(old.id, this.now):
        happened = await events.last_words(present) if present is not None else ""
        raise refusals.Stale(state=case.standing.words, happened=happened)


async def term_of(this: Act, asked: Asked, ground: Ground, ends_by: Sequence[str], wanted: date | None) -> Period:
    """When the grant runs: from now, from the old end for a renewal, and to the old end for a variation."""
    old_end = ground.old.until if ground.old else None
    if asked.sort == "renewal" and old_end is not None:
        window = await settings_of_scheme.on(asked.scheme, "renewal-days", london_day(this.now))
        start = terms.renewal_start(old_end, this.now, int(window.value))
        return terms.term(start, terms.latest_day(ground.agreement, ground.fitness, ends_by), wanted)
    if asked.sort == "variation" and old_end is not None:
        return Period(start=this.now, end=old_end)
    return terms.term(this.now, terms.latest_day(ground.agreement, ground.fitness, ends_by), wanted)


async def write(
    this: Act,
    case: Case,
    asked: Asked,
    verdicts: Sequence[Verdict],
    ground: Ground,
    valid: Period,
    rests_on: Sequence[str],
    decision: int,
) -> int:
    """Put the grant down: accreditation, term and powers; the accreditation's id."""
    if ground.old is None:
        await changes.end_old_terms(asked.person, asked.organisation, asked.scheme, this.now)
        found, _ = await accreditations.add(case, asked, ground.employment, ground.agreement, this.now)
    else:
        found = ground.old.id
    if asked.sort != "variation":
        await accreditations.add_term(found, valid, ground.uniform, rests_on, decision)
    for verdict in verdicts:
        if verdict.granted:
            await _give(this, asked, verdict, found, decision, valid)
    return found


async def _give(this: Act, asked: Asked, verdict: Verdict, found: int, decision: int, valid: Period) -> None:
    """One power. What it takes the place of ends in the same moment."""
    if asked.sort == "variation":
        await changes.end_grants(found, verdict.power, this.now)
        await changes.release_power(found, verdict.power, this.now)
    await accreditations.add_power(found, verdict, asked, decision, valid)
