"""Cases of every process, their pauses, and who took which part."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0004"
VERSION = "1.38.0"
DESCRIPTION = "Cases of every process, their pauses, and who took which part"

SQL = """
CREATE TABLE definition (
    digest text PRIMARY KEY,
    process text NOT NULL,
    body jsonb NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE casefile (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT casefile_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    process text NOT NULL,
    digest text NOT NULL REFERENCES definition (digest),
    title text NOT NULL,
    state text NOT NULL,
    state_since timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    organisation_id bigint REFERENCES organisation (id),
    partnership_id bigint REFERENCES partnership (id),
    respondent_organisation_id bigint REFERENCES organisation (id),
    parent_id bigint REFERENCES casefile (id),
    root_id bigint REFERENCES casefile (id),
    assigned_id bigint REFERENCES person (id),
    extended_to date,
    opened_at timestamptz NOT NULL,
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id),
    CONSTRAINT casefile_of_force UNIQUE (id, force_id, scheme_id)
);
CREATE INDEX casefile_waiting ON casefile (scheme_id, process, state, state_since);
CREATE INDEX casefile_organisation ON casefile (organisation_id);
CREATE INDEX casefile_partnership ON casefile (partnership_id);
CREATE INDEX casefile_respondent ON casefile (respondent_organisation_id);
CREATE INDEX casefile_parent ON casefile (parent_id);

ALTER TABLE event ADD CONSTRAINT event_case FOREIGN KEY (case_id) REFERENCES casefile (id);

-- While one of these is open the clock of the case stands still.
CREATE TABLE pause (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id bigint NOT NULL REFERENCES casefile (id),
    kind text NOT NULL CONSTRAINT pause_kind CHECK (kind IN ('question', 'hold')),
    why text NOT NULL,
    during tstzrange NOT NULL CONSTRAINT pause_not_empty CHECK (NOT isempty(during)),
    CONSTRAINT pause_once EXCLUDE USING gist (case_id WITH =, kind WITH =, during WITH &&)
);

-- One person, one part in a case, whatever the account.
CREATE TABLE participation (
    case_id bigint NOT NULL REFERENCES casefile (id),
    person_id bigint NOT NULL REFERENCES person (id),
    part text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (case_id, person_id, part),
    CONSTRAINT participation_one_part EXCLUDE USING gist (case_id WITH =, person_id WITH =, part WITH <>)
);

CREATE TABLE note (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT note_ref UNIQUE,
    case_id bigint NOT NULL REFERENCES casefile (id),
    written_by bigint NOT NULL REFERENCES person (id),
    written_at timestamptz NOT NULL,
    body text NOT NULL
);

CREATE TABLE question (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT question_ref UNIQUE,
    case_id bigint NOT NULL REFERENCES casefile (id),
    item text NOT NULL,
    body text NOT NULL,
    asked_by bigint NOT NULL REFERENCES person (id),
    asked_at timestamptz NOT NULL,
    due_on date NOT NULL,
    answer text,
    answered_by bigint REFERENCES person (id),
    answered_at timestamptz,
    CONSTRAINT question_answered_whole CHECK (num_nulls(answer, answered_by, answered_at) IN (0, 3))
);
CREATE INDEX question_case ON question (case_id);

SELECT kept('definition', 'participation', 'note');
SELECT journalled('casefile', 'pause', 'participation', 'note', 'question');
GRANT SELECT, INSERT ON definition, casefile, pause, participation, note, question TO csas_app;
GRANT UPDATE (state, state_since, version, title, respondent_organisation_id, assigned_id, extended_to, root_id, organisation_id) ON casefile TO csas_app;
GRANT UPDATE (during) ON pause TO csas_app;
GRANT UPDATE (answer, answered_by, answered_at) ON question TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
