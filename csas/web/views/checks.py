"""The three public answers in words: In force, Not in force: do not rely, Cannot confirm.

The cause of an answer is told to the office and officers only. A certificate gives no person any
power, and every answer says so; what a card gives is told in views/card_checks.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from csas.domain.certificates import grouped
from csas.domain.permissions import Actor, Subject, allows
from csas.store.certificates import Found, FoundCertificate
from csas.store.contacts import Contact
from csas.store.found_cards import FoundCard
from csas.web import templating
from csas.web.areas import LONDON
from csas.web.fields import Choice
from csas.web.parts import Link, Row
from csas.web.views import card_checks
from csas.web.views.card_checks import CardWords

IN_FORCE = "In force"
NOT_IN_FORCE = "Not in force: do not rely"
CANNOT_CONFIRM = "Cannot confirm"

BOROUGHS = tuple(Choice(tile.code, tile.name) for tile in sorted(LONDON, key=lambda tile: tile.name))
NAMES = {choice.value: choice.label for choice in BOROUGHS}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer. `number` is empty where there is nothing under it; `causes` are for the office only."""

    kind: str
    title: str
    lead: str
    at: datetime
    number: str = ""
    borough: str = ""
    provider: str = ""
    rows: tuple[Row, ...] = ()
    powers: tuple[tuple[str, str], ...] = ()
    conditions: tuple[str, ...] = ()
    causes: tuple[Row, ...] = ()
    telephone: str = ""
    card: CardWords | None = None


def answer(found: Found | None, now: datetime, borough: str, actor: Actor, office: Contact | None) -> Answer:
    """What to tell somebody who asked about a number."""
    if found is None:
        telephone = office.telephone if office else ""
        return Answer(kind="no", title=NOT_IN_FORCE, lead=NOTHING_HERE, at=now, telephone=telephone)
    if isinstance(found, FoundCard):
        return _card(found, now, borough, actor)
    return _certificate(found, now, borough, actor)


def title_of(*, good: bool) -> str:
    return IN_FORCE if good else NOT_IN_FORCE


def may_rely(found: Found | None, now: datetime, borough: str) -> bool:
    """Whether what a number stands for may be relied on, there if a borough is named."""
    if found is None:
        return False
    if isinstance(found, FoundCard):
        standing = card_checks.standing_in(found, now, borough)
        return standing.in_force and not standing.nowhere_here
    here = NAMES.get(borough, "")
    return found.standing.in_force and (not here or here in found.certificate.areas)


def _card(found: FoundCard, now: datetime, borough: str, actor: Actor) -> Answer:
    """A card: of one that is not good, nothing is told that names anybody."""
    standing = card_checks.standing_in(found, now, borough)
    causes = card_checks.causes_of(found, standing) if may_know(actor, found) else ()
    if not standing.in_force:
        lead = card_checks.GONE.format(paper=card_checks.PAPERS[found.card.kind])
        return Answer(kind="no", title=NOT_IN_FORCE, lead=lead, at=now, causes=causes, telephone=found.telephone)
    good = may_rely(found, now, borough)
    return Answer(
        kind="yes" if good else "no",
        title=title_of(good=good),
        lead=card_checks.lead(found, standing, borough),
        at=now,
        number=found.number,
        borough=borough if borough in NAMES else "",
        provider=found.provider,
        rows=card_checks.rows_of(found, standing),
        causes=causes,
        telephone=found.telephone,
        card=card_checks.words_of(found, standing),
    )


def _certificate(found: FoundCertificate, now: datetime, borough: str, actor: Actor) -> Answer:
    causes = causes_of(found) if may_know(actor, found) else ()
    causes += (_case_of(found),) if allows(actor, "application:read", Subject(scheme=found.scheme_id)) else ()
    if not found.standing.in_force:
        return _ended(found, now, causes)
    here, inside = NAMES.get(borough, ""), may_rely(found, now, borough)
    return Answer(
        kind="yes" if inside else "no",
        title=title_of(good=inside),
        lead=_lead(found, here, inside=inside),
        at=now,
        number=found.number,
        borough=borough if here else "",
        provider=found.provider,
        rows=rows_of(found),
        powers=tuple((power.paragraph, power.title) for power in found.certificate.powers),
        conditions=found.certificate.conditions,
        causes=causes,
        telephone=found.telephone,
    )


