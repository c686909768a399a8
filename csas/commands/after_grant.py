"""What else happens in the very act that accredits a person: whoever has something to do then enters here.

The hooks run inside the act, after the accreditation's facts are written and its papers reserved, and
before its event is recorded. They neither draw nor send: an act waits for no disk and no key.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from csas.store.transaction import Act

Hook = Callable[[Act, Sequence[int]], Awaitable[None]]

# Called with the ids of accreditations granted, renewed or varied.
AFTER_GRANT: list[Hook] = []


def after_grant(hook: Hook) -> Hook:
    """Enter a hook."""
    AFTER_GRANT.append(hook)
    return hook


async def follow(this: Act, accreditations: Sequence[int]) -> None:
    """Let every hook do its part for these accreditations, by id."""
    for hook in AFTER_GRANT:
        await hook(this, accreditations)
