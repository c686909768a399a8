"""What every page of a case shows: where it stands, whose turn, until when, what may be done.

It chooses words from records and asks `casework.steps_for` for the steps. It
never decides what is open, and it draws nothing: templates/cases does.

A page calls `page_of(actor, case, now)` and includes `cases/frame.html`,
`cases/steps.html` and `cases/history.html`. A slice that has something to show
on the page of an application adds a function to PANELS; its template reads
what the function returned as `panel`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import date, datetime
from typing import Any

import msgspec

from csas.commands import registry
from csas.domain import calendar, casework, refusals
from csas.domain.calendar import Deadline
from csas.domain.casework import Case
from csas.domain.permissions import APPLICANT, OFFICE, Actor
from csas.domain.workflow import Step
from csas.store import calendars, casefiles, cases, reads
from csas.store.events import Happened
from csas.web import templating
from csas.web.parts import Moment
from csas.web.pictures import STAGES, Stage

Panel = Callable[[Actor, Case], Awaitable[tuple[str, dict[str, Any]] | None]]

# What slices add to the page of an application, in the order of their modules.
PANELS: list[Panel] = []
# Where a step leads whose page is not called like its verb, by action: `{ref}` and `{step}` are filled in.
HREFS: dict[str, str] = {"application:proceed": "/applications/{ref}/steps/{step}"}

# How a process that has stages of its own draws them.
STAGES_OF: dict[str, Callable[[Case], tuple[Stage, ...]]] = {}

ORDER = ("standards", "application", "endorsement", "decision", "review")
SIDES = {
    "office": "the office",
    "decider": "the decision maker",
    "reviewer": "the decider of appeals",
    "vetting": "the vetting officer",
    "applicant": "the organisation",
    "partnership": "the local partnerships",
}
YOU = "you: it is your turn"
FEW_PARTNERSHIPS = 2


class StepLink(msgspec.Struct, frozen=True):
    """An open step, as a button or a link to its page."""

    words: str
    href: str
    hint: str = ""


class CasePage(msgspec.Struct, frozen=True):
    """What the templates of a case's page need."""

    case: Case
    stages: tuple[Stage, ...]
    holder: str
    yours: bool
    deadline: Deadline | None
    deadline_words: str
    overdue: bool
    main: tuple[StepLink, ...]
    other: tuple[StepLink, ...]
    history: tuple[Moment, ...]
    panels: tuple[tuple[str, dict[str, Any]], ...] = ()
    waits_for_place: str = ""

    @property
    def state(self) -> str:
        return self.case.standing.words

    @property
    def colour(self) -> str:
        return self.case.standing.colour

    @property
    def next(self) -> str:
        return self.case.standing.next


async def page_of(actor: Actor, case: Case, now: datetime, *, with_panels: bool = False) -> CasePage:
    """Everything the page of a case shows to this reader."""
    people = await casefiles.load_parties(case)
    deadline = casework.deadline(case, await calendars.holidays())
    yours = is_turn_of(actor, case)
    open_steps = casework.steps_for(case, actor)
    panels = await _panels(actor, case) if with_panels else ()
    main = step_links(case, tuple(step for step in open_steps if not step.optional))
    return CasePage(
        case=case,
        stages=STAGES_OF.get(case.process, stages_of)(case),
        holder=holder_words(case, people, actor, yours=yours),
        yours=yours,
        deadline=deadline,
        deadline_words=deadline_words(deadline, now) or _of_others(panels),
        overdue=deadline is not None and calendar.has_passed(deadline, now),
        main=main,
        other=tuple(link for link in step_links(case, open_steps) if link.href not in {each.href for each in main}),
        history=tuple(moment_of(line) for line in await reads.list_history(actor, case)),
        panels=panels,
        waits_for_place=place_words(case, actor),
    )


def place_words(case: Case, actor: Actor) -> str:
    """Why some steps are not open although it is this reader’s turn: no place is free."""
    steps = casework.waiting_for_place(case, actor)
    if case.room is None or not steps:
        return ""
    taken = refusals.NoPlace(cap=case.room.cap, phase=case.room.phase).message
    shut = templating.series(f"“{step.words}”" for step in steps)
    return f"{taken} Until one is free this is not possible: {shut}."


async def _panels(actor: Actor, case: Case) -> tuple[tuple[str, dict[str, Any]], ...]:
    found = [await panel(actor, case) for panel in PANELS]
    return tuple(panel for panel in found if panel is not None)


