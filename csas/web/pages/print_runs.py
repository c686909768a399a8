"""Print runs: which cards wait, starting a run, its progress, and its signed sheets."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Redirect

from csas.commands import print_runs as commands
from csas.domain import intake, refusals
from csas.domain.refusals import Fault
from csas.store import print_runs
from csas.web import forms, once, templating
from csas.web.fields import Choice
from csas.web.files import send_pdf
from csas.web.parts import Link
from csas.web.routing import change, page
from csas.web.show import Asked, actor_of, show, then
from csas.web.steps import now
from csas.web.views.desk import Tag

FOLDER = "documents"
READ = "print-run:read"
ALL = ""


@page("/print-runs", READ)
async def list_runs(request: Asked) -> Response[str]:
    return await _list(request)


async def _list(request: Asked, faults: tuple[Fault, ...] = ()) -> Response[str]:
    """The cards that wait, provider by provider, and the newest runs."""
    actor = actor_of(request)
    waiting = await print_runs.list_waiting(actor, now())
    total = sum(each.cards for each in waiting)
    choices = [Choice(each.organisation, each.name, templating.plural(each.cards, "card")) for each in waiting]
    if len(waiting) > 1:
        choices = [Choice(ALL, "All of them", templating.plural(total, "card")), *choices]
    runs = await print_runs.list_runs(actor)
    return show(
        request,
        "print_runs/list.html",
        total=total,
        choices=tuple(choices),
        head=("Started", "Whose", "Cards", "State"),
        rows=tuple(_row(run) for run in runs),
        faults=forms.view_faults(faults),
    )


def _row(run: print_runs.Run) -> tuple[Any, ...]:
    return (
        Link(templating.moment(run.started_at), f"/print-runs/{run.ref}", hidden=f"by {run.started_by}"),
        run.organisation or "All providers",
        str(run.cards),
        Tag("Ready", "green") if run.finished_at else Tag(f"{run.made} of {run.files} files made", "blue"),
    )


@change("/print-runs/start", "print-run:start")
async def start(request: Asked) -> Response[str] | Redirect:
    form = await request.form()
    try:
        wanted = intake.read(commands.Start, {"organisation": str(form.get("organisation", "")) or None})
        event = await once.act_once(request, form, commands.start(wanted, actor_of(request), now()))
    except refusals.Faults as refused:
        return await _list(request, refused.faults)
    return then(f"/print-runs/{event.ref}?done={event.tag}")


@page("/print-runs/{ref:str}", READ)
async def look(request: Asked, ref: FromPath[str]) -> Response[str]:
    """How far a run is, and its files."""
    run = await print_runs.load(actor_of(request), ref)
    return show(
        request,
        "print_runs/show.html",
        run=run,
        files=await print_runs.list_files(run.id),
        share=run.made * 100 // run.files,
    )


@page("/print-runs/{ref:str}/{number:str}/sheets.pdf", READ)
async def sheets(request: Asked, ref: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """The signed sheets of one file."""
    run = await print_runs.load(actor_of(request), ref)
    found = next((each for each in await print_runs.list_files(run.id) if str(each.number) == number), None)
    if found is None or found.stored_as is None:
        raise refusals.NotFound
    path: Path = request.app.state["settings"].files_dir / FOLDER / found.stored_as
    return send_pdf(await asyncio.to_thread(path.read_bytes), f"cards-{run.ref}-{found.number}.pdf")


@change("/print-runs/{ref:str}/post", "print-run:post")
async def post(request: Asked, ref: FromPath[str]) -> Redirect:
    form = await request.form()
    wanted = intake.read(commands.Post, {"ref": ref})
    event = await once.act_once(request, form, commands.post(wanted, actor_of(request), now()))
    return then(f"/print-runs/{event.ref}?done={event.tag}")


@page("/print-runs/{ref:str}/post", "print-run:post")
async def ask_post(request: Asked, ref: FromPath[str]) -> Response[str]:
    """Ask before the cards of a whole run are recorded as posted."""
    return show(request, "print_runs/post.html", run=await print_runs.load(actor_of(request), ref))


ROUTES = [list_runs, start, look, sheets, post, ask_post]
