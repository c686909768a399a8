"""What the commands on applications share inside their acts: drafts, facts, letters’ heads, requests.

Plain functions and no command: nothing here opens a transaction.
"""

from __future__ import annotations

from datetime import datetime

from csas.commands import endorsing
from csas.domain import casework, permissions, refusals, workflow
from csas.domain.applications import Answers, Facts
from csas.domain.casework import Case
from csas.domain.permissions import Actor
from csas.store import application_facts, applications, endorsements
from csas.store.applications import Application, Version
from csas.store.transaction import Act

EDITING = ("application:edit", "application:correct")


async def drafts_of(application: Application) -> dict[str, Answers]:
    """The answers of each section as they were last saved."""
    return {slug: draft.answers for slug, draft in (await applications.list_drafts(application.id)).items()}


async def facts_of(case: Case, application: Application, now: datetime) -> Facts:
    return await application_facts.gather(case, await drafts_of(application), now)


def may_edit(case: Case, actor: Actor) -> bool:
    """Whether sections can be typed now: in a draft, or to prepare a correction."""
    return any(step.action in EDITING for step in casework.steps_for(case, actor))


def require_editable(case: Case, actor: Actor) -> None:
    if may_edit(case, actor):
        return
    if not permissions.allows(actor, "application:edit", case.subject):
        raise refusals.NotAllowed
    if workflow.find_step(case.definition, case.state, "application:correct"):
        casework.require(case, actor, "application:correct")
    raise refusals.NotNow(state=case.standing.words)


async def last_saved_by(application: Application, section: str, actor: Actor) -> str:
    """Who saved a section last, as the person who came too late is told."""
    draft = (await applications.list_drafts(application.id)).get(section)
    if draft is None:
        return "Somebody"
    return "You, in another window," if draft.saved_by == actor.name else draft.saved_by or "Somebody"


def known(case: Case) -> dict[str, str]:
    """What every letter on an application says at its head."""
    return {"organisation": case.title, "reference": case.ref, "path": f"/applications/{case.ref}"}


async def recall_requests(this: Act, application: Application, why: str) -> list[int]:
    """Recall the requests for endorsement still open; the ids of their cases."""
    recalled = []
    for request in await endorsements.list_of_application(application.id):
        child = await this.hold_id(request.case)
        if await endorsing.recall(this, child, request, why):
            recalled.append(child.id)
    return recalled


async def reopen_requests(this: Act, case: Case, application: Application, new: Version) -> tuple[list[str], list[int]]:
    """Ask again whom a correction touches: the names of their partnerships and the ids of the cases."""
    asked = await endorsing.reopen_touched(this, case, application.id, None, new.id, new.hash)
    requests = await endorsements.list_of_application(application.id)
    return asked, [request.case for request in requests if request.partnership_name in asked]
