"""Requests for powers for one person, what was found of them, and the decision on each power."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0021"
VERSION = "1.38.0"
DESCRIPTION = "Requests for powers for one person, what was found of them, and the decision on each power"

SQL = """
ALTER TABLE casefile ADD COLUMN person_id bigint REFERENCES person (id);
CREATE INDEX casefile_person ON casefile (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE individual_request (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    case_id bigint NOT NULL CONSTRAINT individual_request_case UNIQUE,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    staff_member_id bigint NOT NULL,
    sort text NOT NULL CONSTRAINT individual_request_sort CHECK (sort IN ('new', 'renewal', 'variation')),
    accreditation_id bigint,
    profile_id bigint REFERENCES role_profile (id),
    round integer NOT NULL DEFAULT 1,
    FOREIGN KEY (case_id, force_id, scheme_id) REFERENCES casefile (id, force_id, scheme_id),
    FOREIGN KEY (staff_member_id, person_id, organisation_id) REFERENCES staff_member (id, person_id, organisation_id),
    CONSTRAINT individual_request_of CHECK ((sort = 'new') = (accreditation_id IS NULL))
);
CREATE INDEX individual_request_person ON individual_request (person_id);

-- Which powers, where, for which offences. No row: accreditation without any power.
CREATE TABLE requested_power (
    request_id bigint NOT NULL REFERENCES individual_request (id),
    power_id bigint NOT NULL REFERENCES power (id),
    areas text[] NOT NULL,
    zones text[] NOT NULL DEFAULT '{}',
    offences text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (request_id, power_id)
);
CREATE TABLE identity_check (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id bigint NOT NULL REFERENCES individual_request (id),
    documents text[] NOT NULL CONSTRAINT identity_check_documents CHECK (cardinality(documents) >= 2),
    photograph_id bigint NOT NULL REFERENCES photograph (id),
    checked_by bigint NOT NULL REFERENCES person (id),
    checked_at timestamptz NOT NULL
);
-- Suitable, capable and adequately trained (s.41(4)(b) to (d)), each with its evidence; the last newest row counts.
CREATE TABLE person_finding (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id bigint NOT NULL REFERENCES individual_request (id),
    round integer NOT NULL,
    subject text NOT NULL CONSTRAINT person_finding_subject CHECK (subject IN ('suitable', 'capable', 'trained')),
    power_id bigint REFERENCES power (id),
    satisfied boolean NOT NULL,
    evidence text NOT NULL,
    found_by bigint NOT NULL REFERENCES person (id),
    found_at timestamptz NOT NULL
);
CREATE INDEX person_finding_request ON person_finding (request_id, subject, power_id, id);

CREATE TABLE individual_decision (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT individual_decision_ref UNIQUE,
    request_id bigint NOT NULL REFERENCES individual_request (id),
    round integer NOT NULL,
    batch text,
    outcome text NOT NULL CONSTRAINT individual_decision_outcome CHECK (outcome IN ('grant', 'grant-in-part', 'refuse')),
    explanation text NOT NULL,
    delegation_id bigint NOT NULL REFERENCES delegation (id),
    last_day date,
    rests_on text[] NOT NULL DEFAULT '{}',
    decided_by bigint NOT NULL REFERENCES person (id),
    decided_at timestamptz NOT NULL,
    CONSTRAINT individual_decision_whole UNIQUE (id, request_id),
    CONSTRAINT individual_decision_once UNIQUE (request_id, round)
);
CREATE TABLE individual_decided_power (
    decision_id bigint NOT NULL,
    request_id bigint NOT NULL,
    power_id bigint NOT NULL,
    granted boolean NOT NULL,
    areas text[] NOT NULL,
    conditions text[] NOT NULL DEFAULT '{}',
    reasons text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (decision_id, power_id),
    FOREIGN KEY (decision_id, request_id) REFERENCES individual_decision (id, request_id),
    CONSTRAINT individual_decided_requested FOREIGN KEY (request_id, power_id) REFERENCES requested_power (request_id, power_id),
    CONSTRAINT individual_decided_whole UNIQUE (decision_id, power_id, granted)
);

SELECT kept('requested_power', 'identity_check', 'person_finding', 'individual_decision', 'individual_decided_power');
SELECT journalled('individual_request', 'requested_power', 'identity_check', 'person_finding', 'individual_decision',
    'individual_decided_power');
GRANT SELECT, INSERT ON individual_request, requested_power, identity_check, person_finding, individual_decision,
    individual_decided_power TO csas_app;
GRANT UPDATE (round, accreditation_id) ON individual_request TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
