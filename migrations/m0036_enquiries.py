"""What the office and officers asked of somebody's authority at a moment."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0036"
VERSION = "1.38.0"
DESCRIPTION = "What the office and officers asked of somebody's authority at a moment"

SQL = """
-- The question only: its answer follows from the facts as they were known at known_at, whenever it is read.
CREATE TABLE enquiry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT enquiry_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    accreditation_id bigint NOT NULL REFERENCES accreditation (id),
    document_id bigint REFERENCES document (id),
    power_id bigint REFERENCES power (id),
    at timestamptz NOT NULL,
    area_id bigint REFERENCES area (id),
    zone text,
    road text NOT NULL DEFAULT '',
    known_at timestamptz NOT NULL,
    as_known boolean NOT NULL,
    purpose text NOT NULL CONSTRAINT enquiry_purpose CHECK (purpose <> ''),
    asked_by bigint NOT NULL REFERENCES person (id),
    asked_at timestamptz NOT NULL,
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id)
);
CREATE INDEX enquiry_scheme ON enquiry (scheme_id, id);
CREATE INDEX enquiry_accreditation ON enquiry (accreditation_id);

SELECT kept('enquiry');
SELECT journalled('enquiry');
GRANT SELECT, INSERT ON enquiry TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
