"""Runs csas: its database unless one is named, the web process and the worker.

Each is a child that ends when this process does, however that happens; one that
ends by itself is started again. Nothing here answers a request or does a job.
"""

import asyncio
import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import FrameType

from csas.children import Child, Database, Watched
from csas.settings import Settings, SetUpFault, variable
from csas.store import migrate, server

LOOK_AROUND = 0.2
MOST_ENDINGS = 5
WITHIN = 60


class CannotServe(SetUpFault):
    """csas cannot run here and now, and why, in words for the operator."""


class Stop:
    """Whether we have been asked to stop."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


def serve(settings: Settings, *, reset: bool = False) -> int:
    """Run everything until asked to stop; with `reset`, from nothing."""
    began = time.monotonic()
    stop = Stop()
    _require_free_port(settings)
    if reset:
        _forget(settings)
    with ExitStack() as stack:
        watched = list(_start_database(settings, stack))
        url = settings.database_url or watched[0].url
        environ = os.environ | {variable("database_url"): url}
        environ.pop(variable("owner_database_url"), None)
        _load_demonstration(settings, environ, stop)
        children = [Child("web", environ), Child("worker", environ)]
        stack.enter_context(_kept(children))
        if _await_answer(settings, children[0], stop):
            _welcome(settings, time.monotonic() - began)
        _watch([*watched, *children], stop)
    say("Stopped.")
    return 0


def say(words: str) -> None:
    """Tell the terminal what is going on."""
    print(words, flush=True)


def _require_free_port(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as fault:
            message = (
                f"Port {settings.port} on {settings.host} cannot be used ({fault.strerror}). "
                f"Stop what is using it, or choose another: make demo PORT=8001, or CSAS_PORT."
            )
            raise CannotServe(message) from None


def _forget(settings: Settings) -> None:
    """Remove all data of our own; a database that was named is never touched."""
    if settings.database_url:
        message = "Only csas's own database can be started afresh; unset CSAS_DATABASE_URL."
        raise CannotServe(message)
    with server.held(settings.database_dir):
        for folder in (settings.database_dir, settings.files_dir, settings.keys_dir):
            shutil.rmtree(folder, ignore_errors=True)
    say("Removed the earlier data.")


def _start_database(settings: Settings, stack: ExitStack) -> Iterator[Database]:
    """Our own database, migrated; or none if one is named, which must be so already."""
    if settings.database_url:
        _require_migrated(settings.database_url)
        return
    say("Starting the database …")
    database = stack.enter_context(_own_database(settings))
    done = asyncio.run(_prepare(database))
    say(f"Migrated it ({len(done)} steps)." if done else "It is up to date.")
    yield database


@contextmanager
def _own_database(settings: Settings) -> Iterator[Database]:
    with server.held(settings.database_dir):
        database = Database(settings.database_dir, settings.pg_bin)
        database.start()
        try:
            yield database
        finally:
            database.stop()


async def _prepare(database: Database) -> list[str]:
    await server.prepare(database.server)
    return await migrate.migrate(database.server.url("csas_owner"))


def _require_migrated(url: str) -> None:
    try:
        missing = asyncio.run(migrate.pending(url))
    except OSError as fault:
        message = f"The database that CSAS_DATABASE_URL names cannot be reached: {fault}."
        raise CannotServe(message) from None
    if missing:
        message = f"The database lacks {len(missing)} migrations. Run `csas migrate` first."
        raise CannotServe(message)


def _load_demonstration(settings: Settings, environ: dict[str, str], stop: Stop) -> None:
    """Load it in a process of its own, so that what it needs does not stay with us."""
    if not settings.demonstration:
        return
    say("Loading the demonstration …")
    loader = Child("load-demonstration", environ)
    loader.start()
    while not loader.has_ended():
        if stop.asked:
            loader.ask_to_stop()
        time.sleep(LOOK_AROUND / 4)
    if loader.result() != 0:
        message = "The demonstration could not be loaded. Try `make demo RESET=1`."
        raise CannotServe(message)


@contextmanager
def _kept(children: Sequence[Child]) -> Iterator[None]:
    for child in children:
        child.start()
    try:
        yield
    finally:
        for child in children:
            child.ask_to_stop()
        for child in children:
            child.see_off()


def _await_answer(settings: Settings, web: Child, stop: Stop) -> bool:
    """Wait until the web process takes connections; false if it will not."""
    while not stop.asked and not web.has_ended():
        try:
            socket.create_connection((settings.host, settings.port), 1).close()
        except OSError:
            time.sleep(LOOK_AROUND / 4)
        else:
            return True
    return False


def _welcome(settings: Settings, seconds: float) -> None:
    if settings.demonstration:
        from csas import demonstration

        say(demonstration.introduce(settings.public_url))
    say(f"csas is at {settings.public_url} (after {seconds:.1f} s). Ctrl-C stops it.")


def _watch(watched: Sequence[Watched], stop: Stop) -> None:
    """Start again what ends by itself, unless it keeps ending."""
    while not stop.asked:
        for one in watched:
            if one.has_ended():
                _restart(one)
        time.sleep(LOOK_AROUND)


def _restart(one: Watched) -> None:
    now = time.monotonic()
    one.endings = [ending for ending in one.endings if now - ending < WITHIN] + [now]
    if len(one.endings) >= MOST_ENDINGS:
        message = f"{one.words} keeps ending; what it said stands above."
        raise CannotServe(message)
    say(f"{one.words} ended; starting it again.")
    time.sleep(LOOK_AROUND * len(one.endings))
    one.start()
