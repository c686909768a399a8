"""Remove what the machinery of signing in no longer needs; the worker calls it now and then.

It touches no fact about a case, and repeating it does no harm.
"""

from csas.store import (
    accounts,
    files,
    idempotency,
    invitations,
    limits,
    proposals,
    sessions,
    staff_imports,
    vetting_links,
)


async def sweep() -> None:
    """Remove whatever of sessions, links, counts, keys, files, spreadsheets and invitations can never count again."""
    await sessions.sweep()
    await accounts.sweep()
    await limits.sweep()
    await idempotency.sweep()
    await staff_imports.sweep()
    await invitations.sweep()
    await proposals.sweep()
    await files.sweep()
    await vetting_links.sweep()
