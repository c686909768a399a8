"""The answer to an enquiry by program: each power with its grounds, and the facts under each ground."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from csas.domain.enquiries import Answer, PowerAnswer, Step
from csas.domain.enquiry_sources import Source
from csas.domain.refusals import NotFound
from csas.store import enquiries
from csas.store.enquiries import Enquiry
from csas.web.show import Asked, actor_of
from csas.web.views import enquiries as views


@get("/api/v1/enquiries/{ref:str}", opt={"action": "enquiry:read"}, include_in_schema=False)
async def read(request: Asked, ref: FromPath[str]) -> Response[dict[str, Any]]:
    """The answer, as known when it was asked."""
    enquiry = await enquiries.load(actor_of(request), ref)
    if enquiry is None:
        raise NotFound
    then, _ = views.answers(enquiry, await enquiries.clock())
    return Response(shape(enquiry, then), headers={"Cache-Control": "no-store"})


def shape(enquiry: Enquiry, answer: Answer) -> dict[str, Any]:
    return {
        "ref": enquiry.ref,
        "name": enquiry.name,
        "employer": enquiry.employer,
        "accreditation": enquiry.accreditation,
        "number": enquiry.number,
        "at": _stamp(enquiry.at),
        "known_at": _stamp(enquiry.known_at),
        "area": enquiry.area,
        "accredited": power_shape(answer.accreditation),
        "powers": [power_shape(each) for each in answer.powers],
    }


def power_shape(power: PowerAnswer) -> dict[str, Any]:
    """One answer; `relied` ends with the act, `lawful` with the notice given."""
    return {
        "code": power.code,
        "title": power.title,
        "relied": power.relied,
        "lawful": power.lawful,
        "cause": power.cause,
        "words": power.words,
        "since": _stamp(power.since),
        "until": _stamp(power.until),
        "grounds": [_step(each) for each in power.steps],
        "notices": [
            {"kind": each.kind, "ref": each.ref, "acted_at": _stamp(each.acted_at), "given_at": _stamp(each.given_at)}
            for each in power.notices
        ],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "words": step.title,
        "holds": step.holds,
        "cause": step.cause,
        "since": _stamp(step.since),
        "until": _stamp(step.until),
        "facts": [_fact(each) for each in step.sources],
    }


def _fact(source: Source) -> dict[str, Any]:
    return {
        "words": source.words,
        "ref": source.ref,
        "since": _stamp(source.valid.start),
        "until": _stamp(source.valid.end),
        "known_since": _stamp(source.known),
    }


def _stamp(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


ROUTES = [read]
