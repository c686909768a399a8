"""What became of a concern, once for each."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0012"
VERSION = "1.38.0"
DESCRIPTION = "What became of a concern, once for each"

SQL = """
-- Only codes are here. What was done in words is the private part of the event concern:closed.
CREATE TABLE concern_outcome (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    concern_id bigint NOT NULL CONSTRAINT concern_outcome_once UNIQUE REFERENCES concern (id),
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    outcome text NOT NULL CONSTRAINT concern_outcome_code
        CHECK (outcome IN ('employer', 'police', 'review', 'answered', 'unfounded')),
    told boolean NOT NULL,
    closed_by bigint NOT NULL REFERENCES person (id),
    closed_at timestamptz NOT NULL,
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id)
);

SELECT kept('concern_outcome');
SELECT journalled('concern_outcome');
GRANT SELECT, INSERT ON concern_outcome TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
