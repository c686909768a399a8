"""How far an import of a staff list has come, seen while it is under way."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0045"
VERSION = "1.38.0"
DESCRIPTION = "How far an import of a staff list has come, seen while it is under way"

SQL = """
-- Written beside the import's own transaction, which holds the import's row: so it names it without a foreign key.
CREATE UNLOGGED TABLE staff_import_progress (
    staff_import_id bigint PRIMARY KEY,
    rows_added int NOT NULL
);
GRANT SELECT, INSERT, DELETE, UPDATE (rows_added) ON staff_import_progress TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
