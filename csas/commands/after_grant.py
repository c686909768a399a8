"""What else happens in the very act that gives a person a new instrument: whoever draws papers enters here.

The hooks run inside the act, after the accreditation's facts are written and before its event is recorded.
They reserve and never draw: an act that waits for a disk or a key could be blocked by it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from csas.store.transaction import Act

Hook = Callable[[Act, Sequence[int]], Awaitable[None]]

# Called with the ids of accreditations granted, renewed, varied or modified: instrument and card must follow.
AFTER_GRANT: list[Hook] = []


def after_grant(hook: Hook) -> Hook:
    """Enter a hook."""
    AFTER_GRANT.append(hook)
    return hook


async def follow(this: Act, accreditations: Sequence[int]) -> None:
    """Let every hook do its part for these accreditations, by id."""
    for hook in AFTER_GRANT:
        await hook(this, accreditations)
