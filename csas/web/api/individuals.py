"""What the API says of a person’s case: the powers asked for, and what is in force now."""

from __future__ import annotations

from typing import Any

from csas.domain import standing as standings
from csas.domain.casework import Case
from csas.domain.permissions import Actor
from csas.store import accreditations, individuals, standing
from csas.web.api.shapes import DETAILS, stamp
from csas.web.steps import now


async def details(_actor: Actor, case: Case) -> dict[str, Any]:
    """Vetting as the employer may know it, each power asked for, and each power as it stands."""
    asked = await individuals.load(case)
    fit = await individuals.fitness(asked.person, asked.scheme, [power.id for power in asked.powers], now())
    held = await accreditations.find_of_case(case.id)
    return {
        "sort": asked.sort,
        "employer": asked.employer,
        "staff_number": asked.number,
        "batch": asked.batch,
        "vetting": fit.vetting,
        "training_missing": list(fit.missing),
        "powers": [
            {
                "power": power.code,
                "areas": list(power.areas),
                "zones": list(power.zones),
                "offences": list(power.offences),
            }
            for power in asked.powers
        ],
        "accreditation": await _accreditation(held) if held else None,
    }


async def _accreditation(held: accreditations.Held) -> dict[str, Any]:
    facts = await standing.load(held.id)
    whole = standings.accreditation_standing(facts, now())
    codes = dict.fromkeys(each.power for each in facts.as_known(None).granted)
    answers = {code: standings.power_standing(facts, code, now()) for code in codes}
    return {
        "ref": held.ref,
        "in_force": whole.in_force,
        "cause": whole.cause,
        "since": stamp(held.since) if held.since else None,
        "until": stamp(held.until) if held.until else None,
        "powers": {
            code: {"in_force": answer.in_force, "lawful": answer.lawful, "cause": answer.cause}
            for code, answer in answers.items()
        },
    }


DETAILS["individual"] = details

ROUTES: list[object] = []
