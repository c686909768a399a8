"""The desk of an endorser: what waits, by meeting or day due; who works here; what became of past answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from csas.domain import endorsements as rules
from csas.domain.calendar import london_day
from csas.domain.endorsements import Request
from csas.domain.permissions import Actor
from csas.store import catalogue, endorsement_packs
from csas.store.endorsement_packs import AtWork, Became
from csas.web import templating
from csas.web.parts import Link
from csas.web.views import cases
from csas.web.views import endorsement_lists as lists
from csas.web.views import endorsements as views
from csas.web.views.desk import NARROWED, Cell, DeskSection, Tag, section

HEAD = ("Applicant", "Asked", "Areas", "When")
RECENT = 20


@section
async def endorsers(actor: Actor, now: datetime) -> tuple[DeskSection, ...] | None:
    """Requests waiting for an answer, arrangements in force in my areas, past answers and outcomes."""
    if not actor.holds("endorser"):
        return None
    requests = await lists.load_all(actor)
    names = {area.code: area.name for area in await catalogue.list_areas()}
    became = await endorsement_packs.list_became([each.application for each in requests])
    at_work = await endorsement_packs.list_at_work(actor, now)
    return (
        *_waiting(requests, names, now, actor),
        _at_work(at_work),
        _past(requests, became),
    )


def _waiting(requests: list[Request], names: dict[str, str], now: datetime, actor: Actor) -> tuple[DeskSection, ...]:
    """What this person must answer, the most urgent first; and what their partnership passed on."""
    today = london_day(now)
    waiting = sorted((each for each in requests if not each.closed), key=views.due_order)
    mine = [each for each in waiting if is_for(each, actor)]
    passed_on = [each for each in waiting if each not in mine]
    asked = DeskSection(
        title="Requests waiting for your answer",
        head=HEAD,
        rows=tuple(_row(each, lists.listed(each, names, today)) for each in mine),
        empty="No request waits for your answer.",
        text=(views.SILENCE,) if mine else (),
        links=(Link("All requests", "/endorsements"),) if requests else (),
        order=10,
    )
    elsewhere = DeskSection(
        title="Passed on, with another authority",
        head=HEAD,
        rows=tuple(_row(each, lists.listed(each, names, today)) for each in passed_on),
        order=20,
    )
    return (asked, elsewhere) if passed_on else (asked,)


def is_for(request: Request, actor: Actor) -> bool:
    """Whether this person’s body is the one to answer."""
    if request.respondent is not None:
        return request.respondent in actor.organisations("endorser")
    return request.partnership in actor.partnerships() and request.state != "nobody-independent"


def _row(request: Request, line: lists.Listed) -> tuple[Cell, ...]:
    when: Cell = Tag(f"Overdue: {line.when}", "red") if line.words == "Overdue" else line.when
    note = f" – {line.note}" if line.note else ""
    return (Link(f"{line.applicant}{note}", f"/endorsements/{request.ref}"), line.body, line.areas, when)


def _at_work(found: list[AtWork]) -> DeskSection:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (each.organisation, templating.series(each.areas), "; ".join(each.powers), _until(each)) for each in found
    )
    return DeskSection(
        title="Who works here",
        head=("Provider", "Areas", "Powers its people may hold", "Until"),
        rows=rows,
        empty="No arrangement is in force in your areas.",
        links=(Link("How many people have which powers here", "/coverage"),),
        order=40,
    )


def _until(each: AtWork) -> str:
    """The last day: the period ends with the first moment after it."""
    return templating.short_day(each.until - timedelta(microseconds=1)) if each.until else "No end set"


def _past(requests: list[Request], became: dict[int, Became]) -> DeskSection:
    closed = [each for each in reversed(requests) if each.closed][:RECENT]
    return DeskSection(
        title="Past answers and what became of them",
        head=("Applicant", "Answer", "Application now", "Conditions imposed"),
        rows=tuple(_past_row(each, became.get(each.application)) for each in closed),
        empty="You have answered no request yet.",
        order=50,
    )


def _past_row(request: Request, became: Became | None) -> tuple[Cell, ...]:
    outcome = views.outcome_of(request)
    when = views.when_words(request)
    answered = f", {when[:1].lower()}{when[1:]}" if request.reply else ""
    now: Cell = Tag(became.state, became.colour) if became else ""
    decided = became is not None and became.decided_at is not None
    conditions = "; ".join(became.conditions) if became and decided else ""
    return (
        Link(request.applicant_name, f"/endorsements/{request.ref}"),
        f"{outcome}{answered}",
        now,
        conditions or ("None" if decided else "Not decided yet"),
    )


async def without_answer(actor: Actor, ref: str, links: tuple[cases.StepLink, ...]) -> tuple[cases.StepLink, ...]:
    """Whoever must declare an interest is not offered to answer."""
    asked = next((each for each in await lists.load_all(actor) if each.ref == ref), None)
    if asked is None or not rules.is_barred(asked, actor.organisations()):
        return links
    return tuple(link for link in links if not link.href.endswith("/answer"))


NARROWED["endorsement"] = without_answer
