"""Hands one message to whoever carries mail here: GOV.UK Notify, an SMTP server, or nobody.

It says only whether the message was accepted. What is refused is raised as a problem in
words of ours: a server's own answer may repeat the address it was given.
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

import aiosmtplib
import httpx
import jwt

from csas.domain.values import Struct
from csas.settings import Settings

NOTIFY: Final = "https://api.notifications.service.gov.uk/v2/notifications/email"
SECONDS: Final = 15.0
ONE_ADDRESS: Final = re.compile(r"[^\s@,;:<>()\[\]\\\"\x00-\x1f\x7f]+@[^\s@,;:<>()\[\]\\\"\x00-\x1f\x7f]+")
PORTS: Final = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
UUID_LENGTH: Final = 36
SERVER_FAULT: Final = 500


class Parcel(Struct):
    """One message ready to go, to one recipient."""

    ref: str
    message_id: str
    to_name: str
    to_address: str
    subject: str
    body: str
    written_at: datetime


class NotTaken(Exception):
    """The message was not accepted; `hopeless` when another try cannot help."""

    def __init__(self, problem: str, *, hopeless: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hopeless = hopeless


Carrier = Callable[[Parcel], Awaitable[None]]


def carrier(settings: Settings) -> Carrier | None:
    """How mail leaves this installation; None if it stays in the outbox."""
    if settings.notify_api_key:
        return lambda parcel: by_notify(parcel, settings)
    if settings.smtp_url:
        return lambda parcel: by_smtp(parcel, settings)
    return None


def require_one_address(text: str) -> None:
    """Refuse what is not exactly one address, such as one that carries a second or a header."""
    if not ONE_ADDRESS.fullmatch(text):
        raise NotTaken("The address cannot be written to.", hopeless=True)


def as_email(parcel: Parcel, sender: str) -> EmailMessage:
    """The message as it is sent, the same at each try."""
    require_one_address(parcel.to_address)
    local, _, domain = parcel.to_address.rpartition("@")
    email = EmailMessage(policy=SMTP_POLICY)
    email["Message-ID"] = one_line(parcel.message_id)
    email["Date"] = format_datetime(parcel.written_at)
    email["From"] = sender
    email["To"] = Address(one_line(parcel.to_name), local, domain)
    email["Subject"] = one_line(parcel.subject)
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(parcel.body)
    return email


def one_line(text: str) -> str:
    """Text that cannot begin another header."""
    return " ".join("".join(part if part.isprintable() else " " for part in text).split())


async def by_smtp(parcel: Parcel, settings: Settings) -> None:
    """Give the message to an SMTP server; once it has said yes, nothing that follows matters."""
    sender = settings.mail_from or ""
    email = as_email(parcel, sender)
    client = _client(urlsplit(settings.smtp_url or ""))
    try:
        await client.connect()
        await client.send_message(email, sender=sender, recipients=[parcel.to_address])
    except aiosmtplib.SMTPTimeoutError:
        raise NotTaken("The mail server did not answer in time.") from None
    except aiosmtplib.SMTPRecipientsRefused as refused:
        raise NotTaken(_refusal(refused.recipients[0].code)) from None
    except aiosmtplib.SMTPResponseException as refused:
        raise NotTaken(_refusal(refused.code)) from None
    except aiosmtplib.SMTPServerDisconnected:
        raise NotTaken("The mail server broke off.") from None
    except (aiosmtplib.SMTPException, OSError, ValueError):
        raise NotTaken("The mail server could not be reached or used.") from None
    else:
        with suppress(Exception):
            await client.quit(timeout=1)
    finally:
        client.close()


def _client(url: SplitResult) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=url.hostname or "localhost",
        port=url.port or PORTS.get(url.scheme, 25),
        username=unquote(url.username) if url.username else None,
        password=unquote(url.password) if url.password else None,
        use_tls=url.scheme == "smtps",
        start_tls=url.scheme == "smtp+tls",
        timeout=SECONDS,
    )


def _refusal(code: int) -> str:
    later = "for now " if code < SERVER_FAULT else ""
    return f"The mail server {later}refused the message ({code})."


async def by_notify(parcel: Parcel, settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> None:
    """Ask GOV.UK Notify to send the message; its reference there is the Message-ID."""
    require_one_address(parcel.to_address)
    asked = {
        "email_address": parcel.to_address,
        "template_id": settings.notify_template_id,
        "personalisation": {"subject": one_line(parcel.subject), "body": parcel.body},
        "reference": parcel.message_id,
    }
    token = {"Authorization": f"Bearer {_token(settings.notify_api_key or '')}"}
    try:
        async with httpx.AsyncClient(timeout=SECONDS, transport=transport) as client:
            answer = await client.post(NOTIFY, json=asked, headers=token)
    except httpx.TimeoutException:
        raise NotTaken("GOV.UK Notify did not answer in time.") from None
    except httpx.HTTPError:
        raise NotTaken("GOV.UK Notify could not be reached.") from None
    if not answer.is_success:
        raise NotTaken(f"GOV.UK Notify refused the message ({answer.status_code}).")


def _token(key: str) -> str:
    """A token for one request; a key is a name, the service's id and a secret, joined by hyphens."""
    secret, service = key[-UUID_LENGTH:], key[-2 * UUID_LENGTH - 1 : -UUID_LENGTH - 1]
    return jwt.encode({"iss": service, "iat": int(time.time())}, secret, algorithm="HS256")
