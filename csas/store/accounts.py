"""Accounts: the e-mail address, password digest and authenticator of a person.

These functions judge nothing: `commands/signin` does. Every change that must
end the account's sessions raises its version, which sessions are compared with.
"""

from datetime import datetime, timedelta

from csas.domain.values import Struct
from csas.store import sql
from csas.store.tokens import digest, mint

STEP_LASTS = timedelta(minutes=10)
RESET_LASTS = timedelta(minutes=15)

_ACCOUNT = """
SELECT a.id, a.person_id AS person, a.email, a.password_hash, a.totp_secret, a.totp_last_step, a.version, a.disabled_at
FROM account a
"""
_STEP = """
SELECT a.id, a.person_id AS person, a.email, a.password_hash, a.totp_secret, a.totp_last_step, a.version, a.disabled_at,
       s.new_totp_secret
FROM sign_in_step s JOIN account a ON a.id = s.account_id AND a.version = s.account_version
WHERE s.token_hash = $1 AND s.created_at > now() - $2::interval AND a.disabled_at IS NULL
"""
_RESET = """
JOIN password_reset r ON r.account_id = a.id
WHERE r.token_hash = $1 AND r.used_at IS NULL AND r.expires_at > now() AND a.disabled_at IS NULL
"""


class Account(Struct):
    """How one person signs in."""

    id: int
    person: int
    email: str
    password_hash: str
    totp_secret: bytes | None
    totp_last_step: int
    version: int
    disabled_at: datetime | None


class Step(Struct):
    """The moment between a right password and a right code."""

    account: Account
    new_totp_secret: bytes | None


async def create(person: int, email: str, password_hash: str) -> Account:
    """Open an account; one per person and one per address."""
    await sql.execute(
        "INSERT INTO account (person_id, email, password_hash) VALUES ($1, $2, $3)", person, email, password_hash
    )
    row = await sql.fetchrow(_ACCOUNT + "WHERE a.person_id = $1", person)
    return _account(row)


async def find_by_email(email: str) -> Account | None:
    """Return the account of an address already folded."""
    row = await sql.fetchrow(_ACCOUNT + "WHERE a.email = $1", email)
    return _account(row) if row else None


async def find_by_person(person: int) -> Account | None:
    """Return a person's account; a persona of the demonstration has none."""
    row = await sql.fetchrow(_ACCOUNT + "WHERE a.person_id = $1", person)
    return _account(row) if row else None


async def set_password(account: int, password_hash: str) -> None:
    """Replace the password and end every session; the authenticator stays."""
    statement = "UPDATE account SET password_hash = $2, version = version + 1 WHERE id = $1"
    await sql.execute(statement, account, password_hash)


async def set_authenticator(account: Account, secret: bytes, step: int) -> bool:
    """Keep a new authenticator, whose code of this step is used; False if the account changed."""
    statement = """UPDATE account SET totp_secret = $3, totp_last_step = $4, version = version + 1
                   WHERE id = $1 AND version = $2"""
    return bool(await sql.execute(statement, account.id, account.version, secret, step))


async def use_code(account: int, step: int) -> bool:
    """Use up the code of a step; False if it or a later one was used before."""
    statement = "UPDATE account SET totp_last_step = $2 WHERE id = $1 AND totp_last_step < $2"
    return bool(await sql.execute(statement, account, step))


async def disable(person: int) -> None:
    """Shut an account; its sessions and keys stop with the next request."""
    await sql.execute(
        "UPDATE account SET disabled_at = coalesce(disabled_at, now()), version = version + 1 WHERE person_id = $1",
        person,
    )


async def enable(person: int) -> None:
    """Open a shut account again; its old sessions stay ended."""
    await sql.execute("UPDATE account SET disabled_at = NULL, version = version + 1 WHERE person_id = $1", person)


async def end_every_session(person: int) -> None:
    """Sign a person out everywhere."""
    await sql.execute("UPDATE account SET version = version + 1 WHERE person_id = $1", person)


async def start_step(account: Account, new_totp_secret: bytes | None = None) -> str:
    """Note a right password and return the secret that carries it to the code page."""
    token = mint()
    statement = """INSERT INTO sign_in_step (token_hash, account_id, account_version, new_totp_secret)
                   VALUES ($1, $2, $3, $4)"""
    await sql.execute(statement, digest(token), account.id, account.version, new_totp_secret)
    return token


async def find_step(token: str) -> Step | None:
    """Return the step of this secret while it lasts and the account is as it was."""
    row = await sql.fetchrow(_STEP, digest(token), STEP_LASTS)
    if row is None:
        return None
    values = dict(row)
    return Step(new_totp_secret=values.pop("new_totp_secret"), account=Account(**values))


async def end_step(token: str) -> bool:
    """Use up a step; False if somebody else just did."""
    return bool(await sql.execute("DELETE FROM sign_in_step WHERE token_hash = $1", digest(token)))


async def start_reset(account: int) -> str:
    """Make a link for a new password; an earlier link stops working."""
    token = mint()
    statement = """WITH earlier AS (DELETE FROM password_reset WHERE account_id = $2)
                   INSERT INTO password_reset (token_hash, account_id, expires_at)
                   VALUES ($1, $2, now() + $3::interval)"""
    await sql.execute(statement, digest(token), account, RESET_LASTS)
    return token


async def find_reset(token: str) -> Account | None:
    """Return the account whose password this link may replace."""
    row = await sql.fetchrow(_ACCOUNT + _RESET, digest(token))
    return _account(row) if row else None


async def use_reset(token: str) -> bool:
    """Use up a link; False if it was used or is too old."""
    statement = """UPDATE password_reset SET used_at = now()
                   WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now()"""
    return bool(await sql.execute(statement, digest(token)))


async def sweep() -> None:
    """Remove steps and links that can never be used again."""
    await sql.execute("DELETE FROM sign_in_step WHERE created_at < now() - $1::interval", STEP_LASTS)
    await sql.execute("DELETE FROM password_reset WHERE expires_at < now()")


def _account(row: sql.Record | None) -> Account:
    return Account(**dict(row or {}))
