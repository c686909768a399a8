"""The catalogue: powers of Schedule 5 and areas, from our own data files into the tables.

Loading twice changes nothing; only its owner, migrating, changes what is there already. It adopts no
power for any force.
"""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import asyncpg

from csas.domain.values import Struct
from csas.store import calendars, sql


class Power(Struct):
    """A paragraph of Schedule 5. `needs_any` are codes of which one must be held beside it."""

    code: str
    slug: str
    paragraph: str
    title: str
    plain: str
    law: str
    territory: str
    statutory: bool
    names_offences: bool
    constable_in_uniform: bool
    needs_any: tuple[str, ...]
    in_law_from: date | None
    in_law_until: date | None
    confidence: str

    @property
    def offences(self) -> tuple[str, ...]:
        """The offences that an application may tick for it."""
        return offences_in_file().get(self.code, ())

    def is_in_law(self, on: date) -> bool:
        """Whether the law gives this power to accredited persons on that day."""
        after = self.in_law_from is None or self.in_law_from <= on
        return after and (self.in_law_until is None or on < self.in_law_until)


class Area(Struct):
    """A borough or the City, by its ONS code."""

    code: str
    name: str
    police_area: str
    command_unit: str | None


def powers_in_file() -> list[dict[str, Any]]:
    text = files("csas.seeds").joinpath("powers.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["power"]
    return found


@cache
def offences_in_file() -> dict[str, tuple[str, ...]]:
    """The offences that may be ticked for a power by its code; others are named beside them."""
    return {power["code"]: tuple(power.get("offences", ())) for power in powers_in_file()}


@cache
def paragraphs_in_file() -> dict[str, str]:
    """The paragraph of Schedule 5 that gives a power, by its code: codes are for programs, the law is for people."""
    return {power["code"]: power["paragraph"] for power in powers_in_file()}


def paragraph_of(code: str) -> str:
    return paragraphs_in_file().get(code, code)


@cache
def barred_in_file() -> dict[str, tuple[str, ...]]:
    """The offences that can never be named for a power, by its code."""
    return {power["code"]: tuple(power.get("barred_offences", ())) for power in powers_in_file()}


def areas_in_file() -> list[dict[str, str]]:
    text = files("csas.seeds").joinpath("areas.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


async def load(holidays: dict[date, str]) -> None:
    """Put powers, areas and bank holidays into their tables."""
    for power in powers_in_file():
        await _load_power(power)
    for area in areas_in_file():
        await sql.execute(
            """INSERT INTO area (code, name, police_area, command_unit) VALUES ($1, $2, $3, $4)
               ON CONFLICT (code) DO NOTHING""",
            area["code"],
            area["name"],
            area["police_area"],
            area["command_unit"] or None,
        )
    await calendars.put(holidays)


_NAMES = (
    "code, slug, paragraph, title, plain, law, territory, statutory, names_offences, constable_in_uniform, needs_any, "
    "in_law, confidence"
)
_ADD = f"""INSERT INTO power ({_NAMES})
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, daterange($12, $13), $14) ON CONFLICT (code) DO"""  # noqa: S608
_CHANGED = ", ".join(f"{name} = excluded.{name}" for name in _NAMES.split(", "))


async def _load_power(power: dict[str, Any]) -> None:
    await sql.execute(f"{_ADD} NOTHING", *_values(power))


async def refresh(owner: asyncpg.Connection) -> None:
    """Bring the catalogue of an installation up to the file, as its owner: that is how a power is repealed."""
    if await owner.fetchval("SELECT to_regclass('public.power')") and await owner.fetchval("SELECT max(id) FROM power"):
        await owner.executemany(f"{_ADD} UPDATE SET {_CHANGED}", [_values(power) for power in powers_in_file()])


def _values(power: dict[str, Any]) -> tuple[Any, ...]:
    return (
        power["code"],
        power["slug"],
        power["paragraph"],
        power["title"],
        power["plain"],
        power["law"],
        power["territory"],
        power.get("statutory", True),
        power.get("names_offences", False),
        power.get("constable_in_uniform", False),
        power.get("needs_any", []),
        power.get("from"),
        power.get("until"),
        power["confidence"],
    )


_POWER = """p.code, p.slug, p.paragraph, p.title, p.plain, p.law, p.territory, p.statutory, p.names_offences,
    p.constable_in_uniform, p.needs_any, lower(p.in_law) AS in_law_from, upper(p.in_law) AS in_law_until, p.confidence"""


def _power(row: sql.Record) -> Power:
    return Power(**{**dict(row), "needs_any": tuple(row["needs_any"])})


async def list_powers() -> list[Power]:
    """The whole catalogue, in the order of the file."""
    rows = await sql.fetch(f"SELECT {_POWER} FROM power p ORDER BY p.id")  # noqa: S608 - constant text
    return [_power(row) for row in rows]


async def list_in_law(day: date) -> list[Power]:
    """The powers of the Act that the law gives on a day in London."""
    rows = await sql.fetch(
        f"SELECT {_POWER} FROM power p WHERE p.statutory AND p.in_law @> $1::date ORDER BY p.id",  # noqa: S608 - constant text
        day,
    )
    return [_power(row) for row in rows]


async def list_adopted(scheme: int, on: date) -> list[Power]:
    """The statutory powers the force has adopted and the law still gives, on a day in London."""
    rows = await sql.fetch(
        f"""SELECT {_POWER} FROM power p JOIN power_adoption a ON a.power_id = p.id
            WHERE a.scheme_id = $1 AND a.valid @> ($2::date + time '12:00') AT TIME ZONE 'Europe/London'
              AND upper_inf(a.known) AND p.statutory AND p.in_law @> $2::date ORDER BY p.id""",  # noqa: S608 - constant text
        scheme,
        on,
    )
    return [_power(row) for row in rows]


async def list_areas(police_area: str | None = None) -> list[Area]:
    """The areas of a police area, or all, by name."""
    rows = await sql.fetch(
        "SELECT code, name, police_area, command_unit FROM area WHERE $1::text IS NULL OR police_area = $1 ORDER BY name",
        police_area,
    )
    return [Area(**dict(row)) for row in rows]
