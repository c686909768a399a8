"""Loading the demonstration: the scheme, its stories in their order, and last of all who may be played.

The people to play are the mark that it is whole. A load that was cut short leaves a
scheme without them; it is not mended but started afresh, by `make demo RESET=1`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from csas.commands import clockwork, loading, schemes
from csas.demonstration import (
    adverse,
    cast,
    city_wardens,
    consulting,
    estate_wardens,
    examiners,
    leaving,
    providers,
    returns,
    waiting,
)
from csas.demonstration.stage import LONDON, Scene, Stage, Story
from csas.domain.bank_holidays import LONDON_BANK_HOLIDAYS
from csas.settings import Settings, SetUpFault
from csas.store import definitions, engine, installation, personas
from csas.store.schemes import find_first
from csas.store.together import together

OPENED_BEFORE = timedelta(days=70)
WATCHED_DAYS = 60
STORIES: dict[str, Story] = {
    "Standards, edition 1": consulting.first,
    "Standards, edition 2": consulting.second,
    cast.NORTHBANK: providers.northbank,
    cast.FERRYMAN: providers.ferryman,
    cast.ORCHARD: adverse.orchard,
    cast.COPPERFIELD: adverse.copperfield,
    cast.TIDEWAY: adverse.tideway,
    cast.LANTERN: waiting.lantern,
    cast.HALCYON: waiting.halcyon,
    "Camden’s board": waiting.camden_wants_time,
    cast.WESTMINSTER: providers.westminster,
    cast.INSPECTORATE: providers.inspectorate,
    cast.MARROW: leaving.marrow,
    cast.KINGSMARCH: waiting.kingsmarch,
    cast.HOBB: waiting.hobb,
    cast.ST_ALDER: waiting.st_alder,
    "The demand log": leaving.watch,
    "Northbank’s wardens": estate_wardens.story,
    "Westminster’s wardens": city_wardens.story,
    "The Inspectorate’s pilot": examiners.story,
    "Ferryman’s nil return": returns.nothing_used,
}


async def load(settings: Settings) -> None:
    """Load everything, unless it is there already."""
    if settings.database_url is None:
        raise SetUpFault("Set CSAS_DATABASE_URL, or start with `csas demo`.")
    loading.prepare(settings)
    installation.use(settings.public_url, demonstration=True)
    # What is written last is what makes it whole, and the log keeps its order: nothing need wait for the disk.
    await engine.open_pool(settings.database_url, size=2, synchronous_commit="off")
    try:
        if await is_needed():
            await _load(settings, datetime.now(UTC))
    finally:
        await engine.close_pool()


async def is_needed() -> bool:
    """Whether nothing is there yet; half a demonstration is refused."""
    if await personas.list_all():
        return False
    if await find_first() is not None:
        raise SetUpFault(
            "This database holds a scheme without the people of the demonstration: a load was cut short, or the "
            "scheme is a "
            "real one. To start the demonstration afresh, run `make demo RESET=1`."
        )
    return True


async def _load(settings: Settings, now: datetime) -> None:
    began = time.monotonic()
    people = await play(settings, now, say)
    say(f"The demonstration is loaded: {len(STORIES)} stories, {len(people)} people, {time.monotonic() - began:.1f} s.")


async def play(settings: Settings, now: datetime, said: Callable[[str], None]) -> dict[str, int]:
    """Establish the scheme and play every story up to now; the people by their slugs."""
    logging.getLogger("csas.clockwork").setLevel(logging.WARNING)
    await definitions.keep_all()
    plan = cast.plan(now.astimezone(LONDON).date())
    _, people = await schemes.establish(
        plan, now - timedelta(days=(now.date() - plan.phase.starts_on).days) - OPENED_BEFORE
    )
    stage = Stage(people, now, plan.phase.starts_on, LONDON_BANK_HOLIDAYS, settings)
    await stage.perform({**STORIES, "The clock": watch}, lambda name, seconds: said(f"  {name} ({seconds:.1f} s)"))
    await _offer(people)
    return people


async def watch(scene: Scene) -> None:
    """The clock looks round early each day, as the worker does: reminders, silence, ends of time."""
    for days in range(WATCHED_DAYS, 0, -1):
        await scene.at(scene.stage.ago(days, 6, 30))
        await clockwork.tick(scene.now)


async def _offer(people: dict[str, int]) -> None:
    """Let anybody play the cast, all at once: from here on the demonstration is whole."""
    async with together():
        for turn, persona in enumerate(cast.PERSONAS):
            await personas.add(persona.slug, people[persona.slug], persona.who, turn)


def say(words: str) -> None:
    """Tell the terminal how far it has come."""
    print(words, flush=True)
