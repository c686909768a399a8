"""Everything held about one person, for that person to read and to take away (UK GDPR article 15).

Nobody else is named in it: who recorded or decided something appears only by what was done.
What is withheld is said at the end, in `withheld`.
"""

from __future__ import annotations

from typing import Any

import msgspec

from csas.domain.permissions import Actor
from csas.store import sql

# Heading -> a statement of one person's rows; `$1` is always the person asking.
SECTIONS: dict[str, str] = {
    "you": """SELECT p.ref, p.name, p.email, t.email AS account, t.created_at AS account_since FROM person p
        LEFT JOIN account t ON t.person_id = p.id WHERE p.id = $1""",
    "former_names": "SELECT name, until FROM former_name WHERE person_id = $1 ORDER BY id",
    "roles": """SELECT h.role, h.post, coalesce(o.name, s.name, t.name) AS at, lower(h.valid) AS since,
            upper(h.valid) AS until
        FROM role_holding h LEFT JOIN organisation o ON o.id = h.organisation_id LEFT JOIN scheme s ON s.id = h.scheme_id
        LEFT JOIN partnership t ON t.id = h.partnership_id WHERE h.person_id = $1 AND upper_inf(h.known) ORDER BY h.id""",
    "staff_records": """SELECT o.name AS employer, m.name, m.number, m.email, m.telephone, m.born_on, m.job, m.site,
            m.added_at
        FROM staff_member m JOIN organisation o ON o.id = m.organisation_id WHERE m.person_id = $1 ORDER BY m.id""",
    "employments": """SELECT o.name AS employer, lower(e.valid) AS since, upper(e.valid) AS until, e.ending, e.reported_at,
            lower(e.known) AS known_from, upper(e.known) AS known_until
        FROM employment e JOIN organisation o ON o.id = e.organisation_id WHERE e.person_id = $1 ORDER BY e.id""",
    "photographs": """SELECT h.ref, h.added_at, h.likeness_at, h.removed_at FROM photograph h
        JOIN staff_member m ON m.id = h.staff_member_id WHERE m.person_id = $1 ORDER BY h.id""",
    "training": """SELECT c.title AS course, t.provider, t.certificate, t.passed_on, lower(t.valid) AS since,
            upper(t.valid) AS until, lower(t.known) AS known_from, upper(t.known) AS known_until
        FROM training t JOIN course c ON c.id = t.course_id WHERE t.person_id = $1 ORDER BY t.id""",
    "training_failures": """SELECT c.title AS course, t.provider, t.evidence, t.failed_on, lower(t.known) AS known_from,
            upper(t.known) AS known_until
        FROM training_failure t JOIN course c ON c.id = t.course_id WHERE t.person_id = $1 ORDER BY t.id""",
    "vetting": """SELECT f.name AS force, v.outcome, lower(v.valid) AS since, upper(v.valid) AS until,
            lower(v.known) AS known_from, upper(v.known) AS known_until
        FROM vetting v JOIN force f ON f.id = v.force_id WHERE v.person_id = $1 ORDER BY v.id""",
    "vetting_requests": """SELECT f.name AS force, r.asked_at, r.address, r.sent_at, r.answered_at, r.settled_at, r.settled
        FROM vetting_request r JOIN force f ON f.id = r.force_id WHERE r.person_id = $1 ORDER BY r.id""",
    "requests": """SELECT c.ref, o.name AS employer, r.sort, c.state, c.opened_at,
            ARRAY(SELECT w.code FROM requested_power q JOIN power w ON w.id = q.power_id WHERE q.request_id = r.id
                ORDER BY w.id) AS powers
        FROM individual_request r JOIN casefile c ON c.id = r.case_id JOIN organisation o ON o.id = r.organisation_id
        WHERE r.person_id = $1 ORDER BY r.id""",
    "findings": """SELECT f.subject, w.code AS power, f.satisfied, f.evidence, f.found_at FROM person_finding f
        JOIN individual_request r ON r.id = f.request_id LEFT JOIN power w ON w.id = f.power_id
        WHERE r.person_id = $1 ORDER BY f.id""",
    "decisions": """SELECT d.ref, d.outcome, d.explanation, d.last_day, d.decided_at FROM individual_decision d
        JOIN individual_request r ON r.id = d.request_id WHERE r.person_id = $1 ORDER BY d.id""",
    "accreditations": """SELECT a.ref, o.name AS employer, f.name AS force, a.granted_at FROM accreditation a
        JOIN organisation o ON o.id = a.organisation_id JOIN force f ON f.id = a.force_id
        WHERE a.person_id = $1 ORDER BY a.id""",
    "terms": """SELECT a.ref AS accreditation, lower(t.valid) AS since, upper(t.valid) AS until, t.rests_on,
            lower(t.known) AS known_from, upper(t.known) AS known_until
        FROM accreditation_term t JOIN accreditation a ON a.id = t.accreditation_id WHERE a.person_id = $1 ORDER BY t.id""",
    "powers": """SELECT a.ref AS accreditation, w.code AS power, w.title, g.areas, g.zones, g.offences, g.conditions,
            lower(g.valid) AS since, upper(g.valid) AS until, lower(g.known) AS known_from, upper(g.known) AS known_until
        FROM granted_power g JOIN accreditation a ON a.id = g.accreditation_id JOIN power w ON w.id = g.power_id
        WHERE a.person_id = $1 ORDER BY g.id""",
    "restrictions": """SELECT a.ref AS accreditation, n.kind, w.code AS power, n.notice_ref AS notice,
            lower(n.valid) AS since,
            upper(n.valid) AS until, lower(n.known) AS known_from, upper(n.known) AS known_until
        FROM restriction n JOIN accreditation a ON a.id = n.accreditation_id LEFT JOIN power w ON w.id = n.power_id
        WHERE a.person_id = $1 ORDER BY n.id""",
    "notices": """SELECT n.ref, n.kind, n.reasons, n.explanation, n.acted_at, k.how, k.served_at FROM statutory_notice n
        JOIN accreditation a ON a.id = n.accreditation_id
        JOIN notice_copy k ON k.notice_id = n.id AND k.copy_for = 'person' WHERE a.person_id = $1 ORDER BY n.id""",
    "documents": """SELECT d.kind, d.number, d.state, d.issued_at, d.replaced_at FROM document d
        JOIN accreditation a ON a.id = d.accreditation_id WHERE a.person_id = $1 ORDER BY d.id""",
    "custody": """SELECT d.number, u.what, u.at, u.note FROM custody u JOIN document d ON d.id = u.document_id
        JOIN accreditation a ON a.id = d.accreditation_id WHERE a.person_id = $1 ORDER BY u.id""",
    "uses": """SELECT u.ref, w.code AS power, u.at, u.place, u.offence, u.outcome, u.officer_present, u.minutes, u.saved,
            u.source, u.recorded_at, f.cause, v.why AS void FROM use_of_power u JOIN power w ON w.id = u.power_id
        LEFT JOIN use_flag f ON f.use_id = u.id LEFT JOIN use_void v ON v.use_id = u.id
        WHERE u.person_id = $1 ORDER BY u.id""",
    "occurrences": """SELECT o.name AS employer, c.kind, c.happened_on, c.told_at, c.outcome, c.settled_at FROM occurrence c
        JOIN organisation o ON o.id = c.organisation_id WHERE c.person_id = $1 ORDER BY c.id""",
    "messages": """SELECT m.kind, m.to_address AS address, m.created_at, m.sent_at FROM outbox_message m
        WHERE m.to_person = $1 ORDER BY m.id""",
    "events": """SELECT e.tag, e.occurred_at FROM event e WHERE e.actor_id = $1 OR e.id IN (SELECT s.event_id
        FROM event_subject s WHERE s.kind = 'person' AND s.subject_id = $1) ORDER BY e.id DESC LIMIT 5000""",
    "sessions": "SELECT browser, created_at, seen_at FROM session WHERE person_id = $1 ORDER BY created_at",
}
WITHHELD = (
    "Your answers to vetting and what the vetting officer recorded besides the outcome: ask the force for them.",
    "Names of members of the public and of people who recorded or decided something: they are about others.",
    "The words in which each use of a power was described: they are on the page of that use.",
    "Passwords, codes and keys, of which only unreadable digests are kept.",
)


async def everything(actor: Actor) -> dict[str, Any]:
    """All that is held, by heading, as plain values."""
    found: dict[str, Any] = {}
    for heading, statement in SECTIONS.items():
        rows = await sql.fetch(statement, actor.person)
        found[heading] = msgspec.to_builtins([dict(row) for row in rows])
    return {**found, "withheld": list(WITHHELD)}
