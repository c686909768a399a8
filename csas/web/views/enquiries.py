"""An enquiry's answer in words: the same for the page and for the statement that goes to a court."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from csas.domain import enquiries
from csas.domain.calendar import LONDON
from csas.domain.certificates import grouped
from csas.domain.enquiries import SETTLES, Answer, NoticeTimes, PowerAnswer, Step
from csas.domain.enquiry_sources import Source
from csas.domain.standing import ANYWHERE, Place
from csas.domain.values import Period
from csas.store.enquiries import Enquiry
from csas.web.views.card_checks import names_of

YES, NO = "Yes", "No"
PART = "In law yes, but not to be relied on"
NOTICES = {
    "suspension": "Suspension",
    "modification": "Modification",
    "narrowing": "Modification that narrows the power",
    "withdrawal": "Withdrawal",
    "surrender": "Surrender",
}
# What is said of a ground that held and rests on no fact.
PLAIN = {
    "training": "Not a condition of this instrument",
    "vetting": "Not a condition of this instrument",
    "notice": "No notice bears on the moment",
}
CARD_STATES = {
    "issued": "the present one",
    "replaced": "replaced by a newer one",
    "reserved": "never issued",
    "void": "never issued",
}
CUSTODY = {
    "issued": "issued",
    "posted": "posted",
    "received": "received",
    "returned": "handed back",
    "lost": "reported lost",
    "stolen": "reported stolen",
    "destroyed": "destroyed",
}


class Exhibit(msgspec.Struct, frozen=True):
    """A fact by the number the chain calls it by."""

    number: str
    words: str
    ref: str
    held: str
    known: str


class StepWords(msgspec.Struct, frozen=True):
    """One ground: whether it held, over which stretch, on which exhibits."""

    title: str
    holds: bool
    verdict: str
    period: str
    why: str
    exhibits: str


class PowerWords(msgspec.Struct, frozen=True, kw_only=True):
    """The answer about one power."""

    title: str
    source: str
    kind: str
    verdict: str
    short: str
    why: str
    period: str
    limits: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    steps: tuple[StepWords, ...]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """The whole answer."""

    kind: str
    title: str
    lead: str
    rows: tuple[tuple[str, str], ...]
    powers: tuple[PowerWords, ...]
    exhibits: tuple[Exhibit, ...]
    now_differs: str
    settles_at: datetime


def exact(moment: datetime) -> str:
    """A moment for a court: 14:32 BST on 3 May 2026, with seconds where there are any."""
    local = moment.astimezone(LONDON)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return f"{clock} {local.tzname()} on {local.day} {local:%B %Y}"


def place_of(enquiry: Enquiry) -> Place:
    if enquiry.area is None and enquiry.zone is None:
        return ANYWHERE
    return Place(area=enquiry.area, police_area=enquiry.police_area, zone=enquiry.zone)


def answers(enquiry: Enquiry, clock: datetime) -> tuple[Answer, Answer]:
    """The answer as known when asked, and as known now; until acts under way have settled they are one."""
    place, at = place_of(enquiry), enquiry.at
    present = enquiries.answer(enquiry.facts, enquiry.power, at, place, None)
    if clock < enquiry.known_at + SETTLES:
        return present, present
    return enquiries.answer(enquiry.facts, enquiry.power, at, place, enquiry.known_at), present


def told(enquiry: Enquiry, clock: datetime) -> Told:
    """The answer in words."""
    then, present = answers(enquiry, clock)
    asked = then.powers if enquiry.power else (then.accreditation, *then.powers)
    exhibits = _exhibits(asked)
    numbers = {source: f"F{at}" for at, source in enumerate(exhibits, 1)}
    head = asked[0]
    return Told(
        kind="yes" if head.relied else "no",
        title=verdict(head),
        lead=_lead(enquiry, head),
        rows=_rows(enquiry),
        powers=tuple(_power(enquiry, each, numbers) for each in asked),
        exhibits=tuple(_exhibit(number, source) for source, number in numbers.items()),
        now_differs=_differs(enquiry, then, present),
        settles_at=enquiry.known_at + SETTLES,
    )


def verdict(power: PowerAnswer) -> str:
    if power.relied:
        return YES
    return PART if power.lawful else NO


def _lead(enquiry: Enquiry, power: PowerAnswer) -> str:
    """One sentence that stands by itself."""
    when, where = f"At {exact(enquiry.at)}", f" in {enquiry.area_name}" if enquiry.area_name else ""
    if not enquiry.power:
        return f"{when} {enquiry.name} was {'' if power.relied else 'not '}accredited. Each power is answered below."
    named = _named(enquiry, power)
    if power.relied:
        return f"{when} {enquiry.name} could lawfully use{where} the power “{named}”."
    if power.lawful:
        return (
            f"{when} {enquiry.name} still had in law the power “{named}”{where}, because notice had not been given yet; "
            "from the act on, nobody was to rely on it."
        )
    return f"{when} {enquiry.name} could not lawfully use{where} the power “{named}”."


def _named(enquiry: Enquiry, power: PowerAnswer) -> str:
    return power.title or enquiry.power_title


def _rows(enquiry: Enquiry) -> tuple[tuple[str, str], ...]:
    place = [enquiry.area_name or "", _zone(enquiry), enquiry.road]
    return (
        ("Person", enquiry.name),
        ("Employer", enquiry.employer),
        ("Accreditation", f"{enquiry.accreditation}, granted for the {enquiry.force}"),
        *((("Card or instrument", _card(enquiry)),) if enquiry.number else ()),
        ("Moment", exact(enquiry.at)),
        ("Place", ", ".join(part for part in place if part) or "Not asked about"),
        ("Power", enquiry.power_title or "Every power ever granted"),
        ("As known", f"{'At' if enquiry.as_known else 'When asked, at'} {exact(enquiry.known_at)}"),
        ("Asked by", f"{enquiry.asked_by}{f', {enquiry.asked_by_post}' if enquiry.asked_by_post else ''}"),
        ("Asked", f"At {exact(enquiry.asked_at)}"),
        ("Why", enquiry.purpose),
    )


def _zone(enquiry: Enquiry) -> str:
    return next((zone.name for zone in enquiry.facts.zones if zone.ref == enquiry.zone), "")


def _card(enquiry: Enquiry) -> str:
    """The paper by itself: a card may be lost while the accreditation lives."""
    said = [f"{grouped(enquiry.number or '')}, {CARD_STATES[enquiry.card_state or 'void']} now"]
    if enquiry.card_issued_at:
        said.append(f"issued at {exact(enquiry.card_issued_at)}")
    if enquiry.card_replaced_at:
        said.append(f"replaced at {exact(enquiry.card_replaced_at)}")
    said.extend(f"{CUSTODY[what]} at {exact(at)}" for what, at in enquiry.custody if what != "issued")
    return "; ".join(said)


def _power(enquiry: Enquiry, power: PowerAnswer, numbers: dict[Source, str]) -> PowerWords:
    paragraph = power.paragraph or (enquiry.paragraph if power.code else "")
    return PowerWords(
        title=_named(enquiry, power),
        source=f"Paragraph {paragraph} of Schedule 5" if paragraph else "Section 41",
        kind="yes" if power.relied else "no",
        verdict=verdict(power),
        short="In law only" if verdict(power) == PART else verdict(power),
        why="" if power.relied else f"{power.kind}: {power.words}",
        period=stretch(power.since, power.until),
        limits=_limits(power),
        notices=tuple(_notice(each) for each in power.notices),
        steps=tuple(_step(each, numbers) for each in power.steps),
    )


def _limits(power: PowerAnswer) -> tuple[tuple[str, str], ...]:
    wider = power.in_law
    listed = (
        ("Areas", ", ".join(names_of(power.areas))),
        ("Zones", ", ".join(power.zones)),
        ("Offences", "; ".join(power.offences)),
        ("Conditions", "; ".join(power.conditions)),
        *(
            (
                ("In law still, areas", ", ".join(names_of(wider.areas))),
                ("In law still, offences", "; ".join(wider.offences)),
                ("In law still, conditions", "; ".join(wider.conditions) or "None"),
            )
            if wider
            else ()
        ),
    )
    return tuple((name, words) for name, words in listed if words)


def _notice(notice: NoticeTimes) -> str:
    """Both times of a notice, in a sentence."""
    kind = f"{NOTICES[notice.kind]}, notice {notice.ref}"
    on, ends = ("it", "it ended in law")
    if notice.kind == "narrowing":
        on, ends = ("more than what it leaves", "no more than that was left in law")
    act = f"{kind}: the act was at {exact(notice.acted_at)}; from then nobody was to rely on {on}."
    if notice.given_at is None:
        return f"{act} The notice has not been given to the person yet, so in law it takes nothing away so far."
    return f"{act} The notice was given to the person at {exact(notice.given_at)}; from then {ends}."


def _step(step: Step, numbers: dict[Source, str]) -> StepWords:
    return StepWords(
        title=step.title,
        holds=step.holds,
        verdict="Held" if step.holds else "Did not hold",
        period=stretch(step.since, step.until) or PLAIN.get(step.name, "") * (not step.sources),
        why=step.words,
        exhibits=", ".join(numbers[source] for source in step.sources),
    )


def stretch(since: datetime | None, until: datetime | None) -> str:
    """A stretch of time in words; nothing is said of one without ends."""
    if since and until:
        return f"from {exact(since)} until {exact(until)}"
    if since:
        return f"from {exact(since)}"
    return f"until {exact(until)}" if until else ""


def _exhibits(powers: Iterable[PowerAnswer]) -> list[Source]:
    """Every fact in any chain once, in the order in which they are called."""
    return list(dict.fromkeys(source for power in powers for step in power.steps for source in step.sources))


def _exhibit(number: str, source: Source) -> Exhibit:
    return Exhibit(
        number=number,
        words=source.words,
        ref=source.ref or "–",
        held=_held(source.valid),
        known=exact(source.known) if source.known else "The law",
    )


def _held(valid: Period) -> str:
    since = None if valid.start.year == 1 else valid.start
    return stretch(since, valid.end) or "at all times"


def _differs(enquiry: Enquiry, then: Answer, present: Answer) -> str:
    """A warning where more has been learnt since."""
    if not enquiries.differs(then, present):
        return ""
    one = present.powers[0] if enquiry.power and present.powers else present.accreditation
    why = f" {one.words}" if one.words else ""
    return f"What is known now answers otherwise: {verdict(one)}.{why}"
