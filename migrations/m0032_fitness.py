"""Vetting by a link of the person's own, and what lapses: reminders, endings, notices to be given."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0032"
VERSION = "1.38.0"
DESCRIPTION = "Vetting by a link of the person's own, and what lapses: reminders, endings, notices to be given"

SQL = """
-- Somebody is asked to be vetted: by whom, when the link went, when it was answered, when it was settled.
-- `address` is the person's own; nobody of the employer's is ever shown it.
CREATE TABLE vetting_request (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT vetting_request_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    person_id bigint NOT NULL REFERENCES person (id),
    organisation_id bigint NOT NULL REFERENCES organisation (id),
    asked_by bigint REFERENCES person (id),
    asked_at timestamptz NOT NULL,
    address text CONSTRAINT vetting_request_address CHECK (address = lower(address) AND length(address) <= 254),
    sent_at timestamptz,
    answered_at timestamptz,
    settled_at timestamptz,
    settled text NOT NULL DEFAULT '' CONSTRAINT vetting_request_settled CHECK (settled IN ('', 'recorded', 'cancelled')),
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id),
    CONSTRAINT vetting_request_sent CHECK ((address IS NULL) = (sent_at IS NULL)),
    CONSTRAINT vetting_request_whole CHECK ((settled = '') = (settled_at IS NULL))
);
CREATE UNIQUE INDEX vetting_request_open ON vetting_request (scheme_id, person_id) WHERE settled_at IS NULL;
CREATE INDEX vetting_request_person ON vetting_request (person_id);

-- The way in: opened once, then bound to the browser that opened it until it ends.
CREATE TABLE vetting_link (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    request_id bigint NOT NULL REFERENCES vetting_request (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    opened_at timestamptz,
    browser_hash bytea CONSTRAINT vetting_link_browser UNIQUE CHECK (octet_length(browser_hash) = 32),
    CONSTRAINT vetting_link_opened CHECK ((opened_at IS NULL) = (browser_hash IS NULL))
);
CREATE INDEX vetting_link_request ON vetting_link (request_id);

-- What the person answers, sealed under the installation's key. The application writes it and cannot read it,
-- except through the two functions below; it is erased when the outcome is recorded.
CREATE TABLE vetting_answer (
    request_id bigint PRIMARY KEY REFERENCES vetting_request (id),
    body bytea NOT NULL,
    version integer NOT NULL DEFAULT 1,
    saved_at timestamptz NOT NULL DEFAULT now()
);
-- The person's own, until they are sent.
CREATE FUNCTION own_answers(browser bytea) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.body FROM vetting_link l JOIN vetting_request r ON r.id = l.request_id JOIN vetting_answer a ON a.request_id = r.id
    WHERE l.browser_hash = browser AND l.expires_at > clock_timestamp() AND r.answered_at IS NULL AND r.settled_at IS NULL
$$;
-- The vetting officer's, once they were sent and while sight of the person lasts.
CREATE FUNCTION see_answers(viewer bigint, request bigint) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.body FROM vetting_request r JOIN vetting_answer a ON a.request_id = r.id
    WHERE r.id = request AND r.answered_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM vetting_sight s WHERE s.seen_by = viewer AND s.person_id = r.person_id AND s.scheme_id = r.scheme_id
            AND s.during @> clock_timestamp())
$$;
-- An outcome that is replaced is known again with its end; the application may not read what it copies.
CREATE FUNCTION end_vetting(replaced bigint, until timestamptz) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    INSERT INTO vetting (ref, force_id, scheme_id, person_id, outcome, level, reference, conditions, decided_by, valid)
    SELECT ref, force_id, scheme_id, person_id, outcome, level, reference, conditions, decided_by, tstzrange(lower(valid), until)
    FROM vetting WHERE id = replaced AND NOT upper_inf(known) AND lower(valid) < until
$$;
REVOKE ALL ON FUNCTION own_answers(bytea), see_answers(bigint, bigint), end_vetting(bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION own_answers(bytea), see_answers(bigint, bigint), end_vetting(bigint, timestamptz) TO csas_app;

-- Sight is given to vetting officers of the scheme and to nobody else, whatever the application says.
CREATE FUNCTION sight_for_officers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM role_holding h WHERE h.person_id = NEW.seen_by AND h.role = 'vetting-officer'
        AND h.scheme_id = NEW.scheme_id AND upper_inf(h.known) AND h.valid @> clock_timestamp()) THEN
        RAISE EXCEPTION 'sight of vetting for somebody who is no vetting officer'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'vetting_sight_officer';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER vetting_sight_officer BEFORE INSERT ON vetting_sight FOR EACH ROW EXECUTE FUNCTION sight_for_officers();

