"""The first stage: two editions of the standards, each drafted, consulted on and published by Amina."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csas.demonstration.editions import (
    FEES,
    GENERAL_EFFECT,
    GENERAL_REPLIES,
    NEW_IN_SECOND,
    REPLIES,
    REQUIREMENTS,
    SECOND_REPLIES,
)
from csas.demonstration.moves import case_of
from csas.demonstration.stage import Scene
from csas.domain.standards import Requirement
from csas.store import standards
from csas.store.transaction import act

ASKS = "Westminster City Council and a government agency have offered to be first. "


async def first(scene: Scene) -> None:
    """Edition 1, in force since the phase began."""
    began = scene.stage.began
    await scene.at(scene.stage.days(_days_before(scene, began) + 58, 9, 30))
    draft = await scene.does(
        "amina",
        "standards:draft",
        title="Standards, edition 1",
        basis="Current knowledge and expectations: no detailed guidance exists for a scheme such as this. "
        "Judging what to "
        f"adopt is part of the study. {ASKS}",
        changes="",
    )
    for requirement in REQUIREMENTS:
        await _require(scene, draft.ref, requirement)
    await _schedule(scene, draft.ref)
    await scene.at(scene.stage.days(_days_before(scene, began) + 51, 11))
    await _consult(scene, draft.ref)
    await scene.at(scene.stage.days(_days_before(scene, began) + 30, 14))
    await _replies(scene, draft.ref, REPLIES)
    await scene.at(scene.stage.days(_days_before(scene, began) + 8, 16))
    await scene.does("amina", "standards:close-consultation", ref=draft.ref)
    await scene.at(began)
    await scene.does("amina", "standards:publish", ref=draft.ref, standing="provisional", confirm=True)


async def second(scene: Scene) -> None:
    """Edition 2, in force for about two months: what the consultation on the first one asked for."""
    await scene.at(scene.stage.days(103, 9, 20))
    draft = await scene.does(
        "amina",
        "standards:draft",
        title="Standards, edition 2",
        basis="What the first consultation asked for, and what the office has learnt from the first applications.",
        changes="M7 is new: patrols are planned with the neighbourhood team. O3 says more plainly that nobody "
        "could take "
        "accredited people for police.",
    )
    await _require(scene, draft.ref, NEW_IN_SECOND)
    await scene.at(scene.stage.days(99, 11))
    await _consult(scene, draft.ref)
    await scene.at(scene.stage.days(78, 14))
    await _replies(scene, draft.ref, SECOND_REPLIES, every=3)
    await scene.at(scene.stage.days(66, 16))
    await scene.does("amina", "standards:close-consultation", ref=draft.ref)
    await scene.at(scene.stage.days(61, 10))
    await scene.does("amina", "standards:publish", ref=draft.ref, standing="provisional", confirm=True)


def _days_before(scene: Scene, moment: datetime) -> int:
    return (scene.stage.now - moment).days


async def _require(scene: Scene, ref: str, requirement: Requirement) -> None:
    await scene.does(
        "amina",
        "standards:edit",
        ref=ref,
        code=requirement.code,
        family=requirement.family,
        title=requirement.title,
        body=requirement.body,
        evidence=requirement.evidence,
        critical=requirement.critical,
    )


async def _schedule(scene: Scene, ref: str) -> None:
    """The fees, and whom a requirement binds: no page offers these two yet, so they are written here."""
    case = await case_of(ref)
    edition = await standards.load_for(case)
    async with act(await scene.stage.actor("amina"), scene.now) as this:
        for requirement in REQUIREMENTS:
            if requirement.sectors:
                await standards.put_requirement(edition.id, requirement)
        for fee in FEES:
            await standards.put_fee(edition.id, fee)
        await this.record("standards:edited", case=case, facts={"code": "F1", "removed": False})


async def _consult(scene: Scene, ref: str) -> None:
    await scene.does("amina", "standards:consult", ref=ref, written_on=scene.now.date(), channel="letter")


async def _replies(scene: Scene, ref: str, particular: Mapping[str, tuple[str, str]], every: int = 1) -> None:
    """What each consultee said; with `every`, only some of those who had nothing particular to say."""
    edition = await standards.load_for(await case_of(ref))
    for number, consultee in enumerate(edition.consultees):
        said = particular.get(consultee.name)
        if said is None and number % every:
            continue
        reply, effect = said or (GENERAL_REPLIES[number % len(GENERAL_REPLIES)], GENERAL_EFFECT)
        await scene.does(
            "amina",
            "standards:record-response",
            ref=ref,
            consultee=consultee.ref,
            replied_on=scene.now.date(),
            reply=reply,
            effect=effect,
        )
