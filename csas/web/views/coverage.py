"""Powers at work in an area, in words: providers with their powers, and the rows of the download."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from csas.store.coverage import Covered

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
