"""The public's pages beside one bare handler with one statement: the check of a number, and the register.

The lookup is measured twice: as it is, counted and rate-limited, and without those two.
Each request comes from another address, so that no limit is met.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import asyncpg

from csas.domain.permissions import PUBLIC
from csas.domain.schemes import OrganisationPlan
from csas.store import joining, schemes
from csas.store.transaction import act
from tests.bench.racing import Result, Side, race, request, result_of
from tests.bench.stage import Stage, served
from tests.public.providers import accredited
from tests.world import NOW, World

PROVIDERS = 25
TURNS = 400
AREAS = ("Lambeth", "Camden", "Hackney")


def measure(stage: Stage) -> list[Result]:
    """Race the two pages against the handler."""
    number = stage.do(_prepare)
    asyncio.run(analyse(stage))

    with (
        served(stage, "csas", "web") as real,
        served(stage, "tests.bench.uncounted") as uncounted,
        served(stage, "tests.bench.floor") as bare,
    ):
        floor = Side(bare[0], lambda _: request("GET", f"/certificate/{number}"))
        looked_up = race(Side(uncounted[0], asking(f"/api/v1/checks/{number}")), floor, TURNS)
        counted = race(Side(real[0], asking(f"/api/v1/checks/{number}")), floor, TURNS)
        page = race(Side(real[0], asking(f"/check/{number}")), floor, TURNS)
        listed = race(Side(real[0], asking("/register")), floor, TURNS)
    return [
        result_of("the lookup of a certificate by program, beside its statement", looked_up, 0.6),
        result_of("the same, counted and rate-limited", counted, 0.4),
        result_of("the same as a page", page, 0.4),
        result_of(f"the register's first page of {PROVIDERS} providers, beside that", listed, 0.25),
    ]


def asking(path: str) -> Callable[[int], bytes]:
    """Requests that come each from another address."""

    def ask(turn: int) -> bytes:
        return request("GET", path, X_Forwarded_For=f"198.51.{turn // 250}.{turn % 250 + 1}")

    return ask


async def _prepare(world: World) -> str:
    """Providers in force, more than a page of them; returns the number of one."""
    scheme = await world.scheme()
    for at in range(PROVIDERS):
        name = f"Calder Wardens {at + 1}"
        async with act(PUBLIC, NOW) as this:
            organisation = await schemes.add_organisation(
                OrganisationPlan(name=name, sector="private", address="London"), NOW
            )
            person = await joining.add_person("Ada Brook", "ada@people.example")
            since = NOW - timedelta(days=40)
            await schemes.give_role(person, "responsible-officer", "Director", since, organisation=organisation)
            await this.record("account:joined", scheme=scheme)
        _, number = await accredited(world, name, areas=AREAS, since=NOW)
    return number


async def analyse(stage: Stage) -> None:
    """Let the planner know the tables, as it does by itself after a while."""
    owner = await asyncpg.connect(stage.addresses.owner_url)
    await owner.execute("ANALYZE")
    await owner.close()
