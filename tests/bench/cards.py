"""How many powers cards one core draws in sheets of one file, before they are signed.

Every card has its own person, number and photograph, and one of a few sets of powers as the people of
one provider have. What counts is the time of the processor; the best of several rounds is kept.
"""

from __future__ import annotations

from datetime import date
from time import process_time

import msgspec

from csas.domain import cards
from csas.domain.cards import Held, HeldPower, Photograph, PowersCard
from csas.domain.certificates import number_from
from csas.domain.print_runs import A_FILE
from csas.outbound.documents import sheets
from csas.store.catalogue import powers_in_file
from tests.bench.racing import Result
from tests.carded import portrait
from tests.cards.test_drawn import BY

LEAST = 250.0
ROUNDS = 5
POWERS = tuple(
    HeldPower(
        code=each["code"],
        paragraph=each["paragraph"],
        title=each["title"],
        plain=each["plain"],
        areas=("Lambeth", "Southwark"),
    )
    for each in powers_in_file()
    if each["paragraph"]
)


def sample(at: int) -> PowersCard:
    """The card of one of many: three to seven powers."""
    held = Held(
        powers=POWERS[at % 3 : at % 3 + 3 + at % 5],
        starts_on=date(2026, 4, 1),
        last_day=date(2027, 3, 31),
        uniform="Green jacket",
        badge="Left breast",
        rests_on=(),
    )
    by = msgspec.structs.replace(BY, person=f"Warden Number {at}")
    picture = Photograph(sha256="0" * 64, stored_as="00/x")
    return cards.card(held, by, number_from(at * 0x1F2E3D4C5B + 7), date(2026, 3, 24), picture)


def measure(_stage: object = None) -> list[Result]:
    """Draw one file of a print run and count cards by the second."""
    printed = [(sample(at), portrait(at)) for at in range(A_FILE)]
    best = min(_seconds(printed) for _ in range(ROUNDS))
    rate = len(printed) / best
    notes = f"{rate:,.0f} cards a second per core, {len(printed)} to a file; at least {LEAST:.0f} are wanted"
    return [Result("cards drawn in sheets, beside what is wanted", round(rate / LEAST, 2), 1.0, notes=notes)]


def _seconds(printed: list[tuple[PowersCard, bytes]]) -> float:
    began = process_time()
    sheets.draw(printed, "Print run", BY.force)
    return process_time() - began
