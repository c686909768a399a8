"""What every act on a staff record leaves behind: its event, and letters to the offices that deal with the person."""

from __future__ import annotations

from datetime import datetime

from csas.domain import letters_staff
from csas.domain.events import Event, Plain
from csas.store import outbox, staff_history
from csas.store.staff import Member
from csas.store.transaction import Act


async def note(
    this: Act,
    tag: str,
    member: Member,
    facts: dict[str, Plain] | None = None,
    private: dict[str, str] | None = None,
    accreditations: list[int] | None = None,
    uses: list[int] | None = None,
) -> Event:
    """The one event of an act on a record, in the histories of everything that it concerns."""
    return await this.record(
        tag,
        ref=member.ref,
        facts=facts,
        private=private,
        subjects={
            "organisation": [member.organisation],
            "person": [member.person],
            "staff": [member.id],
            "accreditation": accreditations or [],
            "use": uses or [],
            "case": await staff_history.list_cases(member) if accreditations else [],
        },
    )


async def tell_offices(key: str, member: Member, letter: letters_staff.StaffFacts, now: datetime) -> None:
    """Write to the case officers of each scheme that deals with this person."""
    for scheme in await staff_history.list_offices(member):
        recipients = await outbox.of_office(scheme)
        await outbox.tell(f"{key}:{scheme}", recipients, letter, now, organisation=member.organisation, scheme=scheme)
