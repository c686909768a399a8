"""What a page shows besides forms: plain frozen views drawn by `templates/parts/`.

They hold finished words; nothing here reads a record or decides what somebody may see.
"""

from datetime import datetime

import msgspec


class Link(msgspec.Struct, frozen=True):
    """A link; `hidden` is read out after the text to tell one Change from the next."""

    text: str
    href: str
    current: bool = False
    hidden: str = ""


class Row(msgspec.Struct, frozen=True):
    """One line of a summary list."""

    key: str
    value: str
    actions: tuple[Link, ...] = ()


class Task(msgspec.Struct, frozen=True):
    """One line of a task list; without a colour the status is plain text."""

    title: str
    href: str = ""
    status: str = ""
    colour: str = ""
    hint: str = ""


class Moment(msgspec.Struct, frozen=True):
    """One entry of a timeline."""

    title: str
    at: datetime
    by: str = ""
    body: str = ""
    links: tuple[Link, ...] = ()


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds every page: who is signed in, where they may go, the form token."""

    csrf: str = ""
    person: str = ""
    role: str = ""
    navigation: tuple[Link, ...] = ()
    account: tuple[Link, ...] = ()
    demonstration: bool = False
    done: str = ""
