"""Places are taken one at a time, whoever is quicker."""

import asyncio

from csas.commands import office
from csas.store import places, sql
from tests import build
from tests.world import NOW, World


async def test_two_who_accept_at_once_do_not_share_the_last_place(world: World) -> None:
    names = ("Copperfield Security", "Orchard Patrols", "Ferryman CIC", "Marrow BID", "St Alder NHS Trust")
    refs = [await build.submitted(world, name) for name in names]
    free = (await places.load(await world.scheme(), NOW)).free
    colin = await world.actor("colin")
    await asyncio.gather(*(office.accept(office.Accept(ref=ref, complete=True), colin, NOW) for ref in refs))
    held = await sql.fetchval(
        "SELECT count(*) FROM application a JOIN casefile c ON c.id = a.case_id WHERE a.place = 'held' AND c.ref = ANY ($1)",
        refs,
    )
    assert (free, held) == (3, 3)
