"""Spreadsheets looked through and not yet taken in: they wait for their sender to confirm, a day at most."""

from __future__ import annotations

from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import sql
from csas.store.numbers import new_ref


class KeptSheet(Struct):
    organisation: str
    name: str
    content: bytes


async def keep(organisation: int, actor: Actor, name: str, content: bytes) -> str:
    """Keep a file for the person who sent it, and let go of what waited too long; its reference."""
    await sql.execute("DELETE FROM kept_sheet WHERE kept_at < now() - interval '1 day' OR kept_by = $1", actor.person)
    ref: str = await sql.fetchval(
        """INSERT INTO kept_sheet (ref, organisation_id, kept_by, name, content) VALUES ($1, $2, $3, $4, $5)
           RETURNING ref""",
        new_ref(),
        organisation,
        actor.person,
        name,
        content,
    )
    return ref


async def find(actor: Actor, ref: str) -> KeptSheet | None:
    """A file that waits for whoever sent it; None if it was taken in or is too old."""
    row = await sql.fetchrow(
        """SELECT o.ref AS organisation, k.name, k.content FROM kept_sheet k JOIN organisation o ON o.id = k.organisation_id
           WHERE k.ref = $1 AND k.kept_by = $2 AND k.kept_at > now() - interval '1 day'""",
        ref,
        actor.person,
    )
    return KeptSheet(**dict(row)) if row else None


async def let_go(ref: str) -> bool:
    """Take a file out, once."""
    return await sql.execute("DELETE FROM kept_sheet WHERE ref = $1", ref) == 1
