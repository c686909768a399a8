"""Joining and coming back: invitations, registration, forgotten passwords.

Accepting an invitation is an act in the journal: it adds a person or gives a
role. A link travels only in a message to the person it is for. Strangers always
get the same answer, whether or not an address is known here.
"""

from datetime import datetime

from csas.commands import passwords
from csas.domain import letters
from csas.domain.accounts import LinkSpent, email_fault, fold_email, password_fault
from csas.domain.events import Plain
from csas.domain.permissions import PUBLIC, ROLES, Actor
from csas.domain.refusals import Fault, Faults
from csas.store import accounts, invitations, joining, limits, outbox, schemes, transaction
from csas.store.accounts import Account
from csas.store.invitations import Invitation, Place
from csas.store.outbox import Recipient
from csas.store.together import together
from csas.store.tokens import digest
from csas.store.transaction import Act

LONGEST_NAME = 120


async def invite(
    email: str,
    name: str,
    place: Place | None,
    now: datetime,
    *,
    by: Actor = PUBLIC,
    organisation: str = "",
    post: str = "",
) -> str:
    """Inside an act: invite a person to hold a role; the link goes to them alone. Returns its path."""
    folded = fold_email(email)
    token = await invitations.create(folded, name, place, by=by.person, post=post)
    letter = letters.Invitation(
        organisation=organisation,
        path=f"/invitations/{token}",
        invited_by=by.name if by.person else "",
        role=ROLES[place.role] if place else "",
    )
    await _send(f"invitation:{digest(token).hex()}", folded, name, letter, now)
    return letter.path


async def make_link(email: str, name: str, place: Place, *, post: str = "") -> str:
    """Make the first person's invitation and return its path, for the operator to hand over."""
    return f"/invitations/{await invitations.create(fold_email(email), name, place, post=post)}"


def check_registration(email: str, name: str) -> None:
    """Refuse a name or an address that cannot be one, with every fault at once."""
    faults = []
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        message = f"Enter your name, in no more than {LONGEST_NAME} letters"
        faults.append(Fault(field="name", message=message))
    if fault := email_fault(email):
        faults.append(Fault(field="email", message=fault))
    if faults:
        raise Faults(*faults)


async def register(email: str, name: str, now: datetime) -> None:
    """Send a link to open an account; somebody known gets one to come back by."""
    if await accounts.find_by_email(fold_email(email)):
        await send_reset(email, now)
        return
    async with together():
        await invite(email, name.strip(), None, now)


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


async def limit_reset(email: str, address: str) -> None:
    """Count a request for a new password, known address or not."""
    await limits.require("reset-address", address)
    await limits.require("reset-account", fold_email(email))


async def send_reset(email: str, now: datetime) -> None:
    """Send a link to an account that is open; otherwise send nothing."""
    if email_fault(email):
        return
    account = await accounts.find_by_email(fold_email(email))
    if account is None or account.disabled_at is not None:
        return
    async with together():
        token = await accounts.start_reset(account.id)
        letter = letters.PasswordReset(path=f"/sign-in/new-password/{token}")
        await _send(f"reset:{digest(token).hex()}", account.email, "", letter, now)


async def find_reset(token: str) -> Account:
    """Return the account whose password this link may replace."""
    account = await accounts.find_reset(token)
    if account is None:
        raise LinkSpent
    return account


async def replace_password(token: str, password: str, again: str) -> None:
    """Replace the password by a link; the authenticator stays and every session ends."""
    account = await find_reset(token)
    _check_new_password(password, again, account.email)
    kept = await passwords.hash_password(password)
    async with together():
        if not await accounts.use_reset(token):
            raise LinkSpent
        await accounts.set_password(account.id, kept)


async def _send(key: str, email: str, name: str, letter: letters.Facts, now: datetime) -> None:
    await outbox.tell(key, [Recipient(name=name, address=email)], letter, now)


async def _use(token: str) -> Invitation:
    used = await invitations.use(token)
    if used is None:
        raise LinkSpent
    return used


async def _join(act: Act, invitation: Invitation, person: int) -> None:
    await joining.speak_as(person)
    where = {"organisation": invitation.organisation, "partnership": invitation.partnership}
    if invitation.role is not None:
        await schemes.give_role(person, invitation.role, invitation.post, act.now, scheme=invitation.scheme, **where)
    subjects = {"person": [person], **{kind: [found] for kind, found in where.items() if found}}
    facts: dict[str, Plain] = {"role": invitation.role}
    await act.record("account:joined", scheme=invitation.scheme, facts=facts, subjects=subjects)


def _check_new_password(password: str, again: str, email: str) -> None:
    if fault := password_fault(password, email):
        raise Faults(Fault(field="password", message=fault))
    if password != again:
        raise Faults(Fault(field="again", message="Type the same password twice"))
