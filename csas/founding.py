"""The operator's way to set up the scheme of an empty installation and invite its first manager.

The act is a command like any other and stands in the journal. The manager invites everybody else;
nothing here makes an account or gives a role.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from datetime import UTC, datetime

from csas.commands import schemes
from csas.commands.loading import prepare
from csas.domain.calendar import london_day
from csas.domain.refusals import Faults
from csas.domain.schemes import Beginning
from csas.settings import Settings, SetUpFault
from csas.store import engine, invitations

# The purposes of s.40(3) of the Police Reform Act 2002, for a scheme that names none of its own.
PURPOSE = (
    "To contribute to community safety and security, and with the force to combat crime, disorder, public nuisance "
    "and other anti-social behaviour."
)


def found(settings: Settings, said: Namespace) -> None:
    """Set the scheme up and print the link that the manager was sent."""
    if settings.database_url is None:
        raise SetUpFault("Set CSAS_DATABASE_URL to the database that csas serves.")
    prepare(settings)
    path = asyncio.run(_found(settings.database_url, said))
    print(f"The scheme is set up. {said.manager} is invited by e-mail to {said.email}, with this link:")
    print(f"{settings.public_url}{path}")
    print(f"It works once, and for {invitations.LASTS.days} days. Give it to nobody else.")


async def _found(url: str, said: Namespace) -> str:
    await engine.open_pool(url, size=1)
    now = datetime.now(UTC)
    plan = Beginning(
        force=said.force.strip(),
        police_area=said.police_area.strip(),
        chief_officer=said.chief_officer.strip(),
        name=said.name.strip(),
        purpose=said.purpose.strip() or PURPOSE,
        telephone=said.telephone.strip(),
        established_on=london_day(now),
        adopted=tuple(code.strip() for code in said.powers.split(",") if code.strip()),
    )
    try:
        return await schemes.create(plan, (said.email, said.manager), now)
    except Faults as refused:
        raise SetUpFault(". ".join(fault.message for fault in refused.faults) + ".") from None
    finally:
        await engine.close_pool()
