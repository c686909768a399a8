"""Desks: what people’s requests and notices ask of whoever looks."""

from __future__ import annotations

from datetime import datetime

from csas.domain import individual_notices as notices
from csas.domain.permissions import SIGNING, Actor
from csas.domain.remitting import TO_OFFICE
from csas.store import own_addresses, remissions, statutory
from csas.web import templating
from csas.web.parts import Link
from csas.web.views.desk import (
    CASE_HEAD,
    Cell,
    DeskSection,
    board_of,
    by_due,
    case_rows,
    is_applicant,
    lines_of,
    section,
)

MANY = 15


async def _waiting(
    actor: Actor, now: datetime, title: str, empty: str, states: frozenset[str], order: int
) -> DeskSection:
    found = [line for line in await lines_of(actor) if line.noun == "individual" and line.code in states]
    board = await board_of(actor, now, found)
    more = (Link(f"All {len(found)}", "/individuals"),) if len(found) > MANY else (Link("All people", "/individuals"),)
    rows = case_rows(by_due(found, board)[:MANY], board)
    return DeskSection(title=title, head=CASE_HEAD, rows=rows, empty=empty, links=more, order=order)


@section
async def assessing(actor: Actor, now: datetime) -> DeskSection | None:
    """People whose vetting and training are done."""
    if not actor.schemes("assessor"):
        return None
    empty = "Nobody waits for an assessment."
    return await _waiting(actor, now, "People to assess", empty, frozenset({"assessment"}), 15)


@section
async def deciding(actor: Actor, now: datetime) -> DeskSection | None:
    """People ready to be decided on, one by one or several at once."""
    if not actor.schemes("decision-maker"):
        return None
    empty = "Nobody waits for a decision."
    made = await _waiting(actor, now, "People to decide on", empty, frozenset({"with-decision-maker"}), 12)
    links = (*((Link("Decide on several at once", "/individuals/decide"),) if made.rows else ()), *made.links)
    return DeskSection(
        title=made.title, head=made.head, rows=made.rows, empty=made.empty, links=links, order=made.order
    )


@section
async def giving_back(actor: Actor, now: datetime) -> DeskSection | None:
    """Upheld appeals against notices: a second person gives back what the notice took."""
    schemes = sorted(actor.schemes("decision-maker"))
    found = await remissions.list_due(schemes, now, MANY) if schemes else []
    if not found:
        return None
    rows: list[tuple[Cell, ...]] = [
        (
            Link(each.name, f"/individuals/{each.case_ref}/{each.what}"),
            each.employer,
            TO_OFFICE[each.what],
            templating.moment(each.remitted_at),
        )
        for each in found
    ]
    return DeskSection(
        title="To give back after an appeal",
        head=("Person", "Employer", "What follows", "Appeal upheld"),
        rows=tuple(rows),
        order=11,
    )


@section
async def vetting(actor: Actor, now: datetime) -> DeskSection | None:
    """Requests that wait for vetting."""
    if not actor.schemes("vetting-officer"):
        return None
    return await _waiting(
        actor, now, "Requests waiting for vetting", "No request waits for vetting.", frozenset({"vetting"}), 30
    )


@section
async def asking(actor: Actor, now: datetime) -> DeskSection | None:
    """An employer’s own people on their way."""
    if not is_applicant(actor):
        return None
    states = frozenset({"identity", "vetting", "training", "assessment", "with-decision-maker"})
    made = await _waiting(
        actor, now, "People on their way to powers", "No request for any of your people is open.", states, 22
    )
    links = (*((Link("Ask for powers", "/individuals/request"),) if actor.organisations(*SIGNING) else ()), *made.links)
    return DeskSection(
        title=made.title, head=made.head, rows=made.rows, empty=made.empty, links=links, order=made.order
    )


@section
async def confirming(actor: Actor, now: datetime) -> DeskSection | None:
    """Accredited people who wait for their own pages until an address is known to be theirs."""
    schemes = sorted(actor.schemes("vetting-officer", "case-officer", "scheme-manager"))
    found = await own_addresses.list_unconfirmed(schemes, now, MANY) if schemes else []
    if not found:
        return None
    rows: list[tuple[Cell, ...]] = [
        (Link(each.name, f"/individuals/{each.case_ref}/confirm-address"), each.employer) for each in found
    ]
    return DeskSection(
        title="E-mail addresses to confirm",
        text=("Their links wait until the office knows an address that is the person’s own and not the employer’s.",),
        head=("Person", "Employer"),
        rows=tuple(rows),
        order=47,
    )


@section
async def serving(actor: Actor, _now: datetime) -> DeskSection | None:
    """Notices that have not been given yet."""
    schemes = sorted(actor.schemes("case-officer", "scheme-manager", "decision-maker"))
    if not schemes:
        return None
    found = await statutory.list_unserved(schemes, MANY)
    rows: list[tuple[Cell, ...]] = [
        (
            Link(each.name, f"/individuals/{each.case_ref}/serve", hidden=each.notice),
            f"{notices.SHORT[each.kind]}, {'to the person' if each.copy_for == 'person' else 'copy to the employer'}",
            templating.moment(each.acted_at),
            each.problem,
        )
        for each in found
    ]
    return DeskSection(
        title="Notices not given yet",
        head=("Person", "Notice", "Made", "E-mail"),
        rows=tuple(rows),
        empty="Every notice has been given.",
        links=(
            Link("Uniforms of providers", "/uniforms"),
            *((Link("Powers the force uses", "/adoptions"),) if actor.schemes("scheme-manager") else ()),
        ),
        order=45,
    )
