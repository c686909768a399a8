"""Offences that paragraph 1(2A) of Schedule 5 keeps out of penalty notices, however they are written."""

from __future__ import annotations

import pytest

from csas.domain import offences
from csas.store.catalogue import barred_in_file, offences_in_file

BARRED = barred_in_file()["1a"]


@pytest.mark.parametrize(
    "named",
    [
        "Theft: Theft Act 1968, section 1",
        "theft act 1968 s.1",
        "Theft Act 1968",
        "Sections 7 and 1 of the Theft Act 1968",
        "Criminal Damage Act 1971 s.1(1)",
        "Criminal Damage Act 1971, section 1",
        "Drunk in a highway: Licensing Act 1872 s12",
        "Section 91 of the Criminal Justice Act 1967",
        "Leaving litter: Environmental Protection Act 1990, section 87",
    ],
)
def test_the_excluded_are_known(named: str) -> None:
    assert len(list(offences.faults("offences", "1a", [named], BARRED))) == 1


@pytest.mark.parametrize(
    "named", [*offences_in_file()["1a"], "Theft Act 1968, section 12", "Criminal Damage Act 1971 s.1(2)", "Byelaw 1"]
)
def test_all_others_are_not(named: str) -> None:
    assert not list(offences.faults("offences", "1a", [named], BARRED))
