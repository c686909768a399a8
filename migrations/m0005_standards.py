"""Editions of the standards, their requirements, fees and consultation."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0005"
VERSION = "1.38.0"
DESCRIPTION = "Editions of the standards, their requirements, fees and consultation"

SQL = """
CREATE TABLE edition (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT edition_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    case_id bigint NOT NULL CONSTRAINT edition_case UNIQUE,
    number integer NOT NULL,
    title text NOT NULL,
    standing text NOT NULL CONSTRAINT edition_standing CHECK (standing IN ('provisional', 'adopted')),
    basis text NOT NULL,
    changes text NOT NULL DEFAULT '',
    in_force tstzrange,
    FOREIGN KEY (case_id, force_id, scheme_id) REFERENCES casefile (id, force_id, scheme_id),
    CONSTRAINT edition_number UNIQUE (scheme_id, number),
    CONSTRAINT edition_one_in_force EXCLUDE USING gist (scheme_id WITH =, in_force WITH &&)
);

CREATE TABLE requirement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    edition_id bigint NOT NULL REFERENCES edition (id),
    family text NOT NULL CONSTRAINT requirement_family CHECK (family IN ('occupational', 'vetting', 'management', 'fees')),
    code text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    evidence text NOT NULL DEFAULT '',
    critical boolean NOT NULL DEFAULT false,
    sectors text[] NOT NULL DEFAULT '{}',
    CONSTRAINT requirement_code UNIQUE (edition_id, code)
);

CREATE TABLE fee (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    edition_id bigint NOT NULL REFERENCES edition (id),
    sector text NOT NULL,
    stage text NOT NULL CONSTRAINT fee_stage CHECK (stage IN ('consider', 'consider-renewal', 'grant')),
    pence integer CONSTRAINT fee_not_negative CHECK (pence >= 0),
    note text NOT NULL,
    CONSTRAINT fee_line UNIQUE (edition_id, sector, stage)
);
COMMENT ON COLUMN fee.pence IS 'NULL means not yet set, which is not the same as free';

CREATE TABLE consultee (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT consultee_ref UNIQUE,
    edition_id bigint NOT NULL REFERENCES edition (id),
    kind text NOT NULL CONSTRAINT consultee_kind CHECK (kind IN ('mayor', 'authority', 'local-authority', 'community', 'other')),
    name text NOT NULL,
    area_id bigint REFERENCES area (id),
    written_on date,
    channel text NOT NULL DEFAULT 'letter',
    replied_on date,
    reply text,
    effect text,
    CONSTRAINT consultee_name UNIQUE (edition_id, name)
);

-- The content of an edition stands still once it is published (trigger: only drafts may change).
CREATE FUNCTION only_before_publication() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE whose bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.edition_id ELSE NEW.edition_id END;
BEGIN
    IF (SELECT in_force IS NOT NULL FROM edition WHERE edition.id = whose) THEN
        RAISE EXCEPTION 'a published edition stands still' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER requirement_still BEFORE INSERT OR UPDATE OR DELETE ON requirement FOR EACH ROW EXECUTE FUNCTION only_before_publication();
CREATE TRIGGER fee_still BEFORE INSERT OR UPDATE OR DELETE ON fee FOR EACH ROW EXECUTE FUNCTION only_before_publication();

SELECT journalled('edition', 'requirement', 'fee', 'consultee');
GRANT SELECT, INSERT ON edition, requirement, fee, consultee TO csas_app;
GRANT UPDATE (title, standing, basis, changes, in_force) ON edition TO csas_app;
GRANT UPDATE, DELETE ON requirement, fee TO csas_app;
GRANT UPDATE ON consultee TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
