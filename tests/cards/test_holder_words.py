"""The catalogue speaks to the public; an instrument, and a person's own page, speak of the holder."""

import re

from csas.domain.holder_words import OF_HOLDER, of_holder
from csas.store.catalogue import powers_in_file

TO_THE_PUBLIC = re.compile(r"\b(you|your|they|their)\b", re.IGNORECASE)


def test_no_power_tells_its_holder_that_it_is_used_on_them() -> None:
    for power in powers_in_file():
        assert not TO_THE_PUBLIC.search(of_holder(power["code"], power["plain"])), power["code"]


def test_only_powers_of_the_catalogue_have_words_of_their_own() -> None:
    assert set(OF_HOLDER) <= {power["code"] for power in powers_in_file()}
