"""PgQueuer's queries, bound to our schema `jobs` whatever the environment says.

It runs nothing, and what to enqueue is for the outbox to say.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from asyncpg import Connection
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.domain.settings import DBSettings
from pgqueuer.domain.types import Channel
from pgqueuer.queries import Queries

NAMES = DBSettings(db_schema="jobs", channel=Channel("jobs"))
ENQUEUE: Final = QueryQueueBuilder(NAMES).build_enqueue_query("raise")

# Somebody waits for these before the page: they go before thousands of letters and papers.
WAITED_FOR: Final = {"print": 1, "import": 1}


def queries(connection: Connection) -> Queries:
    """PgQueuer's queries on this very connection, hence in its transaction."""
    return Queries(
        AsyncpgDriver(connection),
        qbe=QueryBuilderEnvironment(NAMES),
        qbq=QueryQueueBuilder(NAMES),
        qbs=QuerySchedulerBuilder(NAMES),
    )


async def enqueue(connection: Any, task: str, numbers: Sequence[int]) -> None:
    """Add a job for each number, on this very connection, hence in its transaction.

    It is PgQueuer's statement with values of ours: its own would have our
    connections, which speak jsonb as Python values, write the headers twice over.
    """
    each = len(numbers)
    payloads = [str(number).encode() for number in numbers]
    await connection.fetch(
        ENQUEUE,
        [WAITED_FOR.get(task, 0)] * each,
        [task] * each,
        payloads,
        [timedelta()] * each,
        [None] * each,
        [None] * each,
    )
