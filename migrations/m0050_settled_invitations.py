"""Names and addresses of invitations that were settled long ago are forgotten; nothing else of a proposal changes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0050"
VERSION = "1.38.0"
DESCRIPTION = "Names and addresses of invitations that were settled long ago are forgotten"

SQL = """
-- An invitation is settled in an act; that its name and address are forgotten later is none.
DROP TRIGGER proposal_has_event ON proposal;
CREATE CONSTRAINT TRIGGER proposal_has_event AFTER INSERT OR UPDATE OF outcome, settled_by, settled_at OR DELETE ON proposal
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION need_event();

CREATE FUNCTION forget_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.kind <> 'colleague' OR OLD.outcome IS NULL OR NEW.content <> jsonb_build_object('role', OLD.content ->> 'role') THEN
        RAISE EXCEPTION 'what was proposed is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposal_forget_only BEFORE UPDATE OF about, content, why ON proposal
    FOR EACH ROW EXECUTE FUNCTION forget_only();
GRANT UPDATE (about, content, why) ON proposal TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
