"""Signing for the organisation and for the force, and ending an arrangement: what each page shows first."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import registry
from csas.commands.arrangements import Sign
from csas.domain import arrangements as rules
from csas.domain import refusals
from csas.domain.casework import Case
from csas.domain.permissions import Actor
from csas.domain.slots import slots_of
from csas.store import agreements, dossiers, reads
from csas.web import forms, steps, templating
from csas.web.parts import Row
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import ABOUT, FIRST, now
from csas.web.views import decisions as words


@page("/applications/{ref:str}/sign", "application:sign")
async def sign_page(request: Asked, ref: FromPath[str]) -> Response[str]:
    return await _sign(request, _entry("sign"), await reads.load_case(actor_of(request), ref))


async def _sign(
    request: Asked,
    entry: registry.Entry,
    case: Case,
    form: Any = None,
    faults: tuple[refusals.Fault, ...] = (),
    status: int = 200,
) -> Response[str]:
    """The arrangement in full, then the signature under it."""
    step = steps.step_of(entry, case, actor_of(request))
    dossier = await dossiers.load(actor_of(request), case, now())
    if dossier.decision is None:
        raise refusals.NotFound
    agreed = await agreements.load(case, dossier.on, dossier.decision)
    return show(
        request,
        "applications/sign.html",
        status,
        case=case,
        step=step,
        scheme=agreed.scheme,
        force=agreed.force,
        sections=rules.paragraphs(agreed),
        fields=forms.fields(slots_of(Sign), form, {}, faults),
        faults=forms.view_faults(faults),
        href=f"/applications/{case.ref}",
    )


@change("/applications/{ref:str}/sign", "application:sign")
async def sign(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    form = await request.form()
    return await steps.run_step(request, _entry("sign"), ref, forms.typed(form, slots_of(Sign)), form, _sign)


async def _about_countersigning(actor: Actor, case: Case) -> dict[str, object]:
    dossier = await dossiers.load(actor, case, now())
    rows = list(words.terms_rows(dossier.decision.terms, dossier.on)) if dossier.decision else []
    rows += [
        Row("Signed for the organisation", f"{each.signed_as}, {each.post}, {templating.moment(each.signed_at)}")
        for each in dossier.signatures
    ]
    rows.append(Row("Your delegation", words.delegation_words(dossier)))
    if dossier.decision and dossier.decision.term_until:
        rows.append(Row("Last day", templating.day(dossier.decision.term_until)))
    warning = "" if dossier.delegation else "You hold no delegation in force, so you cannot sign for the force."
    return {
        "text": (
            "You sign the same wording, both protocols included.",
            "The arrangement starts at once, the certificate is drawn and signed, and the organisation is told.",
        ),
        "rows": tuple(rows),
        "warning": warning,
    }


async def _about_ending(actor: Actor, case: Case) -> dict[str, object]:
    dossier = await dossiers.load(actor, case, now())
    rows = []
    if dossier.arrangement is not None:
        rows.append(Row("In force since", templating.moment(dossier.arrangement.valid.start)))
    if dossier.decision is not None:
        rows += words.terms_rows(dossier.decision.terms, dossier.on)
    return {
        "rows": tuple(rows),
        "warning": "The arrangement ends the moment you confirm. Only a new application can start another.",
    }


async def _about_declining(actor: Actor, case: Case) -> dict[str, object]:
    dossier = await dossiers.load(actor, case, now())
    rows = words.terms_rows(dossier.decision.terms, dossier.on) if dossier.decision else []
    return {
        "text": ("You give up this offer and the place that is held for it. You may apply again at any time.",),
        "rows": tuple(rows),
    }


async def _first_name(actor: Actor, _case: Case) -> dict[str, object]:
    return {"name": actor.name}


def _entry(name: str) -> registry.Entry:
    return registry.REGISTRY[f"application:{name}"]


ABOUT.update(
    {
        "application:countersign": _about_countersigning,
        "application:surrender": _about_ending,
        "application:end": _about_ending,
        "application:decline-offer": _about_declining,
    }
)
FIRST["application:countersign"] = _first_name
ROUTES = [sign_page, sign]
