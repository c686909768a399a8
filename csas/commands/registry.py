"""The one registry of commands: what can be done, by which action, in which words.

Pages, the JSON API and its description all read it, so each command has one
name from button to event. The registry runs nothing by itself.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from csas.domain.events import Event
from csas.domain.permissions import ACTIONS, Actor, Subject

Run = Callable[[Any, Actor, datetime], Awaitable[Event]]
F = TypeVar("F", bound=Callable[..., Awaitable[Event]])

COLLECTIONS = {
    "application": "applications",
    "endorsement": "endorsements",
    "standards": "standards",
    "review": "reviews",
    "appeal": "appeals",
    "organisation": "organisations",
    "phase": "phases",
    "partnership": "partnerships",
    "delegation": "delegations",
    "colleague": "colleagues",
    "setting": "settings",
    "access": "access",
    "demand": "demand",
    "concern": "concerns",
    "enquiry": "enquiries",
    "individual": "individuals",
    "uniform": "uniforms",
    "adoption": "adoptions",
    "staff": "staff",
    "profile": "profiles",
    "zone": "zones",
    "occurrence": "occurrences",
    "use": "uses",
    "notice": "notices",
    "vetting": "vetting",
    "training": "training",
    "course": "courses",
    "card": "cards",
    "print-run": "print-runs",
}


class Entry(msgspec.Struct, frozen=True):
    """One command. `words` is the title of its page; `about` says what it does, for the API."""

    action: str
    name: str
    struct: type[msgspec.Struct]
    run: Run
    words: str
    about: str
    largest: int = 0

    @property
    def is_open(self) -> bool:
        """Whether some person may ever give this command; what the clock alone does has no address."""
        return any(grant.scope != "clock" for grant in ACTIONS[self.action])

    @property
    def noun(self) -> str:
        return COLLECTIONS[self.action.partition(":")[0]]

    @property
    def needs_ref(self) -> bool:
        return "ref" in self.struct.__struct_fields__

    @property
    def path(self) -> str:
        return f"/{self.noun}/{{ref}}/{self.name}" if self.needs_ref else f"/{self.noun}/{self.name}"


REGISTRY: dict[str, Entry] = {}

# noun -> what an action on one of its things is about, for whoever may see the thing; else it is not found.
SUBJECTS: dict[str, Callable[[Actor, str], Awaitable[Subject]]] = {}


def command(
    action: str, struct: type[msgspec.Struct], words: str, *, name: str = "", largest: int = 0
) -> Callable[[F], F]:
    """Enter a command. `name` is its verb in addresses; `largest` the bytes of a body that carries a file."""
    if action not in ACTIONS:
        raise LookupError(f"{action} is not in the permissions table")

    def enter(function: F) -> F:
        verb = name or action.partition(":")[2]
        key = f"{action.partition(':')[0]}:{verb}"
        about = (function.__doc__ or words).strip()
        REGISTRY[key] = Entry(
            action=action, name=verb, struct=struct, run=function, words=words, about=about, largest=largest
        )
        return function

    return enter


def entry(noun: str, name: str) -> Entry | None:
    """The command of this collection and verb, as an address names them."""
    return next((each for each in REGISTRY.values() if each.noun == noun and each.name == name), None)
