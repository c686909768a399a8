"""The journal, and the rule that no change is kept without its event."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0003"
VERSION = "1.38.0"
DESCRIPTION = "The journal, and the rule that no change is kept without its event"

SQL = """
CREATE TABLE event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT event_ref UNIQUE,
    xid xid8 NOT NULL CONSTRAINT event_one_a_transaction UNIQUE,
    recorded_at timestamptz NOT NULL,
    occurred_at timestamptz NOT NULL,
    tag text NOT NULL CONSTRAINT event_tag CHECK (tag ~ '^[a-z-]+:[a-z-]+$'),
    force_id bigint REFERENCES force (id),
    scheme_id bigint REFERENCES scheme (id),
    case_id bigint,
    actor_kind text NOT NULL CONSTRAINT event_actor_kind CHECK (actor_kind IN ('person', 'public', 'clock')),
    actor_id bigint REFERENCES person (id),
    actor_role text,
    moves jsonb NOT NULL,
    facts jsonb NOT NULL,
    private_hash bytea
);
CREATE INDEX event_case ON event (case_id, id);
CREATE INDEX event_actor ON event (actor_id, id);

-- Everything else one act touched.
CREATE TABLE event_subject (
    event_id bigint NOT NULL REFERENCES event (id),
    kind text NOT NULL,
    subject_id bigint NOT NULL,
    PRIMARY KEY (event_id, kind, subject_id)
);
CREATE INDEX event_subject_of ON event_subject (kind, subject_id, event_id);

-- Personal text beside the event, which holds only its hash: it can be erased and the journal still checked.
CREATE TABLE event_private (
    event_id bigint PRIMARY KEY REFERENCES event (id),
    salt bytea NOT NULL CONSTRAINT event_private_salt CHECK (length(salt) = 32),
    body bytea NOT NULL
);

CREATE FUNCTION stamp_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id();
    NEW.recorded_at := clock_timestamp();
    NEW.actor_kind := coalesce(nullif(current_setting('csas.actor_kind', true), ''), 'public');
    NEW.actor_id := nullif(current_setting('csas.actor_id', true), '')::bigint;
    RETURN NEW;
END $$;
CREATE TRIGGER event_stamp BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION stamp_event();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION need_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM event WHERE xid = pg_current_xact_id()) THEN
        RAISE EXCEPTION 'a change of % without its event', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'change_has_event';
    END IF;
    RETURN NULL;
END $$;

-- journalled(table): no change is kept unless its transaction recorded an event.
CREATE FUNCTION journalled(VARIADIC tables text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY tables LOOP
        EXECUTE format('CREATE CONSTRAINT TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I '
            'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION need_event()', name || '_has_event', name);
    END LOOP;
END $$;

-- kept(table): rows are added and never changed or removed.
CREATE FUNCTION kept(VARIADIC tables text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY tables LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I '
            'FOR EACH ROW EXECUTE FUNCTION refuse_change()', name || '_kept', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I '
            'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name || '_kept_whole', name);
    END LOOP;
END $$;

-- A fact is never edited: the one permitted update closes `known` at the database clock.
CREATE FUNCTION close_known_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.known := tstzrange(clock_timestamp(), NULL);
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR upper(OLD.known) IS NOT NULL
        OR (to_jsonb(NEW) - 'known') IS DISTINCT FROM (to_jsonb(OLD) - 'known') THEN
        RAISE EXCEPTION 'a fact of % is corrected by another, never edited', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.known := tstzrange(lower(OLD.known), clock_timestamp());
    RETURN NEW;
END $$;

CREATE FUNCTION facts(VARIADIC tables text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY tables LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE OR DELETE ON %I '
            'FOR EACH ROW EXECUTE FUNCTION close_known_only()', name || '_fact', name);
    END LOOP;
END $$;

-- Facts of the ground: who holds which role, who may decide, which powers the force has adopted.
CREATE TABLE role_holding (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES person (id),
    role text NOT NULL,
    post text NOT NULL DEFAULT '',
    scheme_id bigint REFERENCES scheme (id),
    organisation_id bigint REFERENCES organisation (id),
    partnership_id bigint REFERENCES partnership (id),
    valid tstzrange NOT NULL CONSTRAINT role_holding_not_empty CHECK (NOT isempty(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    CONSTRAINT role_holding_somewhere CHECK (num_nonnulls(scheme_id, organisation_id, partnership_id) = 1),
    CONSTRAINT role_holding_once EXCLUDE USING gist (person_id WITH =, role WITH =,
        coalesce(scheme_id, 0) WITH =, coalesce(organisation_id, 0) WITH =, coalesce(partnership_id, 0) WITH =,
        valid WITH &&, known WITH &&)
);
CREATE INDEX role_holding_person ON role_holding (person_id);

CREATE TABLE delegation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT delegation_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    person_id bigint NOT NULL REFERENCES person (id),
    post text NOT NULL,
    instrument text NOT NULL,
    valid tstzrange NOT NULL CONSTRAINT delegation_not_empty CHECK (NOT isempty(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id),
    CONSTRAINT delegation_once EXCLUDE USING gist (person_id WITH =, scheme_id WITH =, valid WITH &&, known WITH &&)
);

CREATE TABLE power_adoption (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    power_id bigint NOT NULL REFERENCES power (id),
    valid tstzrange NOT NULL CONSTRAINT power_adoption_not_empty CHECK (NOT isempty(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id),
    CONSTRAINT power_adoption_once EXCLUDE USING gist (scheme_id WITH =, power_id WITH =, valid WITH &&, known WITH &&)
);

SELECT kept('event', 'event_subject');
SELECT facts('role_holding', 'delegation', 'power_adoption');
SELECT journalled('organisation', 'partnership', 'role_holding', 'delegation', 'power_adoption', 'person', 'scheme', 'phase', 'setting',
    'force', 'partnership_area', 'responsible_authority');
GRANT SELECT, INSERT ON event, event_subject, event_private TO csas_app;
GRANT SELECT, INSERT ON role_holding, delegation, power_adoption TO csas_app;
GRANT UPDATE (known) ON role_holding, delegation, power_adoption TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
