"""Local endorsement: what is asked of a partnership, who may answer, and when all is settled.

It is advice and no veto: the Act gives a partnership no part in a decision, so
nothing here decides anything. Silence has a stated meaning, a body with an
interest never answers, and a correction asks again only those whom it touches.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from csas.domain import refusals
from csas.domain.calendar import in_words
from csas.domain.refusals import Fault
from csas.domain.values import Struct

Opinion = Literal["endorse", "condition", "object", "no-view"]
OPINIONS: dict[Opinion, str] = {
    "endorse": "Endorse",
    "condition": "Endorse with a condition",
    "object": "Object",
    "no-view": "No view",
}
CONDITION_LENGTH = 1000
INDEPENDENT_KINDS = ("fire", "probation", "health", "council")


class View(Struct):
    """What a body says about one power in one area; `condition` is also why it objects."""

    area: str
    power: str
    opinion: Opinion
    condition: str = ""


class Reply(Struct):
    """One answer, kept as it was given."""

    body: str
    signatory: str
    post: str
    authority: str
    meeting_on: date | None
    minute: str
    to_be_ratified: bool
    remarks: str
    replied_at: datetime
    round: int
    version: int
    views: tuple[View, ...] = ()


class Interest(Struct):
    """An interest that a body declared, and so stepped aside."""

    body: str
    organisation: int | None
    partnership: int | None
    who: str
    interest: str
    declared_by: str
    declared_at: datetime


class Authority(Struct):
    """A responsible authority (Crime and Disorder Act 1998 s.5) behind a partnership."""

    organisation: int
    name: str
    kind: str
    turn: int
    can_sign_in: bool


class Request(Struct):
    """One request to one partnership: what is asked, of whom, and what was said.

    `areas` and `powers` are codes; `sections` what of the application it was
    shown; `body` is whoever is to answer now, `respondent` the
    authority the request was passed to, `lead` the council that leads.
    """

    id: int
    case: int
    ref: str
    application: int
    partnership: int
    partnership_name: str
    lead: int | None
    applicant: int | None
    applicant_name: str
    body: str
    respondent: int | None
    state: str
    since: datetime
    closed: bool
    round: int
    version: int
    areas: tuple[str, ...]
    powers: tuple[str, ...]
    sections: tuple[str, ...] = ()
    due_on: date | None = None
    extended_for: str | None = None
    extended_to: date | None = None
    reminders: int = 0
    why_not_asked: str | None = None
    replies: tuple[Reply, ...] = ()
    interests: tuple[Interest, ...] = ()

    @property
    def passed_on(self) -> bool:
        return self.respondent is not None

    @property
    def reply(self) -> Reply | None:
        """The answer of the present round."""
        return next((reply for reply in self.replies if reply.round == self.round), None)

    @property
    def earlier(self) -> Reply | None:
        """The last answer of a round before this one."""
        before = [reply for reply in self.replies if reply.round < self.round]
        return max(before, key=lambda reply: reply.round, default=None)

    @property
    def council_applies(self) -> bool:
        """Whether the council that leads the partnership is itself the applicant."""
        return self.lead is not None and self.lead == self.applicant


class Change(Struct):
    """What a correction changed: codes of areas and powers, and sections of the application."""

    areas: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def endorsements_settled(requests: Iterable[Request]) -> bool:
    """Whether every partnership answered, was silent as the scheme says, or was not asked for a reason."""
    return all(is_settled(request) for request in requests)


def is_settled(request: Request) -> bool:
    return request.closed


def who_is_next(
    authorities: Iterable[Authority], interests: Collection[int], applicant: int | None
) -> Authority | None:
    """The first authority that may stand in: no interest, not the applicant, and somebody there to answer.

    The police never stand in: the decision is theirs.
    """
    return next(
        (
            each
            for each in sorted(authorities, key=lambda each: each.turn)
            if each.can_sign_in
            and each.kind in INDEPENDENT_KINDS
            and each.organisation != applicant
            and each.organisation not in interests
        ),
        None,
    )


def stepped_aside(request: Request) -> frozenset[int]:
    """The organisations that declared an interest; a partnership's declaration counts for its lead too."""
    found = {each.organisation for each in request.interests if each.organisation is not None}
    if request.lead is not None and any(each.partnership for each in request.interests):
        found.add(request.lead)
    return frozenset(found)


