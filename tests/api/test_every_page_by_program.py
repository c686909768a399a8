"""Whatever a page shows or does, a program can read or do: page by page, with the reason where it cannot."""

from __future__ import annotations

from tests.house.routes import ways

# The page, and where a program finds the same.
ELSEWHERE = {
    "GET /applications": "GET /api/v1/cases",
    "GET /desk": "GET /api/v1/cases",
    "GET /endorsements": "GET /api/v1/cases",
    "GET /applications/{ref}/check": "GET /api/v1/applications/{ref}",
    "GET /applications/{ref}/versions/{number}": "GET /api/v1/applications/{ref}/versions",
    "GET /account": "GET /api/v1/me",
    "GET /check": "GET /api/v1/checks/{number}",
    "GET /check/{number}": "GET /api/v1/checks/{number}",
    "GET /standards": "GET /api/v1/editions",
    "GET /standards/editions/{ref}": "GET /api/v1/editions/{ref}",
    "GET /me": "GET /api/v1/me/powers",
    "POST /accounts/register": "POST /api/v1/organisations/register",
    "POST /adoptions/{code}/end": "POST /api/v1/adoptions/end",
    "POST /applications/{ref}/appeal": "POST /api/v1/appeals/lodge",
    "POST /applications/{ref}/correct/drop": "POST /api/v1/applications/{ref}/correct",
    "POST /applications/{ref}/edit/{section}": "POST /api/v1/applications/{ref}/edit",
    "POST /applications/{ref}/steps/{name}": "POST /api/v1/applications/{ref}/proceed",
    "POST /check/document": "POST /api/v1/checks/document",
    "POST /check/many": "POST /api/v1/checks",
    "POST /concerns/new": "POST /api/v1/concerns/report",
    "POST /enquiry": "POST /api/v1/enquiries/ask",
    "POST /individuals/decide": "POST /api/v1/individuals/{ref}/grant",
    "POST /organisations/{ref}/profiles/add": "POST /api/v1/profiles/add",
    "POST /organisations/{ref}/staff/add": "POST /api/v1/staff/add",
    "POST /organisations/{ref}/staff/import": "POST /api/v1/staff/import",
    "POST /organisations/{ref}/zones/add": "POST /api/v1/zones/add",
    "POST /standards/drafts/new": "POST /api/v1/standards/draft",
    "POST /uniforms/{ref}/approve": "POST /api/v1/uniforms/approve",
    "POST /uniforms/{ref}/redescribe": "POST /api/v1/uniforms/redescribe",
    "POST /uses/import/confirm": "POST /api/v1/uses/import",
}
# The beginning of a page’s address, and why no program needs it.
LEFT = {
    "/account/": "a key is made by somebody who has just proved themselves, and a session is a browser’s",
    "/accessibility": "words for people",
    "/health/": "is for programs as it is",
    "/invitations/": "the link is for one person to follow",
    "/privacy": "words for people",
    "/sign-in": "a program has a key and no session",
    "/sign-out": "the same",
    "/staff-imports/": "the steps of an upload; a program sends the rows at once and gets every fault",
    "/static/": "is for browsers",
    "/your-vetting": "the link is for one person to follow, and what is written there is theirs",
}
# A file is fetched by its own address, with the same key.
FILES = (".pdf", ".csv", ".jpg", ".json", ".svg", "/photograph", "/files/{ref}", "/photographs/{ref}", "/{copy}")


def test_every_page_has_its_like_or_a_reason() -> None:
    by_program = {f"{way.method} {way.path}" for way in ways() if way.path.startswith("/api/")}
    pages = [way for way in ways() if not way.path.startswith("/api")]
    sent = {way.path for way in pages if way.method == "POST"}
    without = []
    for way in pages:
        named = f"{way.method} {way.path}"
        if way.path == "/" or (way.method == "GET" and (way.path in sent or way.path.endswith(FILES))):
            continue  # a form's own page shows what its command takes
        known = {f"{way.method} /api/v1{way.path}", ELSEWHERE.get(named)} & by_program
        if not known and not any(way.path.startswith(left) for left in LEFT):
            without.append(named)
    assert not without


def test_no_reason_is_left_over() -> None:
    pages = {f"{way.method} {way.path}" for way in ways()}
    assert set(ELSEWHERE) <= pages
    assert set(ELSEWHERE.values()) <= pages
    assert all(any(way.path.startswith(left) for way in ways()) for left in LEFT)
