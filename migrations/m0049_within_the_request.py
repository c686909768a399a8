"""No grant is wider than what was asked for, and nobody lifts a suspension that they proposed to lift."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0049"
VERSION = "1.38.0"
DESCRIPTION = "No grant is wider than what was asked for, and nobody lifts a suspension that they proposed to lift"

SQL = """
-- A power is granted where and for what it was asked for. One asked for zones only keeps at least one of them, since a
-- grant without zones is good in the whole of its areas. A correction of a grant keeps its reference.
CREATE FUNCTION granted_as_asked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE asked requested_power%ROWTYPE;
BEGIN
    IF EXISTS (SELECT 1 FROM granted_power g WHERE g.ref = NEW.ref) THEN
        RETURN NEW;
    END IF;
    SELECT x.* INTO asked FROM individual_decision d JOIN requested_power x ON x.request_id = d.request_id
        AND x.power_id = NEW.power_id WHERE d.id = NEW.decision_id;
    IF NOT (NEW.areas <@ asked.areas AND NEW.offences <@ asked.offences AND (cardinality(asked.zones) = 0
        OR (cardinality(NEW.zones) > 0 AND NEW.zones <@ asked.zones))) THEN
        RAISE EXCEPTION 'a power wider than it was asked for' USING ERRCODE = 'check_violation', CONSTRAINT = 'granted_power_asked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER granted_power_as_asked BEFORE INSERT ON granted_power FOR EACH ROW EXECUTE FUNCTION granted_as_asked();

-- A suspension that had no end is given one only after somebody proposed it, and by somebody else.
CREATE FUNCTION lifted_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    proposer bigint;
    open_before boolean;
BEGIN
    IF upper_inf(NEW.valid) THEN
        RETURN NEW;
    END IF;
    IF TG_TABLE_NAME = 'restriction' THEN
        SELECT EXISTS (SELECT 1 FROM restriction r WHERE r.ref = NEW.ref AND upper_inf(r.valid)) INTO open_before;
        SELECT proposed_by INTO proposer FROM lifting_proposal WHERE restriction_ref = NEW.ref;
    ELSE
        SELECT EXISTS (SELECT 1 FROM provider_suspension s WHERE s.ref = NEW.ref AND upper_inf(s.valid)) INTO open_before;
        SELECT proposed_by INTO proposer FROM provider_lifting WHERE suspension_ref = NEW.ref;
    END IF;
    IF open_before AND (proposer IS NULL OR proposer = nullif(current_setting('csas.actor_id', true), '')::bigint) THEN
        RAISE EXCEPTION 'a suspension lifted by one person alone'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'suspension_other_hands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER restriction_other_hands BEFORE INSERT ON restriction FOR EACH ROW
    WHEN (NEW.kind = 'suspension' AND NEW.reach = 'person') EXECUTE FUNCTION lifted_by_another();
CREATE TRIGGER provider_suspension_other_hands BEFORE INSERT ON provider_suspension FOR EACH ROW
    EXECUTE FUNCTION lifted_by_another();
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
