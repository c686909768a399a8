"""An appeal upheld in part, with directions for the new decision."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0013"
VERSION = "1.38.0"
DESCRIPTION = "An appeal upheld in part, with directions for the new decision"

SQL = """
-- An appeal may be upheld in part: the decision is made again with directions.
ALTER TABLE appeal DROP CONSTRAINT appeal_outcome;
ALTER TABLE appeal ADD directions text,
    ADD CONSTRAINT appeal_outcome CHECK (outcome IN ('upheld', 'varied', 'dismissed', 'not-admitted')),
    ADD CONSTRAINT appeal_directions CHECK ((outcome = 'varied') = (directions IS NOT NULL));
GRANT UPDATE (directions) ON appeal TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
