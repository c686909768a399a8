"""An application in words: its form fields, its task list, what a version says, what has changed.

It draws from records and never decides what may be done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from markupsafe import Markup

from csas.domain import application_changes as changes
from csas.domain import applications as rules
from csas.domain.application_answers import DATE_PARTS, ticked, unlisted
from csas.domain.application_changes import Change
from csas.domain.applications import Answers, Content, Facts, Question, Said, Section
from csas.domain.refusals import Fault
from csas.store.applications import Draft
from csas.web import fields as parts
from csas.web.fields import Choice, Field
from csas.web.parts import Link, Row, Task
from csas.web.pictures import MapTile, london_map

STATUS = {
    "done": ("Done", ""),
    "incomplete": ("Incomplete", "yellow"),
    "optional": ("Optional", ""),
    "looked at": ("Looked at", "grey"),
    "not started": ("Not started", "blue"),
}
KINDS = {"lines": "textarea", "money": "text"}
LONG_LINES = 8


class Group(msgspec.Struct, frozen=True):
    """One heading of the task list with its sections."""

    title: str
    tasks: tuple[Task, ...]


class ShownPart(msgspec.Struct, frozen=True):
    """A section of a version as it is read."""

    title: str
    slug: str
    rows: tuple[Row, ...]
    changed: bool = False


def fields_of(section: Section, answers: Answers, faults: Iterable[Fault] = ()) -> tuple[Field, ...]:
    """The questions of a section as form fields, with what was typed and the faults beside it."""
    laid = tuple(_field(question, answers) for question in section.questions)
    return parts.with_faults(laid, view_faults(faults))


def view_faults(faults: Iterable[Fault]) -> tuple[parts.Fault, ...]:
    return tuple(parts.Fault(fault.field.removeprefix("answers."), fault.message) for fault in faults)


def _field(question: Question, answers: Answers) -> Field:
    plain = question.kind in {"textarea", "lines"}
    return Field(
        name=question.name,
        label=_label(question),
        kind=KINDS.get(question.kind, question.kind),
        hint=_hint(question, answers),
        value=_value(question, answers),
        choices=tuple(Choice(option.value, option.label, option.hint) for option in question.options),
        rows=LONG_LINES if question.limit > 2000 else 4,  # noqa: PLR2004 - a longer answer gets a taller box
        width="10" if question.kind == "money" else "",
        max_length=question.limit if plain else None,
        prefix="£" if question.kind == "money" else "",
        inputmode="numeric" if question.kind in {"number", "money"} else "",
    )


def _label(question: Question) -> str:
    needed = question.required or question.when is not None or "Only if" in question.hint
    return question.label if needed else f"{question.label} (optional)"


def _hint(question: Question, answers: Answers) -> str:
    """With what was written before there was a list to tick, so that it is not lost from sight."""
    written = "; ".join(unlisted(question, answers))
    return f"{question.hint} Written before, and not in this list: {written}." if written else question.hint


def _value(question: Question, answers: Answers) -> Any:
    if question.kind == "date":
        return {part: str(answers.get(f"{question.name}-{part}", "")) for part in DATE_PARTS}
    value = answers.get(question.name, "")
    if question.kind == "checkboxes":
        return ticked(answers, question.name)
    return value if isinstance(value, str) else "\n".join(value)


def typed(form: Any, section: Section) -> dict[str, object]:
    """What a form says on the questions of a section; absent ticks are an empty list."""
    given: dict[str, object] = {}
    for question in section.questions:
        for name in rules.names_of(question):
            boxes = question.kind == "checkboxes"
            given[name] = [str(v) for v in form.getall(name, [])] if boxes else str(form.get(name, ""))
    return given


def states(drafts: Mapping[str, Draft], facts: Facts) -> dict[str, str]:
    """How far each section is."""
    return {
        section.slug: rules.state(section, drafts[section.slug].answers if section.slug in drafts else None, facts)
        for section in rules.sections(facts)
    }


def progress(found: Mapping[str, str]) -> tuple[int, int]:
    """How many sections are done, of how many that count: an optional one left blank does not."""
    counted = [state for state in found.values() if state != "optional"]
    return counted.count("done"), len(counted)


def groups(ref: str, facts: Facts, found: Mapping[str, str], changed: frozenset[str] = frozenset()) -> list[Group]:
    """The task list, by its headings."""
    laid: dict[str, list[Task]] = {}
    for section in rules.sections(facts):
        laid.setdefault(section.group, []).append(_task(ref, section, found[section.slug], section.slug in changed))
    return [Group(title, tuple(tasks)) for title, tasks in laid.items()]


def _task(ref: str, section: Section, state: str, changed: bool) -> Task:  # noqa: FBT001 - a tag, not a switch
    words, colour = ("Changed", "purple") if changed and state == "done" else STATUS[state]
    return Task(section.title, f"/applications/{ref}/edit/{section.slug}", words, colour)


def following(section: Section, facts: Facts) -> str | None:
    """The section after this one."""
    slugs = [each.slug for each in rules.sections(facts)]
    place = slugs.index(section.slug) + 1
    return slugs[place] if place < len(slugs) else None


def map_of(codes: Iterable[str], outside: Iterable[str] = ()) -> tuple[MapTile, ...]:
    """The boroughs chosen, on the map."""
    states_of = {**dict.fromkeys(outside, "outside"), **dict.fromkeys(codes, "some")}
    words = {"some": ("✓", "Chosen"), "none": ("", "Not chosen")}
    return london_map(states_of, words)


def typed_rows(section: Section, answers: Answers) -> tuple[Row, ...]:
    """What was typed, question by question, unchecked."""
    return tuple(Row(question.label, lines(_plain(question, answers))) for question in section.questions)


def _plain(question: Question, answers: Answers) -> str:
    value = _value(question, answers)
    if isinstance(value, dict):
        return " ".join(text for text in value.values() if text)
    if question.options:
        labels = {option.value: option.label for option in question.options}
        chosen: tuple[str, ...] = value if isinstance(value, tuple) else (value,)
        return "\n".join(labels.get(each, each) for each in chosen)
    return value.capitalize() if question.kind == "yesno" else str(value)


def lines(text: str) -> Markup:
    """Text with its line breaks kept."""
    return Markup('<span class="csas-lines">{}</span>').format(text)


def shown_parts(
    said: Content, changed: Iterable[Change] = (), change_links: str = "", skip: frozenset[str] = frozenset()
) -> list[ShownPart]:
    """A version section by section; `change_links` is the address of its sections where they can be changed."""
    differing = {change.item for change in changed}
    found = []
    for slug, answers in said.items():
        if slug in {"applicant", "files"} | skip or not answers:
            continue
        link = f"{change_links}/{changes.section_of(slug)}" if change_links else ""
        rows = tuple(_row(f"{slug}.{name}", answer, differing, link) for name, answer in answers.items())
        found.append(ShownPart(changes.title_of(slug), slug, rows, any(_is_in(slug, item) for item in differing)))
    return found


def _is_in(slug: str, item: str) -> bool:
    return item.partition(".")[0] == slug


def _row(item: str, answer: Said, differing: set[str], link: str) -> Row:
    label = f"{answer.label} (changed)" if item in differing else answer.label
    where = f"{link.rpartition('/')[0]}/{changes.section_of(item)}" if link else ""
    actions = (Link("Change", where, hidden=answer.label),) if link else ()
    return Row(label, lines("\n".join(answer.shown)), actions)
