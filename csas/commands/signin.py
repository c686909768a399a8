"""Signing in: password, then code, then a session; and proving it again later.

These are the service's own doors, not acts on a case: they open no journalled
transaction. Every cause of refusal that would tell a stranger whether an
account exists is answered alike and takes the same time.
"""

from dataclasses import dataclass
from datetime import datetime

from csas.commands import authenticators, passwords
from csas.domain.accounts import CodeRefused, LinkSpent, SignInRefused, fold_email
from csas.domain.values import Struct
from csas.store import accounts, limits, sessions
from csas.store.accounts import Account, Step
from csas.store.together import together


@dataclass(frozen=True)
class Visit:
    """From where somebody signs in: the address for limits, the browser for their own list."""

    address: str
    browser: str = ""


@dataclass(frozen=True)
class Proof:
    """What only the person knows and holds."""

    password: str
    code: str


class Enrolment(Struct):
    """What a person needs to set up an authenticator app."""

    email: str
    secret: bytes

    @property
    def spelled(self) -> str:
        """The secret as people type it."""
        return authenticators.spelled(self.secret)

    def picture(self, service: str) -> bytes:
        """The secret as an app scans it."""
        return authenticators.picture(self.secret, self.email, service)


async def check_password(email: str, password: str, visit: Visit, key: bytes) -> str:
    """Take the first step and return the secret that leads to the second."""
    folded = fold_email(email)
    await limits.require("sign-in-everyone", limits.EVERYONE)
    await limits.require("sign-in-address", visit.address)
    await limits.require("sign-in-account", folded)
    account = await _right_account(folded, password)
    fresh = None if account.totp_secret else authenticators.seal(key, authenticators.new_secret())
    return await accounts.start_step(account, fresh)


async def find_enrolment(token: str, key: bytes) -> Enrolment | None:
    """Return what to set up, or None when the person has an authenticator already."""
    step = await _step(token)
    if step.new_totp_secret is None:
        return None
    return Enrolment(email=step.account.email, secret=authenticators.unseal(key, step.new_totp_secret))


async def check_code(token: str, code: str, visit: Visit, key: bytes, now: datetime) -> str:
    """Take the second step and return the secret of a new session."""
    step = await _step(token)
    await limits.require("code", str(step.account.id))
    counter = _counter(step.account, step.new_totp_secret, code, key, now)
    async with together():
        if not await accounts.end_step(token):
            raise LinkSpent
        await _keep_code(step.account, step.new_totp_secret, counter)
        return await sessions.start(step.account.person, account=step.account.id, browser=visit.browser)


async def prove(token: str, proof: Proof, visit: Visit, key: bytes, now: datetime) -> str:
    """Let a signed-in person show again who they are; the session gets a new secret."""
    session = await sessions.find(token)
    account = await accounts.find_by_person(session.person) if session else None
    if account is None or account.totp_secret is None:
        raise SignInRefused
    await limits.require("sign-in-address", visit.address)
    await limits.require("sign-in-account", account.email)
    await limits.require("code", str(account.id))
    if not await passwords.is_right(account.password_hash, proof.password):
        raise SignInRefused
    await _keep_code(account, None, _counter(account, None, proof.code, key, now))
    return await sessions.rotate(token, proved=True)


async def _right_account(email: str, password: str) -> Account:
    account = await accounts.find_by_email(email)
    right = await passwords.is_right(account.password_hash if account else None, password)
    if account is None or account.disabled_at is not None or not right:
        raise SignInRefused
    return account


async def _step(token: str) -> Step:
    step = await accounts.find_step(token)
    if step is None:
        raise LinkSpent
    return step


def _counter(account: Account, fresh: bytes | None, code: str, key: bytes, now: datetime) -> int:
    sealed = fresh or account.totp_secret or b""
    counter = authenticators.step_of(authenticators.unseal(key, sealed), code, now, account.totp_last_step)
    if counter is None:
        raise CodeRefused
    return counter


async def _keep_code(account: Account, fresh: bytes | None, counter: int) -> None:
    if fresh is not None:
        if not await accounts.set_authenticator(account, fresh, counter):
            raise LinkSpent
    elif not await accounts.use_code(account.id, counter):
        raise CodeRefused
