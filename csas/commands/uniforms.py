"""The uniform that instruments describe (s.42(2)), and the powers the force uses: approved, replaced, ended."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from csas.commands import papers
from csas.commands.individual_life import Explanation
from csas.commands.noticing import What, notify
from csas.commands.provider_suspensions import restrict_all, subjects_of
from csas.commands.registry import command
from csas.domain import refusals
from csas.domain.decisions import require_delegation
from csas.domain.events import Event
from csas.domain.permissions import Actor
from csas.domain.refusals import Fault
from csas.domain.values import Struct
from csas.store import catalogue, decisions, reached, schemes, statutory, uniforms
from csas.store.schemes import Scheme
from csas.store.transaction import act
from csas.store.uniforms import Approved

Organisation = Annotated[str, Meta(title="Provider", min_length=1, max_length=20, extra={"kind": "hidden"})]


class Approve(Struct):
    """`organisation` is the ref of the provider."""

    organisation: Organisation
    description: Annotated[
        str,
        Meta(
            title="Description of the uniform",
            description="Precise enough that anybody can tell whether it is worn. It is printed in each instrument.",
            min_length=1,
            max_length=500,
            extra={"kind": "textarea", "absent": "Enter a description of the uniform"},
        ),
    ]
    badge: Annotated[
        str,
        Meta(
            title="Where the badge is worn",
            min_length=1,
            max_length=200,
            extra={"absent": "Enter where the badge is worn"},
        ),
    ]


@command("uniform:approve", Approve, "Approve a uniform")
async def approve(wanted: Approve, actor: Actor, now: datetime) -> Event:
    """Approve a provider's uniform and badge (s.42(2)). A new one ends the old.

    Powers described with the old one may not be used until the instruments describe the new.
    """
    async with act(actor, now) as this:
        this.role = "uniform:approve"
        scheme = await schemes.require(actor, "uniform:approve")
        provider = await _provider(scheme, wanted.organisation, now)
        if (provider.description, provider.badge) == (wanted.description, wanted.badge):
            raise refusals.NothingChanged
        await uniforms.approve((scheme.force, scheme.id), provider.organisation, wanted.description, wanted.badge, now)
        return await this.record("uniform:approved", scheme=scheme.id, ref=wanted.organisation)


async def _provider(scheme: Scheme, ref: str, now: datetime) -> Approved:
    found = await uniforms.find(scheme.id, ref, now)
    if found is None:
        raise refusals.NotFound
    return found


class Redescribe(Struct):
    """`organisation` is the ref of the provider."""

    organisation: Organisation
    explanation: Explanation = "The uniform has changed."


@command("uniform:redescribe", Redescribe, "Describe the new uniform in every accreditation")
async def redescribe(wanted: Redescribe, actor: Actor, now: datetime) -> Event:
    """Describe the approved uniform in the accreditation of each of a provider's people, by notice of modification."""
    async with act(actor, now) as this:
        this.role = "uniform:redescribe"
        scheme = await schemes.require(actor, "uniform:redescribe")
        require_delegation(await decisions.hold_delegation(actor.person, scheme.id, now, "people"))
        provider = await _provider(scheme, wanted.organisation, now)
        if not provider.ref:
            raise refusals.NoUniform
        ids = await reached.described_otherwise(scheme.id, provider.organisation, now)
        if not ids:
            raise refusals.NothingChanged
        concerned = await statutory.list_concerned(ids)
        worn = (f"The uniform is now: {provider.description}. The badge: {provider.badge}.",)
        what = What(kind="modification", reasons=("uniform",), explanation=wanted.explanation, changes=worn)
        await notify(this, concerned, what)
        await uniforms.redescribe(ids, provider.ref, now)
        await papers.replace_for(this, ids)
        return await this.record(
            "uniform:redescribed",
            scheme=scheme.id,
            ref=wanted.organisation,
            facts={"people": len(ids)},
            subjects=subjects_of(concerned),
        )


class EndAdoption(Struct):
    """`power` is its code."""

    power: Annotated[str, Meta(title="Power", min_length=1, max_length=8, extra={"kind": "hidden"})]
    explanation: Explanation


@command("adoption:end", EndAdoption, "End the use of a power")
async def end_adoption(wanted: EndAdoption, actor: Actor, now: datetime) -> Event:
    """End the use of a power by the force, by one person: everybody who holds it gets a modification notice.

    Should the force use the power again later, nobody has it by that: it has to be granted anew.
    """
    async with act(actor, now) as this:
        this.role = "adoption:end"
        scheme = await schemes.require(actor, "adoption:end")
        if not await uniforms.end_adoption(scheme.id, wanted.power, now):
            raise refusals.Faults(Fault(field="power", message="The force does not use this power"))
        concerned = await statutory.list_concerned(await reached.of_power(scheme.id, wanted.power, now))
        title = next(power.title for power in await catalogue.list_powers() if power.code == wanted.power)
        what = What(kind="modification", reasons=("adoption-ended",), explanation=wanted.explanation, powers=(title,))
        await restrict_all(this, concerned, "modification", what, reach="power", power=wanted.power)
        if concerned:
            await papers.replace_for(this, [each.accreditation for each in concerned])
        return await this.record(
            "adoption:ended",
            scheme=scheme.id,
            facts={"power": wanted.power, "people": len(concerned)},
            private={"explanation": wanted.explanation},
            subjects=subjects_of(concerned),
        )
