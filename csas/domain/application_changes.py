"""What changed between two versions of an application, item by item, and what it touches.

An endorsement is asked again only for what it rests on: an area, a power or a
part that its partnership was shown. Items are also what the office's questions
are aimed at: `insurance.insurer`, `powers.5`, `areas.E09000022`, or a whole section.
"""

from __future__ import annotations

from collections.abc import Iterator

from csas.domain.application_sections import SECTIONS
from csas.domain.applications import Content, Said
from csas.domain.values import Struct

WHOLE = "application"
TITLES = {
    **{section.slug: section.title for section in SECTIONS},
    "applicant": "Organisation",
    "files": "Evidence files",
    WHOLE: "The application as a whole",
}
PACK = frozenset(section.slug for section in SECTIONS if section.pack) - {"powers", "areas", "reasons", "zones"}
# Items that are typed in another section than the one they are named after.
TYPED_IN = {"powers": "reasons", "areas": "zones", "files": "evidence", "applicant": "organisation"}


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
    """Every item whose answer differs, in the order of the application."""
    was, now = dict(_flat(old)), dict(_flat(new))
    names = [*now, *(name for name in was if name not in now)]
    return tuple(_change(name, was.get(name), now.get(name)) for name in names if _differ(was.get(name), now.get(name)))


def _flat(said: Content) -> Iterator[tuple[str, Said]]:
    for slug, answers in said.items():
        for name, answer in answers.items():
            yield f"{slug}.{name}", answer


def _differ(was: Said | None, now: Said | None) -> bool:
    return was is None or now is None or was.value != now.value


def _change(item: str, was: Said | None, now: Said | None) -> Change:
    known = now or was
    label = known.label if known else item
    return Change(item=item, label=label, was=was.shown if was else (), now=now.shown if now else ())


def touched(old: Content, new: Content) -> Touched:
    """Which powers, areas and parts shown to partnerships differ between two versions."""
    differing = [change.item.partition(".") for change in changes(old, new)]
    return Touched(
        powers=frozenset(name for slug, _, name in differing if slug == "powers"),
        areas=frozenset(name for slug, _, name in differing if slug == "areas"),
        parts=frozenset(slug for slug, _, _ in differing if slug in PACK),
    )


def items(said: Content) -> tuple[tuple[str, str], ...]:
    """Every item a question can be aimed at, with its words: the whole, a section, or one answer."""
    found = [(WHOLE, TITLES[WHOLE])]
    for slug, answers in said.items():
        found.append((slug, title_of(slug)))
        found += [(f"{slug}.{name}", f"{title_of(slug)}: {answer.label}") for name, answer in answers.items()]
    return tuple(found)


def title_of(item: str) -> str:
    """The title of the section an item stands in."""
    slug = item.partition(".")[0]
    return TITLES.get(slug, slug.replace("-", " ").capitalize())


def item_words(item: str, said: Content) -> str:
    """An item in words, whole section or single answer."""
    answer = answer_to(item, said)
    return f"{title_of(item)}: {answer.label}" if answer else title_of(item)


def answer_to(item: str, said: Content) -> Said | None:
    """What the application says on an item."""
    slug, _, name = item.partition(".")
    return said.get(slug, {}).get(name)


def section_of(item: str) -> str:
    """The section in which an item is typed."""
    slug, _, name = item.partition(".")
    if slug in {"powers", "areas"} and not name:
        return slug
    return TYPED_IN.get(slug, slug)
