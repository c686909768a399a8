"""What an accepted invitation adds: the person, and the role they are to hold.

Call these inside an act; the database refuses a person or a role without an event.
"""

from datetime import datetime

from csas.store import sql
from csas.store.invitations import Invitation
from csas.store.numbers import new_ref


async def add_person(name: str, email: str) -> int:
    """Add a person and return their id."""
    statement = "INSERT INTO person (ref, name, email) VALUES ($1, $2, $3) RETURNING id"
    person: int = await sql.fetchval(statement, new_ref(), name, email)
    return person


async def give_role(person: int, given: Invitation, now: datetime) -> None:
    """Let the person hold the invitation's role from now on."""
    if given.role is None:
        return
    where = (given.scheme, given.organisation, given.partnership)
    await sql.execute(
        """INSERT INTO role_holding (person_id, role, scheme_id, organisation_id, partnership_id, valid)
           VALUES ($1, $2, $3, $4, $5, tstzrange($6, NULL))""",
        person,
        given.role,
        *where,
        now,
    )


async def speak_as(person: int) -> None:
    """Let the journal name the person whom the link has just made known."""
    await sql.fetchval(
        "SELECT set_config('csas.actor_kind', 'person', true), set_config('csas.actor_id', $1, true)",
        str(person),
    )
