"""Assessment, recommendation, decision and the arrangement that follows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0008"
VERSION = "1.38.0"
DESCRIPTION = "Assessment, recommendation, decision and the arrangement that follows"

SQL = """
CREATE TABLE assessment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id bigint NOT NULL REFERENCES application (id),
    requirement_id bigint NOT NULL REFERENCES requirement (id),
    round integer NOT NULL,
    result text NOT NULL CONSTRAINT assessment_result CHECK (result IN ('met', 'partly', 'not-met')),
    evidence text NOT NULL,
    assessed_by bigint NOT NULL REFERENCES person (id),
    assessed_at timestamptz NOT NULL
);
CREATE INDEX assessment_application ON assessment (application_id, requirement_id, id);

-- The two findings on the employer: ss.41(4)(a) and 40(9).
CREATE TABLE finding (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id bigint NOT NULL REFERENCES application (id),
    round integer NOT NULL,
    subject text NOT NULL CONSTRAINT finding_subject CHECK (subject IN ('fit-and-proper', 'complaints')),
    satisfied boolean NOT NULL,
    evidence text NOT NULL,
    found_by bigint NOT NULL REFERENCES person (id),
    found_at timestamptz NOT NULL
);
CREATE INDEX finding_application ON finding (application_id, subject, id);

CREATE TABLE recommendation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id bigint NOT NULL REFERENCES application (id),
    round integer NOT NULL,
    version_id bigint NOT NULL REFERENCES application_version (id),
    outcome text NOT NULL CONSTRAINT recommendation_outcome CHECK (outcome IN ('grant', 'grant-in-part', 'refuse')),
    powers text[] NOT NULL,
    areas text[] NOT NULL,
    conditions jsonb NOT NULL,
    reasons text NOT NULL,
    made_by bigint NOT NULL REFERENCES person (id),
    made_at timestamptz NOT NULL
);
CREATE INDEX recommendation_application ON recommendation (application_id, id);

-- Notice with reasons before an adverse decision, and the answer to it.
CREATE TABLE adverse_notice (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    application_id bigint NOT NULL REFERENCES application (id),
    round integer NOT NULL,
    proposal text NOT NULL CONSTRAINT adverse_notice_proposal CHECK (proposal IN ('refuse', 'grant-in-part', 'fewer-areas', 'condition')),
    powers text[] NOT NULL,
    areas text[] NOT NULL,
    conditions jsonb NOT NULL,
    reasons text[] NOT NULL,
    explanation text NOT NULL,
    given_by bigint NOT NULL REFERENCES person (id),
    given_at timestamptz NOT NULL,
    answer_until timestamptz NOT NULL,
    answer text,
    answered_by bigint REFERENCES person (id),
    answered_at timestamptz
);
CREATE INDEX adverse_notice_application ON adverse_notice (application_id, id);

CREATE TABLE decision (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT decision_ref UNIQUE,
    application_id bigint NOT NULL REFERENCES application (id),
    round integer NOT NULL,
    version_id bigint NOT NULL,
    hash text NOT NULL,
    outcome text NOT NULL CONSTRAINT decision_outcome CHECK (outcome IN ('grant', 'grant-in-part', 'refuse')),
    reasons text[] NOT NULL,
    explanation text NOT NULL,
    conditions jsonb NOT NULL,
    against text NOT NULL DEFAULT '',
    delegation_id bigint NOT NULL REFERENCES delegation (id),
    term_until date,
    chained_to bigint REFERENCES decision (id),
    decided_by bigint NOT NULL REFERENCES person (id),
    decided_at timestamptz NOT NULL,
    FOREIGN KEY (application_id, version_id, hash) REFERENCES application_version (application_id, id, hash),
    CONSTRAINT decision_once_a_round UNIQUE (application_id, round)
);

CREATE TABLE decided_power (
    decision_id bigint NOT NULL REFERENCES decision (id),
    version_id bigint NOT NULL,
    power_id bigint NOT NULL,
    PRIMARY KEY (decision_id, power_id),
    CONSTRAINT decided_power_sought FOREIGN KEY (version_id, power_id) REFERENCES sought_power (version_id, power_id)
);

CREATE TABLE decided_area (
    decision_id bigint NOT NULL REFERENCES decision (id),
    version_id bigint NOT NULL,
    area_id bigint NOT NULL,
    PRIMARY KEY (decision_id, area_id),
    CONSTRAINT decided_area_sought FOREIGN KEY (version_id, area_id) REFERENCES sought_area (version_id, area_id)
);

CREATE TABLE signature (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    decision_id bigint NOT NULL REFERENCES decision (id),
    side text NOT NULL CONSTRAINT signature_side CHECK (side IN ('organisation', 'force')),
    person_id bigint NOT NULL REFERENCES person (id),
    signed_as text NOT NULL,
    post text NOT NULL,
    protocols text[] NOT NULL,
    wording text NOT NULL,
    signed_at timestamptz NOT NULL,
    CONSTRAINT signature_once UNIQUE (decision_id, side)
);

-- A fact with a period: the arrangement with an employer. "In force" is derived, never stored.
-- Arrangements that vary or renew one another without a gap are one line.
CREATE TABLE arrangement (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL,
    line text NOT NULL,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    organisation_id bigint NOT NULL REFERENCES organisation (id),
    application_id bigint NOT NULL REFERENCES application (id),
    decision_id bigint NOT NULL REFERENCES decision (id),
    valid tstzrange NOT NULL CONSTRAINT arrangement_not_empty CHECK (NOT isempty(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    ending text NOT NULL DEFAULT 'term' CONSTRAINT arrangement_ending CHECK (ending IN ('term', 'surrender', 'notice', 'variation')),
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id),
    CONSTRAINT arrangement_one EXCLUDE USING gist (scheme_id WITH =, organisation_id WITH =, valid WITH &&, known WITH &&)
);
CREATE INDEX arrangement_ref ON arrangement (ref);
CREATE INDEX arrangement_line ON arrangement (line);

SELECT kept('assessment', 'finding', 'recommendation', 'decision', 'decided_power', 'decided_area', 'signature');
SELECT facts('arrangement');
SELECT journalled('assessment', 'finding', 'recommendation', 'adverse_notice', 'decision', 'decided_power', 'decided_area', 'signature', 'arrangement');
GRANT SELECT, INSERT ON assessment, finding, recommendation, adverse_notice, decision, decided_power, decided_area, signature, arrangement TO csas_app;
GRANT UPDATE (answer, answered_by, answered_at) ON adverse_notice TO csas_app;
GRANT UPDATE (known) ON arrangement TO csas_app;
GRANT UPDATE (valid) ON phase TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
