"""Applications on their way through stage 4, taken there by the commands themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from csas.commands import arrangements, assessments, decisions, notices, recommendations
from csas.domain.assessments import Result
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.store import cases, definitions, sql
from csas.store.transaction import act
from tests.build import submitted
from tests.world import NOW, World

WESTMINSTER = "E09000033"
CAMDEN = "E09000007"
LAMBETH = "E09000022"


def hours(count: float) -> datetime:
    """A moment so many hours after the cast's first."""
    return NOW + timedelta(hours=count)


async def ready(
    world: World,
    organisation: str = "Westminster City Council",
    *,
    areas: Sequence[str] = ("Westminster",),
    powers: Sequence[str] = ("1a", "3"),
    place: str = "held",
    opinions: Mapping[str, str] | None = None,
    process: str = "accreditation",
    state: str = "awaiting-recommendation",
    varies: str | None = None,
) -> str:
    """An application that waits for its recommendation; each named area's partnership has given its opinion."""
    ref = await submitted(
        world, organisation, areas=areas, powers=powers, process=process, state=state, place=place, varies=varies
    )
    for area in areas:
        opinion = (opinions or {}).get(area, "endorse")
        if process == "accreditation":
            await answer(world, ref, area, opinion)
    return ref


async def answer(world: World, ref: str, area: str, opinion: str) -> None:
    """The answer of an area's partnership: an opinion on every power; `silent` and `requested` for none."""
    case = await cases.find(ref)
    assert case
    place = await sql.fetchrow(
        """SELECT t.id, t.name, r.id AS area FROM area r JOIN partnership_area pa ON pa.area_id = r.id
           JOIN partnership t ON t.id = pa.partnership_id WHERE r.name = $1""",
        area,
    )
    version = await sql.fetchrow(
        """SELECT a.id AS application, v.id, v.hash FROM application a JOIN application_version v ON v.application_id = a.id
           WHERE a.case_id = $1 ORDER BY v.number DESC LIMIT 1""",
        case.id,
    )
    assert place
    assert version
    endorser = await world.actor("grace")
    async with act(endorser, NOW) as this:
        child = await cases.open_case(
            definitions.current("endorsement"),
            title=case.title,
            force=case.force,
            scheme=case.scheme,
            now=NOW,
            organisation=case.organisation,
            partnership=place["id"],
            parent=case,
        )
        this.opened(child)
        endorsement = await sql.fetchval(
            """INSERT INTO endorsement (force_id, scheme_id, case_id, application_id, partnership_id, version_id, hash)
               VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id""",
            case.force,
            case.scheme,
            child.id,
            version["application"],
            place["id"],
            version["id"],
            version["hash"],
        )
        if opinion != "requested":
            await this.move(child, "silent" if opinion == "silent" else "answered")
        if opinion not in {"requested", "silent"}:
            await _reply(endorsement, version["id"], place["area"], opinion, endorser.person or 0, place["name"])
        await this.record("endorsement:answered", case=child, facts={"body": place["name"]})


async def _reply(endorsement: int, version: int, area: int, opinion: str, person: int, body: str) -> None:
    reply = await sql.fetchval(
        """INSERT INTO endorsement_reply (endorsement_id, round, version_id, body_name, signatory, post, authority, minute,
                                          to_be_ratified, remarks, replied_by, replied_at)
           VALUES ($1, 1, $2, $3, 'The chair', 'Chair', 'Standing orders', '7', false, '', $4, $5) RETURNING id""",
        endorsement,
        version,
        body,
        person,
        NOW,
    )
    await sql.execute(
        """INSERT INTO endorsement_view (reply_id, area_id, power_id, opinion, condition)
           SELECT $1, $2, power_id, $4, CASE WHEN $4 = 'condition' THEN 'Not after midnight' ELSE '' END
           FROM sought_power WHERE version_id = $3""",
        reply,
        area,
        version,
        opinion,
    )


async def assess(world: World, ref: str, result: str = "met", *, satisfied: bool = True) -> Event:
    """Everything assessed by Priya: every requirement alike, and both findings."""
    priya = await world.actor("priya")
    codes = [row["code"] for row in await sql.fetch("SELECT code FROM requirement ORDER BY code")]
    results = tuple(Result(requirement=code, result=result, evidence="Seen on the visit.") for code in codes)  # type: ignore[arg-type]
    await assessments.assess(assessments.Assess(ref=ref, results=results), priya, hours(1))
    return await assessments.find(
        assessments.Find(
            ref=ref,
            fit_and_proper=satisfied,
            fit_and_proper_evidence="Accounts and directors looked at.",
            complaints=True,
            complaints_evidence="Procedure read; three cases followed.",
        ),
        priya,
        hours(1.1),
    )


