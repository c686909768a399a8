"""What is wrong with the answers to a section, all at once, and how far the section is.

Answers are kept as they were typed: text, ticked values, and a date in its three
boxes `name-day`, `name-month`, `name-year`. Pure: nothing is fetched or changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from csas.domain import conditions, offences, refusals
from csas.domain.application_questions import Answers, Facts, Question, Section
from csas.domain.application_sections import FOLLOWS, OFFENCES
from csas.domain.refusals import Fault
from csas.domain.values import DateFault, clean, parse_uk_date

State = Literal["optional", "not started", "looked at", "incomplete", "done"]

DATE_PARTS = ("day", "month", "year")
LONGEST_DRAFT = 20_000
MOST_LINES = 200
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_MONEY = re.compile(r"£?\s*(\d{1,3}(,\d{3})+|\d+)(\.00)?")


def names_of(question: Question) -> tuple[str, ...]:
    """The names under which a form posts this answer."""
    if question.kind == "date":
        return tuple(f"{question.name}-{part}" for part in DATE_PARTS)
    return (question.name,)


def tidy(section: Section, given: Mapping[str, object]) -> Answers:
    """What was typed for this section's questions and nothing else; a whole date is put into its boxes."""
    kept: Answers = {}
    for question in section.questions:
        whole = given.get(question.name)
        if question.kind == "date" and isinstance(whole, str):
            given = {**given, **_boxes(question.name, whole)}
        for name in names_of(question):
            value = given.get(name)
            if isinstance(value, list | tuple):
                kept[name] = [str(item) for item in value]
            elif value is not None:
                kept[name] = [str(value)] if question.kind == "checkboxes" and value else str(value)
    return kept


def _boxes(name: str, whole: str) -> dict[str, str]:
    year, _, rest = whole.partition("-")
    month, _, day = rest.partition("-")
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def too_long(answers: Answers) -> tuple[Fault, ...]:
    """What is too long even for a draft."""
    texts = ((name, value if isinstance(value, str) else "".join(value)) for name, value in answers.items())
    return tuple(
        Fault(field=name, message=f"This answer must be {LONGEST_DRAFT:,} characters or fewer")
        for name, text in texts
        if len(text) > LONGEST_DRAFT
    )


def text_of(answers: Answers, name: str) -> str:
    value = answers.get(name, "")
    return clean(value) if isinstance(value, str) else "\n".join(clean(item) for item in value)


def ticked(answers: Answers, name: str) -> tuple[str, ...]:
    """What was ticked; text from before there were boxes to tick is read line by line."""
    value = answers.get(name, ())
    return tuple(dict.fromkeys(lines(answers, name) if isinstance(value, str) else value))


def unlisted(question: Question, answers: Answers) -> tuple[str, ...]:
    """Offences written before the catalogue listed those of the power."""
    known = {option.value for option in question.options}
    of_a_list = question.kind == "checkboxes" and question.name.startswith(OFFENCES)
    return tuple(each for each in ticked(answers, question.name) if each not in known) if of_a_list else ()


def lines(answers: Answers, name: str) -> tuple[str, ...]:
    return tuple(line for line in (text.strip() for text in text_of(answers, name).splitlines()) if line)


def day_of(answers: Answers, question: Question) -> date | DateFault:
    day, month, year = (text_of(answers, f"{question.name}-{part}") for part in DATE_PARTS)
    return parse_uk_date(day, month, year, question.label)


def is_blank(section: Section, answers: Answers) -> bool:
    """Whether nothing at all has been typed or ticked."""
    names = [name for question in section.questions for name in names_of(question)]
    return not any(text_of(answers, name) for name in names)


def state(section: Section, answers: Answers | None, facts: Facts) -> State:
    """How far a section is; without an answer ever saved it is not started, or it need not be."""
    if section.optional and (answers is None or is_blank(section, answers)):
        return "optional"
    if answers is None:
        return "not started"
    if not section.questions or is_blank(section, answers):
        return "looked at"
    return "incomplete" if faults(section, answers, facts) else "done"


def faults(section: Section, answers: Answers, facts: Facts) -> tuple[Fault, ...]:
    """Everything wrong with the answers, each beside its question."""
    found = [fault for question in section.questions for fault in _faults_of(question, answers, facts)]
    if section.slug in FOLLOWS and not section.questions:
        found.append(Fault(field="", message=_FIRST[section.slug]))
    if section.slug == "powers":
        found.extend(_prerequisites(answers, facts))
    if section.slug == "reasons":
        found.extend(_barred(section, answers, facts))
    if section.slug == "policies":
        found.extend(_policies(section, answers))
    if section.slug == "conditions" and not found:
        found.extend(_conditions(answers, facts))
    return tuple(found)


_FIRST = {
    "reasons": "Select the powers you ask for first",
    "zones": "Select the boroughs you would work in first",
}


def _faults_of(question: Question, answers: Answers, facts: Facts) -> Iterator[Fault]:
    blank = not any(text_of(answers, name) for name in names_of(question))
    if blank:
        if question.required or _is_needed(question, answers):
            yield Fault(field=question.name, message=question.absent or f"Enter {question.label.lower()}")
        return
    message = _wrong(question, answers, facts)
    if message:
        yield Fault(field=question.name, message=message)


def _is_needed(question: Question, answers: Answers) -> bool:
    return question.when is not None and text_of(answers, question.when[0]) == question.when[1]


