-- One statement makes a provider: $1 the organisation to clone, $2 its arrangement, $3 its uniform, $4 a number.
WITH was AS (SELECT * FROM arrangement WHERE ref = $2 AND upper_inf(known)),
    org AS (INSERT INTO organisation (ref, name, legal_name, sector, address, registered_at)
        SELECT 'org' || lpad(translate($4::text, '0123456789', 'bcdefghijk'), 9, 'a'), 'Provider ' || $4::text, 'Provider ' || $4::text || ' Limited', 'private', 'London',
            registered_at FROM organisation WHERE id = $1 RETURNING id),
    kase AS (INSERT INTO casefile (ref, force_id, scheme_id, process, digest, title, state, state_since, organisation_id, opened_at)
        SELECT 'case' || lpad(translate($4::text, '0123456789', 'bcdefghijk'), 8, 'a'), c.force_id, c.scheme_id, process, digest, 'Provider ' || $4::text, state,
            state_since, org.id, opened_at
        FROM org, was JOIN application a ON a.id = was.application_id JOIN casefile c ON c.id = a.case_id
        RETURNING id, organisation_id),
    app AS (INSERT INTO application (force_id, scheme_id, case_id, sort, edition_id, place)
        SELECT a.force_id, a.scheme_id, kase.id, 'new', a.edition_id, a.place
        FROM kase, was JOIN application a ON a.id = was.application_id RETURNING id),
    ver AS (INSERT INTO application_version (application_id, number, edition_id, content, typed, hash, declared_by, declared_post,
            declaration, submitted_by, submitted_at)
        SELECT app.id, number, edition_id, content, typed, hash, declared_by, declared_post, declaration, submitted_by, submitted_at
        FROM app, was JOIN application_version v ON v.application_id = was.application_id RETURNING id, application_id, hash),
    sp AS (INSERT INTO sought_power SELECT ver.id, s.power_id, s.justification FROM ver, was JOIN decision d ON d.id = was.decision_id
        JOIN sought_power s ON s.version_id = d.version_id),
    sa AS (INSERT INTO sought_area SELECT ver.id, s.area_id FROM ver, was JOIN decision d ON d.id = was.decision_id
        JOIN sought_area s ON s.version_id = d.version_id),
    dec AS (INSERT INTO decision (ref, application_id, round, version_id, hash, outcome, reasons, explanation, conditions,
            delegation_id, decided_by, decided_at)
        SELECT 'dec' || lpad(translate($4::text, '0123456789', 'bcdefghijk'), 9, 'a'), ver.application_id, 1, ver.id, ver.hash, outcome, reasons, explanation, conditions,
            delegation_id, decided_by, decided_at FROM ver, was JOIN decision d ON d.id = was.decision_id
        RETURNING id, version_id, application_id),
    dp AS (INSERT INTO decided_power SELECT dec.id, dec.version_id, p.power_id FROM dec, was JOIN decided_power p ON p.decision_id = was.decision_id),
    da AS (INSERT INTO decided_area SELECT dec.id, dec.version_id, p.area_id FROM dec, was JOIN decided_area p ON p.decision_id = was.decision_id),
    arr AS (INSERT INTO arrangement (ref, line, force_id, scheme_id, organisation_id, application_id, decision_id, valid, known)
        SELECT 'arr' || lpad(translate($4::text, '0123456789', 'bcdefghijk'), 9, 'a'), 'arr' || lpad(translate($4::text, '0123456789', 'bcdefghijk'), 9, 'a'), was.force_id, was.scheme_id, org.id,
            dec.application_id, dec.id, was.valid, was.known FROM was, org, dec)
    INSERT INTO uniform (ref, force_id, scheme_id, organisation_id, description, badge, valid, known)
        SELECT 'uni' || lpad(translate($4::text, '0123456789', 'bcdefghijk'), 9, 'a'), u.force_id, u.scheme_id, org.id, description, badge, u.valid, u.known
        FROM org, uniform u WHERE u.ref = $3 RETURNING organisation_id
