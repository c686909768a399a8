"""The decision maker's pages: brief, notice, offer with its preview, refusal, deferral, return."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands.decisions import Offer
from csas.commands.registry import REGISTRY
from csas.domain import intake, refusals
from csas.domain.casework import Case
from csas.domain.decisions import Terms
from csas.domain.permissions import Actor
from csas.domain.reasons import REASONS
from csas.domain.slots import slots_of
from csas.store import dossiers, outbox, reads, schemes
from csas.store.dossiers import Dossier
from csas.web import forms, steps
from csas.web.fields import Choice
from csas.web.files import send_pdf
from csas.web.parts import Row
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show
from csas.web.steps import ABOUT, FIRST, Sheet, choices_from, now
from csas.web.views import briefs, previews
from csas.web.views import cases as case_views
from csas.web.views import decisions as words

OFFER = "application:offer"


@choices_from("decision-reasons")
async def decision_reasons(_actor: Actor, _case: Case) -> tuple[Choice, ...]:
    return tuple(Choice(code, said) for code, said in REASONS.items())


@choices_from("proposals")
async def proposals(_actor: Actor, _case: Case) -> tuple[Choice, ...]:
    less = "Say below what you would offer."
    return (
        Choice("offer-less", "To offer fewer powers or areas than were applied for, or to set a condition", less),
        Choice("refuse", "To refuse the application"),
    )


@page("/applications/{ref:str}/brief", "application:brief")
async def brief_page(request: Asked, ref: FromPath[str]) -> Response[str]:
    """The whole case on one page, for whoever decides."""
    case = await central(request, ref)
    dossier = await dossiers.load(actor_of(request), case, now())
    return show(
        request,
        "applications/brief.html",
        brief=briefs.brief(case, dossier, await schemes.load(case.scheme), now()),
        page=await case_views.page_of(actor_of(request), case, now()),
        href=f"/applications/{case.ref}",
    )


@page("/applications/{ref:str}/brief.pdf", "application:brief")
async def brief_pdf(request: Asked, ref: FromPath[str]) -> Response[bytes]:
    case = await central(request, ref)
    dossier = await dossiers.load(actor_of(request), case, now())
    brief = briefs.brief(case, dossier, await schemes.load(case.scheme), now())
    return send_pdf(await asyncio.to_thread(request.app.state["draw"], brief), f"brief-{case.ref}.pdf")


async def central(request: Asked, ref: str) -> Case:
    """A submitted application, for those who prepare and take decisions."""
    case = await reads.load_case(actor_of(request), ref)
    if not words.is_central(actor_of(request), case) or not await dossiers.is_submitted(case):
        raise refusals.NotFound
    return case


@page("/applications/{ref:str}/offer", OFFER)
async def offer_page(request: Asked, ref: FromPath[str]) -> Response[str]:
    case = await reads.load_case(actor_of(request), ref)
    return await _offer(request, steps.sheet_of(request, REGISTRY[OFFER], case))


async def _offer(request: Asked, sheet: Sheet, preview: previews.Preview | None = None) -> Response[str]:
    actor, case, slots = actor_of(request), sheet.case, slots_of(Offer)
    choices, first = await steps.choices_for(slots, actor, case), await _first_offer(actor, case)
    return steps.show_sheet(
        request,
        "applications/offer.html",
        sheet,
        fields=forms.fields(slots, sheet.form, choices, sheet.faults, first),
        about=await _about_offer(actor, case),
        preview=preview,
    )


@change("/applications/{ref:str}/offer", OFFER)
async def offer(request: Asked, ref: FromPath[str]) -> Response[str] | Redirect:
    case = await reads.load_case(actor_of(request), ref)
    form = await request.form()
    given = forms.typed(form, slots_of(Offer))
    if form.get("preview"):
        return await _preview(request, case, given, form)
    return await steps.run_step(request, REGISTRY[OFFER], case, given, form, _offer)


async def _preview(request: Asked, case: Case, given: dict[str, object], form: Any) -> Response[str]:
    """The letter and the certificate as they would be, before anything is offered."""
    try:
        wanted = intake.read(Offer, {**given, "ref": case.ref})
        preview = await previews.of_offer(actor_of(request), case, wanted, now())
    except refusals.Faults as refusal:
        return await _offer(request, steps.sheet_of(request, REGISTRY[OFFER], case, form, refusal.faults))
    query = urlencode(
        {
            "powers": wanted.powers,
            "areas": wanted.areas,
            "conditions": wanted.conditions,
            "term_until": preview.certificate.last_day.isoformat(),
        },
        doseq=True,
    )
    name = await _addressee(case) or preview.certificate.provider
    letter = await request.app.state["write_letter"](preview.facts, case.scheme, name, now())
    preview = previews.complete(preview, letter, f"/applications/{case.ref}/preview.pdf?{query}")
    return await _offer(request, steps.sheet_of(request, REGISTRY[OFFER], case, form), preview)


async def _addressee(case: Case) -> str:
    """The first of those at the organisation who would receive the letter."""
    return next((each.name for each in await outbox.of_organisation(case.organisation)), "")


@page("/applications/{ref:str}/preview.pdf", OFFER)
async def preview_pdf(request: Asked, ref: FromPath[str]) -> Response[bytes]:
    """The certificate as it would be, marked as a preview, with a number that no certificate has."""
    case = await reads.load_case(actor_of(request), ref)
    steps.step_of(REGISTRY[OFFER], case, actor_of(request))
    asked = request.query_params
    given: dict[str, object] = {name: asked.getall(name, []) for name in ("powers", "areas", "conditions")}
    wanted = intake.read(Offer, {**given, "term_until": asked.get("term_until", ""), "ref": ref})
    preview = await previews.of_offer(actor_of(request), case, wanted, now())
    return send_pdf(await asyncio.to_thread(request.app.state["draw"], preview.certificate), f"preview-{case.ref}.pdf")


async def _first_offer(actor: Actor, case: Case) -> dict[str, object]:
    """What the notice proposed, or else what was recommended."""
    dossier = await dossiers.load(actor, case, now())
    terms = _proposed(dossier)
    first: dict[str, object] = {}
    if terms is not None:
        first = {
            "powers": terms.powers,
            "areas": terms.areas,
            "conditions": tuple(each.sentence for each in terms.conditions),
        }
    if dossier.notice is not None:
        first |= {"reasons": dossier.notice.reasons, "explanation": dossier.notice.explanation}
    return first


def _proposed(dossier: Dossier) -> Terms | None:
    if dossier.notice is not None and dossier.notice.proposal != "refuse":
        return dossier.notice.terms
    return dossier.recommended.terms if dossier.recommended else None


async def _about_offer(actor: Actor, case: Case) -> dict[str, object]:
    dossier = await dossiers.load(actor, case, now())
    terms = _proposed(dossier)
    rows = _common_rows(dossier)
    if terms is not None:
        doubted = words.doubts(terms, dossier.on)
        if doubted:
            rows.append(Row("Not endorsed locally", words.listed(doubted)))
    return {"rows": tuple(rows), "warning": _warning(dossier)}


def _common_rows(dossier: Dossier) -> list[Row]:
    """What everybody who decides must have before them."""
    rows = [
        Row("Organisation", dossier.on.organisation_name),
        Row("Recommended", words.recommendation_words(dossier)),
        Row("Place", words.place_words(dossier)),
        Row("Your delegation", words.delegation_words(dossier)),
    ]
    if dossier.recommended:
        rows.insert(2, Row("Reasons of the assessor", dossier.recommended.reasons))
    if dossier.notice:
        rows.append(Row("Answer to the notice", words.answer_words(dossier.notice, now())))
    return rows


def _warning(dossier: Dossier) -> str:
    if dossier.delegation is None:
        return "You hold no delegation in force, so you cannot decide."
    if dossier.on.place not in {"held", "not-needed"} and dossier.places.free == 0:
        return "No place is free. The only outcome now is to defer, which is not a refusal."
    return ""


async def _about_notice(actor: Actor, case: Case) -> dict[str, object]:
    dossier = await dossiers.load(actor, case, now())
    return {
        "text": (
            "The applicant is told why before a refusal, fewer powers or areas than were sought, or a condition of ours.",
            "It then has time to answer. What you decide afterwards can be no worse than what you propose here.",
        ),
        "rows": tuple(_common_rows(dossier)),
        "warning": _warning(dossier),
    }


async def _first_notice(actor: Actor, case: Case) -> dict[str, object]:
    dossier = await dossiers.load(actor, case, now())
    found = dossier.recommended
    if found is None:
        return {}
    return {
        "proposal": "refuse" if found.outcome == "refuse" else "offer-less",
        "powers": found.terms.powers,
        "areas": found.terms.areas,
        "conditions": tuple(each.sentence for each in found.terms.conditions),
    }


async def _about_plain(actor: Actor, case: Case) -> dict[str, object]:
    dossier = await dossiers.load(actor, case, now())
    return {"rows": tuple(_common_rows(dossier)), "warning": _warning(dossier)}


async def _first_refusal(actor: Actor, case: Case) -> dict[str, object]:
    notice = (await dossiers.load(actor, case, now())).notice
    return {"reasons": notice.reasons, "explanation": notice.explanation} if notice else {}


async def _about_deferral(actor: Actor, case: Case) -> dict[str, object]:
    dossier = await dossiers.load(actor, case, now())
    return {
        "text": ("The application stays on the reserve list. This is not a refusal, and no promise of a place.",),
        "rows": tuple(_common_rows(dossier)),
    }


async def _about_resuming(actor: Actor, case: Case) -> dict[str, object]:
    dossier = await dossiers.load(actor, case, now())
    return {"rows": (Row("Organisation", dossier.on.organisation_name), Row("Place", words.place_words(dossier)))}


async def _about_answer(actor: Actor, case: Case) -> dict[str, object]:
    """The notice itself, above the answer to it."""
    dossier = await dossiers.load(actor, case, now())
    rows = words.notice_rows(dossier.notice, dossier.on, now()) if dossier.notice else []
    return {
        "text": ("Nothing is decided yet. Whoever decides reads your answer first.",),
        "rows": tuple(row for row in rows if row.key != "Given"),
    }


ABOUT.update(
    {
        "application:give-notice": _about_notice,
        "application:refuse": _about_plain,
        "application:return": _about_plain,
        "application:defer": _about_deferral,
        "application:resume": _about_resuming,
        "application:represent": _about_answer,
    }
)
FIRST.update({"application:give-notice": _first_notice, "application:refuse": _first_refusal})
ROUTES = [brief_page, brief_pdf, offer_page, offer, preview_pdf]
