"""What happens in more than one story: applying, being accepted, endorsed, assessed, decided, signed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from csas.commands import documents as issuing_commands
from csas.commands.files import attach_bytes
from csas.demonstration import exhibits, judging
from csas.demonstration.cast import NAMES, OTHERS
from csas.demonstration.papers import CODES, Papers
from csas.demonstration.stage import Scene
from csas.domain.application_questions import Answers
from csas.domain.casework import Case
from csas.domain.refusals import FileRefused
from csas.outbound import issuing
from csas.store import applications, cases, documents, limits, office, organisations, questions, sql, standards

PEOPLE = {**NAMES, **{slug: name for slug, name, _ in OTHERS}}
POST = "Head of community safety"


async def start(scene: Scene, slug: str, process: str = "accreditation", varies: str = "") -> str:
    """Begin an application of the organisation this person answers for; its reference."""
    actor = await scene.stage.actor(slug)
    organisation = await organisations.load_id(min(actor.organisations()))
    given = {"varies": varies} if varies else {}
    event = await scene.does(slug, "application:start", organisation=organisation.ref, process=process, **given)
    return event.ref


async def fill(scene: Scene, slug: str, ref: str, answers: Mapping[str, Answers]) -> None:
    """Type sections of a draft, one saving each."""
    application = await applications.load(await case_of(ref))
    saved = await applications.list_drafts(application.id)
    for section, said in answers.items():
        version = saved[section].version if section in saved else 0
        await scene.does(slug, "application:edit", ref=ref, section=section, version=version, answers=dict(said))


async def attach(scene: Scene, slug: str, ref: str, papers: Papers, organisation: str) -> None:
    """Add the applicant's files; one that is not what its name says is turned away."""
    actor = await scene.stage.actor(slug)
    for paper in papers.files:
        with contextlib.suppress(FileRefused):
            await attach_bytes(ref, paper.section, paper.name, exhibits.draw(paper, organisation), actor, scene.now)
        scene.pause()
    await limits.forget("upload", str(actor.person))


async def submit(scene: Scene, slug: str, ref: str) -> None:
    await scene.does(slug, "application:submit", ref=ref, name=PEOPLE[slug], post=POST, agreed=True)


async def accept(scene: Scene, ref: str) -> None:
    """Colin takes the case, reads it and accepts it as complete."""
    await assign(scene, ref, "colin")
    await scene.does("colin", "application:accept", ref=ref, complete=True)


async def apply(
    scene: Scene, slug: str, organisation: str, said: Papers, *, begun: datetime, sent: datetime, accepted: datetime
) -> str:
    """Begin an application with its files, send it and have it accepted; its reference."""
    await scene.at(begun)
    ref = await start(scene, slug)
    await fill(scene, slug, ref, said.answers)
    await attach(scene, slug, ref, said, organisation)
    await scene.at(sent)
    await submit(scene, slug, ref)
    await scene.at(accepted)
    await accept(scene, ref)
    return ref


async def assign(scene: Scene, ref: str, slug: str) -> None:
    person = scene.stage.people[slug]
    case = await case_of(ref)
    officers = await office.list_officers(case.scheme, "case-officer", "assessor")
    found = next(officer.ref for officer in officers if officer.id == person)
    await scene.does("colin", "application:assign", ref=ref, to=found)


async def request_in(ref: str, borough: str) -> str:
    """The reference of the request to a borough's partnership."""
    found: str = await sql.fetchval(
        """SELECT c.ref FROM casefile c JOIN partnership_area pa ON pa.partnership_id = c.partnership_id
           JOIN area r ON r.id = pa.area_id JOIN casefile p ON p.id = c.parent_id
           WHERE c.process = 'endorsement' AND p.ref = $1 AND r.name = $2""",
        ref,
        borough,
    )
    return found


def endorser(borough: str) -> str:
    """Who endorses for a borough's partnership."""
    return {"Westminster": "grace", "Camden": "leila"}.get(borough, f"endorser-{borough.lower().replace(' ', '-')}")


