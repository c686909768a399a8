"""What stage 4 adds to the page of an application: decision, notice, signatures and certificate.

The office sees beside them what was found and recommended.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from csas.domain import permissions
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.certificates import grouped
from csas.domain.permissions import Actor
from csas.store import appeals, dossiers, settings_of_scheme
from csas.store.dossiers import Dossier
from csas.web.steps import now
from csas.web.views import decisions as words
from csas.web.views.cases import PANELS

TEMPLATE = "applications/_decision.html"
ROUTES: list[Any] = []


async def panel(actor: Actor, case: Case) -> tuple[str, dict[str, Any]] | None:
    """The decision and all that belongs to it, or None while there is nothing to show this reader."""
    if case.process not in {"accreditation", "vehicle-stopping"} or not await dossiers.is_submitted(case):
        return None
    dossier = await dossiers.load(actor, case, now())
    central = words.is_central(actor, case)
    begun = bool(dossier.assessment.results or dossier.assessment.findings or dossier.recommended)
    if not (dossier.decisions or dossier.notices or (central and begun)):
        return None
    return TEMPLATE, {
        "dossier": dossier,
        "grouped": grouped,
        "central": central,
        "href": f"/applications/{case.ref}",
        "assessment": words.assessment_in_short(dossier.assessment),
        "assessed": words.assessment_rows(dossier.assessment),
        "findings": words.finding_rows(dossier.assessment),
        "recommended": _recommended(dossier),
        "notices": [words.notice_rows(each, dossier.on, now()) for each in dossier.notices],
        "decisions": [await _decision(dossier, case, number) for number in range(len(dossier.decisions))],
        "place": words.place_words(dossier),
        "arrangement": words.arrangement_words(dossier.arrangement, now()) if dossier.arrangement else "",
        "ended_appeal_until": await _ended_until(dossier, case),
        "appeals": await appeals.list_of(case),
        "may_appeal": permissions.allows(actor, "appeal:lodge", case.subject) and await _is_in_time(case),
    }


async def _ended_until(dossier: Dossier, case: Case) -> date | None:
    """The last day to appeal against an end by notice."""
    found = dossier.arrangement
    if found is None or found.ending != "notice" or found.valid.end is None:
        return None
    return await _appeal_until(found.valid.end, case)


async def _is_in_time(case: Case) -> bool:
    """Whether an appeal against the latest decision would be heard now."""
    found = await appeals.find_decision(case)
    if found is None or not found[1].is_adverse or found[1].appealed:
        return False
    return london_day(now()) <= await _appeal_until(found[1].ended_at or found[1].decided_at, case)


async def _appeal_until(moment: datetime, case: Case) -> date:
    days = int((await settings_of_scheme.on(case.scheme, "appeal-days", london_day(now()))).value)
    return london_day(moment) + timedelta(days=days)


def _recommended(dossier: Dossier) -> list[Any]:
    found = dossier.recommended
    return words.terms_rows(found.terms, dossier.on) if found and found.outcome != "refuse" else []


async def _decision(dossier: Dossier, case: Case, number: int) -> dict[str, Any]:
    """One decision in words, with the last day to appeal where it was adverse."""
    decided = dossier.decisions[number]
    stands = number == 0 and decided.round == dossier.on.round
    adverse = stands and (decided.outcome != "grant" or bool(decided.reasons))
    return {
        "decided": decided,
        "words": words.decision_words(decided),
        "colour": words.COLOURS[decided.outcome],
        "rows": words.decision_rows(decided, dossier.on),
        "appeal_until": await _appeal_until(decided.decided_at, case) if adverse else None,
        "current": stands,
    }


PANELS.append(panel)
