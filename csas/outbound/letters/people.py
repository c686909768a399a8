"""Letters to accredited people and their employers: requests, decisions, statutory notices, endings."""

from __future__ import annotations

from typing import Final

from csas.domain import letters_people as facts
from csas.domain.remitting import TO_OFFICE
from csas.outbound.letters.parts import (
    Office,
    Wording,
    appealing,
    day,
    listed,
    name,
    organisation_of,
    paragraphs_of,
    plain,
    points_of,
    sign_in,
)

_SUBJECTS: Final = {
    "suspension": "Notice: every power is suspended",
    "modification": "Notice of modification",
    "lifting": "Notice: the suspension is lifted",
    "restoration": "Notice: what was taken away is given back",
    "withdrawal": "Notice of withdrawal",
    "surrender": "Record of surrender",
    "ending": "Accreditation ended by law",
}
_NO_RELIANCE: Final = (
    "From the moment of this act, {when}, every check of the card says “do not rely”. In law it takes effect when this "
    "notice is given."
)
_ENDED: Final = (
    "{whom} has ended by law, with every power of it (section 41(8) of the Police Reform Act 2002). Nobody withdrew it, and "
    "this notice ends nothing: it tells of what has ended. Every check of the card says “do not rely”."
)
_SORTS: Final = {"new": "powers", "renewal": "renewal", "variation": "a variation"}


def requested(f: facts.IndividualRequested, o: Office) -> Wording:
    """Tell somebody that their employer asks for powers for them."""
    organisation = organisation_of(f)
    powers = f" It asks for: {listed(f.powers)}." if f.powers else " It asks for no particular power."
    return Wording(
        subject=f"{organisation} asks for {_SORTS.get(f.sort, 'powers')} for you",
        paragraphs=(
            (
                f"{organisation} has asked for {_SORTS.get(f.sort, 'powers')} for you, {name(f.person)}, under the "
                f"{plain(o.scheme)}.{powers}"
            ),
            (
                "Nothing is decided yet. Your employer confirms who you are, the force vets you, and you need the training "
                "for each power. Your answers to the vetting questions go to the force alone."
            ),
        ),
        closing=(sign_in(f, o, "see where your request stands"),),
    )


def decided(f: facts.IndividualDecided, o: Office) -> Wording:
    """Say what was decided on each power, and how to appeal where something was refused."""
    person, organisation = name(f.person), organisation_of(f)
    if f.last_day is None:
        return _refused(f, o, person, organisation)
    starts = f"from {day(f.starts_on)} " if f.starts_on else ""
    terms = (
        f"The accreditation runs {starts}to the end of {day(f.last_day)}, or until the law or a notice ends it before."
    )
    return Wording(
        subject=f"Accreditation of {person}, {organisation}",
        paragraphs=(
            f"On behalf of the {o.officer}, I have decided to accredit {person} of {organisation}. {terms}",
            f"Powers granted: {listed(f.granted)}." if f.granted else "No particular power is granted with it.",
            *(f"Not granted: {plain(each)}" for each in f.refused),
            *paragraphs_of(f.explanation),
            *(("The powers are subject to these conditions:",) if f.conditions else ()),
        ),
        points=points_of(f.conditions),
        closing=(
            "The instrument of accreditation and the powers card follow. No power may be used before the card is held.",
            *(appealing(f.appeal_until, o) if f.appeal_until else ()),
            sign_in(f, o, "read the decision"),
        ),
    )


def _refused(f: facts.IndividualDecided, o: Office, person: str, organisation: str) -> Wording:
    return Wording(
        subject=f"The request for {person}, {organisation}, is refused",
        paragraphs=(
            f"On behalf of the {o.officer}, I have decided to refuse the request for {person} of {organisation}.",
            *points_of(f.refused),
            *points_of(f.reasons),
            *paragraphs_of(f.explanation),
        ),
        closing=(
            *(appealing(f.appeal_until, o) if f.appeal_until else ()),
            sign_in(f, o, "read the decision"),
        ),
    )


def remitted(f: facts.AppealRemitted, o: Office) -> Wording:
    """Tell whoever must act next that an appeal of a person was upheld."""
    person, what = name(f.person), TO_OFFICE.get(f.what, plain(f.what)).lower()
    return Wording(
        subject=f"An appeal of {person} is upheld: {what}",
        paragraphs=(
            f"An appeal of {person} is upheld. What follows now is yours: {what}.",
            "Nothing comes back to the person before that is done. Whoever decided the appeal cannot do it.",
        ),
        closing=(sign_in(f, o, "do it there"),),
    )


