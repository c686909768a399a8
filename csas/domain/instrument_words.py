"""What an instrument of accreditation says, in order, as words without a layout.

The drawn pages, the accessible page and the check of the finished file all take these words, so
that they cannot differ. Nothing is shortened or made safe here: that is for whoever shows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from csas.domain.calendar import in_words
from csas.domain.cards import HeldPower, Instrument
from csas.domain.certificate_words import short_title
from csas.domain.certificates import grouped
from csas.domain.holder_words import of_holder
from csas.domain.values import Struct

ANYWHERE: Final = "any police area in England and Wales"
NO_POWERS: Final = "No powers. This person is accredited without any power of Schedule 5."
NOT_GIVEN: Final = "It gives no power to detain anybody, and none to use force."
PRODUCE: Final = (
    "Anybody against whom one of these powers is used may ask to see this accreditation, "
    "and it must be shown (s.42(1))."
)
ENDS: Final = (
    "It ends at once if this person no longer works for this employer, or the employer’s arrangement ends (s.41(8)). "
    "The {officer} may change or withdraw it by notice at any time (s.42(3))."
)
RESTS_ON: Final = {
    "training": "Each power may be used only while every course it needs is in date.",
    "vetting": "The powers may be used only while this person’s vetting is in date.",
}


class PowerWords(Struct):
    """One power: its paragraph, its title, and lines that say the rest."""

    paragraph: str
    title: str
    lines: tuple[str, ...]


class InstrumentWords(Struct):
    """Every piece of text in the instrument."""

    force: str
    scheme: str
    title: tuple[str, str]
    accredits: str
    person: str
    statement: str
    powers_label: str
    powers: tuple[PowerWords, ...]
    no_powers: str
    where_label: str
    where: str
    cells: tuple[tuple[str, str], ...]
    uniform_label: str
    uniform: str
    conditions_label: str
    conditions: tuple[str, ...]
    findings_label: str
    findings: str
    limits_label: str
    limits: str
    issued: tuple[str, ...]
    number: str
    check: str
    check_url: str
    demonstration: str


def words(instrument: Instrument) -> InstrumentWords:
    """Say the instrument."""
    officer = short_title(instrument.chief_officer)
    shared = shared_where(instrument.powers)
    return InstrumentWords(
        force=instrument.force,
        scheme=instrument.scheme,
        title=("Instrument of", "Accreditation"),
        accredits=f"The {instrument.chief_officer}, under section 41 of the Police Reform Act 2002, accredits",
        person=instrument.person,
        statement=_statement(instrument),
        powers_label="Powers, by paragraph of Schedule 5 to the Act",
        powers=tuple(_power(power, shared) for power in instrument.powers),
        no_powers="" if instrument.powers else NO_POWERS,
        where_label="Where",
        where=shared,
        cells=(
            ("From", in_words(instrument.starts_on)),
            ("To the end of", in_words(instrument.last_day)),
        ),
        uniform_label="Only in this uniform and with this badge (s.42(2))",
        uniform=f"{sentence(instrument.uniform)} Badge: {sentence(instrument.badge)}" if instrument.uniform else "",
        conditions_label="On these conditions",
        conditions=tuple(RESTS_ON[name] for name in instrument.rests_on),
        findings_label=f"Before granting it the {officer} was satisfied (s.41(4)) that",
        findings=_findings(instrument),
        limits_label="Limits",
        limits=f"{NOT_GIVEN} {PRODUCE} {ENDS.format(officer=officer)}",
        issued=_issued(instrument),
        number=grouped(instrument.number),
        check="Check that it is in force",
        check_url=instrument.check_url,
        demonstration="Demonstration" if instrument.demonstration else "",
    )


def every_word(said: InstrumentWords) -> list[str]:
    """List the text in reading order, for a search of the file."""
    return [
        said.force,
        said.scheme,
        " ".join(said.title),
        said.accredits,
        said.person,
        said.statement,
        said.powers_label,
        *(part for power in said.powers for part in (power.paragraph, power.title, *power.lines)),
        said.no_powers,
        *((said.where_label, said.where) if said.where else ()),
        *(part for cell in said.cells for part in cell),
        *((said.uniform_label, said.uniform) if said.uniform else ()),
        *((said.conditions_label, *said.conditions) if said.conditions else ()),
        said.findings_label,
        said.findings,
        said.limits,
        *said.issued,
        said.number,
        said.check,
        said.demonstration,
    ]


def _statement(instrument: Instrument) -> str:
    having = "with the powers below" if instrument.powers else "without any power"
    return (
        f"an employee of {instrument.employer}, {having}, for the purposes of the scheme "
        "and in the course of that employment."
    )


def _power(power: HeldPower, shared: str) -> PowerWords:
    plain = of_holder(power.code, power.plain)
    lines = [
        f"{plain} ({power.law.rstrip('.')})" if power.law else plain,
        f"Only for: {sentence(series(power.offences))}" if power.offences else "",
        "" if shared else f"Where: {sentence(where(power))}",
        f"On condition: {sentence('; '.join(each.rstrip('.') for each in power.conditions))}"
        if power.conditions
        else "",
        f"Until the end of {in_words(power.last_day)}." if power.last_day else "",
    ]
    return PowerWords(paragraph=power.paragraph, title=power.title, lines=tuple(line for line in lines if line))


def shared_where(powers: Sequence[HeldPower]) -> str:
    """Where all the powers are good, if that is the same for all of them."""
    places = {where(power) for power in powers}
    return sentence(places.pop()) if len(places) == 1 else ""


def where(power: HeldPower) -> str:
    """Where one power is good."""
    if not power.areas:
        return ANYWHERE
    if power.zones:
        return f"{series(power.zones)} ({series(power.areas)})"
    return series(power.areas)


def series(items: Sequence[str]) -> str:
    """Say several things as one: a, b and c."""
    *said, last = [item.rstrip(".") for item in items]
    return f"{', '.join(said)} and {last}" if said else last


def sentence(text: str) -> str:
    """End with one full stop, and begin with a capital."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}." if text else ""


def _findings(instrument: Instrument) -> str:
    trained = "for each of the powers" if instrument.powers else "for the functions"
    return (
        f"(a) {instrument.employer} is a fit and proper person to supervise this person’s functions; "
        "(b) this person is suitable to exercise the powers; "
        "(c) this person is capable of carrying out the functions effectively; and "
        f"(d) this person has received adequate training {trained}."
    )


def _issued(instrument: Instrument) -> tuple[str, ...]:
    return (
        f"Issued on {in_words(instrument.issued_on)}",
        f"on behalf of the {instrument.chief_officer}",
        f"as decided on {in_words(instrument.decided_on)} by the {instrument.decided_by_post}",
        f"under {instrument.delegation}",
        instrument.edition,
    )
