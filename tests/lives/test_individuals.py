"""Every step of a person's case from every state, and random walks through its life."""

from __future__ import annotations

import asyncio

from csas.domain import refusals
from tests.lives.wardens import Warden
from tests.stateful import Story, try_every_pair, walk
from tests.world import World

# What a rule may refuse although the step is open: each has tests of its own.
NOTHING = (refusals.Faults, refusals.AlreadyDone)
MAY_REFUSE = {
    "suspend": (refusals.AlreadyDone,),
    "propose-lifting": (refusals.NotSuspended, refusals.AlreadyDone),
    "lift": (refusals.NotSuspended, refusals.NotProposed),
    "modify": (refusals.NotHeld,),
    "restore": (refusals.NothingToGiveBack,),
    "reverse": (*NOTHING, refusals.NoticeServed),
    "reverse-withdrawal": (*NOTHING, refusals.NoticeServed),
    "serve": NOTHING,
    "renew": (refusals.RequestOpen,),
    "vary": (refusals.RequestOpen,),
    "replace": (refusals.RequestOpen,),
    "recommend": (refusals.NotAssessed,),
    "appeal": (refusals.NotNow, refusals.AlreadyAppealed),
    "reopen": (refusals.AlreadyAppealed,),
}


def story(life: Warden) -> Story:
    return Story(
        process="individual",
        begin=life.begin,
        takes={
            "check-identity": life.check_identity,
            "vet": life.vet,
            "train": life.train,
            "find": life.find,
            "recommend": life.recommend,
            "grant": life.grant,
            "refuse": life.refuse,
            "return": life.send_back,
            "ask": life.ask,
            "answer": life.answer,
            "withdraw-request": life.withdraw_request,
            "suspend": life.suspend,
            "modify": life.modify,
            "propose-lifting": life.propose_lifting,
            "lift": life.lift,
            "restore": life.restore,
            "confirm-address": life.confirm_address,
            "reverse": life.reverse,
            "reverse-withdrawal": life.reverse,
            "serve": life.serve,
            "renew": life.renew,
            "vary": life.vary,
            "surrender": life.surrender,
            "withdraw": life.withdraw,
            "replace": life.replace,
            "cease": life.cease,
            "appeal": life.appeal,
            "reopen": life.reopen,
            "note": life.note,
        },
        may_refuse=MAY_REFUSE,
        follows=frozenset({"replace", "reopen"}),
    )


async def test_only_the_allowed_steps_succeed_from_every_state(world: World) -> None:
    await try_every_pair(story(Warden(world)))


def test_no_walk_breaks_the_workflow(people: dict[str, int], runner: asyncio.Runner) -> None:
    life = Warden(World(people))
    walk(story(life), runner)
