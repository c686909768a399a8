"""What the questions of an application depend on, gathered for one case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csas.domain.application_answers import ticked
from csas.domain.application_questions import Answers, Facts, OfferedArea, OfferedPower
from csas.domain.calendar import london_day
from csas.domain.casework import Case
from csas.store import catalogue, schemes, settings_of_scheme, sql


async def gather(case: Case, drafts: Mapping[str, Answers], now: datetime) -> Facts:
    """The powers adopted today, the areas of the police area, and what has been ticked so far."""
    today = london_day(now)
    scheme = await schemes.load(case.scheme)
    adopted = await catalogue.list_adopted(case.scheme, today)
    areas = await catalogue.list_areas()
    sector: str = await sql.fetchval("SELECT sector FROM organisation WHERE id = $1", case.organisation)
    return Facts(
        process=case.process,
        sector=sector,
        today=today,
        police_area=scheme.police_area,
        powers=tuple(_offered(power) for power in adopted),
        areas=tuple(OfferedArea(code=a.code, name=a.name) for a in areas if a.police_area == scheme.police_area),
        outside={area.code: area.name for area in areas if area.police_area != scheme.police_area},
        titles={power.code: power.title for power in await catalogue.list_powers()},
        needs_report=await _needs_report(case, sector, now),
        sought=_kept(drafts, "powers", {power.code for power in adopted}),
        chosen=_kept(drafts, "areas", {area.code for area in areas}),
    )


def _offered(power: catalogue.Power) -> OfferedPower:
    return OfferedPower(
        code=power.code,
        title=power.title,
        paragraph=power.paragraph,
        law=power.law,
        names_offences=power.names_offences,
        offences=power.offences,
        needs_any=power.needs_any,
        barred=catalogue.barred_in_file().get(power.code, ()),
    )


async def _needs_report(case: Case, sector: str, now: datetime) -> bool:
    setting = await settings_of_scheme.on(case.scheme, "report-sectors", london_day(now))
    return case.process == "accreditation" and sector in setting.value


def _kept(drafts: Mapping[str, Answers], name: str, offered: set[str]) -> tuple[str, ...]:
    return tuple(code for code in ticked(drafts.get(name, {}), name) if code in offered)
