"""Offences for which a power can never be given: Schedule 5 paragraph 1(2A) takes them out of penalty notices.

What is typed is free text, so an offence is known by the Act it names and its section. An Act named without
any section is refused as well: the instrument must name the very offence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from csas.domain.refusals import Fault

_SECTION = r"\d+[a-z]*(?:\s*\(\d+\))?"
_SECTIONS = re.compile(rf"\b(?:sections?|ss?)\.?\s*({_SECTION}(?:(?:\s*(?:and|or|to|-|–)\s*|\s+){_SECTION})*)")
_ONE = re.compile(r"(\d+[a-z]*)(?:\s*\((\d+)\))?")


def faults(field: str, power: str, named: Iterable[str], barred: Iterable[str]) -> Iterator[Fault]:
    """One fault for each offence that is among the barred, which read like “Theft Act 1968 s.1”."""
    acts = tuple(barred)
    for offence in named:
        if any(_is(offence, each) for each in acts):
            message = f"Power {power} never covers “{offence}” (Schedule 5, paragraph 1(2A)), or its section is missing"
            yield Fault(field=field, message=message)


def _is(offence: str, barred: str) -> bool:
    act, _, section = barred.casefold().rpartition(" s.")
    said = " ".join(offence.casefold().replace(",", " ").split())
    if act not in said:
        return False
    found = [pair for run in _SECTIONS.findall(said) for pair in _ONE.findall(run)]
    return not found or any(_falls_under(each, section) for each in found)


def _falls_under(said: tuple[str, str], section: str) -> bool:
    """Section 1 covers section 1(1); a section named without its subsection may mean any of them."""
    number, _, rest = section.partition("(")
    within = rest.rstrip(")")
    return said[0] == number and (not within or said[1] in {"", within})
