"""What follows from the facts: one derivation for sets, and one person's facts together."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "m0023"
VERSION = "1.38.0"
DESCRIPTION = "What follows from the facts: one derivation for sets, and one person's facts together"

SQL = """
-- What follows from the facts, for sets: when each grant of a power may be used, as it was known at a moment.
-- csas/domain/standing.py says the same of one person, with the reason; a test holds the two equal.
CREATE FUNCTION in_law(life daterange) RETURNS tstzrange LANGUAGE sql STABLE AS $$
    SELECT tstzrange(lower(life)::timestamp AT TIME ZONE 'Europe/London', upper(life)::timestamp AT TIME ZONE 'Europe/London')
$$;

CREATE FUNCTION authority_known(asked timestamptz)
    RETURNS TABLE (accreditation_id bigint, organisation_id bigint, scheme_id bigint, person_id bigint, power_id bigint,
        granted_ref text, areas text[], zones text[], periods tstzmultirange)
    LANGUAGE sql STABLE AS $$
    SELECT a.id, a.organisation_id, a.scheme_id, a.person_id, g.power_id, g.ref, g.areas, g.zones,
        tstzmultirange(g.valid) * tstzmultirange(in_law(p.in_law))
        * coalesce((SELECT range_agg(s.valid) FROM scheme_period s WHERE s.scheme_id = a.scheme_id AND s.known @> asked), '{}')
        * coalesce((SELECT range_agg(r.valid) FROM arrangement r WHERE r.line = a.arrangement_line AND r.known @> asked), '{}')
        * coalesce((SELECT range_agg(e.valid) FROM employment e WHERE e.ref = a.employment_ref AND e.known @> asked), '{}')
        * coalesce((SELECT range_agg(d.valid) FROM power_adoption d WHERE d.scheme_id = a.scheme_id AND d.power_id = g.power_id
            AND d.known @> asked), '{}')
        * coalesce((SELECT range_agg(tstzmultirange(t.valid)
            * coalesce((SELECT range_agg(u.valid) FROM uniform u WHERE u.ref = t.uniform_ref AND u.known @> asked), '{}')
            * CASE WHEN 'vetting' = ANY (t.rests_on) THEN coalesce((SELECT range_agg(v.valid) FROM vetting v
                WHERE v.person_id = a.person_id AND v.scheme_id = a.scheme_id AND v.outcome = 'clear' AND v.known @> asked), '{}')
              ELSE '{(,)}' END
            * CASE WHEN 'training' = ANY (t.rests_on) THEN coalesce((SELECT range_intersect_agg(coalesce((
                SELECT range_agg(x.valid) FROM training x
                WHERE x.person_id = a.person_id AND x.course_id = each.course AND x.known @> asked), '{}'))
                FROM unnest(g.courses) AS each (course)), '{(,)}')
              ELSE '{(,)}' END)
            FROM accreditation_term t WHERE t.accreditation_id = a.id AND t.known @> asked), '{}')
        - coalesce((SELECT range_agg(n.valid) FROM restriction n WHERE n.accreditation_id = a.id AND n.known @> asked
            AND (n.power_id IS NULL OR n.power_id = g.power_id)), '{}')
    FROM accreditation a JOIN granted_power g ON g.accreditation_id = a.id AND g.known @> asked JOIN power p ON p.id = g.power_id
$$;
CREATE VIEW authority AS SELECT * FROM authority_known('infinity');

CREATE FUNCTION accredited_known(asked timestamptz)
    RETURNS TABLE (accreditation_id bigint, organisation_id bigint, scheme_id bigint, person_id bigint, periods tstzmultirange)
    LANGUAGE sql STABLE AS $$
    SELECT a.id, a.organisation_id, a.scheme_id, a.person_id,
        coalesce((SELECT range_agg(s.valid) FROM scheme_period s WHERE s.scheme_id = a.scheme_id AND s.known @> asked), '{}')
        * coalesce((SELECT range_agg(r.valid) FROM arrangement r WHERE r.line = a.arrangement_line AND r.known @> asked), '{}')
        * coalesce((SELECT range_agg(e.valid) FROM employment e WHERE e.ref = a.employment_ref AND e.known @> asked), '{}')
        * coalesce((SELECT range_agg(t.valid) FROM accreditation_term t WHERE t.accreditation_id = a.id AND t.known @> asked), '{}')
        - coalesce((SELECT range_agg(n.valid) FROM restriction n WHERE n.accreditation_id = a.id AND n.known @> asked
            AND n.power_id IS NULL), '{}')
    FROM accreditation a
$$;
CREATE VIEW accredited AS SELECT * FROM accredited_known('infinity');

-- One accreditation's facts with the time each holds and was known, for the one question.
CREATE FUNCTION fact_of(valid tstzrange, known tstzrange) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'valid', jsonb_build_object('start', coalesce(lower(valid), '0001-01-01Z'), 'end', upper(valid)),
        'known', jsonb_build_object('start', lower(known), 'end', upper(known)))
$$;
CREATE FUNCTION standing_facts(whose bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
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
                'conditions', g.conditions, 'courses', g.courses) ORDER BY p.id, g.id), '[]')
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
GRANT SELECT ON authority, accredited TO csas_app;
"""


async def forwards() -> MigrationManager:
    """Hand the SQL to Piccolo, which runs it inside the migration's transaction."""
    manager = MigrationManager(migration_id=ID, app_name="csas", description=DESCRIPTION)
    manager.add_raw(run)
    return manager


async def run() -> None:
    """Send all statements at once over the transaction's own connection."""
    await engine_finder().current_transaction.get().connection.execute(SQL)
