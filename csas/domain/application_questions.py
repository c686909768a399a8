"""What a question and a section of an application are, and what they depend on.

Plain frozen data. The sections themselves stand in application_about and
application_work; application_answers checks what was typed.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from csas.domain.values import Struct

Kind = Literal["text", "textarea", "lines", "number", "money", "date", "radios", "checkboxes", "yesno", "email"]
Answers = dict[str, str | list[str]]

ORDINARY = ("accreditation",)
NATIONAL = ("vehicle-stopping",)
COMPANIES = ("private", "charity")

SECTORS: dict[str, str] = {
    "local-authority": "Local authority",
    "government-agency": "Government department or agency",
    "health": "NHS trust or other health body",
    "education": "University, college or school",
    "housing": "Housing association",
    "charity": "Charity or community interest company",
    "private": "Private company",
    "responsible-authority": "Responsible authority",
}


class Option(Struct):
    """One answer to choose."""

    value: str
    label: str
    hint: str = ""


class Question(Struct):
    """One question. `when` names another question and the answer that makes this one needed."""

    name: str
    label: str
    hint: str = ""
    kind: Kind = "text"
    required: bool = True
    limit: int = 160
    longest_line: int = 160
    options: tuple[Option, ...] = ()
    absent: str = ""
    must: str = ""
    least: int = 0
    most: int = 10_000
    tense: Literal["", "past", "future"] = ""
    when: tuple[str, str] | None = None
    sectors: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()


class Section(Struct):
    """A part of the application. `pack` says that the local partnerships read it.

    One that is `optional` may be left blank altogether.
    """

    slug: str
    title: str
    group: str
    intro: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    sectors: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()
    pack: bool = False
    if_report: bool = False
    optional: bool = False


class OfferedPower(Struct):
    """A power of Schedule 5 that the force has adopted and the law still gives; `offences` are the catalogue's."""

    code: str
    title: str
    paragraph: str = ""
    law: str = ""
    names_offences: bool = False
    offences: tuple[str, ...] = ()
    needs_any: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


class OfferedArea(Struct):
    code: str
    name: str


class Facts(Struct):
    """What the questions and their checks depend on besides the answers themselves."""

    process: str
    sector: str
    today: date
    police_area: str = ""
    powers: tuple[OfferedPower, ...] = ()
    areas: tuple[OfferedArea, ...] = ()
    outside: dict[str, str] = {}
    titles: dict[str, str] = {}
    needs_report: bool = False
    sought: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


YOU, ASK, WORK, PROOF = (
    "About your organisation",
    "What you ask for",
    "How it will work",
    "Evidence",
)
