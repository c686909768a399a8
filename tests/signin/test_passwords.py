"""Passwords are hashed as OWASP asks, off the event loop, and unknown accounts cost the same (trap T12)."""

import asyncio
import time

import pytest

from csas.commands import passwords

PASSWORD = "tangerine bicycle orbit"


async def test_a_hash_names_its_costs_and_never_repeats() -> None:
    one, other = [await passwords.hash_password(PASSWORD) for _ in range(2)]
    assert one.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one != other


async def test_right_is_exactly_as_typed() -> None:
    kept = await passwords.hash_password(" ŵyth 🦊 llygoden fawr ")
    assert await passwords.is_right(kept, " ŵyth 🦊 llygoden fawr ")
    for wrong in ("ŵyth 🦊 llygoden fawr", " Ŵyth 🦊 llygoden fawr ", " w\u0302yth 🦊 llygoden fawr ", ""):
        assert not await passwords.is_right(kept, wrong)


async def test_what_is_too_long_is_wrong_without_being_hashed_whole() -> None:
    kept = await passwords.hash_password("a" * 128)
    assert not await passwords.is_right(kept, "a" * 129)
    assert not await passwords.is_right(kept, "a" * 1_000_000)


async def test_a_damaged_hash_is_wrong_and_no_fault() -> None:
    for kept in ("", "$argon2id$irrelevant", "plain"):
        assert not await passwords.is_right(kept, PASSWORD)


async def test_an_unknown_account_is_checked_too(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    real = passwords.HASHER

    class Watched:
        def verify(self, kept: str, password: str) -> bool:
            checked.append(kept)
            return real.verify(kept, password)

        def hash(self, password: str) -> str:
            return real.hash(password)

    monkeypatch.setattr(passwords, "HASHER", Watched())
    assert not await passwords.is_right(None, "no account has this password")
    assert [kept[:10] for kept in checked] == ["$argon2id$"]


async def test_the_loop_goes_on_while_passwords_are_checked() -> None:
    kept = await passwords.hash_password(PASSWORD)
    work = [asyncio.ensure_future(passwords.is_right(kept, PASSWORD)) for _ in range(12)]
    turns, began = 0, time.monotonic()
    while not all(task.done() for task in work):
        await asyncio.sleep(0.002)
        turns += 1
    assert all(task.result() for task in work)
    assert turns > 10 or time.monotonic() - began < 0.1
