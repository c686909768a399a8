"""Documents in two phases: reserved with the act that causes them, issued when their file is kept.

Between the two a process may die at any moment: what is reserved is finished later,
under the same number and with the same words.
"""

from __future__ import annotations

from datetime import datetime

from csas.domain import cards, letters
from csas.domain.arrangements import Arrangement
from csas.domain.cards import Instrument, PowersCard
from csas.domain.casework import Case
from csas.domain.certificates import ProviderCertificate
from csas.domain.decisions import Considered
from csas.domain.events import Event
from csas.domain.permissions import CLOCK
from csas.store import agreements, custody, documents, outbox, papers, standing
from csas.store.decisions import Decided
from csas.store.documents import Document
from csas.store.transaction import Act, act


async def reserve(this: Act, case: Case, on: Considered, decided: Decided, arrangement: Arrangement) -> str:
    """Burn a number, freeze what the certificate says, and leave the drawing to the worker."""
    number = await documents.burn_number()
    certificate = await agreements.certificate(case, on, decided, arrangement.valid, number)
    document = await documents.reserve(case, arrangement.ref, certificate, this.now)
    await outbox.enqueue("issue", document)
    return number


TAGS = {"certificate": "document:issued", "instrument": "instrument:issued", "card": "card:issued"}


async def issue(document: int, sha256: str, stored_as: str, now: datetime) -> Event | None:
    """Mark a document issued now that its file is kept, and say so; once, whoever comes first."""
    found = await documents.find(document)
    if found is None:
        return None
    async with act(CLOCK, now) as this:
        case = await this.hold_id(found.case)
        locked = await documents.lock(document)
        if locked is None or locked.state != "reserved":
            return None
        if await _is_overtaken(locked, now):
            await papers.void([document])
            return await this.record("card:given-up", case=case, subjects={"document": [document]})
        await documents.mark_issued(locked, sha256, stored_as, now)
        if locked.kind == "card":
            await custody.add(locked.id, "issued", now)
        await _tell(this, case, locked)
        return await this.record(
            TAGS[locked.kind],
            case=case,
            facts={"number": locked.number, "sha256": sha256},
            subjects={"document": [document]},
        )


async def _is_overtaken(document: Document, now: datetime) -> bool:
    """Whether a person’s paper claims more than is held by now: the law or a notice was quicker."""
    said = document.said
    if document.accreditation is None or not isinstance(said, Instrument | PowersCard):
        return False
    held = cards.held(await standing.load(document.accreditation), now, await papers.area_names())
    return cards.says_more(said, held)


async def _tell(this: Act, case: Case, document: Document) -> None:
    """Write to the provider about its certificate, and to the person about their own papers."""
    match document.said:
        case ProviderCertificate() as said:
            started = letters.ArrangementStarted(
                organisation=said.provider,
                reference=case.ref,
                path=f"/documents/{document.ref}",
                number=said.number,
                starts_on=said.starts_on,
                term_until=said.last_day,
            )
            recipients = await outbox.of_organisation(case.organisation)
            await outbox.tell(f"arrangement-started:{document.ref}", recipients, started, this.now, case=case)
        case Instrument() | PowersCard() as own:
            ready = letters.PaperReady(
                organisation=own.employer,
                reference=case.ref,
                path=f"/documents/{document.ref}",
                what=document.kind,
                number=own.number,
                last_day=own.last_day,
            )
            recipients = await outbox.of_person(document.person)
            await outbox.tell(f"{document.kind}-ready:{document.ref}", recipients, ready, this.now, case=case)
