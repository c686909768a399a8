"""What letters about vetting, and about what ends soon or has ended, say, as plain facts."""

from __future__ import annotations

from datetime import date

from csas.domain.letters import Facts


class VettingLink(Facts, tag="vetting-link"):
    """To the person alone; `path` carries the secret of the link."""

    open_until: date


class EndingSoon(Facts, tag="ending-soon"):
    """Things that end soon, each in words. `own` says that the reader is the person."""

    lines: tuple[str, ...]
    own: bool


class Lapsed(Facts, tag="lapsed"):
    """Powers that have ended, each in words with its cause. `own` says that the reader is the person."""

    lines: tuple[str, ...]
    own: bool


class NoticeDue(Facts, tag="notice-due"):
    """To the office: what is out of date while no printed condition ends the powers for it."""

    lines: tuple[str, ...]
