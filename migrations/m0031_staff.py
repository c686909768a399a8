"""What a staff list needs besides people: names by employer, notifiable events, spreadsheets on their way."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0031"
VERSION = "1.38.0"
DESCRIPTION = "What a staff list needs besides people: names by employer, notifiable events, spreadsheets on their way"

SQL = """
-- Each employer keeps the name by itself: what one employer writes never reaches another's list.
ALTER TABLE staff_member ADD COLUMN name text;
ALTER TABLE staff_member DISABLE TRIGGER staff_member_has_event;
UPDATE staff_member s SET name = p.name FROM person p WHERE p.id = s.person_id;
ALTER TABLE staff_member ENABLE TRIGGER staff_member_has_event;
ALTER TABLE staff_member ALTER COLUMN name SET NOT NULL;
CREATE FUNCTION name_of_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name := coalesce(NEW.name, (SELECT p.name FROM person p WHERE p.id = NEW.person_id));
    RETURN NEW;
END $$;
CREATE TRIGGER staff_member_name BEFORE INSERT ON staff_member FOR EACH ROW EXECUTE FUNCTION name_of_person();
CREATE INDEX staff_member_list ON staff_member (organisation_id, lower(name), id);
CREATE INDEX staff_member_match ON staff_member (born_on, lower(email)) WHERE email IS NOT NULL;
ALTER TABLE former_name ADD COLUMN staff_member_id bigint REFERENCES staff_member (id);
CREATE INDEX former_name_staff ON former_name (staff_member_id);
GRANT UPDATE (name) ON staff_member TO csas_app;

-- Something an employer must tell the office about one of its people; what happened in words is the event's private part.
CREATE TABLE occurrence (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT occurrence_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    staff_member_id bigint NOT NULL,
    person_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    kind text NOT NULL CONSTRAINT occurrence_kind
        CHECK (kind IN ('arrest', 'disciplinary', 'dismissal', 'change-of-role', 'complaint', 'loss', 'other')),
    happened_on date NOT NULL,
    due_on date NOT NULL,
    told_by bigint NOT NULL REFERENCES person (id),
    told_at timestamptz NOT NULL,
    outcome text CONSTRAINT occurrence_outcome CHECK (outcome IN ('no-action', 'advice', 'review', 'suspension', 'withdrawal')),
    settled_by bigint REFERENCES person (id),
    settled_at timestamptz,
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id),
    FOREIGN KEY (staff_member_id, person_id, organisation_id) REFERENCES staff_member (id, person_id, organisation_id),
    CONSTRAINT occurrence_settled CHECK (num_nulls(outcome, settled_by, settled_at) IN (0, 3))
);
CREATE INDEX occurrence_staff ON occurrence (staff_member_id);
CREATE INDEX occurrence_open ON occurrence (scheme_id, told_at) WHERE outcome IS NULL;
SELECT journalled('occurrence');
GRANT SELECT, INSERT ON occurrence TO csas_app;
GRANT UPDATE (outcome, settled_by, settled_at) ON occurrence TO csas_app;

-- A spreadsheet read but not yet imported: what it said is forgotten with the import or after a day.
CREATE TABLE staff_import (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT staff_import_ref UNIQUE,
    organisation_id bigint NOT NULL REFERENCES organisation (id),
    name text NOT NULL,
    state text NOT NULL DEFAULT 'read' CONSTRAINT staff_import_state CHECK (state IN ('read', 'checked', 'waiting', 'done', 'refused')),
    content jsonb NOT NULL,
    mapping jsonb NOT NULL DEFAULT '{}',
    faults jsonb NOT NULL DEFAULT '[]',
    fault_count integer NOT NULL DEFAULT 0,
    row_count integer NOT NULL DEFAULT 0,
    added_by bigint NOT NULL REFERENCES person (id),
    added_at timestamptz NOT NULL,
    done_at timestamptz
);
CREATE INDEX staff_import_waiting ON staff_import (id) WHERE state = 'waiting';
GRANT SELECT, INSERT, DELETE ON staff_import TO csas_app;
GRANT UPDATE (state, content, mapping, faults, fault_count, row_count, done_at) ON staff_import TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
