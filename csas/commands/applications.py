"""What an applicant does with an application: start, fill in, submit, recall, withdraw.

Drafts are saved as they are typed and stand outside the journal; everything
else is an act with its event. Only an organisation’s own people act here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from csas.commands import application_parts as parts
from csas.commands.registry import command
from csas.domain import applications as rules
from csas.domain import calendar, letters, refusals
from csas.domain.casework import Case
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.values import Ref, Struct, Version
from csas.store import applications, cases, definitions, organisations, outbox, schemes, settings_of_scheme, uploads
from csas.store.applications import Declared
from csas.store.organisations import Organisation
from csas.store.reads import load_case
from csas.store.together import together
from csas.store.transaction import Act, act, may_see

NAME = Annotated[
    str,
    Meta(title="Your full name", min_length=1, max_length=120, extra={"absent": "Enter your full name"}),
]
POST = Annotated[
    str,
    Meta(title="Your post", min_length=1, max_length=120, extra={"absent": "Enter your post"}),
]
AGREED = Annotated[
    bool,
    Meta(
        title="Do you make this declaration?",
        extra={"must": True, "absent": "Select yes if you make this declaration. Without it nothing can be sent."},
    ),
]


class Start(Struct):
    organisation: Annotated[
        Ref,
        Meta(
            title="Organisation",
            extra={"kind": "hidden", "absent": "Select the organisation that applies"},
        ),
    ]
    process: Annotated[
        Literal["accreditation", "vehicle-stopping"],
        Meta(title="Which process", extra={"absent": "Select which process you apply under"}),
    ] = "accreditation"
    varies: Annotated[Ref | None, Meta(title="The arrangement to be changed", extra={"kind": "hidden"})] = None


@command("application:start", Start, "Start an application")
async def start(wanted: Start, actor: Actor, now: datetime) -> Event:
    """Start an application for an organisation one signs for; `varies` names the one whose arrangement is to change."""
    organisation = await _organisation(wanted, actor)
    varied = await _varied(wanted, actor)
    async with act(actor, now) as this:
        scheme = await schemes.find_first()
        if scheme is None:
            raise refusals.NotFound
        await _require_few(scheme.id, organisation, now)
        case = await cases.open_case(
            definitions.current(wanted.process),
            title=organisation.name,
            force=scheme.force,
            scheme=scheme.id,
            now=now,
            organisation=organisation.id,
        )
        this.opened(case)
        await _begin(case, varied, actor, now)
        facts = {"process": wanted.process, "sort": "variation" if varied else "new"}
        return await this.record("application:started", case=case, facts=dict(facts))


async def _organisation(wanted: Start, actor: Actor) -> Organisation:
    organisation = await organisations.require(actor, wanted.organisation, "application:start")
    if wanted.process == "vehicle-stopping" and organisation.sector != "government-agency":
        message = "The vehicle-stopping programme is open to government agencies only"
        raise refusals.Faults(Fault(field="process", message=message))
    return organisation


async def _require_few(scheme: int, organisation: Organisation, now: datetime) -> None:
    """Refuse one application more than an organisation may have open; those in force are not open."""
    setting = await settings_of_scheme.on(scheme, "open-applications", calendar.london_day(now))
    if await applications.count_open(scheme, organisation.id) >= int(setting.value):
        raise refusals.TooManyOpen(organisation=organisation.name, most=setting.value)


async def _varied(wanted: Start, actor: Actor) -> applications.Application | None:
    """The application whose arrangement is in force and is to be changed."""
    if wanted.varies is None:
        return None
    case = await load_case(actor, wanted.varies)
    if case.state != "in-force":
        raise refusals.NotNow(state=case.standing.words)
    return await applications.load(case)


async def _begin(case: Case, varied: applications.Application | None, actor: Actor, now: datetime) -> None:
    """An empty draft, or for a variation one that says what the last version said."""
    sort, other = ("variation", varied.id) if varied else ("new", None)
    application = await applications.add(case, sort, other)
    last = await applications.find_last_version(varied.id) if varied else None
    if last:
        await applications.put_drafts(application, await applications.typed_in(last.id), actor.person, now)


class Edit(Struct):
    ref: Ref
    section: Annotated[str, Meta(title="Section", min_length=1, max_length=40)]
    version: Annotated[Version, Meta(title="The saving you saw, 0 if it was never saved")] = 0
    answers: Annotated[dict[str, str | list[str]], Meta(title="Answers")] = {}


@command("application:edit", Edit, "Fill in the application")
async def edit(wanted: Edit, actor: Actor, now: datetime) -> Event:
    """Save one section as it is typed, complete or not; refused when somebody saved it since `version`."""
    async with together():
        case = await cases.lock(wanted.ref)
        if case is None or not may_see(actor, case):
            raise refusals.NotFound
        parts.require_editable(case, actor)
        application = await applications.load(case)
        facts = await parts.facts_of(case, application, now)
        section = rules.section(wanted.section, facts)
        if section is None:
            raise refusals.NotFound
        answers = rules.tidy(section, wanted.answers)
        if rules.too_long(answers):
            raise refusals.Faults(*rules.too_long(answers))
        saved = await applications.save_draft(application.id, section.slug, answers, wanted.version, actor.person, now)
        if saved is None:
            raise refusals.DraftChanged(who=await parts.last_saved_by(application, section.slug, actor))
    return Event(tag="application:saved", ref=case.ref, facts={"section": section.slug, "version": saved})


class Submit(Struct):
    ref: Ref
    seen: Version | None = None
    name: NAME
    post: POST
    agreed: AGREED


@command("application:submit", Submit, "Submit the application")
async def submit(wanted: Submit, actor: Actor, now: datetime) -> Event:
    """Submit a complete application with its declaration; it is judged by the edition of the standards in force."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:submit", seen=wanted.seen)
        application = await applications.load(case)
        edition = await applications.find_edition_in_force(case.scheme, now)
        if edition is None:
            raise refusals.NoEdition
        version = await _freeze(case, application, edition.id, wanted, actor, now)
        await applications.set_edition(application.id, edition.id)
        moved = await this.take(case, step)
        await outbox.tell(
            f"received:{case.ref}:{version.number}",
            await outbox.of_organisation(case.organisation),
            letters.ApplicationReceived(
                **parts.known(case), edition=edition.title, submitted_on=calendar.london_day(now)
            ),
            now,
            case=moved,
        )
        return await this.record(
            "application:submitted",
            case=moved,
            facts={"version": version.number, "edition": edition.number, "hash": version.hash},
        )


