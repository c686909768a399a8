"""What stories about the public pages share."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from csas.settings import Settings
from csas.store import contacts, sql
from csas.web import steps
from csas.web.api import public
from csas.web.pages import check, concerns, front, register, standards
from tests.database import Addresses
from tests.world import NOW, World

TODAY = NOW + timedelta(days=20)


@pytest.fixture(autouse=True)
async def nobody_has_asked_yet(world: World) -> None:
    """Every story starts with its own allowance of checks and reports."""
    await sql.execute("DELETE FROM rate_limit")
    contacts.forget()


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sunday 22 November 2026, 10 in the morning, as far as the pages know."""
    for page in (check, concerns, front, register, standards, steps, public):
        monkeypatch.setattr(page, "now", lambda: TODAY)


@pytest.fixture(scope="session")
def shared_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all stories, so that templates are compiled once."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def settings(store: Addresses, shared_var: Path) -> Settings:
    return Settings(database_url=store.url, var_dir=shared_var, demonstration=True)
