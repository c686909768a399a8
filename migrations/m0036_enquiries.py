"""What the office and officers asked of somebody's authority at a moment."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0036"
VERSION = "1.38.0"
DESCRIPTION = "What the office and officers asked of somebody's authority at a moment"

SQL = """
-- The question only: its answer follows from the facts as they were known at known_at, whenever it is read.
CREATE TABLE enquiry (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ref text NOT NULL CONSTRAINT enquiry_ref UNIQUE,
    force_id bigint NOT NULL,
    scheme_id bigint NOT NULL,
    accreditation_id bigint NOT NULL REFERENCES accreditation (id),
    document_id bigint REFERENCES document (id),
    power_id bigint REFERENCES power (id),
    at timestamptz NOT NULL,
    area_id bigint REFERENCES area (id),
    zone text,
    road text NOT NULL DEFAULT '',
    known_at timestamptz NOT NULL,
    as_known boolean NOT NULL,
    purpose text NOT NULL CONSTRAINT enquiry_purpose CHECK (purpose <> ''),
    asked_by bigint NOT NULL REFERENCES person (id),
    asked_at timestamptz NOT NULL,
    FOREIGN KEY (scheme_id, force_id) REFERENCES scheme (id, force_id)
);
CREATE INDEX enquiry_scheme ON enquiry (scheme_id, id);
CREATE INDEX enquiry_accreditation ON enquiry (accreditation_id);

-- The same as accredited_known and authority_known, asked of one moment only, for counting many people: a test holds
-- them equal. Each ground is looked up by itself (LIMIT 1) and by its reference (then_held is no condition of an index),
-- because a plan made before the moment is known takes almost no fact to hold then, and would read whole tables for each.
CREATE FUNCTION then_held(valid tstzrange, known tstzrange, moment timestamptz, asked timestamptz) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS $$ SELECT (valid @> moment AND known @> asked) IS TRUE $$;
CREATE FUNCTION accredited_at(moment timestamptz, asked timestamptz)
    RETURNS TABLE (accreditation_id bigint, organisation_id bigint, scheme_id bigint, person_id bigint)
    LANGUAGE sql STABLE AS $$
    SELECT a.id, a.organisation_id, a.scheme_id, a.person_id FROM accreditation a
    WHERE (SELECT true FROM accreditation_term t WHERE t.accreditation_id = a.id
            AND then_held(t.valid, t.known, moment, asked) LIMIT 1)
        AND (SELECT true FROM employment e WHERE e.ref = a.employment_ref
            AND then_held(e.valid, e.known, moment, asked) LIMIT 1)
        AND (SELECT true FROM arrangement r WHERE r.line = a.arrangement_line
            AND then_held(r.valid, r.known, moment, asked) LIMIT 1)
        AND (SELECT true FROM scheme_period s WHERE s.scheme_id = a.scheme_id
            AND then_held(s.valid, s.known, moment, asked) LIMIT 1)
        AND (SELECT true FROM restriction n WHERE n.accreditation_id = a.id AND n.power_id IS NULL
            AND then_held(n.valid, n.known, moment, asked) LIMIT 1) IS NULL
$$;
-- What hangs on the accreditation alone is asked once for all its powers (OFFSET 0 keeps that order); no two terms of
-- one hold at a moment.
CREATE FUNCTION authority_at(moment timestamptz, asked timestamptz)
    RETURNS TABLE (accreditation_id bigint, organisation_id bigint, scheme_id bigint, person_id bigint, power_id bigint,
        granted_ref text, areas text[], zones text[])
    LANGUAGE sql STABLE AS $$
    SELECT a.accreditation_id, a.organisation_id, a.scheme_id, a.person_id, g.power_id, g.ref, g.areas, g.zones
    FROM accredited_at(moment, asked) a
        JOIN LATERAL (SELECT t.accreditation_id, t.rests_on FROM accreditation_term t WHERE t.accreditation_id = a.accreditation_id
            AND then_held(t.valid, t.known, moment, asked)
            AND (SELECT true FROM uniform u WHERE u.ref = t.uniform_ref
                AND then_held(u.valid, u.known, moment, asked) LIMIT 1)
            AND ('vetting' <> ALL (t.rests_on) OR (SELECT true FROM vetting v WHERE v.person_id = a.person_id
                AND v.scheme_id = a.scheme_id AND v.outcome = 'clear'
                AND then_held(v.valid, v.known, moment, asked) LIMIT 1))
            OFFSET 0) term ON true
        JOIN LATERAL (SELECT g.power_id, g.ref, g.areas, g.zones, g.courses FROM granted_power g
            WHERE g.accreditation_id = term.accreditation_id AND then_held(g.valid, g.known, moment, asked) OFFSET 0) g ON true
    WHERE ((a.scheme_id, g.power_id) IN (SELECT d.scheme_id, p.id FROM power p JOIN power_adoption d ON d.power_id = p.id
            WHERE in_law(p.in_law) @> moment AND then_held(d.valid, d.known, moment, asked))) IS TRUE
        AND (SELECT true FROM restriction n WHERE n.accreditation_id = a.accreditation_id AND n.power_id = g.power_id
            AND then_held(n.valid, n.known, moment, asked) LIMIT 1) IS NULL
        AND ('training' <> ALL (term.rests_on) OR (SELECT true FROM unnest(g.courses) AS each (course)
            WHERE (SELECT true FROM training x WHERE x.person_id = a.person_id AND x.course_id = each.course
                AND then_held(x.valid, x.known, moment, asked) LIMIT 1) IS NULL LIMIT 1) IS NULL)
$$;

SELECT kept('enquiry');
SELECT journalled('enquiry');
GRANT SELECT, INSERT ON enquiry TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
