"""PgQueuer's queries, bound to our schema `jobs` whatever the environment says.

It neither enqueues nor runs anything; the outbox and the worker do.
"""

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


def queries(connection: Connection) -> Queries:
    """PgQueuer's queries on this very connection, hence in its transaction."""
    return Queries(
        AsyncpgDriver(connection),
        qbe=QueryBuilderEnvironment(NAMES),
        qbq=QueryQueueBuilder(NAMES),
        qbs=QuerySchedulerBuilder(NAMES),
    )
