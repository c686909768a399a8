"""What follows an upheld appeal, powers narrowed by notice, courses not passed, and addresses that a person confirmed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0042"
VERSION = "1.38.0"
DESCRIPTION = "What follows an upheld appeal, powers narrowed by notice, courses not passed, and addresses that a person confirmed"

SQL = """
-- The notice that made this row of a grant narrower than the row before it; in law that takes effect when it is given.
ALTER TABLE granted_power ADD COLUMN notice_ref text;
CREATE INDEX granted_power_notice ON granted_power (notice_ref) WHERE notice_ref IS NOT NULL;
CREATE OR REPLACE FUNCTION standing_facts(whose bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('ref', a.ref, 'police_area', f.police_area,
        'scheme', (SELECT coalesce(jsonb_agg(fact_of(s.valid, s.known) ORDER BY s.id), '[]') FROM scheme_period s
            WHERE s.scheme_id = a.scheme_id),
        'arrangements', (SELECT coalesce(jsonb_agg(fact_of(r.valid, r.known)
            || jsonb_build_object('ref', r.ref, 'ending', r.ending) ORDER BY r.id), '[]')
            FROM arrangement r WHERE r.line = a.arrangement_line),
        'employments', (SELECT coalesce(jsonb_agg(fact_of(e.valid, e.known)
            || jsonb_build_object('ref', e.ref, 'ending', e.ending, 'reported_at', e.reported_at) ORDER BY e.id), '[]')
            FROM employment e WHERE e.ref = a.employment_ref),
        'terms', (SELECT coalesce(jsonb_agg(fact_of(t.valid, t.known)
            || jsonb_build_object('ref', t.ref, 'uniform', t.uniform_ref, 'rests_on', t.rests_on) ORDER BY t.id), '[]')
            FROM accreditation_term t WHERE t.accreditation_id = a.id),
        'uniforms', (SELECT coalesce(jsonb_agg(fact_of(u.valid, u.known)
            || jsonb_build_object('ref', u.ref, 'description', u.description, 'badge', u.badge) ORDER BY u.id), '[]')
            FROM uniform u WHERE u.ref IN (SELECT t.uniform_ref FROM accreditation_term t WHERE t.accreditation_id = a.id)),
        'granted', (SELECT coalesce(jsonb_agg(fact_of(g.valid, g.known)
            || jsonb_build_object('ref', g.ref, 'power', p.code, 'areas', g.areas, 'zones', g.zones, 'offences', g.offences,
                'conditions', g.conditions, 'courses', g.courses, 'notice', coalesce(g.notice_ref, ''),
                'given_at', (SELECT k.served_at FROM statutory_notice o JOIN notice_copy k ON k.notice_id = o.id
                    WHERE o.ref = g.notice_ref AND k.copy_for = 'person')) ORDER BY p.id, g.id), '[]')
            FROM granted_power g JOIN power p ON p.id = g.power_id WHERE g.accreditation_id = a.id),
        'powers', (SELECT coalesce(jsonb_agg(jsonb_build_object('code', p.code, 'paragraph', p.paragraph, 'title', p.title,
                'plain', p.plain, 'territory', p.territory, 'law', p.law,
                'in_law', fact_of(in_law(p.in_law), NULL) -> 'valid') ORDER BY p.id), '[]')
            FROM power p WHERE p.id IN (SELECT g.power_id FROM granted_power g WHERE g.accreditation_id = a.id)),
        'adoptions', (SELECT coalesce(jsonb_agg(fact_of(d.valid, d.known) || jsonb_build_object('power', p.code) ORDER BY d.id), '[]')
            FROM power_adoption d JOIN power p ON p.id = d.power_id
            WHERE d.scheme_id = a.scheme_id AND d.power_id IN (SELECT g.power_id FROM granted_power g WHERE g.accreditation_id = a.id)),
        'trainings', (SELECT coalesce(jsonb_agg(fact_of(x.valid, x.known)
            || jsonb_build_object('course', x.course_id, 'title', c.title) ORDER BY x.id), '[]')
            FROM training x JOIN course c ON c.id = x.course_id WHERE x.person_id = a.person_id),
        'vettings', (SELECT coalesce(jsonb_agg(fact_of(v.valid, v.known) || jsonb_build_object('outcome', v.outcome) ORDER BY v.id), '[]')
            FROM vetting v WHERE v.person_id = a.person_id AND v.scheme_id = a.scheme_id),
        'restrictions', (SELECT coalesce(jsonb_agg(fact_of(n.valid, n.known)
            || jsonb_build_object('ref', n.ref, 'kind', n.kind, 'power', p.code, 'notice', n.notice_ref,
                'given_at', (SELECT k.served_at FROM statutory_notice o JOIN notice_copy k ON k.notice_id = o.id
                    WHERE o.ref = n.notice_ref AND k.copy_for = 'person')) ORDER BY n.id), '[]')
            FROM restriction n LEFT JOIN power p ON p.id = n.power_id WHERE n.accreditation_id = a.id),
        'zones', (SELECT coalesce(jsonb_agg(jsonb_build_object('ref', z.ref, 'name', z.name, 'areas', z.areas) ORDER BY z.id), '[]')
            FROM zone z WHERE z.organisation_id = a.organisation_id
            AND z.ref IN (SELECT unnest(g.zones) FROM granted_power g WHERE g.accreditation_id = a.id)))
    FROM accreditation a JOIN force f ON f.id = a.force_id WHERE a.id = whose
$$;

-- What an upheld appeal of a person leaves for somebody else to do: lift, give back, or decide again on a new request.
-- Whoever decided the appeal has given the first of the two consents; another person gives the second.
CREATE TABLE remission (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    appeal_id bigint NOT NULL CONSTRAINT remission_once UNIQUE REFERENCES appeal (id),
    accreditation_id bigint NOT NULL REFERENCES accreditation (id),
    what text NOT NULL CONSTRAINT remission_what CHECK (what IN ('lift', 'restore', 'decide', 'ask', 'over')),
    notice_ref text,
    request_case_id bigint REFERENCES casefile (id),
    remitted_by bigint NOT NULL REFERENCES person (id),
    remitted_at timestamptz NOT NULL,
    done_by bigint REFERENCES person (id),
    done_at timestamptz,
    CONSTRAINT remission_done CHECK ((done_at IS NULL) OR what IN ('lift', 'restore')),
    CONSTRAINT remission_request CHECK ((what = 'decide') = (request_case_id IS NOT NULL)),
    CONSTRAINT remission_other_hands CHECK (done_by IS DISTINCT FROM remitted_by)
);
CREATE INDEX remission_of ON remission (accreditation_id);
CREATE INDEX remission_waiting ON remission (id) WHERE done_at IS NULL AND what IN ('lift', 'restore');
SELECT journalled('remission');

-- A course taken and not passed. It stands beside the passes and is never one: no derivation of standing reads it.
CREATE TABLE training_failure (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL,
    person_id bigint NOT NULL REFERENCES person (id),
    organisation_id bigint REFERENCES organisation (id),
    course_id bigint NOT NULL REFERENCES course (id),
    provider text NOT NULL,
    evidence text NOT NULL DEFAULT '',
    failed_on date NOT NULL,
    known tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    CONSTRAINT training_failure_once EXCLUDE USING gist (ref WITH =, known WITH &&),
    CONSTRAINT training_failure_day EXCLUDE USING gist
        (person_id WITH =, course_id WITH =, failed_on WITH =, known WITH &&)
);
SELECT facts('training_failure');
SELECT journalled('training_failure');
GRANT SELECT, INSERT ON training_failure TO csas_app;
GRANT UPDATE (known) ON training_failure TO csas_app;

-- An address that the office made sure is the person's own and no employer's: only there go a person's links, and only
-- there does an e-mail count as notice given. The newest counts. No employer is ever shown it.
CREATE TABLE confirmed_address (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scheme_id bigint NOT NULL REFERENCES scheme (id),
    person_id bigint NOT NULL REFERENCES person (id),
    address text NOT NULL CONSTRAINT confirmed_address_address CHECK (address = lower(address) AND length(address) <= 254),
    how text NOT NULL CONSTRAINT confirmed_address_how CHECK (how IN ('vetting', 'in-person', 'telephone', 'letter')),
    confirmed_by bigint NOT NULL REFERENCES person (id),
    confirmed_at timestamptz NOT NULL,
    CONSTRAINT confirmed_address_not_by_oneself CHECK (confirmed_by <> person_id)
);
CREATE INDEX confirmed_address_person ON confirmed_address (person_id, id);
CREATE INDEX confirmed_address_of ON confirmed_address (address);
SELECT kept('confirmed_address');
SELECT journalled('confirmed_address');
GRANT SELECT, INSERT ON confirmed_address TO csas_app;
CREATE FUNCTION own_address(whose bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT a.email FROM account a WHERE a.person_id = whose),
        (SELECT c.address FROM confirmed_address c WHERE c.person_id = whose ORDER BY c.id DESC LIMIT 1))
$$;

ALTER TABLE statutory_notice DROP CONSTRAINT statutory_notice_kind;
ALTER TABLE statutory_notice ADD CONSTRAINT statutory_notice_kind
    CHECK (kind IN ('modification', 'suspension', 'lifting', 'restoration', 'withdrawal', 'surrender'));
GRANT SELECT, INSERT ON remission TO csas_app;
GRANT UPDATE (done_by, done_at) ON remission TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
