"""What the page of one person's accreditation says: rows and tags chosen from records.

Vetting is shown as clear, not clear or expired and no more. Standing comes from domain/standing and
is never worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from csas.domain import individual_notices as notices
from csas.domain import individuals as rules
from csas.domain import standing as standings
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.individuals import Asked, AskedPower, Fitness, OfferedPower
from csas.domain.own_addresses import HOW
from csas.domain.permissions import CENTRAL, OFFICE, Actor
from csas.domain.remitting import TO_OFFICE
from csas.domain.standing import Authority
from csas.domain.standing_facts import PersonFacts
from csas.store import accreditation_changes as changes
from csas.store import (
    catalogue,
    individual_decisions,
    individuals,
    own_addresses,
    provider_suspensions,
    remissions,
    standing,
    statutory,
)
from csas.store.accreditations import Held
from csas.web import templating
from csas.web.parts import Row
from csas.web.pictures import Stage

STAGES = ("Identity", "Vetting", "Training", "Assessment", "Decision")
AT = {
    "identity": 0,
    "vetting": 1,
    "training": 2,
    "assessment": 3,
    "with-decision-maker": 4,
    "refused": 4,
    "request-withdrawn": -1,
}
VETTING = {
    "clear": ("Clear", "green"),
    "not-clear": ("Not clear", "red"),
    "expired": ("Expired", "orange"),
    "none": ("Not vetted yet", "grey"),
}


def stages_of(case: Case) -> tuple[Stage, ...]:
    """The five stages of a person; all are done once a decision was made."""
    at = AT.get(case.state, len(STAGES))
    if at < 0:
        return tuple(Stage(name, "skipped") for name in STAGES)
    found = []
    for index, name in enumerate(STAGES):
        state = "current" if index == at else "done" if index < at else "future"
        found.append(Stage(name, state, case.standing.words if index == at else ""))
    return tuple(found)


class PowerRow(msgspec.Struct, frozen=True):
    """A power asked for, with what was found and decided."""

    title: str
    places: str
    offences: str
    trained: str
    decided: str
    why: str


class StandingRow(msgspec.Struct, frozen=True):
    """A power granted, and whether it is in force now."""

    title: str
    places: str
    more: tuple[str, ...]
    words: str
    colour: str
    cause: str


class NoticeRow(msgspec.Struct, frozen=True):
    """A notice with its copies; `copies` are for whom, how it stands and where its letter is."""

    title: str
    acted_at: datetime
    by: str
    reasons: tuple[str, ...]
    explanation: str
    copies: tuple[tuple[str, str, str], ...]


class Names(msgspec.Struct, frozen=True):
    """Names of areas and zones by code."""

    areas: Mapping[str, str]
    zones: Mapping[str, str]

    def places(self, areas: Iterable[str], zones: Iterable[str]) -> str:
        found = [self.areas.get(code, code) for code in areas]
        named = [self.zones.get(ref, ref) for ref in zones]
        words = templating.series(found) if found else "No area"
        return f"{words}; only {templating.series(named)}" if named else words


async def names_of(organisation: int) -> Names:
    areas = {area.code: area.name for area in await catalogue.list_areas()}
    return Names(areas=areas, zones=await individuals.zone_names(organisation))


def power_title(power: AskedPower | OfferedPower) -> str:
    return f"{power.title} (paragraph {power.paragraph})"


async def power_rows(asked: Asked, names: Names) -> tuple[PowerRow, ...]:
    findings = {each.finding.power: each.finding for each in await individual_decisions.list_found(asked)}
    decided = await individual_decisions.find(asked)
    verdicts = {each.power: each for each in decided.verdicts} if decided else {}
    rows = []
    for power in asked.powers:
        finding, verdict = findings.get(power.code), verdicts.get(power.code)
        words = "" if verdict is None else "Granted" if verdict.granted else "Refused"
        reasons = verdict.conditions if verdict and verdict.granted else ()
        if verdict and not verdict.granted:
            reasons = tuple(notices.REFUSAL_REASONS.get(code, code) for code in verdict.reasons)
        rows.append(
            PowerRow(
                title=power_title(power),
                places=names.places(verdict.areas if verdict and verdict.granted else power.areas, power.zones),
                offences="; ".join(power.offences),
                trained="" if finding is None else "Satisfied" if finding.satisfied else "Not satisfied",
                decided=words,
                why=" ".join(reasons),
            )
        )
    return tuple(rows)


def fitness_rows(fit: Fitness) -> tuple[Row, ...]:
    words, _ = VETTING[fit.vetting]
    until = f", until {templating.short_day(london_day(fit.vetting_until))}" if fit.vetting_until else ""
    training = "Every course is passed and in date" if fit.trained else f"Missing: {templating.series(fit.missing)}"
    return (Row("Vetting", words + until), Row("Training", training))


async def identity_words(asked: Asked) -> str:
    found = await individuals.find_identity(asked.id)
    if found is None:
        return "Not checked yet"
    documents = templating.series([rules.DOCUMENTS.get(each, each) for each in found.documents])
    return f"{documents}, seen by {found.checked_by} on {templating.short_day(london_day(found.checked_at))}"


async def address_words(asked: Asked) -> str:
    """Whether the office knows an address that is the person's own; the address itself is not shown here."""
    found = await own_addresses.find(asked.person)
    if found is None:
        return "Not confirmed yet: links to the person’s own pages wait for it"
    if found.how == "account":
        return "The person has an account"
    return f"Confirmed on {templating.short_day(london_day(found.at))} {HOW[found.how].lower()}"


