"""Providers already accredited, put down directly: decision, arrangement and certificate."""

from __future__ import annotations

from datetime import datetime, timedelta

from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.certificates import PrintedPower, ProviderCertificate
from csas.domain.permissions import PUBLIC
from csas.store import documents, sql
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests.build import submitted
from tests.world import NOW, World

POWERS = ("1a", "3")


async def accredited(
    world: World,
    organisation: str,
    *,
    areas: tuple[str, ...] = ("Lambeth",),
    since: datetime,
    until: datetime | None = None,
    conditions: tuple[str, ...] = (),
    powers: tuple[str, ...] = POWERS,
) -> tuple[str, str]:
    """An organisation in force from a moment on; returns the arrangement's reference and the certificate's number."""
    case_ref = await submitted(world, organisation, areas=areas, powers=powers, state="in-force", place="held")
    until = until or since + timedelta(days=700)
    async with act(PUBLIC, max(since, NOW)) as this:
        case = await this.hold_id(await sql.fetchval("SELECT id FROM casefile WHERE ref = $1", case_ref))
        arrangement = await _arrange(world, case, since, until, conditions)
        number = await _certify(case, arrangement, organisation, areas, since, until, conditions)
        await this.record("application:countersigned", case=case)
    return arrangement, number


async def _arrange(world: World, case: Case, since: datetime, until: datetime, conditions: tuple[str, ...]) -> str:
    version = await sql.fetchrow(
        """SELECT v.id, v.hash, v.application_id FROM application_version v JOIN application a ON a.id = v.application_id
           WHERE a.case_id = $1""",
        case.id,
    )
    assert version
    decision = await sql.fetchval(
        """INSERT INTO decision (ref, application_id, round, version_id, hash, outcome, reasons, explanation, conditions,
                                 delegation_id, decided_by, decided_at)
           VALUES ($1, $2, 1, $3, $4, 'grant', '{}', '', $5, (SELECT min(id) FROM delegation), $6, $7) RETURNING id""",
        new_ref(),
        version["application_id"],
        version["id"],
        version["hash"],
        [{"words": words, "until": None} for words in conditions],
        world.people["helen"],
        since,
    )
    await sql.execute(
        """INSERT INTO decided_power (decision_id, version_id, power_id)
           SELECT $1, version_id, power_id FROM sought_power WHERE version_id = $2""",
        decision,
        version["id"],
    )
    await sql.execute(
        """INSERT INTO decided_area (decision_id, version_id, area_id)
           SELECT $1, version_id, area_id FROM sought_area WHERE version_id = $2""",
        decision,
        version["id"],
    )
    ref = new_ref()
    await _fact(case, ref, version["application_id"], decision, since, until, "term")
    return ref


async def _fact(
    case: Case, ref: str, application: int, decision: int, since: datetime, until: datetime, ending: str
) -> None:
    await sql.execute(
        """INSERT INTO arrangement (ref, line, force_id, scheme_id, organisation_id, application_id, decision_id,
                                    valid, ending)
           VALUES ($1, $1, $2, $3, $4, $5, $6, tstzrange($7, $8), $9)""",
        ref,
        case.force,
        case.scheme,
        case.organisation,
        application,
        decision,
        since,
        until,
        ending,
    )


async def _certify(
    case: Case,
    arrangement: str,
    organisation: str,
    areas: tuple[str, ...],
    since: datetime,
    until: datetime,
    conditions: tuple[str, ...],
) -> str:
    number = await documents.burn_number()
    certificate = ProviderCertificate(
        number=number,
        scheme="The scheme",
        force="Metropolitan Police Service",
        chief_officer="the Commissioner of Police of the Metropolis",
        provider=organisation,
        powers=tuple(PrintedPower(code=code, paragraph=code, title=f"Power {code}") for code in POWERS),
        areas=areas,
        starts_on=london_day(since),
        last_day=london_day(until),
        edition="Edition 1",
        provisional=True,
        conditions=conditions,
        decided_by_post="Commander",
        delegation="CSAS/1",
        issued_on=london_day(since),
        check_url=f"http://127.0.0.1:8000/check/{number}",
    )
    document = await documents.reserve(case, arrangement, certificate, since)
    found = await documents.find(document)
    assert found
    await documents.mark_issued(found, "0" * 64, f"{number}.pdf", since)
    return number


async def end(arrangement: str, at: datetime, ending: str = "notice") -> None:
    """The arrangement ends at a moment: what was known is closed and the corrected fact stands beside it."""
    async with act(PUBLIC, at) as this:
        row = await sql.fetchrow(
            """SELECT c.id, a.application_id, a.decision_id, lower(a.valid) AS since FROM arrangement a
               JOIN application p ON p.id = a.application_id JOIN casefile c ON c.id = p.case_id
               WHERE a.ref = $1 AND upper_inf(a.known)""",
            arrangement,
        )
        assert row
        case = await this.hold_id(row["id"])
        await sql.execute(
            """UPDATE arrangement SET known = tstzrange(lower(known), clock_timestamp())
               WHERE ref = $1 AND upper_inf(known)""",
            arrangement,
        )
        await _fact(case, arrangement, row["application_id"], row["decision_id"], row["since"], at, ending)
        await this.record("application:ended", case=case)
