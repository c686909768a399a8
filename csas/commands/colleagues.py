"""Colleagues of the office: invited to roles, by two people where the role gives power; roles ended by one.

The first who can confirm is let in by the operator, with `csas invite`. Nobody confirms their own invitation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, get_args

from msgspec import Meta

from csas.commands import enrolling, proposing
from csas.commands.registry import SUBJECTS, command
from csas.domain import refusals
from csas.domain.accounts import fold_email
from csas.domain.events import Event
from csas.domain.permissions import ROLES, Actor, Subject
from csas.domain.values import Ref, Struct
from csas.store import colleagues, delegations, limits, proposals, schemes
from csas.store.colleagues import Colleague
from csas.store.invitations import Place
from csas.store.transaction import Act, act

KIND = "colleague"
Role = Literal[
    "scheme-manager",
    "case-officer",
    "assessor",
    "decision-maker",
    "appeal-decider",
    "vetting-officer",
    "officer",
]
# By these somebody runs the scheme, decides, or clears the people whom powers are given to.
BY_TWO = frozenset({"scheme-manager", "decision-maker", "appeal-decider", "vetting-officer"})
ENDED = "The role of decision maker ended."


class InviteColleague(Struct):
    role: Annotated[
        Role, Meta(title="Role", extra={"kind": "radios", "choices": "office-roles", "absent": "Select a role"})
    ]
    name: Annotated[
        str, Meta(title="Full name", min_length=1, max_length=120, extra={"absent": "Enter the person’s full name"})
    ]
    post: Annotated[
        str,
        Meta(
            title="Post",
            description="Letters are signed in it.",
            min_length=1,
            max_length=120,
            extra={"absent": "Enter the person’s post"},
        ),
    ]
    email: Annotated[
        str,
        Meta(
            title="E-mail address",
            description="The invitation goes to this address and to nobody else. It lasts three days.",
            min_length=1,
            max_length=254,
            extra={"kind": "email", "absent": "Enter the person’s e-mail address"},
        ),
    ]
    why: Annotated[
        str, Meta(title="Why", min_length=1, max_length=1000, extra={"kind": "textarea", "absent": "Enter the reason"})
    ]


@command("colleague:invite", InviteColleague, "Invite a colleague")
async def invite(wanted: InviteColleague, actor: Actor, now: datetime) -> Event:
    """Invite somebody to a role in the scheme; a role that gives power waits for a second person."""
    scheme = await schemes.require(actor, "colleague:invite")
    enrolling.check_registration(wanted.email, wanted.name)
    await limits.require("invite", str(actor.person))
    async with act(actor, now) as this:
        this.role = "colleague:invite"
        await proposing.require_another(wanted.email, actor)
        content = {name: getattr(wanted, name) for name in ("role", "name", "post", "email")}
        if wanted.role in BY_TWO:
            address = fold_email(wanted.email)
            about = (KIND, f"{wanted.role} {address}", await colleagues.find_person(address))
            ref = await proposals.add(scheme.id, about, content, wanted.why, actor.person, now)
            return await _record(this, "colleague:proposed", scheme.id, wanted, ref)
        await _send(content, scheme.id, this)
        return await _record(this, "colleague:invited", scheme.id, wanted)


async def _record(this: Act, tag: str, scheme: int, wanted: InviteColleague, ref: str = "") -> Event:
    private = {"name": wanted.name, "why": wanted.why}
    return await this.record(tag, scheme=scheme, ref=ref, facts={"role": wanted.role}, private=private)


async def _send(content: Mapping[str, str], scheme: int, this: Act) -> None:
    """The link goes to the person alone, who chooses a password and then holds the role."""
    place = Place(role=content["role"], scheme=scheme)
    name, post = content["name"], content["post"]
    await enrolling.invite(content["email"], name, place, this.now, by=this.actor, post=post)


class SettleColleague(Struct):
    ref: Ref


@command("colleague:confirm", SettleColleague, "Confirm the invitation")
async def confirm(wanted: SettleColleague, actor: Actor, now: datetime) -> Event:
    """Let an invitation go out that somebody else proposed, to a third person."""
    async with act(actor, now) as this:
        this.role = "colleague:confirm"
        found = await proposing.require(actor, KIND, wanted.ref, "colleague:confirm")
        await proposing.confirm(this, found)
        await proposing.require_another(found.content["email"], actor)
        await _send(found.content, found.scheme, this)
        return await this.record(
            "colleague:confirmed", scheme=found.scheme, ref=found.ref, facts={"role": found.content["role"]}
        )


@command("colleague:decline", SettleColleague, "Decline the invitation")
async def decline(wanted: SettleColleague, actor: Actor, now: datetime) -> Event:
    """Let a proposed invitation come to nothing; whoever proposed it may do so too."""
    async with act(actor, now) as this:
        this.role = "colleague:decline"
        found = await proposing.require(actor, KIND, wanted.ref, "colleague:decline")
        await proposing.settle(this, found, "declined")
        return await this.record(
            "colleague:declined", scheme=found.scheme, ref=found.ref, facts={"role": found.content["role"]}
        )


class EndColleague(Struct):
    person: Annotated[Ref, Meta(title="Person", extra={"kind": "hidden"})]
    role: Annotated[Role, Meta(title="Role", extra={"kind": "hidden"})]
    why: Annotated[
        str, Meta(title="Why", min_length=1, max_length=1000, extra={"kind": "textarea", "absent": "Enter the reason"})
    ]


@command("colleague:end-role", EndColleague, "End the role")
async def end_role(wanted: EndColleague, actor: Actor, now: datetime) -> Event:
    """End somebody’s role in the scheme from now on, and with that of a decision maker the delegation too."""
    scheme = await schemes.require(actor, "colleague:end-role")
    async with act(actor, now) as this:
        this.role = "colleague:end-role"
        await colleagues.hold(scheme.id)
        held = await colleagues.list_all(scheme.id, now)
        found = next((each for each in held if (each.ref, each.role) == (wanted.person, wanted.role)), None)
        if found is None:
            raise refusals.NotFound
        if found.role == "scheme-manager" and not any(_other_manager(each, found) for each in held):
            raise refusals.LastManager
        if not await colleagues.end_role(found, now):
            raise refusals.AlreadyDone
        if found.role == "decision-maker":
            await end_delegations(scheme.id, found.person, now)
        return await this.record(
            "colleague:role-ended",
            scheme=scheme.id,
            facts={"role": wanted.role},
            private={"why": wanted.why},
            subjects={"person": [found.person]},
        )


def _other_manager(each: Colleague, found: Colleague) -> bool:
    return each.role == "scheme-manager" and each.person != found.person


async def end_delegations(scheme: int, person: int, now: datetime) -> None:
    """A delegation does not outlast the role it was given to."""
    given = await delegations.list_all({scheme})
    ids = [each.id for each in given if each.person == person and each.until > now]
    if ids:
        await delegations.end(ids, ENDED, now)


async def _subject(actor: Actor, ref: str) -> Subject:
    return Subject(scheme=(await proposing.load(actor, KIND, ref)).scheme)


SUBJECTS["colleague"] = _subject
OFFICE_ROLES = {role: ROLES[role] for role in get_args(Role)}
