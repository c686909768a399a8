"""Powers for one person: what may be asked for, what must be found, and what may be granted.

Facts and the moment go in; a refusal or a plain answer comes out. Who may do it is
permissions' question, when in the process the workflow's, and what is in force
afterwards standing's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from csas.domain import offences, refusals
from csas.domain.refusals import Fault
from csas.domain.values import Struct

Sort = Literal["new", "renewal", "variation"]
SORTS: dict[str, str] = {"new": "New", "renewal": "Renewal", "variation": "Variation"}
DOCUMENTS: dict[str, str] = {
    "passport": "Passport",
    "driving-licence": "Photocard driving licence",
    "birth-certificate": "Birth certificate",
    "residence-permit": "Biometric residence permit or eVisa",
    "national-insurance": "Letter with the National Insurance number",
    "bank-statement": "Bank statement of the last three months",
    "council-tax": "Council tax bill of this year",
    "utility-bill": "Utility bill of the last three months",
}
PHOTOGRAPHIC = frozenset({"passport", "driving-licence", "residence-permit"})
LEAST_DOCUMENTS = 2


class Wanted(Struct):
    """A power asked for: where, and for which offences."""

    power: str
    areas: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    offences: tuple[str, ...] = ()


class OfferedPower(Struct):
    """A power that the employer’s people may ask for; `offences` are those that the employer applied for."""

    code: str
    paragraph: str
    title: str
    territory: str
    names_offences: bool
    offences: tuple[str, ...] = ()
    needs_any: tuple[str, ...] = ()
    available: bool = True
    barred: tuple[str, ...] = ()


class Offered(Struct):
    """What an employer’s people may ask for: by its arrangement, else by what it was offered or applied for."""

    in_force: bool
    powers: tuple[OfferedPower, ...]
    areas: tuple[tuple[str, str], ...]


class AskedPower(Struct):
    """A power as it was asked for; `id` is internal. `conditions` are those on which it is held already."""

    id: int
    code: str
    paragraph: str
    title: str
    territory: str
    names_offences: bool
    needs_any: tuple[str, ...]
    areas: tuple[str, ...]
    zones: tuple[str, ...]
    offences: tuple[str, ...]
    conditions: tuple[str, ...] = ()


class Asked(Struct):
    """The request a case is about."""

    id: int
    case: int
    scheme: int
    organisation: int
    employer: str
    person: int
    name: str
    staff: int
    staff_ref: str
    number: str
    sort: Sort
    accreditation: int | None
    round: int
    batch: str | None
    profile: str
    powers: tuple[AskedPower, ...]


class Fitness(Struct):
    """How a person’s vetting and training stand for a request, in the words the employer may read."""

    vetting: Literal["clear", "not-clear", "expired", "none"] = "none"
    vetting_until: datetime | None = None
    missing: tuple[str, ...] = ()
    untrained: tuple[str, ...] = ()
    training_until: datetime | None = None

    @property
    def vetted(self) -> bool:
        return self.vetting == "clear"

    @property
    def trained(self) -> bool:
        return not self.missing


class Finding(Struct):
    """What was found: `subject` is suitable, capable or trained, the last for one power."""

    subject: str
    satisfied: bool
    evidence: str
    power: str | None = None


class Verdict(Struct):
    """What is decided on one power."""

    power: str
    granted: bool
    areas: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


class Agreement(Struct):
    """The arrangement in force that a grant rests on."""

    ref: str
    line: str
    until: datetime
    fit_and_proper: bool


def check_request(
    wanted: Sequence[Wanted],
    offered: Offered,
    zones: Mapping[str, tuple[str, ...]],
    held: frozenset[str] = frozenset(),
) -> None:
    """Every fault of a request at once: each power within what the employer offers, with what it needs."""
    codes = {each.power for each in wanted} | held
    faults = [fault for each in wanted for fault in _faults_of(each, offered, zones, codes)]
    if len({each.power for each in wanted}) < len(wanted):
        faults.append(Fault(field="powers", message="Name each power once"))
    if faults:
        raise refusals.Faults(*faults)


def _faults_of(
    wanted: Wanted, offered: Offered, zones: Mapping[str, tuple[str, ...]], codes: Iterable[str]
) -> Iterable[Fault]:
    power = next((each for each in offered.powers if each.code == wanted.power), None)
    if power is None:
        yield Fault(
            field="powers", message=f"Power {wanted.power[:10]} is not one the organisation’s people may ask for"
        )
        return
    if not power.available:
        yield Fault(
            field="powers", message=f"The force does not use power {power.paragraph}, or it is no longer in law"
        )
    if power.needs_any and not set(power.needs_any) & set(codes):
        others = " or ".join(power.needs_any)
        yield Fault(field="powers", message=f"Power {power.code} is of use only together with {others}")
    if power.names_offences and not wanted.offences:
        yield Fault(field="offences", message=f"Name the offences or byelaws for power {power.paragraph}")
    yield from offences.faults("offences", power.code, wanted.offences, power.barred)
    yield from _offence_faults(wanted, power)
    yield from _place_faults(wanted, offered, zones)


def _offence_faults(wanted: Wanted, power: OfferedPower) -> Iterable[Fault]:
    """Whoever employs the person was considered for its own offences and no other."""
    for offence in wanted.offences if power.offences else ():
        if offence not in power.offences:
            message = f"The organisation did not apply for this offence under power {power.paragraph}: {offence[:160]}"
            yield Fault(field="offences", message=message)


def _place_faults(wanted: Wanted, offered: Offered, zones: Mapping[str, tuple[str, ...]]) -> Iterable[Fault]:
    known = dict(offered.areas)
    if not wanted.areas:
        yield Fault(field="areas", message="Select at least one area")
    for code in wanted.areas:
        if code not in known:
            yield Fault(field="areas", message=f"{code[:12]} is not an area of the organisation’s arrangement")
    for zone in wanted.zones:
        if not set(zones.get(zone, ())) & set(wanted.areas):
            yield Fault(field="zones", message="Select zones of the organisation that lie in the areas")


def check_documents(documents: Sequence[str]) -> None:
    """Two documents, one of them with a photograph."""
    if len(set(documents)) < LEAST_DOCUMENTS or not PHOTOGRAPHIC & set(documents):
        message = "Select at least two documents, one of them with a photograph"
        raise refusals.Faults(Fault(field="documents", message=message))


def require_complete(findings: Iterable[Finding], asked: Asked) -> None:
    """Nothing is recommended before every finding on the person is made."""
    made = {(each.subject, each.power) for each in findings}
    needed: list[tuple[str, str | None]] = [("suitable", None), ("capable", None)]
    needed += [("trained", power.code) for power in asked.powers]
    missing = [_finding_words(*each) for each in needed if each not in made]
    if missing:
        raise refusals.NotAssessed(missing=", ".join(missing))


def _finding_words(subject: str, power: str | None) -> str:
    return f"{subject} for power {power}" if power else subject


def require_found(verdicts: Iterable[Verdict], findings: Iterable[Finding]) -> None:
    """s.41(4)(b) to (d): without each finding satisfied there is no accreditation, and no such power."""
    good = {(each.subject, each.power) for each in findings if each.satisfied}
    needed: list[tuple[str, str | None]] = [("suitable", None), ("capable", None)]
    needed += [("trained", each.power) for each in verdicts if each.granted]
    lacking = [_finding_words(*each) for each in needed if each not in good]
    if lacking:
        raise refusals.NotSatisfied(findings=", ".join(lacking))


def check_verdicts(
    verdicts: Sequence[Verdict],
    asked: Asked,
    held: Mapping[str, tuple[str, ...]] | None = None,
    zones: Mapping[str, tuple[str, ...]] | None = None,
) -> None:
    """Each power asked for is granted or refused by itself, within what was asked for.

    `held` are the powers that a variation adds to, with their areas; `zones` those of the employer with theirs.
    """
    had = held or {}
    powers = {power.code: power for power in asked.powers}
    decided = [each.power for each in verdicts]
    if sorted(decided) != sorted(powers):
        raise refusals.Faults(Fault(field="powers", message="Decide on each power that was asked for, once"))
    granted = {each.power for each in verdicts if each.granted}
    faults = [fault for each in verdicts for fault in _verdict_faults(each, powers[each.power], granted | set(had))]
    for each in verdicts:
        if each.granted:
            faults += _scope_faults(each, powers[each.power], had.get(each.power, ()), zones or {})
    if powers and not granted:
        faults.append(Fault(field="powers", message="Grant at least one power, or refuse the request as a whole"))
    if faults:
        raise refusals.Faults(*faults)


def _verdict_faults(verdict: Verdict, power: AskedPower, granted: Iterable[str]) -> Iterable[Fault]:
    if not verdict.granted:
        if not verdict.reasons:
            yield Fault(field="reasons", message=f"Select why power {power.paragraph} is refused")
        return
    if not verdict.areas or not set(verdict.areas) <= set(power.areas):
        yield Fault(field="areas", message=f"For power {power.paragraph}, choose areas that were asked for")
    if power.needs_any and not set(power.needs_any) & set(granted):
        others = " or ".join(power.needs_any)
        yield Fault(field="powers", message=f"Power {power.code} is of use only together with {others}")


def _scope_faults(
    verdict: Verdict, power: AskedPower, held: Iterable[str], zones: Mapping[str, tuple[str, ...]]
) -> Iterable[Fault]:
    """A power asked for zones only is never granted without one; a variation takes no area away without a notice."""
    if power.zones and not any(set(zones.get(zone, ())) & set(verdict.areas) for zone in power.zones):
        yield Fault(field="areas", message=f"Power {power.paragraph} was asked for in zones only, none of them here")
    if not set(held) <= set(verdict.areas):
        yield Fault(
            field="areas", message=f"Power {power.paragraph} is held in areas that must stay: to narrow it, modify it"
        )


def outcome_of(verdicts: Sequence[Verdict], asked: Asked) -> str:
    """All of it is a grant; fewer powers or areas, a grant in part."""
    powers = {power.code: power for power in asked.powers}
    whole = all(each.granted and set(each.areas) == set(powers[each.power].areas) for each in verdicts)
    return "grant" if whole else "grant-in-part"


def require_fit(fitness: Fitness, granted: Iterable[str]) -> None:
    """Vetting clear and in date, and every course of every granted power, at the moment of decision."""
    if not fitness.vetted:
        raise refusals.NotVetted
    lacking = sorted(set(fitness.untrained) & set(granted))
    if lacking:
        raise refusals.NotTrained(powers=", ".join(lacking))
