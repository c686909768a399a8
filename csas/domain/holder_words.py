"""What a power lets its holder do, said to the holder and to the office.

The catalogue speaks to the public ("give you a penalty notice"), as a card does. An instrument, a person's own
page and a pack for a partnership speak of the holder instead. It gives no power its law: that is the catalogue's.
"""

from __future__ import annotations

from typing import Final

OF_HOLDER: Final = {
    "1a": "Give a person a penalty notice for one of the disorder offences named on the card.",
    "1c": "Give a person a fixed penalty notice for cycling on the pavement.",
    "1e": "Give a person a penalty notice for graffiti or fly-posting.",
    "1f": "Give a person a fixed penalty notice for dropping litter.",
    "1A": "Give a person a fixed penalty notice for breaking a byelaw that is on the published list and "
    "named on the card.",
    "2a": "Require the name and address of a person believed to have committed a relevant offence.",
    "2b": "Require the name and address of a person believed to have been begging unlawfully.",
    "3": "Require the name and address of a person believed to have acted in an anti-social way.",
    "3a": "Require the name and address of a person who has disobeyed directions given to control traffic.",
    "8a": "Stop a person on a cycle who is believed to have ridden on the pavement.",
    "9ZA": "Photograph a person, away from a police station, who has been given a penalty notice.",
}


def of_holder(code: str, plain: str) -> str:
    """The plain words of a power as of its holder; most need no other words than the public's."""
    return OF_HOLDER.get(code, plain)
