"""The forms that ask power by power: what they lay out, and what was typed as the commands want it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from csas.domain import refusals
from csas.domain.individual_notices import REFUSAL_REASONS
from csas.domain.individuals import Asked, AskedPower, Finding, Offered
from csas.store.accreditation_changes import HeldPower
from csas.store.catalogue import paragraph_of
from csas.store.individual_decisions import Recommended
from csas.store.individuals import Member, Profile
from csas.web import forms
from csas.web.fields import Choice, Field, with_faults
from csas.web.views import offences
from csas.web.views.individuals import Names, power_title

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
REASONS = tuple(Choice(code, words) for code, words in REFUSAL_REASONS.items())


class Part(msgspec.Struct, frozen=True):
    """A headed part of a form."""

    title: str
    fields: tuple[Field, ...]
    text: str = ""


def typed(form: Any, name: str) -> str:
    return "" if form is None else str(form.get(name, ""))


def ticked(form: Any, name: str) -> list[str]:
    return [] if form is None else [str(each) for each in form.getall(name, []) if each]


def lines(form: Any, name: str) -> list[str]:
    return [line.strip() for line in typed(form, name).splitlines() if line.strip()]


def laid(parts: Iterable[Part], faults: tuple[refusals.Fault, ...]) -> tuple[Part, ...]:
    """The parts with their faults beside the fields."""
    shown = forms.view_faults(faults)
    return tuple(msgspec.structs.replace(part, fields=with_faults(part.fields, shown)) for part in parts)


# Findings
def find_parts(asked: Asked, newest: Mapping[tuple[str, str | None], Finding], form: Any) -> tuple[Part, ...]:
    person = Part(
        title="The person",
        fields=(
            *_finding(
                "suitable", "Is the person suitable to exercise the powers?", newest.get(("suitable", None)), form
            ),
            *_finding("capable", "Is the person capable of carrying them out?", newest.get(("capable", None)), form),
        ),
    )
    powers = tuple(
        Part(
            title=power_title(power),
            fields=_finding(
                f"trained-{power.code}",
                "Has the person received adequate training for this power?",
                newest.get(("trained", power.code)),
                form,
            ),
        )
        for power in asked.powers
    )
    return (person, *powers)


def _finding(name: str, question: str, old: Finding | None, form: Any) -> tuple[Field, ...]:
    answer, evidence = typed(form, name), typed(form, f"{name}_evidence")
    if form is None and old is not None:
        answer, evidence = "yes" if old.satisfied else "no", old.evidence
    return (
        Field(name, question, "radios", choices=YES_NO, value=answer),
        Field(f"{name}_evidence", "What that rests on", "textarea", value=evidence, max_length=4000, rows=3),
    )


def find_given(asked: Asked, form: Any) -> dict[str, object]:
    given: dict[str, object] = {
        name: typed(form, name) for name in ("suitable", "suitable_evidence", "capable", "capable_evidence")
    }
    given["trained"] = [
        {
            "power": power.code,
            "satisfied": typed(form, f"trained-{power.code}"),
            "evidence": typed(form, f"trained-{power.code}_evidence"),
        }
        for power in asked.powers
    ]
    return given


def find_faults(asked: Asked, faults: Iterable[refusals.Fault]) -> tuple[refusals.Fault, ...]:
    """A fault of the third power marks the third power’s own field."""
    return tuple(
        _renamed(asked, each, "trained", {"satisfied": "trained-{}", "evidence": "trained-{}_evidence"})
        for each in faults
    )


def _renamed(asked: Asked, fault: refusals.Fault, prefix: str, names: Mapping[str, str]) -> refusals.Fault:
    head, _, rest = fault.field.partition(".")
    number, _, field = rest.partition(".")
    if head != prefix or not number.isdigit() or int(number) >= len(asked.powers):
        return fault
    name = names.get(field.partition(".")[0], "{}").format(asked.powers[int(number)].code)
    return refusals.Fault(field=name, message=fault.message)


# The decision
def grant_parts(asked: Asked, advice: Recommended | None, names: Names, form: Any) -> tuple[Part, ...]:
    good = set(advice.powers) if advice is not None and advice.outcome == "grant" else set()
    return tuple(_verdict(power, power.code in good, names, form) for power in asked.powers)


def _verdict(power: AskedPower, recommended: bool, names: Names, form: Any) -> Part:  # noqa: FBT001
    code = power.code
    first = "yes" if recommended else "no"
    return Part(
        title=power_title(power),
        text=f"{'Recommended' if recommended else 'Not recommended'}. {'; '.join(power.offences)}".strip(),
        fields=(
            Field(
                f"granted-{code}",
                "Grant this power?",
                "radios",
                choices=YES_NO,
                value=first if form is None else typed(form, f"granted-{code}"),
            ),
            Field(
                f"areas-{code}",
                "Where, if granted",
                "checkboxes",
                choices=tuple(Choice(area, names.areas.get(area, area)) for area in power.areas),
                value=power.areas if form is None else tuple(ticked(form, f"areas-{code}")),
            ),
            Field(
                f"conditions-{code}",
                "Conditions, if granted (optional)",
                "textarea",
                hint="One on each line. They are printed in the instrument.",
                value="\n".join(power.conditions) if form is None else typed(form, f"conditions-{code}"),
                rows=2,
            ),
            Field(
                f"reasons-{code}",
                "Reasons, if refused",
                "checkboxes",
                choices=REASONS,
                value=tuple(ticked(form, f"reasons-{code}")),
            ),
        ),
    )


def grant_given(asked: Asked, form: Any) -> list[dict[str, object]]:
    return [
        {
            "power": power.code,
            "granted": typed(form, f"granted-{power.code}"),
            "areas": ticked(form, f"areas-{power.code}"),
            "conditions": lines(form, f"conditions-{power.code}"),
            "reasons": ticked(form, f"reasons-{power.code}"),
        }
        for power in asked.powers
    ]


def grant_faults(asked: Asked, faults: Iterable[refusals.Fault]) -> tuple[refusals.Fault, ...]:
    names = {name: f"{name}-{{}}" for name in ("granted", "areas", "conditions", "reasons")}
    return tuple(_renamed(asked, each, "powers", names) for each in faults)


# Asking
def people_field(members: Iterable[Member], form: Any, chosen: tuple[str, ...] = ()) -> Field:
    return Field(
        "staff",
        "People",
        "checkboxes",
        hint="Each person gets a case of their own.",
        choices=tuple(Choice(each.ref, each.name, each.number) for each in members),
        value=chosen if form is None else tuple(ticked(form, "staff")),
    )


def profile_field(profiles: Iterable[Profile], form: Any) -> Field:
    choices = tuple(Choice(each.ref, each.title, _codes(each)) for each in profiles)
    other = Choice("none", "No role profile: the powers ticked below")
    return Field("profile", "Role profile", "radios", choices=(*choices, other), value=typed(form, "profile"))


def _codes(profile: Profile) -> str:
    found = [paragraph_of(code) for code, _ in profile.powers]
    words = "Power of paragraph" if len(found) == 1 else "Powers of paragraphs"
    return f"{words} {', '.join(found)}" if found else "No particular power"


def power_fields(
    offered: Offered, names: Names, form: Any, held: Mapping[str, HeldPower] | None = None
) -> tuple[Field, ...]:
    """Powers, their offences, areas and zones."""
    known = [power for power in offered.powers if power.available]
    naming = tuple(
        field
        for power in known
        if power.names_offences
        for field in offences.fields_of(
            power.code, f"“{power.title}”", form, _offences(power.code, held), power.offences
        )
    )
    return (
        Field(
            "powers",
            "Powers",
            "checkboxes",
            hint="With none, the person is accredited without any particular power." if held is None else "",
            choices=tuple(Choice(power.code, power_title(power), _held(power.code, held, names)) for power in known),
            value=tuple(ticked(form, "powers")),
        ),
        *naming,
        Field(
            "areas",
            "Areas",
            "checkboxes",
            choices=tuple(Choice(code, name) for code, name in offered.areas),
            value=tuple(code for code, _ in offered.areas) if form is None else tuple(ticked(form, "areas")),
        ),
        Field(
            "zones",
            "Only in these zones (optional)",
            "checkboxes",
            choices=tuple(Choice(ref, name) for ref, name in names.zones.items()),
            value=tuple(ticked(form, "zones")),
        ),
    )


def _held(code: str, held: Mapping[str, HeldPower] | None, names: Names) -> str:
    return f"Held in {names.places(held[code].areas, held[code].zones)}" if held and code in held else ""


def _offences(code: str, held: Mapping[str, HeldPower] | None) -> tuple[str, ...]:
    return held[code].offences if held and code in held else ()


def powers_given(form: Any) -> list[dict[str, object]]:
    return [
        {
            "power": code,
            "areas": ticked(form, "areas"),
            "zones": ticked(form, "zones"),
            "offences": offences.given(form, code),
        }
        for code in ticked(form, "powers")
    ]
