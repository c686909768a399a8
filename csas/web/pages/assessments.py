"""The assessor's pages: requirement by requirement, the findings, the recommendation."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import registry
from csas.domain import refusals
from csas.domain.assessments import FINDINGS, in_families
from csas.domain.casework import Case
from csas.domain.decisions import Terms
from csas.domain.permissions import Actor
from csas.store import considered, dossiers, reads
from csas.store.dossiers import Dossier
from csas.web import steps
from csas.web.fields import Choice
from csas.web.forms import view_faults
from csas.web.parts import Row
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import ABOUT, FIRST, choices_from, now
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


@page("/applications/{ref:str}/assess", "application:assess")
async def assess_page(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _assess(request, _entry("assess"), await reads.load_case(actor_of(request), ref))


async def _assess(
    request: Asked,
    entry: registry.Entry,
    case: Case,
    form: Any = None,
    faults: tuple[refusals.Fault, ...] = (),
    status: int = 200,
) -> Response[str]:
    step = steps.step_of(entry, case, actor_of(request))
    dossier = await dossiers.load(actor_of(request), case, now())
    given = views.typed(form) if form is not None else []
    laid = views.named(faults, given)
    return show(
        request,
        "applications/assess.html",
        status,
        case=case,
        step=step,
        families=views.families(in_families(dossier.assessment.requirements), dossier.assessment, form, laid),
        on=dossier.on,
        missing=dossier.assessment.missing,
        faults=view_faults(laid),
        href=f"/applications/{case.ref}",
    )


@change("/applications/{ref:str}/assess", "application:assess")
async def assess(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    form = await request.form()
    return await steps.run_step(request, _entry("assess"), ref, {"results": views.typed(form)}, form, _assess)


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


def _entry(name: str) -> registry.Entry:
    return registry.REGISTRY[f"application:{name}"]


FIRST["application:find"] = _first_findings
ABOUT["application:find"] = _about_findings
FIRST["application:recommend"] = _first_recommendation
ABOUT["application:recommend"] = _about_recommendation
ROUTES = [assess_page, assess]
