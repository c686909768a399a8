"""Returns in words: the powers somebody holds before the others, and what a sheet would record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from csas.domain.causes import CAUSES
from csas.domain.standing import power_standing
from csas.domain.use_forms import outcome_words
from csas.domain.uses import PowerSaid
from csas.store import use_records
from csas.store.use_records import Member, New
from csas.web import templating
from csas.web.fields import Choice, Field
from csas.web.views.desk import Cell, Tag

PREVIEW_HEAD = ("When", "Person", "Power", "Where", "Outcome", "Authority")


async def held_first(member: Member, powers: Sequence[PowerSaid], at: datetime) -> tuple[tuple[str, str], ...]:
    """The powers by code with their words: those in force now first."""
    held = await use_records.list_held(member.id)
    good = {power.code for power in powers if any(power_standing(each.facts, power.code, at).in_force for each in held)}
    ordered = sorted(powers, key=lambda power: power.code not in good)
    return tuple((each.code, f"{each.title}{'' if each.code in good else ' (not held now)'}") for each in ordered)


async def offences_of(member: Member, power: str) -> tuple[str, ...]:
    """The offences that somebody's instruments name for a power."""
    held = await use_records.list_held(member.id)
    granted = [each for found in held for each in found.facts.as_known(None).granted if each.power == power]
    return tuple(dict.fromkeys(offence for each in granted for offence in each.offences))


def offence_fields(field: Field, named: Sequence[str], form: Any) -> tuple[Field, ...]:
    """The offences that the instrument names to choose from, and a box for another; the box alone where it names none."""
    if not named:
        return (msgspec.structs.replace(field, hint="The instrument names no offence."),)
    choices = (Choice("", "Another one, named below"), *(Choice(each, each) for each in named))
    chosen = str(form.get("offence", "")) if form is not None else ""
    other = str(form.get("offence-other", "")) if form is not None else ""
    return (
        msgspec.structs.replace(
            field, kind="select", hint="The offences that the instrument names.", choices=choices, value=chosen
        ),
        Field(
            "offence-other",
            "Another offence (optional)",
            hint="Only if the notice was for one that the instrument does not name. The use is then flagged.",
            value=other,
            max_length=160,
        ),
    )


def preview_row(new: New) -> tuple[Cell, ...]:
    """A use as it would be recorded, under PREVIEW_HEAD."""
    return (
        templating.moment(new.at),
        f"{new.member.name}, {new.member.number}",
        new.power,
        new.place,
        outcome_words(new.power, new.outcome),
        Tag("Authorised", "green") if new.authorised else Tag(CAUSES[new.cause].words, "red"),
    )
