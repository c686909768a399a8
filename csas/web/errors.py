"""From a refusal to a status and a screen, for pages and for the API alike.

A fault of ours shows a number to quote and nothing of its inside; the log gets
the kind of error, never what was typed.
"""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException

from csas.domain import accounts, refusals
from csas.domain.refusals import Faults, Refusal
from csas.store.reach import BAD_INPUT, LOST
from csas.web.parts import Frame
from csas.web.show import show
from csas.web.visitors import visitor_of

log = logging.getLogger("csas.web")

STATUS: dict[type[Refusal], int] = {
    refusals.SignInNeeded: 401,
    accounts.SignInRefused: 400,
    accounts.CodeRefused: 400,
    accounts.LinkSpent: 410,
    accounts.NotFromHere: 403,
    accounts.ProofNeeded: 403,
    refusals.NotAllowed: 403,
    refusals.SeparateHands: 403,
    refusals.AnotherMustConfirm: 403,
    refusals.NoDelegation: 403,
    refusals.InterestDeclared: 403,
    refusals.NotFound: 404,
    refusals.Faults: 400,
    refusals.FileRefused: 400,
    refusals.ReasonNeeded: 400,
    refusals.KeyReused: 422,
    refusals.TooMany: 429,
    refusals.Unavailable: 503,
    refusals.ScannerAway: 503,
}
CONFLICT = 409


def status_of(refusal: Refusal) -> int:
    """The status of a refusal; what is merely not open now is a conflict."""
    return next((STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS), CONFLICT)


def is_api(request: Request[Any, Any, Any]) -> bool:
    return request.url.path.startswith("/api/")


def on_refusal(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    """Answer a refusal in the form the asker reads."""
    status = status_of(refusal)
    if is_api(request):
        return problem(refusal, status)
    return _with_wait(_page(request, refusal, status), refusal)


def _with_wait(response: Response[Any], refusal: Refusal) -> Response[Any]:
    wait = refusal.facts.get("retry_after") or ("10" if isinstance(refusal, refusals.Unavailable) else "")
    if wait:
        response.headers["Retry-After"] = wait
    return response


def _page(request: Request[Any, Any, Any], refusal: Refusal, status: int) -> Response[str]:
    back = request.url.path.rsplit("/", 1)[0] or "/"
    if isinstance(refusal, refusals.SignInNeeded):
        return show(request, "sign_in/needed.html", status, href=_way_in(request), sent=request.method != "GET")
    if isinstance(refusal, refusals.NotFound):
        return show(request, "errors/not_found.html", status)
    if isinstance(refusal, refusals.Stale):
        return show(request, "errors/stale.html", status, message=refusal.message, href=back)
    if isinstance(refusal, refusals.SentAlike):
        return _alike(request, refusal, status, back)
    if isinstance(refusal, refusals.TooMany):
        return show(request, "errors/too_many.html", status, wait=refusal.wait)
    if isinstance(refusal, refusals.Unavailable):
        return show(request, "errors/unavailable.html", status)
    if status == HTTPStatus.FORBIDDEN:
        return show(request, "errors/not_allowed.html", status, message=refusal.message)
    return show(request, "errors/refused.html", status, message=refusal.message, href=back)


def _alike(request: Request[Any, Any, Any], refusal: Refusal, status: int, back: str) -> Response[str]:
    """Ask before the same counts twice; a file cannot be sent along, so it must be chosen again."""
    typed = request.state.get("typed")
    action = "" if typed is None else request.url.path
    return show(
        request, "errors/alike.html", status, at=refusal.facts["at"], href=back, action=action, typed=typed or ()
    )


def _way_in(request: Request[Any, Any, Any]) -> str:
    """To the sign-in page, and from there back to a page that was asked for."""
    return f"/sign-in?next={quote(request.url.path, safe='')}" if request.method == "GET" else "/sign-in"


def problem(refusal: Refusal, status: int | None = None) -> Response[dict[str, Any]]:
    """The refusal as application/problem+json (RFC 9457)."""
    code = status or status_of(refusal)
    body: dict[str, Any] = {
        "type": f"/api#{refusal.code}",
        "title": refusal.message,
        "status": code,
        "code": refusal.code,
    }
    if isinstance(refusal, Faults):
        body["faults"] = [{"field": fault.field, "message": fault.message} for fault in refusal.faults]
    response = Response(body, status_code=code, media_type="application/problem+json")
    return _with_wait(response, refusal)


def on_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """What the framework refused before any handler: no such page, wrong method, unreadable body."""
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return on_fault(request, error)
    refusal = _as_refusal(error)
    if visitor_of(request.scope) is None and not is_api(request):
        return _bare(request, "errors/not_found.html", error.status_code)
    if is_api(request):
        return _keep_allow(problem(refusal, error.status_code), error)
    return _keep_allow(_page(request, refusal, error.status_code), error)


def _keep_allow(response: Response[Any], error: HTTPException) -> Response[Any]:
    allow = next((value for name, value in (error.headers or {}).items() if name.lower() == "allow"), "")
    if allow:
        response.headers["Allow"] = allow
    return response


class Unreadable(Refusal):
    """A request whose body or address cannot be understood."""

    code = "unreadable"
    words = "The request could not be understood."


class WrongMethod(Refusal):
    code = "wrong-method"
    words = "This address does not take that method."


class TooLarge(Refusal):
    code = "too-large"
    words = "The request is larger than this service accepts."


def _as_refusal(error: HTTPException) -> Refusal:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return refusals.NotFound()
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return WrongMethod()
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return TooLarge()
    return Unreadable()


def on_fault(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Everything nobody foresaw: a database out of reach, bad characters, or a fault of ours."""
    if isinstance(error, LOST):
        return on_refusal(request, refusals.Unavailable())
    if isinstance(error, BAD_INPUT):
        return on_refusal(request, Unreadable())
    number = secrets.token_hex(6)
    log.error(
        "fault",
        extra={
            "fault": number,
            "error": type(error).__name__,
            "sqlstate": getattr(error, "sqlstate", None),
            "at": _where(error),
        },
    )
    if is_api(request):
        body = {
            "type": "/api#fault",
            "title": "Something went wrong here.",
            "status": 500,
            "code": "fault",
            "fault": number,
        }
        return Response(body, status_code=500, media_type="application/problem+json")
    return _bare(request, "errors/fault.html", 500, correlation=number)


def _where(error: Exception) -> str:
    trace = error.__traceback__
    place = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "/csas/" in code.co_filename:
            place = f"{code.co_filename.rpartition('/csas/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _bare(request: Request[Any, Any, Any], template: str, status: int, **values: object) -> Response[str]:
    """A page that needs nobody and nothing but its template."""
    built = request.app.state["templates"]
    text = built.get_template(template).render(frame=Frame(), faults=(), **values)
    return Response(text, status_code=status, media_type="text/html")
