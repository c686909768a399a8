"""The description of what anyone may ask without a key."""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}
MAYBE = {"type": ["string", "null"]}
FLAG = {"type": "boolean"}
COUNT = {"type": "integer"}
TEXTS = {"type": "array", "items": TEXT}
PATTERN = r"^[^\u0000-\u001f/?#]{1,64}$"


def shape(**properties: Any) -> dict[str, Any]:
    """An object that has all of these."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def listed(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


NAMED = {"ref": TEXT, "number": COUNT, "title": TEXT, "standing": TEXT, "since": MAYBE, "until": MAYBE}
SHAPES: dict[str, Any] = {
    "Register": shape(
        as_at=TEXT,
        page=COUNT,
        total=COUNT,
        providers=listed(
            shape(
                ref=TEXT,
                name=TEXT,
                sector=TEXT,
                since=TEXT,
                until=MAYBE,
                powers=TEXTS,
                areas=TEXTS,
                certificate=MAYBE,
            )
        ),
    ),
    "Answer": shape(
        in_force=FLAG,
        answer=TEXT,
        words=TEXT,
        as_at=TEXT,
        number=MAYBE,
        provider=MAYBE,
        powers=listed(shape(paragraph=TEXT, title=TEXT)),
        conditions=TEXTS,
        telephone=TEXT,
    ),
    "Edition": shape(
        **NAMED,
        basis=TEXT,
        changes=TEXT,
        requirements=listed(
            shape(code=TEXT, family=TEXT, title=TEXT, body=TEXT, evidence=TEXT, critical=FLAG, sectors=TEXTS)
        ),
        fees=listed(shape(sector=TEXT, stage=TEXT, pence={"type": ["integer", "null"]}, note=TEXT)),
    ),
    "Standards": shape(
        edition={"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Edition"}]}, earlier=listed(shape(**NAMED))
    ),
}


def asked(name: str, words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}


QUERY = [
    asked("q", "Part of the provider’s name", {"type": "string", "maxLength": 120}),
    asked("area", "Code of a borough, such as E09000033", TEXT),
    asked("power", "Code of a power, such as 1a", TEXT),
    asked("on", "A past day, YYYY-MM-DD", {"type": "string", "format": "date"}),
    asked("page", "Number of the page, from 1", {"type": "integer", "minimum": 1, "maximum": 10_000}),
]
NUMBER = {
    "name": "number",
    "in": "path",
    "required": True,
    "description": "The number printed on the certificate, with or without blanks",
    "schema": {"type": "string", "pattern": PATTERN},
}
# path -> operation id, words, shape, parameters
READS: dict[str, tuple[str, str, str, list[dict[str, Any]]]] = {
    "/api/v1/register": ("register_list", "The providers in force, now or on a past day", "Register", QUERY),
    "/api/v1/check/{number}": ("check_number", "Whether a certificate is in force", "Answer", [NUMBER]),
    "/api/v1/standards": ("standards_in_force", "The standards in force, and earlier editions", "Standards", []),
    "/api/v1/standards/editions/{ref}": ("standards_edition", "One published edition of the standards", "Edition", []),
}
