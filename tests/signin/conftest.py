"""A service with an account or two, and browsers to visit it with."""

import base64
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, cast

import httpx
import pyotp
import pytest
from litestar import Litestar

from csas.app import create_app
from csas.commands import authenticators, passwords
from csas.domain.permissions import PUBLIC
from csas.settings import Settings
from csas.store import accounts, joining, personas, sql, transaction
from tests.database import Addresses
from tests.served import app_for

ORIGIN = "http://127.0.0.1:8000"
PASSWORD = "tangerine bicycle orbit"
SECRET = b"twenty secret bytes!"
NUMBERS = count(1)


class Known(NamedTuple):
    """Somebody who can sign in."""

    person: int
    account: int
    email: str


class Browser:
    """A browser that keeps cookies and sends the forms of the pages it was given."""

    def __init__(self, app: Litestar, address: str = "203.0.113.1") -> None:
        transport = httpx.ASGITransport(cast("Any", app), raise_app_exceptions=False, client=(address, 50000))
        self.client = httpx.AsyncClient(transport=transport, base_url=ORIGIN)
        self.token = ""

    async def get(self, path: str, **more: object) -> httpx.Response:
        answer = await self.client.get(path, **more)  # type: ignore[arg-type]
        found = re.search(r'name="csrf" value="([^"]+)"', answer.text)
        self.token = found.group(1) if found else self.token
        return answer

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """Post a form with the token of the last page that had one."""
        return await self.client.post(path, data={"csrf": self.token, **fields})

    async def sign_in(self, email: str, password: str = PASSWORD, code: str = "") -> httpx.Response:
        await self.get("/sign-in")
        await self.send("/sign-in", email=email, password=password)
        await self.get("/sign-in/code")
        return await self.send("/sign-in/code", code=code or code_at(datetime.now(UTC)))

    @property
    def session(self) -> str | None:
        return self.client.cookies.get("csas")


def code_at(moment: datetime) -> str:
    """What the authenticator app shows."""
    return pyotp.TOTP(base64.b32encode(SECRET).decode()).at(moment)


@pytest.fixture
def settings(store: Addresses, tmp_path: Path) -> Settings:
    return Settings(database_url=store.url, var_dir=tmp_path)


@pytest.fixture
def app(settings: Settings) -> Litestar:
    return app_for(settings)


@pytest.fixture
def key(app: Litestar) -> bytes:
    found: bytes = app.state["access"].key
    return found


@pytest.fixture
async def browser(app: Litestar) -> AsyncIterator[Browser]:
    made = Browser(app, f"203.0.113.{next(NUMBERS) % 250 + 1}")
    yield made
    await made.client.aclose()


@pytest.fixture
async def other(app: Litestar) -> AsyncIterator[Browser]:
    made = Browser(app, f"198.51.100.{next(NUMBERS) % 250 + 1}")
    yield made
    await made.client.aclose()


MakeAccount = Callable[..., Awaitable[Known]]


async def add_person(name: str) -> int:
    """Add a person as the journal demands: with an event."""
    async with transaction.act(PUBLIC, datetime.now(UTC)) as act:
        person = await joining.add_person(name, f"{name.lower()}@example.org")
        await act.record("account:joined")
    return person


@pytest.fixture
def make_account(store: Addresses, key: bytes) -> MakeAccount:
    """Make somebody with an account and, unless told otherwise, an authenticator."""

    async def make(name: str = "Amina", *, enrolled: bool = True) -> Known:
        person = await add_person(name)
        email = f"{name.lower()}.{next(NUMBERS)}@example.org"
        made = await accounts.create(person, email, await passwords.hash_password(PASSWORD))
        if enrolled:
            await accounts.set_authenticator(made, authenticators.seal(key, SECRET), 0)
        return Known(person, made.id, email)

    return make


@pytest.fixture
async def amina(make_account: MakeAccount) -> Known:
    return await make_account()


@pytest.fixture
def playable(store: Addresses, settings: Settings) -> Callable[[], Awaitable[Litestar]]:
    """The same service as a demonstration, with one person to play."""

    async def make() -> Litestar:
        person = await add_person("Grace")
        shown = Settings(database_url=settings.database_url, var_dir=settings.var_dir, demonstration=True)
        await personas.add("grace", person, "Signs for the Westminster partnership", 1)
        return create_app(shown)

    return make


async def age(column: str, seconds: int) -> None:
    """Let the sessions look as if so much time had passed."""
    statements = {
        "seen_at": "UPDATE session SET seen_at = seen_at - $1 * interval '1 second'",
        "created_at": "UPDATE session SET created_at = created_at - $1 * interval '1 second'",
        "proved_at": "UPDATE session SET proved_at = proved_at - $1 * interval '1 second'",
    }
    await sql.execute(statements[column], seconds)
