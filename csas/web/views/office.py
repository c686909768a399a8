"""The office's panel on the page of an application, and the choices of its forms."""

from __future__ import annotations

from typing import Any

from csas.domain import office as rules
from csas.domain import workflow
from csas.domain.application_changes import item_words
from csas.domain.applications import Content
from csas.domain.casework import Case
from csas.domain.permissions import CENTRAL, ROLES, Actor
from csas.store import casefiles, endorsements, office, places, questions
from csas.store.places import Places
from csas.web import templating
from csas.web.fields import Choice
from csas.web.parts import Row, Task
from csas.web.steps import ABOUT, choices_from, now
from csas.web.views.cases import PANELS

METHODS = {
    "survey": "Survey of residents or businesses",
    "public-meeting": "Public meeting",
    "ward-panel": "Ward panel",
    "joint-consultation": "Consultation held together with the organisation",
    "waived": "Waived: the community was not asked",
}
PLACES = {
    "none": "Not decided yet",
    "held": "Place held",
    "reserve": "Reserve list, no promise",
    "not-needed": "No place needed",
}


@choices_from("application-items")
async def application_items(_actor: Actor, case: Case) -> tuple[Choice, ...]:
    """What a question can be aimed at."""
    found = (await office.load_submitted(case)).items
    return (Choice("", "Choose an item"), *(Choice(item, words) for item, words in found))


@choices_from("office-people")
async def office_people(actor: Actor, case: Case) -> tuple[Choice, ...]:
    """Me first, then the others of the office, then nobody."""
    officers = await office.list_officers(case.scheme, *CENTRAL)
    mine = [officer for officer in officers if officer.id == actor.person]
    rest = [officer for officer in officers if officer.id != actor.person]
    words = [Choice(officer.ref, f"Me ({officer.name})") for officer in mine]
    words += [Choice(o.ref, o.name, hint=", ".join(ROLES[role] for role in o.roles)) for o in rest]
    return (*words, Choice("nobody", "Nobody for now"))


@choices_from("view-methods")
async def view_methods(_actor: Actor, _case: Case) -> tuple[Choice, ...]:
    return tuple(Choice(code, words) for code, words in METHODS.items())


@choices_from("added-steps")
async def added_steps(_actor: Actor, case: Case) -> tuple[Choice, ...]:
    """The steps that the process adds to those of the service."""
    steps = workflow.find_steps(case.definition, case.state, "application:proceed")
    return tuple(Choice(step.name, step.words, step.hint) for step in steps)


async def office_panel(actor: Actor, case: Case) -> tuple[str, dict[str, Any]] | None:
    """Assignment, hold, questions, notes, checks and place; for the office and the deciders only."""
    if case.scheme not in actor.schemes(*CENTRAL) or case.standing.editable:
        return None
    application = await office.load_submitted(case)
    same = await casefiles.list_duplicates(case)
    people = await casefiles.load_parties(case)
    said = await office.find_content(case)
    return "applications/_office.html", {
        "rows": _rows(case, application, people),
        "checks": tuple(_check(check) for check in rules.checks(application, len(same))),
        "questions": [_question(asked, said) for asked in await questions.list_asked(case)],
        "notes": await casefiles.list_notes(case),
        "views": await office.list_views(application.id),
        "methods": METHODS,
        "same": same,
    }


def _rows(case: Case, application: rules.Submitted, people: casefiles.Parties) -> tuple[Row, ...]:
    hold = next((pause for pause in case.pauses if pause.kind == "hold" and pause.until is None), None)
    return (
        Row("Assigned to", people.assigned or "Nobody"),
        Row("Place", PLACES[application.place]),
        Row("Hold", f"On hold since {templating.moment(hold.since)}" if hold else "Not on hold"),
        Row("Version", _version(application)),
    )


CHECKED = {True: ("Yes", "green"), False: ("Not yet", "grey"), None: ("Look", "yellow")}


def _check(check: rules.Check) -> Task:
    status, colour = CHECKED[check.good]
    return Task(check.words, status=status, colour=colour, hint=check.detail)


def _version(application: rules.Submitted) -> str:
    if application.submitted_on is None:
        return "None submitted"
    return f"Version {application.number}, submitted on {templating.short_day(application.submitted_on)}"


def _question(asked: questions.Asked, said: Content | None) -> tuple[str, questions.Asked]:
    return item_words(asked.item, said or {}), asked


PANELS.append(office_panel)


async def about_accepting(_actor: Actor, case: Case) -> dict[str, object]:
    """The effect before the act: the place it would take, and who would be asked."""
    application = await office.load_submitted(case)
    found = await places.load(case.scheme, now())
    rows = [Row("Place", _place_to_come(application, found))]
    step = workflow.find_step(case.definition, case.state, "application:accept")
    if step and step.to and case.definition.states[step.to].held_by == "partnership":
        asked = await endorsements.list_covering(case.scheme, application.version)
        rows.append(Row("Asked for endorsement", templating.series([each.name for each in asked]) or "Nobody"))
    undone = [check.words for check in rules.checks(application, 0) if check.good is False]
    return {"rows": tuple(rows), "warning": f"Not yet: {templating.series(undone)}." if undone else ""}


def _place_to_come(application: rules.Submitted, found: Places) -> str:
    if application.sort != "new":
        return "None needed: it stands on the place of the arrangement it changes"
    if found.cap is None:
        return "Places are not limited now"
    held = f"{len(found.held)} of {found.cap} places are held"
    return f"A place, as {held}" if found.free else f"The reserve list, no promise, as {held}"


ABOUT["application:accept"] = about_accepting
