"""Puts csas together: settings, processes, pages and API; refuses to start if they disagree."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from jinja2 import Environment
from litestar import Litestar, Router
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.static_files import create_static_files_router

from csas import logs
from csas.commands.loading import prepare
from csas.domain import permissions
from csas.domain.calendar import london_day
from csas.domain.certificates import Letter, Snapshot
from csas.domain.letters import Facts
from csas.domain.refusals import Refusal
from csas.domain.verifying import Verified
from csas.settings import Settings, SetUpFault, load
from csas.store import check_counts, definitions, engine, reads
from csas.web import access, errors, pages, steps
from csas.web import api as api_package
from csas.web.access import Access, Door
from csas.web.kept import Kept
from csas.web.logs import noting
from csas.web.templating import environment

LARGEST_BODY = 11 * 1024 * 1024
STATIC = Path(__file__).parent / "web" / "static"


def create_app(settings: Settings | None = None) -> Litestar:
    """The whole web application, for Granian or for a test."""
    chosen = settings or load(os.environ)
    prepare(chosen)
    app = assemble()
    equip(app, chosen)
    return app


def assemble() -> Litestar:
    """Every route of the pages, steps and commands loaded, and what stands before them; for no installation as yet."""
    handlers = [*found_in(pages), *found_in(api_package)]
    taken = {(path, str(method)) for handler in handlers for path in handler.paths for method in handler.http_methods}
    handlers += steps.all_handlers(taken)
    app = Litestar(
        route_handlers=[*handlers, static_files()],
        lifespan=[pool],
        middleware=[Door()],
        before_request=access.check_form,
        before_send=[access.before_send],
        exception_handlers={
            Refusal: errors.on_refusal,
            HTTPException: errors.on_http_error,
            Exception: errors.on_fault,
        },
        openapi_config=None,
        logging_config=None,
        request_max_body_size=LARGEST_BODY,
        debug=False,
    )
    app.asgi_handler = noting(app.asgi_handler)
    return app


def equip(app: Litestar, settings: Settings, templates: Environment | None = None) -> None:
    """Give it what belongs to one installation: its settings, keys and templates, and what draws and words for it."""
    app.state.update(
        {
            "settings": settings,
            "access": access_of(settings),
            "templates": templates or environment(template_cache(settings)),
            "kept": Kept(),
            "draw": draw,
            "draw_signed": partial(draw_signed, settings),
            "draw_letter": partial(draw_letter, settings),
            "write_letter": partial(write_letter, settings),
            "verify": partial(verify, settings),
        }
    )


def draw(snapshot: Snapshot) -> bytes:
    """Draw a document for a preview; what draws is loaded only when somebody asks."""
    from csas.outbound import documents  # noqa: PLC0415 - most processes never draw

    return documents.draw(snapshot)


def draw_signed(settings: Settings, snapshot: Snapshot) -> bytes:
    """Draw a document and sign it with the key that signs certificates."""
    from csas.outbound import documents  # noqa: PLC0415 - the same
    from csas.outbound.documents import signing  # noqa: PLC0415 - the same

    return signing.sign(documents.draw(snapshot), signing.load_or_make(settings.keys_dir, datetime.now(UTC)))


def template_cache(settings: Settings) -> Path:
    """Where compiled templates are kept between starts."""
    folder = settings.var_dir / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


async def draw_letter(settings: Settings, ref: str) -> bytes | None:
    """Draw a message of the outbox as a letter; None if there is no such message."""
    from csas.outbound import sending  # noqa: PLC0415 - the same

    return await sending.draw_letter(ref, settings)


async def write_letter(settings: Settings, facts: Facts, scheme: int, name: str, now: datetime) -> Letter:
    """Word a letter for a preview, without sending anything."""
    from csas.outbound import letters, offices  # noqa: PLC0415 - the same

    kind = str(type(facts).__struct_config__.tag)
    office = await offices.office_of(settings, scheme, kind, now)
    return letters.compose(facts, letters.Addressee(name=name), office, london_day(now))


async def verify(settings: Settings, pdf: bytes, now: datetime) -> Verified:
    """Judge a file that somebody sent in; one that is not ours is not even opened."""
    from csas.outbound import verifying  # noqa: PLC0415 - the same

    return await verifying.verify(pdf, settings, now, with_findings=False)


def found_in(package: object) -> list[HTTPRouteHandler]:
    """Every route of a package's modules, each of which lists its own in ROUTES."""
    found: list[HTTPRouteHandler] = []
    for module in iter_modules(package.__path__):  # type: ignore[attr-defined]
        loaded = import_module(f"{package.__name__}.{module.name}")  # type: ignore[attr-defined]
        found.extend(getattr(loaded, "ROUTES", []))
    return found


def static_files() -> Router:
    return create_static_files_router(
        path="/static",
        directories=[STATIC],
        opt={"action": "asset:read"},
        cache_control=None,
        include_in_schema=False,
    )


def access_of(settings: Settings) -> Access:
    return Access(
        key=form_key(settings.keys_dir),
        origin=settings.public_url,
        load_actor=_load_actor,
        personas=settings.demonstration,
        proxies=settings.proxies,
    )


async def _load_actor(person: int) -> permissions.Actor:
    return await reads.load_actor(person) or permissions.PUBLIC


def form_key(folder: Path) -> bytes:
    """The secret behind form tokens, made once and kept where only we can read it."""
    path = folder / "forms.key"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as made:
            made.write(os.urandom(32))
    except FileExistsError:
        pass
    return path.read_bytes()


@asynccontextmanager
async def pool(app: Litestar) -> AsyncIterator[None]:
    """Open the database pool for the life of the process, and store the processes in use."""
    settings: Settings = app.state["settings"]
    if settings.database_url is None:
        raise SetUpFault("Set CSAS_DATABASE_URL, or start with `csas serve`.")
    logs.configure(settings.log_level)
    if engine.DB.pool is not None:
        yield
        return
    await engine.open_pool(settings.database_url, size=settings.pool_size)
    try:
        await definitions.keep_all()
        yield
    finally:
        await check_counts.flush()
        await engine.close_pool()