async def _freeze(
    case: Case, application: applications.Application, edition: int, wanted: Submit, actor: Actor, now: datetime
) -> applications.Version:
    drafts = await parts.drafts_of(application)
    facts = await parts.facts_of(case, application, now)
    rules.require_complete(drafts, facts)
    said = rules.content(drafts, facts, case.title, uploads.evidence(await uploads.list_kept(application.id)))
    declared = Declared(name=wanted.name, post=wanted.post, words=rules.DECLARATION)
    return await applications.freeze(application.id, said, drafts, edition, declared, actor.person or 0, now)


class Recall(Struct):
    ref: Ref
    seen: Version | None = None
    reason: Annotated[
        str,
        Meta(
            title="Why you recall it (optional)",
            description="The application becomes a draft again. You can change it and submit it once more.",
            max_length=2000,
            extra={"kind": "textarea"},
        ),
    ] = ""


@command("application:recall", Recall, "Recall the application")
async def recall(wanted: Recall, actor: Actor, now: datetime) -> Event:
    """Take a submitted application back to a draft while the completeness check is not done."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:recall", seen=wanted.seen)
        await _end_pauses(case, now)
        await this.take(case, step)
        return await this.record("application:recalled", case=case, private={"reason": wanted.reason})


class Withdraw(Struct):
    ref: Ref
    seen: Version | None = None
    reason: Annotated[
        str,
        Meta(
            title="Why you withdraw it",
            description="This cannot be undone. You can start a new application at any time.",
            min_length=1,
            max_length=2000,
            extra={"kind": "textarea", "absent": "Enter why you withdraw the application"},
        ),
    ]


@command("application:withdraw", Withdraw, "Withdraw the application")
async def withdraw(wanted: Withdraw, actor: Actor, now: datetime) -> Event:
    """Withdraw an open application for good; requests for endorsement are recalled and a held place is freed."""
    async with act(actor, now) as this:
        case, step = await this.lock(wanted.ref, "application:withdraw", seen=wanted.seen)
        application = await applications.load(case)
        await _end_pauses(case, now)
        touched = await parts.recall_requests(this, application, "The application was withdrawn.")
        if application.place in {"held", "reserve"}:
            await applications.set_place(application.id, "none")
        await this.take(case, step)
        await _tell_withdrawn(this, case)
        return await this.record(
            "application:withdrawn", case=case, private={"reason": wanted.reason}, subjects={"case": touched}
        )


async def _tell_withdrawn(this: Act, case: Case) -> None:
    people = await outbox.of_organisation(case.organisation)
    if case.state != case.definition.initial:
        people += await outbox.of_office(case.scheme)
    letter = letters.ApplicationWithdrawn(**parts.known(case), withdrawn_on=calendar.london_day(this.now))
    await outbox.tell(f"withdrawn:{case.ref}", people, letter, this.now, case=case)


async def _end_pauses(case: Case, now: datetime) -> None:
    """A clock that nobody will need again stands still no longer."""
    if case.questioned:
        await cases.unpause(case, "question", now)
    if case.held:
        await cases.unpause(case, "hold", now)
