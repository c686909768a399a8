"""The operator's way to let the first person of an installation in: a link to hand over.

Whoever follows it chooses a password, sets up an authenticator and holds the role. Later
people of an organisation are invited on its page. Nothing is sent here, no account is made.
"""

from __future__ import annotations

import asyncio

from csas.commands import enrolling
from csas.commands.loading import prepare
from csas.domain.permissions import ROLES
from csas.domain.refusals import Faults
from csas.settings import Settings, SetUpFault
from csas.store import engine, invitations


def invite(settings: Settings, email: str, name: str, role: str, *, at: str = "", post: str = "") -> None:
    """Print the link by which this person comes to hold the role."""
    if settings.database_url is None:
        raise SetUpFault("Set CSAS_DATABASE_URL to the database that csas serves.")
    if role not in ROLES:
        raise SetUpFault(f"There is no role “{role}”. The roles are: {', '.join(ROLES)}.")
    prepare(settings)
    path = asyncio.run(_make(settings.database_url, email, name, post, place=(role, at)))
    print(f"{settings.public_url}{path}")
    print(f"Give this link to {name} and to nobody else. It works once, and for {invitations.LASTS.days} days.")


async def _make(url: str, email: str, name: str, post: str, place: tuple[str, str]) -> str:
    await engine.open_pool(url, size=1)
    try:
        enrolling.check_registration(email, name)
        where = await invitations.find_place(*place)
        if where is None:
            raise SetUpFault(_missing(*place))
        return await enrolling.make_link(email, name, where, post=post)
    except Faults as refused:
        raise SetUpFault(". ".join(fault.message for fault in refused.faults) + ".") from None
    finally:
        await engine.close_pool()


def _missing(role: str, at: str) -> str:
    if role in invitations.OF_SCHEME:
        return "No scheme is set up in this database yet, so nobody can hold a role in it."
    kind = "partnership" if role == "endorser" else "organisation"
    return f"There is no {kind} “{at}”." if at else f"Name the {kind} of this role with --at and its reference."
