"""Settings of a scheme: what each may be, how it is typed and said, and whether a change widens what may be granted.

A change that lets more be granted, or for longer, or on less, needs two people; any other needs one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from csas.domain.refusals import Fault, Faults
from csas.domain.values import Struct

Kind = Literal["number", "days", "flag", "chosen", "levels"]
Value = Any


class About(Struct):
    """What a setting may be. `options` are its choices, or the levels that each have a number, with their words."""

    title: str
    kind: Kind
    least: int = 0
    most: int = 0
    options: Mapping[str, str] = {}
    unit: str = ""


NONE = "none"
RESTS = {"training": "Training", "vetting": "Vetting"}
SECTORS = {
    "local-authority": "Local authority",
    "government-agency": "Government agency",
    "health": "Health body",
    "education": "Education",
    "housing": "Housing association",
    "charity": "Charity or community interest company",
    "private": "Private company",
}
LEVELS = {level: level for level in ("NPPV 1", "NPPV 2 abbreviated", "NPPV 2 full", "NPPV 3")}

ABOUT: dict[str, About] = {
    "open-applications": About(title="Applications open at a time", kind="number", least=1, most=100),
    "question-working-days": About(
        title="Time to answer a question", kind="number", least=1, most=60, unit="working days"
    ),
    "representation-days": About(
        title="Time to answer a notice before a decision", kind="number", least=7, most=90, unit="days"
    ),
    "appeal-days": About(title="Time to appeal", kind="number", least=7, most=180, unit="days"),
    "endorsement-extension-days": About(
        title="How far a partnership’s meeting may lie", kind="number", least=1, most=180, unit="days"
    ),
    "reminder-days-before": About(title="Reminders to partnerships", kind="days", least=1, most=60, unit="days before"),
    "arrangement-months": About(title="How long an arrangement runs", kind="number", least=1, most=60, unit="months"),
    "accreditation-rests-on": About(title="What a person’s powers rest on", kind="chosen", options=RESTS),
    "accreditation-ends-by": About(title="What no accreditation outlasts", kind="chosen", options=RESTS),
    "renewal-days": About(
        title="When an accreditation can be renewed", kind="number", least=1, most=365, unit="days before its end"
    ),
    "identity-months": About(
        title="How old a check of identity may be after an appeal", kind="number", most=60, unit="months"
    ),
    "post-hours": About(title="Hours of a police post", kind="number", least=500, most=2500, unit="hours a year"),
    "notify-working-days": About(
        title="Time to report a notifiable event", kind="number", least=1, most=30, unit="working days"
    ),
    "check-photograph": About(title="Photograph in the public check", kind="flag"),
    "lapse-days": About(title="Reminders before something ends", kind="days", least=1, most=365, unit="days before"),
    "vetting-link-days": About(title="How long a vetting link works", kind="number", least=1, most=60, unit="days"),
    "vetting-months": About(
        title="How long a clearance is good", kind="levels", least=1, most=120, options=LEVELS, unit="months"
    ),
    "report-sectors": About(title="Sectors that need a report of Police CPI", kind="chosen", options=SECTORS),
}


def typed(name: str, value: Value) -> str:
    """A value as somebody would type it."""
    match ABOUT[name].kind:
        case "flag":
            return "yes" if value else "no"
        case "days" | "chosen":
            return ", ".join(str(each) for each in value) or NONE
        case "levels":
            return "\n".join(f"{level}: {months}" for level, months in value.items())
        case _:
            return str(value)


def said(name: str, value: Value) -> str:
    """A value in words, for a page."""
    about = ABOUT[name]
    match about.kind:
        case "chosen":
            return ", ".join(about.options.get(each, each) for each in value) or "Nothing"
        case "levels":
            return "; ".join(f"{level}: {months} {about.unit}" for level, months in value.items())
        case "number":
            return f"{value:,} {about.unit}".strip()
        case _:
            return f"{typed(name, value).capitalize()} {about.unit}".strip()


def how(name: str) -> str:
    """How it is typed, as a hint."""
    about = ABOUT[name]
    match about.kind:
        case "flag":
            return "Say yes or no."
        case "days":
            return f"Days with commas, the earliest first, such as 10, 3, 1. Each from {about.least} to {about.most}."
        case "chosen":
            return f"Any of these with commas, or the word {NONE}: {', '.join(about.options)}."
        case "levels":
            return f"Each of {', '.join(about.options)} with its months from {about.least} to {about.most}."
        case _:
            return f"A whole number from {about.least:,} to {about.most:,}."


def read(name: str, text: str) -> Value:
    """What was typed; what is none is a fault of the field."""
    about = ABOUT[name]
    found = _READ[about.kind](about, text.strip())
    if found is None:
        raise Faults(Fault(field="value", message=f"{about.title}: {how(name)}"))
    return found


def _number(about: About, text: str) -> int | None:
    fits = text.isascii() and text.isdigit() and len(text) <= len(str(about.most))
    return int(text) if fits and about.least <= int(text) <= about.most else None


def _days(about: About, text: str) -> list[int] | None:
    found = [_number(about, each.strip()) for each in text.split(",")]
    days = [each for each in found if each is not None]
    return days if len(days) == len(found) and days == sorted(set(days), reverse=True) else None


def _flag(_about: About, text: str) -> bool | None:
    return {"yes": True, "no": False}.get(text.lower())


def _chosen(about: About, text: str) -> list[str] | None:
    named = [each.strip() for each in text.split(",") if each.strip()] if text.lower() != NONE else []
    known = [each for each in about.options if each in named]
    return known if len(known) == len(named) else None


def _levels(about: About, text: str) -> dict[str, int] | None:
    lines = [re.fullmatch(r"(.+?)\s*:\s*(\d{1,4})", line.strip()) for line in text.splitlines() if line.strip()]
    found = {line.group(1): _number(about, line.group(2)) for line in lines if line}
    months = {level: number for level, number in found.items() if number is not None}
    whole = len(lines) == len(months) == len(about.options) and set(months) == set(about.options)
    return {level: months[level] for level in about.options} if whole else None


_READ: Mapping[Kind, Any] = {
    "number": _number,
    "days": _days,
    "flag": _flag,
    "chosen": _chosen,
    "levels": _levels,
}


def widens(name: str, was: Value, now: Value) -> bool:
    """Whether more could be granted, or for longer, or on less, than before."""
    match name:
        case "accreditation-rests-on" | "accreditation-ends-by" | "report-sectors":
            return _loses(was, now)
        case "arrangement-months" | "identity-months":
            return bool(now > was)
        case "vetting-months":
            return any(now[level] > was.get(level, 0) for level in now)
        case _:
            return False


def _loses(was: Sequence[str], now: Sequence[str]) -> bool:
    return bool(set(was) - set(now))
