"""The template environment: strict, escaping, with the words for dates, money and numbers.

It draws what it is given. It reads no record, asks no clock and knows no address of a page.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined

from csas.domain.calendar import LONDON, in_words
from csas.store.catalogue import paragraph_of
from csas.web import fields, parts, pictures

HERE = Path(__file__).parent
NOON = 12
KILOBYTE = 1_000
MEGABYTE = 1_000_000
PARTS = ("words", "inputs", "actions", "content", "lists", "pictures", "frame")
# Parts drawn alike on many pages, from words that can be compared.
REMEMBERED = ("skip_link", "navigation", "demonstration", "footer", "borough_map", "select")
VIEWS = (
    fields.Choice,
    fields.Fault,
    fields.Field,
    fields.Grid,
    parts.Link,
    parts.Moment,
    parts.Row,
    parts.Task,
    pictures.Bar,
    pictures.Stage,
)


def day(value: date | datetime) -> str:
    """Write a date in full: Sunday 22 November 2026."""
    return f"{_local(value):%A} {short_day(value)}"


def short_day(value: date | datetime) -> str:
    """Write a date without its weekday: 22 November 2026."""
    return in_words(_local(value))


def clock(value: datetime) -> str:
    """Write a time of day as people say it: 4:05pm, 9am, midday, midnight."""
    local = value.astimezone(LONDON)
    if local.minute == 0 and local.hour % NOON == 0:
        return "midday" if local.hour else "midnight"
    minutes = f":{local:%M}" if local.minute else ""
    return f"{local.hour % NOON or NOON}{minutes}{'am' if local.hour < NOON else 'pm'}"


def moment(value: datetime) -> str:
    """Write a moment: 22 November 2026 at 4:05pm."""
    return f"{short_day(value)} at {clock(value)}"


def until(value: datetime) -> str:
    """Write when something ends: a period that ends at midnight is good to the end of the day before."""
    local = _local(value)
    if isinstance(local, datetime) and local.time() == time.min:
        return f"the end of {short_day(local - timedelta(days=1))}"
    return moment(value)


def since(value: datetime) -> str:
    """Write when something began: at midnight is with the day."""
    return short_day(value) if value.astimezone(LONDON).time() == time.min else moment(value)


def upper(words: str) -> str:
    """Begin with a capital, and leave the rest as it is."""
    return f"{words[:1].upper()}{words[1:]}"


def machine(value: date | datetime) -> str:
    """Write a date or moment for the datetime attribute."""
    return _local(value).isoformat()


def money(value: Decimal | int | None) -> str:
    """Write pounds; an amount nobody has set is not nothing."""
    if value is None:
        return "not yet set"
    amount = Decimal(value)
    return f"£{amount:,.0f}" if amount == amount.to_integral() else f"£{amount:,.2f}"


def plural(count: int, one: str, many: str = "") -> str:
    """Write a number with its noun: 1 borough, 3 boroughs."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def series(values: Iterable[str]) -> str:
    """Write a list in a sentence: Camden, Lambeth and Sutton."""
    words = list(values)
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def paragraphs(codes: Iterable[str]) -> str:
    """Powers by their paragraphs of Schedule 5, given by their codes, which nobody outside the service knows."""
    return ", ".join(paragraph_of(code) for code in codes)


def file_size(count: int) -> str:
    """Write a size of file: 840KB, 2.4MB."""
    if count < MEGABYTE:
        return f"{max(1, round(count / KILOBYTE))}KB"
    return f"{count / MEGABYTE:.1f}MB"


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """Give the address of a static file, changed whenever its content is."""
    path = HERE / "static" / name
    if not path.is_file():
        return f"/static/{name}"
    return f"/static/{name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"


@lru_cache(maxsize=512)
def once(macro: Callable[..., str], *given: object) -> str:
    """Draw a part that is the same for everybody only once, such as a list of all boroughs."""
    return macro(*given)


def fresh() -> str:
    """The number of one form of one page, by which it acts once."""
    return secrets.token_urlsafe(15)


def environment(cache: Path | None = None, *, reload: bool = False) -> Environment:
    """Build the environment; compiled templates are kept in `cache` between starts."""
    built = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=reload,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=FileSystemBytecodeCache(str(cache)) if cache else None,
    )
    built.filters.update(_filters())
    built.globals.update({view.__name__: view for view in VIEWS})
    built.globals.update(_globals())
    built.globals["ui"] = parts_of(built)
    return built


def render(built: Environment, template: str, frame: parts.Frame, **values: object) -> str:
    """Draw one page within its frame."""
    return built.get_template(template).render(frame=frame, **values)


def parts_of(built: Environment) -> SimpleNamespace:
    """Gather the macros of every part under one name, so that a page imports nothing."""
    found: dict[str, object] = {}
    for name in PARTS:
        found.update(_macros(built.get_template(f"parts/{name}.html").module))
    found.update(_macros(built.get_template("form.html").module))
    found.update({name: remembered(found[name]) for name in REMEMBERED})
    found["header"] = _header(found["header"])
    return SimpleNamespace(**found)


def remembered(macro: Any) -> Callable[..., Any]:
    """Draw the same part with the same words once; it holds nothing of anybody's."""
    drawn = lru_cache(maxsize=64)(macro)

    def part(*words: Any, **more: Any) -> Any:
        try:
            return drawn(*words, **more)
        except TypeError:
            return macro(*words, **more)

    return part


def _header(macro: Any) -> Callable[[parts.Frame], Any]:
    """The header of everybody who has not signed in is one and the same."""
    drawn = remembered(macro)
    return lambda frame: macro(frame) if frame.person else drawn(parts.Frame())


def _macros(module: object) -> Mapping[str, object]:
    return {name: value for name, value in vars(module).items() if not name.startswith("_")}


def _filters() -> dict[str, object]:
    named = (day, short_day, clock, moment, until, machine, money, plural, series, file_size, paragraphs)
    return {function.__name__: function for function in named}


def _globals() -> dict[str, object]:
    return {
        "asset": asset,
        "cell_name": fields.cell_name,
        "condition_name": fields.condition_name,
        "by_name": pictures.by_name,
        "fresh": fresh,
        "map_key": pictures.map_key,
        "once": once,
        "share": pictures.share,
    }


def _local(value: date | datetime) -> date | datetime:
    return value.astimezone(LONDON) if isinstance(value, datetime) else value
