"""Making statutory notices inside an act: the notice, both its copies and the messages that carry them (s.42(3), (5)).

Whoever takes powers away calls `notify`; the number of people does not matter. Nothing here sends or draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csas.domain import individual_notices as rules
from csas.domain import letters_people
from csas.domain.calendar import LONDON, london_day
from csas.domain.values import Struct
from csas.store import outbox, statutory
from csas.store.numbers import new_ref
from csas.store.statutory import Concerned, Message, Notice
from csas.store.transaction import Act


class What(Struct):
    """What a notice says: its kind, the powers it is about (none: all), and what else changes."""

    kind: str
    reasons: tuple[str, ...]
    explanation: str = ""
    powers: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    appeal_until: date | None = None


async def notify(this: Act, concerned: Sequence[Concerned], what: What) -> dict[int, str]:
    """Give each person notice with the employer's copy; returns the notices' references by accreditation.

    Copies of many notices to one employer travel in one message that names everybody.
    """
    batch = new_ref() if len(concerned) > 1 else None
    notice = Notice(kind=what.kind, reasons=what.reasons, explanation=what.explanation, by=this.actor.person)
    refs = await statutory.give(concerned, notice, this.now, batch)
    messages = [_to_person(this, each, what, refs[each.accreditation]) for each in concerned]
    for organisation in sorted({each.organisation for each in concerned}):
        theirs = [each for each in concerned if each.organisation == organisation]
        messages += await _to_employer(this, theirs, what, refs, batch)
    await statutory.send(messages, this.now)
    return refs


def _to_person(this: Act, each: Concerned, what: What, ref: str) -> Message:
    return Message(
        to=outbox.Recipient(name=each.name, address=each.address, person=each.person),
        letter=_letter(this, each, what, ref, "person"),
        scheme=each.scheme,
        organisation=each.organisation,
        case=each.case,
        notice=ref,
        batch=None,
    )


def _letter(this: Act, each: Concerned, what: What, ref: str, copy: str) -> letters_people.StatutoryNotice:
    return letters_people.StatutoryNotice(
        organisation=each.employer,
        reference=each.case_ref,
        path=f"/individuals/{each.case_ref}",
        person=each.name,
        notice=ref,
        what=what.kind,
        copy="employer" if copy == "employer" else "person",
        acted_on=london_day(this.now),
        acted_at=f"{this.now.astimezone(LONDON):%H:%M}",
        powers=what.powers,
        changes=what.changes,
        reasons=rules.words(what.reasons, copy),
        explanation=what.explanation if rules.is_disclosed(what.reasons, copy) else "",
        appeal_until=what.appeal_until if copy == "person" else None,
    )


async def _to_employer(
    this: Act, theirs: Sequence[Concerned], what: What, refs: dict[int, str], batch: str | None
) -> list[Message]:
    """Its copy of one notice, or of all in one message; without an address they are kept to be printed."""
    one = theirs[0]
    nobody = [outbox.Recipient(name=one.employer, address="")]
    recipients = await outbox.of_organisation(one.organisation) or nobody
    letter: letters_people.StatutoryNotice | letters_people.NoticeCopies
    if batch is None:
        letter = _letter(this, one, what, refs[one.accreditation], "employer")
    else:
        letter = letters_people.NoticeCopies(
            organisation=one.employer,
            path="/individuals",
            what=what.kind,
            acted_on=london_day(this.now),
            acted_at=f"{this.now.astimezone(LONDON):%H:%M}",
            people=tuple(each.name for each in theirs),
            powers=what.powers,
            changes=what.changes,
            reasons=rules.words(what.reasons, "employer"),
            explanation=what.explanation if rules.is_disclosed(what.reasons, "employer") else "",
        )
    return [
        Message(
            to=each,
            letter=letter,
            scheme=one.scheme,
            organisation=one.organisation,
            case=one.case if batch is None else None,
            notice=refs[one.accreditation] if batch is None else None,
            batch=batch,
        )
        for each in recipients
    ]
