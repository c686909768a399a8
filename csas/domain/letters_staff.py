"""What the letters about an employer's people say, as plain facts; outbound/letters gives the words."""

from __future__ import annotations

from datetime import date

from csas.domain.letters import Facts


class PersonLeft(Facts, tag="person-left"):
    """An employment ended; `ending` is how, `late` that it was told afterwards, `papers` what must come back."""

    name: str
    last_day: date
    ending: str
    accreditations: int
    papers: int
    uses: int
    late: bool


class TeamTransferred(Facts, tag="team-transferred"):
    """Several people moved to another employer at once; numbers are of all of them together."""

    to: str
    people: tuple[str, ...]
    last_day: date
    accreditations: int
    papers: int
    uses: int
    late: bool


class PersonRenamed(Facts, tag="person-renamed"):
    """Another name; `papers` is how many documents carry the old one."""

    was: str
    name: str
    papers: int


class OccurrenceReported(Facts, tag="occurrence-reported"):
    """A notifiable event told by an employer; `sort` is its kind in words."""

    name: str
    sort: str
    happened_on: date
    late: bool


class OccurrenceSettled(Facts, tag="occurrence-settled"):
    """What the office made of it."""

    name: str
    sort: str
    happened_on: date
    outcome: str


StaffFacts = PersonLeft | TeamTransferred | PersonRenamed | OccurrenceReported | OccurrenceSettled
