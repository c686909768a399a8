"""The pack of a request as one document: what is asked, why it matters, and what the application says."""

from __future__ import annotations

from datetime import date

from csas.domain.applications import Content
from csas.domain.certificates import Brief, Row, Section, Table
from csas.domain.endorsements import Request
from csas.store.endorsement_packs import Pack, PowerSought
from csas.store.schemes import Scheme
from csas.web import parts
from csas.web.views import endorsements as views


def brief_of(request: Request, pack: Pack, scheme: Scheme, on: date, *, demonstration: bool) -> Brief:
    """The snapshot from which the pack is drawn."""
    return Brief(
        kind="Endorsement pack",
        reference=request.ref,
        office=scheme.name,
        force=scheme.force_name,
        title=request.applicant_name,
        lead=views.lead_of(request, pack),
        dated=on,
        summary=tuple(Row(label=row.key, value=_line(row.value)) for row in views.asked_rows(request, pack)),
        sections=(*_asked(request, pack), *_application(pack.version.content)),
        footer=f"Declared by {pack.version.declared_by}, {pack.version.declared_post}",
        demonstration=demonstration,
    )


def _asked(request: Request, pack: Pack) -> tuple[Section, ...]:
    standing_in = views.standing_in(request)
    why = (standing_in,) if standing_in else ()
    changes = views.changed(request, pack)
    return (
        Section(heading="Why your view matters", paragraphs=(*why, views.ADVICE, views.SILENCE)),
        *((_changes(changes),) if changes else ()),
        Section(heading="Where", tables=(_two_columns(views.zone_rows(pack.version.content, pack.areas), "Area"),)),
        *(_power(power) for power in pack.powers),
        *((_files(pack),) if pack.files else ()),
    )


def _changes(changes: tuple[tuple[str, str, str], ...]) -> Section:
    headings = ("What", "Before", "Now")
    rows = tuple((what, _line(before), _line(now)) for what, before, now in changes)
    return Section(heading="What changed since your last answer", tables=(Table(headings=headings, rows=rows),))


def _power(power: PowerSought) -> Section:
    paragraph = f"Schedule 5, paragraph {power.paragraph}. " if power.paragraph else ""
    return Section(
        heading=f"Power: {power.title}",
        paragraphs=(power.plain, f"{paragraph}{power.law}", f"Why it is sought: {power.justification}"),
    )


def _files(pack: Pack) -> Section:
    return Section(heading="Files with the application", points=tuple(file.name for file in pack.files))


def _application(content: Content) -> tuple[Section, ...]:
    return tuple(
        Section(heading=title, tables=(_two_columns(rows, "Question"),))
        for title, rows in views.pack_sections(content)
        if rows
    )


def _two_columns(rows: tuple[parts.Row, ...], name: str) -> Table:
    told = tuple((row.key, _line(row.value) or "–") for row in rows)
    return Table(headings=(name, "Answer"), rows=told or (("–", "–"),))


def _line(text: str) -> str:
    """Several lines as one, since a cell of the document has no line breaks."""
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())


def file_name(request: Request) -> str:
    """What the document is called when it is saved."""
    return f"endorsement-pack-{request.ref}.pdf"