def standing_rows(facts: PersonFacts, names: Names, now: datetime) -> tuple[StandingRow, ...]:
    """Each power ever granted once, as it stands now."""
    titles = {power.code: power.title for power in facts.powers}
    rows = []
    for code in dict.fromkeys(each.power for each in facts.as_known(None).granted):
        answer = standings.power_standing(facts, code, now)
        granted = answer.granted
        rows.append(
            StandingRow(
                title=f"{code}: {titles.get(code, code)}",
                places=names.places(granted.areas, granted.zones) if granted else "",
                more=(*granted.offences, *granted.conditions) if granted else (),
                words="In force" if answer.in_force else "Not in force: do not rely",
                colour="green" if answer.in_force else "red",
                cause=cause_words(answer),
            )
        )
    return tuple(rows)


def cause_words(answer: Authority) -> str:
    """Why not, and where the act and the notice differ, that the notice is not given yet."""
    if answer.in_force:
        until = f"Until {templating.until(answer.until)}" if answer.until else ""
        wider = " The notice that narrows it is not given yet, so in law it is still as wide as before."
        return f"{until}.{wider}".lstrip(".") if answer.in_law else until
    waiting = " The notice is not given yet, so in law it still stands." if answer.lawful else ""
    return answer.words + waiting


async def notice_rows(case: Case, held: Held, actor: Actor) -> tuple[NoticeRow, ...]:
    """The notices on this accreditation as this reader may know them."""
    inside = case.scheme in actor.schemes(*OFFICE, "decision-maker", "appeal-decider")
    own = actor.person is not None and actor.person == held.person
    copy = "person" if inside or own else "employer"
    return tuple(
        NoticeRow(
            title=notices.SHORT[each.kind],
            acted_at=each.acted_at,
            by=each.given_by,
            reasons=notices.words(each.reasons, copy),
            explanation=each.explanation if notices.is_disclosed(each.reasons, copy) else "",
            copies=tuple(_copy(case, each.ref, one) for one in each.copies if inside or one.copy_for == copy),
        )
        for each in await statutory.list_given(held.id)
    )


def _copy(case: Case, notice: str, copy: statutory.Copy) -> tuple[str, str, str]:
    whom = "To the person" if copy.copy_for == "person" else "Copy to the employer"
    served = "not given yet"
    if copy.served_at is not None:
        served = f"given {notices.HOW[copy.how].lower()} on {templating.moment(copy.served_at)}"
    href = f"/individuals/{case.ref}/notices/{notice}/{copy.copy_for}.pdf" if copy.message else ""
    return whom, served, href


async def warnings(case: Case, held: Held | None, actor: Actor, now: datetime) -> tuple[str, ...]:
    """What stands in the way, above everything else; that a person appealed is nothing for the employer."""
    found = []
    if case.organisation is not None and await provider_suspensions.find(case.scheme, case.organisation, now):
        found.append("The employer is suspended: nobody of it may use a power, and nothing is granted.")
    if held is not None:
        open_ones = [each for each in await changes.list_restrictions(held.id) if each.until is None]
        if any(each.kind == "suspension" and each.reach == "person" for each in open_ones):
            found.append("This person is suspended. No power may be used.")
        may_know = case.scheme in actor.schemes(*CENTRAL) or (actor.person is not None and actor.person == held.person)
        found += [
            f"An appeal was upheld on {templating.short_day(london_day(each.remitted_at))}. "
            f"A second person must now act: {TO_OFFICE[each.what].lower()}."
            for each in (await remissions.due_of(held.id, now) if may_know else ())
        ]
    return tuple(found)


async def accreditation_of(held: Held | None, names: Names, now: datetime) -> dict[str, Any] | None:
    """The accreditation as it stands: the whole, and power by power."""
    if held is None:
        return None
    facts = await standing.load(held.id)
    whole = standings.accreditation_standing(facts, now)
    uniform = facts.uniforms[-1] if facts.uniforms else None
    return {
        "ref": held.ref,
        "in_force": whole.in_force,
        "cause": cause_words(whole),
        "since": held.since,
        "until": held.until,
        "rests_on": facts.terms[-1].rests_on if facts.terms else (),
        "uniform": f"{uniform.description.rstrip('.')}. Badge: {uniform.badge}" if uniform else "",
        "powers": standing_rows(facts, names, now),
    }
