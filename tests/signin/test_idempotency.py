"""A request repeated with its key has the effect of one request."""

import asyncio

import pytest

from csas.domain.refusals import KeyReused
from csas.store import idempotency, sql
from csas.store.idempotency import Answered, AnsweredBefore, Asked, asked
from csas.store.together import together
from tests.database import Addresses
from tests.signin.conftest import add_person

DONE: list[str] = []


async def act(request: Asked) -> str:
    """What a transaction does around an act."""
    with idempotency.asking(request):
        async with together():
            await idempotency.claim()
            DONE.append(request.key)
            await idempotency.settle(201, {"ref": "abc"})
    return "done"


async def fail(request: Asked) -> None:
    """An act that goes wrong after it has taken its key."""
    with idempotency.asking(request):
        async with together():
            await idempotency.claim()
            raise ValueError("no")


@pytest.fixture
async def person(store: Addresses) -> int:
    DONE.clear()
    return await add_person("Program")


async def test_the_second_request_gets_the_first_ones_answer(person: int) -> None:
    request = asked(person, "key-1", "application:submit", b"{}")
    await act(request)
    with pytest.raises(AnsweredBefore) as found:
        await act(request)
    assert found.value.answer == Answered(status=201, response={"ref": "abc"})
    assert DONE == ["key-1"]
    assert await idempotency.find(request) == found.value.answer


async def test_another_body_or_command_under_the_same_key_is_refused(person: int) -> None:
    await act(asked(person, "key-2", "application:submit", b"{}"))
    for other in (
        asked(person, "key-2", "application:submit", b"{ }"),
        asked(person, "key-2", "application:recall", b"{}"),
    ):
        with pytest.raises(KeyReused):
            await act(other)


async def test_keys_belong_to_their_person(person: int) -> None:
    await act(asked(person, "key-3", "application:submit", b"{}"))
    await act(asked(await add_person("Another"), "key-3", "application:submit", b"{}"))
    assert DONE == ["key-3", "key-3"]


async def test_a_failed_act_leaves_the_key_free(person: int) -> None:
    request = asked(person, "key-4", "application:submit", b"{}")
    with pytest.raises(ValueError, match="no"):
        await fail(request)
    assert await act(request) == "done"


async def test_of_eight_at_once_one_acts(person: int) -> None:
    request = asked(person, "key-5", "application:submit", b"{}")
    outcomes = await asyncio.gather(*(act(request) for _ in range(8)), return_exceptions=True)
    assert outcomes.count("done") == 1
    assert sum(isinstance(outcome, AnsweredBefore) for outcome in outcomes) == 7
    assert DONE == ["key-5"]


async def test_without_a_key_nothing_is_kept(person: int) -> None:
    async with together():
        await idempotency.claim()
        await idempotency.settle(200, {})
    assert await sql.fetchval("SELECT count(*) FROM idempotency WHERE person_id = $1", person) == 0


async def test_old_keys_are_swept(person: int) -> None:
    await act(asked(person, "key-6", "application:submit", b"{}"))
    await sql.execute("UPDATE idempotency SET created_at = now() - interval '3 days'")
    assert await idempotency.sweep() > 0
