"""A request moves on by itself when the facts its state waits for already hold.

One that waits for vetting puts the person on the vetting officer's list.

`advance` is called inside an act that moved a request; `advance_person` inside an act that
recorded vetting or training, for every request of that person that waits. Neither records an event.
"""

from __future__ import annotations

from csas.domain.casework import Case
from csas.domain.individuals import Fitness
from csas.store import individuals, vettings
from csas.store.transaction import Act

WAITING = frozenset({"vetting", "training"})


async def fitness_of(case: Case, this: Act) -> Fitness:
    """Vetting and training as they stand for the powers of this request."""
    asked = await individuals.load(case)
    return await individuals.fitness(asked.person, asked.scheme, [power.id for power in asked.powers], this.now)


async def advance(this: Act, case: Case) -> Case:
    """Take a request past vetting and training as far as the facts reach; the case as it then is."""
    if case.state not in WAITING:
        return case
    fit = await fitness_of(case, this)
    if case.state == "vetting" and fit.vetted:
        case = await this.move(case, "training")
    elif case.state == "vetting" and case.person is not None and case.organisation is not None:
        await vettings.ask(case.force, case.scheme, case.person, case.organisation, this.actor.person, this.now)
    if case.state == "training" and fit.trained:
        case = await this.move(case, "assessment")
    return case


async def advance_person(this: Act, person: int, scheme: int) -> list[int]:
    """The same for each waiting request of a person; the ids of the cases that moved, for the event's subjects."""
    moved = []
    for waiting in await individuals.list_waiting(person, scheme):
        case = await this.hold_id(waiting)
        if (await advance(this, case)).version != case.version:
            moved.append(case.id)
    return moved
