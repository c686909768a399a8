"""Everything that can be read by program, as routes and as parts of the description."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csas.web.api import (
    access,
    cards,
    casework,
    catalogue,
    decided,
    fitness,
    mine,
    office,
    people,
    powers,
    returns,
    scheme,
    vetting,
)
from csas.web.api.looking import Look, Query, route

LOOKS: tuple[Look, ...] = (
    *people.LOOKS,
    *fitness.LOOKS,
    *vetting.LOOKS,
    *powers.LOOKS,
    *cards.LOOKS,
    *returns.LOOKS,
    *office.LOOKS,
    *access.LOOKS,
    *scheme.LOOKS,
    *mine.LOOKS,
    *decided.LOOKS,
    *catalogue.LOOKS,
    *casework.LOOKS,
)
REF = {
    "name": "ref",
    "in": "path",
    "required": True,
    "description": "The reference of what is asked for",
    "schema": {"type": "string", "pattern": "^[a-z2-7]{12}$"},
}


def paths(
    components: dict[str, Any], responses: Callable[[str], dict[str, Any]], who: Callable[[str], str]
) -> dict[str, Any]:
    """The paths by their address; `who` says in words who may take an action."""
    return {f"/api/v1{look.path}": {"get": _operation(look, components, responses, who)} for look in LOOKS}


def _operation(
    look: Look, components: dict[str, Any], responses: Callable[[str], dict[str, Any]], who: Callable[[str], str]
) -> dict[str, Any]:
    about = (look.shape.__doc__ or "").strip()
    return {
        "operationId": look.name,
        "summary": look.words,
        "description": f"{about} Open to: {who(look.action)}.".strip(),
        "tags": [look.tag],
        "parameters": [*((REF,) if "{ref}" in look.path else ()), *(_query(each) for each in look.asked)],
        "responses": responses(name_of(look, components)),
    }


def name_of(look: Look, components: dict[str, Any]) -> str:
    """What the shape is called among the schemas: longer where two modules use one name."""
    name = look.shape.__name__
    return name if name in components else f"{look.shape.__module__}.{name}"


def _query(query: Query) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if query.values:
        schema["enum"] = list(query.values)
    return {"name": query.name, "in": "query", "required": False, "description": query.words, "schema": schema}


ROUTES = [route(look) for look in LOOKS]
