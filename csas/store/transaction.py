"""The one transaction of an act: begin, lock, compare and set, append, commit.

One act, one transaction, one event. Only commands use this room. It opens no
nested transaction, starts no task, and gives the connection back whatever
happens, also when COMMIT itself fails (Piccolo's own does not).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

import asyncpg
import msgspec
from piccolo.engine.postgres import PostgresTransaction

from csas.domain import casework, permissions, refusals
from csas.domain.casework import Case
from csas.domain.events import Event, Moved, Plain
from csas.domain.permissions import Actor
from csas.domain.workflow import Step
from csas.store import cases, engine, events, idempotency, places, sql
from csas.store.constraints import refusal_for
from csas.store.reach import LOST

DONE = 200


class OneTransaction(PostgresTransaction):
    """Piccolo's transaction, which always gives its connection back."""

    def __init__(self) -> None:
        super().__init__(engine.DB, allow_nested=False)

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        try:
            await (self.rollback() if error else self.commit())
        finally:
            engine.DB.current_transaction.reset(self.context)
            if engine.DB.pool is not None:
                await engine.DB.pool.release(self.connection)
        return False


class Act:
    """One act under way. `now` is the moment it is taken; the database stamps its own."""

    def __init__(self, actor: Actor, now: datetime) -> None:
        self.actor = actor
        self.now = now
        self.moves: list[Moved] = []
        self.recorded: Event | None = None
        self.event_id: int | None = None
        self.role = ""

    async def lock(
        self, ref: str, action: str, *, seen: int | None = None, name: str | None = None
    ) -> tuple[Case, Step]:
        """Lock a case, its parent first, and require the step; `seen` is the version the person saw."""
        case = await self.hold(ref)
        if seen is not None and seen != case.version:
            raise refusals.Stale(state=case.standing.words, happened=await events.last_words(case.id))
        step = casework.require(case, self.actor, action, name)
        self.role = action
        await cases.take_part(case, self.actor, action, self.now)
        return case, step

    async def hold(self, ref: str) -> Case:
        """Lock a case this actor may see and load it; another's is not found."""
        case = await cases.lock(ref)
        if case is None or not may_see(self.actor, case):
            raise refusals.NotFound
        return await places.with_room(case, self.now)

    async def hold_id(self, case_id: int) -> Case:
        """Lock and load a case that the act itself leads to."""
        return await cases.lock_id(case_id)

    async def take(self, case: Case, step: Step) -> Case:
        """Move the case where the step leads, if it is still where it was read."""
        return await self.move(case, step.to or case.state)

    async def move(self, case: Case, to: str) -> Case:
        moved = await cases.move(case, to, self.now)
        if to != case.state:
            self.moves.append(Moved(case=case.ref, was=case.state, now=to))
        return moved

    def opened(self, case: Case) -> None:
        """Note a case begun by this act."""
        self.moves.append(Moved(case=case.ref, was=None, now=case.state))

    async def record(
        self,
        tag: str,
        *,
        case: Case | None = None,
        scheme: int | None = None,
        ref: str = "",
        facts: Mapping[str, Plain] | None = None,
        private: Mapping[str, str] | None = None,
        subjects: Mapping[str, list[int]] | None = None,
    ) -> Event:
        """Append the one event of this act and return it."""
        event = Event(
            tag=tag,
            ref=ref or (case.ref if case else ""),
            moves=tuple(self.moves),
            facts=dict(facts or {}),
            private={name: text for name, text in (private or {}).items() if text},
        )
        self.event_id = await events.append(
            event, self.now, case=case, scheme=scheme, role=self.role, subjects=subjects
        )
        self.recorded = event
        await idempotency.settle(DONE, msgspec.to_builtins(told(event)))
        return event


def told(event: Event) -> Event:
    """The event as its own actor is told it: nothing private, for it is kept with the key."""
    return msgspec.structs.replace(event, private={})


def may_see(actor: Actor, case: Case) -> bool:
    """Whether the case exists as far as this actor is concerned."""
    return actor.kind == "clock" or permissions.allows(actor, cases.READING[case.process], case.subject)


@asynccontextmanager
async def act(actor: Actor, now: datetime) -> AsyncIterator[Act]:
    """Run one act. A broken constraint becomes its refusal; a lost database, Unavailable."""
    try:
        async with OneTransaction() as transaction:
            with sql.hold(transaction.connection):
                await _introduce(actor)
                await idempotency.claim()
                yield Act(actor, now)
    except asyncpg.IntegrityConstraintViolationError as error:
        refusal = refusal_for(error)
        if refusal is None:
            raise
        raise refusal from None
    except asyncpg.LockNotAvailableError:
        raise refusals.Unavailable from None
    except LOST:
        raise refusals.Unavailable from None


async def _introduce(actor: Actor) -> None:
    """Tell the database who acts: the journal's trigger reads it, never a request field."""
    await sql.fetchval(
        "SELECT set_config('csas.actor_kind', $1, true), set_config('csas.actor_id', $2, true)",
        actor.kind,
        str(actor.person or ""),
    )
