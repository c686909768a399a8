"""Judging an application against its edition of the standards, and the employer by the Act.

Every requirement that applies to the organisation's sector gets a result, and the
employer the two findings the Act asks for. What follows from them is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.domain import refusals
from csas.domain.refusals import Fault
from csas.domain.standards import FAMILIES
from csas.domain.values import Struct

Outcome = Literal["met", "partly", "not-met"]
OUTCOMES: dict[str, str] = {"met": "Met", "partly": "Partly met", "not-met": "Not met"}
# The two findings on the employer: s.41(4)(a) and s.40(9) of the Police Reform Act 2002.
FINDINGS: dict[str, str] = {
    "fit-and-proper": "Fit and proper to supervise accredited people (section 41(4))",
    "complaints": "Satisfactory arrangements for complaints (section 40(9))",
}


class Requirement(Struct):
    """One requirement of an edition; without sectors it applies to every organisation."""

    id: int
    code: str
    family: str
    title: str
    body: str
    evidence: str = ""
    critical: bool = False
    sectors: tuple[str, ...] = ()


class Assessed(Struct):
    """The latest result on a requirement, and who found it."""

    code: str
    result: str
    evidence: str
    by: str
    at: datetime


class Finding(Struct):
    """The latest finding on the employer."""

    subject: str
    satisfied: bool
    evidence: str
    by: str
    at: datetime


Evidence = Annotated[
    str,
    Meta(
        title="Evidence",
        description="What you saw, and where it is.",
        min_length=1,
        max_length=2000,
        extra={"kind": "textarea"},
    ),
]


class Result(Struct):
    """A result as the assessor gives it."""

    requirement: Annotated[str, Meta(title="Requirement", min_length=1, max_length=40)]
    result: Annotated[Outcome, Meta(title="Result", extra={"absent": "Select whether the requirement is met"})]
    evidence: Annotated[Evidence, Meta(extra={"absent": "Enter the evidence for the result"})]


class Assessment(Struct):
    """What has been found so far, beside what must be."""

    requirements: tuple[Requirement, ...]
    results: dict[str, Assessed]
    findings: dict[str, Finding]

    @property
    def missing(self) -> tuple[str, ...]:
        """What nobody has judged yet, in words."""
        requirements = [each.code for each in self.requirements if each.code not in self.results]
        findings = [words for subject, words in FINDINGS.items() if subject not in self.findings]
        return (*requirements, *findings)

    @property
    def unsatisfied(self) -> tuple[str, ...]:
        """The findings the law needs and the assessor could not make."""
        return tuple(
            words
            for subject, words in FINDINGS.items()
            if subject in self.findings and not self.findings[subject].satisfied
        )


def applicable(requirements: Iterable[Requirement], sector: str) -> tuple[Requirement, ...]:
    """The requirements of an edition that apply to organisations of this sector."""
    return tuple(each for each in requirements if not each.sectors or sector in each.sectors)


def check_results(given: Iterable[Result], requirements: Iterable[Requirement]) -> None:
    """Refuse results on what the edition does not ask of this organisation, and two on the same."""
    known = {each.code for each in requirements}
    seen: set[str] = set()
    faults: list[Fault] = []
    for number, each in enumerate(given):
        if each.requirement not in known:
            message = f"{each.requirement} is not a requirement for this organisation in its edition"
            faults.append(Fault(field=f"results.{number}.requirement", message=message))
        elif each.requirement in seen:
            message = f"{each.requirement} has more than one result"
            faults.append(Fault(field=f"results.{number}.requirement", message=message))
        seen.add(each.requirement)
    if faults:
        raise refusals.Faults(*faults)


def changed(given: Iterable[Result], stands: Mapping[str, Assessed]) -> tuple[Result, ...]:
    """The results that say something new; a form sends the old ones again with them."""
    new = tuple(each for each in given if not _stands(each, stands.get(each.requirement)))
    if not new:
        raise refusals.Faults(Fault(field="results", message="Give or change at least one result"))
    return new


def _stands(given: Result, found: Assessed | None) -> bool:
    return found is not None and (given.result, given.evidence) == (found.result, found.evidence)


def require_complete(assessment: Assessment) -> None:
    """Refuse to go on while a requirement or a finding is missing."""
    if assessment.missing:
        raise refusals.NotAssessed(missing=", ".join(assessment.missing))


def require_satisfied(assessment: Assessment) -> None:
    """No arrangement with an employer on whom a finding of the Act could not be made."""
    if assessment.unsatisfied:
        raise refusals.NotSatisfied(findings="; ".join(assessment.unsatisfied))


def in_families(requirements: Iterable[Requirement]) -> Mapping[str, tuple[Requirement, ...]]:
    """The requirements under the headings of the four families, empty ones left out."""
    listed = tuple(requirements)
    sorted_out = {words: tuple(r for r in listed if r.family == family) for family, words in FAMILIES.items()}
    return {words: found for words, found in sorted_out.items() if found}
