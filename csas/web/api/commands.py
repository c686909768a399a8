"""Everything a page does, by JSON: one operation for each command of the registry.

`POST /api/v1/{noun}/{ref}/{verb}`; the answer is the event. A write may carry
`Idempotency-Key`: repeated with the same body it is answered as the first time.
"""

from __future__ import annotations

import re
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from csas.commands import registry
from csas.commands.registry import Entry
from csas.domain import casework, intake, permissions, refusals
from csas.domain.permissions import Actor, Subject
from csas.domain.refusals import Fault
from csas.store import fitness, idempotency, limits, organisations, reads
from csas.store.idempotency import AnsweredBefore
from csas.web.api import body, owners, shapes
from csas.web.errors import problem
from csas.web.show import Asked, actor_of, visitor_of
from csas.web.steps import now

KEY = re.compile(r"[\x21-\x7e]{1,128}")
LARGEST_BODY = 11 * 1024 * 1024


def operation(entry: Entry) -> HTTPRouteHandler:
    """The route of one command."""
    path = f"/api/v1{entry.path.replace('{ref}', '{ref:str}')}"
    if entry.needs_ref:

        @post(
            path,
            opt={"action": entry.action},
            status_code=200,
            include_in_schema=False,
            request_max_body_size=max(entry.largest, LARGEST_BODY),
        )
        async def act_on(request: Asked, ref: FromPath[str]) -> Response[Any]:
            return await run(request, entry, ref)

        return act_on

    @post(path, opt={"action": entry.action}, status_code=200, include_in_schema=False)
    async def act(request: Asked) -> Response[Any]:
        return await run(request, entry, None)

    return act


async def run(request: Asked, entry: Entry, ref: str | None) -> Response[Any]:
    """Read the body, run the command, answer with its event or its refusal."""
    actor = actor_of(request)
    await limits.require("api-write", str(actor.person or visitor_of(request).address))
    given = await body.read(request, max(entry.largest, body.LARGEST))
    if ref is not None:
        if "ref" in given:
            raise refusals.Faults(Fault(field="ref", message="The case is named by the address"))
        await _require_role(actor, entry, ref)
        given = {**given, "ref": ref}
    wanted = intake.read(entry.struct, given)
    try:
        with idempotency.asking(await _asked(request, actor, entry)):
            event = await entry.run(wanted, actor, now())
    except AnsweredBefore as earlier:
        return Response(_plain(earlier.answer.response), status_code=earlier.answer.status)
    return Response(shapes.event_shape(event))


async def _require_role(actor: Actor, entry: Entry, ref: str) -> None:
    """Refuse by what somebody may see and do before looking at what they wrote."""
    if entry.noun in CASE_NOUNS.values():
        casework.require_role(await reads.load_case(actor, ref), actor, entry.action)
        return
    if not permissions.allows(actor, entry.action, await _subject_of(actor, entry, ref)):
        raise refusals.NotAllowed


async def _subject_of(actor: Actor, entry: Entry, ref: str) -> Subject:
    """What a command on anything but a case is about."""
    noun = entry.action.partition(":")[0]
    if noun in registry.SUBJECTS:
        return await registry.SUBJECTS[noun](actor, ref)
    if entry.noun in owners.FIND:
        return await owners.FIND[entry.noun](actor, ref)
    organisation = await organisations.load(actor, ref)
    return Subject(organisation=organisation.id, scheme=await fitness.scheme_of(organisation.id))


def _plain(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: answer.get(name) for name in ("tag", "ref", "moves", "facts")}


async def _asked(request: Asked, actor: Actor, entry: Entry) -> idempotency.Asked | None:
    key = request.headers.get("idempotency-key")
    if key is None or actor.person is None:
        return None
    if not KEY.fullmatch(key):
        message = "Idempotency-Key must be 1 to 128 printable characters without blanks"
        raise refusals.Faults(Fault(field="Idempotency-Key", message=message))
    named = f"{request.url.path} {entry.action}"
    return idempotency.asked(actor.person, key, named, await request.body())


@get("/api/v1/me", opt={"action": "account:read"}, include_in_schema=False)
async def me(request: Asked) -> Response[Any]:
    """Who is asking, and with which roles."""
    actor = actor_of(request)
    visitor = visitor_of(request)
    return Response(
        {
            "name": actor.name,
            "roles": sorted({holding.role for holding in actor.holdings}),
            "by": "key" if visitor.api_key else "session",
        }
    )


def _reading(noun: str, collection: str) -> HTTPRouteHandler:
    @get(
        f"/api/v1/{collection}/{{ref:str}}",
        opt={"action": "standards:read-draft" if noun == "standards" else f"{noun}:read"},
        include_in_schema=False,
    )
    async def look(request: Asked, ref: FromPath[str]) -> Response[Any]:
        actor = actor_of(request)
        case = await reads.load_case(actor, ref)
        shape = await shapes.case_shape(actor, case)
        if shape["noun"] != collection:
            return problem(refusals.NotFound())
        return Response(shape)

    return look


CASE_NOUNS = {
    noun: collection
    for noun, collection in registry.COLLECTIONS.items()
    if noun in {"application", "endorsement", "standards", "review", "appeal", "individual"}
}


def operations() -> list[HTTPRouteHandler]:
    """All routes of commands and of cases."""
    acts = [operation(entry) for entry in registry.REGISTRY.values() if entry.is_open]
    looks = [_reading(noun, collection) for noun, collection in CASE_NOUNS.items()]
    return [*acts, *looks, me]
