"""Between a form and a command: what was typed, laid out again with its faults.

Forms hold strings; `intake.read` finds the faults, all at once. Nothing here
queries or knows the visitor's rights.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from csas.domain import refusals
from csas.domain.slots import Slot
from csas.domain.values import parse_uk_date
from csas.web.fields import Choice, Fault, Field, with_faults

OWN = frozenset({"csrf", "seen", "ref"})


def typed(form: Any, slots: Iterable[Slot]) -> dict[str, object]:
    """What the form says, in the shapes the command wants; absent ticks are an empty list."""
    return {slot.name: _typed(form, slot) for slot in slots if slot.name not in OWN}


def _typed(form: Any, slot: Slot) -> object:
    if slot.kind == "date":
        return _date(form, slot)
    if slot.kind == "checkboxes":
        return [str(value) for value in form.getall(slot.name, []) if value]
    if slot.kind == "lines":
        return [line.strip() for line in str(form.get(slot.name, "")).splitlines() if line.strip()]
    return str(form.get(slot.name, ""))


def _date(form: Any, slot: Slot) -> str:
    """The three boxes as one day, or the words that say what is wrong with them."""
    day, month, year = (str(form.get(f"{slot.name}-{part}", "")) for part in ("day", "month", "year"))
    if not (day.strip() or month.strip() or year.strip()):
        return ""
    found = parse_uk_date(day, month, year, slot.title)
    return getattr(found, "message", None) or str(found)


def fields(
    slots: Iterable[Slot],
    form: Any = None,
    choices: Mapping[str, tuple[Choice, ...]] | None = None,
    faults: Iterable[refusals.Fault] = (),
    first: Mapping[str, object] | None = None,
) -> tuple[Field, ...]:
    """The fields of a command's form, with what was typed (or `first` values) and the faults."""
    laid = tuple(_field(slot, form, choices or {}, first or {}) for slot in slots if slot.name not in OWN)
    return with_faults(laid, view_faults(faults))


def view_faults(faults: Iterable[refusals.Fault]) -> tuple[Fault, ...]:
    """Faults as the page shows them: `powers.2.reason` marks the field `powers`."""
    return tuple(Fault(fault.field, fault.message) for fault in faults)


def _field(
    slot: Slot,
    form: Any,
    choices: Mapping[str, tuple[Choice, ...]],
    first: Mapping[str, object],
) -> Field:
    offered = choices.get(slot.name) or tuple(Choice(value, words_of(value)) for value in slot.choices)
    return Field(
        name=slot.name,
        label=slot.title if slot.required or slot.kind in {"yesno", "hidden"} else f"{slot.title} (optional)",
        kind="textarea" if slot.kind == "lines" else slot.kind,
        hint=slot.hint,
        value=_value(slot, form, first),
        choices=offered,
        max_length=slot.most if slot.kind == "textarea" else None,
    )


def _value(slot: Slot, form: Any, first: Mapping[str, object]) -> Any:
    if form is None:
        return _first(slot, first.get(slot.name))
    if slot.kind == "date":
        return {part: str(form.get(f"{slot.name}-{part}", "")) for part in ("day", "month", "year")}
    if slot.kind == "checkboxes":
        return tuple(str(value) for value in form.getall(slot.name, []))
    return str(form.get(slot.name, ""))


def _first(slot: Slot, value: Any) -> Any:
    if slot.kind == "date":
        return (
            {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
            if value
            else {"day": "", "month": "", "year": ""}
        )
    if slot.kind == "checkboxes":
        return tuple(value or ())
    if slot.kind == "yesno":
        return "" if value is None and slot.required else ("yes" if value else "no")
    if slot.kind == "lines":
        return "\n".join(value or ())
    return "" if value is None else str(value)


def said(fields: Iterable[Field]) -> Iterator[tuple[str, str]]:
    """What was typed or chosen, by the labels that the reader saw; what was left empty and what is hidden is not told."""
    for field in fields:
        words = _said(field)
        if words and field.kind != "hidden":
            yield field.label.removesuffix(" (optional)"), words


def _said(field: Field) -> str:
    if isinstance(field.value, dict):
        return " ".join(part for part in field.value.values() if part)
    values = (field.value,) if isinstance(field.value, str) else field.value
    labels = {choice.value: choice.label for choice in field.choices}
    return "; ".join(labels.get(each) or (words_of(each) if field.kind == "yesno" else each) for each in values)


def words_of(value: str) -> str:
    """A code as words, where nobody gave it better ones: not-met becomes Not met."""
    return value.replace("-", " ").capitalize()
