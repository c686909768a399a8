"""Counting the people of one employer at a moment, and the indexes that a million accreditations need."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0041"
VERSION = "1.38.0"
DESCRIPTION = "Counting the people of one employer at a moment, and the indexes that a million accreditations need"

SQL = """
-- Everything an employer's people rest on is found by the employer and read from the index alone.
CREATE INDEX accreditation_of_employer ON accreditation (organisation_id, scheme_id)
    INCLUDE (id, person_id, employment_ref, arrangement_line);
CREATE INDEX accreditation_term_of_employer ON accreditation_term (organisation_id) INCLUDE (accreditation_id, valid, known);
CREATE INDEX employment_of_employer ON employment (organisation_id) INCLUDE (ref, valid, known);
CREATE INDEX vetting_person ON vetting (person_id, scheme_id) INCLUDE (outcome, valid, known);
DROP INDEX accreditation_organisation;
-- Who has left, without asking everybody else.
CREATE INDEX employment_left ON employment (organisation_id) INCLUDE (staff_member_id)
    WHERE upper_inf(known) AND NOT upper_inf(valid);
CREATE INDEX document_arrangement ON document (arrangement_ref, id) WHERE arrangement_ref IS NOT NULL;
-- A fact is corrected by its reference, and the triggers of a grant look for it there.
CREATE INDEX accreditation_term_ref ON accreditation_term (ref);
CREATE INDEX granted_power_ref ON granted_power (ref);
CREATE INDEX restriction_ref ON restriction (ref);

-- The same as accredited_known and authority_known, asked of one employer's people and one moment, for counting them;
-- accredited_at asks it of single accreditations; a test holds them all equal. What is compared with a moment is never
-- a condition of an index, and the planner takes it to hold: a plan made before the moment is known would take almost
-- no fact to hold then, and read whole tables for each.
DROP FUNCTION authority_at(timestamptz, timestamptz);
CREATE OR REPLACE FUNCTION then_held(valid tstzrange, known tstzrange, moment timestamptz, asked timestamptz) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN valid @> moment AND known @> asked THEN true END IS NOT NULL $$;
CREATE FUNCTION accredited_of(employer bigint, moment timestamptz, asked timestamptz)
    RETURNS TABLE (accreditation_id bigint, scheme_id bigint, person_id bigint) LANGUAGE sql STABLE AS $$
    SELECT a.id, a.scheme_id, a.person_id FROM accreditation a
    WHERE a.organisation_id = employer
        AND (a.id IN (SELECT t.accreditation_id FROM accreditation_term t WHERE t.organisation_id = employer
            AND then_held(t.valid, t.known, moment, asked))) IS TRUE
        AND (a.employment_ref IN (SELECT e.ref FROM employment e WHERE e.organisation_id = employer
            AND then_held(e.valid, e.known, moment, asked))) IS TRUE
        AND (a.arrangement_line IN (SELECT r.line FROM arrangement r WHERE r.organisation_id = employer
            AND then_held(r.valid, r.known, moment, asked))) IS TRUE
        AND (a.scheme_id IN (SELECT s.scheme_id FROM scheme_period s
            WHERE then_held(s.valid, s.known, moment, asked))) IS TRUE
        AND NOT EXISTS (SELECT 1 FROM restriction n WHERE n.accreditation_id = a.id AND n.power_id IS NULL
            AND then_held(n.valid, n.known, moment, asked))
$$;
-- No two terms of one accreditation hold at a moment.
CREATE FUNCTION authority_of(employer bigint, moment timestamptz, asked timestamptz)
    RETURNS TABLE (accreditation_id bigint, scheme_id bigint, person_id bigint, power_id bigint, areas text[], zones text[])
    LANGUAGE sql STABLE AS $$
    SELECT a.accreditation_id, a.scheme_id, a.person_id, g.power_id, g.areas, g.zones
    FROM accredited_of(employer, moment, asked) a
        JOIN accreditation_term t ON t.accreditation_id = a.accreditation_id AND then_held(t.valid, t.known, moment, asked)
        JOIN granted_power g ON g.accreditation_id = a.accreditation_id AND then_held(g.valid, g.known, moment, asked)
    WHERE (t.uniform_ref IN (SELECT u.ref FROM uniform u WHERE u.organisation_id = employer
            AND then_held(u.valid, u.known, moment, asked))) IS TRUE
        AND ((a.scheme_id, g.power_id) IN (SELECT d.scheme_id, p.id FROM power p JOIN power_adoption d ON d.power_id = p.id
            WHERE in_law(p.in_law) @> moment AND then_held(d.valid, d.known, moment, asked))) IS TRUE
        AND NOT EXISTS (SELECT 1 FROM restriction n WHERE n.accreditation_id = a.accreditation_id AND n.power_id = g.power_id
            AND then_held(n.valid, n.known, moment, asked))
        AND ('vetting' <> ALL (t.rests_on) OR EXISTS (SELECT 1 FROM vetting v WHERE v.person_id = a.person_id
            AND v.scheme_id = a.scheme_id AND v.outcome = 'clear' AND then_held(v.valid, v.known, moment, asked)))
        AND ('training' <> ALL (t.rests_on) OR NOT EXISTS (SELECT 1 FROM unnest(g.courses) AS each (course)
            WHERE NOT EXISTS (SELECT 1 FROM training x WHERE x.person_id = a.person_id AND x.course_id = each.course
                AND then_held(x.valid, x.known, moment, asked))))
$$;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
