"""Compares what the store says with what a freshly migrated database knows.

Every statement that the store sends as it stands is planned by PostgreSQL as the
application's own role, so a wrong name, a wrong type or a missing grant is found
before any request finds it. Statements put together from parts are left to tests.
"""

import ast
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import asyncpg

from csas.settings import Settings
from csas.store import constraints, server
from csas.store.migrate import migrate

STORE = Path(server.__file__).parent
SENDERS = {"fetch", "fetchrow", "fetchval", "execute", "executemany"}
PLANNED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "MERGE")
CONSTRAINTS = r"""
SELECT conname FROM pg_constraint
UNION SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique
UNION SELECT (regexp_matches(prosrc, 'CONSTRAINT = ''(\w+)''', 'g'))[1] FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
"""


class Statement(NamedTuple):
    """A statement and where it stands."""

    place: str
    text: str


def check(_settings: Settings) -> int:
    """Say what does not fit; the result is for the shell."""
    with (
        tempfile.TemporaryDirectory(prefix="csas-") as folder,
        server.running(Path(folder), durable=False) as ours,
    ):
        faults = asyncio.run(_compare(ours))
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def statements(folder: Path = STORE) -> Iterator[Statement]:
    """Every statement in the store that is sent as it is written."""
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text())
        constants = dict(_constants(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in SENDERS and node.args:
                text = _text(node.args[0], constants)
                if text.lstrip().upper().startswith(PLANNED):
                    yield Statement(f"{path.name}:{node.lineno}", text)


async def _compare(ours: server.Server) -> list[str]:
    await server.prepare(ours)
    await migrate(ours.url("csas_owner"))
    connection = await asyncpg.connect(ours.url())
    try:
        known = {row["conname"] for row in await connection.fetch(CONSTRAINTS)}
        faults = [f"constraints.py: there is no constraint {n}" for n in constraints.REFUSALS if n not in known]
        for statement in statements():
            try:
                await connection.execute(f"EXPLAIN (GENERIC_PLAN) {statement.text}")
            except asyncpg.PostgresError as fault:
                faults.append(f"{statement.place}: {fault}")
    finally:
        await connection.close()
    return faults


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                yield _name(target), str(node.value.value)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _text(node: ast.AST, constants: dict[str, str]) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return constants.get(node.id, "") if isinstance(node, ast.Name) else ""
