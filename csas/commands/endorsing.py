"""Asking partnerships for their endorsement, as part of somebody else’s act.

Accepting an application asks every partnership it concerns; correcting it asks
again those whom the correction touches; the last answer settles the parent.
None of these opens a transaction or records an event: the act they serve does.
"""

from __future__ import annotations

from csas.domain import application_changes, casework, workflow
from csas.domain import endorsements as rules
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.endorsements import Change, Request
from csas.domain.letters import EndorsementRecalled, EndorsementRequested
from csas.store import applications, calendars, cases, definitions, endorsement_packs, endorsements, outbox
from csas.store.endorsements import Covering
from csas.store.transaction import Act

NO_LONGER_SOUGHT = "The applicant no longer applies for these areas."


async def request_all(this: Act, case: Case, application_id: int, version_id: int, version_hash: str) -> list[str]:
    """Ask each partnership that covers any area sought; returns their names, also for the letter."""
    covering = await endorsements.list_covering(case.scheme, version_id)
    for partnership in covering:
        await _open(this, case, application_id, version_id, version_hash, partnership)
    return [partnership.name for partnership in covering]


async def _open(this: Act, parent: Case, application: int, version: int, version_hash: str, asked: Covering) -> None:
    child = await cases.open_case(
        definitions.current("endorsement"),
        title=f"Endorsement of {parent.title} by {asked.name}",
        force=parent.force,
        scheme=parent.scheme,
        now=this.now,
        organisation=parent.organisation,
        partnership=asked.id,
        parent=parent,
    )
    await endorsements.add(child, application, version, version_hash)
    this.opened(child)
    await tell_request(this, child)


async def tell_request(this: Act, case: Case, *, again: bool = False, key: str = "requested") -> None:
    """Write to whoever must answer: what is asked, and until when."""
    request = await endorsements.load(case)
    areas, powers = await endorsement_packs.names_of(request.areas, request.powers)
    due = casework.deadline(case, await calendars.holidays())
    letter = EndorsementRequested(
        organisation=request.applicant_name,
        reference=case.ref,
        path=f"/endorsements/{case.ref}",
        body=request.body,
        areas=areas,
        powers=powers,
        due_on=(due.due_on if due else None) or london_day(this.now),
        passed_on=request.passed_on,
        again=again,
    )
    recipients = await outbox.of_respondent(case)
    await outbox.tell(f"endorsement-{key}:{case.ref}:{case.version}", recipients, letter, this.now, case=case)


async def tell_recalled(this: Act, case: Case, request: Request) -> None:
    """Tell whoever was to answer that no answer is needed."""
    letter = EndorsementRecalled(
        organisation=request.applicant_name,
        reference=case.ref,
        path=f"/endorsements/{case.ref}",
        body=request.body,
    )
    recipients = await outbox.of_respondent(case)
    await outbox.tell(f"endorsement-recalled:{case.ref}:{case.version}", recipients, letter, this.now, case=case)


async def reopen_touched(
    this: Act,
    case: Case,
    application_id: int,
    changed: Change | None,
    version_id: int,
    version_hash: str,
) -> list[str]:
    """Ask again whom a correction touches, ask partnerships it newly concerns, recall what it no longer seeks.

    Call it when the parent’s own step has been taken: what remains may be settled
    now, and then moves the parent on. Without `changed`, each request is judged by the version it showed. Returns
    the names of the partnerships that are asked, or asked again.
    """
    covering = {each.id: each for each in await endorsements.list_covering(case.scheme, version_id)}
    requests = await endorsements.list_of_application(application_id)
    asked = [
        request.partnership_name
        for request in requests
        if await _reopen(this, request, changed, version_id, version_hash, sought=request.partnership in covering)
    ]
    known = {request.partnership for request in requests}
    for partnership in (each for each in covering.values() if each.id not in known):
        await _open(this, case, application_id, version_id, version_hash, partnership)
        asked.append(partnership.name)
    await settle_if_all_in(this, await this.hold_id(case.id))
    return asked


async def _reopen(
    this: Act, request: Request, changed: Change | None, version: int, version_hash: str, *, sought: bool
) -> bool:
    """Deal with one request after a correction; tells whether it is asked again."""
    child = await this.hold_id(request.case)
    if not sought:
        await recall(this, child, request, NO_LONGER_SOUGHT)
        return False
    change = await _difference(request.version, version) if changed is None else changed
    touched = rules.touched_by(change, await endorsements.as_asked(request, version))
    if touched or not request.closed:
        await endorsements.show_version(request, version, version_hash)
    return touched and await _ask_again(this, child, request)


async def _difference(was: int, now: int) -> Change:
    seen, corrected = await applications.load_version(was), await applications.load_version(now)
    found = application_changes.touched(seen.content, corrected.content)
    return Change(areas=tuple(found.areas), powers=tuple(found.powers), items=tuple(found.parts))


async def recall(this: Act, child: Case, request: Request, why: str) -> bool:
    """Recall a request that still waits, and tell whoever was to answer; whether it did wait."""
    step = workflow.find_step(child.definition, child.state, "endorsement:recall")
    if step is None or request.closed:
        return False
    await endorsements.not_asked(request, why)
    await tell_recalled(this, await this.take(child, step), request)
    return True


async def _ask_again(this: Act, child: Case, request: Request) -> bool:
    step = workflow.find_step(child.definition, child.state, "endorsement:reopen")
    if step is not None:
        await endorsements.ask_again(request)
        await tell_request(this, await this.take(child, step), again=True)
        return True
    if request.closed:
        return False
    await endorsements.start_afresh(request, this.now)
    moved = await this.move(child, child.state)
    await tell_request(this, moved, again=True)
    return True


async def settle_if_all_in(this: Act, parent: Case) -> bool:
    """Take the parent’s step when every request is settled, in the same act and event.

    It follows from the act and asks nobody’s permission; a parent that stands
    elsewhere has no such step, and nothing happens.
    """
    step = workflow.find_step(parent.definition, parent.state, "application:settle")
    application = await endorsement_packs.application_of(parent)
    if step is None or application is None:
        return False
    if not rules.endorsements_settled(await endorsements.list_of_application(application)):
        return False
    await this.take(parent, step)
    return True


def with_parent(case: Case) -> dict[str, list[int]]:
    """The subjects of an event on a request: its application’s history shows it too."""
    return {"case": [case.parent]} if case.parent else {}


async def settle_parent(this: Act, child: Case) -> list[int]:
    """After a request has moved: settle its parent if that was the last, and name the parent for the journal."""
    if child.parent is None:
        return []
    await settle_if_all_in(this, await this.hold_id(child.parent))
    return [child.parent]
