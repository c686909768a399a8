"""Everything the office and the decision maker look at when they judge one application, read at once.

The caller has loaded the case for a reader who may see it; what an applicant may not
see of the dossier is left out by the views.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain.arrangements import Arrangement
from csas.domain.assessments import Assessment
from csas.domain.casework import Case
from csas.domain.decisions import Considered, Delegation, Recommended
from csas.domain.notices import Notice
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import arrangements, assessments, considered, decisions, documents, places, sql
from csas.store.arrangements import Signature
from csas.store.decisions import Decided
from csas.store.documents import Document


class Dossier(Struct):
    """One application with all that was found, recommended, answered, decided and signed."""

    on: Considered
    assessment: Assessment
    recommended: Recommended | None
    notices: tuple[Notice, ...]
    decisions: tuple[Decided, ...]
    signatures: tuple[Signature, ...]
    arrangement: Arrangement | None
    documents: tuple[Document, ...]
    delegation: Delegation | None
    places: places.Places

    @property
    def decision(self) -> Decided | None:
        """The decision of the present round."""
        return next((each for each in self.decisions if each.round == self.on.round), None)

    @property
    def notice(self) -> Notice | None:
        return next(iter(self.notices), None)


async def load(actor: Actor, case: Case, now: datetime) -> Dossier:
    """The dossier of a submitted application; one that was never submitted is not complete."""
    on = await considered.load(case, now)
    decided = await decisions.list_decisions(on.application)
    newest = next(iter(decided), None)
    return Dossier(
        on=on,
        assessment=await assessments.load(on),
        recommended=await decisions.find_recommendation(on),
        notices=tuple(await decisions.list_notices(on.application)),
        decisions=tuple(decided),
        signatures=tuple(await arrangements.list_signatures(newest.id)) if newest else (),
        arrangement=await arrangements.find_of_application(on.application),
        documents=tuple(await documents.list_of_case(case.id)),
        delegation=await decisions.find_delegation(actor.person, case.scheme, now, "providers"),
        places=await places.load(case.scheme, now),
    )


async def is_submitted(case: Case) -> bool:
    """Whether there is a version to judge."""
    found: bool = await sql.fetchval(
        """SELECT EXISTS (SELECT 1 FROM application_version v JOIN application a ON a.id = v.application_id
           WHERE a.case_id = $1)""",
        case.id,
    )
    return found
