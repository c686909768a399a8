"""Accreditations of people: terms, powers, what takes powers away, and the notices that say so."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0022"
VERSION = "1.38.0"
DESCRIPTION = "Accreditations of people: terms, powers, what takes powers away, and the notices that say so"

SQL = """
-- Who was accredited, with whom, by whom: one person, one employer, one police area. It holds no standing.
CREATE TABLE accreditation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT accreditation_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    staff_member_id bigint NOT NULL,
    employment_ref text NOT NULL,
    arrangement_line text NOT NULL,
    case_id bigint NOT NULL,
    granted_at timestamptz NOT NULL,
    FOREIGN KEY (case_id, force_id, scheme_id) REFERENCES casefile (id, force_id, scheme_id),
    FOREIGN KEY (staff_member_id, person_id, organisation_id) REFERENCES staff_member (id, person_id, organisation_id),
    CONSTRAINT accreditation_whole UNIQUE (id, person_id, organisation_id, scheme_id)
);
CREATE INDEX accreditation_person ON accreditation (person_id);
CREATE INDEX accreditation_organisation ON accreditation (organisation_id, scheme_id);
CREATE INDEX accreditation_case ON accreditation (case_id);
ALTER TABLE individual_request ADD CONSTRAINT individual_request_accreditation
    FOREIGN KEY (accreditation_id) REFERENCES accreditation (id);

