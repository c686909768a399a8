"""A case as its rules see it, and the one answer to "which steps are open?".

The page draws its buttons from `steps_for`; the command requires its step by
`require`. Both read the workflow (when) and the permissions table (who); the
nouns' own modules say whether. Nothing here knows the name of any state.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import structs

from csas.domain import calendar, permissions, refusals, workflow
from csas.domain.permissions import Actor, Subject
from csas.domain.values import Struct
from csas.domain.workflow import Definition, State, Step, When


class Pause(Struct):
    """A time in which the clock of a case stands still.

    `kind` is question or hold; a request has besides, as hold-above, the holds on its application.
    """

    kind: str
    why: str
    since: datetime
    until: datetime | None = None


class Room(Struct):
    """How a case stands with the places of its phase; without a phase there is no cap."""

    place: str
    free: bool
    cap: int = 0
    phase: str = ""

    @property
    def there(self) -> bool:
        """Whether it holds a place, needs none, or could take one."""
        return self.free or self.place in {"held", "not-needed"}


class Case(Struct):
    """One run of one process. Ids are internal; `ref` is what the world sees.

    `room` is looked up only where a step of its state asks for it; `idle` are the
    actions that would find nothing to act on, which nobody is offered.
    """

    id: int
    ref: str
    title: str
    definition: Definition
    state: str
    state_since: datetime
    version: int
    opened_at: datetime
    force: int
    scheme: int
    organisation: int | None = None
    partnership: int | None = None
    respondent_organisation: int | None = None
    person: int | None = None
    parent: int | None = None
    root: int | None = None
    assigned: int | None = None
    extended_to: date | None = None
    parts: tuple[tuple[int, str], ...] = ()
    pauses: tuple[Pause, ...] = ()
    room: Room | None = None
    idle: frozenset[str] = frozenset()

    @property
    def process(self) -> str:
        return self.definition.process

    @property
    def standing(self) -> State:
        return self.definition.states[self.state]

    @property
    def subject(self) -> Subject:
        return Subject(
            scheme=self.scheme,
            organisation=self.organisation,
            partnership=self.partnership,
            respondent_organisation=self.respondent_organisation,
            person=self.person,
        )

    @property
    def is_closed(self) -> bool:
        return self.standing.closed

    @property
    def questioned(self) -> bool:
        return self._paused_by("question")

    @property
    def held(self) -> bool:
        return self._paused_by("hold")

    @property
    def paused(self) -> bool:
        """Whether its clock stands still now, whatever for."""
        return any(pause.until is None for pause in self.pauses)

    def _paused_by(self, kind: str) -> bool:
        return any(pause.kind == kind and pause.until is None for pause in self.pauses)

    @property
    def facts(self) -> workflow.Facts:
        """What can shut a step."""
        room = self.room is None or self.room.there
        return workflow.Facts(on_hold=self.held, questioned=self.questioned, room=room)

    @property
    def turn(self) -> str:
        """The side whose turn it is: the applicant's while a question is open."""
        return "applicant" if self.questioned else self.standing.held_by


def steps_for(case: Case, actor: Actor) -> tuple[Step, ...]:
    """The steps this actor may take on this case now, main ones first."""
    steps = workflow.open_steps(case.definition, case.state)
    return tuple(step for step in steps if step.action not in case.idle and _is_open(case, actor, step))


def _is_open(case: Case, actor: Actor, step: Step) -> bool:
    return (
        permissions.allows(actor, step.action, case.subject)
        and permissions.taken_part(case.parts, actor, step.action) is None
        and _barred(case, step) is None
    )


def require(case: Case, actor: Actor, action: str, name: str | None = None) -> Step:
    """The step of this action, or the refusal that says why it is not open.

    Where an action leads several ways, `name` says which of them is meant.
    """
    require_role(case, actor, action)
    steps = workflow.find_steps(case.definition, case.state, action)
    step = next((found for found in steps if name in (None, found.name)), None)
    if step is None:
        raise refusals.NotNow(state=case.standing.words)
    part = permissions.taken_part(case.parts, actor, action)
    if part:
        raise refusals.SeparateHands(part=part)
    bar = _barred(case, step)
    if bar:
        raise bar
    return step


def require_role(case: Case, actor: Actor, action: str) -> None:
    """Refuse whoever's role does not include this on this case, whatever its state."""
    if not permissions.allows(actor, action, case.subject):
        raise refusals.NotAllowed


def waiting_for_place(case: Case, actor: Actor) -> tuple[Step, ...]:
    """The steps this actor could take if there were a place for the case."""
    roomy = structs.replace(case, room=None)
    return tuple(
        step
        for step in workflow.open_steps(case.definition, case.state)
        if _is_open(roomy, actor, step) and isinstance(_barred(case, step), refusals.NoPlace)
    )


def asks_for_room(case: Case) -> bool:
    """Whether any step of the present state depends on the places of the phase."""
    steps = workflow.open_steps(case.definition, case.state)
    return any(condition in {"room", "full"} for step in steps for condition in step.conditions)


def _barred(case: Case, step: Step) -> refusals.Refusal | None:
    """Why a plain fact of the case shuts the step; None where it is open."""
    unmet = next((each for each in step.conditions if not workflow.holds(each, case.facts)), None)
    return None if unmet is None else _bar(case, unmet)


def _bar(case: Case, unmet: When) -> refusals.Refusal:
    if unmet == "room" and case.room:
        return refusals.NoPlace(cap=case.room.cap, phase=case.room.phase)
    if unmet == "full":
        return refusals.PlaceHeld() if case.room and case.room.place in {"held", "not-needed"} else refusals.PlaceFree()
    if unmet == "unheld" or (unmet == "clear" and case.held):
        return refusals.OnHold()
    if unmet in {"unquestioned", "clear"}:
        return refusals.QuestionsOpen()
    if unmet == "questioned":
        return refusals.NoQuestionsOpen()
    return refusals.NotNow(state=case.standing.words)


def clock(case: Case) -> workflow.Clock:
    """The running time of the case's stay in its state, pauses and extension with it."""
    pauses = tuple(calendar.Pause(since=pause.since, until=pause.until, why=pause.why) for pause in case.pauses)
    return workflow.Clock(since=case.state_since, pauses=pauses, extended_to=case.extended_to)


def deadline(case: Case, holidays: Mapping[date, str]) -> calendar.Deadline | None:
    """When the present turn is due, day by day, or None where the state has no deadline."""
    rule = case.standing.deadline
    return None if rule is None else workflow.deadline_of(rule, clock(case), holidays)
