"""Fees that are alike are said once, and what nobody has set is not free."""

from __future__ import annotations

from csas.domain.standards import STAGES, Fee
from csas.web.views.fees import EVERYBODY, schedule

NOTE = "Waived during the proof of concept."


def fee(sector: str, stage: str, pence: int | None, note: str = "") -> Fee:
    return Fee(sector=sector, stage=stage, pence=pence, note=note)


def test_all_alike_is_a_sentence() -> None:
    said = schedule([fee(sector, stage, None, NOTE) for sector in EVERYBODY for stage in STAGES])
    assert said.rows == ()
    assert said.unset
    assert said.sentence == (
        "For every kind of organisation, the fee to consider a new application, to consider a renewal and to grant "
        "is not yet set. Waived during the proof of concept."
    )


def test_stages_that_differ_have_a_row_each() -> None:
    said = schedule([fee(sector, stage, 100 * len(stage)) for sector in EVERYBODY for stage in STAGES])
    assert [row[:3] for row in said.rows] == [
        ("To consider a new application", "Every kind of organisation", "£8"),
        ("To consider a renewal", "Every kind of organisation", "£16"),
        ("To grant", "Every kind of organisation", "£5"),
    ]
    assert not said.unset


def test_sectors_are_named_where_they_differ() -> None:
    fees = [fee("private", "grant", 50_000), fee("charity", "grant", 0), fee("health", "grant", 0)]
    assert [row[1:3] for row in schedule(fees).rows] == [("Private company", "£500"), ("Health and Charity", "Free")]


def test_one_fee_alone_names_its_sector() -> None:
    assert schedule([fee("private", "grant", 0)]).rows == (("To grant", "Private company", "Free", ""),)


def test_no_fees_say_nothing() -> None:
    assert schedule([]).sentence == ""
    assert schedule([]).rows == ()
