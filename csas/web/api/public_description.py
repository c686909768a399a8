"""The description of what anybody may ask by program; `description` lays it with the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

TEXT = {"type": "string"}
MAYBE = {"type": ["string", "null"]}
WHOLE = {"type": "integer"}
FLAG = {"type": "boolean"}
TEXTS = {"type": "array", "items": TEXT}
REF = {"type": "string", "pattern": "^[a-z2-7]{12}$"}
DAY = {"type": "string", "format": "date"}
KNOWN = {"type": "string", "enum": ["", "then"]}
REGISTER = (
    ("q", TEXT),
    ("area", TEXT),
    ("power", TEXT),
    ("sector", TEXT),
    ("on", DAY),
    ("known", KNOWN),
    ("page", {"type": "integer", "minimum": 1}),
)


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _listed(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": _object(**properties)}


CHECKED = _object(
    verdict={"type": "string", "enum": ["in-force", "not-in-force"]},
    words=TEXT,
    checked_at=TEXT,
    kind={"type": "string", "enum": ["", "certificate", "card", "instrument"]},
    name=TEXT,
    provider=TEXT,
    force=TEXT,
    areas=TEXTS,
    until=MAYBE,
    powers=TEXTS,
    may=_listed(
        paragraph=TEXT,
        title=TEXT,
        plain=TEXT,
        anywhere=FLAG,
        areas=TEXTS,
        zones=TEXTS,
        offences=TEXTS,
        conditions=TEXTS,
    ),
    conditions=TEXTS,
    uniform=TEXT,
    badge=TEXT,
    gives_power=FLAG,
    cause=TEXT,
)
EDITION = {"ref": REF, "number": WHOLE, "title": TEXT, "standing": TEXT, "since": MAYBE, "until": MAYBE}
PROVIDER = {
    "ref": REF,
    "name": TEXT,
    "areas": TEXTS,
    "people": WHOLE,
    "since": DAY,
    "until": MAYBE,
    "certificate": MAYBE,
}

STRETCH = {"since": MAYBE, "until": MAYBE}
ANSWERED = _object(
    code=TEXT,
    title=TEXT,
    relied=FLAG,
    lawful=FLAG,
    cause=TEXT,
    words=TEXT,
    **STRETCH,
    grounds=_listed(
        name=TEXT, words=TEXT, holds=FLAG, cause=TEXT, **STRETCH, facts=_listed(words=TEXT, ref=TEXT, known_since=MAYBE)
    ),
    notices=_listed(kind=TEXT, ref=TEXT, acted_at=TEXT, given_at=MAYBE),
)

SHAPES: dict[str, Any] = {
    "Answered": ANSWERED,
    "Enquiry": _object(
        ref=REF,
        name=TEXT,
        employer=TEXT,
        accreditation=REF,
        number=MAYBE,
        at=TEXT,
        known_at=TEXT,
        area=MAYBE,
        accredited={"$ref": "#/components/schemas/Answered"},
        powers={"type": "array", "items": {"$ref": "#/components/schemas/Answered"}},
    ),
    "Checked": CHECKED,
    "Judged": _object(
        verdict={"type": "string", "enum": ["in-force", "not-in-force", "not-ours"]}, kind=TEXT, number=TEXT
    ),
    "CheckedMany": _object(answers={"type": "array", "items": {"$ref": "#/components/schemas/Checked"}}),
    "Register": _object(
        as_at=DAY,
        total=WHOLE,
        page=WHOLE,
        by_area={"type": "object", "additionalProperties": WHOLE},
        providers=_listed(**PROVIDER, sector=TEXT, powers=TEXTS),
    ),
    "Provider": _object(
        **PROVIDER,
        force=TEXT,
        powers=_listed(paragraph=TEXT, words=TEXT, law=TEXT, people=WHOLE),
        roles=TEXTS,
        conditions=TEXTS,
        edition=REF,
        as_at=DAY,
        in_force=FLAG,
    ),
    "Editions": _object(editions=_listed(**EDITION)),
    "Edition": _object(
        **EDITION,
        requirements={"type": "array", "items": {"type": "object"}},
        fees={"type": "array", "items": {"type": "object"}},
    ),
    "Concerns": _object(concerns=_listed(ref=REF, about=TEXT, reported_at=TEXT, what=TEXT)),
}

# path: operation, words, tag, shape, what stands in the path, what may be asked, the body.
_LOOKS: tuple[tuple[str, str, str, str, str, str, tuple[tuple[str, Any], ...]], ...] = (
    (
        "/checks/{number}",
        "check",
        "Whether a card or certificate is in force",
        "checks",
        "Checked",
        "number",
        (("borough", TEXT),),
    ),
    ("/register", "register", "Accredited providers, now or as at a past day", "register", "Register", "", REGISTER),
    (
        "/register/{ref}",
        "provider",
        "One provider, now or as at a past day",
        "register",
        "Provider",
        "ref",
        (("on", DAY), ("known", KNOWN)),
    ),
    (
        "/enquiries/{ref}",
        "enquiry_read",
        "The answer to an enquiry, for those who ask",
        "enquiries",
        "Enquiry",
        "ref",
        (),
    ),
    ("/editions", "editions", "Published editions of the standards", "editions", "Editions", "", ()),
    ("/editions/{ref}", "edition", "One published edition", "editions", "Edition", "ref", ()),
    ("/concerns", "concerns_read", "What the public reported, for the office", "concerns", "Concerns", "", ()),
)


def paths(responses: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    """The paths by their address; `responses` gives those of a shape."""
    found: dict[str, Any] = {}
    for path, name, words, tag, shape, named, asked in _LOOKS:
        found[f"/api/v1{path}"] = {
            "get": {
                "operationId": name,
                "summary": words,
                "tags": [tag],
                "parameters": [*_named(named), *_asked(asked)],
                "responses": responses(shape),
            }
        }
    found["/api/v1/checks"] = {"post": _many(responses)}
    found["/api/v1/checks/document"] = {"post": _document(responses)}
    return found


def _named(name: str) -> list[dict[str, Any]]:
    schema = REF if name == "ref" else {"type": "string", "minLength": 1}
    return [{"name": name, "in": "path", "required": True, "schema": schema}] if name else []


def _asked(asked: tuple[tuple[str, Any], ...]) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "required": False, "schema": schema} for name, schema in asked]


def _many(responses: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    numbers = {"type": "array", "items": TEXT, "minItems": 1, "maxItems": 500}
    schema = {**_object(numbers=numbers), "additionalProperties": False}
    return {
        "operationId": "check_many",
        "summary": "Many numbers at once",
        "description": "Every number is answered, in its order.",
        "tags": ["checks"],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": responses("CheckedMany"),
    }


def _document(responses: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    pdf = {"type": "string", "minLength": 1, "description": "The file in base64, 2 MB or smaller"}
    schema = {**_object(pdf=pdf), "additionalProperties": False}
    return {
        "operationId": "check_document",
        "summary": "Whether a PDF was issued by this service and holds",
        "description": "The file is judged and let go of.",
        "tags": ["checks"],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": responses("Judged"),
    }
