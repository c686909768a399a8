"""Uses of powers as they were returned: month by month on a sheet, and some by a warden on his phone.

Always the same uses for the same day: they are drawn by lot from a fixed seed.
"""

from __future__ import annotations

import base64
import csv
import io
import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from csas.demonstration.papers import CODES
from csas.demonstration.people import Team, organisation_of
from csas.demonstration.stage import Scene
from csas.domain.calendar import add_months
from csas.domain.use_sheets import COLUMNS
from csas.domain.values import Struct

LITTER = "Leaving litter: Environmental Protection Act 1990, section 87"
GRAFFITI = "Graffiti and fly-posting: Anti-social Behaviour Act 2003, section 43(1)"


class Kind(Struct):
    """One kind of use: what goes with it, and how often it comes."""

    power: str
    weight: int
    reason: str
    outcomes: tuple[str, ...]
    offence: str = ""
    item: str = ""
    saved: int = 0


KINDS = (
    Kind(power="1f", weight=8, reason="Rubbish dropped from the landing.", outcomes=("issued", "advised"),
         offence=LITTER, saved=20),
    Kind(power="1e", weight=3, reason="Seen spraying the lift door.", outcomes=("issued", "police"),
         offence=GRAFFITI, saved=45),
    Kind(power="3", weight=9, reason="Group in the stairwell; asked to leave and did not.",
         outcomes=("given", "given", "given", "refused", "walked-off"), saved=35),
    Kind(power="5", weight=6, reason="Drinking on the play deck; none of them 18.",
         outcomes=("surrendered", "surrendered", "refused"), item="alcohol", saved=30),
    Kind(power="7", weight=2, reason="Left on the estate road for three weeks, no keeper found.", outcomes=("done",),
         saved=25),
)  # fmt: skip
PLACES = {
    "Southwark": ("Tanner’s Court, stairwell B", "Lockside House, play deck", "Galleon Way", "Quayside Row"),
    "Tower Hamlets": ("The Ropewalk, block 4", "Sailmakers, east court", "Ropewalk Green"),
}
SOUTHWARK = ("NH-202", "NH-204", "NH-205", "NH-206", "NH-207")
TOWER_HAMLETS = ("NH-203", "NH-208", "NH-209", "NH-210")
PRECIOUS, DENZIL, LOWRI = "NH-210", "NH-207", "NH-206"


async def northbank(scene: Scene, team: Team, before: int) -> None:
    """The first weeks, returned at once."""
    stage = scene.stage
    await scene.at(stage.ago(before - 1, 12))
    await hand_in(scene, team, "sam", list(_uses(stage.today(), 70, before, (*SOUTHWARK, *TOWER_HAMLETS))))


async def northbank_lately(scene: Scene, team: Team) -> None:
    """The weeks after that, among them one by somebody who had left, as it turned out later."""
    stage = scene.stage
    until = (stage.today() - scene.now.date()).days + 1
    staying = [number for number in (*SOUTHWARK, *TOWER_HAMLETS) if number not in {DENZIL, LOWRI}]
    rows = list(_uses(stage.today(), 44, until, staying))
    gone = stage.working(11).date()
    rows.append(_row(DENZIL, KINDS[2], datetime.combine(gone, datetime.min.time()).replace(hour=19, minute=40), 0))
    await hand_in(scene, team, "sam", rows)


def _uses(today: date, first: int, last: int, numbers: Sequence[str]) -> Iterator[dict[str, object]]:
    """Two or three a day from so many days ago to so many days ago."""
    lot = random.Random(2003 + first)  # noqa: S311 - a fixed draw, not a secret
    for days in range(first, last, -1):
        for _ in range(lot.choice((1, 2, 2, 3))):
            number = lot.choice(numbers)
            kinds = [kind for kind in KINDS if number != PRECIOUS or kind.power != "5"]
            kind = lot.choices(kinds, [each.weight for each in kinds])[0]
            at = datetime.combine(today - timedelta(days=days), datetime.min.time())
            yield _row(number, kind, at.replace(hour=lot.randint(9, 23), minute=lot.randint(0, 59)), lot.randint(0, 99))


