"""Reviews of providers and the appeals against decisions."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0010"
VERSION = "1.38.0"
DESCRIPTION = "Reviews of providers and the appeals against decisions"

SQL = """
CREATE TABLE review (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    case_id bigint NOT NULL CONSTRAINT review_case UNIQUE,
    application_id bigint NOT NULL REFERENCES application (id),
    number integer NOT NULL,
    period daterange NOT NULL,
    risk text NOT NULL DEFAULT 'moderate' CONSTRAINT review_risk CHECK (risk IN ('low', 'moderate', 'high', 'very-high')),
    overall text CONSTRAINT review_overall CHECK (overall IN ('excellent', 'good', 'fair', 'poor', 'not-graded')),
    validation text,
    summary text,
    follow_up text,
    FOREIGN KEY (case_id, force_id, scheme_id) REFERENCES casefile (id, force_id, scheme_id),
    CONSTRAINT review_number UNIQUE (application_id, number)
);

CREATE TABLE self_assessment (
    review_id bigint NOT NULL REFERENCES review (id),
    topic text NOT NULL,
    grade text NOT NULL CONSTRAINT self_assessment_grade CHECK (grade IN ('excellent', 'good', 'fair', 'poor', 'not-graded')),
    account text NOT NULL,
    PRIMARY KEY (review_id, topic)
);

CREATE TABLE review_grade (
    review_id bigint NOT NULL REFERENCES review (id),
    topic text NOT NULL,
    grade text NOT NULL CONSTRAINT review_grade_grade CHECK (grade IN ('excellent', 'good', 'fair', 'poor', 'not-graded')),
    direction text NOT NULL CONSTRAINT review_grade_direction CHECK (direction IN ('improved', 'stable', 'declined', 'not-allocated')),
    critical_failure boolean NOT NULL DEFAULT false,
    strengths text NOT NULL,
    improvements text NOT NULL,
    good_practice text NOT NULL,
    PRIMARY KEY (review_id, topic)
);

CREATE TABLE review_action (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    review_id bigint NOT NULL REFERENCES review (id),
    body text NOT NULL,
    due_on date NOT NULL,
    done boolean,
    outcome text
);

CREATE TABLE appeal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    case_id bigint NOT NULL CONSTRAINT appeal_case UNIQUE,
    decision_id bigint NOT NULL CONSTRAINT appeal_once UNIQUE REFERENCES decision (id),
    grounds text[] NOT NULL,
    statement text NOT NULL,
    lodged_by bigint NOT NULL REFERENCES person (id),
    lodged_at timestamptz NOT NULL,
    outcome text CONSTRAINT appeal_outcome CHECK (outcome IN ('upheld', 'dismissed', 'not-admitted')),
    reasons text,
    decided_by bigint REFERENCES person (id),
    decided_at timestamptz,
    FOREIGN KEY (case_id, force_id, scheme_id) REFERENCES casefile (id, force_id, scheme_id)
);

SELECT kept('self_assessment', 'review_grade');
SELECT journalled('review', 'self_assessment', 'review_grade', 'review_action', 'appeal');
GRANT SELECT, INSERT ON review, self_assessment, review_grade, review_action, appeal TO csas_app;
GRANT UPDATE (risk, overall, validation, summary, follow_up) ON review TO csas_app;
GRANT UPDATE (done, outcome) ON review_action TO csas_app;
GRANT UPDATE (outcome, reasons, decided_by, decided_at) ON appeal TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
