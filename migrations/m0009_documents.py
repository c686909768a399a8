"""Numbers, documents and what waits to be sent."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0009"
VERSION = "1.38.0"
DESCRIPTION = "Numbers, documents and what waits to be sent"

SQL = """
-- A number is burnt when it is drawn, whatever becomes of its document.
CREATE TABLE document_number (
    number text PRIMARY KEY CONSTRAINT document_number_form CHECK (number ~ '^[0-9A-HJKMNP-TV-Z]{12}[0-9A-Z*~$=]$'),
    drawn_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE document (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT document_ref UNIQUE,
    force_id bigint NOT NULL REFERENCES force (id),
    scheme_id bigint NOT NULL REFERENCES scheme (id),
    case_id bigint NOT NULL REFERENCES casefile (id),
    organisation_id bigint REFERENCES organisation (id),
    kind text NOT NULL CONSTRAINT document_kind CHECK (kind IN ('certificate', 'letter')),
    number text CONSTRAINT document_number_once UNIQUE REFERENCES document_number (number),
    arrangement_ref text,
    snapshot jsonb NOT NULL,
    state text NOT NULL DEFAULT 'reserved' CONSTRAINT document_state CHECK (state IN ('reserved', 'issued', 'replaced', 'void')),
    sha256 text,
    stored_as text,
    reserved_at timestamptz NOT NULL,
    issued_at timestamptz,
    replaced_at timestamptz,
    CONSTRAINT document_issued_whole CHECK (state IN ('reserved', 'void') OR num_nulls(sha256, stored_as, issued_at) = 0)
);
CREATE INDEX document_case ON document (case_id);
CREATE INDEX document_reserved ON document (id) WHERE state = 'reserved';
CREATE UNIQUE INDEX document_one_certificate ON document (arrangement_ref) WHERE kind = 'certificate' AND state IN ('reserved', 'issued');

CREATE TABLE outbox_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT outbox_message_ref UNIQUE,
    unique_key text NOT NULL CONSTRAINT outbox_message_once UNIQUE,
    event_id bigint REFERENCES event (id),
    scheme_id bigint REFERENCES scheme (id),
    case_id bigint REFERENCES casefile (id),
    organisation_id bigint REFERENCES organisation (id),
    kind text NOT NULL,
    to_person bigint REFERENCES person (id),
    to_name text NOT NULL,
    to_address text NOT NULL,
    facts jsonb NOT NULL,
    message_id text NOT NULL,
    subject text,
    body text,
    state text NOT NULL DEFAULT 'waiting' CONSTRAINT outbox_message_state CHECK (state IN ('waiting', 'sent', 'kept', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    next_try_at timestamptz,
    created_at timestamptz NOT NULL,
    sent_at timestamptz,
    problem text
);
CREATE INDEX outbox_message_waiting ON outbox_message (id) WHERE state = 'waiting';
CREATE INDEX outbox_message_case ON outbox_message (case_id);

SELECT kept('document_number');
SELECT journalled('document');
GRANT SELECT, INSERT ON document_number, document, outbox_message TO csas_app;
GRANT UPDATE (state, sha256, stored_as, issued_at, replaced_at) ON document TO csas_app;
GRANT UPDATE ON outbox_message TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
