"""A heading of a brief never stands alone at the foot of a sheet."""

from __future__ import annotations

import pytest

from csas.domain.certificates import Section, Table
from csas.outbound import documents
from csas.outbound.documents import reading
from tests.outbound import paper

TABLE = Table(headings=("Area", "What they said"), rows=tuple((f"Area {at}", "Endorse") for at in range(8)))
FOLLOWING = {
    "a table": Section(heading="Views of the boroughs", tables=(TABLE,)),
    "text": Section(heading="Views of the boroughs", paragraphs=("They answered at length. " * 20,)),
    "points": Section(heading="Views of the boroughs", points=("They answered at length. " * 6,) * 3),
}


@pytest.mark.parametrize("following", FOLLOWING)
def test_what_it_heads_follows_on_the_same_sheet(following: str) -> None:
    split = 0
    for lines in range(18, 30):
        before = Section(heading="Before", paragraphs=("A line.",) * lines)
        pdf = documents.draw(paper.brief(summary=(), sections=(before, FOLLOWING[following])))
        said = reading.words(pdf)
        assert "Views of the boroughs Page" not in said, lines
        split += "Page 2 of" in said
    assert split


def test_a_long_table_starts_below_its_heading() -> None:
    long = Table(headings=("Area", "Said"), rows=tuple((f"Area {at}", "Endorse " * 40) for at in range(40)))
    before = Section(heading="Before", paragraphs=("A line.",) * 12)
    pdf = documents.draw(paper.brief(summary=(), sections=(before, Section(heading="Views", tables=(long,)))))
    first = reading.words(pdf).partition("Page 1 of")[0]
    assert "Views" in first
    assert "Area 0" in first
