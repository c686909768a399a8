"""By program: those who work in the scheme, and whether their accounts are open."""

from __future__ import annotations

from datetime import datetime

from csas.store import office_access
from csas.store.schemes import require
from csas.web.api.looking import Asking, Look, Shape


class AccessRead(Shape):
    """Somebody who holds or held a role in the scheme; `closed_at` is null while the account is open or there is none."""

    ref: str
    name: str
    email: str
    roles: tuple[str, ...]
    since: datetime
    has_account: bool
    closed_at: datetime | None


class AccessList(Shape):
    people: tuple[AccessRead, ...]


async def look(asking: Asking) -> object:
    scheme = await require(asking.actor, "access:list")
    return {"people": await office_access.list_all(scheme.id, asking.at)}


LOOKS = (Look("/access", "access:list", "Those who work in the scheme", AccessList, look),)
