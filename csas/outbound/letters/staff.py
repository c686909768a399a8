"""Letters about an employer's people: who left, a change of name, and notifiable events."""

from __future__ import annotations

from typing import Final

from csas.domain import letters_staff as facts
from csas.outbound.letters.parts import Office, Wording, count, day, name, organisation_of, plain, sign_in

_HOW: Final = {
    "left": "has left",
    "transferred": "has gone to another employer from",
    "dismissed": "was dismissed from",
    "died": "has died while employed by",
}


def left(f: facts.PersonLeft, o: Office) -> Wording:
    """Tell the office that an employment ended, and what ended with it."""
    organisation, person = organisation_of(f), name(f.name)
    ended = count(f.accreditations, "accreditation", "accreditations")
    told = (
        f"{organisation} tells us that {person} {_HOW.get(f.ending, 'has left')} {organisation}. "
        f"The last day of employment was or is {day(f.last_day)}."
    )
    law = f"By law {ended} of {person} with this employer ends with the employment. No notice is needed."
    late = "We were told after that day. The end counts from the day itself, not from when we were told."
    uses = f"In between, {count(f.uses, 'use of powers was', 'uses of powers were')} recorded. Each is flagged."
    back = f"{count(f.papers, 'document', 'documents')} must come back to us: the card and the instrument."
    return Wording(
        subject=f"{person} no longer works for {organisation}",
        paragraphs=tuple(
            words
            for words, wanted in (
                (told, True),
                (law, f.accreditations > 0),
                (late, f.late),
                (uses, f.uses > 0),
                (back, f.papers > 0),
            )
            if wanted
        ),
        closing=(sign_in(f, o, "see the record"),),
    )


def transferred(f: facts.TeamTransferred, o: Office) -> Wording:
    """Tell the office that several people moved to another employer, and what ended with it."""
    organisation, new = organisation_of(f), name(f.to)
    people = count(len(f.people), "person", "people")
    told = (
        f"{organisation} tells us that {people} moved or will move from {organisation} to {new}. "
        f"The last day of employment was or is {day(f.last_day)}."
    )
    law = (
        f"By law {count(f.accreditations, 'accreditation', 'accreditations')} with {organisation} ends with the "
        f"employment. No notice is needed. {new} must ask for powers itself, under an arrangement of its own."
    )
    late = "We were told after that day. The end counts from the day itself, not from when we were told."
    uses = f"In between, {count(f.uses, 'use of powers was', 'uses of powers were')} recorded. Each is flagged."
    back = f"{count(f.papers, 'document', 'documents')} must come back to us: cards and instruments."
    wanted = ((told, True), (law, f.accreditations > 0), (late, f.late), (uses, f.uses > 0), (back, f.papers > 0))
    return Wording(
        subject=f"{people} moved from {organisation} to {new}",
        paragraphs=(*(words for words, said in wanted if said), "These people are concerned:"),
        points=tuple(name(each) for each in f.people),
        closing=(sign_in(f, o, "see their records"),),
    )


def renamed(f: facts.PersonRenamed, o: Office) -> Wording:
    """Tell the office about a change of name, so that cards are made anew."""
    again = (
        f"{count(f.papers, 'document', 'documents')} with the old name can no longer be relied on. "
        "A new card and a new instrument are needed. The powers themselves are unchanged."
    )
    return Wording(
        subject=f"A change of name at {organisation_of(f)}",
        paragraphs=(
            f"{organisation_of(f)} tells us that {name(f.was)} is now called {name(f.name)}.",
            *((again,) if f.papers else ()),
        ),
        closing=(sign_in(f, o, "see the record"),),
    )


def reported(f: facts.OccurrenceReported, o: Office) -> Wording:
    """Tell the office that a notifiable event was reported; what happened stays behind signing in."""
    late = "It was reported after the last day for doing so."
    return Wording(
        subject=f"A notifiable event at {organisation_of(f)}",
        paragraphs=(
            (
                f"{organisation_of(f)} has reported a notifiable event about {name(f.name)}: "
                f"{plain(f.sort)}, on {day(f.happened_on)}."
            ),
            *((late,) if f.late else ()),
        ),
        closing=(sign_in(f, o, "read what happened and record the outcome"),),
    )


def settled(f: facts.OccurrenceSettled, o: Office) -> Wording:
    """Tell the employer what the office made of it."""
    return Wording(
        subject=f"The outcome of a notifiable event ({plain(f.reference)})",
        paragraphs=(
            f"You told us about {name(f.name)}: {plain(f.sort)}, on {day(f.happened_on)}. Thank you.",
            f"Our outcome is: {plain(f.outcome)}.",
        ),
        closing=(sign_in(f, o, "see it"),),
    )
