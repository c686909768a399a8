"""Logs the statements of a real request, with their values, as asyncpg is given them.

The request's transaction is rolled back in the end, so that the very same statements
can be run again. Numbers that the database gave are noted as such, to be filled in
with those that it gives the next time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from asyncpg.connection import Connection

LEAST_RETURNED = 1_000_000


class Returned(NamedTuple):
    """What an earlier statement of the transaction returned; as the payload of a job, in bytes."""

    line: int
    payload: bool = False


class Script(NamedTuple):
    """The statements before the transaction, and those inside."""

    before: list[tuple[str, tuple[Any, ...]]]
    inside: list[tuple[str, tuple[Any, ...]]]


class Recorder:
    """Listens to every connection of this process."""

    def __init__(self) -> None:
        self.script = Script([], [])
        self._inside = False
        self._numbers: dict[int, int] = {}

    def took(self, statement: str, values: tuple[Any, ...], rows: Any) -> None:
        lines = self.script.inside if self._inside else self.script.before
        lines.append((statement, tuple(self._named(value) for value in values)))
        number = rows[0][0] if self._inside and rows else None
        if isinstance(number, int) and number > LEAST_RETURNED and "INSERT" in statement:
            self._numbers[number] = len(lines) - 1

    def _named(self, value: Any) -> Any:
        if isinstance(value, int) and value in self._numbers:
            return Returned(self._numbers[value])
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], bytes):
            number = int(value[0]) if value[0].isdigit() else 0
            return Returned(self._numbers[number], payload=True) if number in self._numbers else value
        return value

    def told(self, words: str) -> str:
        """What to send instead of a statement without values; COMMIT becomes ROLLBACK."""
        if words.startswith("BEGIN"):
            self._inside = True
        if words.startswith("COMMIT"):
            self._inside = False
            return "ROLLBACK;"
        return words


@contextmanager
def recording() -> Iterator[Recorder]:
    """Record what this block asks of the database."""
    recorder = Recorder()
    ask, execute = Connection._execute, Connection.execute

    async def noted(self: Any, query: str, args: Any, *more: Any, **named: Any) -> Any:
        result = await ask(self, query, args, *more, **named)
        recorder.took(query, tuple(args), result[0] if named.get("return_status") else result)
        return result

    async def told(self: Any, query: str, *args: Any, **named: Any) -> Any:
        return await execute(self, query if args else recorder.told(query), *args, **named)

    Connection._execute, Connection.execute = noted, told
    try:
        yield recorder
    finally:
        Connection._execute, Connection.execute = ask, execute
