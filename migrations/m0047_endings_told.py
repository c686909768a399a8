"""A record that somebody was told of an ending by law, with both copies; it ends nothing and restricts nothing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0047"
VERSION = "1.38.0"
DESCRIPTION = "Notices that tell of an ending by law"

SQL = """
ALTER TABLE statutory_notice DROP CONSTRAINT statutory_notice_kind;
ALTER TABLE statutory_notice ADD CONSTRAINT statutory_notice_kind
    CHECK (kind IN ('modification', 'suspension', 'lifting', 'restoration', 'withdrawal', 'surrender', 'ending'));

-- The law ended what such a notice tells of: no restriction may rest on it.
CREATE FUNCTION rests_on_a_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM statutory_notice n WHERE n.ref = NEW.notice_ref AND n.kind = 'ending') THEN
        RAISE EXCEPTION 'an ending by law is no notice that takes anything away'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'restriction_by_notice';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER restriction_by_notice BEFORE INSERT ON restriction FOR EACH ROW EXECUTE FUNCTION rests_on_a_notice();
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
