"""Forms for courses that were not passed."""

from __future__ import annotations

from csas.domain.refusals import NotFound
from csas.store import training_failures
from csas.web import acts
from csas.web.acts import Laid
from csas.web.pages.training import lay_record, organisation_for
from csas.web.show import Asked


async def _lay_reverse(request: Asked, ref: str) -> Laid:
    organisation, _ = await organisation_for(request, ref)
    found = await training_failures.find(organisation.id, request.query_params.get("training", ""))
    if found is None:
        raise NotFound
    href = f"/organisations/{ref}/training/person?person={found.staff}"
    return Laid(caption=f"{found.name}, {found.title}", back=href, then=href, first={"training": found.ref})


ROUTES = [
    *acts.pages("training:record-failure", lay_record, repeats=True),
    *acts.pages("training:reverse-failure", _lay_reverse),
]
