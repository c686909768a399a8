-- The register's first page at $1 as anybody would write it for this one page: what stands on it, and nothing else.
WITH held AS MATERIALIZED (SELECT a.ref, a.decision_id, a.organisation_id, a.scheme_id, a.line, o.name, o.ref AS organisation,
        o.sector, lower(a.valid) AS since, upper(a.valid) AS until
    FROM arrangement a JOIN organisation o ON o.id = a.organisation_id WHERE a.valid @> $1::timestamptz AND upper_inf(a.known)),
    page AS MATERIALIZED (SELECT * FROM held ORDER BY lower(name), ref LIMIT 20),
    staffed AS (SELECT a.organisation_id, a.scheme_id, count(*) AS people
        FROM page p JOIN accreditation a ON a.organisation_id = p.organisation_id AND a.scheme_id = p.scheme_id
                AND a.arrangement_line = p.line
            JOIN accreditation_term t ON t.accreditation_id = a.id AND t.valid @> $1::timestamptz AND upper_inf(t.known)
            JOIN employment e ON e.ref = a.employment_ref AND e.valid @> $1::timestamptz AND upper_inf(e.known)
        WHERE NOT EXISTS (SELECT 1 FROM restriction n WHERE n.accreditation_id = a.id AND n.power_id IS NULL
            AND n.valid @> $1::timestamptz AND upper_inf(n.known))
        GROUP BY 1, 2),
    places AS (SELECT d.decision_id, array_agg(r.name ORDER BY r.name) AS areas FROM decided_area d JOIN area r ON r.id = d.area_id
        WHERE d.decision_id IN (SELECT decision_id FROM page) GROUP BY 1),
    may AS (SELECT d.decision_id, array_agg(p.title ORDER BY p.id) AS powers FROM decided_power d JOIN power p ON p.id = d.power_id
        WHERE d.decision_id IN (SELECT decision_id FROM page) GROUP BY 1)
SELECT jsonb_agg(to_jsonb(p) || jsonb_build_object('people', s.people, 'areas', l.areas, 'powers', m.powers, 'number',
        (SELECT d.number FROM document d WHERE d.arrangement_ref = p.ref AND d.kind = 'certificate' AND d.issued_at <= $1
            AND (d.replaced_at IS NULL OR d.replaced_at > $1) ORDER BY d.id DESC LIMIT 1))) AS providers,
    (SELECT count(*) FROM held) AS total,
    (SELECT jsonb_object_agg(r.code, c.many) FROM (SELECT d.area_id, count(*) AS many FROM held
        JOIN decided_area d USING (decision_id) GROUP BY 1) c JOIN area r ON r.id = c.area_id) AS by_area,
    (SELECT jsonb_agg(jsonb_build_object('code', w.code, 'title', w.title)) FROM power w
        WHERE w.id IN (SELECT d.power_id FROM held JOIN decided_power d USING (decision_id))) AS powers
FROM page p LEFT JOIN staffed s USING (organisation_id, scheme_id) LEFT JOIN places l USING (decision_id)
    LEFT JOIN may m USING (decision_id)
