"""The parts of an application in order, and which of them an applicant sees.

The questions on powers and areas are laid out from what the scheme offers and
from what has been chosen so far. Nothing here checks an answer.
"""

from __future__ import annotations

from msgspec.structs import replace

from csas.domain import conditions
from csas.domain.application_about import EMPLOYEES, ORGANISATION, PEOPLE, REPORT
from csas.domain.application_questions import ASK, ORDINARY, Facts, OfferedPower, Option, Question, Section
from csas.domain.application_work import (
    COMPLAINTS,
    EVIDENCE,
    INSURANCE,
    POLICY,
    PROTOCOLS,
    SUPERVISORS,
    TRAINING,
    UNIFORM,
)

POWERS = Section(
    slug="powers",
    title="Powers sought",
    group=ASK,
    pack=True,
    intro=(
        (
            "These are the powers of Schedule 5 that the force has adopted and the law gives today. "
            "Ask only for those your employees need: each must be justified on the next page."
        ),
        (
            "An arrangement gives no power to anybody. It lets you put employees forward, who are "
            "then accredited one by one."
        ),
    ),
)
REASONS = Section(
    slug="reasons",
    title="Why each power is needed",
    group=ASK,
    pack=True,
    intro=("Say for each power what happens now, what would change, and how often it would be used.",),
)
AREAS = Section(
    slug="areas",
    title="Areas",
    group=ASK,
    processes=ORDINARY,
    pack=True,
    intro=("Tick each borough in which your employees would work. Its partnership is asked for its endorsement.",),
)
ZONES = Section(
    slug="zones",
    title="Zones, clients and contracts",
    group=ASK,
    processes=ORDINARY,
    pack=True,
    intro=("Say for each borough where in it your employees would work, and for whom.",),
)
CONDITIONS = Section(
    slug="conditions",
    title="Proposed conditions",
    group=ASK,
    pack=True,
    optional=True,
    intro=(
        (
            "You may propose conditions on which your employees would use the powers. Partnerships and the "
            "force read them. Leave this part blank if you propose none."
        ),
        (
            "A condition that you propose yourself needs no notice before it is imposed. "
            "Before the force imposes another, it tells you and you may answer."
        ),
    ),
    questions=(
        Question(
            name="conditions",
            label="Conditions",
            hint="One on each line. Name the power or borough that each is for, unless it is for all of them. "
            "End a line with “until 31 March 2027” if that condition is for a time.",
            kind="lines",
            limit=4000,
            longest_line=conditions.LONGEST,
            required=False,
        ),
    ),
)

DECLARATION = (
    "I have authority to bind the organisation named in this application. "
    "What it says is true to the best of my knowledge, and I will tell the force without delay of anything "
    "that changes. I understand that an arrangement gives no power to any person, that only paid employees "
    "can be accredited, that the organisation must supervise them and handle complaints about them, and that it "
    "answers for what they do in the course of their employment."
)


SECTIONS = (
    ORGANISATION, PEOPLE, EMPLOYEES, REPORT, POWERS, REASONS, AREAS, ZONES, CONDITIONS,
    SUPERVISORS, COMPLAINTS, INSURANCE, POLICY, UNIFORM, TRAINING, PROTOCOLS, EVIDENCE,
)  # fmt: skip
SLUGS = tuple(section.slug for section in SECTIONS)

OFFENCES = "offences-"

# Sections whose questions follow from what was ticked in another.
FOLLOWS = {"reasons": "powers", "zones": "areas"}


def sections(facts: Facts) -> tuple[Section, ...]:
    """The sections this applicant works through, with their questions laid out."""
    return tuple(_laid_out(section, facts) for section in SECTIONS if _applies(section, facts))


def section(slug: str, facts: Facts) -> Section | None:
    """One of them, or None where it is not asked of this applicant."""
    return next((found for found in sections(facts) if found.slug == slug), None)


