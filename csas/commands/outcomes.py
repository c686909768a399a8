"""Telling people what was decided: the applicant by letter, and each partnership that answered.

Part of the acts in `decisions`; it records messages and sends none.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from csas.domain import casework, letters
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.decisions import Considered, Terms
from csas.domain.reasons import REASONS
from csas.store import calendars, considered, outbox, settings_of_scheme
from csas.store.transaction import Act


async def tell_offer(this: Act, case: Case, on: Considered, terms: Terms, until: date, *, adverse: bool) -> None:
    await _tell(this, case, "offer-made", await offer_letter(case, on, terms, until, this.now, adverse=adverse))
    imposed = tuple(each.sentence for each in terms.conditions)
    await _tell_partnerships(this, case, on, "part" if adverse else "granted", imposed)


async def offer_letter(
    case: Case, on: Considered, terms: Terms, until: date, now: datetime, *, adverse: bool
) -> letters.OfferMade:
    """What the letter of an offer rests on; `case` stands where the offer puts it."""
    titles = {power.code: power.title for power in on.powers}
    names = {area.code: area.name for area in on.areas}
    deadline = casework.deadline(case, await calendars.holidays())
    return letters.OfferMade(
        organisation=on.organisation_name,
        reference=case.ref,
        path=f"/applications/{case.ref}",
        powers=tuple(titles[code] for code in terms.powers),
        areas=tuple(names[code] for code in terms.areas),
        conditions=tuple(each.sentence for each in terms.conditions),
        edition=on.edition_title,
        term_until=until,
        sign_by=(deadline and deadline.due_on) or until,
        in_part=adverse,
        appeal_until=await appeal_until(case, now) if adverse else None,
    )


async def tell_refusal(this: Act, case: Case, on: Considered, reasons: Iterable[str], explanation: str) -> None:
    letter = letters.Refused(
        organisation=on.organisation_name,
        reference=case.ref,
        path=f"/applications/{case.ref}",
        reasons=tuple(REASONS[code] for code in reasons),
        explanation=explanation,
        appeal_until=await appeal_until(case, this.now),
    )
    await _tell(this, case, "refused", letter)
    await _tell_partnerships(this, case, on, "refused", ())


async def tell_deferral(this: Act, case: Case, on: Considered, explanation: str) -> None:
    letter = letters.Deferred(
        organisation=on.organisation_name,
        reference=case.ref,
        path=f"/applications/{case.ref}",
        explanation=explanation,
    )
    await _tell(this, case, "deferred", letter)


async def appeal_until(case: Case, now: datetime) -> date:
    """The last day of the time to appeal against an act of today."""
    today = london_day(now)
    days = int((await settings_of_scheme.on(case.scheme, "appeal-days", today)).value)
    return today + timedelta(days=days)


async def _tell(this: Act, case: Case, key: str, letter: letters.Facts) -> None:
    recipients = await outbox.of_organisation(case.organisation)
    await outbox.tell(f"{key}:{case.ref}:{case.version}", recipients, letter, this.now, case=case)


async def _tell_partnerships(this: Act, case: Case, on: Considered, outcome: str, conditions: tuple[str, ...]) -> None:
    """Every body that answered hears what became of its answer."""
    for request, body in await considered.list_answered(on.application):
        letter = letters.EndorsementOutcome(
            organisation=on.organisation_name,
            reference=request.ref,
            path=f"/endorsements/{request.ref}",
            body=body,
            outcome=outcome,
            conditions=conditions,
        )
        recipients = await outbox.of_respondent(request)
        await outbox.tell(
            f"endorsement-outcome:{request.ref}:{case.version}", recipients, letter, this.now, case=request
        )
