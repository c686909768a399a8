"""Words, rows and tags for requests for endorsement: their page, the desk, the panel of an application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from csas.domain import application_changes
from csas.domain import endorsement_cells as summary
from csas.domain.application_changes import PACK
from csas.domain.application_sections import SLUGS
from csas.domain.applications import Content
from csas.domain.endorsement_cells import Outcome
from csas.domain.endorsements import OPINIONS, Authority, Reply, Request
from csas.store.endorsement_packs import Pack
from csas.web import templating
from csas.web.parts import Row

SILENCE = (
    "If no answer comes in time, the request counts as answered with no view, and the decision is made without it."
)
ADVICE = (
    "Your answer is advice. The Police Reform Act 2002 gives a partnership no part in the decision, so it is no veto: "
    "a person deciding on behalf of the Commissioner reads it, may differ from it, and must then say why."
)

# outcome -> words, colour of the tag, state on the map
OUTCOMES: dict[Outcome, tuple[str, str, str]] = {
    "endorse": ("Endorsed", "green", "endorsed"),
    "condition": ("Endorsed with a condition", "teal", "condition"),
    "object": ("Objects", "red", "objects"),
    "no-view": ("No view", "grey", "no-view"),
    "silent": ("No reply: counts as no view", "yellow", "silent"),
    "waived": ("Not asked", "grey", "waived"),
    "recalled": ("Recalled", "grey", "waived"),
    "conflict": ("Nobody independent to ask", "orange", "declined"),
    "waiting": ("Waiting for an answer", "blue", "requested"),
}
PASSED_ON = ("Interest declared: passed on", "purple", "declined")


class Answered(msgspec.Struct, frozen=True):
    """A cell’s answer as a tag with the words beside it."""

    power: str
    area: str
    words: str
    colour: str
    condition: str


def outcome_words(outcome: Outcome, *, passed_on: bool = False) -> tuple[str, str, str]:
    return PASSED_ON if outcome == "waiting" and passed_on else OUTCOMES[outcome]


def outcome_of(request: Request) -> str:
    """What came of a whole request, in words."""
    outcome = summary.worst(summary.cells([request])) or "waiting"
    return outcome_words(outcome, passed_on=request.passed_on)[0]


def answered(reply: Reply, pack: Pack) -> tuple[Answered, ...]:
    """A reply cell by cell, in the words of the pack."""
    titles = {power.code: power.title for power in pack.powers}
    return tuple(
        Answered(
            titles.get(view.power, view.power),
            pack.areas.get(view.area, view.area),
            OPINIONS[view.opinion],
            OUTCOMES[view.opinion][1],
            view.condition,
        )
        for view in reply.views
    )


def signed_rows(reply: Reply) -> tuple[Row, ...]:
    """Who signed a reply, by what authority, after which meeting."""
    meeting = templating.short_day(reply.meeting_on) if reply.meeting_on else "Not decided at a meeting"
    minute = f", minute {reply.minute}" if reply.minute else ""
    rows = (
        Row("Answered for", reply.body),
        Row("Signed by", f"{reply.signatory}, {reply.post}"),
        Row("Authority for signing", reply.authority),
        Row("Meeting", f"{meeting}{minute}"),
        Row("Still to be ratified", "Yes" if reply.to_be_ratified else "No"),
        Row("Received", templating.moment(reply.replied_at)),
    )
    return (*rows, Row("Remarks", reply.remarks)) if reply.remarks else rows


def asked_rows(request: Request, pack: Pack) -> tuple[Row, ...]:
    """What is asked, by when, and what silence means."""
    powers = templating.plural(len(pack.powers), "power")
    rows = [
        Row("Applicant", request.applicant_name),
        Row("Where", templating.series(tuple(pack.areas.values()))),
        Row("Powers its people may apply for", powers),
        Row("Standards", pack.version.edition),
    ]
    if request.due_on and not request.closed:
        rows.append(Row("Answer by", _until(request)))
    if request.why_not_asked:
        rows.append(Row("Why no answer is needed", request.why_not_asked))
    return tuple(rows)


def _until(request: Request) -> str:
    words = f"The end of {templating.day(request.due_on)}" if request.due_on else ""
    return f"{words}, after the meeting: {request.extended_for}" if request.extended_for else words


def lead_of(request: Request, pack: Pack) -> str:
    """The request in one sentence."""
    powers = templating.plural(len(pack.powers), "power")
    return f"{request.body} is asked for its view on {powers} in {templating.series(tuple(pack.areas.values()))}."


def standing_in(request: Request) -> str:
    """For whom and why somebody stands in; empty where nobody does."""
    if not request.passed_on:
        return ""
    declared = templating.series(tuple(interest.body for interest in request.interests))
    return (
        f"{request.body} stands in for the {request.partnership_name}, because of an interest declared by {declared}. "
        "It answers instead of the partnership."
    )


def must_declare(request: Request) -> str:
    """Why whoever leads the partnership cannot answer, and what to do; empty where nothing stands in the way."""
    if request.closed or request.passed_on or not request.council_applies:
        return ""
    return (
        f"{request.applicant_name} has applied, and it leads this partnership. It cannot endorse itself. "
        "Declare the interest, and the request passes to a responsible authority without one."
    )


def passing_words(standing_in: Authority | None) -> str:
    """Where a request goes when an interest is declared."""
    if standing_in is None:
        return (
            "No other authority without an interest can be asked. The decision maker then records that, with a reason."
        )
    return f"Here that is {standing_in.name}, which then has the whole time to answer."


def time_words(request: Request, days: int) -> tuple[str, ...]:
    """Until when there is time, and until when a meeting may be."""
    if request.due_on is None:
        return ()
    last = request.due_on + timedelta(days=days)
    return (
        f"You have until the end of {templating.day(request.due_on)} now.",
        f"The meeting must be after that, on or before {templating.short_day(last)}.",
    )


def office_rows(request: Request) -> tuple[Row, ...]:
    """What the office must know before it takes a step on a request."""
    rows = [Row("Applicant", request.applicant_name), Row("Asked", request.body)]
    if request.due_on and not request.closed:
        rows.append(Row("Answer by", _until(request)))
    rows += [Row(f"Interest declared by {each.body}", f"{each.who}: {each.interest}") for each in request.interests]
    return tuple(rows)


def pack_sections(content: Content) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """The sections of the application that partnerships are shown, each with its answers."""
    return tuple(
        (application_changes.title_of(slug), _said_rows(content, slug))
        for slug in SLUGS
        if slug in PACK and slug in content
    )


def _said_rows(content: Content, slug: str) -> tuple[Row, ...]:
    return tuple(Row(said.label, "\n".join(said.shown)) for said in content[slug].values())


def zone_rows(content: Content, areas: Mapping[str, str]) -> tuple[Row, ...]:
    """Where in each area, for whom and under which contract."""
    said = content.get("areas", {})
    return tuple(Row(name, "\n".join(said[code].shown)) for code, name in areas.items() if code in said)


def changed(request: Request, pack: Pack) -> tuple[tuple[str, str, str], ...]:
    """What differs from the version answered in the round before, of what this partnership is shown."""
    if pack.before is None:
        return ()
    found = application_changes.changes(pack.before.content, pack.version.content)
    return tuple(
        (f"{_where(change.item)}: {change.label}", _told(change.was), _told(change.now))
        for change in found
        if _is_shown(change.item, request)
    )


def _where(item: str) -> str:
    return application_changes.title_of(item)


def _told(words: Sequence[str]) -> str:
    return "\n".join(word for word in words if word) or "Nothing"


def _is_shown(item: str, request: Request) -> bool:
    slug, _, name = item.partition(".")
    return slug in PACK or slug == "powers" or (slug == "areas" and name in request.areas)


def declared(request: Request) -> str:
    return "; ".join(f"{interest.body} declared an interest" for interest in request.interests)


def when_words(request: Request) -> str:
    """Answered when, or due when, in a few words."""
    if request.state == "answered" and request.reply:
        return f"Answered {templating.short_day(request.reply.replied_at)}"
    if request.closed:
        return f"{'Time ended' if request.state == 'silent' else 'Since'} {templating.short_day(request.since)}"
    if request.due_on is None:
        return ""
    more = f", until the meeting: {request.extended_for}" if request.extended_for else ""
    return f"Due {templating.short_day(request.due_on)}{more}"


def due_order(request: Request) -> tuple[date, str]:
    """The most urgent first."""
    return request.due_on or date.max, request.partnership_name
