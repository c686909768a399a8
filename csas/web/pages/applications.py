"""An application from outside its forms: the list, starting one, its page, and what its versions say."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import applications as commands
from csas.commands.applications import Start
from csas.domain import application_changes as changes
from csas.domain import applications as rules
from csas.domain import intake, permissions, refusals
from csas.domain.casework import Case
from csas.domain.permissions import Actor, Subject
from csas.domain.slots import slots_of
from csas.store import application_facts, applications, organisations, questions, reads, uploads
from csas.store.applications import Application, Version
from csas.web import forms, once
from csas.web.fields import Choice
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import ABOUT, FIRST, choices_from, now
from csas.web.views import applications as views
from csas.web.views import cases as case_views
from csas.web.views import desk

READ = "application:read"
START = "application:start"
PROCESSES = (
    Choice("accreditation", "Accreditation of a provider", "Local partnerships are asked for their endorsement."),
    Choice(
        "vehicle-stopping",
        "National vehicle-stopping programme",
        "For a government agency whose examiners stop vehicles for testing.",
    ),
)


async def load(actor: Actor, ref: str) -> Case:
    """The case of an application; another kind of case has another address."""
    case = await reads.load_case(actor, ref)
    if case.process not in {"accreditation", "vehicle-stopping"}:
        raise refusals.NotFound
    return case


@page("/applications", READ)
async def list_all(request: Asked) -> Response[str]:
    """The applications of one’s organisations, and where to start another."""
    actor = actor_of(request)
    own = await organisations.list_own(actor)
    signing = [o for o in own if permissions.allows(actor, START, Subject(organisation=o.id))]
    lines = await reads.list_cases(actor, "accreditation", "vehicle-stopping")
    board = await desk.board_of(actor, now(), lines)
    due = {line.ref: desk.due_cell(line, board) for line in lines}
    return show(request, "applications/list.html", lines=lines, due=due, organisations=own, may_start=bool(signing))


@page("/applications/start", START)
async def show_start(request: Asked) -> Response[str]:
    """What is coming, before anyone begins."""
    return await _start(request)


async def _start(request: Asked, faults: tuple[refusals.Fault, ...] = (), form: object = None) -> Response[str]:
    actor = actor_of(request)
    own = [
        each
        for each in await organisations.list_own(actor)
        if permissions.allows(actor, START, Subject(organisation=each.id))
    ]
    if not own:
        raise refusals.NotAllowed
    national = any(each.sector == "government-agency" for each in own)
    slots = [slot for slot in slots_of(Start) if slot.name == "process"]
    in_force = [
        line for line in await reads.list_cases(actor, "accreditation") if not line.closed and line.stage == "review"
    ]
    return show(
        request,
        "applications/start.html",
        organisations=tuple(Choice(each.ref, each.name) for each in own),
        chosen=str(form.get("organisation", "")) if form else (own[0].ref if len(own) == 1 else ""),  # type: ignore[attr-defined]
        fields=forms.fields(slots, form, {"process": PROCESSES}, faults) if national else (),
        faults=forms.view_faults(faults),
        in_force=in_force,
    )


@change("/applications/start", START)
async def begin(request: Asked) -> Response[str] | Redirect:
    form = await request.form()
    given: dict[str, object] = {
        "organisation": str(form.get("organisation", "")),
        "process": str(form.get("process", "accreditation")) or "accreditation",
        "varies": str(form.get("varies", "")) or None,
    }
    try:
        event = await once.act_once(request, form, commands.start(intake.read(Start, given), actor_of(request), now()))
    except refusals.Faults as refused:
        return await _start(request, refused.faults, form)
    return then(f"/applications/{event.ref}/edit?done={event.tag}")


@page("/applications/{ref:str}", READ)
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """Where an application stands, for everybody who may see it."""
    actor = actor_of(request)
    case = await load(actor, ref)
    application = await applications.load(case)
    versions = await applications.list_versions(application.id)
    asked = await questions.list_asked(case)
    return show(
        request,
        "applications/show.html",
        page=await case_views.page_of(actor, case, now(), with_panels=True),
        organisation=await organisations.load_id(case.organisation),
        application=application,
        differences=case.definition.differences,
        versions=versions,
        open_questions=[_told(each, versions) for each in asked if each.answer is None],
        answered=[_told(each, versions) for each in asked if each.answer is not None],
        own=case.organisation in actor.organisations(),
        files=await uploads.list_kept(application.id),
        progress=await _progress(case, application) if not versions else None,
    )


def _told(asked: questions.Asked, versions: list[Version]) -> tuple[questions.Asked, str]:
    return asked, item_words(asked.item, versions)


def item_words(item: str, versions: list[Version]) -> str:
    """What a question is about, in the words of the newest version."""
    return changes.item_words(item, versions[0].content if versions else {})


async def _progress(case: Case, application: Application) -> tuple[int, int]:
    """How many sections of a draft are done."""
    drafts = await applications.list_drafts(application.id)
    typed = {slug: draft.answers for slug, draft in drafts.items()}
    facts = await application_facts.gather(case, typed, now())
    found = views.states(drafts, facts)
    return views.progress(found)


@page("/applications/{ref:str}/versions/{number:int}", READ)
async def read_version(request: Asked, ref: FromPath[str], number: FromPath[int]) -> Response[str]:
    """What one version says, with what changed since the one before it."""
    actor = actor_of(request)
    case = await load(actor, ref)
    versions = await applications.list_versions((await applications.load(case)).id)
    shown = next((each for each in versions if each.number == number), None)
    if shown is None:
        raise refusals.NotFound
    before = next((each for each in versions if each.number == number - 1), None)
    changed = changes.changes(before.content, shown.content) if before else ()
    return show(
        request,
        "applications/version.html",
        case=case,
        version=shown,
        versions=versions,
        before=before,
        changed=[(c, changes.title_of(c.item)) for c in changed],
        parts=views.shown_parts(shown.content, changed),
        files=shown.content.get("files", {}),
        declaration=shown.declaration,
    )


@choices_from("application-files")
async def files_of(actor: Actor, case: Case) -> tuple[Choice, ...]:
    del actor
    application = await applications.load(case)
    return tuple(Choice(file.ref, file.name) for file in await uploads.list_kept(application.id))


async def _declaration(actor: Actor, case: Case) -> dict[str, object]:
    """The wording of the declaration, above the form that makes it, and what is still missing."""
    del actor
    application = await applications.load(case)
    drafts = {slug: draft.answers for slug, draft in (await applications.list_drafts(application.id)).items()}
    undone = rules.missing(drafts, await application_facts.gather(case, drafts, now()))
    missing = "; ".join(each.title for each in undone)
    warning = f"It cannot be submitted yet. These parts are not done: {missing}." if missing else ""
    return {"text": ("By submitting you declare for the organisation:", rules.DECLARATION), "warning": warning}


async def _names(actor: Actor, case: Case) -> dict[str, object]:
    return {"name": actor.name, "post": await organisations.find_post(actor, case.organisation)}


ABOUT["application:submit"] = _declaration
FIRST["application:submit"] = _names

ROUTES = [list_all, show_start, begin, look, read_version]