-- What ends between two moments, under which accreditation, and is not carried on by another fact of its kind.
CREATE INDEX training_ends ON training (upper(valid)) WHERE upper_inf(known);
CREATE INDEX vetting_ends ON vetting (upper(valid)) WHERE upper_inf(known) AND outcome = 'clear';
CREATE INDEX accreditation_term_ends ON accreditation_term (upper(valid)) WHERE upper_inf(known);
CREATE FUNCTION ending(since timestamptz, until timestamptz)
    RETURNS TABLE (kind text, fact text, accreditation_id bigint, person_id bigint, organisation_id bigint, scheme_id bigint,
        course_id bigint, ends timestamptz)
    LANGUAGE sql STABLE AS $$
    SELECT 'training', t.ref, a.id, a.person_id, a.organisation_id, a.scheme_id, t.course_id, upper(t.valid)
    FROM training t JOIN accreditation a ON a.person_id = t.person_id
    WHERE upper_inf(t.known) AND upper(t.valid) > since AND upper(t.valid) <= until
        AND EXISTS (SELECT 1 FROM granted_power g WHERE g.accreditation_id = a.id AND upper_inf(g.known)
            AND t.course_id = ANY (g.courses))
        AND NOT EXISTS (SELECT 1 FROM training n WHERE n.person_id = t.person_id AND n.course_id = t.course_id
            AND upper_inf(n.known) AND n.valid @> upper(t.valid))
    UNION ALL
    SELECT 'vetting', v.ref, a.id, a.person_id, a.organisation_id, a.scheme_id, NULL, upper(v.valid)
    FROM vetting v JOIN accreditation a ON a.person_id = v.person_id AND a.scheme_id = v.scheme_id
    WHERE upper_inf(v.known) AND v.outcome = 'clear' AND upper(v.valid) > since AND upper(v.valid) <= until
        AND NOT EXISTS (SELECT 1 FROM vetting n WHERE n.person_id = v.person_id AND n.scheme_id = v.scheme_id
            AND n.outcome = 'clear' AND upper_inf(n.known) AND n.valid @> upper(v.valid))
    UNION ALL
    SELECT 'term', t.ref, a.id, a.person_id, a.organisation_id, a.scheme_id, NULL, upper(t.valid)
    FROM accreditation_term t JOIN accreditation a ON a.id = t.accreditation_id
    WHERE upper_inf(t.known) AND upper(t.valid) > since AND upper(t.valid) <= until
        AND NOT EXISTS (SELECT 1 FROM accreditation_term n WHERE n.person_id = a.person_id AND n.scheme_id = a.scheme_id
            AND n.organisation_id = a.organisation_id AND upper_inf(n.known) AND n.valid @> upper(t.valid))
    UNION ALL
    SELECT 'arrangement', r.ref, a.id, a.person_id, a.organisation_id, a.scheme_id, NULL, upper(r.valid)
    FROM arrangement r JOIN accreditation a ON a.arrangement_line = r.line
        AND a.organisation_id = r.organisation_id AND a.scheme_id = r.scheme_id
    WHERE upper_inf(r.known) AND upper(r.valid) > since AND upper(r.valid) <= until
        AND NOT EXISTS (SELECT 1 FROM arrangement n WHERE n.line = r.line AND upper_inf(n.known) AND n.valid @> upper(r.valid))
$$;

-- What is out of date although no printed condition ends the power for it: the force must give notice.
CREATE INDEX accreditation_term_unconditional ON accreditation_term (scheme_id)
    WHERE upper_inf(known) AND NOT rests_on @> '{training,vetting}';
CREATE FUNCTION to_be_noticed(at timestamptz)
    RETURNS TABLE (kind text, accreditation_id bigint, scheme_id bigint, power_id bigint, course_id bigint)
    LANGUAGE sql STABLE AS $$
    SELECT 'vetting', t.accreditation_id, t.scheme_id, g.power_id, NULL::bigint
    FROM accreditation_term t JOIN granted_power g ON g.accreditation_id = t.accreditation_id
    WHERE upper_inf(t.known) AND NOT t.rests_on @> '{training,vetting}' AND NOT 'vetting' = ANY (t.rests_on) AND t.valid @> at
        AND upper_inf(g.known) AND g.valid @> at
        AND NOT EXISTS (SELECT 1 FROM vetting v WHERE v.person_id = t.person_id AND v.scheme_id = t.scheme_id
            AND v.outcome = 'clear' AND upper_inf(v.known) AND v.valid @> at)
    UNION ALL
    SELECT 'training', t.accreditation_id, t.scheme_id, g.power_id, c.id
    FROM accreditation_term t JOIN granted_power g ON g.accreditation_id = t.accreditation_id
        JOIN course c ON c.id = ANY (g.courses)
    WHERE upper_inf(t.known) AND NOT t.rests_on @> '{training,vetting}' AND NOT 'training' = ANY (t.rests_on) AND t.valid @> at
        AND upper_inf(g.known) AND g.valid @> at
        AND NOT EXISTS (SELECT 1 FROM training x WHERE x.person_id = t.person_id AND x.course_id = c.id
            AND upper_inf(x.known) AND x.valid @> at)
$$;

-- Told once for each fact, each end and each distance; distance 0 is the lapse itself.
CREATE TABLE lapse_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    accreditation_id bigint NOT NULL REFERENCES accreditation (id),
    kind text NOT NULL CONSTRAINT lapse_message_kind CHECK (kind IN ('training', 'vetting', 'term', 'arrangement')),
    fact text NOT NULL,
    ends timestamptz NOT NULL,
    distance integer NOT NULL CONSTRAINT lapse_message_distance CHECK (distance >= 0),
    told_at timestamptz NOT NULL,
    CONSTRAINT lapse_message_once UNIQUE (accreditation_id, kind, fact, ends, distance)
);
-- How far the clock has looked, so that each moment is looked at once.
CREATE TABLE lapse_round (
    scheme_id bigint PRIMARY KEY REFERENCES scheme (id),
    reminded_on date NOT NULL,
    looked_until timestamptz NOT NULL
);

SELECT kept('lapse_message');
SELECT journalled('vetting_request', 'lapse_message');
GRANT SELECT, INSERT ON vetting_request, vetting_link, lapse_message, lapse_round TO csas_app;
GRANT UPDATE (address, sent_at, answered_at, settled_at, settled) ON vetting_request TO csas_app;
GRANT UPDATE (expires_at, opened_at, browser_hash) ON vetting_link TO csas_app;
GRANT SELECT (request_id, version, saved_at), INSERT, UPDATE (body, version, saved_at), DELETE ON vetting_answer TO csas_app;
GRANT UPDATE (reminded_on, looked_until) ON lapse_round TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
