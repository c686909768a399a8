"""Answering the office’s questions beside the items they are about, and sending a correction."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import application_parts as parts
from csas.commands import corrections as commands
from csas.commands import registry
from csas.commands.corrections import Correct
from csas.commands.registry import Entry
from csas.domain import application_changes as changes
from csas.domain import applications as rules
from csas.domain import casework, refusals
from csas.domain.casework import Case
from csas.domain.refusals import Fault
from csas.domain.slots import slots_of
from csas.store import applications, questions
from csas.store.applications import Version
from csas.web import forms
from csas.web.fields import Field, with_faults
from csas.web.pages.applications import item_words, load
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import FIRST, now, run_step
from csas.web.views import applications as views

ANSWER, CORRECT = "application:answer", "application:correct"


@page("/applications/{ref:str}/answer", ANSWER)
async def show_questions(request: Asked, ref: FromPath[str]) -> Response[str]:
    """Each open question with what the application says on its item."""
    case = await load(actor_of(request), ref)
    casework.require(case, actor_of(request), ANSWER)
    return await _questions(request, _entry("answer"), case)


def _entry(name: str) -> Entry:
    found = registry.entry("applications", name)
    if found is None:
        raise refusals.NotFound
    return found


async def _questions(
    request: Asked,
    entry: Entry,
    case: Case,
    form: Any = None,
    faults: tuple[Fault, ...] = (),
    status: int = 200,
) -> Response[str]:
    del entry
    shown = tuple(Fault(field=fault.field.removeprefix("answers."), message=fault.message) for fault in faults)
    versions = await applications.list_versions((await applications.load(case)).id)
    asked = await questions.list_open(case)
    return show(
        request,
        "applications/answer.html",
        status,
        case=case,
        asked=[_beside(question, versions, form, shown) for question in asked],
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


@change("/applications/{ref:str}/answer", ANSWER)
async def send_answers(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    case = await load(actor_of(request), ref)
    form = await request.form()
    given = {asked.ref: str(form.get(asked.ref, "")) for asked in await questions.list_open(case)}
    return await run_step(request, _entry("answer"), ref, {"answers": given}, form, _questions)


@page("/applications/{ref:str}/correct", CORRECT)
async def show_correction(request: Asked, ref: FromPath[str]) -> Response[str]:
    """What has been changed so far, the sections to change, and the form that sends it."""
    case = await load(actor_of(request), ref)
    casework.require(case, actor_of(request), CORRECT)
    return await _correction(request, _entry("correct"), case)


async def _correction(
    request: Asked,
    entry: Entry,
    case: Case,
    form: Any = None,
    faults: tuple[Fault, ...] = (),
    status: int = 200,
) -> Response[str]:
    slots = slots_of(Correct)
    first = await _first(request, case)
    changed, missing = await _prepared(case)
    return show(
        request,
        "applications/correct.html",
        status,
        case=case,
        changed=[(each, changes.title_of(each.item)) for each in changed],
        missing=missing,
        fields=forms.fields(slots, form, {}, faults, first),
        faults=forms.view_faults(faults),
        declaration=rules.DECLARATION,
        words=entry.words,
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


@change("/applications/{ref:str}/correct", CORRECT)
async def send_correction(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    form = await request.form()
    given = forms.typed(form, slots_of(Correct))
    return await run_step(request, _entry("correct"), ref, given, form, _correction)


@change("/applications/{ref:str}/correct/drop", CORRECT)
async def drop_changes(request: Asked, ref: FromPath[str]) -> Redirect:
    """Forget the changes prepared; nothing has been sent."""
    case = await load(actor_of(request), ref)
    parts.require_editable(case, actor_of(request))
    await commands.drop(ref, actor_of(request), now())
    return then(f"/applications/{ref}/correct")


ROUTES = [show_questions, send_answers, show_correction, send_correction, drop_changes]
