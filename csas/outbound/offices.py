"""The office as its letters name it: scheme, force, who signs, who decides appeals."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from csas.domain.calendar import london_day
from csas.domain.phases import Phase
from csas.outbound.letters import Office
from csas.settings import Settings
from csas.store import offices, phases, schemes
from csas.store.schemes import Scheme

NAME: Final = "Community Safety Accreditation Office"
SILENCE: Final = "If we do not hear from you by then, your silence is recorded and counts as no view."
# Decisions are signed by whoever may take them; everything else by the scheme manager.
SIGNED_BY: Final = {
    "notice-given": "decision-maker",
    "offer-made": "decision-maker",
    "refused": "decision-maker",
    "arrangement-started": "decision-maker",
    "arrangement-ended": "decision-maker",
    "individual-decided": "decision-maker",
    "statutory-notice": "decision-maker",
    "notice-copies": "decision-maker",
    "appeal-decided": "appeal-decider",
}
UNNAMED: Final = offices.Signatory(name="The scheme manager", post="Scheme manager")
INSTANT: Final = timedelta(microseconds=1)


class NoScheme(LookupError):
    """There is no scheme yet in whose name a letter could go."""


async def office_of(settings: Settings, scheme: int | None, kind: str, at: datetime) -> Office:
    """The office in whose name a letter of this kind went at this moment."""
    found = await (schemes.load(scheme) if scheme is not None else schemes.find_first())
    if found is None:
        raise NoScheme
    phase = await phases.find_phase(found.id, at)
    signs = await offices.find_holder(found.id, SIGNED_BY.get(kind, "scheme-manager"), at) or UNNAMED
    appeals = await offices.find_holder(found.id, "appeal-decider", at)
    return _office(settings, found, phase, signs, appeals.post if appeals else "decider of appeals")


def _office(settings: Settings, scheme: Scheme, phase: Phase | None, signs: offices.Signatory, appeals: str) -> Office:
    return Office(
        name=NAME,
        force=scheme.force_name,
        scheme=scheme.name,
        chief_officer=scheme.chief_officer.removeprefix("the "),
        address=settings.public_url,
        signed_by=signs.name,
        signed_by_post=signs.post,
        appeals_post=appeals,
        silence=SILENCE,
        places=phase.most if phase else 0,
        phase_ends_on=london_day(phase.until - INSTANT) if phase else None,
        footer=f"{NAME}, {scheme.force_name}. Telephone {scheme.telephone}",
        demonstration=settings.demonstration,
    )