async def recommend(
    world: World,
    ref: str,
    *,
    powers: Sequence[str] = ("1a", "3"),
    areas: Sequence[str] = (WESTMINSTER,),
    conditions: Sequence[str] = (),
    refuse: bool = False,
) -> Event:
    return await recommendations.recommend(
        recommendations.Recommend(
            ref=ref,
            recommendation="refuse" if refuse else "grant",
            powers=tuple(powers),
            areas=tuple(areas),
            conditions=tuple(conditions),
            reasons="The wardens are well trained and led.",
        ),
        await world.actor("priya"),
        hours(2),
    )


async def recommended(world: World, organisation: str = "Westminster City Council", **more: object) -> str:
    """Ready for the decision maker: everything assessed, a grant of all recommended."""
    ref = await ready(world, organisation, **more)  # type: ignore[arg-type]
    await assess(world, ref)
    await recommend(world, ref, areas=await areas_of(ref), powers=more.get("powers", ("1a", "3")))  # type: ignore[arg-type]
    return ref


async def areas_of(ref: str) -> list[str]:
    """The codes of the areas sought."""
    found = await sql.fetch(
        """SELECT r.code FROM area r JOIN sought_area s ON s.area_id = r.id JOIN application_version v ON v.id = s.version_id
           JOIN application a ON a.id = v.application_id JOIN casefile c ON c.id = a.case_id WHERE c.ref = $1""",
        ref,
    )
    return [row["code"] for row in found]


async def offer(
    world: World,
    ref: str,
    *,
    powers: Sequence[str] = ("1a", "3"),
    areas: Sequence[str] = (WESTMINSTER,),
    conditions: Sequence[str] = (),
    reasons: Sequence[str] = (),
    explanation: str = "",
    against: str = "",
    by: str = "helen",
    at: float = 3,
) -> Event:
    return await decisions.offer(
        decisions.Offer(
            ref=ref,
            powers=tuple(powers),
            areas=tuple(areas),
            conditions=tuple(conditions),
            reasons=tuple(reasons),
            explanation=explanation,
            against=against,
        ),
        await world.actor(by),
        hours(at),
    )


async def give_notice(
    world: World,
    ref: str,
    *,
    powers: Sequence[str] = (),
    areas: Sequence[str] = (),
    conditions: Sequence[str] = (),
    at: float = 3,
) -> Event:
    """Notice of what would be offered, or of refusal where nothing would be."""
    return await notices.give_notice(
        notices.GiveNotice(
            ref=ref,
            proposal="offer-less" if powers else "refuse",
            powers=tuple(powers),
            areas=tuple(areas),
            conditions=tuple(conditions),
            reasons=("not-needed",),
            explanation="The case for it is thin.",
        ),
        await world.actor("helen"),
        hours(at),
    )


async def represent(world: World, ref: str, by: str, at: float = 4) -> Event:
    return await notices.represent(
        notices.Represent(ref=ref, answer="We see it otherwise."), await world.actor(by), hours(at)
    )


async def refuse(world: World, ref: str, *, by: str = "helen", at: float = 5) -> Event:
    return await decisions.refuse(
        decisions.Refuse(ref=ref, reasons=("not-needed",), explanation="The answer did not change it."),
        await world.actor(by),
        hours(at),
    )


async def sign(world: World, ref: str, by: str = "ruth", at: float = 4) -> Event:
    return await arrangements.sign(
        arrangements.Sign(
            ref=ref,
            joint_operating_protocol=True,
            information_sharing_protocol=True,
            name="Ruth Adeyemi",
            post="Head of community safety",
        ),
        await world.actor(by),
        hours(at),
    )


async def countersign(world: World, ref: str, by: str = "helen", at: float = 5) -> Event:
    return await arrangements.countersign(
        arrangements.Countersign(ref=ref, name="Helen Stroud", confirm=True), await world.actor(by), hours(at)
    )


async def in_force(
    world: World, organisation: str = "Westminster City Council", by: str = "ruth", **more: object
) -> str:
    """An arrangement that both sides have signed."""
    ref = await recommended(world, organisation, **more)
    await offer(world, ref, areas=await areas_of(ref), powers=more.get("powers", ("1a", "3")))  # type: ignore[arg-type]
    await sign(world, ref, by)
    await countersign(world, ref)
    return ref


async def state(ref: str) -> str:
    found: str = await sql.fetchval("SELECT state FROM casefile WHERE ref = $1", ref)
    return found


async def case_of(ref: str) -> Case:
    found = await cases.find(ref)
    assert found
    return found
