"""How the demonstration acts: the ordinary commands, by the cast, at moments in the past.

Each case is a story, written from its beginning to its end. The stage plays all of
them in the order of their moments, so that places are taken and given up as they
would have been. Nothing is written past the commands, except where that is said.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from itertools import count
from zoneinfo import ZoneInfo

from csas.commands import registry
from csas.domain import intake
from csas.domain.calendar import is_working_day
from csas.domain.events import Event
from csas.domain.permissions import CLOCK, Actor
from csas.settings import Settings
from csas.store import reads

LONDON = ZoneInfo("Europe/London")
BREATH = timedelta(minutes=4)


class Stage:
    """The people of the cast, the day the demonstration is set in, and whose moment is next."""

    def __init__(
        self, people: dict[str, int], now: datetime, began: date, holidays: Mapping[date, str], settings: Settings
    ) -> None:
        self.people = people
        self.now = now
        self.settings = settings
        self.began = datetime.combine(began, clock_time(10), LONDON)
        self._holidays = holidays
        self._actors: dict[str, Actor] = {}
        self._waiting: list[tuple[datetime, int, asyncio.Event]] = []
        self._numbers = count()
        self._rests = asyncio.Event()

    async def actor(self, slug: str) -> Actor:
        """Somebody of the cast with the roles they hold, or the clock."""
        if slug == "clock":
            return CLOCK
        if slug not in self._actors:
            found = await reads.load_actor(self.people[slug])
            if found is None:
                raise LookupError(slug)
            self._actors[slug] = found
        return self._actors[slug]

    async def play(self, slug: str, key: str, at: datetime, **given: object) -> Event:
        """Let somebody take a command, by its key such as `application:submit`."""
        entry = registry.REGISTRY[key]
        return await entry.run(intake.read(entry.struct, _plain(given)), await self.actor(slug), at)

    def today(self) -> date:
        """The day the demonstration is set in, in London."""
        return self.now.astimezone(LONDON).date()

    def ago(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """So many days before, on that very day."""
        return self._at(self.today() - timedelta(days=days), hour, minute)

    def days(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """A working day so many days before, or the last one before that."""
        return self._at(self._working(self.today() - timedelta(days=days)), hour, minute)

    def working(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """So many working days before: a deadline of as many ends today, or on the last working day."""
        day = self._working(self.today())
        for _ in range(days):
            day = self._working(day - timedelta(days=1))
        return self._at(day, hour, minute)

    def later(self, days: int) -> date:
        """A working day so many days from now, or the first one after that."""
        day = self.today() + timedelta(days=days)
        while not is_working_day(day, self._holidays):
            day += timedelta(days=1)
        return day

    def _working(self, day: date) -> date:
        while not is_working_day(day, self._holidays):
            day -= timedelta(days=1)
        return day

    def _at(self, day: date, hour: int, minute: int) -> datetime:
        return min(datetime.combine(day, clock_time(hour, minute), LONDON), self.now)

    async def until(self, moment: datetime) -> None:
        """Let a story wait until every earlier moment of the others has been played."""
        come = asyncio.Event()
        heapq.heappush(self._waiting, (moment, next(self._numbers), come))
        self._rests.set()
        await come.wait()

    async def perform(self, stories: Mapping[str, Story], said: Callable[[str, float], None]) -> None:
        """Play all stories, one act at a time, in the order of their moments."""
        tasks = []
        for name, story in stories.items():
            scene = Scene(self)
            tasks.append(asyncio.create_task(self._tell(name, story, scene, said)))
            await self._rest(tasks)
        while self._waiting:
            _, _, come = heapq.heappop(self._waiting)
            come.set()
            await self._rest(tasks)
        await asyncio.gather(*tasks)

    async def _tell(self, name: str, story: Story, scene: Scene, said: Callable[[str, float], None]) -> None:
        try:
            await story(scene)
            said(name, scene.seconds)
        finally:
            self._rests.set()

    async def _rest(self, tasks: list[asyncio.Task[None]]) -> None:
        """Until the story under way waits for its next moment, or has ended."""
        await self._rests.wait()
        self._rests.clear()
        for task in tasks:
            if task.done() and task.exception() is not None:
                for other in tasks:
                    other.cancel()
                task.result()


class Scene:
    """One story on the stage, at its own moment."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.now = stage.now
        self._spent = 0.0
        self._since = time.monotonic()

    @property
    def seconds(self) -> float:
        """The time this story has taken on the stage."""
        return self._spent + time.monotonic() - self._since

    async def at(self, moment: datetime) -> None:
        """Go on at this moment."""
        self._spent = self.seconds
        await self.stage.until(moment)
        self._since = time.monotonic()
        self.now = moment

    async def does(self, slug: str, key: str, **given: object) -> Event:
        """Let somebody take a command now; the next one follows a few minutes later."""
        event = await self.stage.play(slug, key, self.now, **given)
        self.pause()
        return event

    def pause(self) -> None:
        """Let a few minutes pass; never beyond now."""
        self.now = min(self.now + BREATH, self.stage.now)


Story = Callable[[Scene], Awaitable[None]]


def _plain(given: Mapping[str, object]) -> dict[str, object]:
    """Values as a form or the API would send them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}
