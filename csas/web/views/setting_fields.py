"""The form of a setting's value: a fitting input for each sort, and what was put in as the command reads it.

It draws and joins; whether a value will do is the command's to say.
"""

from __future__ import annotations

from typing import Any

from csas.domain.scheme_settings import ABOUT, NONE, About, Value, how, typed
from csas.web.fields import Choice, Field

VALUE = "value"
LABEL = "New value"


def fields(name: str, now: Value, form: Any = None) -> tuple[Field, ...]:
    """The inputs with what was put in, or with what the setting says now."""
    about = ABOUT[name]
    match about.kind:
        case "flag":
            return (Field(VALUE, LABEL, "yesno", value=_text(form, typed(name, now))),)
        case "chosen":
            choices = tuple(Choice(code, words) for code, words in about.options.items())
            ticked = tuple(now if form is None else form.getall(VALUE, []))
            return (Field(VALUE, LABEL, "checkboxes", hint="Leave all empty for none.", choices=choices, value=ticked),)
        case "levels":
            return _levels(name, about, now, form)
        case "days":
            said = _text(form, typed(name, now))
            return (Field(VALUE, LABEL, hint=how(name), value=said, width="10", suffix=about.unit),)
        case _:
            return (
                Field(VALUE, LABEL, "number", hint=how(name), value=_text(form, typed(name, now)), suffix=about.unit),
            )


def _text(form: Any, now: str) -> str:
    return now if form is None else str(form.get(VALUE, ""))


def _levels(name: str, about: About, now: Value, form: Any) -> tuple[Field, ...]:
    """One number for each level; the first bears what is wrong with any of them."""
    hint = how(name)
    return tuple(
        Field(
            box,
            words,
            "number",
            hint="" if at else hint,
            value=str(now.get(level, "")) if form is None else str(form.get(box, "")),
            suffix=about.unit,
        )
        for at, (box, (level, words)) in enumerate(zip(_boxes(about), about.options.items(), strict=True))
    )


def _boxes(about: About) -> tuple[str, ...]:
    return tuple(VALUE if not at else f"{VALUE}-{at + 1}" for at in range(len(about.options)))


def given(name: str, form: Any) -> str:
    """The value as the command reads it."""
    about = ABOUT[name]
    match about.kind:
        case "chosen":
            return ", ".join(str(each) for each in form.getall(VALUE, [])) or NONE
        case "levels":
            boxes = zip(about.options, _boxes(about), strict=True)
            return "\n".join(f"{level}: {str(form.get(box, '')).strip()}" for level, box in boxes)
        case _:
            return str(form.get(VALUE, ""))
