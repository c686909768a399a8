"""Lists, words and links as we call them, beside the GOV.UK macro that says the same."""

from csas.web.fields import Fault
from csas.web.parts import Link, Row, Task
from tests.web.govuk_inputs import ERROR, Case

CONTENT: list[Case] = [
    (
        "error_summary",
        ((Fault("name", "Enter a name"), Fault("", "Try again")),),
        {},
        "error-summary",
        {
            "titleText": "There is a problem",
            "errorList": [{"text": "Enter a name", "href": "#name"}, {"text": "Try again"}],
        },
    ),
    ("error_message", ("Enter a name", "x"), {}, "error-message", {**ERROR, "id": "x"}),
    (
        "summary_list",
        (
            (
                Row("Name", "Halcyon", (Link("Change", "/1", hidden="name"),)),
                Row("Areas", "Two", (Link("Add", "/2"), Link("Remove", "/3"))),
                Row("Number", "4"),
            ),
        ),
        {},
        "summary-list",
        {
            "rows": [
                {
                    "key": {"text": "Name"},
                    "value": {"text": "Halcyon"},
                    "actions": {"items": [{"text": "Change", "href": "/1", "visuallyHiddenText": "name"}]},
                },
                {
                    "key": {"text": "Areas"},
                    "value": {"text": "Two"},
                    "actions": {"items": [{"text": "Add", "href": "/2"}, {"text": "Remove", "href": "/3"}]},
                },
                {"key": {"text": "Number"}, "value": {"text": "4"}},
            ]
        },
    ),
    (
        "task_list",
        ((Task("Powers", "/1", "Incomplete", "blue", "One each"), Task("Sign", status="Later")),),
        {},
        "task-list",
        {
            "items": [
                {
                    "title": {"text": "Powers"},
                    "href": "/1",
                    "hint": {"text": "One each"},
                    "status": {"tag": {"text": "Incomplete", "classes": "govuk-tag--blue"}},
                },
                {"title": {"text": "Sign"}, "status": {"text": "Later"}},
            ]
        },
    ),
    ("tag", ("Late", "red"), {}, "tag", {"text": "Late", "classes": "govuk-tag--red"}),
    (
        "table",
        ("Answers", ("Area", "Days"), (("Camden", "3"),)),
        {"numeric": (1,), "stack": False},
        "table",
        {
            "caption": "Answers",
            "captionClasses": "govuk-table__caption--m",
            "firstCellIsHeader": True,
            "head": [{"text": "Area"}, {"text": "Days", "format": "numeric"}],
            "rows": [[{"text": "Camden"}, {"text": "3", "format": "numeric"}]],
        },
    ),
    (
        "pagination",
        (
            "/1",
            "/3",
            (Link("1", "/1"), Link("2", "/2", current=True), Link("", ""), Link("9", "/9")),
        ),
        {},
        "pagination",
        {
            "previous": {"href": "/1"},
            "next": {"href": "/3"},
            "items": [
                {"number": 1, "href": "/1"},
                {"number": 2, "href": "/2", "current": True},
                {"ellipsis": True},
                {"number": 9, "href": "/9"},
            ],
        },
    ),
    (
        "pagination",
        ("/1", "/3"),
        {},
        "pagination",
        {"previous": {"href": "/1"}, "next": {"href": "/3"}},
    ),
    ("notification_banner", ("Done",), {}, "notification-banner", {"text": "Done"}),
    (
        "notification_banner",
        ("Done", "success"),
        {},
        "notification-banner",
        {"text": "Done", "type": "success"},
    ),
    ("inset_text", ("Words",), {}, "inset-text", {"text": "Words"}),
    ("warning_text", ("Words",), {}, "warning-text", {"text": "Words"}),
    (
        "details",
        ("Why", True, "Because"),
        {},
        "details",
        {"summaryText": "Why", "text": "Because", "open": True},
    ),
    ("panel", ("Sent", "Number 4"), {}, "panel", {"titleText": "Sent", "text": "Number 4"}),
    (
        "breadcrumbs",
        ((Link("Cases", "/c"), Link("Halcyon", "")),),
        {},
        "breadcrumbs",
        {"collapseOnMobile": True, "items": [{"text": "Cases", "href": "/c"}, {"text": "Halcyon"}]},
    ),
    ("back_link", ("/c",), {}, "back-link", {"text": "Back", "href": "/c"}),
    (
        "navigation",
        ((Link("Cases", "/c", current=True), Link("Register", "/r")),),
        {},
        "service-navigation",
        {
            "navigation": [
                {"text": "Cases", "href": "/c", "current": True},
                {"text": "Register", "href": "/r"},
            ]
        },
    ),
    (
        "skip_link",
        (),
        {},
        "skip-link",
        {"text": "Skip to main content", "href": "#main-content"},
    ),
]
