"""Which steps of a case would find nothing to act on: nobody is offered to lift a suspension that is not there.

It only hides what would be refused; the commands look again under their locks.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import structs

from csas.domain import workflow
from csas.domain.casework import Case
from csas.store import provider_suspensions, sql

PROVIDER = ("application:suspend", "application:propose-lifting", "application:lift-suspension")
PERSON = ("individual:suspend", "individual:propose-lifting", "individual:lift")


async def without_idle(case: Case, now: datetime) -> Case:
    """The case with the steps that its suspension, or the lack of one, makes idle."""
    offered = {step.action for step in workflow.open_steps(case.definition, case.state)}
    if offered & set(PROVIDER):
        found = await provider_suspensions.find(case.scheme, case.organisation or 0, now)
        return structs.replace(
            case, idle=_idle(PROVIDER, suspended=found is not None, proposed=bool(found and found.proposed_by))
        )
    if offered & set(PERSON):
        row = await sql.fetchrow(_OF_PERSON, case.id)
        return structs.replace(
            case, idle=_idle(PERSON, suspended=row is not None, proposed=bool(row and row["proposed"]))
        )
    return case


_OF_PERSON = """SELECT EXISTS (SELECT 1 FROM lifting_proposal l WHERE l.restriction_ref = r.ref) AS proposed
    FROM restriction r JOIN accreditation a ON a.id = r.accreditation_id
    WHERE (a.case_id = $1 OR a.id = (SELECT accreditation_id FROM individual_request WHERE case_id = $1))
      AND r.kind = 'suspension' AND r.reach = 'person' AND upper_inf(r.known) AND upper_inf(r.valid)
    LIMIT 1"""


def _idle(names: tuple[str, str, str], *, suspended: bool, proposed: bool) -> frozenset[str]:
    suspend, propose, lift = names
    if not suspended:
        return frozenset({propose, lift})
    return frozenset({suspend, propose if proposed else lift})
