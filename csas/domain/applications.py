"""An application as a whole: what is still missing, and what a submitted version says.

A version stands by itself: it keeps the words of its questions and choices, so
that it can be read when the catalogue has moved on. Pure, like its neighbours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import msgspec

from csas.domain import refusals
from csas.domain.application_answers import (
    amount,
    day_of,
    faults,
    is_blank,
    lines,
    names_of,
    state,
    text_of,
    ticked,
    tidy,
)
from csas.domain.application_questions import Answers, Facts, Question, Section
from csas.domain.application_sections import DECLARATION, FOLLOWS, SLUGS, section, sections
from csas.domain.values import DateFault, Struct

__all__ = [
    "DECLARATION",
    "SLUGS",
    "Answers",
    "Content",
    "Evidence",
    "Facts",
    "Item",
    "Part",
    "Question",
    "Section",
    "SoughtArea",
    "SoughtPower",
    "content",
    "content_hash",
    "decode",
    "faults",
    "is_blank",
    "missing",
    "names_of",
    "require_complete",
    "section",
    "sections",
    "state",
    "text_of",
    "tidy",
]

Drafts = Mapping[str, Answers]


class Item(Struct):
    """One question and its answer, in the words of the day it was submitted."""

    name: str
    label: str
    value: tuple[str, ...]
    words: tuple[str, ...]


class Part(Struct):
    """A section with its answered questions."""

    slug: str
    title: str
    items: tuple[Item, ...]
    pack: bool = False


class SoughtPower(Struct):
    code: str
    title: str
    why: str
    offences: tuple[str, ...] = ()


class SoughtArea(Struct):
    code: str
    name: str
    zones: str = ""
    client: str = ""
    contract: str = ""


class Evidence(Struct):
    """A file as it stood with the version."""

    ref: str
    section: str
    name: str
    sha256: str


class Content(Struct):
    """Everything a version says. `parts` hold all but powers, areas and files."""

    process: str
    sector: str
    organisation: str
    parts: tuple[Part, ...]
    powers: tuple[SoughtPower, ...]
    areas: tuple[SoughtArea, ...]
    files: tuple[Evidence, ...] = ()


def missing(drafts: Drafts, facts: Facts) -> tuple[Section, ...]:
    """The sections that are not done yet."""
    return tuple(asked for asked in sections(facts) if state(asked, drafts.get(asked.slug), facts) != "done")


def require_complete(drafts: Drafts, facts: Facts) -> None:
    """Refuse to go on while a section is not done."""
    undone = missing(drafts, facts)
    if undone:
        raise refusals.NotComplete(parts="; ".join(each.title for each in undone))


def content(drafts: Drafts, facts: Facts, organisation: str, files: tuple[Evidence, ...] = ()) -> Content:
    """The version that complete drafts make."""
    apart = {"powers", "areas", *FOLLOWS}
    parts = tuple(_part(asked, drafts.get(asked.slug, {})) for asked in sections(facts) if asked.slug not in apart)
    return Content(
        process=facts.process,
        sector=facts.sector,
        organisation=organisation,
        parts=parts,
        powers=_powers(drafts, facts),
        areas=_areas(drafts, facts),
        files=tuple(sorted(files, key=lambda file: file.ref)),
    )


def _part(asked: Section, answers: Answers) -> Part:
    items = (_item(question, answers) for question in asked.questions)
    return Part(slug=asked.slug, title=asked.title, items=tuple(item for item in items if item.value), pack=asked.pack)


def _item(question: Question, answers: Answers) -> Item:
    value = _value(question, answers)
    return Item(name=question.name, label=question.label, value=value, words=_words(question, value))


def _value(question: Question, answers: Answers) -> tuple[str, ...]:
    """The answer in one canonical spelling."""
    if question.kind == "checkboxes":
        return tuple(option.value for option in question.options if option.value in ticked(answers, question.name))
    if question.kind == "lines":
        return lines(answers, question.name)
    if question.kind == "date":
        found = day_of(answers, question)
        return () if isinstance(found, DateFault) else (found.isoformat(),)
    typed = text_of(answers, question.name)
    if question.kind in {"money", "number"}:
        number = amount(typed)
        return () if number is None else (str(number),)
    return (typed,) if typed else ()


def _words(question: Question, value: tuple[str, ...]) -> tuple[str, ...]:
    if question.kind == "yesno":
        return tuple(each.capitalize() for each in value)
    if question.kind == "money":
        return tuple(f"£{int(each):,}" for each in value)
    if question.kind in {"radios", "checkboxes"}:
        labels = {option.value: option.label for option in question.options}
        return tuple(labels[each] for each in value if each in labels)
    return value


def _powers(drafts: Drafts, facts: Facts) -> tuple[SoughtPower, ...]:
    reasons = drafts.get("reasons", {})
    return tuple(
        SoughtPower(
            code=power.code,
            title=power.title,
            why=text_of(reasons, f"why-{power.code}"),
            offences=lines(reasons, f"offences-{power.code}") if power.names_offences else (),
        )
        for power in facts.powers
        if power.code in facts.sought
    )


def _areas(drafts: Drafts, facts: Facts) -> tuple[SoughtArea, ...]:
    """The boroughs ticked; a national programme covers the whole police area."""
    whole_area = section("areas", facts) is None
    zones = drafts.get("zones", {})
    return tuple(
        SoughtArea(
            code=area.code,
            name=area.name,
            zones=text_of(zones, f"zones-{area.code}"),
            client=text_of(zones, f"client-{area.code}"),
            contract=text_of(zones, f"contract-{area.code}"),
        )
        for area in facts.areas
        if whole_area or area.code in facts.chosen
    )


def content_hash(said: Content) -> str:
    """The SHA-256 of the one spelling of a version."""
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def decode(stored: object) -> Content:
    return msgspec.convert(stored, Content)
