"""Applications: drafts, frozen versions, what is sought, files."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0006"
VERSION = "1.38.0"
DESCRIPTION = "Applications: drafts, frozen versions, what is sought, files"

SQL = """
CREATE TABLE application (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    case_id bigint NOT NULL CONSTRAINT application_case UNIQUE,
    sort text NOT NULL CONSTRAINT application_sort CHECK (sort IN ('new', 'variation', 'renewal')),
    varies_id bigint REFERENCES application (id),
    edition_id bigint REFERENCES edition (id),
    place text NOT NULL DEFAULT 'none' CONSTRAINT application_place CHECK (place IN ('none', 'held', 'reserve', 'not-needed')),
    round integer NOT NULL DEFAULT 1,
    FOREIGN KEY (case_id, force_id, scheme_id) REFERENCES casefile (id, force_id, scheme_id),
    CONSTRAINT application_varies CHECK ((sort = 'new') = (varies_id IS NULL))
);

-- Typed answers before submission: machinery, not journalled; submitting freezes a version.
CREATE TABLE draft (
    application_id bigint NOT NULL REFERENCES application (id),
    section text NOT NULL,
    answers jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    saved_by bigint REFERENCES person (id),
    PRIMARY KEY (application_id, section)
);

CREATE TABLE application_version (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id bigint NOT NULL REFERENCES application (id),
    number integer NOT NULL,
    edition_id bigint NOT NULL REFERENCES edition (id),
    content jsonb NOT NULL,
    typed jsonb NOT NULL DEFAULT '{}',
    hash text NOT NULL,
    declared_by text NOT NULL,
    declared_post text NOT NULL,
    declaration text NOT NULL,
    submitted_by bigint NOT NULL REFERENCES person (id),
    submitted_at timestamptz NOT NULL,
    CONSTRAINT application_version_number UNIQUE (application_id, number),
    CONSTRAINT application_version_hash UNIQUE (application_id, id, hash)
);

CREATE TABLE sought_power (
    version_id bigint NOT NULL REFERENCES application_version (id),
    power_id bigint NOT NULL REFERENCES power (id),
    justification text NOT NULL,
    PRIMARY KEY (version_id, power_id)
);

CREATE TABLE sought_area (
    version_id bigint NOT NULL REFERENCES application_version (id),
    area_id bigint NOT NULL REFERENCES area (id),
    PRIMARY KEY (version_id, area_id)
);

CREATE TABLE upload (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT upload_ref UNIQUE,
    application_id bigint NOT NULL REFERENCES application (id),
    section text NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL CONSTRAINT upload_media_type CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    size integer NOT NULL,
    sha256 text NOT NULL,
    stored_as text NOT NULL CONSTRAINT upload_stored_as UNIQUE,
    scan text NOT NULL CONSTRAINT upload_scan CHECK (scan IN ('clean', 'not scanned')),
    added_by bigint NOT NULL REFERENCES person (id),
    added_at timestamptz NOT NULL,
    removed_at timestamptz
);
CREATE INDEX upload_application ON upload (application_id);

-- A file that was turned away, so that the applicant sees what happened to it.
CREATE TABLE rejected_upload (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id bigint NOT NULL REFERENCES application (id),
    section text NOT NULL,
    name text NOT NULL,
    why text NOT NULL,
    at timestamptz NOT NULL
);

CREATE TABLE community_view (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id bigint NOT NULL REFERENCES application (id),
    method text NOT NULL,
    summary text NOT NULL,
    waived boolean NOT NULL,
    recorded_at timestamptz NOT NULL
);

-- Demand that never became an application, or is waiting for a place.
CREATE TABLE demand (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT demand_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    who text NOT NULL,
    sector text NOT NULL,
    outcome text NOT NULL CONSTRAINT demand_outcome CHECK (outcome IN ('interest', 'turned-away', 'reserve')),
    why text NOT NULL,
    received_on date NOT NULL,
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id)
);

SELECT kept('application_version', 'sought_power', 'sought_area', 'community_view', 'demand');
SELECT journalled('application', 'application_version', 'sought_power', 'sought_area', 'upload', 'community_view', 'demand');
GRANT SELECT, INSERT ON application, draft, application_version, sought_power, sought_area, upload, rejected_upload, community_view, demand TO csas_app;
GRANT UPDATE (edition_id, place, round) ON application TO csas_app;
GRANT UPDATE, DELETE ON draft TO csas_app;
GRANT UPDATE (removed_at) ON upload TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
