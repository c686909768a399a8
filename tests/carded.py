"""People whose instrument and card are made, as the worker would make them: for tests of both."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from csas.commands import papers
from csas.domain.permissions import PUBLIC
from csas.outbound import issuing
from csas.settings import Settings
from csas.store import documents, files, sql
from csas.store.documents import Document
from csas.store.numbers import new_ref
from csas.store.transaction import act
from tests import people
from tests.decided import case_of
from tests.people import Accredited, Provider
from tests.world import NOW, World


@cache
def portrait(seed: int = 1) -> bytes:
    """A face nobody has, as a repainted photograph."""
    image = Image.new("RGB", (420, 540), (206, 214, 220))
    pen = ImageDraw.Draw(image)
    pen.ellipse((60, 390, 360, 720), fill=(38, 74, 66 + seed % 90))
    pen.ellipse((125, 120, 295, 360), fill=(150 + seed * 37 % 90, 110 + seed * 17 % 60, 80 + seed * 11 % 50))
    pen.pieslice((113, 92, 307, 330), 180, 360, fill=(52, 38, 28))
    made = BytesIO()
    image.save(made, "JPEG", quality=88)
    return made.getvalue()


async def northbank(world: World) -> Provider:
    """Northbank with its arrangement, made once a database."""
    row = await sql.fetchrow(
        """SELECT a.ref AS arrangement, a.organisation_id AS organisation, a.scheme_id AS scheme, a.force_id AS force,
               u.ref AS uniform FROM arrangement a JOIN uniform u ON u.organisation_id = a.organisation_id
           WHERE a.organisation_id = $1""",
        await world.organisation("Northbank Homes"),
    )
    return Provider(**dict(row), areas=("E09000022", "E09000028")) if row else await people.provider(world)


async def employer_of(world: World, name: str) -> tuple[Provider, datetime]:
    """An organisation whose arrangement came about by deciding, with a uniform; and when it may accredit people."""
    row = await sql.fetchrow(
        """SELECT a.ref AS arrangement, a.organisation_id AS organisation, a.scheme_id AS scheme, a.force_id AS force,
               lower(a.valid) AS since, array(SELECT x.code FROM decided_area d JOIN area x ON x.id = d.area_id
                   WHERE d.decision_id = a.decision_id ORDER BY 1) AS areas
           FROM arrangement a WHERE a.organisation_id = $1""",
        await world.organisation(name),
    )
    assert row
    uniform, since = new_ref(), row["since"] + timedelta(hours=1)
    async with act(PUBLIC, since) as this:
        await sql.execute(
            """INSERT INTO uniform (ref, force_id, scheme_id, organisation_id, description, badge, valid)
               VALUES ($1, $2, $3, $4, 'Green jacket', 'Left breast', tstzrange($5, NULL))""",
            uniform,
            row["force"],
            row["scheme"],
            row["organisation"],
            row["since"],
        )
        await this.record("role:given", scheme=row["scheme"])
    known = {name: row[name] for name in ("arrangement", "organisation", "scheme", "force")}
    return Provider(**known, areas=tuple(row["areas"]), uniform=uniform), since


async def warden(world: World, settings: Settings, name: str = "Mo Farrow", **more: Any) -> Accredited:
    """Somebody accredited by Northbank, with a photograph."""
    whose = await people.accredited(world, await northbank(world), name, **more)
    await photographed(world, whose, settings)
    return whose


async def photographed(world: World, whose: Accredited, settings: Settings, *, confirmed: bool = True) -> None:
    """Give somebody a photograph that a signatory confirmed."""
    files.use(settings.files_dir)
    content = portrait(whose.person)
    stored = await files.keep(content)
    async with act(PUBLIC, NOW) as this:
        await sql.execute(
            """INSERT INTO photograph (ref, staff_member_id, stored_as, sha256, added_by, added_at, likeness_by, likeness_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
            new_ref(),
            whose.staff,
            stored,
            hashlib.sha256(content).hexdigest(),
            world.people["sam"],
            NOW,
            world.people["sam"] if confirmed else None,
            NOW if confirmed else None,
        )
        await this.record("role:given", subjects={"person": [whose.person]})


async def reserved(whose: Accredited, at: datetime = NOW) -> list[int]:
    """Reserve the papers of somebody, in an act as a grant would be."""
    async with act(PUBLIC, at) as this:
        made = await papers.reserve_for(this, whose.accreditation)
        await this.record("individual:decided", case=await case_of(whose.case), subjects={"document": made})
    return made


async def issued(whose: Accredited, settings: Settings, at: datetime = NOW) -> list[Document]:
    """Reserve and issue them."""
    return await finish(await reserved(whose, at), settings)


async def finish(made: Sequence[int], settings: Settings) -> list[Document]:
    for each in made:
        assert await issuing.issue(each, settings)
    found = [await documents.find(each) for each in made]
    return [each for each in found if each is not None]


async def papers_of(whose: Accredited, kind: str) -> list[tuple[str, str]]:
    """State and number of every document of a kind, oldest first."""
    rows = await sql.fetch(
        "SELECT state, number FROM document WHERE accreditation_id = $1 AND kind = $2 ORDER BY id",
        whose.accreditation,
        kind,
    )
    return [(row["state"], row["number"]) for row in rows]
