"""What is asked about a use of a power: one kind of form for each kind of power.

Codes with their words, and which fields a kind needs. Whether somebody had the power is
standing's to say, and nothing here reads a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from csas.domain.values import Struct

KindName = Literal["stop", "penalty", "name", "confiscation", "traffic", "other"]


class Kind(Struct):
    """One kind of form: what it is called, what it asks for besides the rest, what may come of it."""

    title: str
    asks: tuple[str, ...]
    needs: tuple[str, ...]
    outcomes: dict[str, str]


KINDS: dict[KindName, Kind] = {
    "stop": Kind(
        title="Vehicle stop",
        asks=("direction", "vehicle", "registration"),
        needs=("direction", "vehicle"),
        outcomes={
            "no-action": "Let go, no action",
            "advised": "Advised",
            "defect-notice": "Told to put a defect right",
            "prohibited": "Prohibited from going on",
            "reported": "Reported for an offence",
            "drove-on": "Did not stop",
        },
    ),
    "penalty": Kind(
        title="Penalty notice",
        asks=("offence",),
        needs=("offence",),
        outcomes={
            "issued": "Notice given",
            "spoilt": "Notice begun and not given",
            "advised": "Advised, no notice",
            "police": "Handed over to the police",
        },
    ),
    "name": Kind(
        title="Name and address required",
        asks=(),
        needs=(),
        outcomes={
            "given": "Given",
            "refused": "Refused",
            "doubted": "Given, and not believed",
            "walked-off": "Walked away",
            "police": "Handed over to the police",
        },
    ),
    "confiscation": Kind(
        title="Confiscation",
        asks=("item", "quantity"),
        needs=("item",),
        outcomes={
            "surrendered": "Handed over and disposed of",
            "kept": "Handed over and kept as evidence",
            "refused": "Refused",
            "police": "Handed over to the police",
        },
    ),
    "traffic": Kind(
        title="Traffic control",
        asks=("direction", "vehicle"),
        needs=(),
        outcomes={
            "followed": "Directions followed",
            "not-followed": "Somebody did not follow a direction",
            "police": "Police took over",
        },
    ),
    "other": Kind(
        title="Other use",
        asks=(),
        needs=(),
        outcomes={"done": "Done", "not-done": "Not done", "police": "Handed over to the police"},
    ),
}
KIND_OF: dict[str, KindName] = {
    "8": "stop",
    "8a": "stop",
    "1a": "penalty",
    "1b": "penalty",
    "1ac": "penalty",
    "1c": "penalty",
    "1d": "penalty",
    "1e": "penalty",
    "1f": "penalty",
    "1g": "penalty",
    "1A": "penalty",
    "2a": "name",
    "2b": "name",
    "3": "name",
    "3a": "name",
    "4": "confiscation",
    "5": "confiscation",
    "6": "confiscation",
    "8b": "traffic",
    "9": "traffic",
}
DIRECTIONS: dict[str, str] = {
    "north": "Northbound",
    "east": "Eastbound",
    "south": "Southbound",
    "west": "Westbound",
    "both": "Both ways",
    "none": "Off the road",
}
VEHICLES: dict[str, str] = {
    "car": "Car or taxi",
    "van": "Van up to 3.5 tonnes",
    "lorry": "Lorry",
    "bus": "Bus or coach",
    "motorcycle": "Motorcycle or moped",
    "cycle": "Cycle",
    "abnormal-load": "Abnormal load",
    "other": "Other",
}
ITEMS: dict[str, str] = {"alcohol": "Alcohol", "tobacco": "Tobacco or cigarette papers"}
WHY_VOID: dict[str, str] = {
    "twice": "It was recorded twice",
    "wrong": "Something in it was wrong, and it is recorded again",
    "never": "It did not happen",
}
INQUIRIES: dict[str, str] = {
    "record-corrected": "The record was wrong and has been corrected",
    "person-advised": "The person was told that they had no power",
    "employer-advised": "The employer was told to keep its records in time",
    "enforcement-cancelled": "What was done has been cancelled",
    "review-opened": "It will be taken up in the provider’s review",
    "professional-standards": "Passed to professional standards",
}
SPECIAL = ("direction", "vehicle", "registration", "offence", "item", "quantity")
WORDS: dict[str, Mapping[str, str]] = {"direction": DIRECTIONS, "vehicle": VEHICLES, "item": ITEMS}


def kind_name(power: str) -> KindName:
    return KIND_OF.get(power, "other")


def kind_of(power: str) -> Kind:
    """The form for a power, by its code."""
    return KINDS[kind_name(power)]


def outcome_words(power: str, outcome: str) -> str:
    return kind_of(power).outcomes.get(outcome, outcome)
