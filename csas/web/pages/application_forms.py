"""Filling in an application: the task list, its sections, check your answers, and what two windows did.

A section is saved as it is typed, complete or not; what is wrong with it is
shown after saving, so nothing typed is ever lost.
"""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import application_parts as parts
from csas.commands import applications as commands
from csas.commands.applications import Edit
from csas.domain import applications as rules
from csas.domain import casework, intake, refusals
from csas.domain.applications import Facts, Section
from csas.domain.casework import Case
from csas.domain.refusals import Fault
from csas.store import application_facts, applications, reads, uploads
from csas.store.applications import Application, Draft
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views import applications as views

EDIT = "application:edit"
LATER = "later"


class Desk:
    """Everything a page on one draft needs, loaded once."""

    def __init__(self, case: Case, application: Application, drafts: dict[str, Draft], facts: Facts) -> None:
        self.case = case
        self.application = application
        self.drafts = drafts
        self.facts = facts

    def section(self, slug: str) -> Section:
        found = rules.section(slug, self.facts)
        if found is None:
            raise refusals.NotFound
        return found

    def answers(self, slug: str) -> rules.Answers:
        return self.drafts[slug].answers if slug in self.drafts else {}

    def version(self, slug: str) -> int:
        return self.drafts[slug].version if slug in self.drafts else 0


async def desk(request: Asked, ref: str) -> Desk:
    """The draft, for somebody who may type in it now."""
    actor = actor_of(request)
    case = await reads.load_case(actor, ref)
    parts.require_editable(case, actor)
    application = await applications.load(case)
    drafts = await applications.list_drafts(application.id)
    typed = {slug: draft.answers for slug, draft in drafts.items()}
    return Desk(case, application, drafts, await application_facts.gather(case, typed, now()))


@page("/applications/{ref:str}/edit", EDIT)
async def task_list(request: Asked, ref: FromPath[str]) -> Response[str]:
    """Every section with its state, over as many visits as it takes."""
    at = await desk(request, ref)
    found = views.states(at.drafts, at.facts)
    done, counted = views.progress(found)
    steps = {step.action for step in casework.steps_for(at.case, actor_of(request))}
    return show(
        request,
        "applications/tasks.html",
        case=at.case,
        groups=views.groups(at.case.ref, at.facts, found, await _changed(at)),
        done=done,
        all=counted,
        complete=done == counted,
        may_submit="application:submit" in steps,
        correcting="application:correct" in steps,
    )


async def _changed(at: Desk) -> frozenset[str]:
    """The sections that differ from the last version, once there is one."""
    last = await applications.find_last_version(at.application.id)
    if last is None:
        return frozenset()
    was = await applications.typed_in(last.id)
    return frozenset(slug for slug, draft in at.drafts.items() if draft.answers != was.get(slug, {}))


@page("/applications/{ref:str}/edit/{section:str}", EDIT)
async def show_section(request: Asked, ref: FromPath[str], section: FromPath[str]) -> Response[str]:
    at = await desk(request, ref)
    asked = at.section(section)
    answers = at.answers(section) or await _first(at, section)
    return await _section(request, at, asked, answers)


async def _first(at: Desk, slug: str) -> rules.Answers:
    """What is known already when a section is opened for the first time."""
    if slug != "organisation" or slug in at.drafts:
        return {}
    from_record = await applications.first_answers(at.case.organisation)
    return rules.tidy(at.section(slug), from_record)


async def _section(
    request: Asked,
    at: Desk,
    asked: Section,
    answers: rules.Answers,
    faults: tuple[Fault, ...] = (),
) -> Response[str]:
    evidence = asked.slug == "evidence"
    return show(
        request,
        "applications/section.html",
        case=at.case,
        section=asked,
        fields=views.fields_of(asked, answers, faults),
        faults=views.view_faults(faults),
        version=at.version(asked.slug),
        saved=at.drafts.get(asked.slug),
        map=views.map_of(at.facts.chosen, at.facts.outside) if asked.slug == "areas" else (),
        files=await uploads.list_kept(at.application.id) if evidence else (),
        rejected=await uploads.list_rejected(at.application.id) if evidence else (),
        may_attach=may(request, at.case, "application:attach"),
    )