-- The term, the uniform described and the conditions printed in the instrument. A renewal is another term from the old end.
CREATE TABLE accreditation_term (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL,
    accreditation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    valid tstzrange NOT NULL CONSTRAINT accreditation_term_finite
        CHECK (NOT isempty(valid) AND NOT lower_inf(valid) AND NOT upper_inf(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    uniform_ref text NOT NULL,
    rests_on text[] NOT NULL DEFAULT '{}' CONSTRAINT accreditation_term_rests_on CHECK (rests_on <@ '{training,vetting}'),
    decision_id bigint NOT NULL REFERENCES individual_decision (id),
    FOREIGN KEY (accreditation_id, person_id, organisation_id, scheme_id)
        REFERENCES accreditation (id, person_id, organisation_id, scheme_id),
    CONSTRAINT accreditation_term_once EXCLUDE USING gist
        (person_id WITH =, organisation_id WITH =, scheme_id WITH =, valid WITH &&, known WITH &&)
);
CREATE INDEX accreditation_term_of ON accreditation_term (accreditation_id);

CREATE TABLE granted_power (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL,
    accreditation_id bigint NOT NULL REFERENCES accreditation (id),
    power_id bigint NOT NULL REFERENCES power (id),
    decision_id bigint NOT NULL,
    granted boolean NOT NULL DEFAULT true CONSTRAINT granted_power_granted CHECK (granted),
    valid tstzrange NOT NULL CONSTRAINT granted_power_not_empty CHECK (NOT isempty(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    areas text[] NOT NULL,
    zones text[] NOT NULL DEFAULT '{}',
    offences text[] NOT NULL DEFAULT '{}',
    conditions text[] NOT NULL DEFAULT '{}',
    courses bigint[] NOT NULL DEFAULT '{}',
    CONSTRAINT granted_power_decided FOREIGN KEY (decision_id, power_id, granted)
        REFERENCES individual_decided_power (decision_id, power_id, granted),
    CONSTRAINT granted_power_once EXCLUDE USING gist (accreditation_id WITH =, power_id WITH =, valid WITH &&, known WITH &&)
);
CREATE INDEX granted_power_of ON granted_power (accreditation_id);

-- What takes powers away by notice (s.42(3)). `valid` starts with the act: from then every check says “do not rely”.
CREATE TABLE restriction (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL,
    accreditation_id bigint NOT NULL REFERENCES accreditation (id),
    power_id bigint REFERENCES power (id),
    kind text NOT NULL CONSTRAINT restriction_kind CHECK (kind IN ('suspension', 'modification', 'withdrawal', 'surrender')),
    notice_ref text NOT NULL,
    valid tstzrange NOT NULL CONSTRAINT restriction_not_empty CHECK (NOT isempty(valid)),
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    CONSTRAINT restriction_terminal CHECK (kind NOT IN ('withdrawal', 'surrender') OR (power_id IS NULL AND upper_inf(valid))),
    CONSTRAINT restriction_once EXCLUDE USING gist
        (accreditation_id WITH =, coalesce(power_id, 0) WITH =, kind WITH =, valid WITH &&, known WITH &&)
);
CREATE INDEX restriction_of ON restriction (accreditation_id);

-- A notice to the person with its copy to the employer (s.42(5)); neither can be made without the other.
CREATE TABLE statutory_notice (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT statutory_notice_ref UNIQUE,
    accreditation_id bigint NOT NULL REFERENCES accreditation (id),
    kind text NOT NULL CONSTRAINT statutory_notice_kind
        CHECK (kind IN ('modification', 'suspension', 'lifting', 'withdrawal', 'surrender')),
    reasons text[] NOT NULL,
    explanation text NOT NULL DEFAULT '',
    acted_at timestamptz NOT NULL,
    given_by bigint REFERENCES person (id)
);
CREATE INDEX statutory_notice_of ON statutory_notice (accreditation_id);
CREATE TABLE notice_copy (
    notice_id bigint NOT NULL REFERENCES statutory_notice (id),
    copy_for text NOT NULL CONSTRAINT notice_copy_for CHECK (copy_for IN ('person', 'employer')),
    how text NOT NULL DEFAULT '' CONSTRAINT notice_copy_how CHECK (how IN ('', 'email', 'post', 'by-hand')),
    served_at timestamptz,
    recorded_by bigint REFERENCES person (id),
    PRIMARY KEY (notice_id, copy_for),
    CONSTRAINT notice_copy_served CHECK ((how = '') = (served_at IS NULL))
);
CREATE FUNCTION need_both_copies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM notice_copy WHERE notice_id = NEW.id) <> 2 THEN
        RAISE EXCEPTION 'a notice without both its copies'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'notice_has_both_copies';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER statutory_notice_copies AFTER INSERT ON statutory_notice
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION need_both_copies();

-- One person proposes that a suspension is lifted, another lifts it.
CREATE TABLE lifting_proposal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    accreditation_id bigint NOT NULL REFERENCES accreditation (id),
    restriction_ref text NOT NULL CONSTRAINT lifting_proposal_once UNIQUE,
    proposed_by bigint NOT NULL REFERENCES person (id),
    proposed_at timestamptz NOT NULL,
    why text NOT NULL
);

-- A power is granted within what the arrangement offers, adopted and in law, after all four findings (s.41(4)).
CREATE FUNCTION granted_within() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here accreditation%ROWTYPE;
    law power%ROWTYPE;
    start timestamptz := lower(NEW.valid);
    request bigint;
    agreed record;
BEGIN
    SELECT * INTO here FROM accreditation WHERE id = NEW.accreditation_id;
    SELECT * INTO law FROM power WHERE id = NEW.power_id;
    SELECT r.id INTO request FROM individual_decision d JOIN individual_request r ON r.id = d.request_id
        WHERE d.id = NEW.decision_id AND r.person_id = here.person_id AND r.organisation_id = here.organisation_id
            AND r.scheme_id = here.scheme_id;
    SELECT a.decision_id, a.application_id INTO agreed FROM arrangement a
        WHERE a.line = here.arrangement_line AND upper_inf(a.known) AND a.valid @> start;
    IF request IS NULL THEN
        RAISE EXCEPTION 'a power decided for somebody else' USING ERRCODE = 'check_violation', CONSTRAINT = 'granted_power_own';
    END IF;
    IF agreed.decision_id IS NULL OR NOT EXISTS (
        SELECT 1 FROM decided_power WHERE decision_id = agreed.decision_id AND power_id = NEW.power_id) THEN
        RAISE EXCEPTION 'a power outside the arrangement' USING ERRCODE = 'check_violation', CONSTRAINT = 'granted_power_arranged';
    END IF;
    IF law.territory <> 'any' AND NOT NEW.areas <@ (SELECT coalesce(array_agg(a.code), '{}') FROM decided_area d
        JOIN area a ON a.id = d.area_id WHERE d.decision_id = agreed.decision_id) THEN
        RAISE EXCEPTION 'a power outside the areas of the arrangement'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'granted_power_areas';
    END IF;
    IF NOT law.statutory OR NOT law.in_law @> (start AT TIME ZONE 'Europe/London')::date THEN
        RAISE EXCEPTION 'a power that is not in law' USING ERRCODE = 'check_violation', CONSTRAINT = 'granted_power_in_law';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM power_adoption p WHERE p.scheme_id = here.scheme_id AND p.power_id = NEW.power_id
        AND upper_inf(p.known) AND p.valid @> start) THEN
        RAISE EXCEPTION 'a power the force has not adopted' USING ERRCODE = 'check_violation', CONSTRAINT = 'granted_power_adopted';
    END IF;
    IF NOT (found_of(request, 'suitable', NULL) AND found_of(request, 'capable', NULL)
        AND found_of(request, 'trained', NEW.power_id)
        AND (SELECT satisfied FROM finding WHERE application_id = agreed.application_id AND subject = 'fit-and-proper'
            ORDER BY id DESC LIMIT 1) IS TRUE) THEN
        RAISE EXCEPTION 'a power without its four findings' USING ERRCODE = 'check_violation', CONSTRAINT = 'granted_power_found';
    END IF;
    RETURN NEW;
END $$;
-- The newest finding on a person counts.
CREATE FUNCTION found_of(request bigint, about text, power bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT f.satisfied FROM person_finding f WHERE f.request_id = request AND f.subject = about
        AND f.power_id IS NOT DISTINCT FROM power ORDER BY f.id DESC LIMIT 1), false)
