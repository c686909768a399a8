"""Of Westminster's people: one with a case of our scheme, a photograph, a role, a zone, an event told, a spreadsheet."""

from __future__ import annotations

from datetime import date

from csas.commands import occurrences, role_profiles, staff
from csas.domain.casework import Case
from csas.domain.permissions import PUBLIC
from csas.domain.spreadsheets import Sheet
from csas.settings import Settings
from csas.store import cases, definitions, files, photographs, sql, staff_imports
from csas.store import staff as records
from csas.store.staff import Member
from csas.store.transaction import act
from tests.world import NOW, World


async def lay(world: World, settings: Settings, employer: str) -> dict[str, str]:
    """The reference of one thing of each kind."""
    ruth = await world.actor("ruth")
    organisation = await sql.fetchrow("SELECT id, ref FROM organisation WHERE name = $1", employer)
    assert organisation
    wanted = staff.Add(
        organisation=organisation["ref"],
        number="W-1",
        name="Ada Brook",
        born_on=date(1990, 5, 4),
        job="Street warden",
        from_on=date(2026, 1, 5),
    )
    ref = (await staff.add(wanted, ruth, NOW)).ref
    member = await records.load(ruth, ref)
    await _ask_for_powers(member, employer)
    role = role_profiles.AddProfile(
        organisation=organisation["ref"], title="Warden", duties="Patrols.", justification="Begging, daily."
    )
    area = await sql.fetchval("SELECT code FROM area WHERE name = 'Westminster'")
    zone = role_profiles.AddZone(organisation=organisation["ref"], name="The Strand", areas=(area,))
    told = occurrences.Report(ref=ref, kind="complaint", happened_on=NOW.date(), what="Somebody complained.")
    await occurrences.report(told, ruth, NOW)
    sheet = Sheet(head=("Staff number", "Who"), rows=((2, ("W-2", "Non Parry")),))
    return {
        "staff": ref,
        "photograph": await _photograph(member, settings),
        "profile": (await role_profiles.add_profile(role, ruth, NOW)).ref,
        "zone": (await role_profiles.add_zone(zone, ruth, NOW)).ref,
        "occurrence": await sql.fetchval("SELECT ref FROM occurrence WHERE staff_member_id = $1", member.id),
        "import": await staff_imports.put(organisation["id"], "staff.csv", sheet, ruth.person, NOW),
    }


async def _ask_for_powers(member: Member, employer: str) -> Case:
    """A request of our scheme, by which its office sees the person."""
    scheme = await sql.fetchrow("SELECT id, force_id FROM scheme ORDER BY id LIMIT 1")
    assert scheme
    async with act(PUBLIC, NOW) as this:
        case = await cases.open_case(
            definitions.current("individual"),
            title=member.name,
            force=scheme["force_id"],
            scheme=scheme["id"],
            now=NOW,
            organisation=member.organisation,
            person=member.person,
        )
        await this.record("individual:requested", case=case)
    return case


async def _photograph(member: Member, settings: Settings) -> str:
    files.use(settings.files_dir)
    digest, stored = await files.keep_by_hash(b"\xff\xd8\xff")
    async with act(PUBLIC, NOW) as this:
        ref = await photographs.add(member.id, stored, digest, member.person, NOW)
        await this.record("staff:photographed")
    return ref
