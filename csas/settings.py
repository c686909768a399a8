"""What an operator may set, read once from the environment into one frozen record.

Every default is safe in production. Nothing here is read again later, and rules,
commands and pages never see it: they are given what they need.
"""

import ipaddress
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta

PREFIX = "CSAS_"
FOR_TESTS = "CSAS_TEST_"

MailAddress = Annotated[str, Meta(pattern=r"^[^@\s]+@[^@\s]+$")]
Url = Annotated[str, Meta(pattern=r"^[a-z+]+://\S+$")]


class SetUpFault(Exception):
    """The installation cannot work as it stands; the text tells its operator why."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that differs between one installation and another."""

    database_url: Annotated[
        Url | None,
        Meta(description="PostgreSQL to run on, as csas_app. Unset: one of our own, in var_dir."),
    ] = None
    owner_database_url: Annotated[
        Url | None, Meta(description="The same database as its owner; only `csas migrate` uses it.")
    ] = None
    pg_bin: Annotated[
        Path | None,
        Meta(description="Folder of the PostgreSQL programs to use when the database is our own."),
    ] = None
    pool_size: Annotated[int, Meta(ge=2, le=100, description="Most database connections each process may hold.")] = 10
    var_dir: Annotated[
        Path,
        Meta(description="Folder for data that must last: database, uploads, documents, keys."),
    ] = Path("var")
    host: Annotated[str, Meta(description="Address to listen on.")] = "127.0.0.1"
    port: Annotated[int, Meta(ge=1, le=65535, description="Port to listen on.")] = 8000
    base_url: Annotated[
        Url | None,
        Meta(description="Address people use, for links and QR codes. Unset: from host and port."),
    ] = None
    workers: Annotated[int, Meta(ge=1, le=32, description="Number of processes that answer web requests.")] = 1
    trusted_proxies: Annotated[
        str,
        Meta(description="Addresses of proxies, comma-separated, whose X-Forwarded-For is believed."),
    ] = ""
    demonstration: Annotated[
        bool,
        Meta(description="Offer the demonstration's people for sign-in; on a loopback address only."),
    ] = False
    mail_from: Annotated[MailAddress | None, Meta(description="Sender of e-mail sent by SMTP.")] = None
    smtp_url: Annotated[
        Url | None,
        Meta(
            description="Mail server, such as smtp+tls://user:password@mail.example:587. "
            "Unset: messages wait on the outbox page."
        ),
    ] = None
    notify_api_key: Annotated[str | None, Meta(description="Key for GOV.UK Notify, used instead of SMTP.")] = None
    notify_template_id: Annotated[
        str | None,
        Meta(description="Notify template with the two fields `subject` and `body`."),
    ] = None
    clamd_socket: Annotated[
        Path | None,
        Meta(description="Socket of ClamAV's daemon. Unset: uploads are marked as not scanned."),
    ] = None
    chromium: Annotated[Path | None, Meta(description="Chromium for the browser tests. Unset: looked for.")] = None
    log_level: Annotated[
        str,
        Meta(
            description="Least serious message to log: debug, info, warning or error.",
            pattern="^(debug|info|warning|error)$",
        ),
    ] = "info"

    @property
    def public_url(self) -> str:
        """The address people use, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.base_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def is_secure(self) -> bool:
        """Whether people reach us by https, so that cookies may insist on it."""
        return self.public_url.startswith("https://")

    @property
    def database_dir(self) -> Path:
        """Where our own PostgreSQL keeps its data."""
        return self.var_dir.resolve() / "postgres"

    @property
    def files_dir(self) -> Path:
        """Where uploads and issued documents are kept."""
        return self.var_dir.resolve() / "files"

    @property
    def keys_dir(self) -> Path:
        """Where keys made at first start are kept."""
        return self.var_dir.resolve() / "keys"

    @property
    def proxies(self) -> frozenset[str]:
        """The trusted proxies one by one."""
        return frozenset(part.strip() for part in self.trusted_proxies.split(",") if part.strip())


class SettingsFault(SetUpFault):
    """The environment cannot be used; `problems` says why, all of it."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(["The settings cannot be used:", *(f"- {p}" for p in problems)]))


def load(environ: Mapping[str, str]) -> Settings:
    """Read the settings; raise one fault that lists every problem."""
    given = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
    values, problems = _read(given)
    settings = Settings(**values)
    problems += _contradictions(settings)
    if problems:
        raise SettingsFault(problems)
    return settings


def describe() -> Iterator[tuple[str, str, Any]]:
    """Each variable, what it is for, and its default, for the reference page."""
    hints = get_type_hints(Settings, include_extras=True)
    for field in msgspec.structs.fields(Settings):
        meta = next(extra for extra in hints[field.name].__metadata__ if extra.description)
        yield variable(field.name), meta.description, field.default


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read(given: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    fields = {variable(field.name): field for field in msgspec.structs.fields(Settings)}
    values: dict[str, Any] = {}
    problems = []
    for name, text in sorted(given.items()):
        if name not in fields:
            problems += [] if name.startswith(FOR_TESTS) else [f"{name} is not a setting."]
        elif text:
            try:
                values[fields[name].name] = _convert(text, fields[name].type)
            except msgspec.ValidationError as fault:
                problems.append(f"{name}: {fault}.")
    return values, problems


def _convert(text: str, wanted: Any) -> Any:
    return msgspec.convert(text, wanted, strict=False, dec_hook=lambda kind, value: kind(value))


def _contradictions(settings: Settings) -> list[str]:
    """What no single setting shows."""
    rules = [
        (
            settings.demonstration and not is_loopback(settings.host),
            f"CSAS_DEMONSTRATION needs a loopback address such as 127.0.0.1, not {settings.host}.",
        ),
        (
            settings.owner_database_url and not settings.database_url,
            "CSAS_OWNER_DATABASE_URL needs CSAS_DATABASE_URL.",
        ),
        (
            settings.smtp_url and settings.notify_api_key,
            "CSAS_SMTP_URL and CSAS_NOTIFY_API_KEY: choose one way to send.",
        ),
        (settings.smtp_url and not settings.mail_from, "CSAS_SMTP_URL needs CSAS_MAIL_FROM."),
        (
            bool(settings.notify_api_key) != bool(settings.notify_template_id),
            "CSAS_NOTIFY_API_KEY and CSAS_NOTIFY_TEMPLATE_ID need each other.",
        ),
    ]
    return [words for broken, words in rules if broken]
