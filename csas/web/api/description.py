"""The API's own description, OpenAPI 3.1, made from the registry of commands.

The page of the API is drawn from the same value, so neither can fall behind.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from csas import __doc__ as about_csas
from csas.commands import registry
from csas.commands.registry import Entry
from csas.domain.permissions import ACTIONS, ROLES, Grant
from csas.web.api import looks, public_description
from csas.web.api.commands import CASE_NOUNS

VERSION = "1"
ABOUT = (
    "What a page shows can be read here and what it does can be done here, with the same refusals. "
    "Files, such as signed documents, letters and spreadsheets, are at the address of their page and take the same key."
)
JSON = "application/json"
PROBLEM = "application/problem+json"
REFUSED = {
    "400": "The request has faults; all of them are listed",
    "401": "Nobody is signed in, or the key is not known",
    "403": "The asker’s role does not include this, or another person must do it",
    "404": "There is nothing here that the asker may see",
    "405": "The address does not take that method",
    "409": "The step is not open now, or somebody else came first",
    "413": "The body is too large",
    "422": "The idempotency key was used for another request",
    "429": "Too many requests",
    "503": "The service cannot reach its records; nothing was changed",
}
TEXT = {"type": "string"}
MAYBE = {"type": ["string", "null"]}
FLAG = {"type": "boolean"}


@cache
def describe() -> dict[str, Any]:
    """The whole description."""
    entries = [entry for entry in registry.REGISTRY.values() if entry.is_open]
    structs = [*(entry.struct for entry in entries), *(look.shape for look in looks.LOOKS)]
    _, components = msgspec.json.schema_components(structs, ref_template="#/components/schemas/{name}")
    paths: dict[str, Any] = {}
    for entry in entries:
        paths[f"/api/v1{entry.path}"] = {"post": _operation(entry, components)}
    for noun, collection in CASE_NOUNS.items():
        paths[f"/api/v1/{collection}/{{ref}}"] = {"get": _look(noun, collection)}
    paths["/api/v1/me"] = {"get": _simple("me", "Who is asking", "Me")}
    paths.update(public_description.paths(_responses))
    for path, methods in looks.paths(components, _responses, who).items():
        paths.setdefault(path, {}).update(methods)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "csas",
            "version": VERSION,
            "description": f"{about_csas} {ABOUT}",
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {**_closed(components), **SHAPES, **public_description.SHAPES},
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A key made on the page of your account.",
                }
            },
        },
        "security": [{"key": []}],
    }


def _operation(entry: Entry, components: dict[str, Any]) -> dict[str, Any]:
    name = f"{entry.action.partition(':')[0]}_{entry.name}".replace("-", "_")
    found: dict[str, Any] = {
        "operationId": name,
        "summary": entry.words,
        "description": f"{entry.about} Open to: {who(entry.action)}.",
        "tags": [entry.noun],
        "parameters": [KEY_HEADER],
        "requestBody": {"required": True, "content": {JSON: {"schema": _body(entry, components)}}},
        "responses": _responses("Event"),
    }
    if entry.needs_ref:
        found["parameters"] = [REF, KEY_HEADER]
    return found


def _body(entry: Entry, components: dict[str, Any]) -> dict[str, Any]:
    """The command without `ref`, which stands in the address."""
    name = entry.struct.__name__
    schema = dict(components[name] if name in components else components[f"{entry.struct.__module__}.{name}"])
    properties = {name: value for name, value in schema.get("properties", {}).items() if name != "ref"}
    required = [name for name in schema.get("required", []) if name != "ref"]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _closed(components: dict[str, Any]) -> dict[str, Any]:
    """Every object refuses fields it does not know."""
    return {
        name: {**schema, "additionalProperties": False} if schema.get("type") == "object" else schema
        for name, schema in components.items()
    }


def who(action: str) -> str:
    """Who may take an action, in words."""
    grants = ACTIONS.get(action, ())
    words = [each for grant in grants for each in _words_of(grant)]
    return ", ".join(dict.fromkeys(words)) or "the service itself"


def _words_of(grant: Grant) -> list[str]:
    whole = {"anyone": "anyone", "signed-in": "anyone signed in", "own": "the person themselves"}
    return [ROLES[role].lower() for role in grant.roles] or [whole[grant.scope]] if grant.scope != "clock" else []


def _look(noun: str, collection: str) -> dict[str, Any]:
    return {
        "operationId": f"{noun}_read",
        "summary": f"One of the {collection}, with the steps open to the asker",
        "tags": [collection],
        "parameters": [REF],
        "responses": _responses("Case"),
    }


def _simple(name: str, words: str, shape: str) -> dict[str, Any]:
    return {"operationId": name, "summary": words, "tags": ["desk"], "responses": _responses(shape)}


def _responses(shape: str) -> dict[str, Any]:
    good = {
        "200": {
            "description": "Done",
            "content": {JSON: {"schema": {"$ref": f"#/components/schemas/{shape}"}}},
        }
    }
    bad = {
        status: {
            "description": words,
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, words in REFUSED.items()
    }
    return {**good, **bad}


REF = {
    "name": "ref",
    "in": "path",
    "required": True,
    "description": "The reference of the case",
    "schema": {"type": "string", "pattern": "^[a-z2-7]{12}$"},
}
KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Repeat a request safely: the same key and body have the effect of one request",
    "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


SHAPES: dict[str, Any] = {
    "Event": _object(
        tag=TEXT,
        ref=TEXT,
        moves={"type": "array", "items": _object(case=TEXT, was=MAYBE, now=TEXT)},
        facts={"type": "object"},
    ),
    "Case": _object(
        ref=TEXT,
        noun=TEXT,
        process=TEXT,
        title=TEXT,
        version={"type": "integer"},
        state=TEXT,
        state_words=TEXT,
        state_since=TEXT,
        stage=TEXT,
        turn=TEXT,
        next=TEXT,
        closed=FLAG,
        paused=FLAG,
        deadline={
            "oneOf": [
                {"type": "null"},
                _object(
                    due_on=MAYBE,
                    days={
                        "type": "array",
                        "items": _object(day=TEXT, number={"type": ["integer", "null"]}, kind=TEXT, why=TEXT),
                    },
                ),
            ]
        },
        steps={
            "type": "array",
            "items": _object(name=TEXT, action=TEXT, words=TEXT, href=MAYBE, reason=TEXT, optional=FLAG),
        },
        details={"type": "object"},
    ),
    "Me": _object(name=TEXT, roles={"type": "array", "items": TEXT}, by=TEXT),
    "Problem": {
        "type": "object",
        "properties": {
            "type": TEXT,
            "title": TEXT,
            "status": {"type": "integer"},
            "code": TEXT,
            "faults": {"type": "array", "items": _object(field=TEXT, message=TEXT)},
        },
        "required": ["type", "title", "status", "code"],
    },
}
