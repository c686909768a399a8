"""Answering the office’s questions beside the items they are about, and sending a correction."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import application_parts as parts
from csas.commands import corrections as commands
from csas.commands.corrections import Correct
from csas.domain import application_changes as changes
from csas.domain import applications as rules
from csas.domain import refusals
from csas.domain.casework import Case
from csas.domain.refusals import Fault
from csas.domain.slots import slots_of
from csas.store import applications, questions
from csas.store.applications import Version
from csas.web import forms, steps
from csas.web.fields import Field, with_faults
from csas.web.pages.applications import item_words, load
from csas.web.routing import change
from csas.web.show import Asked, actor_of, then
from csas.web.steps import FIRST, Sheet, now
from csas.web.views import applications as views

CORRECT = "application:correct"


async def _questions(request: Asked, sheet: Sheet) -> Response[str]:
    """Each open question with what the application says on its item."""
    shown = tuple(Fault(field=fault.field.removeprefix("answers."), message=fault.message) for fault in sheet.faults)
    versions = await applications.list_versions((await applications.load(sheet.case)).id)
    asked = await questions.list_open(sheet.case)
    return steps.show_sheet(
        request,
        "applications/answer.html",
        sheet,
        asked=[_beside(question, versions, sheet.form, shown) for question in asked],
        faults=forms.view_faults(shown),
    )


def _beside(
    question: questions.Asked, versions: list[Version], form: Any, faults: tuple[Fault, ...]
) -> dict[str, object]:
    said = versions[0].content if versions else {}
    stands = changes.answer_to(question.item, said)
    field = Field(
        name=question.ref,
        label="Your answer",
        kind="textarea",
        value=str(form.get(question.ref, "")) if form else "",
        max_length=commands.LONGEST_ANSWER,
    )
    return {
        "question": question,
        "about": item_words(question.item, versions),
        "stands": views.lines("\n".join(stands.shown)) if stands else "",
        "field": with_faults((field,), forms.view_faults(faults))[0],
    }


async def _answers(case: Case, form: Any) -> dict[str, object]:
    return {"answers": {asked.ref: str(form.get(asked.ref, "")) for asked in await questions.list_open(case)}}


async def _correction(request: Asked, sheet: Sheet) -> Response[str]:
    """What has been changed so far, the sections to change, and the form that sends it."""
    changed, missing = await _prepared(sheet.case)
    first = await _first(request, sheet.case)
    return steps.show_sheet(
        request,
        "applications/correct.html",
        sheet,
        changed=[(each, changes.title_of(each.item)) for each in changed],
        missing=missing,
        fields=forms.fields(slots_of(Correct), sheet.form, {}, sheet.faults, first),
        declaration=rules.DECLARATION,
        words=sheet.entry.words,
    )


async def _first(request: Asked, case: Case) -> dict[str, object]:
    return await FIRST["application:submit"](actor_of(request), case)


async def _prepared(case: Case) -> tuple[tuple[changes.Change, ...], str]:
    """What the drafts would change, and which sections are not complete."""
    application = await applications.load(case)
    old = await applications.find_last_version(application.id)
    try:
        said, _ = await commands.prepared(case, application, now())
    except refusals.NotComplete as refused:
        return (), refused.message
    return (changes.changes(old.content, said) if old else ()), ""


@change("/applications/{ref:str}/correct/drop", CORRECT)
async def drop_changes(request: Asked, ref: FromPath[str]) -> Redirect:
    """Forget the changes prepared; nothing has been sent."""
    case = await load(actor_of(request), ref)
    parts.require_editable(case, actor_of(request))
    await commands.drop(ref, actor_of(request), now())
    return then(f"/applications/{ref}/correct")


ROUTES = [
    *steps.pages("application:answer", _questions, _answers, load),
    *steps.pages(CORRECT, _correction, load=load),
    drop_changes,
]
