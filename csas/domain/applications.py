"""An application as a whole: what is still missing, and what a submitted version says.

A version stands by itself: it keeps the words of its questions and choices, so
that it can be read when the catalogue has moved on. Pure, like its neighbours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from functools import partial

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
    too_long,
)
from csas.domain.application_questions import SECTORS, Answers, Facts, Question, Section
from csas.domain.application_sections import DECLARATION, FOLLOWS, SECTIONS, SLUGS, section, sections
from csas.domain.calendar import in_words
from csas.domain.values import DateFault, Struct

__all__ = [
    "DECLARATION",
    "SECTORS",
    "SLUGS",
    "Answers",
    "Content",
    "Evidence",
    "Facts",
    "Question",
    "Said",
    "Section",
    "content",
    "content_hash",
    "decode",
    "faults",
    "is_blank",
    "missing",
    "names_of",
    "offences_of",
    "reason_of",
    "require_complete",
    "section",
    "sections",
    "state",
    "text_of",
    "tidy",
    "too_long",
]

Drafts = Mapping[str, Answers]


class Said(Struct, omit_defaults=True):
    """One question and its answer, in the words of the day it was submitted; `words` where they differ."""

    label: str
    value: tuple[str, ...]
    words: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[str, ...]:
        return self.words or self.value


class Evidence(Struct):
    """A file as it stood with the version."""

    ref: str
    section: str
    name: str
    sha256: str


# Section by section, question by question. Besides the sections there are `applicant`, and `files`
# by their references; `powers` goes by codes, each with its reason and offences, and `areas` by
# codes, each with zones, client and contract.
Content = dict[str, dict[str, Said]]

ORDER = ("applicant", *SLUGS, "files")
QUESTIONS = {
    (slug, question.name): place
    for slug, questions in ((each.slug, each.questions) for each in SECTIONS)
    for place, question in enumerate(questions)
}


def missing(drafts: Drafts, facts: Facts) -> tuple[Section, ...]:
    """The sections that are not done yet and have to be."""
    enough = {"done", "optional"}
    return tuple(asked for asked in sections(facts) if state(asked, drafts.get(asked.slug), facts) not in enough)


def require_complete(drafts: Drafts, facts: Facts) -> None:
    """Refuse to go on while a section is not done."""
    undone = missing(drafts, facts)
    if undone:
        raise refusals.NotComplete(parts="; ".join(each.title for each in undone))


def content(drafts: Drafts, facts: Facts, organisation: str, files: tuple[Evidence, ...] = ()) -> Content:
    """The version that complete drafts make."""
    said: Content = {"applicant": _applicant(facts, organisation)}
    for asked in sections(facts):
        if asked.slug == "powers":
            said["powers"] = _powers(drafts, facts)
        elif asked.slug not in FOLLOWS and asked.slug != "areas":
            said[asked.slug] = _section(asked, drafts.get(asked.slug, {}))
    said["areas"] = _areas(drafts, facts)
    said["files"] = {
        file.ref: Said(label=f"File: {file.name}", value=(file.sha256, file.section), words=(file.name,))
        for file in files
    }
    return in_order(said)


def _applicant(facts: Facts, organisation: str) -> dict[str, Said]:
    return {
        "name": Said(label="Organisation", value=(organisation,)),
        "sector": Said(label="Sector", value=(facts.sector,), words=(SECTORS.get(facts.sector, facts.sector),)),
        "process": Said(label="Process", value=(facts.process,)),
    }


def _section(asked: Section, answers: Answers) -> dict[str, Said]:
    found = {question.name: _said(question, answers) for question in asked.questions}
    return {name: said for name, said in found.items() if said.value}


def _said(question: Question, answers: Answers) -> Said:
    value = _value(question, answers)
    words = _words(question, value)
    return Said(label=question.label, value=value, words=() if words == value else words)


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
    if question.kind == "date":
        return tuple(in_words(date.fromisoformat(each)) for each in value)
    if question.kind in {"radios", "checkboxes"}:
        labels = {option.value: option.label for option in question.options}
        return tuple(labels[each] for each in value if each in labels)
    return value


def _powers(drafts: Drafts, facts: Facts) -> dict[str, Said]:
    reasons = drafts.get("reasons", {})
    return {
        power.code: Said(
            label=power.title,
            value=(
                text_of(reasons, f"why-{power.code}"),
                *(dict.fromkeys(lines(reasons, f"offences-{power.code}")) if power.names_offences else ()),
            ),
        )
        for power in facts.powers
        if power.code in facts.sought
    }


def _areas(drafts: Drafts, facts: Facts) -> dict[str, Said]:
    """The boroughs ticked; a national programme covers the whole police area."""
    whole_area = section("areas", facts) is None
    zones = drafts.get("zones", {})
    return {
        area.code: _area(area.code, area.name, zones) for area in facts.areas if whole_area or area.code in facts.chosen
    }


def _area(code: str, name: str, zones: Answers) -> Said:
    where, client, contract = (text_of(zones, f"{part}-{code}") for part in ("zones", "client", "contract"))
    told = (where or "The whole area", client and f"Client: {client}", contract and f"Contract: {contract}")
    return Said(label=name, value=(where, client, contract), words=tuple(words for words in told if words))


def reason_of(power: Said) -> str:
    """Why a power is sought."""
    return power.value[0]


def offences_of(power: Said) -> tuple[str, ...]:
    return power.value[1:]


def content_hash(said: Content) -> str:
    """The SHA-256 of the one spelling of a version."""
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def decode(stored: object) -> Content:
    """A version as the database kept it, which is in no order of its own."""
    return in_order(msgspec.convert(stored, Content))


def in_order(said: Content) -> Content:
    """Sections and answers as the application asks for them; powers by code, areas and files by name."""
    slugs = sorted(said, key=lambda slug: ORDER.index(slug) if slug in ORDER else len(ORDER))
    return {slug: dict(sorted(said[slug].items(), key=partial(_place, slug))) for slug in slugs if said[slug]}


def _place(slug: str, item: tuple[str, Said]) -> tuple[int, str]:
    name, answer = item
    if slug == "powers":
        number = re.match(r"\d+", name)
        return int(number.group()) if number else 0, name.swapcase()
    if slug in {"areas", "files"}:
        return 0, answer.label
    return QUESTIONS.get((slug, name), len(QUESTIONS)), name
