"""The schedule of fees as it is read: what is alike is said once.

Stages and sectors with the same amount and note share a row; where one
fee holds for everybody there is a sentence and no table. An amount nobody has set is not nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from csas.domain.standards import STAGES, Fee
from csas.web import templating
from csas.web.views.register import SECTORS

EVERYBODY = frozenset(SECTORS) - {"responsible-authority"}


class Schedule(msgspec.Struct, frozen=True):
    """Either a sentence for all, or rows of for what, who, amount and note; both empty without fees."""

    sentence: str = ""
    rows: tuple[tuple[str, str, str, str], ...] = ()
    unset: bool = False


def schedule(fees: Iterable[Fee]) -> Schedule:
    """The fees of an edition, folded."""
    groups: dict[tuple[str, int | None, str], list[str]] = {}
    for fee in fees:
        groups.setdefault((fee.stage, fee.pence, fee.note), []).append(fee.sector)
    unset = any(pence is None for _, pence, _ in groups)
    alike = {(pence, note, frozenset(sectors)) for (_, pence, note), sectors in groups.items()}
    pence, note, sectors = next(iter(alike), (None, "", frozenset[str]()))
    if len(alike) == 1 and sectors >= EVERYBODY:
        return Schedule(sentence=_sentence(tuple(stage for stage, _, _ in groups), pence, note), unset=unset)
    rows = tuple(
        (STAGES[stage], _who(sectors), amount(pence), note) for (stage, pence, note), sectors in groups.items()
    )
    return Schedule(rows=rows, unset=unset)


def _sentence(stages: tuple[str, ...], pence: int | None, note: str) -> str:
    """One fee for everybody."""
    what = templating.series(STAGES[stage][0].lower() + STAGES[stage][1:] for stage in stages)
    said = f"For every kind of organisation, the fee {what} is {_amount_in_a_sentence(pence)}."
    return f"{said} {note}".strip()


def _amount_in_a_sentence(pence: int | None) -> str:
    if pence is None:
        return "not yet set"
    return amount(pence) if pence else "nothing"


def _who(sectors: Iterable[str]) -> str:
    found = set(sectors)
    if found >= EVERYBODY:
        return "Every kind of organisation"
    return templating.series(words for sector, words in SECTORS.items() if sector in found)


def amount(pence: int | None) -> str:
    """An amount in words: not yet set, free, or so many pounds."""
    if pence is None:
        return "Not yet set"
    return templating.money(Decimal(pence) / 100) if pence else "Free"