def notice(f: facts.StatutoryNotice, o: Office) -> Wording:
    """The notice itself, or its copy for the employer (s.42(3) and (5))."""
    person, organisation = name(f.person), organisation_of(f)
    whom = "your accreditation" if f.copy == "person" else f"the accreditation of {person}"
    return Wording(
        subject=f"{_SUBJECTS.get(f.what, 'Notice')}: {person}, {organisation}",
        paragraphs=(
            *_copy_words(f.copy, f.what),
            _act_words(f.what, whom, f.powers, o),
            *_reliance(f),
            *points_of(f.changes),
            *paragraphs_of(f.explanation),
            *(("Why it ended:" if f.what == "ending" else "It rests on the following:",) if f.reasons else ()),
        ),
        points=points_of(f.reasons),
        closing=(
            *_then(f.what, f.copy),
            *(appealing(f.appeal_until, o) if f.appeal_until else ()),
            sign_in(f, o, "read the notice there" if f.copy == "person" else "read the copy there"),
        ),
    )


def _copy_words(copy: str, what: str) -> tuple[str, ...]:
    if copy == "person":
        return ()
    if what == "ending":
        return ("This is the employer’s copy of what we write to an employee of yours whose accreditation has ended.",)
    return (
        (
            "This is the employer’s copy of a notice given to your employee. You are sent it as the employer responsible "
            "for supervision (section 42(5) of the Police Reform Act 2002)."
        ),
    )


def _act_words(what: str, whom: str, powers: tuple[str, ...], o: Office) -> str:
    if what == "ending":
        return _ENDED.format(whom=whom[0].upper() + whom[1:])
    which = f"the following of its powers: {listed(powers)}" if powers else "every power of it"
    words = {
        "suspension": f"modified {whom}: {which} is suspended until further notice"
        if not powers
        else f"modified {whom}: suspended until further notice are {which}",
        "modification": f"modified {whom}. This concerns {which}",
        "lifting": f"modified {whom}: the suspension is lifted",
        "restoration": f"modified {whom}: given back are {which}",
        "withdrawal": f"withdrawn {whom}, with {which}",
        "surrender": f"recorded that {whom} was given up, with {which}",
    }
    law = "Under section 42(3) of the Police Reform Act 2002, on" if what != "surrender" else "On"
    return f"{law} behalf of the {o.officer}, I have {words.get(what, f'modified {whom}')}."


def _reliance(f: facts.StatutoryNotice | facts.NoticeCopies) -> tuple[str, ...]:
    if f.what in {"lifting", "restoration", "surrender", "ending"}:
        return ()
    return (_NO_RELIANCE.format(when=f"{plain(f.acted_at)} on {day(f.acted_on)}"),)


def _then(what: str, copy: str) -> tuple[str, ...]:
    """What whoever reads it must do."""
    whose = "Do not use" if copy == "person" else "Make sure that the person does not use"
    return {
        "suspension": (f"{whose} any power until you are told that the suspension is lifted.",),
        "withdrawal": (f"{whose} any power again. The card must be handed back to the employer and returned to us.",),
        "surrender": ("The card must be handed back to the employer and returned to us.",),
        "ending": (
            f"{whose} any of its powers. The card must be handed back to the employer and returned to us.",
            "Only a new request can lead to powers again.",
        ),
        "modification": ("A new instrument and card follow. The old card is not good any more.",),
        "restoration": (
            "A new instrument and card follow. The power may be used as before, as far as all else lasts.",
        ),
        "lifting": ("The powers may be used again, as far as everything else they rest on lasts.",),
    }.get(what, ())


def copies(f: facts.NoticeCopies, o: Office) -> Wording:
    """The employer's copies of one notice to many people."""
    organisation = organisation_of(f)
    return Wording(
        subject=f"{_SUBJECTS.get(f.what, 'Notice')}: {len(f.people):,} people of {organisation}",
        paragraphs=(
            *_copy_words("employer", f.what),
            _act_words(f.what, f"the accreditation of each of the people of {organisation} named below", f.powers, o),
            *_reliance(f),
            *points_of(f.changes),
            *points_of(f.reasons),
            *paragraphs_of(f.explanation),
            "The same notice goes to each of these people:",
        ),
        points=points_of(f.people),
        closing=(*_then(f.what, "employer"), sign_in(f, o, "read each copy there")),
    )


def undone(f: facts.NoticeUndone, o: Office) -> Wording:
    """Say that a notice was entered by mistake and has been taken back."""
    person, organisation = name(f.person), organisation_of(f)
    return Wording(
        subject=f"A notice about {person}, {organisation}, was entered by mistake",
        paragraphs=(
            (
                f"A notice ({plain(f.what)}) about {person} of {organisation} was entered by mistake. It has been undone "
                "before it was given, so it never had effect in law. If you have heard of it, take no account of it."
            ),
            *paragraphs_of(f.reason),
        ),
        closing=(sign_in(f, o, "see how the accreditation stands"),),
    )
