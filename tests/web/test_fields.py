"""Any field is drawn from its view, keeps what was typed and carries its own fault."""

from types import SimpleNamespace

import pytest

from csas.web.fields import (
    Choice,
    Fault,
    Field,
    Grid,
    cell_name,
    condition_name,
    grid_names,
    with_faults,
)
from csas.web.templating import environment, parts_of

GRID = Grid(
    (Choice("alcohol", "Confiscate alcohol"),),
    (Choice("E09000022", "Lambeth"), Choice("E09000028", "Southwark")),
    (Choice("endorse", "Endorse"), Choice("object", "Object")),
)


@pytest.fixture(scope="module")
def ui() -> SimpleNamespace:
    """Our macros."""
    return parts_of(environment())


@pytest.mark.parametrize("kind", ["text", "textarea", "number", "email", "select", "radios"])
def test_typed_words_come_back_escaped(ui: SimpleNamespace, kind: str) -> None:
    value = '"><script>Ŵyn</script>'
    field = Field("name", "Name", kind, value=value, choices=(Choice(value, "Odd"),))
    drawn = str(ui.field(field))
    assert "<script>" not in drawn
    assert "&#34;&gt;&lt;script&gt;Ŵyn" in drawn


def test_a_password_never_comes_back(ui: SimpleNamespace) -> None:
    assert "hunter2" not in ui.field(Field("password", "Password", "password", value="hunter2"))


def test_a_textarea_keeps_its_first_empty_line(ui: SimpleNamespace) -> None:
    drawn = str(ui.field(Field("notes", "Notes", "textarea", value="\nTwo")))
    assert ">\n\nTwo</textarea>" in drawn


def test_a_zero_is_a_value(ui: SimpleNamespace) -> None:
    assert 'value="0"' in ui.field(Field("wardens", "Wardens", "number", value="0"))


def test_every_tick_comes_back(ui: SimpleNamespace) -> None:
    choices = (Choice("a", "A"), Choice("b", "B"), Choice("c", "C"))
    drawn = ui.field(Field("kinds", "Kinds", "checkboxes", value=("a", "c"), choices=choices))
    assert drawn.count(" checked") == 2


def test_one_tick_is_not_found_inside_another_word(ui: SimpleNamespace) -> None:
    choices = (Choice("a", "A"), Choice("alcohol", "B"))
    drawn = ui.field(Field("kinds", "Kinds", "checkboxes", value="alcohol", choices=choices))
    assert drawn.count(" checked") == 1


def test_a_grid_names_each_cell_and_its_condition(ui: SimpleNamespace) -> None:
    drawn = str(ui.field(Field("answers", "Answers", "grid", grid=GRID)))
    for name in grid_names("answers", GRID):
        assert f'name="{name}"' in drawn
        assert f'for="{name}"' in drawn


def test_a_grid_keeps_its_answers(ui: SimpleNamespace) -> None:
    value = {
        cell_name("answers", "alcohol", "E09000022"): "object",
        condition_name("answers", "alcohol", "E09000028"): "Not after 11pm",
    }
    drawn = str(ui.field(Field("answers", "Answers", "grid", value=value, grid=GRID)))
    assert drawn.count(" selected") == 1
    assert 'value="Not after 11pm"' in drawn


def test_faults_are_laid_on_the_fields_they_name(ui: SimpleNamespace) -> None:
    cell = cell_name("answers", "alcohol", "E09000022")
    fields = (Field("name", "Name"), Field("answers", "Answers", "grid", grid=GRID))
    faults = (Fault("name", "Enter a name"), Fault(cell, "Choose an answer"), Fault("", "Again"))
    named, grid = with_faults(fields, faults)
    assert named.error == "Enter a name"
    assert grid.faults == (faults[1],)
    assert f'id="{cell}-error"' in ui.field(grid)


def test_a_fault_deeper_down_is_laid_on_its_field(ui: SimpleNamespace) -> None:
    (field,) = with_faults((Field("powers", "Powers"),), (Fault("powers.2.reason", "Say why"),))
    assert field.error == "Say why"
    assert '<a href="#powers">' in ui.error_summary((Fault("powers.2.reason", "Say why"),))


def test_each_fault_links_to_a_field_that_is_there(ui: SimpleNamespace) -> None:
    fields = (
        Field("name", "Name"),
        Field("on", "Day", "date"),
        Field("kind", "Kind", "radios", choices=(Choice("a", "A"),)),
        Field("answers", "Answers", "grid", grid=GRID),
    )
    drawn = str(ui.form_fields(fields))
    for field in fields:
        assert f'id="{field.name}"' in drawn


def test_no_faults_draw_nothing(ui: SimpleNamespace) -> None:
    assert not ui.error_summary(()).strip()


def test_a_form_carries_its_token(ui: SimpleNamespace) -> None:
    drawn = ui.act("/cases/x/hold", "token", "Hold", "secondary", {"version": "4"})
    assert '<input type="hidden" name="csrf" value="token">' in drawn
    assert '<input type="hidden" name="version" value="4">' in drawn
    assert 'method="post"' in drawn
