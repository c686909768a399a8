"""What an act reaches, shown before it is confirmed: people, powers, cards and open requests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csas.store import reached
from csas.web import templating
from csas.web.parts import Row


async def about(
    accreditations: Sequence[int],
    now: datetime,
    *,
    organisation: int | None = None,
    power: str | None = None,
    by_law: bool = False,
) -> dict[str, object]:
    """The rows and the warning above a confirmation."""
    effect = await reached.effect_of(accreditations, now, organisation=organisation, power=power)
    how = (
        "The law ends every accreditation with it. Each person gets a notice that says so, and the employer a copy of each."
        if by_law
        else "Each person gets a notice, and the employer a copy of each."
    )
    text = (how,) if effect.people else ("Nobody is accredited by it now.",)
    return {
        "text": text,
        "rows": (
            Row("People", _people(effect)),
            Row("Powers they hold", f"{effect.powers:,}"),
            Row("Cards in use", f"{effect.cards:,}"),
            Row("Requests waiting", f"{effect.requests:,}"),
        ),
        "warning": f"This reaches {templating.plural(effect.people, 'person', 'people')} at once."
        if effect.people
        else "",
    }


def _people(effect: reached.Effect) -> str:
    if not effect.people:
        return "None"
    named = ", ".join(effect.names)
    more = effect.people - len(effect.names)
    return f"{effect.people:,}: {named}" + (f" and {more:,} more" if more > 0 else "")
