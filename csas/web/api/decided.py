"""By program: what stands beside an application on its page: versions, endorsement, office, decision, brief.

Each is a part of that page, drawn for the same reader, so a part that says nothing to the asker
is empty here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from msgspec import Meta
from msgspec.structs import asdict

from csas.store import applications, dossiers, schemes
from csas.web.api.looking import Asking, Look, Shape
from csas.web.pages import applications as pages
from csas.web.pages import decided, decisions
from csas.web.views import briefs, endorsement_panel, office

READ = "application:read"


class Line(Shape):
    """One line in words: what it is called, and what it says."""

    key: str
    value: str


class SaidBefore(Shape):
    """An answer of an application under its label."""

    label: str
    shown: tuple[str, ...]


class VersionRead(Shape):
    """A submitted version, as it stands for good; `content` is by section and question."""

    number: int
    edition: str
    submitted_at: datetime
    declared_by: str
    declared_post: str
    declaration: str
    hash: str
    content: dict[str, dict[str, SaidBefore]]


class VersionList(Shape):
    """Every submitted version, the newest first."""

    versions: tuple[VersionRead, ...]


class EndorsementLine(Shape):
    """One area and the partnership asked about it; `ref` names the request."""

    area: str
    body: str
    words: str
    when: str
    why: str
    ref: str


class EndorsementsRead(Shape):
    """What the partnerships said, area by area."""

    settled: bool
    waiting: int
    total: int
    lines: tuple[EndorsementLine, ...]


class Signature(Shape):
    side: str
    signed_as: str
    post: str
    signed_at: datetime


class PaperOfCase(Shape):
    """A document of the case; see /documents/{ref}."""

    ref: str
    kind: str
    number: str | None
    state: str


class AppealLine(Shape):
    ref: str
    state: str
    lodged_at: datetime
    directions: str | None


class DecisionRead(Shape):
    """A decision; one that is not `current` was set aside. `appeal_until` is the last day to appeal."""

    outcome: str
    words: str
    current: bool
    reasons: Annotated[tuple[str, ...], Meta(description="Codes")]
    explanation: str
    decided_by: str
    post: str
    instrument: str
    decided_at: datetime
    term_until: date | None
    appeal_until: date | None
    lines: tuple[Line, ...]


class RequirementJudged(Shape):
    code: str
    title: str
    result: str
    evidence: str


class Advice(Shape):
    """What the assessor recommends."""

    outcome: str
    reasons: str
    by: str
    at: datetime
    lines: tuple[Line, ...]


class DecisionsRead(Shape):
    """Notices and decisions; what was found and recommended is for the office alone, and else empty."""

    decisions: tuple[DecisionRead, ...]
    notices: tuple[tuple[Line, ...], ...]
    arrangement: str
    signatures: tuple[Signature, ...]
    documents: tuple[PaperOfCase, ...]
    appeals: tuple[AppealLine, ...]
    assessed: tuple[RequirementJudged, ...]
    findings: tuple[Line, ...]
    recommended: Advice | None
    place: str


class NoteRead(Shape):
    body: str
    written_by: str
    written_at: datetime


class CheckRead(Shape):
    """One check of completeness and how it stands."""

    title: str
    status: str
    hint: str


class OfficePart(Shape):
    """What the office keeps on a case."""

    lines: tuple[Line, ...]
    checks: tuple[CheckRead, ...]
    notes: tuple[NoteRead, ...]


class BriefTable(Shape):
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class BriefLine(Shape):
    label: str
    value: str


class BriefSection(Shape):
    heading: str
    paragraphs: tuple[str, ...]
    tables: tuple[BriefTable, ...]


class BriefRead(Shape):
    """Everything a decision needs, in the order in which it is asked."""

    reference: str
    title: str
    lead: str
    dated: date
    summary: tuple[BriefLine, ...]
    sections: tuple[BriefSection, ...]


async def versions(asking: Asking) -> object:
    case = await pages.load(asking.actor, asking.ref)
    application = await applications.load(case)
    return {"versions": await applications.list_versions(application.id)}


def _shown(panel: tuple[str, dict[str, Any]] | None, nothing: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a part of the page shows; where there is no such part yet, nothing."""
    return panel[1] if panel else nothing


async def endorsements(asking: Asking) -> object:
    case = await pages.load(asking.actor, asking.ref)
    nothing = {"settled": False, "waiting": 0, "total": 0, "lines": ()}
    return _shown(await endorsement_panel.panel(asking.actor, case), nothing)


async def office_part(asking: Asking) -> object:
    case = await pages.load(asking.actor, asking.ref)
    nothing = {"rows": (), "checks": (), "notes": ()}
    shown = _shown(await office.office_panel(asking.actor, case), nothing)
    return {**shown, "lines": shown["rows"]}


NOT_DECIDED = DecisionsRead(
    decisions=(),
    notices=(),
    arrangement="",
    signatures=(),
    documents=(),
    appeals=(),
    assessed=(),
    findings=(),
    recommended=None,
    place="",
)


async def decision(asking: Asking) -> object:
    case = await pages.load(asking.actor, asking.ref)
    panel = await decided.panel(asking.actor, case)
    if panel is None:
        return NOT_DECIDED
    shown = panel[1]
    dossier: dossiers.Dossier = shown["dossier"]
    central: bool = shown["central"]
    return {
        "decisions": [_decision(each) for each in shown["decisions"]],
        "notices": shown["notices"],
        "arrangement": shown["arrangement"],
        "signatures": dossier.signatures,
        "documents": dossier.documents,
        "appeals": shown["appeals"],
        "assessed": [
            dict(zip(("code", "title", "result", "colour", "evidence"), row, strict=True))
            for row in (shown["assessed"] if central else ())
        ],
        "findings": shown["findings"] if central else (),
        "recommended": _advice(dossier, shown) if central else None,
        "place": shown["place"] if central else "",
    }


def _decision(shown: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: getattr(shown["decided"], name) for name in DecisionRead.__struct_fields__ if name not in _WORDED}
    return {**told, **shown, "lines": shown["rows"]}


_WORDED = frozenset({"words", "current", "appeal_until", "lines"})


def _advice(dossier: dossiers.Dossier, shown: Mapping[str, Any]) -> dict[str, Any] | None:
    found = dossier.recommended
    return {**asdict(found), "lines": shown["recommended"]} if found else None


async def brief(asking: Asking) -> object:
    case = await decisions.central(asking.request, asking.ref)
    dossier = await dossiers.load(asking.actor, case, asking.at)
    return briefs.brief(case, dossier, await schemes.load(case.scheme), asking.at)


LOOKS = (
    Look("/applications/{ref}/versions", READ, "The versions submitted", VersionList, versions),
    Look("/applications/{ref}/endorsements", READ, "What the partnerships said", EndorsementsRead, endorsements),
    Look("/applications/{ref}/decision", READ, "Assessment, notices and decisions", DecisionsRead, decision),
    Look("/applications/{ref}/office", "application:brief", "What the office keeps on a case", OfficePart, office_part),
    Look("/applications/{ref}/brief", "application:brief", "The brief for a decision", BriefRead, brief),
)
