"""A definition as a Mermaid diagram: what may follow what, and who holds the case.

It draws words only. Steps that leave a case where it is are left out, since the
diagram answers where a case can go.
"""

from __future__ import annotations

from csas.domain.definitions import Definition, State, Step

_MARKS = str.maketrans({mark: f"#{ord(mark)};" for mark in '#;:"<>'})


def draw(definition: Definition) -> str:
    """The text of a `stateDiagram-v2`, the same for the same definition."""
    lines = ["stateDiagram-v2", f"    [*] --> {_id(definition.initial)}"]
    lines += [f'    state "{_label(state)}" as {_id(state.name)}' for state in definition.states.values()]
    lines += [
        f"    {_id(source)} --> {_id(target)} : {_text(' / '.join(words))}"
        for (source, target), words in _moves(definition).items()
    ]
    lines += [f"    {_id(state.name)} --> [*]" for state in definition.states.values() if state.closed]
    return "\n".join(lines) + "\n"


def _moves(definition: Definition) -> dict[tuple[str, str], list[str]]:
    moves: dict[tuple[str, str], list[str]] = {}
    for step in definition.steps:
        for source in step.sources:
            if step.to is not None:
                moves.setdefault((source, step.to), []).append(_words(definition, source, step))
    return moves


def _words(definition: Definition, source: str, step: Step) -> str:
    state = definition.states.get(source)
    clocked = state is not None and state.deadline is not None and state.deadline.action == step.action
    return f"{step.words} (when the time has passed)" if clocked else step.words


def _label(state: State) -> str:
    held = None if state.held_by == "nobody" else state.held_by
    details = [part for part in (held, state.deadline and state.deadline.words) if part]
    return _text(state.words) + (f"<br/>{', '.join(details)}" if details else "")


def _id(name: str) -> str:
    """Mermaid reads a hyphen as the start of an arrow."""
    return name.replace("-", "_")


def _text(words: str) -> str:
    """Words without the marks that would end a label."""
    return " ".join(words.split()).translate(_MARKS)