async def answer(
    scene: Scene,
    ref: str,
    borough: str,
    powers: Sequence[str],
    opinion: str = "endorse",
    why: str = "",
    remarks: str = "",
    **opinions: tuple[str, str],
) -> None:
    """A partnership answers alike for every power, but for those named in `opinions`."""
    views = []
    for power in powers:
        said, condition = opinions.get(f"power_{power}", (opinion, why))
        views.append({"area": CODES[borough], "power": power, "opinion": said, "condition": condition})
    request = await request_in(ref, borough)
    await scene.does(
        endorser(borough),
        "endorsement:answer",
        ref=request,
        views=views,
        signatory=(await scene.stage.actor(endorser(borough))).name,
        post="Chair of the partnership’s executive"
        if borough in {"Westminster", "Camden"}
        else "Community safety manager",
        authority=f"Delegated by the executive of the {borough} partnership",
        meeting_on=scene.stage.days((scene.stage.now - scene.now).days + 2).date(),
        minute=f"{borough[:3].upper()}/{scene.now:%y%m}/{len(powers) + len(borough)}",
        to_be_ratified=False,
        remarks=remarks,
    )


async def views(scene: Scene, ref: str, method: str, summary: str) -> None:
    await scene.does("colin", "application:record-views", ref=ref, method=method, summary=summary)


async def assess(scene: Scene, ref: str, papers: Papers, differs: judging.Differs | None = None) -> None:
    """Priya takes the case over and judges every requirement of the edition it is pinned to."""
    await assign(scene, ref, "priya")
    case = await case_of(ref)
    application = await applications.load(case)
    edition = await standards.load(application.edition or 0)
    sector: str = await sql.fetchval("SELECT sector FROM organisation WHERE id = $1", case.organisation)
    required = [each.code for each in edition.requirements if each.binds(sector)]
    await scene.does("priya", "application:assess", ref=ref, results=judging.results(required, papers, differs or {}))


async def find(scene: Scene, ref: str, papers: Papers, *, fit: str = "", complaints: str = "") -> None:
    """The two findings on the employer; a reason given means that it could not be made."""
    good_fit, good_complaints = judging.findings(papers)
    await scene.does(
        "priya",
        "application:find",
        ref=ref,
        fit_and_proper=not fit,
        fit_and_proper_evidence=fit or good_fit,
        complaints=not complaints,
        complaints_evidence=complaints or good_complaints,
    )


async def recommend(
    scene: Scene, ref: str, papers: Papers, reasons: str, conditions: Sequence[str] = (), areas: Sequence[str] = ()
) -> None:
    """Priya recommends a grant of all powers sought."""
    await scene.does(
        "priya",
        "application:recommend",
        ref=ref,
        recommendation="grant",
        powers=papers.powers,
        areas=list(areas) or papers.areas,
        conditions=list(conditions),
        reasons=reasons,
    )


async def sign(scene: Scene, slug: str, ref: str) -> None:
    await scene.does(
        slug,
        "application:sign",
        ref=ref,
        joint_operating_protocol=True,
        information_sharing_protocol=True,
        name=PEOPLE[slug],
        post=POST,
    )


async def countersign(scene: Scene, ref: str) -> None:
    """Helen signs for the force, and the certificate follows at once."""
    await scene.does("helen", "application:countersign", ref=ref, name=NAMES["helen"], confirm=True)
    await issue(scene)


async def issue(scene: Scene) -> None:
    """Finish every document that is reserved, as the worker would have done then."""
    settings = scene.stage.settings
    for document in await documents.list_reserved():
        found = await documents.find(document)
        if found is None or found.said is None:
            continue
        photograph = await issuing.photograph_of(found.said)
        pdf = await asyncio.to_thread(issuing.make, found.said, settings.keys_dir, datetime.now(UTC), photograph)
        digest, name = await asyncio.to_thread(issuing.keep, settings.files_dir / issuing.FOLDER, pdf)
        await issuing_commands.issue(document, digest, name, scene.now)


async def case_of(ref: str) -> Case:
    found = await cases.find(ref)
    if found is None:
        raise LookupError(ref)
    return found


async def children(ref: str, process: str) -> list[str]:
    """The references of the cases of a process under a case."""
    rows = await sql.fetch(
        """SELECT c.ref FROM casefile c JOIN casefile p ON p.id = c.parent_id
           WHERE p.ref = $1 AND c.process = $2 ORDER BY c.id""",
        ref,
        process,
    )
    return [row["ref"] for row in rows]


async def answer_questions(scene: Scene, slug: str, ref: str, words: str) -> None:
    """The applicant answers every open question alike."""
    asked = await questions.list_open(await case_of(ref))
    await scene.does(slug, "application:answer", ref=ref, answers={each.ref: words for each in asked})


async def application_of(organisation: str) -> str:
    """The reference of the first application of an organisation."""
    found: str = await sql.fetchval(
        """SELECT c.ref FROM casefile c JOIN organisation o ON o.id = c.organisation_id
           JOIN application a ON a.case_id = c.id WHERE o.name = $1 ORDER BY c.id LIMIT 1""",
        organisation,
    )
    return found