def after_stepping_aside(request: Request) -> frozenset[int]:
    """The same once whoever must answer now has declared an interest as well."""
    more = request.respondent if request.respondent is not None else request.lead
    return stepped_aside(request) | ({more} if more is not None else set())


def is_barred(request: Request, organisations: Collection[int]) -> bool:
    """Whether somebody of these organisations may not answer: the applicant never endorses itself."""
    belongs = request.applicant is not None and request.applicant in organisations
    return belongs or (request.council_applies and not request.passed_on)


def reply_faults(grid: Sequence[View], areas: Collection[str], powers: Collection[str]) -> list[Fault]:
    """Everything wrong with the answers; a fault’s field is `views.{power}.{area}`."""
    given = {(view.power, view.area): view for view in grid}
    wanted = [(power, area) for power in powers for area in areas]
    faults = [fault for key in wanted for fault in (_cell_faults(given[key]) if key in given else [_unanswered(*key)])]
    if set(given) - set(wanted):
        faults.append(Fault(field="views", message="Answer only for the powers and areas asked about"))
    if len(given) < len(grid):
        faults.append(Fault(field="views", message="Answer once for each power in each area"))
    return faults


def _unanswered(power: str, area: str) -> Fault:
    return Fault(field=f"views.{power}.{area}", message="Choose an answer")


def _cell_faults(view: View) -> list[Fault]:
    field = f"views.{view.power}.{view.area}.condition"
    text = view.condition
    if view.opinion == "condition" and not text:
        return [Fault(field=field, message="Enter the condition")]
    if view.opinion == "object" and not text:
        return [Fault(field=field, message="Enter why you object")]
    if view.opinion in {"endorse", "no-view"} and text:
        message = "Choose “endorse with a condition” or “object”, or take these words out"
        return [Fault(field=field, message=message)]
    if len(text) > CONDITION_LENGTH:
        message = f"Condition must be {CONDITION_LENGTH:,} characters or fewer"
        return [Fault(field=field, message=message)]
    return []


def touched_by(change: Change, request: Request) -> bool:
    """Whether a correction touches what this request asks about or showed.

    `request` is as it would be asked now, so a power or an area that was taken
    away touches nobody: what was said about the others still stands.
    """
    return bool(
        set(change.areas) & set(request.areas)
        or set(change.powers) & set(request.powers)
        or set(change.items) & set(request.sections)
    )


def extend(request: Request, meeting_on: date, today: date, days: int) -> None:
    """More time is given once, until a meeting after the present day due and not too far off."""
    if request.extended_to is not None or request.extended_for is not None:
        raise refusals.AlreadyExtended
    due = request.due_on or today
    latest = due + timedelta(days=days)
    if meeting_on <= today:
        message = "The meeting must be in the future"
    elif meeting_on <= due:
        message = f"The meeting is before your time ends on {in_words(due)}, so you need no more time"
    elif meeting_on > latest:
        message = f"The meeting must be on or before {in_words(latest)}"
    else:
        return
    raise refusals.Faults(Fault(field="meeting_on", message=message))


def fall_silent(due_on: date | None, today: date) -> None:
    """Silence counts only when the time to answer has passed."""
    if due_on is None or today <= due_on:
        raise refusals.StillRunning(until=in_words(due_on) if due_on else "a day not yet known")


def reminders_due(due_on: date | None, today: date, distances: Iterable[int], sent: int) -> tuple[int, ...]:
    """The scheme's distances before the day due that are reached and not yet reminded of."""
    return tuple(sorted(reached(due_on, today, distances), reverse=True)[sent:])


def reached(due_on: date | None, today: date, distances: Iterable[int]) -> list[int]:
    """The distances in days that lie behind us; none once the time is over."""
    if due_on is None or today > due_on:
        return []
    left = (due_on - today).days
    return [distance for distance in distances if left <= distance]