def _row(number: str, kind: Kind, at: datetime, lot: int) -> dict[str, object]:
    borough = "Southwark" if number in SOUTHWARK else "Tower Hamlets"
    outcome = kind.outcomes[lot % len(kind.outcomes)]
    return {
        "number": number,
        "power": kind.power,
        "on": at.date().isoformat(),
        "time": f"{at:%H:%M}",
        "area": borough,
        "place": PLACES[borough][lot % len(PLACES[borough])],
        "offence": kind.offence,
        "item": kind.item,
        "quantity": 1 + lot % 4 if kind.item else "",
        "reason": kind.reason,
        "officer_present": "yes" if lot % 11 == 0 else "no",
        "outcome": outcome,
        "minutes": 5 + lot % 20,
        "saved": 0 if outcome == "advised" else kind.saved,
    }


async def hand_in(scene: Scene, team: Team, slug: str, rows: Sequence[dict[str, object]]) -> None:
    """Return these uses as a spreadsheet."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow([column.title for column in COLUMNS])
    writer.writerows([[row.get(column.name, "") for column in COLUMNS] for row in rows])
    await scene.does(
        slug,
        "use:import",
        organisation=team.organisation,
        name=f"uses-{scene.now:%Y-%m}.csv",
        content=base64.b64encode(sheet.getvalue().encode()).decode(),
    )


async def by_mo_himself(scene: Scene, team: Team) -> None:
    """What Mo recorded on his phone, on the spot."""
    stage = scene.stage
    for days, kind, where in ((3, KINDS[0], 0), (2, KINDS[3], 1), (1, KINDS[2], 0)):
        at = stage.ago(days, 18, 5)
        await scene.at(stage.ago(days, 18, 20))
        said = _row("NH-204", kind, at.replace(tzinfo=None), where)
        said = {name: value for name, value in said.items() if value != "" and name != "number"}
        said |= {"area": CODES["Southwark"], "staff": team.people["NH-204"].ref}
        await scene.does("mo", "use:record", **said)


async def stops(scene: Scene, team: Team, examiners: Sequence[str], first: date, days: int) -> None:
    """Vehicle stops at the planned sites of a pilot, handed in when it was over."""
    lot = random.Random(1988)  # noqa: S311 - a fixed draw, not a secret
    await hand_in(scene, team, "jon", [row for day in range(days) for row in _stops_of(lot, examiners, first, day)])


def _stops_of(lot: random.Random, examiners: Sequence[str], first: date, day: int) -> Iterator[dict[str, object]]:
    site = SITES[day % len(SITES)]
    for _ in range(lot.randint(3, 6)):
        outcome = lot.choice(("no-action", "advised", "defect-notice", "defect-notice", "prohibited", "reported"))
        yield {
            "number": lot.choice(examiners),
            "power": "8",
            "on": (first + timedelta(days=day)).isoformat(),
            "time": f"{lot.randint(7, 15):02}:{lot.randint(0, 59):02}",
            "area": site[0],
            "place": site[1],
            "direction": site[2],
            "vehicle": lot.choice(("Lorry", "Lorry", "Van up to 3.5 tonnes", "Bus or coach")),
            "registration": f"X{lot.randint(10, 99)} ZZ{lot.choice('ABC')}",
            "reason": "Chosen for examination at a planned site.",
            "officer_present": "yes" if lot.randrange(10) == 0 else "no",
            "outcome": outcome,
            "minutes": lot.randint(12, 40),
            "saved": lot.choice((25, 35, 45)),
        }


SITES = (
    ("Ealing", "A40 Western Avenue, lay-by at the planned site", "Westbound"),
    ("Greenwich", "A2 Rochester Way, weighbridge", "Eastbound"),
    ("Brent", "A406 North Circular Road, depot entrance", "Northbound"),
)


async def nothing_used(scene: Scene) -> None:
    """Ferryman’s wardens were never put forward one by one, so it returned that no power was used."""
    stage = scene.stage
    month = add_months(stage.days(91).date().replace(day=1), 1)
    over = add_months(month, 1)
    await scene.at(stage.ago((stage.today() - over).days - 1, 9, 30))
    await scene.does(
        "elis", "use:return-nil", organisation=await organisation_of(scene, "elis"), month=f"{month:%Y-%m}"
    )
