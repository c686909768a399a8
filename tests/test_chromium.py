"""The browser tests find their browser, or say what to install."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import chromium


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Look anew in every test, and again afterwards."""
    chromium.find_chromium.cache_clear()
    yield
    chromium.find_chromium.cache_clear()


def test_the_named_one_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    named = tmp_path / "chromium"
    named.touch()
    monkeypatch.setenv("CSAS_CHROMIUM", str(named))
    assert chromium.find_chromium() == str(named)


def test_a_name_that_leads_nowhere_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CSAS_CHROMIUM", str(tmp_path / "nothing"))
    with pytest.raises(chromium.NoChromiumError, match="not there"):
        chromium.find_chromium()


def test_without_one_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CSAS_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(chromium.NoChromiumError, match="package chromium"):
        chromium.find_chromium()
