"""The statement for a court: an enquiry's answer as a document, with its exhibits."""

from __future__ import annotations

from datetime import datetime

from csas.domain.calendar import london_day
from csas.domain.certificates import Brief, Row, Section, Table
from csas.store import installation
from csas.store.enquiries import Enquiry
from csas.web.views.briefs import OFFICE
from csas.web.views.enquiries import PowerWords, Told, exact

MADE = (
    (
        "This statement follows from the records of the accreditation office as they were known at the time given above. "
        "Each answer is derived from the numbered facts alone. A fact that was learnt later is left out, and one that "
        "has been corrected is taken as it was known then."
    ),
    (
        "What could be relied on ends with the act that takes a power away. In law a power taken away by notice ends "
        "when the notice is given to the person (section 42(3) of the Police Reform Act 2002). Where the two differ, "
        "both times are given."
    ),
    (
        "It says nothing of whether a power was used properly. The file is signed electronically; any later change to "
        "it shows."
    ),
)


def statement(enquiry: Enquiry, told: Told, clock: datetime) -> Brief:
    """The answer as a document to be signed."""
    return Brief(
        kind="Statement of authority",
        reference=enquiry.ref,
        office=OFFICE,
        force=enquiry.force,
        title=f"What {enquiry.name} was authorised to do",
        lead=told.lead,
        dated=london_day(clock),
        summary=tuple(Row(label=label, value=value) for label, value in told.rows),
        sections=(
            _answer(told),
            *(_chain(power) for power in told.powers),
            _exhibits(told),
            *_later(told),
            Section(heading="How this statement was made", paragraphs=(*MADE, f"Made at {exact(clock)}.")),
        ),
        demonstration=installation.current().demonstration,
    )


def _answer(told: Told) -> Section:
    rows = tuple((power.title, power.source, power.verdict, power.why or power.period or "–") for power in told.powers)
    table = Table(headings=("Asked about", "Law", "Answer", "Why, or for how long"), rows=rows)
    return Section(heading="The answer", tables=(table,))


def _chain(power: PowerWords) -> Section:
    """One power: its limits, both times of a notice, and every ground."""
    rows = tuple(
        (step.title, step.verdict, step.why if not step.holds else step.period or "–", step.exhibits or "–")
        for step in power.steps
    )
    limits = tuple(f"{name}: {words}" for name, words in power.limits)
    tables = (Table(headings=("Ground", "Then", "Why, or for how long", "Facts"), rows=rows),) if rows else ()
    never = () if rows else (power.why,)
    return Section(heading=power.title, paragraphs=(*never, *power.notices), points=limits, tables=tables)


def _exhibits(told: Told) -> Section:
    rows = tuple((each.number, each.words, each.ref, each.held, each.known) for each in told.exhibits)
    if not rows:
        return Section(
            heading="Exhibits: the facts", paragraphs=("There is no fact to show: nothing was ever granted.",)
        )
    table = Table(headings=("No.", "Fact", "Reference", "Held", "Known since"), rows=rows)
    return Section(heading="Exhibits: the facts", tables=(table,))


def _later(told: Told) -> tuple[Section, ...]:
    return (Section(heading="Learnt since", paragraphs=(told.now_differs,)),) if told.now_differs else ()
