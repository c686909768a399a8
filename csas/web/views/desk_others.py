"""The desks of applicants, decision makers and the decider of appeals."""

from __future__ import annotations

from datetime import datetime, timedelta

from csas.domain.appeals import window_ends
from csas.domain.calendar import london_day
from csas.domain.permissions import SIGNING, Actor
from csas.store import desks, settings_of_scheme
from csas.store.reads import CaseLine
from csas.web import templating
from csas.web.parts import Link
from csas.web.views.desk import (
    CASE_HEAD,
    Cell,
    DeskSection,
    Tag,
    board_of,
    by_due,
    case_row,
    case_rows,
    href_of,
    is_applicant,
    lines_of,
    section,
    title_of,
)

SOON = timedelta(days=90)
STAGE_WORDS = {
    "standards": "1 Standards",
    "application": "2 Application",
    "endorsement": "3 Local endorsement",
    "decision": "4 Central decision",
    "review": "5 Review and appeals",
}


@section
async def applicants(actor: Actor, now: datetime) -> tuple[DeskSection, ...] | None:
    """My applications with stage and holder, questions to answer, what ends soon."""
    if not is_applicant(actor):
        return None
    lines = [line for line in await lines_of(actor) if line.noun in {"application", "review", "appeal"}]
    sections = (await _applications(actor, lines, now), await _questions(actor), await _endings(actor, now))
    appeals = await _appeals(actor, now)
    return (appeals, *sections) if appeals.rows else sections


async def _appeals(actor: Actor, now: datetime) -> DeskSection:
    """What was decided against my organisation, while an appeal would still be heard."""
    rows: list[tuple[Cell, ...]] = []
    for found in await desks.list_against(actor):
        decision = found.decision
        if decision.is_adverse and not decision.appealed:
            days = await settings_of_scheme.on(found.scheme, "appeal-days", london_day(now))
            last = window_ends(decision.ended_at or decision.decided_at, int(days.value))
            if london_day(now) <= last:
                rows.append((Link(found.title, f"/applications/{found.ref}"), templating.short_day(last)))
    return DeskSection(title="You may appeal", head=("Decision on", "Last day to appeal"), rows=tuple(rows), order=12)


async def _applications(actor: Actor, lines: list[CaseLine], now: datetime) -> DeskSection:
    board = await board_of(actor, now, lines)
    ordered = sorted(lines, key=lambda line: (line.closed, -line.since.timestamp()))
    rows = tuple((_with_stage(line), *case_row(line, board)[1:]) for line in ordered)
    links = (Link("Start an application", "/applications/start"),) if actor.organisations(*SIGNING) else ()
    return DeskSection(
        title="Applications, reviews and appeals",
        head=CASE_HEAD,
        rows=rows,
        empty="Your organisation has made no application yet.",
        links=links,
        order=20,
    )


def _with_stage(line: CaseLine) -> Link:
    words = f"{title_of(line)} – stage {STAGE_WORDS[line.stage]}"
    return Link(words, href_of(line), hidden=line.ref)


async def _questions(actor: Actor) -> DeskSection:
    rows: list[tuple[Cell, ...]] = [
        (Link(asked.title, f"/applications/{asked.ref}/answer"), asked.body, templating.short_day(asked.due_on))
        for asked in await desks.list_questions(actor)
    ]
    return DeskSection(
        title="Questions to answer",
        head=("Application", "Question", "Answer by"),
        rows=tuple(rows),
        empty="The office has asked you nothing that is unanswered.",
        order=10 if rows else 30,
    )


async def _endings(actor: Actor, now: datetime) -> DeskSection:
    rows: list[tuple[Cell, ...]] = [
        (Link(each.title, f"/applications/{each.ref}"), _last_day(each.until, now))
        for each in await desks.list_endings(actor, now)
    ]
    return DeskSection(
        title="Arrangements and when they end",
        head=("Arrangement", "Ends"),
        rows=tuple(rows),
        empty="No arrangement is in force.",
        order=40,
    )


def _last_day(until: datetime | None, now: datetime) -> Cell:
    """The last day of what ends with the first moment after it, marked when it is near."""
    if until is None:
        return "No end set"
    last_day = templating.short_day(until - timedelta(seconds=1))
    return Tag(f"Soon: {last_day}", "orange") if until - now < SOON else last_day


@section
async def deciders(actor: Actor, now: datetime) -> tuple[DeskSection, ...] | None:
    """Ready to decide, each with its brief; to sign; answers awaited; in whose name I decide."""
    if not actor.schemes("decision-maker"):
        return None
    found = await lines_of(actor)
    board = await board_of(actor, now, found)
    lines = [line for line in found if not line.closed]
    ready = by_due((line for line in lines if line.code == "with-decision-maker" and line.noun == "application"), board)
    notices = by_due((line for line in lines if line.code == "notice-given"), board)
    to_sign = by_due((line for line in lines if line.code in {"signed", "nobody-independent"}), board)
    briefs = tuple((*case_row(line, board), Link("Brief", f"/applications/{line.ref}/brief")) for line in ready)
    return (
        DeskSection(
            title="Ready to decide",
            head=(*CASE_HEAD, "One page"),
            rows=briefs,
            empty="Nothing waits for a decision.",
            order=10,
        ),
        DeskSection(
            title="To sign or to settle",
            head=CASE_HEAD,
            rows=case_rows(to_sign, board),
            empty="Nothing waits for your signature.",
            order=20,
        ),
        DeskSection(
            title="Representations due",
            head=CASE_HEAD,
            rows=case_rows(notices, board),
            empty="No notice is waiting for its answer.",
            order=30,
        ),
        await _delegations(actor, now),
    )


async def _delegations(actor: Actor, now: datetime) -> DeskSection:
    found = await desks.list_delegations(actor, now)
    rows: list[tuple[Cell, ...]] = [
        (each.instrument, each.post, each.scheme, _last_day(each.until, now)) for each in found
    ]
    return DeskSection(
        title="My delegation",
        head=("Instrument", "As", "Scheme", "Ends"),
        rows=tuple(rows),
        empty="You hold no delegation in force, so you cannot decide.",
        order=40,
    )


@section
async def appeal_deciders(actor: Actor, now: datetime) -> tuple[DeskSection, ...] | None:
    """Appeals to look at and to decide."""
    if not actor.schemes("appeal-decider"):
        return None
    lines = [line for line in await lines_of(actor) if line.noun == "appeal"]
    board = await board_of(actor, now, lines)
    waiting = by_due((line for line in lines if not line.closed), board)
    decided = sorted((line for line in lines if line.closed), key=lambda line: line.since, reverse=True)
    return (
        DeskSection(
            title="Appeals waiting",
            head=CASE_HEAD,
            rows=case_rows(waiting, board),
            empty="No appeal is waiting.",
            order=10,
        ),
        DeskSection(
            title="Appeals decided",
            head=CASE_HEAD,
            rows=case_rows(decided[:20], board),
            empty="No appeal has been decided.",
            order=20,
        ),
    )
