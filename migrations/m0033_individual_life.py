"""The life of an accreditation: recommendations, suspended providers, notices that were sent, and a person's own appeal."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0033"
VERSION = "1.38.0"
DESCRIPTION = (
    "The life of an accreditation: recommendations, suspended providers, notices that were sent, a person's own appeal"
)

SQL = """
-- People asked for at once, and decided at once, share a batch; each has an act and an event of their own.
ALTER TABLE individual_request ADD COLUMN batch text;
CREATE INDEX individual_request_accreditation_of ON individual_request (accreditation_id) WHERE accreditation_id IS NOT NULL;
CREATE TABLE individual_recommendation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id bigint NOT NULL REFERENCES individual_request (id),
    round integer NOT NULL,
    outcome text NOT NULL CONSTRAINT individual_recommendation_outcome CHECK (outcome IN ('grant', 'refuse')),
    powers text[] NOT NULL,
    reasons text NOT NULL,
    made_by bigint NOT NULL REFERENCES person (id),
    made_at timestamptz NOT NULL
);
CREATE INDEX individual_recommendation_request ON individual_recommendation (request_id, id);

-- While an employer is suspended nobody of it uses a power, and nothing is granted to anybody of it.
-- It lasts no longer than the line of arrangements that was suspended.
CREATE TABLE provider_suspension (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    organisation_id bigint NOT NULL REFERENCES organisation (id),
    case_id bigint NOT NULL,
    arrangement_line text NOT NULL,
    reasons text[] NOT NULL,
    explanation text NOT NULL,
    suspended_by bigint NOT NULL REFERENCES person (id),
    valid tstzrange NOT NULL CONSTRAINT provider_suspension_not_empty CHECK (NOT isempty(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    FOREIGN KEY (case_id, force_id, scheme_id) REFERENCES casefile (id, force_id, scheme_id),
    CONSTRAINT provider_suspension_once EXCLUDE USING gist
        (scheme_id WITH =, organisation_id WITH =, arrangement_line WITH =, valid WITH &&, known WITH &&)
);
CREATE TABLE provider_lifting (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    suspension_ref text NOT NULL CONSTRAINT provider_lifting_once UNIQUE,
    proposed_by bigint NOT NULL REFERENCES person (id),
    proposed_at timestamptz NOT NULL,
    why text NOT NULL
);

-- A person may be suspended by themselves and with their employer; lifting one leaves the other.
ALTER TABLE restriction ADD COLUMN reach text NOT NULL DEFAULT 'person'
    CONSTRAINT restriction_reach CHECK (reach IN ('person', 'provider', 'power'));
ALTER TABLE restriction DROP CONSTRAINT restriction_once;
ALTER TABLE restriction ADD CONSTRAINT restriction_once EXCLUDE USING gist (accreditation_id WITH =,
    coalesce(power_id, 0) WITH =, kind WITH =, reach WITH =, valid WITH &&, known WITH &&);
CREATE INDEX restriction_notice ON restriction (notice_ref);
CREATE INDEX accreditation_line ON accreditation (arrangement_line);
CREATE INDEX accreditation_employment ON accreditation (employment_ref);

-- A message that carries a notice: when it is accepted for delivery, the notice has been given by e-mail.
ALTER TABLE statutory_notice ADD COLUMN batch text;
CREATE INDEX statutory_notice_batch ON statutory_notice (batch) WHERE batch IS NOT NULL;
CREATE INDEX notice_copy_waiting ON notice_copy (notice_id) WHERE served_at IS NULL;
ALTER TABLE outbox_message ADD COLUMN notice_id bigint REFERENCES statutory_notice (id),
    ADD COLUMN notice_batch text,
    ADD COLUMN notice_copy text CONSTRAINT outbox_message_copy CHECK (notice_copy IN ('person', 'employer'));
CREATE INDEX outbox_message_notice ON outbox_message (notice_id) WHERE notice_id IS NOT NULL;
CREATE INDEX outbox_message_notices ON outbox_message (notice_batch) WHERE notice_batch IS NOT NULL;

-- To shorten what was granted is no grant, so it is allowed after the end too.
CREATE OR REPLACE FUNCTION not_after_the_end() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE shortened boolean;
BEGIN
    IF EXISTS (SELECT 1 FROM restriction r WHERE r.accreditation_id = NEW.accreditation_id AND upper_inf(r.known)
        AND r.kind IN ('withdrawal', 'surrender') AND r.valid && NEW.valid) THEN
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE ref = $1 AND valid @> $2)', TG_TABLE_NAME)
            INTO shortened USING NEW.ref, NEW.valid;
        IF NOT shortened THEN
            RAISE EXCEPTION 'nothing is granted after a withdrawal'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'nothing_after_the_end';
        END IF;
    END IF;
    RETURN NEW;
END $$;

-- Each course the power needs had been passed by this very person when the power was decided (s.41(4)(d)).
CREATE FUNCTION granted_trained() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM granted_power g WHERE g.ref = NEW.ref) THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM pathway w JOIN course c ON c.id = w.course_id
            JOIN accreditation a ON a.id = NEW.accreditation_id AND a.scheme_id = c.scheme_id
            WHERE w.power_id = NEW.power_id AND w.course_id <> ALL (NEW.courses))
        OR EXISTS (SELECT 1 FROM unnest(NEW.courses) AS each (course), accreditation a, individual_decision d
            WHERE a.id = NEW.accreditation_id AND d.id = NEW.decision_id AND NOT EXISTS (
                SELECT 1 FROM training t WHERE t.person_id = a.person_id AND t.course_id = each.course
                    AND upper_inf(t.known) AND t.valid @> d.decided_at)) THEN
        RAISE EXCEPTION 'a power without its training' USING ERRCODE = 'check_violation', CONSTRAINT = 'granted_power_trained';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER granted_power_taught BEFORE INSERT ON granted_power FOR EACH ROW EXECUTE FUNCTION granted_trained();

-- Worklists hold the cases of people only while they are under way; those accredited are many.
CREATE INDEX casefile_at_work ON casefile (scheme_id, state_since, id) WHERE process <> 'individual'
    OR state IN ('identity', 'vetting', 'training', 'assessment', 'with-decision-maker');

-- An appeal is against one thing: a decision on an employer, a decision on a person, or a notice to a person.
ALTER TABLE appeal ALTER COLUMN decision_id DROP NOT NULL,
    ADD COLUMN individual_decision_id bigint CONSTRAINT appeal_individual_once UNIQUE REFERENCES individual_decision (id),
    ADD COLUMN notice_id bigint CONSTRAINT appeal_notice_once UNIQUE REFERENCES statutory_notice (id),
    ADD CONSTRAINT appeal_against CHECK (num_nonnulls(decision_id, individual_decision_id, notice_id) = 1);

SELECT kept('individual_recommendation', 'provider_lifting');
SELECT facts('provider_suspension');
SELECT journalled('individual_recommendation', 'provider_suspension', 'provider_lifting');
GRANT SELECT, INSERT ON individual_recommendation, provider_suspension, provider_lifting TO csas_app;
GRANT UPDATE (known) ON provider_suspension TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
