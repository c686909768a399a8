"""What has to be drawn for accredited people, and the runs in which cards are printed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0034"
VERSION = "1.38.0"
DESCRIPTION = "What has to be drawn for accredited people, and the runs in which cards are printed"

SQL = """
-- Accreditations whose instrument or card has to be reserved. Whoever reserves holds the row, so that a
-- restriction waits for a reservation under way and then undoes it: nothing stale is ever issued.
CREATE TABLE card_due (
    accreditation_id bigint PRIMARY KEY REFERENCES accreditation (id),
    since timestamptz NOT NULL,
    wanting text NOT NULL DEFAULT '' CONSTRAINT card_due_wanting CHECK (wanting IN ('', 'photograph'))
);
CREATE UNIQUE INDEX document_one_reserved ON document (accreditation_id, kind)
    WHERE kind IN ('instrument', 'card') AND state = 'reserved';
CREATE INDEX document_sha256 ON document (sha256) WHERE sha256 IS NOT NULL;

-- One run of the printer: cards in files of sheets, each file drawn and signed by itself.
CREATE TABLE print_run (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT print_run_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    organisation_id bigint REFERENCES organisation (id),
    started_by bigint NOT NULL REFERENCES person (id),
    started_at timestamptz NOT NULL,
    cards integer NOT NULL CONSTRAINT print_run_cards CHECK (cards > 0),
    finished_at timestamptz,
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id)
);
CREATE INDEX print_run_scheme ON print_run (scheme_id, id);
CREATE INDEX print_run_unfinished ON print_run (id) WHERE finished_at IS NULL;
CREATE TABLE print_run_file (
    run_id bigint NOT NULL REFERENCES print_run (id),
    number integer NOT NULL CONSTRAINT print_run_file_number CHECK (number > 0),
    sheets integer,
    sha256 text,
    stored_as text,
    made_at timestamptz,
    PRIMARY KEY (run_id, number),
    CONSTRAINT print_run_file_whole CHECK (num_nulls(sheets, made_at) IN (0, 2) AND num_nulls(sha256, stored_as) IN (0, 2)
        AND (sha256 IS NULL) = (coalesce(sheets, 0) = 0))
);
CREATE INDEX print_run_file_sha256 ON print_run_file (sha256) WHERE sha256 IS NOT NULL;
CREATE TABLE print_run_card (
    run_id bigint NOT NULL,
    file integer NOT NULL,
    place integer NOT NULL CONSTRAINT print_run_card_place CHECK (place > 0),
    document_id bigint NOT NULL REFERENCES document (id),
    outcome text NOT NULL DEFAULT 'waiting' CONSTRAINT print_run_card_outcome
        CHECK (outcome IN ('waiting', 'printed', 'left-out')),
    PRIMARY KEY (run_id, file, place),
    FOREIGN KEY (run_id, file) REFERENCES print_run_file (run_id, number)
);
CREATE UNIQUE INDEX print_run_card_once ON print_run_card (document_id) WHERE outcome <> 'left-out';

SELECT journalled('print_run', 'print_run_file', 'print_run_card');
GRANT SELECT, INSERT ON card_due, print_run, print_run_file, print_run_card TO csas_app;
GRANT UPDATE, DELETE ON card_due TO csas_app;
GRANT UPDATE (finished_at) ON print_run TO csas_app;
GRANT UPDATE (sheets, sha256, stored_as, made_at) ON print_run_file TO csas_app;
GRANT UPDATE (outcome) ON print_run_card TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
