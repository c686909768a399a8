"""Requests for local endorsement and their answers."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0007"
VERSION = "1.38.0"
DESCRIPTION = "Requests for local endorsement and their answers"

SQL = """
CREATE TABLE endorsement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    case_id bigint NOT NULL CONSTRAINT endorsement_case UNIQUE,
    application_id bigint NOT NULL REFERENCES application (id),
    partnership_id bigint NOT NULL REFERENCES partnership (id),
    round integer NOT NULL DEFAULT 1,
    version_id bigint NOT NULL,
    hash text NOT NULL,
    reminders integer NOT NULL DEFAULT 0,
    extended_for text,
    why_not_asked text,
    FOREIGN KEY (case_id, force_id, scheme_id) REFERENCES casefile (id, force_id, scheme_id),
    FOREIGN KEY (application_id, version_id, hash) REFERENCES application_version (application_id, id, hash),
    CONSTRAINT endorsement_once UNIQUE (application_id, partnership_id)
);

CREATE TABLE declared_interest (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endorsement_id bigint NOT NULL REFERENCES endorsement (id),
    organisation_id bigint REFERENCES organisation (id),
    partnership_id bigint REFERENCES partnership (id),
    person_id bigint NOT NULL REFERENCES person (id),
    who text NOT NULL,
    interest text NOT NULL,
    declared_at timestamptz NOT NULL
);

CREATE TABLE endorsement_reply (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endorsement_id bigint NOT NULL REFERENCES endorsement (id),
    round integer NOT NULL,
    version_id bigint NOT NULL REFERENCES application_version (id),
    body_name text NOT NULL,
    signatory text NOT NULL,
    post text NOT NULL,
    authority text NOT NULL,
    meeting_on date,
    minute text NOT NULL,
    to_be_ratified boolean NOT NULL,
    remarks text NOT NULL,
    replied_by bigint NOT NULL REFERENCES person (id),
    replied_at timestamptz NOT NULL,
    CONSTRAINT endorsement_reply_once UNIQUE (endorsement_id, round)
);

CREATE TABLE endorsement_view (
    reply_id bigint NOT NULL REFERENCES endorsement_reply (id),
    area_id bigint NOT NULL REFERENCES area (id),
    power_id bigint NOT NULL REFERENCES power (id),
    opinion text NOT NULL CONSTRAINT endorsement_view_opinion CHECK (opinion IN ('endorse', 'condition', 'object', 'no-view')),
    condition text NOT NULL DEFAULT '',
    PRIMARY KEY (reply_id, area_id, power_id),
    CONSTRAINT endorsement_view_condition CHECK ((opinion = 'condition') = (condition <> '') OR opinion = 'object')
);

SELECT kept('declared_interest', 'endorsement_reply', 'endorsement_view');
SELECT journalled('endorsement', 'declared_interest', 'endorsement_reply', 'endorsement_view');
GRANT SELECT, INSERT ON endorsement, declared_interest, endorsement_reply, endorsement_view TO csas_app;
GRANT UPDATE (round, version_id, hash, reminders, extended_for, why_not_asked) ON endorsement TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
