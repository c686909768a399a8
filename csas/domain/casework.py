"""A case as its rules see it, and the one answer to "which steps are open?".

The page draws its buttons from `steps_for`; the command requires its step by
`require`. Both read the workflow (when) and the permissions table (who); the
nouns' own modules say whether. Nothing here knows the name of any state.
"""

from __future__ import annotations

from datetime import date, datetime

from csas.domain import permissions, refusals
from csas.domain.permissions import Actor, Subject
from csas.domain.values import Struct
from csas.domain.workflow import Definition, State, Step


class Pause(Struct):
    """A time in which the clock of a case stands still."""

    kind: str
    why: str
    since: datetime
    until: datetime | None = None


class Case(Struct):
    """One run of one process. Ids are internal; `ref` is what the world sees."""

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
    parent: int | None = None
    root: int | None = None
    assigned: int | None = None
    extended_to: date | None = None
    parts: tuple[tuple[int, str], ...] = ()
    pauses: tuple[Pause, ...] = ()

    @property
    def process(self) -> str:
        return self.definition.process

    @property
    def standing(self) -> State:
        return self.definition.state[self.state]

    @property
    def subject(self) -> Subject:
        return Subject(
            scheme=self.scheme,
            organisation=self.organisation,
            partnership=self.partnership,
            respondent_organisation=self.respondent_organisation,
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

    def _paused_by(self, kind: str) -> bool:
        return any(pause.kind == kind and pause.until is None for pause in self.pauses)

    @property
    def turn(self) -> str:
        """The side whose turn it is: the applicant's while a question is open."""
        return "applicant" if self.questioned else self.standing.held_by


def steps_for(case: Case, actor: Actor) -> tuple[Step, ...]:
    """The steps this actor may take on this case now, main ones first."""
    open_now = [step for step in case.definition.steps_from(case.state) if _is_open(case, actor, step)]
    return tuple(sorted(open_now, key=lambda step: step.optional))


def _is_open(case: Case, actor: Actor, step: Step) -> bool:
    if not permissions.allows(actor, step.action, case.subject):
        return False
    if permissions.taken_part(case.parts, actor, step.action):
        return False
    return _barred(case, step) is None


def require(case: Case, actor: Actor, action: str, name: str | None = None) -> Step:
    """The step of this action, or the refusal that says why it is not open."""
    if not permissions.allows(actor, action, case.subject):
        raise refusals.NotAllowed
    step = case.definition.find_step(case.state, action, name)
    if step is None:
        raise refusals.NotNow(state=case.standing.words)
    part = permissions.taken_part(case.parts, actor, action)
    if part:
        raise refusals.SeparateHands(part=part)
    bar = _barred(case, step)
    if bar:
        raise bar
    return step


def _barred(case: Case, step: Step) -> refusals.Refusal | None:
    if step.when == "questioned" and not case.questioned:
        return refusals.NoQuestionsOpen()
    if step.when == "held" and not case.held:
        return refusals.NotNow(state=case.standing.words)
    if step.when == "unheld" and case.held:
        return refusals.OnHold()
    return None
