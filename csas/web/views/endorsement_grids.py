"""The grid of an answer: powers down, areas across, between form and command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from csas.domain import refusals
from csas.domain.endorsements import OPINIONS, Request, View
from csas.domain.slots import Slot
from csas.store.endorsement_packs import Pack
from csas.web.fields import Choice, Fault, Field, Grid, cell_name, condition_name, grid_names, with_faults

NAME = "views"
STARTS = {*OPINIONS, "each"}
START_CHOICES = (
    Choice("endorse", "We endorse"),
    Choice("object", "We object", "You say why on the next page."),
    Choice("no-view", "We have no view"),
    Choice("each", "It differs", "You answer for each power in each area."),
)
ANSWERS = tuple(Choice(opinion, words) for opinion, words in OPINIONS.items())


def field(asked: Request, pack: Pack, form: Any, start: str, faults: Iterable[refusals.Fault]) -> Field:
    """The grid with what was typed, or with one answer everywhere to start from."""
    rows = tuple(Choice(power.code, power.title, power.justification) for power in pack.powers)
    columns = tuple(Choice(code, name) for code, name in pack.areas.items())
    grid = Grid(rows, columns, ANSWERS, "Power", "Condition, or why you object")
    laid = Field(
        name=NAME,
        label="Your answer for each power in each area",
        kind="grid",
        hint="Under each power is why it is sought. Say what the condition is, or why you object.",
        value=_typed_again(grid, form) if form is not None else _started(asked, start),
        grid=grid,
    )
    return with_faults((laid,), tuple(Fault(fault.field, fault.message) for fault in faults))[0]


def _typed_again(grid: Grid, form: Any) -> dict[str, str]:
    return {name: str(form.get(name, "")) for name in grid_names(NAME, grid)}


def _started(asked: Request, start: str) -> dict[str, str]:
    opinion = start if start in OPINIONS else ""
    return {cell_name(NAME, power, area): opinion for power in asked.powers for area in asked.areas}


def typed(form: Any, asked: Request) -> list[dict[str, str]]:
    """The cells somebody answered, as the command wants them; an empty cell is left to the rule."""
    cells = [(power, area) for power in asked.powers for area in asked.areas]
    return [
        {
            "power": power,
            "area": area,
            "opinion": str(form.get(cell_name(NAME, power, area), "")),
            "condition": str(form.get(condition_name(NAME, power, area), "")),
        }
        for power, area in cells
        if form.get(cell_name(NAME, power, area))
    ]


def views_in(form: Any, asked: Request) -> tuple[View, ...]:
    """The same as the rule reads them; an opinion nobody offers is no answer."""
    return tuple(msgspec.convert(cell, View) for cell in typed(form, asked) if cell["opinion"] in OPINIONS)


def laid_on(faults: Iterable[refusals.Fault], asked: Request, pack: Pack) -> tuple[refusals.Fault, ...]:
    """Faults of the rule, which name power and area, on the inputs of the page and in its words."""
    inputs = _inputs(asked)
    titles = {power.code: power.title for power in pack.powers}
    return tuple(_laid(fault, inputs, titles, pack.areas) for fault in faults)


def _laid(
    fault: refusals.Fault, inputs: Mapping[str, str], titles: Mapping[str, str], areas: Mapping[str, str]
) -> refusals.Fault:
    if fault.field not in inputs:
        return fault
    _, power, area, *_ = fault.field.split(".")
    words = f"{fault.message}: {titles.get(power, power)} in {areas.get(area, area)}"
    return refusals.Fault(field=inputs[fault.field], message=words)


def _inputs(asked: Request) -> dict[str, str]:
    """The input of each field that the rule names."""
    names: dict[str, str] = {}
    for power in asked.powers:
        for area in asked.areas:
            names[f"{NAME}.{power}.{area}"] = cell_name(NAME, power, area)
            names[f"{NAME}.{power}.{area}.condition"] = condition_name(NAME, power, area)
    return names


def in_order(faults: Iterable[refusals.Fault], asked: Request, slots: Iterable[Slot]) -> tuple[Fault, ...]:
    """The faults in the order in which the page shows their fields."""
    order = [NAME, *_inputs(asked).values(), *(slot.name for slot in slots)]
    places = {name: place for place, name in enumerate(order)}
    ordered = sorted(faults, key=lambda fault: places.get(fault.field, len(places)))
    return tuple(Fault(fault.field, fault.message) for fault in ordered)
