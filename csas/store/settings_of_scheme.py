"""Amounts, periods and thresholds of a scheme: dated settings, never constants.

The newest setting dated on or before the day counts. What was never set falls
back to the provisional value written here, and says so.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from csas.domain.values import Struct
from csas.store import sql

# name -> (value, unit in words). Provisional until a scheme manager adopts them.
PROVISIONAL: dict[str, tuple[Any, str]] = {
    "open-applications": (5, "applications that an organisation may have open at a time"),
    "question-working-days": (10, "working days to answer a question"),
    "representation-days": (14, "days to answer a notice before an adverse decision"),
    "appeal-days": (28, "days to appeal after a decision"),
    "endorsement-working-days": (20, "working days to answer a request for endorsement"),
    "endorsement-extension-days": (60, "days by which a named meeting may lie after the time to answer"),
    "reminder-days-before": ([10, 3, 1], "days before the end of the time on which reminders go"),
    "review-months": (6, "months between reviews"),
    "arrangement-months": (24, "months an arrangement runs, if the phase allows"),
    "accreditation-rests-on": (["training", "vetting"], "facts a person’s powers last only as long as"),
    "accreditation-ends-by": ([], "facts beyond whose end no person’s accreditation runs"),
    "renewal-days": (90, "days before the end of a person’s accreditation in which it can be renewed"),
    "sign-working-days": (20, "working days to sign an arrangement that is offered"),
    "post-hours": (1500, "hours a full-time police post works in a year"),
    "notify-working-days": (2, "working days to report a notifiable event"),
    "check-photograph": (False, "whether the public check of a card shows its photograph"),
    "lapse-days": ([90, 60, 30, 7], "days before something ends on which reminders go"),
    "vetting-link-days": (14, "days for which the link to the vetting questions works"),
    "vetting-months": (
        {"NPPV 1": 36, "NPPV 2 abbreviated": 36, "NPPV 2 full": 36, "NPPV 3": 60},
        "months for which somebody is clear, by the level of vetting",
    ),
    "report-sectors": (["private", "charity"], "sectors that need a report of Police CPI first"),
}


class Setting(Struct):
    """One setting on one day, and whether it was adopted, is provisional or not yet set."""

    name: str
    value: Any
    unit: str
    standing: str
    from_on: date | None


async def on(scheme: int, name: str, day: date) -> Setting:
    fallback, unit = PROVISIONAL[name]
    row = await sql.fetchrow(
        """SELECT value, standing, from_on FROM setting WHERE scheme_id = $1 AND name = $2 AND from_on <= $3
           ORDER BY from_on DESC LIMIT 1""",
        scheme,
        name,
        day,
    )
    if row is None:
        return Setting(name=name, value=fallback, unit=unit, standing="provisional", from_on=None)
    return Setting(name=name, unit=unit, **row)
