"""The people of the demonstration whom anyone may play; elsewhere there are none.

Whether they may be offered at all is the settings' word, asked by `web/access`.
"""

from csas.domain.values import Struct
from csas.store import sql

_LIST = """
SELECT p.slug, n.name, p.who, p.person_id AS person
FROM persona p JOIN person n ON n.id = p.person_id ORDER BY p.turn, p.slug
"""


class Persona(Struct):
    """Somebody to play, in one line; `person` is the internal id."""

    slug: str
    name: str
    who: str
    person: int


async def add(slug: str, person: int, who: str, turn: int) -> None:
    """Offer a person to play, in their turn on the page."""
    statement = "INSERT INTO persona (slug, person_id, who, turn) VALUES ($1, $2, $3, $4)"
    await sql.execute(statement, slug, person, who, turn)


async def list_all() -> list[Persona]:
    """Everybody there is to play, in the order in which the story needs them."""
    return [Persona(**row) for row in await sql.fetch(_LIST)]
