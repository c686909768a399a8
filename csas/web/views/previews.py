"""What an offer would say, before it is made: its letter in words and its certificate.

Nothing is reserved for a preview, and its number is one that no certificate has.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from csas.commands.decisions import Offer, term_limits, terms_of
from csas.commands.outcomes import offer_letter
from csas.domain import casework, notices
from csas.domain.calendar import day_bounds, in_words, london_day
from csas.domain.casework import Case
from csas.domain.certificates import Letter, ProviderCertificate
from csas.domain.decisions import check_terms, last_day
from csas.domain.letters import OfferMade
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
    facts: OfferMade
    letter: Letter | None = None
    href: str = ""


def complete(preview: Preview, letter: Letter, href: str) -> Preview:
    """With the letter in words and the address of the certificate."""
    return replace(preview, letter=letter, href=href)


async def of_offer(actor: Actor, case: Case, wanted: Offer, now: datetime) -> Preview:
    """The preview of an offer whose terms could be granted; whether it may be made now is not asked."""
    on = await considered.load(case, now)
    terms = terms_of(wanted, now)
    check_terms(terms, on)
    until = last_day(london_day(now), *await term_limits(case, on, now), wanted.term_until)
    delegation = await decisions.find_delegation(actor.person, case.scheme, now, "providers")
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
    adverse = notices.proposals(terms, on)
    there = casework.require(case, actor, "application:offer").to or case.state
    offered = replace(case, state=there, state_since=now, extended_to=None)
    drawn = await agreements.certificate(case, on, decided, valid, NO_NUMBER)
    return Preview(
        rows=(*words.terms_rows(terms, on), Row("Last day", in_words(until))),
        adverse=tuple(notices.PROPOSALS[each] for each in adverse),
        certificate=replace(drawn, preview=True),
        facts=await offer_letter(offered, on, terms, until, now, adverse=bool(adverse)),
    )
