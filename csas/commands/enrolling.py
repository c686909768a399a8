"""Joining and coming back: invitations, registration, forgotten passwords.

Accepting an invitation is an act in the journal: it adds a person or gives a
role. Messages go where the caller's `post` puts them. Strangers always get the
same answer, whether or not an address is known here.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from csas.commands import passwords
from csas.domain.accounts import (
    LinkSpent,
    email_fault,
    fold_email,
    password_fault,
)
from csas.domain.events import Plain
from csas.domain.permissions import PUBLIC, Actor
from csas.domain.refusals import Fault, Faults
from csas.store import accounts, invitations, joining, limits, transaction
from csas.store.invitations import Invitation, Place
from csas.store.together import together
from csas.store.transaction import Act

LONGEST_NAME = 120


class Letter:
    """The words of the messages that sign-in sends."""

    INVITED = (
        "You are invited to {service}",
        "{name},\n\nYou are invited to {service}. Choose a password here within three days:\n\n{link}\n\n"
        "You will also need an authenticator app on a phone or computer.\n"
        "If you did not expect this message, do nothing.\n",
    )
    KNOWN = (
        "You already have an account with {service}",
        "Somebody, perhaps you, tried to register this address with {service}. You have an account already."
        "\n\nSign in: {link}\n\nIf it was not you, do nothing.\n",
    )
    RESET = (
        "Choose a new password for {service}",
        "Choose a new password here within 15 minutes:\n\n{link}\n\nYour authenticator app stays as it is.\n"
        "If you did not ask for this, do nothing: your password has not changed.\n",
    )
    CHANGED = (
        "Your password for {service} has changed",
        "Your password was changed and you were signed out everywhere.\n\n"
        "If this was not you, ask for a new password at once: {link}\n",
    )


@dataclass(frozen=True)
class Post:
    """Where messages go and how links begin."""

    send: Callable[[str, str, str], Awaitable[None]]
    base_url: str
    service: str

    async def letter(self, to: str, words: tuple[str, str], path: str, name: str = "") -> None:
        """Send one letter; `name` is plain text and goes into the body only."""
        subject, body = words
        link = self.base_url.rstrip("/") + path
        facts = {"service": self.service, "link": link, "name": name}
        await self.send(to, subject.format(**facts), body.format(**facts))


async def invite(email: str, name: str, place: Place | None, by: int | None, post: Post) -> None:
    """Invite a person to hold a role; the link goes to them alone."""
    folded = fold_email(email)
    token = await invitations.create(folded, name, place, by=by)
    await post.letter(folded, Letter.INVITED, f"/invitations/{token}", name)


def check_registration(email: str, name: str) -> None:
    """Refuse a name or an address that cannot be one, with every fault at once."""
    faults = []
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        faults.append(Fault(field="name", message=f"Enter your name, in no more than {LONGEST_NAME} letters"))
    if fault := email_fault(email):
        faults.append(Fault(field="email", message=fault))
    if faults:
        raise Faults(*faults)


async def register(email: str, name: str, post: Post) -> None:
    """Send a link to somebody new, or a reminder to somebody known."""
    if await accounts.find_by_email(fold_email(email)):
        await post.letter(fold_email(email), Letter.KNOWN, "/sign-in")
    else:
        await invite(email, name.strip(), None, None, post)


async def find_invitation(token: str) -> Invitation:
    """Return an invitation that can still be accepted."""
    found = await invitations.find_open(token)
    if found is None:
        raise LinkSpent
    return found


async def accept(token: str, password: str, again: str, now: datetime) -> None:
    """Open the account, with the person and the role the invitation names."""
    invitation = await find_invitation(token)
    _check_new_password(password, again, invitation.email)
    kept = await passwords.hash_password(password)
    async with transaction.act(PUBLIC, now) as act:
        used = await _use(token)
        person = used.person or await joining.add_person(used.name, used.email)
        await accounts.create(person, used.email, kept)
        await _join(act, used, person)


async def accept_as(token: str, actor: Actor, now: datetime) -> None:
    """Let somebody who has an account take on the role they are invited to."""
    account = await accounts.find_by_person(actor.person or 0)
    async with transaction.act(actor, now) as act:
        used = await _use(token)
        if account is None or account.email != used.email:
            raise LinkSpent
        await _join(act, used, account.person)


async def _use(token: str) -> Invitation:
    used = await invitations.use(token)
    if used is None:
        raise LinkSpent
    return used


async def _join(act: Act, invitation: Invitation, person: int) -> None:
    await joining.speak_as(person)
    await joining.give_role(person, invitation, act.now)
    where = {"organisation": invitation.organisation, "partnership": invitation.partnership}
    subjects = {"person": [person], **{kind: [found] for kind, found in where.items() if found}}
    facts: dict[str, Plain] = {"role": invitation.role}
    await act.record("account:joined", scheme=invitation.scheme, facts=facts, subjects=subjects)


async def limit_reset(email: str, address: str) -> None:
    """Count a request for a new password, known address or not."""
    await limits.require("reset-address", address)
    await limits.require("reset-account", fold_email(email))


async def send_reset(email: str, post: Post) -> None:
    """Send a link to an account that is open; otherwise send nothing."""
    account = await accounts.find_by_email(fold_email(email))
    if account is not None and account.disabled_at is None:
        token = await accounts.start_reset(account.id)
        await post.letter(account.email, Letter.RESET, f"/sign-in/new-password/{token}")


async def replace_password(token: str, password: str, again: str, post: Post) -> None:
    """Replace the password by a link; the authenticator stays and every session ends."""
    account = await accounts.find_reset(token)
    if account is None:
        raise LinkSpent
    _check_new_password(password, again, account.email)
    kept = await passwords.hash_password(password)
    async with together():
        if not await accounts.use_reset(token):
            raise LinkSpent
        await accounts.set_password(account.id, kept)
    await post.letter(account.email, Letter.CHANGED, "/sign-in/forgotten")


def _check_new_password(password: str, again: str, email: str) -> None:
    if fault := password_fault(password, email):
        raise Faults(Fault(field="password", message=fault))
    if password != again:
        raise Faults(Fault(field="again", message="Type the same password twice"))
