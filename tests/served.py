"""The application for a test: assembled once a process, since its routes never differ, and equipped anew for each."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment
from litestar import Litestar

from csas.app import assemble, equip
from csas.commands.loading import prepare
from csas.settings import Settings
from csas.web.templating import environment


def app_for(settings: Settings) -> Litestar:
    """The one application, now of this installation. A test that needs two at once makes the other with `create_app`."""
    prepare(settings)
    app = _assembled()
    equip(app, settings, _templates())
    return app


@cache
def _assembled() -> Litestar:
    return assemble()


@cache
def _templates() -> Environment:
    return environment()
