"""What stories about the public pages share."""

from __future__ import annotations

import pytest

from csas.store import contacts, sql
from tests.world import World


@pytest.fixture(autouse=True)
async def nobody_has_asked_yet(world: World) -> None:
    """Every story starts with its own allowance of checks and reports."""
    await sql.execute("DELETE FROM rate_limit")
    contacts.forget()
