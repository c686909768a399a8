"""The body of an API request, read with suspicion: size, depth, doubled names, bad text.

What comes out is plain values for `intake.read`, which finds all other faults.
"""

from __future__ import annotations

import json
import re
from typing import Any

from csas.domain.refusals import Fault, Faults
from csas.web.show import Asked

DEEPEST = 12
LARGEST = 1_000_000
# Whole strings, one that never ends, and whatever is no bracket.
OUTSIDE = re.compile(rb'"(?:[^"\\]+|\\.)*+(?:"|\Z)|[^"\[\]{}]+', re.DOTALL)


async def read(request: Asked, largest: int = LARGEST) -> dict[str, Any]:
    """The JSON object of a request; an empty body is an empty object."""
    raw = await request.body()
    if not raw:
        return {}
    if len(raw) > largest:
        raise Faults(Fault(field="", message=f"The body must be {largest:,} bytes or smaller"))
    return _object(raw)


def _object(raw: bytes) -> dict[str, Any]:
    if _depth(raw) > DEEPEST:
        raise Faults(Fault(field="", message=f"The body must not be nested deeper than {DEEPEST}"))
    try:
        found = json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError) as fault:
        message = str(fault) if isinstance(fault, _Doubled) else "The body must be JSON in UTF-8"
        raise Faults(Fault(field="", message=message)) from None
    if not isinstance(found, dict):
        raise Faults(Fault(field="", message="The body must be a JSON object"))
    return found


class _Doubled(ValueError):
    """The same name twice in one object, of which a reader would silently drop one."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Doubled("The body has the same field twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _depth(raw: bytes) -> int:
    """How deeply brackets are nested outside strings, without parsing."""
    deepest = depth = 0
    for bracket in OUTSIDE.sub(b"", raw):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest
