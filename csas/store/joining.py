"""What an accepted invitation adds: the person, and the role they are to hold.

Call these inside an act; the database refuses a person or a role without an event.
"""

from csas.store import sql
from csas.store.numbers import new_ref


async def add_person(name: str, email: str | None) -> int:
    """Add a person and return their id; no address is no fault."""
    statement = "INSERT INTO person (ref, name, email) VALUES ($1, $2, nullif($3, '')) RETURNING id"
    person: int = await sql.fetchval(statement, new_ref(), name, email)
    return person


async def speak_as(person: int) -> None:
    """Let the journal name the person whom the link has just made known."""
    await sql.fetchval(
        "SELECT set_config('csas.actor_kind', 'person', true), set_config('csas.actor_id', $1, true)",
        str(person),
    )
