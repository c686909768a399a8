"""Words and rows of the vetting pages. It shows what it is given and asks nobody for more."""

from __future__ import annotations

from collections.abc import Iterable

from csas.domain.fitness import VETTED, last_day
from csas.domain.slots import Slot
from csas.domain.vetting_form import SECTIONS, Answers, slots
from csas.store.trainings import Staff
from csas.store.vettings import Recorded, Request
from csas.web import templating
from csas.web.fields import Choice
from csas.web.parts import Link, Row
from csas.web.views.desk import Cell, Tag

HEAD = ("Person", "Employer", "Where it stands", "Since")
OUTCOMES = (Choice("clear", "Clear"), Choice("not-clear", "Not clear"))
SENDING = (
    "The person gets a link that opens once and works for a limited time. A link sent before ends at once.",
    "The employer cannot read the message, the questions or the answers.",
)
SUGGESTED = "The employer’s record of the person names {}. Enter it only if the person says that it is theirs alone."
OPENING = (
    "You will see the answers and what was recorded before, for ten minutes.",
    "That you opened it, and why, is kept and can be shown to the person.",
)
RECORDING = (
    "The answers are erased as soon as you record the outcome.",
    "Only the outcome, its level and reference and your notes are kept, and only vetting officers can read them.",
    "The employer sees clear, not clear or expired.",
)
WITHDRAWING = (
    "Powers whose instrument rests on vetting end at once. For all others the office is told to give notice.",
    "The employer and the public see “not clear” and never why.",
)
CANCELLING = ("The answers, if there are any, are erased. No outcome is recorded.",)
ASKING = (
    "The vetting officer sends each person a link to their own e-mail address. You will not see what they write.",
    "You see clear, not clear or expired, and until when somebody is clear.",
)


def people_choices(people: Iterable[Staff]) -> tuple[Choice, ...]:
    """People to tick, with their job and number."""
    return tuple(Choice(each.ref, each.name, f"{each.job}, {each.number}") for each in people)


def status_of(found: Request) -> Tag:
    """Where a request stands."""
    if found.settled_at:
        return Tag("Outcome recorded", "green") if found.settled == "recorded" else Tag("Closed", "grey")
    if found.answered_at:
        return Tag("Answered", "purple")
    if found.sent_at is None:
        return Tag("Link to be sent", "blue")
    return Tag("Being answered", "yellow") if found.opened_at else Tag("Link sent", "yellow")


def settled_words(found: Request) -> str:
    """How and when a request was settled, and never what the outcome was."""
    when = f" on {templating.short_day(found.settled_at)}" if found.settled_at else ""
    if found.settled == "recorded":
        return f"The outcome of this request was recorded{when}. The answers were erased with it."
    return f"This request was closed without an outcome{when}."


def waiting_rows(found: Iterable[Request]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Link(each.name, f"/vetting/{each.ref}"),
            each.employer,
            status_of(each),
            templating.short_day(each.answered_at or each.sent_at or each.asked_at),
        )
        for each in found
    )


def settled_rows(found: Iterable[Request]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Link(each.name, f"/vetting/{each.ref}"),
            each.employer,
            status_of(each),
            templating.short_day(each.settled_at) if each.settled_at else "",
        )
        for each in found
    )


def request_rows(found: Request, told: str) -> tuple[Row, ...]:
    rows = [
        Row("Employer", found.employer),
        Row("Job", found.job or "Not recorded" if found.employed else "No longer employed there"),
        Row("Everybody else is told", told),
        Row("Date of birth", templating.short_day(found.born_on) if found.born_on else "Not recorded"),
        Row("Asked for", templating.moment(found.asked_at)),
    ]
    if found.sent_at:
        rows.append(Row("Link sent", f"{templating.moment(found.sent_at)}, to {found.address}"))
    if found.sent_at and found.open_until and not found.answered_at and not found.settled_at:
        rows.append(Row("Link works until", templating.upper(templating.until(found.open_until))))
    if found.answered_at:
        rows.append(Row("Answered", templating.moment(found.answered_at)))
    return tuple(rows)


def answer_sections(answers: Answers) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """The answers, section by section, in the words of the questions."""
    return tuple(
        (section.title, tuple(_row(slot, answers.get(section.slug, {})) for slot in slots(section)))
        for section in SECTIONS
        if section.slug != "declaration"
    )


def _row(slot: Slot, given: dict[str, str]) -> Row:
    text = given.get(slot.name, "")
    return Row(slot.title, {"yes": "Yes", "no": "No"}.get(text, text) or "Nothing written")


def recorded_rows(each: Recorded) -> tuple[Row, ...]:
    words, _ = VETTED["clear" if each.outcome == "clear" else "not-clear"]
    rows = [
        Row("Outcome", words),
        Row("Level", each.level),
        Row("Reference", each.reference or "None"),
        Row("Conditions and notes", each.conditions or "None"),
        Row("From", templating.short_day(each.since)),
        Row("Until", templating.short_day(last_day(each.until)) if each.until else "No end set"),
        Row("Recorded by", each.decided_by),
    ]
    return tuple(rows)
