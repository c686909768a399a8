"""From plain values to a command, with every fault at once.

Forms and the JSON API both come through here, so one set of words serves both.
A command's fields say what they are: `Annotated[type, Meta(title=…, …)]`. The
reader fixes nothing but outer blanks and composed letters, and it asks nobody
whether the thing asked for is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec import Meta

from csas.domain.refusals import Fault, Faults
from csas.domain.slots import Facets, fields_of, title_of, unwrap, without_none
from csas.domain.values import LATEST_YEAR, clean, faults_in

S = TypeVar("S", bound=msgspec.Struct)
MISSING = object()
GREATEST = 2_147_483_647
MOST_ITEMS = 2000


def read(wanted: type[S], given: Mapping[str, object]) -> S:
    """Build the command, or raise Faults naming everything that is wrong with it."""
    faults: list[Fault] = []
    values = _struct_values(wanted, given, "", faults)
    if faults:
        raise Faults(*faults)
    return wanted(**values)


def _struct_values(
    wanted: type[msgspec.Struct], given: Mapping[str, object], path: str, faults: list[Fault]
) -> dict[str, object]:
    values: dict[str, object] = {}
    known = set()
    for name, kind, meta, needed in fields_of(wanted):
        known.add(name)
        here = f"{path}{name}"
        raw = given.get(name, MISSING)
        if raw is MISSING or (raw is None and needed):
            if needed:
                faults.append(Fault(field=here, message=_absent(name, kind, meta)))
            continue
        values[name] = _value(kind, meta, raw, here, title_of(name, meta), faults)
    faults.extend(
        Fault(field=f"{path}{name}", message=f"“{name[:60]}” is not a field of this request")
        for name in given
        if name not in known
    )
    return values


def _absent(name: str, kind: Any, meta: Facets) -> str:
    title = _lower(title_of(name, meta))
    verb = "Enter" if without_none(kind) in {str, int, date} else "Select"
    return meta.extra.get("absent") or f"{verb} {title}"


def _lower(title: str) -> str:
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _value(  # noqa: C901, PLR0911 - one line for each kind of field
    kind: Any,
    meta: Facets,
    raw: object,
    path: str,
    title: str,
    faults: list[Fault],
) -> object:
    bare = without_none(kind)
    if bare is not kind and (raw is None or raw == ""):
        return None

    def fault(message: str) -> None:
        faults.append(Fault(field=path, message=message))

    if bare is str:
        return _text(raw, meta, title, path, faults)
    if bare is bool:
        return _yes_no(raw, meta, title, fault)
    if bare is int:
        return _number(raw, meta, title, fault)
    if bare is date:
        return _date(raw, title, fault)
    if get_origin(bare) is Literal:
        return _choice(raw, get_args(bare), meta, title, fault)
    if get_origin(bare) in {list, tuple}:
        return _many(bare, meta, raw, path, title, faults)
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        return _nested(bare, raw, path, title, faults)
    if get_origin(bare) is dict or bare is dict:
        return _mapping(raw, title, path, faults)
    raise TypeError(f"{path}: no reader for {bare}")


def _text(raw: object, meta: Facets, title: str, path: str, faults: list[Fault]) -> str:
    def fault(message: str) -> None:
        faults.append(Fault(field=path, message=message))

    if not isinstance(raw, str):
        fault(f"{title} must be text")
        return ""
    unfit = faults_in(raw)
    for found in unfit:
        fault(f"{title} must not contain {found}")
    if unfit:
        return ""
    text = clean(raw)
    if meta.min_length and not text:
        fault(meta.extra.get("absent") or f"Enter {_lower(title)}")
    elif meta.max_length and len(text) > meta.max_length:
        fault(f"{title} must be {meta.max_length:,} characters or fewer")
    elif meta.pattern and text and not _fits(text, meta.pattern):
        fault(meta.extra.get("pattern") or f"{title} is not in the right form")
    return text


def _fits(text: str, pattern: str) -> bool:
    try:
        msgspec.convert(text, Annotated[str, Meta(pattern=pattern)])
    except msgspec.ValidationError:
        return False
    return True


def _yes_no(raw: object, meta: Facets, title: str, fault: Any) -> bool:
    if isinstance(raw, bool):
        value = raw
    elif raw in ("yes", "no"):
        value = raw == "yes"
    else:
        fault(meta.extra.get("absent") or f"Select yes or no: {_lower(title)}")
        return False
    if meta.extra.get("must") and not value:
        fault(meta.extra.get("absent") or f"You must confirm: {_lower(title)}")
    return value


def _number(raw: object, meta: Facets, title: str, fault: Any) -> int:
    if isinstance(raw, str) and raw.strip().isascii() and raw.strip().lstrip("-").isdigit():
        raw = int(raw.strip()[:12])
    if isinstance(raw, bool) or not isinstance(raw, int):
        fault(f"{title} must be a whole number" if raw not in ("", None) else f"Enter {_lower(title)}")
        return 0
    low = int(meta.ge) if meta.ge is not None else -GREATEST
    high = int(meta.le) if meta.le is not None else GREATEST
    if not low <= raw <= high:
        fault(f"{title} must be between {low:,} and {high:,}")
        return low
    return raw


def _date(raw: object, title: str, fault: Any) -> date:
    """A day as `2026-11-22`; forms join their three boxes to that, or to what is wrong with them."""
    if raw == "":
        fault(f"Enter {_lower(title)}")
        return date.min
    if not isinstance(raw, str):
        fault(f"{title} must be a date such as 2026-11-22")
        return date.min
    try:
        found = date.fromisoformat(raw)
    except ValueError:
        fault(raw if raw.startswith(title) else f"{title} must be a real date")
        return date.min
    if not 1900 <= found.year <= LATEST_YEAR:  # noqa: PLR2004 - the service's own horizon
        fault(f"{title} must be between 1900 and {LATEST_YEAR}")
    return found


def _choice(raw: object, allowed: tuple[str, ...], meta: Facets, title: str, fault: Any) -> object:
    if raw in allowed and isinstance(raw, str):
        return raw
    fault(meta.extra.get("absent") or f"Select {_lower(title)}")
    return allowed[0]


def _many(
    kind: Any,
    meta: Facets,
    raw: object,
    path: str,
    title: str,
    faults: list[Fault],
) -> object:
    if isinstance(raw, str):
        raw = [raw] if raw else []
    if not isinstance(raw, list | tuple):
        faults.append(Fault(field=path, message=f"{title} must be a list"))
        return ()
    if len(raw) > min(meta.max_length or MOST_ITEMS, MOST_ITEMS):
        faults.append(Fault(field=path, message=f"{title}: too many at once"))
        return ()
    if meta.min_length and len(raw) < meta.min_length:
        message = meta.extra.get("absent") or f"Select {_lower(title)}"
        faults.append(Fault(field=path, message=message))
        return ()
    inner, inner_meta = unwrap(get_args(kind)[0])
    items = [
        _value(inner, inner_meta, item, f"{path}.{number}", inner_meta.title or title, faults)
        for number, item in enumerate(raw)
    ]
    return items if get_origin(kind) is list else tuple(items)


def _nested(kind: type[msgspec.Struct], raw: object, path: str, title: str, faults: list[Fault]) -> object:
    if not isinstance(raw, Mapping):
        faults.append(Fault(field=path, message=f"{title} must be an object"))
        return None
    before = len(faults)
    values = _struct_values(kind, raw, f"{path}.", faults)
    return kind(**values) if len(faults) == before else None


def _mapping(raw: object, title: str, path: str, faults: list[Fault]) -> dict[str, object]:
    """Answers of a section: text, or lists of text; the section itself says what it wants."""
    if not isinstance(raw, Mapping) or len(raw) > MOST_ITEMS:
        faults.append(Fault(field=path, message=f"{title} must be an object"))
        return {}
    out: dict[str, object] = {}
    for name, value in raw.items():
        texts = value if isinstance(value, list | tuple) else [value]
        good = all(isinstance(text, str) for text in texts)
        if not good or faults_in(str(name)) or any(faults_in(str(text)) for text in texts):
            faults.append(Fault(field=f"{path}.{str(name)[:60]}", message=f"{title} must be plain text"))
            continue
        cleaned = [clean(str(text)) for text in texts]
        out[str(name)] = cleaned if isinstance(value, list | tuple) else cleaned[0]
    return out
