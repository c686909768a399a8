"""Schemathesis against the API's own description: nothing undocumented, nothing of ours breaks.

Each operation is tried by people of every sort, on real things and on none, with
bodies that fit the description and bodies that do not. `CSAS_TEST_EXAMPLES` says
how many of each; `make soak` sets it high.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from litestar import Litestar
from schemathesis import checks

from csas import commands
from csas.app import create_app
from csas.commands.loading import import_all, load_processes
from csas.settings import Settings
from csas.store import api_keys, limits
from tests.database import Addresses
from tests.house import ground
from tests.house.ground import Ground
from tests.world import BASE, World

EXAMPLES = int(os.environ.get("CSAS_TEST_EXAMPLES", "6"))
WHO = ("ruth", "dana", "sam", "mo", "grace", "tom", "colin", "priya", "helen", "owen", "amina", "fiona", "elis")
# What a field of a description is called, and the kind of thing it names.
NOUNS = {
    "applications": "application",
    "endorsements": "endorsement",
    "reviews": "review",
    "appeals": "appeal",
    "outbox": "message",
    "me/notices": "notice",
}
HELD = (
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
)

load_processes()
import_all(commands)
DESCRIPTION = import_module("csas.web.api.description")  # its pages need every command first
DESCRIBED = DESCRIPTION.describe()
SCHEMA = schemathesis.openapi.from_dict(DESCRIBED)
OPERATIONS: dict[str, Any] = {found.label: found for found in (each.ok() for each in SCHEMA.get_all_operations())}  # type: ignore[union-attr]


class Api:
    """The service, its things, and a key for everybody."""

    def __init__(self, runner: asyncio.Runner, app: Litestar, laid: Ground, keys: dict[str, str]) -> None:
        self.runner, self.laid, self.keys = runner, laid, keys
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)  # type: ignore[arg-type]
        self.client = httpx.AsyncClient(transport=transport, base_url=BASE)

    def call(self, case: Any, who: str | None) -> schemathesis.Response:
        sent = case.as_transport_kwargs(base_url=BASE)
        headers = {**dict(sent.get("headers") or {}), **({"Authorization": f"Bearer {self.keys[who]}"} if who else {})}
        body = {name: sent[name] for name in ("json", "data", "content") if sent.get(name) is not None}
        if isinstance(body.get("data"), bytes | str):
            body["content"] = body.pop("data")
        request = self.client.build_request(
            sent["method"], sent["url"], params=sent.get("params"), headers=headers, **body
        )
        answer = self.runner.run(self.client.send(request))
        return schemathesis.Response.from_any(answer)

    def refs(self, path: str) -> list[str]:
        kind = next((kind for noun, kind in NOUNS.items() if f"/{noun}/" in path), path.split("/")[3].rstrip("s"))
        kind = "standards" if kind == "standard" else kind
        return [target.ref for target in self.laid.targets if target.kind == kind]


async def _no_limit(bucket: str, principal: str) -> None:
    return None


@pytest.fixture(scope="module")
def api(people: dict[str, int], database: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    from csas.store import engine

    chosen = Settings(database_url=database.url, var_dir=tmp_path_factory.mktemp("var"), demonstration=True)
    patch = pytest.MonkeyPatch()
    patch.setattr(limits, "require", _no_limit)
    with asyncio.Runner() as runner:
        runner.run(engine.open_pool(database.url))
        laid = runner.run(ground.lay(World(people), chosen))
        keys = {who: runner.run(api_keys.create(laid.people[who], "test")) for who in WHO}
        yield Api(runner, create_app(chosen), laid, keys)
        runner.run(engine.close_pool())
    patch.undo()


@pytest.mark.parametrize("label", sorted(OPERATIONS))
@pytest.mark.parametrize("mode", ["fitting", "not fitting"])
def test_an_operation_answers_as_described(api: Api, label: str, mode: str) -> None:
    operation = OPERATIONS[label]
    modes = {"fitting": schemathesis.GenerationMode.POSITIVE, "not fitting": schemathesis.GenerationMode.NEGATIVE}
    refs = api.refs(operation.path) if "{ref}" in operation.path else []

    chosen = st.sampled_from([*refs, *refs, *refs, ""])

    @given(case=operation.as_strategy(generation_mode=modes[mode]), who=st.sampled_from((None, *WHO)), ref=chosen)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def try_it(case: Any, who: str | None, ref: str) -> None:
        if ref:
            case.path_parameters = {**(case.path_parameters or {}), "ref": ref}
        answer = api.call(case, who)
        case.validate_response(answer, checks=list(HELD))

    with suppress(Unsatisfiable):  # an operation without parameters cannot be asked wrongly
        try_it()


@pytest.mark.parametrize("path", sorted(DESCRIBED["paths"]))
def test_no_other_method_is_taken(api: Api, path: str) -> None:
    taken = set(DESCRIBED["paths"][path])
    for method in {"get", "post", "put", "patch", "delete"} - taken:
        request = api.client.build_request(method, path.replace("{ref}", "aaaaaaaaaaaa"))
        answer: Any = api.runner.run(api.client.send(request))
        assert answer.status_code in {404, 405}, (method, answer.status_code)
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.status_code == 404 or answer.headers["allow"]


def test_every_operation_and_every_shape_has_a_name_of_its_own() -> None:
    names = [each["operationId"] for methods in DESCRIBED["paths"].values() for each in methods.values()]
    assert len(names) == len(set(names))
    ours = {**DESCRIPTION.SHAPES, **DESCRIPTION.public_description.SHAPES}
    assert not set(ours) & {look.shape.__name__ for look in DESCRIPTION.looks.LOOKS}
