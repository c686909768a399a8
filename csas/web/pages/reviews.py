"""Reviews: the page of one, the provider's own assessment, and the office's grades."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath

from csas.domain import refusals
from csas.domain import reviews as rules
from csas.domain.calendar import in_words
from csas.domain.casework import Case
from csas.domain.permissions import Actor
from csas.store import reads, reviews
from csas.web import forms, steps
from csas.web.fields import Choice, Field, with_faults
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import Sheet, choices_from, now
from csas.web.views import cases as case_views
from csas.web.views import reviews as views

RISKS = tuple(
    Choice(value, words)
    for value, words in (("low", "Low"), ("moderate", "Moderate"), ("high", "High"), ("very-high", "Very high"))
)
VALIDATIONS = (
    Choice("desk", "Desk review", "Records and returns, for low risk"),
    Choice("visit", "Visit", "For high risk, or where the self-assessment is in doubt"),
)


@page("/reviews/{ref:str}", "review:read")
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """A review: where it stands, what was found, what must be done."""
    actor = actor_of(request)
    case = await _load(actor, ref)
    review = await reviews.load(case)
    return show(
        request,
        "reviews/show.html",
        page=await case_views.page_of(actor, case, now()),
        review=review,
        rows=views.graded_rows(review.grades),
        own=[(topic.title, views.own_words(review, topic.slug)) for topic in rules.TOPICS if review.own],
        found=[
            (rules.BY_SLUG[g.topic].title, g) for g in review.grades if g.strengths or g.improvements or g.good_practice
        ],
        overall=rules.GRADES.get(review.overall or "", ""),
        colour=rules.COLOURS.get(review.overall or "", "grey"),
        why=rules.why_overall(review.grades) if review.grades else "",
        distribution=await reviews.distribution(case.scheme),
        grades=rules.GRADES,
    )


async def _load(actor: Actor, ref: str) -> Case:
    case = await reads.load_case(actor, ref)
    if case.process != "review":
        raise refusals.NotFound
    return case


async def _own(request: Asked, sheet: Sheet) -> Response[str]:
    return steps.show_sheet(
        request,
        "reviews/self_assess.html",
        sheet,
        parts=views.own_fields(sheet.form, sheet.faults),
        faults=forms.view_faults(views.named_faults(sheet.faults, "parts")),
    )


async def _own_given(_case: Case, form: Any) -> dict[str, object]:
    return {"parts": views.own_parts(form)}


async def _grade(request: Asked, sheet: Sheet) -> Response[str]:
    form, review = sheet.form, await reviews.load(sheet.case)
    whole = (
        Field("validation", "How it was validated", "radios", choices=VALIDATIONS, value=_typed(form, "validation")),
        Field("risk", "Risk", "radios", choices=RISKS, value=_typed(form, "risk") or review.risk),
        Field("summary", "Summary", "textarea", value=_typed(form, "summary"), max_length=4000),
    )
    faults = forms.view_faults(views.named_faults(sheet.faults, "parts"))
    return steps.show_sheet(
        request,
        "reviews/grade.html",
        sheet,
        parts=views.grade_fields(form, review, sheet.faults),
        plan=views.plan_fields(form, sheet.faults),
        whole=with_faults(whole, faults),
        faults=faults,
    )


def _typed(form: Any, name: str) -> str:
    return "" if form is None else str(form.get(name, ""))


async def _grade_given(_case: Case, form: Any) -> dict[str, object]:
    return {
        "parts": views.grade_parts(form),
        "actions": views.planned_actions(form),
        **{name: str(form.get(name, "")) for name in ("validation", "risk", "summary")},
    }


@choices_from("review-actions")
async def actions(_actor: Actor, case: Case) -> tuple[Choice, ...]:
    """The action plan, to be ticked off."""
    review = await reviews.load(case)
    return tuple(Choice(str(action.id), action.body, f"By {in_words(action.due_on)}") for action in review.actions)


ROUTES = [
    look,
    *steps.pages("review:self-assess", _own, _own_given, _load),
    *steps.pages("review:grade", _grade, _grade_given, _load),
]
