"""By program: those who work in the scheme, and whether their accounts are open."""

from __future__ import annotations

from datetime import datetime

from csas.store import colleagues
from csas.store.schemes import require
from csas.web.api.looking import Asking, Look, Shape


class ColleagueRead(Shape):
    """Somebody who holds or held a role in the scheme; `closed_at` is null while the account is open or there is none."""

    ref: str
    name: str
    email: str
    roles: tuple[str, ...]
    since: datetime
    has_account: bool
    closed_at: datetime | None


class ColleagueList(Shape):
    colleagues: tuple[ColleagueRead, ...]


async def look(asking: Asking) -> object:
    scheme = await require(asking.actor, "colleague:list")
    return {"colleagues": await colleagues.list_all(scheme.id, asking.at)}


LOOKS = (Look("/colleagues", "colleague:list", "Those who work in the scheme", ColleagueList, look),)
