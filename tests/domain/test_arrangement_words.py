"""What an arrangement says of its powers: by title, with the place in the Schedule behind it."""

from __future__ import annotations

from datetime import date

from csas.domain.arrangements import Agreed, wording


def test_a_power_is_numbered_by_the_list_alone() -> None:
    agreed = Agreed(
        force="The force",
        chief_officer="the Commissioner",
        scheme="The scheme",
        organisation="Northbank Homes",
        address="4 Quayside Row",
        powers=(("3", "Require a name and address"), ("", "Keep a lookout")),
        areas=("Camden",),
        conditions=(),
        edition="Edition 2",
        last_day=date(2028, 11, 2),
    )
    lines = wording(agreed).splitlines()
    assert "Require a name and address (paragraph 3 of Schedule 5)" in lines
    assert "Keep a lookout" in lines