$$;
CREATE TRIGGER granted_power_within BEFORE INSERT ON granted_power FOR EACH ROW EXECUTE FUNCTION granted_within();

-- Withdrawal and surrender are terminal: nothing is added to such an accreditation, only a new one granted.
CREATE FUNCTION not_after_the_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM restriction r WHERE r.accreditation_id = NEW.accreditation_id AND upper_inf(r.known)
        AND r.kind IN ('withdrawal', 'surrender') AND r.valid && NEW.valid) THEN
        RAISE EXCEPTION 'nothing is granted after a withdrawal' USING ERRCODE = 'check_violation', CONSTRAINT = 'nothing_after_the_end';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER accreditation_term_ends BEFORE INSERT ON accreditation_term FOR EACH ROW EXECUTE FUNCTION not_after_the_end();
CREATE TRIGGER granted_power_ends BEFORE INSERT ON granted_power FOR EACH ROW EXECUTE FUNCTION not_after_the_end();

SELECT kept('accreditation', 'statutory_notice', 'lifting_proposal');
SELECT facts('accreditation_term', 'granted_power', 'restriction');
SELECT journalled('accreditation', 'accreditation_term', 'granted_power', 'restriction', 'statutory_notice', 'notice_copy',
    'lifting_proposal');
GRANT SELECT, INSERT ON accreditation, accreditation_term, granted_power, restriction, statutory_notice, notice_copy,
    lifting_proposal TO csas_app;
GRANT UPDATE (known) ON accreditation_term, granted_power, restriction TO csas_app;
GRANT UPDATE (how, served_at, recorded_by) ON notice_copy TO csas_app;

-- Instruments, powers cards and notices are documents too; one current card and one current instrument each.
ALTER TABLE document ADD COLUMN accreditation_id bigint REFERENCES accreditation (id);
ALTER TABLE document DROP CONSTRAINT document_kind;
ALTER TABLE document ADD CONSTRAINT document_kind CHECK (kind IN ('certificate', 'letter', 'instrument', 'card', 'notice'));
CREATE INDEX document_accreditation ON document (accreditation_id, kind, id);
CREATE UNIQUE INDEX document_one_of_accreditation ON document (accreditation_id, kind)
    WHERE kind IN ('instrument', 'card') AND state = 'issued';
-- Where a card or an instrument is: who has it, and whether it was lost.
CREATE TABLE custody (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    document_id bigint NOT NULL REFERENCES document (id),
    what text NOT NULL CONSTRAINT custody_what
        CHECK (what IN ('issued', 'posted', 'received', 'returned', 'lost', 'stolen', 'destroyed')),
    at timestamptz NOT NULL,
    recorded_by bigint REFERENCES person (id),
    note text NOT NULL DEFAULT ''
);
CREATE INDEX custody_document ON custody (document_id, id);
SELECT kept('custody');
SELECT journalled('custody');
GRANT SELECT, INSERT ON custody TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
