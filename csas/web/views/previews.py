"""What an offer would say, before it is made: its letter in words and its certificate.

Nothing is reserved for a preview, and its number is one that no certificate has.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from csas.commands.decisions import Offer, term_limits, terms_of
from csas.domain import notices
from csas.domain.calendar import day_bounds, london_day
from csas.domain.casework import Case
from csas.domain.certificates import ProviderCertificate
from csas.domain.decisions import check_terms, last_day
from csas.domain.permissions import Actor
from csas.domain.values import Period
from csas.store import agreements, considered, decisions
from csas.store.decisions import Decided
from csas.web.parts import Row
from csas.web.views import decisions as words

NO_NUMBER = "0" * 13


class Preview(msgspec.Struct, frozen=True):
    """The offer's terms in rows, the certificate it would lead to, and where to see that."""

    rows: tuple[Row, ...]
    adverse: tuple[str, ...]
    certificate: ProviderCertificate
    href: str = ""


def linked(preview: Preview, href: str) -> Preview:
    return replace(preview, href=href)


async def of_offer(actor: Actor, case: Case, wanted: Offer, now: datetime) -> Preview:
    """The preview of an offer whose terms could be granted; whether it may be made now is not asked."""
    on = await considered.load(case, now)
    terms = terms_of(wanted, now)
    check_terms(terms, on)
    until = last_day(london_day(now), *await term_limits(case, on, now), wanted.term_until)
    delegation = await decisions.find_delegation(actor.person, case.scheme, now)
    decided = Decided(
        id=0,
        ref="",
        round=on.round,
        outcome="grant",
        terms=terms,
        reasons=wanted.reasons,
        explanation=wanted.explanation,
        against=wanted.against,
        term_until=until,
        version=on.version,
        version_number=on.version_number,
        hash=on.hash,
        decided_by=actor.name,
        decided_at=now,
        post=delegation.post if delegation else "—",
        instrument=delegation.instrument if delegation else "—",
        chained_to=None,
    )
    valid = Period(start=now, end=day_bounds(until)[1])
    drawn = await agreements.certificate(case, on, decided, valid, NO_NUMBER)
    return Preview(
        rows=(*words.terms_rows(terms, on), Row("Last day", f"{until.day} {until:%B %Y}")),
        adverse=tuple(notices.PROPOSALS[each] for each in notices.proposals(terms, on)),
        certificate=replace(drawn, preview=True),
    )
