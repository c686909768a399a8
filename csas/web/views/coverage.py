"""Powers at work in an area, in words: providers with their powers, and the rows of the download."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from csas.store.coverage import Covered
from csas.web.parts import Link

PAGE = 20
HEAD = ("Area", "Provider", "Paragraph", "Power", "People", "On")


class ProviderLine(msgspec.Struct, frozen=True):
    """A provider with the powers its people have there."""

    name: str
    ref: str
    powers: tuple[tuple[str, str, int], ...]


def grouped(found: Iterable[Covered]) -> tuple[ProviderLine, ...]:
    """Lines of the same provider together, in their order."""
    by_name: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    for each in found:
        by_name.setdefault((each.provider, each.ref), []).append((each.paragraph, each.power, each.people))
    return tuple(ProviderLine(name, ref, tuple(powers)) for (name, ref), powers in by_name.items())


def rows_for_download(found: Iterable[Covered], area: str, day: str) -> list[tuple[object, ...]]:
    return [(area, each.provider, each.paragraph, each.power, each.people, day) for each in found]


def last_page(providers: int) -> int:
    return max(1, -(-providers // PAGE))


def pages(area: str, providers: int, here: int) -> tuple[Link, ...]:
    """Links to the pages of an area with many providers."""
    last = last_page(providers)
    near = [number for number in range(1, last + 1) if number in {1, last} or abs(number - here) <= 1]
    links = [Link(str(number), f"/coverage?area={area}&page={number}", current=number == here) for number in near]
    return tuple(links) if last > 1 else ()
