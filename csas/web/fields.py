"""What a form shows: plain frozen views of its fields, drawn by `templates/form.html`.

They carry words and typed values only; they never check an answer and never know who asks.
"""

import msgspec

Typed = str | tuple[str, ...] | dict[str, str]


class Choice(msgspec.Struct, frozen=True):
    """One thing a person may choose."""

    value: str
    label: str
    hint: str = ""


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong with what was typed; an empty field means the form as a whole."""

    field: str
    message: str


class Grid(msgspec.Struct, frozen=True):
    """Questions asked once for each row in each column, such as power by area."""

    rows: tuple[Choice, ...]
    columns: tuple[Choice, ...]
    answers: tuple[Choice, ...]
    row_name: str = "Power"
    condition: str = "Condition"


class Field(msgspec.Struct, frozen=True):
    """One field. `value` is text, the ticked values, or a dictionary for a date or a grid.

    `kind` is text, textarea, number, date, radios, checkboxes, select, file, yesno, grid,
    hidden, email or password.
    """

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    value: Typed = ""
    choices: tuple[Choice, ...] = ()
    error: str = ""
    rows: int = 5
    width: str = ""
    autocomplete: str = ""
    inputmode: str = ""
    max_length: int | None = None
    heading: bool = False
    prefix: str = ""
    suffix: str = ""
    accept: str = ""
    grid: Grid | None = None
    faults: tuple[Fault, ...] = ()


def cell_name(field: str, row: str, column: str) -> str:
    """Name the answer of one cell of a grid."""
    return f"{field}-{row}-{column}"


def condition_name(field: str, row: str, column: str) -> str:
    """Name the condition written beside one cell of a grid."""
    return f"{cell_name(field, row, column)}-condition"


def grid_names(field: str, grid: Grid) -> tuple[str, ...]:
    """List every input a grid draws, in the order it draws them."""
    cells = [(row.value, column.value) for row in grid.rows for column in grid.columns]
    return tuple(
        name for row, column in cells for name in (cell_name(field, row, column), condition_name(field, row, column))
    )


def with_faults(fields: tuple[Field, ...], faults: tuple[Fault, ...]) -> tuple[Field, ...]:
    """Lay each fault on the field it names; a grid keeps those of its own cells.

    A fault deeper down, such as `powers.2.reason`, is laid on `powers`.
    """
    return tuple(_with_faults(field, faults) for field in fields)


def _with_faults(field: Field, faults: tuple[Fault, ...]) -> Field:
    named = (fault.message for fault in faults if fault.field.partition(".")[0] == field.name)
    own = next(named, field.error)
    names = set(grid_names(field.name, field.grid)) if field.grid else set()
    inner = tuple(fault for fault in faults if fault.field in names)
    return msgspec.structs.replace(field, error=own, faults=inner)