def may(request: Asked, case: Case, action: str) -> bool:
    return any(step.action == action for step in casework.steps_for(case, actor_of(request)))


@change("/applications/{ref:str}/edit/{section:str}", EDIT)
async def save_section(request: Asked, ref: FromPath[str], section: FromPath[str]) -> Response[str] | Redirect:
    """Save what was typed; then show what is wrong with it, or go on."""
    return await _save(request, ref, section)


async def _save(request: Asked, ref: str, section: str) -> Response[str] | Redirect:
    at = await desk(request, ref)
    asked = at.section(section)
    form = await request.form()
    given = views.typed(form, asked)
    try:
        version = str(form.get("version", "0")) or "0"
        wanted = intake.read(Edit, {"ref": ref, "section": section, "version": version, "answers": given})
        await commands.edit(wanted, actor_of(request), now())
    except refusals.Faults as refused:
        return await _section(request, at, asked, rules.tidy(asked, given), refused.faults)
    except refusals.DraftChanged as refused:
        return await _both(request, ref, section, rules.tidy(asked, given), refused)
    if form.get("go") == LATER:
        return then(f"/applications/{ref}/edit")
    return await _onward(request, ref, section)


@change("/applications/{ref:str}/edit", EDIT)
async def save_named_section(request: Asked, ref: FromPath[str]) -> Response[Any]:
    """The same where the form itself names the section."""
    await desk(request, ref)
    section = str((await request.form()).get("section", ""))
    return await _save(request, ref, section) if section in rules.SLUGS else then(f"/applications/{ref}/edit")


async def _onward(request: Asked, ref: str, slug: str) -> Response[str] | Redirect:
    at = await desk(request, ref)
    asked = at.section(slug)
    faults = rules.faults(asked, at.answers(slug), at.facts)
    if faults:
        return await _section(request, at, asked, at.answers(slug), faults)
    next_slug = views.following(asked, at.facts)
    return then(f"/applications/{ref}/edit/{next_slug}" if next_slug else f"/applications/{ref}/check")


async def _both(
    request: Asked, ref: str, slug: str, mine: rules.Answers, refused: refusals.DraftChanged
) -> Response[str]:
    """Somebody saved meanwhile: both texts, and one's own to save again."""
    at = await desk(request, ref)
    asked = at.section(slug)
    theirs, yours = views.typed_rows(asked, at.answers(slug)), views.typed_rows(asked, mine)
    differing = [(t.key, t.value, y.value) for t, y in zip(theirs, yours, strict=True) if t.value != y.value]
    return show(
        request,
        "applications/both.html",
        409,
        case=at.case,
        section=asked,
        message=refused.message,
        differing=differing,
        fields=views.fields_of(asked, mine),
        version=at.version(slug),
    )


@page("/applications/{ref:str}/check", EDIT)
async def check_answers(request: Asked, ref: FromPath[str]) -> Response[str]:
    """Everything typed, each with a link to change it, and what is still missing."""
    at = await desk(request, ref)
    drafts = {slug: draft.answers for slug, draft in at.drafts.items()}
    said = rules.content(drafts, at.facts, at.case.title, uploads.evidence(await uploads.list_kept(at.application.id)))
    return show(
        request,
        "applications/check.html",
        case=at.case,
        parts=views.shown_parts(said, change_links=f"/applications/{ref}/edit"),
        files=await uploads.list_kept(at.application.id),
        missing=[(s.title, f"/applications/{ref}/edit/{s.slug}") for s in rules.missing(drafts, at.facts)],
        may_submit=may(request, at.case, "application:submit"),
        may_correct=may(request, at.case, "application:correct"),
    )


ROUTES = [task_list, show_section, save_section, save_named_section, check_answers]
