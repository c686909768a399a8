"""Who set a scheme's setting and why, and changes that wait for a second person."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0043"
VERSION = "1.38.0"
DESCRIPTION = "Who set a scheme's setting and why, and changes that wait for a second person"

SQL = """
-- What a scheme started with was set by nobody.
ALTER TABLE setting ADD COLUMN why text NOT NULL DEFAULT '', ADD COLUMN set_by bigint REFERENCES person (id),
    ADD COLUMN confirmed_by bigint REFERENCES person (id),
    ADD CONSTRAINT setting_other_hands CHECK (confirmed_by <> set_by);

-- A change that widens what may be granted waits here until somebody else confirms or declines it.
CREATE TABLE setting_proposal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT setting_proposal_ref UNIQUE,
    scheme_id bigint NOT NULL REFERENCES scheme (id),
    name text NOT NULL,
    value jsonb NOT NULL,
    from_on date NOT NULL,
    why text NOT NULL CONSTRAINT setting_proposal_why CHECK (why <> ''),
    proposed_by bigint NOT NULL REFERENCES person (id),
    proposed_at timestamptz NOT NULL,
    outcome text CONSTRAINT setting_proposal_outcome CHECK (outcome IN ('confirmed', 'declined')),
    settled_by bigint REFERENCES person (id),
    settled_at timestamptz,
    CONSTRAINT setting_proposal_settled CHECK ((outcome IS NULL) = (settled_at IS NULL)),
    CONSTRAINT setting_proposal_other_hands CHECK (outcome <> 'confirmed' OR settled_by <> proposed_by)
);
CREATE UNIQUE INDEX setting_proposal_one_open ON setting_proposal (scheme_id, name) WHERE outcome IS NULL;

SELECT journalled('setting_proposal');
GRANT SELECT, INSERT, UPDATE (outcome, settled_by, settled_at) ON setting_proposal TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
