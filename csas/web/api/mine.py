"""By program: what an accredited person sees of themselves, and nobody else by this address."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta
from msgspec.structs import asdict

from csas.domain import casework
from csas.domain.individual_notices import KINDS
from csas.store import own, own_data, reads, uses
from csas.store.own import OwnNotice
from csas.web.api.looking import PAGE, Asking, Look, Shape
from csas.web.api.returns import UseList
from csas.web.api.shapes import step_shape
from csas.web.api.shared import AccreditationStanding, standing_of
from csas.web.views import own as views

ME = "me:read"


class OwnStep(Shape):
    """A step the person may take, and where to send it; null where only a page takes it."""

    name: str
    words: str
    href: str | None


class OwnAccreditation(Shape):
    """An accreditation of one's own: with whom, how it stands, and what one may do about it."""

    employer: str
    employer_ref: str
    job: str
    force: str
    telephone: str
    case: str
    granted_at: datetime
    standing: AccreditationStanding
    steps: tuple[OwnStep, ...]


class OwnFitness(Shape):
    """A course passed, or a force's outcome of vetting, with its period."""

    title: str
    outcome: str
    since: datetime
    until: datetime | None


class VettingWaiting(Shape):
    """Vetting that waits for an answer; the link is only in the message to the person."""

    force: str
    asked_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None


class OwnPowers(Shape):
    """Every accreditation, the newest first, what was passed, and vetting."""

    accreditations: tuple[OwnAccreditation, ...]
    training: tuple[OwnFitness, ...]
    vetting: tuple[OwnFitness, ...]
    waiting: tuple[VettingWaiting, ...]


class OwnCard(Shape):
    """A card or an instrument of one's own; `custody` is the last entry of its trail."""

    ref: str
    kind: str
    number: str
    state: str
    employer: str
    issued_at: datetime | None
    custody: str


class OwnCards(Shape):
    cards: tuple[OwnCard, ...]


class OwnNoticeRead(Shape):
    """A notice to the person; `served_at` is null until it has reached them. One that was undone has no effect."""

    ref: str
    kind: str
    title: str
    reasons: tuple[str, ...]
    explanation: str
    acted_at: datetime
    employer: str
    case: str
    how: str
    served_at: datetime | None
    powers: tuple[str, ...]
    undone: bool


class OwnNotices(Shape):
    notices: tuple[OwnNoticeRead, ...]


class OwnData(Shape):
    """Everything held about the person, by heading, and what is withheld and why."""

    held: dict[str, list[dict[str, Any]]]
    withheld: Annotated[tuple[str, ...], Meta(description="What is not here, and why")]


async def powers(asking: Asking) -> object:
    owned = await own.list_accreditations(asking.actor)
    return {
        "accreditations": [
            {
                **asdict(each),
                "standing": standing_of(each.ref, each.facts, asking.at),
                "steps": await _steps(asking, each.case),
            }
            for each in owned
        ],
        "training": await own.list_training(asking.actor),
        "vetting": await own.list_vetting(asking.actor),
        "waiting": await own.list_vetting_waiting(asking.actor),
    }


async def _steps(asking: Asking, ref: str) -> list[dict[str, Any]]:
    case = await reads.load_case(asking.actor, ref)
    return [step_shape(case, step) for step in casework.steps_for(case, asking.actor)]


async def cards(asking: Asking) -> object:
    return {"cards": await own.list_cards(asking.actor)}


async def my_uses(asking: Asking) -> object:
    found, total = await uses.list_own(asking.actor, asking.page)
    return {"total": total, "uses": found}


async def notices(asking: Asking) -> object:
    return {"notices": [_told(each) for each in await own.list_notices(asking.actor)]}


async def notice(asking: Asking) -> object:
    return _told(await own.load_notice(asking.actor, asking.ref))


def _told(found: OwnNotice) -> dict[str, object]:
    return {**asdict(found), "title": KINDS[found.kind], "reasons": views.reasons(found)}


async def data(asking: Asking) -> object:
    held = await own_data.everything(asking.actor)
    return {"held": {name: rows for name, rows in held.items() if name != "withheld"}, "withheld": held["withheld"]}


LOOKS = (
    Look("/me/powers", ME, "My powers, with every employer", OwnPowers, powers),
    Look("/me/card", ME, "My cards and instruments", OwnCards, cards),
    Look("/me/uses", ME, "The uses of powers recorded of me", UseList, my_uses, (PAGE,)),
    Look("/me/notices", ME, "The notices to me", OwnNotices, notices),
    Look("/me/notices/{ref}", ME, "One notice to me", OwnNoticeRead, notice),
    Look("/me/data", ME, "Everything held about me", OwnData, data),
)
