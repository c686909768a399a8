"""The command `csas`: reads what was asked, and imports only what that needs."""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from csas.resources import resource
from csas.settings import Settings, SetUpFault, load, variable

Arguments = argparse.Namespace


class Command(NamedTuple):
    """What a command does for people, the function that does it, and its options."""

    words: str
    run: Callable[[Settings, Arguments], int | None]
    options: tuple[tuple[str, dict[str, Any]], ...] = ()


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks, or say what stands in the way."""
    arguments = _parser().parse_args(argv)
    try:
        return COMMANDS[arguments.command].run(load(os.environ), arguments) or 0
    except SetUpFault as fault:
        print(f"csas: {fault}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="csas", description="Runs an accreditation scheme.")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        one = subparsers.add_parser(name, help=command.words, description=command.words)
        for option, about in command.options:
            one.add_argument(option, **about)
    return parser


def _from(module: str, function: str) -> Callable[[Settings, Arguments], int | None]:
    """A command that a module does by itself, imported when it is asked for."""

    def run(settings: Settings, _arguments: Arguments) -> int | None:
        done: int | None = getattr(import_module(f"csas.{module}"), function)(settings)
        return done

    return run


def _demo(_settings: Settings, arguments: Arguments) -> int:
    from csas import supervise

    os.environ[variable("demonstration")] = "true"
    return supervise.serve(load(os.environ), reset=arguments.reset)


def _migrate(settings: Settings, _arguments: Arguments) -> int:
    from csas.store.migrate import migrate

    if settings.owner_database_url is None:
        message = "Set CSAS_OWNER_DATABASE_URL; csas's own database is migrated as it starts."
        raise SetUpFault(message)
    done = asyncio.run(migrate(settings.owner_database_url))
    print(f"Migrated: {', '.join(done)}." if done else "Nothing to migrate.")
    return 0


def _invite(settings: Settings, arguments: Arguments) -> None:
    from csas import inviting

    inviting.invite(settings, arguments.email, arguments.name, arguments.role, at=arguments.at, post=arguments.post)


def _scheme(settings: Settings, arguments: Arguments) -> None:
    from csas import founding

    founding.found(settings, arguments)


def _check_config(settings: Settings, _arguments: Arguments) -> int:
    print(f"The settings can be used. People will reach csas at {settings.public_url}.")
    return 0


def _workflow(_settings: Settings, arguments: Arguments) -> int:
    from csas.domain.permissions import ACTIONS
    from csas.store.workflow_files import check_folder, draw_folder

    folder = resource("workflows")
    if arguments.what == "draw":
        for name, diagram in draw_folder(folder, arguments.process).items():
            print(f"%% {name}\n{diagram}")
        return 0
    timed = {action for action, grants in ACTIONS.items() if any(g.scope == "clock" for g in grants)}
    problems = check_folder(folder, ACTIONS, timed)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _verify(settings: Settings, arguments: Arguments) -> int:
    from csas.outbound.verifying import command

    return command(settings, arguments)


COMMANDS = {
    "serve": Command("Run csas: its database, the web process and the worker.", _from("supervise", "serve")),
    "demo": Command(
        "Run csas with the demonstration loaded.",
        _demo,
        (("--reset", {"action": "store_true", "help": "remove all earlier data first"}),),
    ),
    "web": Command("Run the web process alone.", _from("listen", "listen")),
    "worker": Command("Run the worker alone.", _from("outbound.worker", "work")),
    "migrate": Command("Bring a database of yours up to date, as its owner.", _migrate),
    "invite": Command(
        "Make a link by which a person opens an account and holds a role, such as the first scheme manager.",
        _invite,
        (
            ("email", {"help": "the person's e-mail address"}),
            ("--name", {"required": True, "help": "the person's full name"}),
            ("--role", {"default": "scheme-manager", "help": "scheme-manager if not given"}),
            ("--post", {"default": "", "help": "the person’s post, in which letters are signed"}),
            ("--at", {"default": "", "help": "the reference of the organisation or partnership, for a role in one"}),
        ),
    ),
    "scheme": Command(
        "Set up the scheme of an empty database, and invite its first manager by e-mail.",
        _scheme,
        (
            ("what", {"choices": ["create"]}),
            ("--name", {"required": True, "help": "what the scheme is called"}),
            ("--force", {"required": True, "help": "what the police force is called"}),
            ("--police-area", {"required": True, "help": "the police area as the list of boroughs names it"}),
            ("--chief-officer", {"required": True, "help": "who accredits, such as “the Chief Constable of …”"}),
            ("--telephone", {"required": True, "help": "the telephone number of the office"}),
            ("--manager", {"required": True, "help": "the full name of the first scheme manager"}),
            ("--email", {"required": True, "help": "the first scheme manager’s e-mail address"}),
            ("--purpose", {"default": "", "help": "what the scheme is for; the purposes of the Act if not given"}),
            ("--powers", {"default": "all", "help": "codes with commas; every power in law if not given"}),
        ),
    ),
    "load-demonstration": Command("Load the demonstration, once.", _from("demonstration", "load")),
    "check-config": Command("Say whether the settings can be used.", _check_config),
    "verify": Command(
        "Say whether a PDF was issued by this service, and whether it is in force.",
        _verify,
        (("file", {"help": "the PDF to judge"}),),
    ),
    "workflow": Command(
        "Check the workflow files, or draw them as Mermaid text.",
        _workflow,
        (
            ("what", {"choices": ["check", "draw"]}),
            ("process", {"nargs": "?", "help": "draw only this one"}),
        ),
    ),
    "assets": Command("Lay out styles, scripts and fonts for the pages.", _from("assets", "build")),
    "catalogue-check": Command(
        "Compare a freshly migrated database with the tables of the store.",
        _from("catalogue", "check"),
    ),
    "reference": Command("Write the reference pages from the code.", _from("reference", "write")),
}


if __name__ == "__main__":
    sys.exit(main())
