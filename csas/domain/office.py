"""What the office judges before it takes a step: is the application complete, and who may hold it.

It says whether, never who or when: permissions and workflows do. The checks it
lists are help for a reader; only what `accept` refuses stands in the way.
"""

from __future__ import annotations

from datetime import date

from csas.domain import refusals
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.domain.workflow import Step


class Check(Struct):
    """One line of the office's list of checks; `good` is None where a person must judge."""

    words: str
    good: bool | None
    detail: str = ""


class Submitted(Struct):
    """What is known of an application once it has been submitted."""

    id: int
    sort: str
    place: str
    edition: int | None = None
    version: int = 0
    number: int = 0
    hash: str = ""
    submitted_on: date | None = None
    powers: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    items: tuple[tuple[str, str], ...] = ()
    open_questions: int = 0
    unscanned_files: int = 0
    views_recorded: bool = False


def accept(application: Submitted, *, asks_partnerships: bool) -> None:
    """Refuse to accept while a question is open or a part is missing."""
    if application.open_questions:
        raise refusals.QuestionsOpen
    missing = [words for words, there in _parts(application, asks_partnerships=asks_partnerships) if not there]
    if missing:
        raise refusals.NotComplete(parts=", ".join(missing))


def _parts(application: Submitted, *, asks_partnerships: bool) -> tuple[tuple[str, bool], ...]:
    return (
        ("the submitted application", application.version > 0),
        ("the edition of the standards", application.edition is not None),
        ("powers sought", bool(application.powers)),
        ("areas", bool(application.areas) or not asks_partnerships),
    )


def asked(partnerships: int) -> None:
    """Refuse to wait for endorsement from nobody."""
    if not partnerships:
        raise refusals.NotComplete(parts="a partnership for the areas sought")


def ask(application: Submitted, item: str) -> None:
    """Refuse a question aimed at something that is not in the application."""
    if item not in dict(application.items):
        raise refusals.Faults(Fault(field="item", message="Select the item the question is about"))


def proceed(step: Step, reason: str) -> None:
    """An added step may ask for a reason."""
    if step.reason == "required" and not reason:
        raise refusals.Faults(Fault(field="reason", message="Enter a reason"))


def checks(application: Submitted, duplicates: int) -> tuple[Check, ...]:
    """What the service can see for itself about completeness, with what only a person can judge."""
    return (
        Check(
            words="Pinned to an edition of the standards",
            good=application.edition is not None,
        ),
        Check(words="Every power has a justification", good=bool(application.powers)),
        Check(
            words="All areas lie in the police area of the scheme",
            good=not application.outside,
            detail=", ".join(application.outside),
        ),
        Check(words="Every question answered", good=application.open_questions == 0),
        Check(
            words="Files have been scanned",
            good=None if application.unscanned_files else True,
            detail=f"{application.unscanned_files} not scanned" if application.unscanned_files else "",
        ),
        Check(
            words="No other organisation of this name or number",
            good=None if duplicates else True,
            detail=f"{duplicates} to compare" if duplicates else "",
        ),
        Check(words="Community views recorded or waived", good=application.views_recorded or None),
    )
