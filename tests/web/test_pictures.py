"""Each picture says in words what it shows, and the map has every area once."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from csas.domain.calendar import Pause, working_day_deadline
from csas.web import pictures
from csas.web.areas import LONDON
from csas.web.templating import environment, parts_of
from tests.web import gallery


@pytest.fixture(scope="module")
def ui() -> SimpleNamespace:
    """Our macros."""
    return parts_of(environment())


def test_the_map_has_every_london_area_once() -> None:
    assert {tile.code for tile in LONDON} == {f"E090000{number:02}" for number in range(1, 34)}
    assert len({(tile.row, tile.column) for tile in LONDON}) == 33
    assert len({tile.short for tile in LONDON}) == 33


def test_only_the_city_lies_outside() -> None:
    assert [tile.name for tile in LONDON if tile.outside] == ["City of London"]


def test_every_state_on_the_map_has_its_words_mark_and_look() -> None:
    css = (gallery.STATIC / "csas.css").read_text(encoding="utf-8")
    for state in pictures.MAP_WORDS:
        assert state in {"condition", "silent"} or f".csas-map__tile--{state}" in css
    marks = [mark for mark, _ in pictures.MAP_WORDS.values()]
    assert len(set(marks)) == len(marks)


def test_the_map_is_read_out_and_stands_beside_its_table(ui: SimpleNamespace) -> None:
    drawn = str(ui.borough_map(pictures.london_map({"E09000007": "objects"}), "Answers"))
    assert "Objects: Camden." in drawn
    assert '<th scope="row" class="govuk-table__header">Camden</th>' in drawn
    assert drawn.count("csas-map__area") == 33


def test_the_map_takes_words_of_its_own() -> None:
    words = {"some": ("3", "3 providers")}
    tiles = pictures.london_map({"E09000007": "some"}, words)
    shown = next(tile for tile in tiles if tile.name == "Camden")
    assert (shown.mark, shown.words) == ("3", "3 providers")


@pytest.mark.parametrize("current", range(6))
def test_one_stage_is_current_until_all_are_done(ui: SimpleNamespace, current: int) -> None:
    stages = pictures.stages_at(current)
    drawn = str(ui.stage_tracker(stages, holder="the office", deadline="by Friday"))
    assert [stage.state for stage in stages].count("done") == current
    assert drawn.count('aria-current="step"') == (1 if current < 5 else 0)
    assert ("With the office" in drawn) == (current < 5)


def test_the_longest_bar_is_whole_and_nothing_is_no_bar() -> None:
    bars = (pictures.Bar("A", 4), pictures.Bar("B", 1), pictures.Bar("C", 0))
    assert [pictures.share(bar, bars) for bar in bars] == ["100.0%", "25.0%", "0.0%"]
    assert pictures.share(bars[2], bars[2:]) == "0%"


def test_a_bar_is_a_row_of_a_table(ui: SimpleNamespace) -> None:
    drawn = str(ui.bars("Days", (pictures.Bar("Application", 21, "21 days"),)))
    assert '<th scope="row" class="csas-bars__label">Application</th>' in drawn
    assert "21 days" in drawn


def test_the_working_lists_every_day_and_why_it_does_not_count(ui: SimpleNamespace) -> None:
    drawn = str(ui.deadline_working(gallery.deadline()))
    assert "Friday 22 May 2026" in drawn
    assert "Not counted. Bank holiday: Spring bank holiday" in drawn
    assert "Not counted. Paused: question about insurance" in drawn
    assert drawn.count("csas-working__number") == 6
    assert "Due by the end of <strong>Tuesday 2 June 2026</strong>" in drawn


def test_the_working_of_a_clock_that_stands_still_names_no_day(ui: SimpleNamespace) -> None:
    pause = Pause(since=datetime(2026, 5, 22, 9, tzinfo=UTC), why="a question")
    drawn = str(ui.deadline_working(working_day_deadline(date(2026, 5, 21), 6, {}, (pause,))))
    assert "The clock stands still: a question." in drawn
    assert "Due by" not in drawn


def test_nothing_drawn_carries_style_of_its_own() -> None:
    drawn = gallery.draw_all()
    assert all(" style=" not in html and "<style" not in html for html in drawn.values())
    assert all(" onclick" not in html for html in drawn.values())
