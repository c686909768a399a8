"""Every step of an application from every state, in both processes, and random walks through its life."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from csas.domain import refusals
from csas.store import files, limits, sql
from tests.database import Addresses
from tests.lives import ground
from tests.lives.applicants import MANY, Applicant
from tests.stateful import Story, try_every_pair, walk
from tests.world import World

# What a rule may refuse although the step is open: each has tests of its own.
MAY_REFUSE = {
    "recommend": (refusals.NotAssessed, refusals.NotSettled),
    "offer": (refusals.NoticeNeeded,),
    "countersign": (refusals.AlreadyDone,),
    "surrender": (refusals.NotFound,),
    "suspend": (refusals.AlreadyDone, refusals.NotArranged),
    "propose-lifting": (refusals.NotSuspended, refusals.AlreadyDone),
    "lift-suspension": (refusals.NotSuspended, refusals.NotProposed),
}


class National(Applicant):
    """The national programme, for agencies."""

    process = "vehicle-stopping"
    sector = "government-agency"


def story(life: Applicant) -> Story:
    takes = {
        "edit": life.edit,
        "attach": life.attach,
        "attach-to-answer": life.attach,
        "detach": life.detach,
        "submit": life.submit,
        "recall": life.recall,
        "answer": life.answer,
        "accept": life.accept,
        "ask": life.ask,
        "correct": life.correct,
        "assess": life.assess,
        "find": life.find,
        "record-views": life.record_views,
        "settle": life.settle,
        "recommend": life.recommend,
        "return": life.send_back,
        "give-notice": life.give_notice,
        "represent": life.represent,
        "close-representations": life.close,
        "offer": life.offer,
        "defer": life.defer,
        "resume": life.resume,
        "refuse": life.refuse,
        "sign": life.sign,
        "decline-offer": life.decline,
        "countersign": life.countersign,
        "replace": life.replace,
        "expire": life.expire,
        "surrender": life.surrender,
        "suspend": life.suspend,
        "propose-lifting": life.propose_lifting,
        "lift-suspension": life.lift_suspension,
        "end": life.end,
        "reopen": life.reopen,
        "withdraw": life.withdraw,
        "assign": life.assign,
        "hold": life.hold,
        "release": life.release,
        "note": life.note,
    }
    if life.process == "vehicle-stopping":
        del takes["settle"], takes["record-views"]
    follows = frozenset({"settle", "replace", "reopen", "edit"})
    return Story(
        process=life.process,
        begin=life.begin,
        takes=takes,
        may_refuse=MAY_REFUSE,
        follows=follows,
        arranged={"defer": life.full},
    )


@pytest.fixture(autouse=True)
async def room_for_all(
    people: dict[str, int], database: Addresses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_limit(bucket: str, principal: str) -> None:
        return None

    monkeypatch.setattr(limits, "require", no_limit)
    files.use(tmp_path)
    await ground.loosen(database)
    await ground.places(database, MANY)


@pytest.mark.parametrize("kind", [Applicant, National])
async def test_only_the_allowed_steps_succeed_from_every_state(
    world: World, database: Addresses, kind: type[Applicant]
) -> None:
    await try_every_pair(story(kind(world, database)))
    assert await shared_hands() == []


async def shared_hands() -> list[str]:
    """Nobody has taken two parts in one case."""
    rows = await sql.fetch(
        "SELECT case_id FROM participation GROUP BY case_id, person_id HAVING count(DISTINCT part) > 1"
    )
    return [str(row["case_id"]) for row in rows]


def test_no_walk_breaks_the_workflow(people: dict[str, int], runner: asyncio.Runner, database: Addresses) -> None:
    walk(story(Applicant(World(people), database)), runner, walks=12, steps=25)