def _applies(asked: Section | Question, facts: Facts) -> bool:
    if isinstance(asked, Section) and asked.if_report and not facts.needs_report:
        return False
    for_sector = not asked.sectors or facts.sector in asked.sectors
    return for_sector and (not asked.processes or facts.process in asked.processes)


def _laid_out(asked: Section, facts: Facts) -> Section:
    laid = _LAYERS[asked.slug](facts) if asked.slug in _LAYERS else asked.questions
    return replace(asked, questions=tuple(question for question in laid if _applies(question, facts)))


def _powers(facts: Facts) -> tuple[Question, ...]:
    options = tuple(
        Option(value=power.code, label=power.title, hint=_power_hint(power, facts)) for power in facts.powers
    )
    absent = "Select at least one power"
    return (Question(name="powers", label="Powers", kind="checkboxes", options=options, absent=absent),)


def _power_hint(power: OfferedPower, facts: Facts) -> str:
    titles = {each.code: each.title for each in facts.powers}
    needed = [titles[code] for code in power.needs_any if code in titles]
    also = f" Ask with it for: {' or '.join(needed)}." if needed else ""
    where = f"Schedule 5, paragraph {power.paragraph}. " if power.paragraph else ""
    return f"{where}{power.law}.{also}".strip()


def _reasons(facts: Facts) -> tuple[Question, ...]:
    sought = [power for power in facts.powers if power.code in facts.sought]
    return tuple(question for power in sought for question in _reason(power))


def _reason(power: OfferedPower) -> tuple[Question, ...]:
    why = Question(
        name=f"why-{power.code}",
        label=power.title,
        hint="Why your employees need it.",
        kind="textarea",
        limit=2000,
        absent=f"Enter why your employees need the power: {power.title}",
    )
    return (why, _offences(power)) if power.names_offences else (why,)


def _offences(power: OfferedPower) -> Question:
    """The offences of the catalogue to tick; named one on each line only where it lists none, as for byelaws."""
    known = power.offences
    return Question(
        name=f"{OFFENCES}{power.code}",
        label=f"Offences for: {power.title}",
        hint=f"The accreditation must name the very offences. {'' if known else 'One on each line.'}".strip(),
        kind="checkboxes" if known else "lines",
        limit=4000,
        options=tuple(Option(value=each, label=each) for each in known),
        absent=f"{'Select' if known else 'Enter'} the offences for the power: {power.title}",
    )


def _areas(facts: Facts) -> tuple[Question, ...]:
    options = tuple(Option(value=area.code, label=area.name) for area in facts.areas)
    outside = " and ".join(facts.outside.values())
    hint = f"{outside} lies outside the {facts.police_area} police area and has a force of its own." if outside else ""
    absent = "Select at least one area"
    return (Question(name="areas", label="Boroughs", kind="checkboxes", options=options, hint=hint, absent=absent),)


def _zones(facts: Facts) -> tuple[Question, ...]:
    chosen = [area for area in facts.areas if area.code in facts.chosen]
    return tuple(question for area in chosen for question in _zone(area.code, area.name))


def _zone(code: str, name: str) -> tuple[Question, ...]:
    return (
        Question(
            name=f"zones-{code}",
            label=f"Zones in {name}",
            hint="Streets, estates, parks or wards. Write “the whole borough” if that is meant.",
            kind="textarea",
            limit=2000,
            absent=f"Enter the zones in {name}",
        ),
        Question(
            name=f"client-{code}",
            label=f"Client in {name}",
            hint="For whom you would work there. Write “ourselves” if it is your own land or duty.",
            limit=160,
            absent=f"Enter the client in {name}",
        ),
        Question(
            name=f"contract-{code}",
            label=f"Contract in {name}",
            hint="Its reference and the day it ends, if there is one.",
            limit=160,
            required=False,
        ),
    )


_LAYERS = {"powers": _powers, "reasons": _reasons, "areas": _areas, "zones": _zones}
