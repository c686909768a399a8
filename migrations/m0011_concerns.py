"""Concerns that anybody reports; what they wrote stands beside the journal's event."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0011"
VERSION = "1.38.0"
DESCRIPTION = "Concerns that anybody reports"

SQL = """
-- Only codes are here. The text, names and addresses are the private part of the event concern:reported.
CREATE TABLE concern (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT concern_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    about text NOT NULL CONSTRAINT concern_about CHECK (about IN ('person', 'provider', 'posing')),
    number text,
    area_id bigint REFERENCES area (id),
    acknowledged boolean NOT NULL,
    reported_at timestamptz NOT NULL,
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id)
);
CREATE INDEX concern_newest ON concern (scheme_id, reported_at DESC);

SELECT kept('concern');
SELECT journalled('concern');
GRANT SELECT, INSERT ON concern TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
