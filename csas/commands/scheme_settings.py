"""Settings of the scheme: changed by its manager from a day on, and by two people where more could be granted.

Days, amounts and lists already counted in a case stay as they were; the new value counts from its day.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from msgspec import Meta

from csas.commands.registry import SUBJECTS, command
from csas.domain import permissions, refusals, scheme_settings
from csas.domain.calendar import london_day
from csas.domain.events import Event
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault
from csas.domain.values import Ref, Struct
from csas.store import settings_of_scheme
from csas.store.schemes import require
from csas.store.settings_of_scheme import Proposed
from csas.store.transaction import Act, act

# A value can only be followed by one from a later day, so one dated far ahead would freeze the setting.
AHEAD = timedelta(days=366)


class ChangeSetting(Struct):
    name: Annotated[str, Meta(title="Setting", max_length=40, extra={"kind": "hidden"})]
    value: Annotated[
        str,
        Meta(
            title="New value",
            min_length=1,
            max_length=500,
            extra={"kind": "textarea", "absent": "Enter the new value"},
        ),
    ]
    from_on: Annotated[
        date | None,
        Meta(
            title="From which day", description="Today or within a year. Leave empty for today.", extra={"kind": "date"}
        ),
    ] = None
    why: Annotated[
        str,
        Meta(title="Why", min_length=1, max_length=1000, extra={"kind": "textarea", "absent": "Enter why it changes"}),
    ]


class ConfirmSetting(Struct):
    ref: Ref


@command("setting:change", ChangeSetting, "Change a setting")
async def change(wanted: ChangeSetting, actor: Actor, now: datetime) -> Event:
    """Set a value from a day on; one that lets more be granted waits for a decision maker to confirm it."""
    scheme = (await require(actor, "setting:change")).id
    if wanted.name not in scheme_settings.ABOUT:
        raise refusals.Faults(Fault(field="name", message="There is no such setting"))
    value = scheme_settings.read(wanted.name, wanted.value)
    day = _day(wanted.from_on, now)
    async with act(actor, now) as this:
        await settings_of_scheme.hold(scheme)
        await _check_day(scheme, wanted.name, day)
        was = (await settings_of_scheme.on(scheme, wanted.name, day)).value
        if was == value:
            raise refusals.Faults(Fault(field="value", message="This is the value already"))
        facts = _facts(wanted.name, value, day)
        if scheme_settings.widens(wanted.name, was, value):
            ref = await settings_of_scheme.propose(scheme, wanted.name, value, day, wanted.why, actor.person, now)
            return await this.record("setting:proposed", scheme=scheme, ref=ref, facts=facts)
        await settings_of_scheme.add(scheme, wanted.name, value, day, wanted.why, actor.person)
        return await this.record("setting:changed", scheme=scheme, facts=facts)


def _day(asked: date | None, now: datetime) -> date:
    today = london_day(now)
    if asked is not None and asked < today:
        raise refusals.Faults(Fault(field="from_on", message="The day must be today or in the future"))
    if asked is not None and asked > today + AHEAD:
        raise refusals.Faults(Fault(field="from_on", message="The day must be within a year"))
    return asked or today


async def _check_day(scheme: int, name: str, day: date) -> None:
    if await settings_of_scheme.has_from(scheme, name, day):
        message = "There is a value from that day or a later one; choose a later day"
        raise refusals.Faults(Fault(field="from_on", message=message))


def _facts(name: str, value: Any, day: date) -> dict[str, str]:
    about = scheme_settings.ABOUT[name]
    return {"name": about.title, "setting": name, "value": scheme_settings.typed(name, value), "from": day.isoformat()}


@command("setting:confirm", ConfirmSetting, "Confirm the change of a setting")
async def confirm(wanted: ConfirmSetting, actor: Actor, now: datetime) -> Event:
    """Let a change come about that somebody else proposed: from its day, or from today if that has passed."""
    async with act(actor, now) as this:
        found = await _open(wanted.ref, actor, "setting:confirm")
        if found.by == actor.person:
            raise refusals.AnotherMustConfirm
        day = max(found.from_on, london_day(now))
        await _settle(this, found, "confirmed", actor)
        await _check_day(found.scheme, found.name, day)
        await settings_of_scheme.add(
            found.scheme, found.name, found.value, day, found.why, found.by, confirmed_by=actor.person
        )
        return await this.record("setting:confirmed", scheme=found.scheme, facts=_facts(found.name, found.value, day))


@command("setting:decline", ConfirmSetting, "Decline the change of a setting")
async def decline(wanted: ConfirmSetting, actor: Actor, now: datetime) -> Event:
    """Let a change that waits come to nothing; whoever proposed it may do so too."""
    async with act(actor, now) as this:
        found = await _open(wanted.ref, actor, "setting:decline")
        await _settle(this, found, "declined", actor)
        return await this.record(
            "setting:declined", scheme=found.scheme, facts=_facts(found.name, found.value, found.from_on)
        )


async def _settle(this: Act, found: Proposed, outcome: str, actor: Actor) -> None:
    await settings_of_scheme.hold(found.scheme)
    if not await settings_of_scheme.settle(found.id, outcome, actor.person, this.now):
        raise refusals.AlreadyDone


async def _open(ref: str, actor: Actor, action: str) -> Proposed:
    """A change that waits, for somebody who may do this to it."""
    found = await load(actor, ref)
    if not permissions.allows(actor, action, Subject(scheme=found.scheme)):
        raise refusals.NotAllowed
    return found


async def load(actor: Actor, ref: str) -> Proposed:
    """A change that waits in a scheme whose settings the actor may see."""
    found = await settings_of_scheme.find_proposed(actor.schemes(*permissions.CENTRAL), ref)
    if found is None:
        raise refusals.NotFound
    return found


async def _subject(actor: Actor, ref: str) -> Subject:
    return Subject(scheme=(await load(actor, ref)).scheme)


SUBJECTS["setting"] = _subject
