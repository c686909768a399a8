"""What the applicants say, read from the files in `papers` and put as their forms would post it.

Days are written there as days from today, and boroughs by their names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from csas.domain.application_questions import Answers
from csas.domain.values import Struct
from csas.store.catalogue import areas_in_file

CODES = {area["name"]: area["code"] for area in areas_in_file()}
DAYS = {"expires": "expires-on", "reported": "reported-on"}
ALWAYS: dict[str, Answers] = {
    "employees": {"paid": "yes"},
    "protocols": {"ready": "yes"},
    "evidence": {"complete": "yes"},
}
# The order in which the sections are typed: what follows from another comes after it.
TYPED = (
    "organisation", "people", "employees", "report", "powers", "reasons", "areas", "zones", "conditions",
    "supervisors", "complaints", "insurance", "policies", "uniform", "training", "protocols", "evidence",
)  # fmt: skip


class Paper(Struct):
    """A file that an applicant adds; its kind says how it is drawn."""

    name: str
    section: str
    kind: str = "page"
    title: str = ""
    words: str = ""
    colour: str = "#555555"
    body: tuple[str, ...] = ()


class Papers(Struct):
    """The answers of one applicant, section by section, and its files."""

    answers: dict[str, Answers]
    files: tuple[Paper, ...]

    @property
    def powers(self) -> list[str]:
        return list(self.answers["powers"]["powers"])

    @property
    def areas(self) -> list[str]:
        return list(self.answers.get("areas", {}).get("areas", ()))

    def offences(self) -> dict[str, list[str]]:
        """The offences named, power by power."""
        reasons = self.answers["reasons"]
        return {power: list(reasons.get(f"offences-{power}", ())) for power in self.powers}

    def said(self, section: str, name: str) -> str:
        """One answer as text."""
        value = self.answers.get(section, {}).get(name, "")
        return value if isinstance(value, str) else ", ".join(value)


def read(name: str, today: date, *, whole: bool = True) -> Papers:
    """The papers of an applicant; a half draft answers only what it says."""
    given = _load(name)
    powers, zones = given.pop("powers", {}), given.pop("zones", {})
    drawn = tuple(Paper(**{**each, "body": tuple(each.get("body", ()))}) for each in given.pop("file", ()))
    given.pop("later", None)
    answers = {section: _typed(said, today) for section, said in given.items()}
    answers |= _of_powers(powers) | (_of_zones(zones) if zones else {})
    if whole:
        answers = {slug: {**answers.get(slug, {}), **ALWAYS.get(slug, {})} for slug in {**answers, **ALWAYS}}
    return Papers(answers={slug: answers[slug] for slug in TYPED if slug in answers}, files=drawn)


def later_zones(name: str) -> dict[str, Answers]:
    """The areas and zones with those that a variation adds."""
    given = _load(name)
    return _of_zones({**given["zones"], **given["later"]})


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("csas.demonstration").joinpath("papers", f"{name}.toml").read_text("utf-8"))


def _typed(said: Mapping[str, Any], today: date) -> Answers:
    """Lines are joined as they would be typed; a day is counted from today."""
    found: Answers = {}
    for name, value in said.items():
        if name in DAYS:
            found[DAYS[name]] = (today + timedelta(days=value)).isoformat()
        elif name == "in-place" or isinstance(value, str):
            found[name] = value
        else:
            found[name] = "\n".join(value)
    return found


def _of_powers(powers: Mapping[str, Any]) -> dict[str, Answers]:
    reasons: Answers = {f"why-{code}": said["why"] for code, said in powers.items()}
    offences: Answers = {
        f"offences-{code}": list(said["offences"]) for code, said in powers.items() if "offences" in said
    }
    return {"powers": {"powers": list(powers)}, "reasons": {**reasons, **offences}}


def _of_zones(zones: Mapping[str, Mapping[str, str]]) -> dict[str, Answers]:
    said: Answers = {
        f"{part}-{CODES[borough]}": text for borough, parts in zones.items() for part, text in parts.items()
    }
    return {"areas": {"areas": [CODES[borough] for borough in zones]}, "zones": said}
