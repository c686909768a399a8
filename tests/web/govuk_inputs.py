"""Inputs as we call them, beside the GOV.UK macro and parameters that say the same."""

from typing import Any

from csas.web.fields import Choice

Case = tuple[str, tuple[Any, ...], dict[str, Any], str, dict[str, Any]]
CHOICES = (Choice("a", "Council", "A local authority"), Choice("b", "Charity"))
ITEMS = [
    {"value": "a", "text": "Council", "hint": {"text": "A local authority"}},
    {"value": "b", "text": "Charity"},
]
OPTIONS = [{"value": "a", "text": "Council"}, {"value": "b", "text": "Charity"}]
LABEL = {"text": "Name"}
HINT = {"text": "As on the card"}
ERROR = {"text": "Enter a name"}
LEGEND = {"legend": {"text": "Kind", "classes": "govuk-fieldset__legend--s"}}
HEADING = {"legend": {"text": "Kind", "classes": "govuk-fieldset__legend--l", "isPageHeading": True}}
DATE: list[dict[str, Any]] = [
    {"name": "day", "id": "on", "classes": "govuk-input--width-2 govuk-input--error", "value": "3"},
    {"name": "month", "classes": "govuk-input--width-2 govuk-input--error"},
    {"name": "year", "classes": "govuk-input--width-4 govuk-input--error"},
]

INPUTS: list[Case] = [
    ("button", ("Send",), {}, "button", {"text": "Send", "preventDoubleClick": True}),
    ("button", ("Send",), {"once": False}, "button", {"text": "Send"}),
    (
        "button",
        ("Keep", "secondary"),
        {"name": "act", "value": "draft"},
        "button",
        {
            "text": "Keep",
            "classes": "govuk-button--secondary",
            "name": "act",
            "value": "draft",
            "preventDoubleClick": True,
        },
    ),
    (
        "button",
        ("Start", "start", "/a"),
        {},
        "button",
        {"text": "Start", "href": "/a", "isStartButton": True},
    ),
    ("input", ("name", "Name"), {}, "input", {"name": "name", "label": LABEL}),
    (
        "input",
        ("name", "Name", "Ŵyn <b>", "text", "As on the card", "Enter a name", 10, "name", "text"),
        {"suffix": "people"},
        "input",
        {
            "name": "name",
            "label": LABEL,
            "value": "Ŵyn <b>",
            "hint": HINT,
            "errorMessage": ERROR,
            "classes": "govuk-input--width-10",
            "autocomplete": "name",
            "inputmode": "text",
            "suffix": {"text": "people"},
        },
    ),
    (
        "input",
        ("name", "Name"),
        {"heading": True},
        "input",
        {
            "name": "name",
            "label": {**LABEL, "isPageHeading": True, "classes": "govuk-label--l"},
        },
    ),
    (
        "textarea",
        ("name", "Name", "Long"),
        {"hint": "As on the card", "error": "Enter a name"},
        "textarea",
        {"name": "name", "label": LABEL, "value": "Long", "hint": HINT, "errorMessage": ERROR},
    ),
    (
        "textarea",
        ("name", "Name"),
        {"max_length": 200, "error": "Enter a name"},
        "character-count",
        {"name": "name", "label": LABEL, "maxlength": 200, "rows": 5, "errorMessage": ERROR},
    ),
    (
        "select",
        ("name", "Name", CHOICES, "b"),
        {"hint": "As on the card", "error": "Enter a name"},
        "select",
        {
            "name": "name",
            "label": LABEL,
            "items": OPTIONS,
            "value": "b",
            "hint": HINT,
            "errorMessage": ERROR,
        },
    ),
    (
        "radios",
        ("kind", "Kind", CHOICES, "a"),
        {"hint": "As on the card", "error": "Enter a name"},
        "radios",
        {
            "name": "kind",
            "fieldset": LEGEND,
            "items": ITEMS,
            "value": "a",
            "hint": HINT,
            "errorMessage": ERROR,
        },
    ),
    (
        "radios",
        ("kind", "Kind", CHOICES),
        {"heading": True, "inline": True},
        "radios",
        {"name": "kind", "fieldset": HEADING, "items": ITEMS, "classes": "govuk-radios--inline"},
    ),
    (
        "checkboxes",
        ("kind", "Kind", CHOICES, ("b",)),
        {"error": "Enter a name"},
        "checkboxes",
        {
            "name": "kind",
            "fieldset": LEGEND,
            "items": ITEMS,
            "values": ["b"],
            "errorMessage": ERROR,
        },
    ),
    (
        "date_input",
        ("on", "Kind", {"day": "3"}),
        {"hint": "As on the card", "error": "Enter a name"},
        "date-input",
        {
            "id": "on",
            "namePrefix": "on",
            "fieldset": LEGEND,
            "hint": HINT,
            "errorMessage": ERROR,
            "items": DATE,
        },
    ),
    (
        "file_upload",
        ("name", "Name", "As on the card", "Enter a name", ".pdf"),
        {},
        "file-upload",
        {
            "name": "name",
            "label": LABEL,
            "hint": HINT,
            "errorMessage": ERROR,
            "attributes": {"accept": ".pdf"},
        },
    ),
]
