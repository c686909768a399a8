"""How the demonstration acts: the ordinary commands, by the cast, at moments in the past.

It writes nothing past the commands, so whatever it shows could have happened.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from csas.commands import registry
from csas.domain import intake
from csas.domain.events import Event
from csas.domain.permissions import CLOCK, Actor
from csas.store import calendars, cases, reads

LONDON = ZoneInfo("Europe/London")


class Stage:
    """The people of the cast and the day the demonstration is set in."""

    def __init__(self, people: dict[str, int], now: datetime) -> None:
        self.people = people
        self.now = now

    async def actor(self, slug: str) -> Actor:
        """Somebody of the cast with the roles they hold, or the clock."""
        if slug == "clock":
            return CLOCK
        found = await reads.load_actor(self.people[slug])
        if found is None:
            raise LookupError(slug)
        return found

    async def play(self, slug: str, key: str, at: datetime, **given: object) -> Event:
        """Let somebody take a command, by its key such as `application:submit`."""
        entry = registry.REGISTRY[key]
        event = await entry.run(intake.read(entry.struct, given), await self.actor(slug), at)
        return event

    async def seen(self, ref: str) -> int:
        """The version of a case, as somebody looking at it now would see it."""
        case = await cases.find(ref)
        return case.version if case else 0

    def ago(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """A working moment so many days before, in London; never after now."""
        day = (self.now.astimezone(LONDON) - timedelta(days=days)).date()
        moment = datetime.combine(day, time(hour, minute), LONDON)
        return min(moment, self.now)

    async def working_days_ago(self, count: int, hour: int = 10) -> datetime:
        """A moment so many working days before: a deadline of as many then ends today."""
        holidays = await calendars.holidays()
        day = self.now.astimezone(LONDON).date()
        while count:
            if day.weekday() < 5 and day not in holidays:  # noqa: PLR2004 - Saturday is 5
                count -= 1
            day -= timedelta(days=1)
        return min(datetime.combine(day, time(hour), LONDON), self.now)

    def today(self) -> date:
        return self.now.astimezone(LONDON).date()
