"""What an accepted invitation adds: the person, and the role they are to hold.

Call these inside an act; the database refuses a person or a role without an event.
"""

from datetime import datetime

from csas.store import sql
from csas.store.invitations import Invitation
from csas.store.numbers import new_ref


async def add_person(name: str, email: str) -> int:
    """Add a person and return their id."""
    person: int = await sql.fetchval(
        "INSERT INTO person (ref, name, email) VALUES ($1, $2, $3) RETURNING id",
        new_ref(), name, email,
    )  # fmt: skip
    return person


async def give_role(person: int, invitation: Invitation, now: datetime) -> None:
    """Let the person hold the invitation's role from now on."""
    if invitation.role is not None:
        await sql.execute(
            "INSERT INTO role_holding (person_id, role, scheme_id, organisation_id, partnership_id,"
            " valid) VALUES ($1, $2, $3, $4, $5, tstzrange($6, NULL))",
            person, invitation.role, invitation.scheme, invitation.organisation,
            invitation.partnership, now,
        )  # fmt: skip


async def speak_as(person: int) -> None:
    """Let the journal name the person whom the link has just made known."""
    await sql.fetchval(
        "SELECT set_config('csas.actor_kind', 'person', true), set_config('csas.actor_id', $1, true)",
        str(person),
    )
