"""Naming the offences of a power on a form: of those that the employer applied for, or else of the catalogue.

What is ticked and what is written is kept alike, as text: the instrument names the very words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from csas.store.catalogue import offences_in_file
from csas.web.fields import Choice, Field

OTHER = "-other"


def fields_of(
    code: str, title: str, form: Any, held: Sequence[str] = (), applied: Sequence[str] = ()
) -> tuple[Field, ...]:
    """The offences that the employer applied for, to tick.

    Where its application named none, those of the catalogue and a box for others; only the box where that has none.
    """
    name, known = f"offences-{code}", applied or offences_in_file().get(code, ())
    said = list(held) if form is None else given(form, code)
    others = [each for each in said if each not in known]
    box = Field(
        name + OTHER if known else name,
        f"Other offences or byelaws for {title}" if known else f"Offences or byelaws for {title}",
        "textarea",
        hint="One on each line, as the law names them." if known else "One on each line. The card names them.",
        value="\n".join(others),
        rows=3,
    )
    if not known:
        return (box,)
    ticks = Field(
        name,
        f"Offences for {title}",
        "checkboxes",
        hint="Needed if the power is asked for: the card names them."
        + (" These are the offences that the organisation applied for." if applied else ""),
        choices=tuple(Choice(each, each) for each in known),
        value=tuple(each for each in said if each in known),
    )
    return (ticks,) if applied else (ticks, box)


def given(form: Any, code: str) -> list[str]:
    """What was ticked and written for one power, each once."""
    name = f"offences-{code}"
    texts = [str(each) for key in (name, name + OTHER) for each in form.getall(key, [])]
    return list(dict.fromkeys(line.strip() for text in texts for line in text.splitlines() if line.strip()))


def given_for_all(form: Any) -> dict[str, list[str]]:
    """The same for every power that the form asked about, by its code."""
    codes = {name.removeprefix("offences-").removesuffix(OTHER) for name in form if name.startswith("offences-")}
    return {code: given(form, code) for code in sorted(codes)}
