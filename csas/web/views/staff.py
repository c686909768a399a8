"""A staff list and a person's record in words: rows, tags, and what may be done next."""

from __future__ import annotations

from datetime import datetime

import msgspec

from csas.domain import permissions
from csas.domain.calendar import in_words, london_day
from csas.domain.causes import KINDS
from csas.domain.permissions import Actor
from csas.domain.staff import ENDINGS, Employment
from csas.domain.standing import Authority, accreditation_standing, power_standing
from csas.domain.standing_facts import PersonFacts
from csas.store.events import Happened
from csas.store.role_profiles import Zone
from csas.store.staff import Member
from csas.store.staff_history import Held
from csas.store.staff_lists import StaffLine, Wanted
from csas.web.fields import Choice, Field
from csas.web.parts import Link, Moment

STANDING: dict[str, tuple[str, str]] = {
    "in-force": ("In force", "green"),
    "to-come": ("Not in force yet", "blue"),
    "ended": ("Not in force", "grey"),
    "none": ("Not accredited", ""),
}
STATES = (
    Choice("now", "Working here now"),
    Choice("left", "Left"),
    Choice("later", "Starting later"),
    Choice("all", "Everybody"),
)
ENDING_CHOICES = tuple(Choice(value, words) for value, words in ENDINGS.items() if value != "transferred")


class PowerLine(msgspec.Struct, frozen=True):
    """One power of an accreditation, and whether it may be used now."""

    title: str
    paragraph: str
    answer: Authority


class HeldView(msgspec.Struct, frozen=True):
    """An accreditation, whether it is in force, and its powers."""

    held: Held
    answer: Authority
    powers: tuple[PowerLine, ...]

    @property
    def kind(self) -> str:
        return KINDS[self.answer.kind]


def held_view(held: Held, facts: PersonFacts, now: datetime) -> HeldView:
    """What an accreditation amounts to at this moment, by the one derivation."""
    codes = dict.fromkeys(each.power for each in facts.as_known(None).granted)
    law = {each.code: each for each in facts.powers}
    powers = tuple(
        PowerLine(title=law[code].title, paragraph=law[code].paragraph, answer=power_standing(facts, code, now))
        for code in codes
    )
    return HeldView(held=held, answer=accreditation_standing(facts, now), powers=powers)


def filters(wanted: Wanted, titles: list[tuple[str, str]]) -> tuple[Field, ...]:
    """The fields by which the list is narrowed."""
    roles = (Choice("", "All roles"), *(Choice(ref, title) for ref, title in titles))
    shown: tuple[Field, ...] = (
        Field(name="q", label="Name or staff number", value=wanted.words, width="20"),
        Field(name="state", label="Employment", kind="select", value=wanted.state, choices=STATES),
    )
    role = Field(name="role", label="Role profile", kind="select", value=wanted.profile, choices=roles)
    return (*shown, role) if titles else shown


def wanted_of(given: object) -> Wanted:
    """The filters as the address has them; what makes no sense counts as not asked."""

    def said(name: str) -> str:
        found = given.get(name, "") if hasattr(given, "get") else ""
        text = str(found).strip()[:120]
        return "" if "\x00" in text or not text.isprintable() else text

    state = said("state")
    return Wanted(
        state=state if state in {choice.value for choice in STATES} else "now",
        profile=said("role"),
        words=said("q"),
        after=said("after"),
    )


def employed(line: StaffLine, now: datetime) -> str:
    """How an employment stands, in a few words."""
    if line.until is not None and line.until <= now:
        return f"{ENDINGS.get(line.ending, 'Left')}, {_day(line.until, last=True)}"
    if line.since > now:
        return f"From {_day(line.since)}"
    if line.until is not None:
        return f"Until {_day(line.until, last=True)}"
    return f"Since {_day(line.since)}"


def _day(moment: datetime, *, last: bool = False) -> str:
    day = Employment(ref="", since=moment, until=moment).last_day() if last else london_day(moment)
    return in_words(day) if day else ""


def period(employment: Employment) -> str:
    """An employment from its first day to its last."""
    until = employment.last_day()
    if until is None:
        return f"Since {_day(employment.since)}"
    return f"{_day(employment.since)} to {in_words(until)}. {ENDINGS.get(employment.ending, 'Left')}"


def links(member: Member, actor: Actor, employments: list[Employment], now: datetime) -> tuple[Link, ...]:
    """What this person may do with the record, as links to its pages."""
    last = employments[0] if employments else None
    gone = last is not None and last.until is not None and last.until <= now
    going = last is not None and last.until is not None and not gone
    offered = (
        ("edit", "Change the record", True),
        ("rename", "Record a change of name", True),
        ("photograph", "Add a photograph", True),
        ("report", "Report a notifiable event", True),
        ("leave", "Correct the last day" if gone else "End the employment", True),
        ("transfer", "Record a transfer to another employer", not gone),
        ("stay", "Record that they stay after all", going),
        ("return", "Record that they came back", gone),
    )
    own = tuple(
        Link(words, f"/staff/{member.ref}/{verb}")
        for verb, words, fits in offered
        if fits and permissions.allows(actor, f"staff:{verb}", member.subject)
    )
    asked = f"/individuals/request?of={member.organisation_ref}&staff={member.ref}"
    here = last is not None and last.runs_at(now)
    powers = (
        (Link("Ask for powers", asked),)
        if here and permissions.allows(actor, "individual:request", member.subject)
        else ()
    )
    return (*powers, *((_training(member),) if here else ()), *own)


def _training(member: Member) -> Link:
    """Everybody who sees the record sees what the person was taught, and whether they are vetted."""
    return Link("Training and vetting", f"/organisations/{member.organisation_ref}/training/person?person={member.ref}")


PRIVATE = {"why": "Why", "was": "Was", "name": "Name", "to": "New employer", "file": "File"}


def moments(happened: list[Happened]) -> tuple[Moment, ...]:
    """The history of a record; reasons below what was done."""
    return tuple(
        Moment(
            title=line.words,
            at=line.occurred_at,
            body="; ".join(f"{PRIVATE[name]}: {text}" for name, text in line.private.items() if name in PRIVATE),
        )
        for line in happened
    )


def zone_choices(zones: list[Zone]) -> tuple[Choice, ...]:
    return tuple(Choice(zone.ref, zone.name, ", ".join(zone.names)) for zone in zones)
