"""The API's page for people and its description for programs, both drawn from one value."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from csas.domain.refusals import NotFound
from csas.web.api.description import JSON, REFUSED, describe
from csas.web.routing import page
from csas.web.show import Asked, actor_of, show


def _may_look(request: Asked) -> bool:
    """Public in the demonstration, for those signed in otherwise."""
    shown: bool = request.app.state["settings"].demonstration
    return shown or actor_of(request).kind == "person"


@get("/api/openapi.json", opt={"action": "api:read"}, include_in_schema=False)
async def openapi(request: Asked) -> Response[Any]:
    """The description for programs."""
    if not _may_look(request):
        raise NotFound
    return Response(describe())


@page("/api", "api:read")
async def api_page(request: Asked) -> Response[str]:
    """The description for people."""
    if not _may_look(request):
        raise NotFound
    return show(request, "api/page.html", groups=groups(), refused=REFUSED, example_noun="applications")


def groups() -> list[tuple[str, list[dict[str, Any]]]]:
    """Operations by noun, each with its fields, for the page."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in describe()["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
            fields = _queries(operation) + [
                {
                    "name": name,
                    "required": name in body.get("required", []),
                    "about": schema.get("title", ""),
                    "hint": schema.get("description", ""),
                    "shape": _shape_words(schema),
                }
                for name, schema in body.get("properties", {}).items()
            ]
            found.setdefault(operation["tags"][0], []).append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": operation["summary"],
                    "about": operation.get("description", ""),
                    "fields": fields,
                    "id": operation["operationId"],
                }
            )
    return sorted(found.items())


def _queries(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """What may be asked after the question mark."""
    return [
        {
            "name": each["name"],
            "required": False,
            "about": "",
            "hint": each.get("description", ""),
            "shape": _shape_words(each["schema"]),
        }
        for each in operation.get("parameters", [])
        if each["in"] == "query"
    ]


def _shape_words(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "enum" in schema:
        return "one of " + ", ".join(str(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_shape_words(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_shape_words(schema.get('items', {}))}"
    if schema.get("format") == "date":
        return "day, YYYY-MM-DD"
    if "$ref" in schema:
        return "object"
    words = str(schema.get("type", "value"))
    most = schema.get("maxLength")
    return f"{words}, at most {most} characters" if most else words
