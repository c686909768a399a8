"""What changed between two versions of an application, item by item, and what it touches.

An endorsement is asked again only for what it rests on: an area, a power or a
part that its partnership was shown. Items are also what the office's questions
are aimed at, so their names and words are kept here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from csas.domain.application_sections import SECTIONS
from csas.domain.applications import Content
from csas.domain.values import Struct

TITLES = {section.slug: section.title for section in SECTIONS}


class Change(Struct):
    """One item that differs. Empty `was` means added, empty `now` means taken out."""

    item: str
    label: str
    was: tuple[str, ...]
    now: tuple[str, ...]


class Touched(Struct):
    """What a correction touches, as far as local endorsement is concerned."""

    powers: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.powers or self.areas or self.parts)


def changes(old: Content, new: Content) -> tuple[Change, ...]:
    """Every item that differs, in the order of the application."""
    return tuple(
        Change(item=item, label=label, was=was, now=now)
        for item, label, was, now in _paired(_flat(old), _flat(new))
        if was != now
    )


Line = tuple[str, tuple[str, tuple[str, ...]]]


def _flat(said: Content) -> dict[str, tuple[str, tuple[str, ...]]]:
    return dict([*_parts(said), *_powers(said), *_areas(said), *_files(said)])


def _parts(said: Content) -> Iterator[Line]:
    for part in said.parts:
        for item in part.items:
            yield f"{part.slug}/{item.name}", (item.label, item.words)


def _powers(said: Content) -> Iterator[Line]:
    for power in said.powers:
        yield f"powers/{power.code}", (power.title, (power.why, *power.offences))


def _areas(said: Content) -> Iterator[Line]:
    for area in said.areas:
        words = [area.zones, area.client and f"Client: {area.client}", area.contract and f"Contract: {area.contract}"]
        yield f"areas/{area.code}", (area.name, tuple(word for word in words if word) or ("The whole area",))


def _files(said: Content) -> Iterator[Line]:
    for file in said.files:
        yield f"files/{file.ref}", (f"File: {file.name}", (file.name,))


def _paired(
    old: dict[str, tuple[str, tuple[str, ...]]], new: dict[str, tuple[str, tuple[str, ...]]]
) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    for item in [*new, *(gone for gone in old if gone not in new)]:
        label = (new.get(item) or old[item])[0]
        yield item, label, old.get(item, ("", ()))[1], new.get(item, ("", ()))[1]


def touched(old: Content, new: Content) -> Touched:
    """Which powers, areas and parts shown to partnerships differ between two versions."""
    differing = [change.item.partition("/") for change in changes(old, new)]
    shown = {part.slug for part in (*old.parts, *new.parts) if part.pack}
    return Touched(
        powers=frozenset(name for kind, _, name in differing if kind == "powers"),
        areas=frozenset(name for kind, _, name in differing if kind == "areas"),
        parts=frozenset(kind for kind, _, _ in differing if kind in shown),
    )


def items(said: Content) -> tuple[tuple[str, str], ...]:
    """Every item a question can be aimed at: its name, and where it stands in words."""
    return tuple((item, f"{heading(item)}: {label}") for item, (label, _) in _flat(said).items())


def item_words(item: str, said: Content) -> str:
    """An item in words; a whole section by its title."""
    found = _flat(said).get(item)
    return f"{heading(item)}: {found[0]}" if found else heading(item)


def answer_to(item: str, said: Content) -> tuple[str, ...]:
    """What the application says on an item, or nothing."""
    return _flat(said).get(item, ("", ()))[1]


def heading(item: str) -> str:
    """The title of the section an item stands in."""
    slug = item.partition("/")[0]
    return {"files": "Evidence files"}.get(slug) or TITLES.get(slug, "The application")


def section_of(item: str) -> str:
    """The section in which an item is changed."""
    slug, _, name = item.partition("/")
    if slug == "files":
        return "evidence"
    moved = {"powers": "reasons", "areas": "zones"}
    return moved[slug] if slug in moved and name else slug


def by_item(found: Iterable[Change]) -> dict[str, Change]:
    return {change.item: change for change in found}
