"""What the API adds on an application: its sections or its newest version, its questions and its files."""

from __future__ import annotations

from typing import Any

from csas.domain.casework import Case
from csas.domain.permissions import Actor
from csas.store import application_facts, applications, questions, uploads
from csas.store.applications import Application, Version
from csas.store.questions import Asked
from csas.store.uploads import Upload
from csas.web.api.shapes import DETAILS, stamp
from csas.web.steps import now
from csas.web.views.applications import states


async def details(actor: Actor, case: Case) -> dict[str, Any]:
    """What is particular to an application; the answers typed so far only for its own organisation."""
    application = await applications.load(case)
    versions = await applications.list_versions(application.id)
    own = case.organisation in actor.organisations()
    return {
        "sort": application.sort,
        "place": application.place,
        "sections": await _sections(case, application) if own else [],
        "version": _version(versions[0]) if versions else None,
        "questions": [_question(asked) for asked in await questions.list_asked(case)],
        "files": [_file(file) for file in await uploads.list_kept(application.id)],
    }


async def _sections(case: Case, application: Application) -> list[dict[str, Any]]:
    drafts = await applications.list_drafts(application.id)
    typed = {slug: draft.answers for slug, draft in drafts.items()}
    found = states(drafts, await application_facts.gather(case, typed, now()))
    return [
        {
            "section": slug,
            "state": state,
            "version": drafts[slug].version if slug in drafts else 0,
            "answers": drafts[slug].answers if slug in drafts else {},
        }
        for slug, state in found.items()
    ]


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "edition": version.edition,
        "submitted_at": stamp(version.submitted_at),
        "declared_by": version.declared_by,
        "declared_post": version.declared_post,
        "hash": version.hash,
        "content": {
            slug: {name: {"label": said.label, "answer": list(said.shown)} for name, said in answers.items()}
            for slug, answers in version.content.items()
        },
    }


def _question(asked: Asked) -> dict[str, Any]:
    return {
        "ref": asked.ref,
        "item": asked.item,
        "question": asked.body,
        "asked_at": stamp(asked.asked_at),
        "due_on": asked.due_on.isoformat(),
        "answer": asked.answer,
    }


def _file(file: Upload) -> dict[str, Any]:
    return {
        "ref": file.ref,
        "section": file.section,
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "scan": file.scan,
    }


DETAILS["accreditation"] = details
DETAILS["vehicle-stopping"] = details
