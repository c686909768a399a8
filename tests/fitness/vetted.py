"""Somebody on their way through vetting, by the ordinary commands."""

from __future__ import annotations

from pathlib import Path

from csas.commands import vetting, vetting_answers
from csas.store import sealing, sql
from tests.fitness.employers import newcomer, ref_of
from tests.people import Provider
from tests.world import NOW, World

ANSWERS = {
    "names": {"other": "yes", "which": "Farrow-Lyle until 2019"},
    "addresses": {"list": "4 Tern Row, London SE1, since 2018"},
    "convictions": {"any": "yes", "which": "Caution for a broken window, 2009"},
    "money": {"trouble": "no", "which": ""},
    "declaration": {"true": "yes", "checks": "yes"},
}


async def asked(world: World, employer: Provider, name: str) -> tuple[str, int]:
    """Asked for by the employer; the request's reference and the person."""
    person, staff = await newcomer(employer, name)
    wanted = vetting.AskVetting(organisation=await ref_of(employer), people=(staff,))
    await vetting.ask(wanted, await world.actor("sam"), NOW)
    ref: str = await sql.fetchval("SELECT ref FROM vetting_request WHERE person_id = $1", person)
    return ref, person


async def sent(world: World, employer: Provider, name: str) -> tuple[str, int, str]:
    """The same with the link sent; also the secret of the link, as its reader has it."""
    ref, person = await asked(world, employer, name)
    address = f"{name.lower().replace(' ', '.')}@home.example"
    await vetting.send(vetting.SendLink(ref=ref, address=address, own=True), await world.actor("fiona"), NOW)
    return ref, person, await token_to(address)


async def token_to(address: str) -> str:
    path: str = await sql.fetchval(
        """SELECT facts ->> 'path' FROM outbox_message WHERE kind = 'vetting-link' AND to_address = $1
           ORDER BY id DESC LIMIT 1""",
        address,
    )
    return path.rpartition("/")[2]


async def answered(world: World, employer: Provider, name: str, folder: Path) -> tuple[str, int]:
    """The same with the answers sent."""
    sealing.use(folder)
    ref, person, token = await sent(world, employer, name)
    secret = await vetting_answers.begin(token)
    for number, (slug, given) in enumerate(ANSWERS.items()):
        await vetting_answers.save(secret, slug, given, number, later=False)
    await vetting_answers.send(secret, NOW)
    return ref, person


async def opened(world: World, employer: Provider, name: str, folder: Path) -> tuple[str, int]:
    """The same, opened by the vetting officer."""
    ref, person = await answered(world, employer, name, folder)
    await look(world, ref)
    return ref, person


async def look(world: World, ref: str) -> None:
    await vetting.open_record(vetting.OpenVetting(ref=ref, reason="To decide."), await world.actor("fiona"), NOW)
