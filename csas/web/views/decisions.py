"""Stage 4 in words: assessment, recommendation, notice, decision, signatures and certificate.

It chooses words and rows from a dossier. Whether somebody may see a part is asked of
the permissions table; nothing here decides what is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from markupsafe import Markup

from csas.domain.arrangements import Arrangement
from csas.domain.assessments import FINDINGS, OUTCOMES, Assessment
from csas.domain.casework import Case
from csas.domain.decisions import OUTCOMES as DECISIONS
from csas.domain.decisions import Considered, Terms, unsupported
from csas.domain.notices import PROPOSALS, Notice, is_heard, last_day_of
from csas.domain.permissions import CENTRAL, Actor
from csas.domain.provider_standing import ArrangementFact, ProviderFacts, provider_standing
from csas.domain.reasons import REASONS
from csas.store.decisions import Decided
from csas.store.dossiers import Dossier
from csas.web import templating
from csas.web.fields import Choice
from csas.web.parts import Row

COLOURS = {
    "met": "green",
    "partly": "yellow",
    "not-met": "red",
    "grant": "green",
    "grant-in-part": "yellow",
    "refuse": "red",
}
OPINIONS = {
    "endorse": "Endorses",
    "condition": "Endorses with a condition",
    "object": "Objects",
    "no-view": "Gives no view",
    "none": "No endorsement",
}
DOUBTS = {"object": "objects to", "no-view": "gives no view on", "none": "has not endorsed"}


def is_central(actor: Actor, case: Case) -> bool:
    """Whether the reader works for the scheme, and so sees how a decision is prepared."""
    return case.scheme in actor.schemes(*CENTRAL)


def power_names(codes: tuple[str, ...], on: Considered) -> list[str]:
    """Powers in the order they were sought, by paragraph and title."""
    return [power_words(each.paragraph, each.title) for each in on.powers if each.code in codes]


def power_words(paragraph: str, title: str) -> str:
    return f"{title} (paragraph {paragraph})" if paragraph else title


def area_names(codes: tuple[str, ...], on: Considered) -> list[str]:
    return [each.name for each in on.areas if each.code in codes]


def power_choices(on: Considered) -> tuple[Choice, ...]:
    """The powers sought, each with why, and with what stands in its way."""
    return tuple(
        Choice(
            each.code, power_words(each.paragraph, each.title), _power_hint(each.justification, adopted=each.adopted)
        )
        for each in on.powers
    )


def _power_hint(justification: str, *, adopted: bool) -> str:
    short = justification if len(justification) <= 160 else f"{justification[:157]}…"  # noqa: PLR2004 - a hint's length
    return short if adopted else f"The force has not adopted this power, or it is no longer in law. {short}"


def area_choices(on: Considered) -> tuple[Choice, ...]:
    """The areas sought, each with how its endorsement stands."""
    return tuple(Choice(each.code, each.name, area_hint(each.code, on)) for each in on.areas)


def area_hint(code: str, on: Considered) -> str:
    """How the endorsement of an area stands, and what was said."""
    area = next(each for each in on.areas if each.code == code)
    if not on.endorsed:
        return "Local endorsement is not asked in this programme"
    said = opinions_in(code, on)
    settled = "" if area.settled else " – not settled yet, so it cannot be included"
    return f"{said or area.answer}{settled}"


def opinions_in(code: str, on: Considered) -> str:
    """What a partnership said in an area, in short; the powers are named only where it matters."""
    views = [view for view in on.views if view.area == code]
    if not views:
        return ""
    kinds = dict.fromkeys(view.opinion for view in views)
    if len(kinds) == 1:
        return OPINIONS[next(iter(kinds))]
    titles = {each.code: each.title for each in on.powers}
    return "; ".join(
        f"{_lower(OPINIONS[kind]) if at else OPINIONS[kind]}: "
        f"{templating.series(titles.get(v.power, v.power) for v in views if v.opinion == kind)}"
        for at, kind in enumerate(kinds)
    )


def _lower(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def suggested_conditions(on: Considered) -> list[str]:
    """The conditions that partnerships put, with the body that put each."""
    found = {f"{view.condition} ({view.body})" for view in on.views if view.opinion == "condition" and view.condition}
    return sorted(found)


def doubts(terms: Terms, on: Considered) -> list[str]:
    """Area by area, which powers the locality objects to or has not endorsed."""
    titles = {each.code: each.title for each in on.powers}
    areas = {each.code: each.name for each in on.areas}
    found: dict[tuple[str, str], list[str]] = {}
    for view in unsupported(terms, on):
        found.setdefault((view.area, view.opinion), []).append(titles[view.power])
    return [
        f"{areas[area]}: {DOUBTS[opinion]} {_which(powers, len(terms.powers))}"
        for (area, opinion), powers in found.items()
    ]


def _which(powers: list[str], asked: int) -> str:
    return "every power" if len(powers) == asked > 1 else templating.series(powers)


def listed(items: Sequence[str], empty: str = "None") -> str:
    """Several sentences under one another; one stands by itself."""
    if len(items) < 2:  # noqa: PLR2004 - one is no list
        return items[0] if items else empty
    points = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup('<ul class="govuk-list govuk-list--bullet">{}</ul>').format(points)


def assessment_rows(assessment: Assessment) -> list[tuple[str, str, str, str, str]]:
    """Every requirement: code, title, result, colour and evidence."""
    rows = []
    for each in assessment.requirements:
        found = assessment.results.get(each.code)
        words = OUTCOMES[found.result] if found else "Not assessed"
        colour = COLOURS[found.result] if found else "grey"
        rows.append((each.code, each.title, words, colour, found.evidence if found else ""))
    return rows


def assessment_in_short(assessment: Assessment) -> str:
    """How many requirements are met, partly met and not met."""
    counts = dict.fromkeys((*OUTCOMES.values(), "Not assessed"), 0)
    for _, _, words, _, _ in assessment_rows(assessment):
        counts[words] += 1
    return ", ".join(f"{count} {words.lower()}" for words, count in counts.items() if count)


def finding_rows(assessment: Assessment) -> list[Row]:
    rows = []
    for subject, words in FINDINGS.items():
        found = assessment.findings.get(subject)
        said = "Not found yet" if found is None else f"{'Yes' if found.satisfied else 'No'}: {found.evidence}"
        rows.append(Row(words, said))
    return rows


def terms_rows(terms: Terms, on: Considered) -> list[Row]:
    """Powers, areas and conditions."""
    return [
        Row("Powers", listed(power_names(terms.powers, on))),
        Row("Areas", templating.series(area_names(terms.areas, on)) or "None"),
        Row("Conditions", listed([each.sentence for each in terms.conditions])),
    ]


def notice_rows(notice: Notice, on: Considered, now: datetime) -> list[Row]:
    """A notice and the answer to it."""
    less = [] if notice.proposal == "refuse" else [Row("What would be offered", _in_short(notice.terms, on))]
    return [
        Row("Proposed", PROPOSALS[notice.proposal]),
        *less,
        Row("Reasons", listed([REASONS[code] for code in notice.reasons])),
        Row("Explanation", notice.explanation),
        Row("Given", f"{templating.moment(notice.given_at)} by {notice.by}"),
        Row("Answer", answer_words(notice, now)),
    ]


def _in_short(terms: Terms, on: Considered) -> str:
    parts = ["; ".join(power_names(terms.powers, on)), ", ".join(area_names(terms.areas, on))]
    parts += [each.sentence for each in terms.conditions]
    return " · ".join(part for part in parts if part)


def answer_words(notice: Notice, now: datetime) -> str:
    if notice.answer is not None and notice.answered_at is not None:
        return f"{notice.answer} ({notice.answered_by}, {templating.moment(notice.answered_at)})"
    if is_heard(notice, now):
        return f"None by {templating.short_day(last_day_of(notice))}, the last day to answer"
    return f"Awaited until {templating.short_day(last_day_of(notice))}"


def decision_words(decided: Decided) -> str:
    return {"grant": "Granted", "grant-in-part": "Granted in part", "refuse": "Refused"}[decided.outcome]


def recommendation_words(dossier: Dossier) -> str:
    return DECISIONS[dossier.recommended.outcome] if dossier.recommended else "None yet"


def place_words(dossier: Dossier) -> str:
    """How this application stands with the places of the phase."""
    cap, free = dossier.places.cap, dossier.places.free
    if dossier.on.place == "held":
        return "Place held"
    if dossier.on.place == "not-needed":
        return "No place needed: it adds to an arrangement"
    if cap is None:
        return "No limit on places at present"
    return f"No place held; {free} of {cap} free" if free else f"No place held; all {cap} are taken"


def delegation_words(dossier: Dossier) -> str:
    if dossier.delegation is None:
        return "You hold none in force"
    until = dossier.delegation.until
    end = f", until the end of {templating.short_day(until - timedelta(microseconds=1))}" if until else ""
    return f"{dossier.delegation.instrument}, as {dossier.delegation.post}{end}"


def decision_rows(decided: Decided, on: Considered) -> list[Row]:
    """A decision as its reader needs it: terms or reasons, by whom, and on what."""
    rows = [] if decided.outcome == "refuse" else terms_rows(decided.terms, on)
    if decided.term_until:
        rows.append(Row("Last day", templating.day(decided.term_until)))
    if decided.reasons:
        rows.append(Row("Reasons", listed([REASONS[code] for code in decided.reasons])))
    if decided.explanation:
        rows.append(Row("Explanation", decided.explanation))
    if decided.against:
        rows.append(Row("Local endorsement", decided.against))
    rows += [
        Row("Decided", f"{templating.moment(decided.decided_at)} by {decided.decided_by}, {decided.post}"),
        Row("Under", decided.instrument),
        Row("On", f"version {decided.version_number} of the application, fingerprint {decided.hash[:12]}"),
    ]
    return rows


def arrangement_words(found: Arrangement, now: datetime) -> str:
    """Whether an arrangement is in force and until when; or when and how it ended."""
    since, until = found.valid.start, found.valid.end
    last = templating.short_day(until - timedelta(microseconds=1)) if until else ""
    if found.valid.contains(now):
        return f"In force since {templating.short_day(since)}, to the end of {last}."
    facts = ProviderFacts(arrangements=(ArrangementFact(valid=found.valid, ending=found.ending),), scheme_since=since)
    return f"Not in force. {provider_standing(facts, now).words} It ran from {templating.short_day(since)} to {last}."
