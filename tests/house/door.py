"""The service with its door open to tests: requests in anybody's name, and how they are met."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
from litestar import Litestar

from csas.web import csrf
from tests.house import ground
from tests.house.audiences import READ_BY, expected
from tests.house.ground import CAST, Ground, Target
from tests.house.routes import Way
from tests.world import BASE

FILLED = {
    "token": "x" * 43,
    "slug": "amina",
    "file_path": "csas.css",
    "name": "visit",
    "section": "organisation",
    "number": "1",
    "code": "3",
    "notice": ground.MISSING,
    "copy": "person.pdf",
}
# Addresses open to all at which there is nothing until something has happened.
NOTHING_YET = {
    "/sign-in/authenticator.svg",
    "/register/{ref}",
    "/api/v1/register/{ref}",
    "/api/v1/editions/{ref}",
    "/standards/editions/{ref}",
    "/account/sessions/{ref}/end",
    "/account/keys/{ref}/revoke",
    "/outbox/{ref}/letter.pdf",
    "/organisations/{ref}/training/person",  # the same
    "/api/v1/organisations/{ref}/training/person",
    "/settings/change",
    "/colleagues/end-role",  # the same
    "/vetting/ask",  # the same, of an organisation
    "/check/{number}/photograph",
    "/individuals/{ref}/notices/{notice}/{copy}",
    "/enquiries/{ref}",
    "/enquiries/{ref}/statement.pdf",
    "/api/v1/enquiries/{ref}",
    "/organisations/{ref}/end-role",  # asks about a person, who is named after a question mark
}
# These ask after the question mark about something that a form sent without it cannot name either.
NOTHING_EITHER_WAY = {"/training/{ref}/correct", "/training/{ref}/reverse", "/training/{ref}/reverse-failure"}
SAID = {"sign-in-needed": "sign in", "not-allowed": "not allowed", "not-found": "not found"}
FORM = "application/x-www-form-urlencoded"
TRY = Target("-", "", "", None)
Cell = tuple[str, Way, Target]


class House:
    """The service with its door open to a test, and everyone's session."""

    def __init__(self, app: Litestar, laid: Ground) -> None:
        self.app = app
        self.laid = laid
        transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
        self.client = httpx.AsyncClient(transport=transport, base_url=BASE, follow_redirects=False)

    async def ask(
        self, who: str, way: Way, target: Target, body: bytes = b"", kind: str = FORM
    ) -> tuple[str, httpx.Response]:
        """Send the request and say how it was met."""
        path = way.path.replace("{ref}", target.ref or ground.MISSING)
        for name, value in FILLED.items():
            path = path.replace(f"{{{name}}}", value)
        headers = await self.headers(who, once=way.action.startswith("account:") and way.method == "POST")
        if way.method == "POST" and way.path.startswith("/api/"):
            headers["content-type"] = "application/json"
        elif way.method == "POST":
            headers["content-type"] = kind
        answer = await self.client.request(way.method, path, headers=headers, content=body)
        self.client.cookies.clear()
        return outcome(answer), answer

    async def headers(self, who: str, *, once: bool) -> dict[str, str]:
        """Who they are, with the token of their forms; what may end the session gets one of its own."""
        key = self.app.state["access"].key
        if who not in self.laid.people:
            return stranger(key)
        token = self.laid.tokens.get(who)
        if token is None or once:
            token = await ground.session_of(who, self.laid.people[who])
        if once:
            self.laid.tokens.pop(who, None)
        else:
            self.laid.tokens[who] = token
        if CAST[who] is None:
            return stranger(key, f"; csas={token}")
        return {"cookie": f"csas={token}", "x-csrf-token": csrf.token_for(key, token, "session"), "origin": BASE}


def stranger(key: bytes, more: str = "") -> dict[str, str]:
    """Somebody with the form of a public page in hand."""
    secret = "f" * 43
    token = csrf.token_for(key, secret, "form")
    return {"cookie": f"csas-form={secret}{more}", "x-csrf-token": token, "origin": BASE}


def outcome(answer: httpx.Response) -> str:
    """A refusal of the door by name; anything else has been let in, whatever the step said."""
    if answer.status_code >= 500:
        return f"fault {answer.status_code}"
    refused = answer.headers.get("x-refusal", "")
    if refused == "sign-in-needed" and "x-let-in" in answer.headers:
        return "asked only inside"
    return SAID.get(refused, "forged" if refused == "not-from-here" else "allowed")


def cells(laid: Ground, chosen: list[Way]) -> Iterator[Cell]:
    for way in chosen:
        for target in laid.of(way.kind) if way.kind in READ_BY else [TRY]:
            theirs = target.thing is not None and target.thing.scheme == ground.THEIRS
            yield from ((who, way, target) for who in CAST if not (theirs and who == "another force"))


def wanted(who: str, way: Way, target: Target) -> str:
    met = expected(CAST[who], way.action, way.kind, target.thing)
    sent = way.method == "POST" and way.kind == "organisation"
    empty = way.path in NOTHING_EITHER_WAY or (way.path in NOTHING_YET and not sent)
    return "not found" if met == "allowed" and empty else met