def _wrong(question: Question, answers: Answers, facts: Facts) -> str:
    """What is wrong with an answer that is there, or nothing."""
    typed = text_of(answers, question.name)
    match question.kind:
        case "number" | "money":
            return _wrong_number(question, typed)
        case "date":
            return _wrong_day(question, answers, facts.today)
        case "radios" | "checkboxes":
            return _wrong_choice(question, answers, facts)
        case "yesno":
            return _wrong_yes(question, typed)
        case "lines":
            return _wrong_lines(question, lines(answers, question.name), typed)
        case "email" if not _EMAIL.fullmatch(typed):
            return f"{question.label} must look like name@example.com"
    return _wrong_length(question, typed)


def _wrong_length(question: Question, typed: str) -> str:
    if len(typed) > question.limit:
        return f"{question.label} must be {question.limit:,} characters or fewer"
    if question.kind != "textarea" and "\n" in typed:
        return f"{question.label} must be on one line"
    return ""


def _wrong_lines(question: Question, given: tuple[str, ...], typed: str) -> str:
    if len(given) > MOST_LINES or any(len(line) > question.longest_line for line in given):
        return f"{question.label} must be at most {MOST_LINES} lines of {question.longest_line} characters"
    return _wrong_length_of_all(question, typed)


def _wrong_length_of_all(question: Question, typed: str) -> str:
    return f"{question.label} must be {question.limit:,} characters or fewer" if len(typed) > question.limit else ""


def _wrong_number(question: Question, typed: str) -> str:
    number = amount(typed) if question.kind == "money" else whole(typed)
    pounds = "£" if question.kind == "money" else ""
    if number is None:
        kind = "an amount in pounds, like 5,000,000" if pounds else "a whole number, like 12"
        return f"{question.label} must be {kind}"
    if not question.least <= number <= question.most:
        return f"{question.label} must be between {pounds}{question.least:,} and {pounds}{question.most:,}"
    return ""


def whole(typed: str) -> int | None:
    """The whole number in a text, if it is one."""
    plain = typed.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= LONGEST_NUMBER else None


LONGEST_NUMBER = 12


def amount(typed: str) -> int | None:
    """Whole pounds, as people write them: £5,000,000."""
    if not typed.isascii() and "£" not in typed:
        return None
    return whole(typed.removeprefix("£").strip().removesuffix(".00")) if _MONEY.fullmatch(typed) else None


def _wrong_day(question: Question, answers: Answers, today: date) -> str:
    found = day_of(answers, question)
    if isinstance(found, DateFault):
        return found.message
    if question.tense == "future" and found <= today:
        return f"{question.label} must be in the future"
    if question.tense == "past" and found > today:
        return f"{question.label} must not be in the future"
    return ""


def _wrong_yes(question: Question, typed: str) -> str:
    if typed not in {"yes", "no"}:
        return question.absent
    return question.must if typed == "no" else ""


def _wrong_choice(question: Question, answers: Answers, facts: Facts) -> str:
    offered = {option.value for option in question.options}
    strange = [value for value in ticked(answers, question.name) if value not in offered]
    if not strange:
        return ""
    if question.name == "areas":
        return _outside(strange[0], facts)
    if question.name == "powers":
        title = facts.titles.get(strange[0], strange[0][:20])
        return f"The force has not adopted this power, or it is no longer in law: {title}"
    if question.name.startswith(OFFENCES):
        return f"“{strange[0][:160]}” is not in the list: tick the offence that you mean"
    return question.absent


def _outside(code: str, facts: Facts) -> str:
    """The City of London has its own police and its own Commissioner."""
    name = facts.outside.get(code)
    if name is None:
        return "Select areas from the list"
    return (
        f"{name} lies outside the {facts.police_area} police area. It has a police force of its own, "
        "which would have to accredit your employees there."
    )


def _prerequisites(answers: Answers, facts: Facts) -> Iterator[Fault]:
    """A power that makes sense only beside one of some others."""
    sought = set(ticked(answers, "powers"))
    titles = {**facts.titles, **{power.code: power.title for power in facts.powers}}
    for power in facts.powers:
        if power.code in sought and power.needs_any and not sought & set(power.needs_any):
            others = " or ".join(f"“{titles.get(code, code)}”" for code in power.needs_any)
            yield Fault(field="powers", message=f"“{power.title}” can be used only together with {others}")


def _barred(section: Section, answers: Answers, facts: Facts) -> Iterator[Fault]:
    """Offences that the Act never lets an accredited person give a notice for."""
    asked = {question.name for question in section.questions}
    for power in facts.powers:
        field = f"offences-{power.code}"
        if field in asked:
            yield from offences.faults(field, power.code, lines(answers, field), power.barred)


def _policies(section: Section, answers: Answers) -> Iterator[Fault]:
    question, missing = section.questions
    have = ticked(answers, question.name)
    if have and len(have) < len(question.options) and not text_of(answers, missing.name):
        yield Fault(field=missing.name, message=missing.absent)


def _conditions(answers: Answers, facts: Facts) -> Iterator[Fault]:
    """Conditions are read as they will be when they are imposed."""
    try:
        conditions.read(lines(answers, "conditions"), facts.today)
    except refusals.Faults as refusal:
        for fault in refusal.faults:
            yield Fault(field="conditions", message=fault.message)
