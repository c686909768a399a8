"""Recommending a decision, and returning a recommendation that is not ready."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands.registry import command
from csas.domain import conditions
from csas.domain import decisions as rules
from csas.domain.calendar import london_day
from csas.domain.decisions import Terms
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.values import Struct
from csas.store import assessments, considered, decisions
from csas.store.transaction import act

Powers = Annotated[
    tuple[str, ...],
    Meta(title="Powers", max_length=60, extra={"choices": "powers-sought", "kind": "checkboxes"}),
]
Areas = Annotated[
    tuple[str, ...],
    Meta(title="Areas", max_length=60, extra={"choices": "areas-sought", "kind": "checkboxes"}),
]
ConditionLines = Annotated[
    tuple[Annotated[str, Meta(max_length=500)], ...],
    Meta(
        title="Conditions",
        description="One a line. If a condition is for a time, end it with “until” and the day: until 31 March 2027.",
        max_length=20,
        extra={"kind": "lines"},
    ),
]


class Recommend(Struct):
    ref: str
    seen: int | None = None
    recommendation: Annotated[
        Literal["grant", "refuse"],
        Meta(
            title="What do you recommend?", extra={"absent": "Select what you recommend", "choices": "recommendations"}
        ),
    ]
    powers: Annotated[
        Powers, Meta(title="Powers its employees may apply for", description="Not needed if you recommend a refusal.")
    ] = ()
    areas: Annotated[Areas, Meta(title="Areas", description="Not needed if you recommend a refusal.")] = ()
    conditions: ConditionLines = ()
    reasons: Annotated[
        str,
        Meta(
            title="Reasons",
            description="The decision maker and the applicant will read them.",
            min_length=1,
            max_length=4000,
            extra={"kind": "textarea", "absent": "Enter the reasons for your recommendation"},
        ),
    ]


@command("application:recommend", Recommend, "Make the recommendation")
async def recommend(wanted: Recommend, actor: Actor, now: datetime) -> Event:
    """Recommend which powers the organisation's employees may apply for, where and on what conditions, or refusal.

    Every requirement and both findings must have been judged first. The recommendation may cover
    the areas whose local endorsement is settled, while others are still open.
    """
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:recommend", seen=wanted.seen)
        on = await considered.load(case, now)
        terms = _terms(wanted, now)
        outcome = rules.recommend(terms, on, await assessments.load(on))
        await decisions.add_recommendation(on, outcome, terms, wanted.reasons, actor.person, now)
        await this.take(case, step)
        return await this.record(
            "application:recommended",
            case=case,
            facts={
                "outcome": outcome,
                "powers": list(wanted.powers),
                "areas": list(wanted.areas),
                "version": on.version_number,
            },
            private={"reasons": wanted.reasons},
        )


def _terms(wanted: Recommend, now: datetime) -> Terms | None:
    if wanted.recommendation == "refuse":
        return None
    return Terms(
        powers=wanted.powers,
        areas=wanted.areas,
        conditions=conditions.read(wanted.conditions, london_day(now)),
    )


class Return(Struct):
    ref: str
    seen: int | None = None
    reason: Annotated[
        str,
        Meta(
            title="What should be looked at again?",
            description="The assessor reads this, and the applicant can read it in the history.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter what should be looked at again"},
        ),
    ]


@command("application:return", Return, "Return to the assessor")
async def send_back(wanted: Return, actor: Actor, now: datetime) -> Event:
    """Send the case back to the assessor, who makes another recommendation."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:return", seen=wanted.seen)
        await this.take(case, step)
        return await this.record("application:returned", case=case, private={"reason": wanted.reason})
