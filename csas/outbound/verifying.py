"""Judging a file that somebody holds: whether it is ours, unchanged, and what it says still holds.

The hash of the very bytes is looked up among those issued, the signature is judged by our own key,
and what stands behind the number is asked as any check asks it. Nothing here trusts the file's words.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from csas.domain.certificates import grouped
from csas.domain.verifying import KINDS, SHEETS, UNTRUE, Verified, not_ours, ours
from csas.outbound.documents import signing
from csas.settings import Settings, SetUpFault
from csas.store import certificates, engine
from csas.store.verifying import find_file

LARGEST: Final = 20_000_000


async def verify(pdf: bytes, settings: Settings, now: datetime, *, with_findings: bool = True) -> Verified:
    """The verdict on a file. `with_findings` says in what a file that is not ours fails, which means opening it."""
    sha256 = signing.digest(pdf)
    found = await find_file(sha256)
    key = await asyncio.to_thread(signing.load_or_make, settings.keys_dir, now)
    if found is None:
        more = await asyncio.to_thread(signing.faults_of, pdf, key, now) if with_findings else []
        return not_ours(*more)
    verdict = await asyncio.to_thread(signing.verify, pdf, sha256, key, found.issued_at)
    if not verdict.genuine:
        return Verified(verdict="not-ours", findings=(UNTRUE, *verdict.findings), kind=found.kind)
    if found.kind == "sheets":
        return ours("sheets", "", found.ref, in_force=False, words=SHEETS)
    told = await certificates.find_any(found.number, now)
    if told is None:
        return ours(found.kind, found.number, found.ref, in_force=False, words="It was never issued.")
    words = "" if told.standing.in_force else told.standing.words
    return ours(found.kind, found.number, found.ref, in_force=told.standing.in_force, words=words)


def lines_of(verified: Verified) -> list[str]:
    """The verdict in words, for a terminal."""
    heads = {
        "in-force": "Genuine and in force.",
        "not-in-force": "Genuine, but not in force: do not rely on it.",
        "not-ours": "Not genuine: do not rely on it.",
    }
    about = [f"It is a {KINDS[verified.kind]}."] if verified.kind in KINDS and verified.is_genuine else []
    number = [f"Number {grouped(verified.number)}."] if verified.number else []
    return [heads[verified.verdict], *about, *number, *verified.findings]


def command(settings: Settings, arguments: argparse.Namespace) -> int:
    """`csas verify FILE`: say what is found; the result is for the shell."""
    path = Path(arguments.file)
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise SetUpFault(f"There is no file at {path}, or it is larger than {LARGEST // 1_000_000} MB.")
    verified = asyncio.run(_verify(path.read_bytes(), settings))
    sys.stdout.write("\n".join(lines_of(verified)) + "\n")
    return 0 if verified.may_be_relied_on else 1


async def _verify(pdf: bytes, settings: Settings) -> Verified:
    if settings.database_url is None:
        raise SetUpFault("Set CSAS_DATABASE_URL to the database of the service that issued the file.")
    await engine.open_pool(settings.database_url)
    try:
        return await verify(pdf, settings, datetime.now(UTC))
    finally:
        await engine.close_pool()
