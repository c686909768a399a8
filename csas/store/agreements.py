"""What the parties to an arrangement agree on, gathered for its wording and its certificate."""

from __future__ import annotations

from csas.domain.arrangements import Agreed
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.domain.certificates import PrintedPower, ProviderCertificate
from csas.domain.decisions import Considered
from csas.domain.values import Period
from csas.store import installation, schemes, sql
from csas.store.decisions import Decided


async def load(case: Case, on: Considered, decided: Decided) -> Agreed:
    """The terms of a decision with every name written out."""
    scheme = await schemes.load(case.scheme)
    address: str = await sql.fetchval("SELECT address FROM organisation WHERE id = $1", on.organisation)
    return Agreed(
        force=scheme.force_name,
        chief_officer=scheme.chief_officer,
        scheme=scheme.name,
        organisation=on.legal_name,
        address=address,
        powers=tuple((p.paragraph, p.title) for p in on.powers if p.code in decided.terms.powers),
        areas=tuple(a.name for a in on.areas if a.code in decided.terms.areas),
        conditions=decided.terms.conditions,
        edition=on.edition_title,
        last_day=decided.term_until or london_day(decided.decided_at),
    )


async def certificate(case: Case, on: Considered, decided: Decided, valid: Period, number: str) -> ProviderCertificate:
    """Everything the certificate will say, as it stands at this moment."""
    scheme = await schemes.load(case.scheme)
    starts_on = london_day(valid.start)
    here = installation.current()
    return ProviderCertificate(
        number=number,
        scheme=scheme.name,
        force=scheme.force_name,
        chief_officer=scheme.chief_officer.removeprefix("the "),
        provider=on.organisation_name,
        powers=tuple(
            PrintedPower(code=p.code, paragraph=p.paragraph, title=p.title)
            for p in on.powers
            if p.code in decided.terms.powers
        ),
        areas=tuple(a.name for a in on.areas if a.code in decided.terms.areas),
        starts_on=starts_on,
        last_day=decided.term_until or starts_on,
        edition=on.edition_title,
        provisional=on.edition_standing == "provisional",
        conditions=tuple(each.sentence for each in decided.terms.conditions),
        decided_by_post=decided.post,
        delegation=decided.instrument,
        issued_on=starts_on,
        check_url=f"{here.address}/check/{number}",
        demonstration=here.demonstration,
    )
