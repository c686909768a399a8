"""By program: the codes that commands take, powers and boroughs, and everybody may read them."""

from __future__ import annotations

from datetime import date

from csas.store import catalogue
from csas.web.api.looking import Asking, Look, Shape
from csas.web.api.shared import Code


class PowerInLaw(Shape):
    """A power of the catalogue, with its life in law. Whether the force uses it is another matter.

    An application names its `offences` in these words; where there are none, in its own.
    """

    code: Code
    paragraph: str
    title: str
    plain: str
    law: str
    statutory: bool
    names_offences: bool
    offences: tuple[str, ...]
    in_law_from: date | None
    in_law_until: date | None


class Borough(Shape):
    code: Code
    name: str
    police_area: str


class Catalogue(Shape):
    """Powers in the order of the Act, and boroughs."""

    powers: tuple[PowerInLaw, ...]
    areas: tuple[Borough, ...]


async def look(_asking: Asking) -> object:
    return {"powers": await catalogue.list_powers(), "areas": await catalogue.list_areas()}


LOOKS = (Look("/catalogue", "register:read", "The codes of powers and boroughs", Catalogue, look),)