def _of_others(panels: Iterable[tuple[str, dict[str, Any]]]) -> str:
    """Until when others have, where a part of the page knows it: the case itself has no deadline then."""
    return next((str(values["until"]) for _, values in panels if values.get("until")), "")


def stages_of(case: Case) -> tuple[Stage, ...]:
    """The five stages; one that the case's process passes by is shown as not needed."""
    current = ORDER.index(case.standing.stage)
    known = {ORDER.index(state.stage) for state in case.definition.states.values()}
    passed_by = {index for index in range(min(known), max(known)) if index not in known}
    return tuple(_stage(case, index, current, passed_by) for index in range(len(ORDER)))


def _stage(case: Case, index: int, current: int, passed_by: set[int]) -> Stage:
    if index == current:
        return Stage(STAGES[index], "current", case.standing.words)
    if index in passed_by:
        return Stage(STAGES[index], "skipped")
    return Stage(STAGES[index], "done" if index < current else "future")


def is_turn_of(actor: Actor, case: Case) -> bool:
    """Whether the reader stands on the side whose turn it is."""
    side = case.turn
    if side == "applicant":
        return case.organisation in actor.organisations(*APPLICANT)
    if side == "partnership":
        if case.respondent_organisation is not None:
            return case.respondent_organisation in actor.organisations("endorser")
        return case.partnership in actor.partnerships()
    roles = {
        "office": OFFICE,
        "decider": ("decision-maker",),
        "reviewer": ("appeal-decider",),
        "vetting": ("vetting-officer",),
    }
    return side in roles and case.scheme in actor.schemes(*roles[side])


def holder_words(case: Case, people: casefiles.Parties, actor: Actor, *, yours: bool) -> str:
    """Whose turn it is, as the reader would say it."""
    side = case.turn
    if side == "nobody":
        return ""
    if side == "office" and case.scheme in actor.schemes():
        return _officer(case, people, actor)
    if yours:
        return YOU
    if side == "partnership":
        return _partnerships(people)
    return people.organisation if side == "applicant" and people.organisation else SIDES[side]


def _officer(case: Case, people: casefiles.Parties, actor: Actor) -> str:
    if case.assigned is not None and case.assigned == actor.person:
        return YOU
    return f"the office ({people.assigned or 'nobody assigned yet'})"


def _partnerships(people: casefiles.Parties) -> str:
    names = people.waiting_for
    if not names:
        return SIDES["partnership"]
    if len(names) <= FEW_PARTNERSHIPS:
        return " and ".join(f"the {name}" for name in names)
    return f"{len(names)} local partnerships"


def deadline_words(deadline: Deadline | None, now: datetime) -> str:
    """Until when, in a few words; empty where the state has no deadline."""
    if deadline is None:
        return ""
    if deadline.due_on is None:
        return f"Clock paused: {deadline.paused_by}"
    when = templating.day(deadline.due_on)
    if calendar.has_passed(deadline, now):
        return f"Overdue: was due on {when}"
    if deadline.due_on == calendar.london_day(now):
        return f"Due today, {when}"
    return f"By {when}"


def due_words(due_on: date | None, today: date, *, paused: bool = False) -> str:
    """The same for a line of a list."""
    if paused:
        return "Clock paused"
    if due_on is None:
        return "No deadline"
    if due_on < today:
        return f"Overdue since {templating.short_day(due_on)}"
    return "Today" if due_on == today else templating.short_day(due_on)


def step_links(case: Case, steps: tuple[Step, ...]) -> tuple[StepLink, ...]:
    """The pages of these steps, each once; a step that only follows from another has no page."""
    found: dict[str, StepLink] = {}
    for step in steps:
        href = href_of(case, step)
        if href:
            found.setdefault(href, StepLink(step.words, href, step.hint))
    return tuple(found.values())


def href_of(case: Case, step: Step) -> str:
    """The address of a step's page, or nothing where nobody takes the step by itself."""
    if step.action in HREFS:
        return HREFS[step.action].format(ref=case.ref, step=step.name)
    noun = registry.COLLECTIONS[cases.NOUNS[case.process]]
    verb = step.action.partition(":")[2]
    entry = registry.entry(noun, step.name) or registry.entry(noun, verb)
    return f"/{noun}/{case.ref}/{entry.name}" if entry else ""


def moment_of(line: Happened) -> Moment:
    """A line of the history; private text is there only for those whom the read gave it."""
    told = [line.private[name] for name in sorted(line.private)]
    return Moment(line.words, line.occurred_at, body="\n".join(told))
