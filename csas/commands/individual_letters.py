"""Telling a person and their employer what was decided or noted: recorded with the act, sent after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from csas.commands import outcomes
from csas.domain import letters_people
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.individual_notices import REFUSAL_REASONS
from csas.domain.individuals import Asked, Verdict
from csas.domain.values import Period
from csas.store import outbox
from csas.store.outbox import Recipient
from csas.store.transaction import Act


async def both(case: Case) -> list[Recipient]:
    """The person, and those who receive the employer's letters; nobody twice."""
    found = [*await outbox.of_person(case.person), *await outbox.of_organisation(case.organisation)]
    return list({each.address: each for each in found}.values())


async def tell_decision(
    this: Act,
    case: Case,
    asked: Asked,
    verdicts: Sequence[Verdict],
    valid: Period | None,
    explanation: str,
    reasons: Sequence[str] = (),
) -> None:
    """What was decided on each power, to the person and to the employer."""
    titles = {power.code: power.title for power in asked.powers}
    adverse = valid is None or any(not each.granted for each in verdicts)
    letter = letters_people.IndividualDecided(
        organisation=asked.employer,
        reference=case.ref,
        path=f"/individuals/{case.ref}",
        person=asked.name,
        sort=asked.sort,
        granted=tuple(titles[each.power] for each in verdicts if each.granted),
        refused=tuple(
            f"{titles[each.power]}: {' '.join(REFUSAL_REASONS[code] for code in each.reasons)}"
            for each in verdicts
            if not each.granted
        ),
        conditions=tuple(f"{titles[each.power]}: {words}" for each in verdicts for words in each.conditions),
        reasons=tuple(REFUSAL_REASONS[code] for code in reasons) if not verdicts else (),
        explanation=explanation,
        starts_on=london_day(valid.start) if valid else None,
        last_day=_last(valid),
        appeal_until=await outcomes.appeal_until(case, this.now) if adverse else None,
    )
    await outbox.tell(f"individual-decided:{case.ref}:{case.version}", await both(case), letter, this.now, case=case)


def _last(valid: Period | None) -> date | None:
    return london_day(valid.end - timedelta(microseconds=1)) if valid and valid.end else None
