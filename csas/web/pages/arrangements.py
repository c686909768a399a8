"""Signing for the organisation and for the force, and ending an arrangement: what each page shows first."""

from __future__ import annotations

from litestar import Response

from csas.commands.arrangements import Sign
from csas.domain import arrangements as rules
from csas.domain import refusals
from csas.domain.casework import Case
from csas.domain.permissions import Actor
from csas.domain.slots import slots_of
from csas.store import agreements, dossiers
from csas.web import forms, steps, templating
from csas.web.parts import Row
from csas.web.show import Asked, actor_of
from csas.web.steps import ABOUT, FIRST, Sheet, now
from csas.web.views import decisions as words


async def _sign(request: Asked, sheet: Sheet) -> Response[str]:
    """The arrangement in full, then the signature under it."""
    dossier = await dossiers.load(actor_of(request), sheet.case, now())
    if dossier.decision is None:
        raise refusals.NotFound
    agreed = await agreements.load(sheet.case, dossier.on, dossier.decision)
    return steps.show_sheet(
        request,
        "applications/sign.html",
        sheet,
        scheme=agreed.scheme,
        force=agreed.force,
        sections=rules.paragraphs(agreed),
        fields=forms.fields(slots_of(Sign), sheet.form, {}, sheet.faults),
    )


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


ABOUT.update(
    {
        "application:countersign": _about_countersigning,
        "application:surrender": _about_ending,
        "application:end": _about_ending,
        "application:decline-offer": _about_declining,
    }
)
FIRST["application:countersign"] = _first_name
ROUTES = steps.pages("application:sign", _sign)
