"""An employer's role and zones, from what it said in its application."""

from __future__ import annotations

from collections.abc import Mapping

from csas.demonstration.papers import CODES, Papers
from csas.demonstration.people import organisation_of
from csas.demonstration.stage import Scene


async def name_zones(
    scene: Scene,
    slug: str,
    title: str,
    duties: str,
    said: Papers,
    zones: Mapping[str, str],
    borough: str = "Westminster",
) -> str:
    """Describe the role with the powers applied for, and name the zones of one borough; the role's reference."""
    organisation = await organisation_of(scene, slug)
    event = await scene.does(
        slug,
        "profile:add",
        organisation=organisation,
        title=title,
        duties=duties,
        justification=" ".join(said.said("reasons", f"why-{power}") for power in said.powers)[:2000],
        powers=said.powers,
        offences=said.offences(),
    )
    for name, where in zones.items():
        await add_zone(scene, slug, name, where, borough)
    return event.ref


async def add_zone(scene: Scene, slug: str, name: str, where: str, borough: str) -> None:
    await scene.does(
        slug,
        "zone:add",
        organisation=await organisation_of(scene, slug),
        name=name,
        areas=[CODES[borough]],
        description=where,
    )
