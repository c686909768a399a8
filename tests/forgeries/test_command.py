"""`csas verify FILE` on the machine itself: words for people, an exit code for scripts."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from csas.settings import Settings
from tests import carded
from tests.forgeries.test_forged import content
from tests.world import World


async def test_it_says_what_it_finds(world: World, settings: Settings, tmp_path: Path) -> None:
    whose = await carded.warden(world, settings, "Vera Fied")
    card = (await carded.issued(whose, settings))[1]
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    pdf = await content(card, settings)
    await asyncio.to_thread(good.write_bytes, pdf)
    await asyncio.to_thread(bad.write_bytes, pdf + b" ")
    told = [await asyncio.to_thread(verify, path, settings) for path in (good, bad, tmp_path / "none.pdf")]
    assert [code for code, _ in told] == [0, 1, 1]
    assert "Genuine and in force.\nIt is a powers card." in told[0][1]
    assert "Not genuine: do not rely on it." in told[1][1]
    assert "There is no file" in told[2][1]


def verify(path: Path, settings: Settings) -> tuple[int, str]:
    environ = os.environ | {"CSAS_DATABASE_URL": str(settings.database_url), "CSAS_VAR_DIR": str(settings.var_dir)}
    done = subprocess.run(
        [sys.executable, "-m", "csas", "verify", str(path)], env=environ, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr
