"""The decision maker's brief: one application on a page, the same on the screen and as a PDF."""

from __future__ import annotations

from datetime import datetime

from csas.domain.assessments import FINDINGS
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.certificates import Brief, Row, Section, Table
from csas.domain.decisions import OUTCOMES
from csas.domain.notices import PROPOSALS
from csas.domain.reasons import REASONS
from csas.store import installation
from csas.store.dossiers import Dossier
from csas.store.schemes import Scheme
from csas.web import templating
from csas.web.views import decisions as words
from csas.web.views.register import SECTORS

OFFICE = "Community Safety Accreditation Office"


def brief(case: Case, dossier: Dossier, scheme: Scheme, now: datetime) -> Brief:
    """Everything a decision needs, in the order in which it is asked."""
    return Brief(
        kind="Brief for decision",
        reference=case.ref,
        office=OFFICE,
        force=scheme.force_name,
        title=dossier.on.organisation_name,
        lead=_lead(dossier),
        dated=london_day(now),
        summary=_summary(dossier),
        sections=(
            *_reasons(dossier),
            *_notices(dossier, now),
            _application(dossier),
            _endorsement(dossier),
            _assessment(dossier),
            *_earlier(dossier),
        ),
        demonstration=installation.current().demonstration,
    )


def _lead(dossier: Dossier) -> str:
    on = dossier.on
    kind = {"new": "applies", "variation": "asks to vary its arrangement", "renewal": "asks to renew its arrangement"}
    powers = templating.plural(len(on.powers), "power")
    areas = templating.plural(len(on.areas), "area")
    return f"It {kind[on.sort]} for {powers} in {areas}. Recommended: {words.recommendation_words(dossier).lower()}."


def _summary(dossier: Dossier) -> tuple[Row, ...]:
    on = dossier.on
    return (
        Row(label="Organisation", value=f"{on.legal_name}, {SECTORS.get(on.sector, on.sector).lower()}"),
        *_recommended(dossier),
        Row(
            label="Judged by",
            value=f"{on.edition_title}, on version {on.version_number} of the application (fingerprint {on.hash[:12]})",
        ),
        Row(label="Place", value=words.place_words(dossier)),
        Row(label="Your delegation", value=words.delegation_words(dossier)),
    )


def _recommended(dossier: Dossier) -> tuple[Row, ...]:
    found = dossier.recommended
    if found is None:
        return (Row(label="Recommended", value="Nothing yet in this round"),)
    made = f"{OUTCOMES[found.outcome]}, by {found.by} on {templating.short_day(found.at)}"
    if found.outcome == "refuse":
        return (Row(label="Recommended", value=made),)
    return (
        Row(label="Recommended", value=made),
        Row(label="Powers", value="; ".join(words.power_names(found.terms.powers, dossier.on))),
        Row(label="Areas", value=templating.series(words.area_names(found.terms.areas, dossier.on))),
        Row(
            label="Conditions", value="; ".join(each.sentence.rstrip(".") for each in found.terms.conditions) or "None"
        ),
    )


def _application(dossier: Dossier) -> Section:
    on = dossier.on
    rows = tuple((words.power_words(p.paragraph, p.title), p.justification or "None given") for p in on.powers)
    gone = [p.code for p in on.powers if not p.adopted]
    return Section(
        heading="What is sought",
        paragraphs=(
            f"Areas: {templating.series(area.name for area in on.areas)}.",
            *((f"Not adopted by the force, or no longer in law: {', '.join(gone)}.",) if gone else ()),
            *(
                ("Conditions it proposes: " + "; ".join(each.rstrip(".") for each in on.conditions),)
                if on.conditions
                else ()
            ),
        ),
        tables=(Table(headings=("Power", "Why it is needed"), rows=rows),),
    )


def _endorsement(dossier: Dossier) -> Section:
    on = dossier.on
    if not on.endorsed:
        why = "Not asked: the programme was agreed nationally for the whole district."
        return Section(heading="Local endorsement", paragraphs=(why,))
    rows = tuple(
        (area.name, words.opinions_in(area.code, on) or area.answer, _conditions_in(dossier, area.code))
        for area in on.areas
    )
    return Section(
        heading="Local endorsement",
        tables=(Table(headings=("Area", "Answer", "Conditions and objections"), rows=rows),),
    )


def _conditions_in(dossier: Dossier, area: str) -> str:
    said = {view.condition for view in dossier.on.views if view.area == area and view.condition}
    return "; ".join(sorted(said)) or "None"


def _assessment(dossier: Dossier) -> Section:
    assessment = dossier.assessment
    short = words.assessment_in_short(assessment)
    weak = tuple(
        (f"{code} {title}", result, evidence)
        for code, title, result, _, evidence in words.assessment_rows(assessment)
        if result != "Met"
    )
    findings = tuple(
        f"{title}: {'yes' if found.satisfied else 'no'}. {found.evidence}"
        for subject, title in FINDINGS.items()
        if (found := assessment.findings.get(subject))
    )
    tables = (Table(headings=("Requirement", "Result", "Evidence"), rows=weak),) if weak else ()
    return Section(heading="Assessment", paragraphs=(f"Requirements: {short}.", *findings), tables=tables)


def _reasons(dossier: Dossier) -> tuple[Section, ...]:
    found = dossier.recommended
    if found is None:
        return ()
    doubts = words.doubts(found.terms, dossier.on)
    said = (f"Without or against local endorsement: {'; '.join(doubts)}.",) if doubts else ()
    return (Section(heading="Reasons of the assessor", paragraphs=(*found.reasons.split("\n"), *said)),)


def _notices(dossier: Dossier, now: datetime) -> tuple[Section, ...]:
    paragraphs = []
    for notice in dossier.notices:
        reasons = " ".join(REASONS[code] for code in notice.reasons)
        given = f"On {templating.short_day(notice.given_at)} notice was given {PROPOSALS[notice.proposal]}."
        paragraphs += [f"{given} {reasons} {notice.explanation}", f"Answer: {words.answer_words(notice, now)}."]
    return (Section(heading="Notices and answers", paragraphs=tuple(paragraphs)),) if paragraphs else ()


def _earlier(dossier: Dossier) -> tuple[Section, ...]:
    told = tuple(
        f"{words.decision_words(each)} on {templating.short_day(each.decided_at)} by {each.decided_by}. {each.explanation}"
        for each in dossier.decisions
    )
    return (Section(heading="Decisions so far", paragraphs=told),) if told else ()
