"""The fields of a command: what a form, the API's description and a reference page know of them.

Read once from the command's annotations. It reads no value; `intake` does.
"""

from __future__ import annotations

import types
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Meta

from csas.domain.values import Struct


class Slot(Struct):
    """One field of a command as a form or a reference page needs to know it."""

    name: str
    title: str
    hint: str
    kind: str
    required: bool
    most: int | None
    choices: tuple[str, ...] = ()
    source: str = ""


class Facets(Struct):
    """What all the metas on one field say together."""

    title: str
    description: str
    max_length: int | None
    min_length: int
    pattern: str
    ge: float | None
    le: float | None
    extra: dict[str, Any]


def slots_of(wanted: type[msgspec.Struct]) -> tuple[Slot, ...]:
    """The fields of a command, in order, as its form shows them."""
    return tuple(_slot(name, kind, meta, needed) for name, kind, meta, needed in fields_of(wanted))


@cache
def fields_of(wanted: type[msgspec.Struct]) -> tuple[tuple[str, Any, Facets, bool], ...]:
    hints = get_type_hints(wanted, include_extras=True)
    found = []
    for field in msgspec.structs.fields(wanted):
        kind, meta = unwrap(hints[field.name])
        found.append((field.name, kind, meta, field.required))
    return tuple(found)


def unwrap(hint: Any) -> tuple[Any, Facets]:
    """The bare type and the metas on it laid together, the outermost first."""
    title = description = pattern = None
    most: int | None = None
    least: int | None = None
    low: float | None = None
    high: float | None = None
    extra: dict[str, Any] = {}
    optional = False
    while get_origin(without_none(hint)) is Annotated:
        optional = optional or without_none(hint) is not hint
        hint, *metas = get_args(without_none(hint))
        for meta in reversed(metas):
            if isinstance(meta, Meta):
                title = title or meta.title
                description = description or meta.description
                most = most if most is not None else meta.max_length
                least = least if least is not None else meta.min_length
                low = low if low is not None else meta.ge
                high = high if high is not None else meta.le
                pattern = pattern or meta.pattern
                extra = {**(meta.extra or {}), **extra}
    return hint | None if optional else hint, Facets(
        title=title or "",
        description=description or "",
        max_length=most,
        min_length=least or 0,
        pattern=pattern or "",
        ge=low,
        le=high,
        extra=extra,
    )


def _slot(name: str, kind: Any, meta: Facets, needed: bool) -> Slot:  # noqa: FBT001
    bare = without_none(kind)
    extra = meta.extra
    choices = get_args(bare) if get_origin(bare) is Literal else ()
    return Slot(
        name=name,
        title=title_of(name, meta),
        hint=meta.description or "",
        kind=extra.get("kind") or _kind_of(bare, meta),
        required=needed and bare is kind and bool(meta.min_length or bare is not str),
        most=meta.max_length,
        choices=tuple(choices),
        source=extra.get("choices", ""),
    )


def _kind_of(bare: Any, meta: Facets) -> str:
    if bare is bool:
        return "yesno"
    if bare is date:
        return "date"
    if bare is int:
        return "number"
    if get_origin(bare) is Literal:
        return "radios"
    if get_origin(bare) in {list, tuple}:
        return "checkboxes"
    return "textarea" if (meta.max_length or 0) > 200 else "text"  # noqa: PLR2004


def title_of(name: str, meta: Facets) -> str:
    return meta.title or name.replace("_", " ").capitalize()


def without_none(kind: Any) -> Any:
    if get_origin(kind) in {Union, types.UnionType}:
        rest = [each for each in get_args(kind) if each is not type(None)]
        return rest[0] if len(rest) == 1 else kind
    return kind
