"""The assessor's form: each requirement with its result and evidence, typed text kept.

It lays out fields and reads them back; it queries nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from csas.domain.assessments import OUTCOMES, Assessment, Requirement
from csas.domain.refusals import Fault
from csas.web.fields import Choice, Field, with_faults
from csas.web.forms import view_faults

RESULT, EVIDENCE = "result-", "evidence-"


class Asked(msgspec.Struct, frozen=True):
    """One requirement with its two fields, and who judged it last."""

    requirement: Requirement
    fields: tuple[Field, ...]
    last: str = ""


def families(
    found: Mapping[str, tuple[Requirement, ...]], assessment: Assessment, form: Any, faults: Sequence[Fault]
) -> list[tuple[str, list[Asked]]]:
    """The requirements under their headings, with what was typed or what stands."""
    return [(title, [_asked(each, assessment, form, faults) for each in listed]) for title, listed in found.items()]


def _asked(requirement: Requirement, assessment: Assessment, form: Any, faults: Sequence[Fault]) -> Asked:
    stands = assessment.results.get(requirement.code)
    result = Field(
        RESULT + requirement.code,
        f"Result for {requirement.code}",
        "radios",
        choices=tuple(Choice(value, words) for value, words in OUTCOMES.items()),
        value=_value(form, RESULT + requirement.code, stands.result if stands else ""),
    )
    evidence = Field(
        EVIDENCE + requirement.code,
        f"Evidence for {requirement.code}",
        "textarea",
        hint="What you saw, and where it is.",
        value=_value(form, EVIDENCE + requirement.code, stands.evidence if stands else ""),
        rows=3,
        max_length=2000,
    )
    return Asked(
        requirement,
        with_faults((result, evidence), view_faults(faults)),
        f"Last judged by {stands.by}" if stands else "",
    )


def _value(form: Any, name: str, stands: str) -> str:
    return stands if form is None else str(form.get(name, ""))


def typed(form: Any) -> list[dict[str, str]]:
    """The results that were given: a requirement with nothing said of it is left for later."""
    codes = [name.removeprefix(EVIDENCE) for name in form if name.startswith(EVIDENCE)]
    found = []
    for code in codes:
        result, evidence = str(form.get(RESULT + code, "")), str(form.get(EVIDENCE + code, ""))
        if result or evidence.strip():
            found.append({"requirement": code, "result": result, "evidence": evidence})
    return found


def named(faults: Iterable[Fault], given: Sequence[Mapping[str, str]]) -> tuple[Fault, ...]:
    """A fault on `results.2.evidence` belongs to the field of that requirement."""
    return tuple(_named(fault, given) for fault in faults)


def _named(fault: Fault, given: Sequence[Mapping[str, str]]) -> Fault:
    parts = fault.field.split(".")
    if len(parts) != len(("results", "0", "evidence")) or not parts[1].isdigit() or int(parts[1]) >= len(given):
        return fault
    code = given[int(parts[1])]["requirement"]
    prefix = EVIDENCE if parts[2] == "evidence" else RESULT
    return Fault(field=prefix + code, message=f"{code}: {fault.message}")