def may_know(actor: Actor, found: Found) -> bool:
    """Whether the asker is told causes: the force's own office and officers."""
    return allows(actor, "check:read-cause", Subject(scheme=found.scheme_id))


NOTHING_HERE = "No certificate or card that can be relied on has this number. Check that you copied it correctly."


def _lead(found: FoundCertificate, here: str, *, inside: bool) -> str:
    if not here:
        return f"{found.provider} is an accredited provider."
    if inside:
        return f"{found.provider} is an accredited provider in {here}."
    return f"{found.provider} is an accredited provider, but not in {here}. Do not rely on this certificate there."


def _ended(found: FoundCertificate, now: datetime, causes: tuple[Row, ...]) -> Answer:
    return Answer(
        kind="no",
        title=NOT_IN_FORCE,
        lead="This certificate was once issued. It no longer says anything about the organisation named on it.",
        at=now,
        provider=found.provider,
        rows=(Row("Named on it", found.provider), Row("Issued for", found.force)),
        causes=causes,
        telephone=found.telephone,
    )


def rows_of(found: FoundCertificate) -> tuple[Row, ...]:
    """What the public may know of a certificate in force."""
    until = templating.short_day(found.certificate.last_day)
    return (
        Row("Provider", found.provider),
        Row("Accredited by", f"{found.certificate.chief_officer[:1].upper()}{found.certificate.chief_officer[1:]}"),
        Row("Where", templating.series(found.certificate.areas)),
        Row("Until the end of", until),
        Row("Certificate number", grouped(found.number)),
    )


def causes_of(found: FoundCertificate) -> tuple[Row, ...]:
    """Why, for the office and for officers."""
    standing = found.standing
    rows = [Row("Why", standing.words or "The arrangement is in force and this is its present certificate.")]
    if standing.since:
        rows.append(Row("Arrangement since", templating.moment(standing.since)))
    if standing.until:
        rows.append(Row("Arrangement until", templating.upper(templating.until(standing.until))))
    rows.append(Row("Issued", templating.moment(found.issued_at)))
    if found.replaced_at:
        rows.append(Row("Replaced", templating.moment(found.replaced_at)))
    return tuple(rows)


def _case_of(found: FoundCertificate) -> Row:
    return Row("Case", found.case, (Link("See the case", f"/applications/{found.case}"),))


def cannot_confirm(now: datetime, office: Contact | None) -> Answer:
    """The answer to any fault of ours."""
    return Answer(
        kind="unknown",
        title=CANNOT_CONFIRM,
        lead="We cannot reach our records just now. This says nothing about the card or certificate either way.",
        at=now,
        telephone=office.telephone if office else "",
    )


class Line(msgspec.Struct, frozen=True):
    """One line of many, answered; of a card that is not good nobody is named."""

    number: int
    typed: str
    kind: str
    title: str
    provider: str = ""
    name: str = ""
    powers: str = ""


def line(number: int, typed: str, found: Found | None) -> Line:
    """The answer to one line of many."""
    if found is None:
        return Line(number, typed, "no", NOT_IN_FORCE)
    in_force = found.standing.in_force
    kind, title = ("yes", IN_FORCE) if in_force else ("no", NOT_IN_FORCE)
    if isinstance(found, FoundCertificate):
        return Line(number, typed, kind, title, found.provider, powers="Certificate of a provider" if in_force else "")
    if not in_force:
        return Line(number, typed, kind, title)
    powers = "; ".join(power.title for power in found.standing.may) or "No powers at the moment"
    return Line(number, typed, kind, title, found.provider, found.printed.person, powers)


HEAD = ("Line", "Number", "Answer", "Name on it", "Provider", "Powers in force", "Checked at")


def rows_for_download(lines: tuple[Line, ...], at: datetime) -> list[tuple[object, ...]]:
    """Many answers as the rows of a file."""
    when = templating.machine(at)
    return [(each.number, each.typed, each.title, each.name, each.provider, each.powers, when) for each in lines]
