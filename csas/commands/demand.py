"""Writing down demand: those who asked and did not, could not or may yet apply."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands.registry import command
from csas.domain import refusals
from csas.domain.calendar import london_day
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import demand, schemes
from csas.store.transaction import act

SECTORS = Literal[
    "local-authority",
    "government-agency",
    "health",
    "education",
    "housing",
    "charity",
    "private",
    "voluntary",
    "other",
]


class RecordDemand(Struct):
    who: Annotated[
        str,
        Meta(title="Who asked", min_length=1, max_length=120, extra={"absent": "Enter who asked"}),
    ]
    sector: Annotated[
        SECTORS,
        Meta(title="Sector", extra={"kind": "select", "choices": "demand-sectors", "absent": "Select the sector"}),
    ]
    outcome: Annotated[
        Literal["interest", "turned-away", "reserve"],
        Meta(
            title="What came of it",
            extra={"kind": "radios", "choices": "demand-outcomes", "absent": "Select what came of it"},
        ),
    ]
    why: Annotated[
        str,
        Meta(
            title="Why",
            description="For example what they asked for, and why they could not apply.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter why"},
        ),
    ]
    received_on: Annotated[
        date | None,
        Meta(title="When they asked", description="Leave empty for today.", extra={"kind": "date"}),
    ] = None


@command("demand:record", RecordDemand, "Record demand", name="record")
async def record(wanted: RecordDemand, actor: Actor, now: datetime) -> Event:
    """Write somebody's interest into the demand log: registered, turned away, or on the reserve list."""
    scheme = await schemes.require(actor, "demand:record")
    received_on = wanted.received_on or london_day(now)
    if received_on > london_day(now):
        raise refusals.Faults(Fault(field="received_on", message="When they asked must be today or in the past"))
    async with act(actor, now) as this:
        this.role = "demand:record"
        ref = await demand.add(scheme.id, wanted.who, wanted.sector, wanted.outcome, wanted.why, received_on)
        return await this.record(
            "demand:recorded",
            scheme=scheme.id,
            ref=ref,
            facts={"sector": wanted.sector, "outcome": wanted.outcome},
            private={"who": wanted.who, "why": wanted.why},
        )
