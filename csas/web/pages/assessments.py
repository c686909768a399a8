"""The assessor's pages: requirement by requirement, the findings, the recommendation."""

from __future__ import annotations

from typing import Any

from litestar import Response

from csas.domain.assessments import FINDINGS, in_families
from csas.domain.casework import Case
from csas.domain.decisions import Terms
from csas.domain.permissions import Actor
from csas.store import considered, dossiers
from csas.store.dossiers import Dossier
from csas.web import steps
from csas.web.fields import Choice
from csas.web.forms import view_faults
from csas.web.parts import Row
from csas.web.show import Asked, actor_of
from csas.web.steps import ABOUT, FIRST, Sheet, choices_from, now
from csas.web.views import assessments as views
from csas.web.views import decisions as words


@choices_from("powers-sought")
async def powers_sought(_actor: Actor, case: Case) -> tuple[Choice, ...]:
    """What was applied for, with what stands in the way of each power."""
    return words.power_choices(await considered.load(case, now()))


@choices_from("areas-sought")
async def areas_sought(_actor: Actor, case: Case) -> tuple[Choice, ...]:
    return words.area_choices(await considered.load(case, now()))


@choices_from("recommendations")
async def recommendations(_actor: Actor, _case: Case) -> tuple[Choice, ...]:
    return (Choice("grant", "An arrangement, in full or in part"), Choice("refuse", "A refusal"))


async def _assess(request: Asked, sheet: Sheet) -> Response[str]:
    dossier = await dossiers.load(actor_of(request), sheet.case, now())
    assessment, form = dossier.assessment, sheet.form
    laid = views.named(sheet.faults, views.typed(form) if form is not None else [])
    return steps.show_sheet(
        request,
        "applications/assess.html",
        sheet,
        families=views.families(in_families(assessment.requirements), assessment, form, laid),
        on=dossier.on,
        missing=assessment.missing,
        faults=view_faults(laid),
    )


async def _results(_case: Case, form: Any) -> dict[str, object]:
    return {"results": views.typed(form)}


async def _first_findings(actor: Actor, case: Case) -> dict[str, object]:
    """The findings as they stand, to be kept or changed."""
    found = (await dossiers.load(actor, case, now())).assessment.findings
    first: dict[str, object] = {}
    for subject in FINDINGS:
        if subject in found:
            name = subject.replace("-", "_")
            first |= {name: found[subject].satisfied, f"{name}_evidence": found[subject].evidence}
    return first


async def _about_findings(actor: Actor, case: Case) -> dict[str, object]:
    dossier = await dossiers.load(actor, case, now())
    return {
        "text": (
            "The Act asks two things of the employer.",
            "Whether each person is suitable, capable and trained is found later, person by person.",
        ),
        "rows": _assessed_rows(dossier),
    }


def _assessed_rows(dossier: Dossier) -> tuple[Row, ...]:
    return (
        Row("Organisation", dossier.on.organisation_name),
        Row("Judged by", dossier.on.edition_title),
        Row("Requirements", words.assessment_in_short(dossier.assessment)),
    )


async def _first_recommendation(actor: Actor, case: Case) -> dict[str, object]:
    """Everything that could be granted, or the last recommendation if there was one."""
    dossier = await dossiers.load(actor, case, now())
    if dossier.recommended is not None and dossier.recommended.outcome != "refuse":
        terms = dossier.recommended.terms
        return {
            "recommendation": "grant",
            "powers": terms.powers,
            "areas": terms.areas,
            "conditions": tuple(each.sentence for each in terms.conditions),
            "reasons": dossier.recommended.reasons,
        }
    on = dossier.on
    return {
        "powers": tuple(each.code for each in on.powers if each.adopted),
        "areas": tuple(each.code for each in on.areas if each.settled),
        "conditions": on.conditions,
    }


async def _about_recommendation(actor: Actor, case: Case) -> dict[str, object]:
    dossier = await dossiers.load(actor, case, now())
    missing, unsatisfied = dossier.assessment.missing, dossier.assessment.unsatisfied
    warning = ""
    if missing:
        warning = f"Still to be assessed before you can recommend: {', '.join(missing)}."
    elif unsatisfied:
        warning = f"Only a refusal can be recommended, because this is not found: {'; '.join(unsatisfied)}."
    suggested = words.suggested_conditions(dossier.on)
    rows = [*_assessed_rows(dossier), *words.finding_rows(dossier.assessment)]
    if suggested:
        rows.append(Row("Conditions that partnerships put", words.listed(suggested)))
    everything = Terms(
        powers=tuple(each.code for each in dossier.on.powers), areas=tuple(each.code for each in dossier.on.areas)
    )
    doubted = words.doubts(everything, dossier.on)
    if doubted:
        rows.append(Row("Not endorsed", words.listed(doubted)))
    return {
        "text": (
            "Recommend which powers its employees may apply for, and where. Areas still open may be left out.",
            "Fewer powers, fewer areas or a condition of ours means that the applicant gets notice first.",
        ),
        "rows": tuple(rows),
        "warning": warning,
    }


FIRST["application:find"] = _first_findings
ABOUT["application:find"] = _about_findings
FIRST["application:recommend"] = _first_recommendation
ABOUT["application:recommend"] = _about_recommendation
ROUTES = steps.pages("application:assess", _assess, _results)
