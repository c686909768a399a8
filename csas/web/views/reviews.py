"""What the pages of reviews show: parts, grades and the forms for them.

It reads forms into the shapes of the commands and lays faults on their fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from csas.domain import refusals
from csas.domain import reviews as rules
from csas.domain.reviews import TOPICS, TopicGrade
from csas.domain.values import parse_uk_date
from csas.store.reviews import Review
from csas.web.fields import Choice, Field, with_faults
from csas.web.forms import view_faults

GRADES = tuple(Choice(value, words) for value, words in rules.GRADES.items())
DIRECTIONS = tuple(Choice(value, words) for value, words in rules.DIRECTIONS.items())
ACTIONS = 5
DAY = ("day", "month", "year")


def own_parts(form: Any) -> list[dict[str, object]]:
    """The provider's own assessment, as typed."""
    return [
        {
            "topic": topic.slug,
            "grade": str(form.get(f"grade-{topic.slug}", "")),
            "account": str(form.get(f"account-{topic.slug}", "")),
        }
        for topic in TOPICS
    ]


def own_fields(form: Any, faults: Iterable[refusals.Fault]) -> list[tuple[str, str, tuple[Field, ...]]]:
    """For each part its title, what it asks, and its two fields."""
    laid = list(named_faults(faults, "parts"))
    return [(topic.title, topic.asks, with_faults(_own(topic.slug, form), view_faults(laid))) for topic in TOPICS]


def _own(slug: str, form: Any) -> tuple[Field, ...]:
    return (
        Field(f"grade-{slug}", "Your grade", "radios", choices=GRADES, value=_typed(form, f"grade-{slug}")),
        Field(
            f"account-{slug}",
            "How you know",
            "textarea",
            hint="What you looked at, and what it showed.",
            value=_typed(form, f"account-{slug}"),
            max_length=4000,
        ),
    )


def _typed(form: Any, name: str) -> str:
    return "" if form is None else str(form.get(name, ""))


def named_faults(faults: Iterable[refusals.Fault], collection: str) -> Iterable[refusals.Fault]:
    """Faults on `parts.2.account` laid on the field that the page calls `account-training`."""
    for fault in faults:
        path = fault.field.split(".")
        if path[0] == collection and len(path) == 3 and path[1].isdigit():  # noqa: PLR2004
            slug = TOPICS[int(path[1])].slug
            yield refusals.Fault(field=f"{path[2]}-{slug}", message=f"{fault.message}: {TOPICS[int(path[1])].title}")
        elif path[0] == "actions" and len(path) == 3 and path[1].isdigit():  # noqa: PLR2004
            name = "action-due" if path[2] == "due_on" else "action"
            yield refusals.Fault(field=f"{name}-{path[1]}", message=fault.message)
        else:
            yield fault


def grade_parts(form: Any) -> list[dict[str, object]]:
    """The office's grades, as typed."""
    return [
        {
            "topic": topic.slug,
            "grade": str(form.get(f"grade-{topic.slug}", "")),
            "direction": str(form.get(f"direction-{topic.slug}", "")),
            "critical_failure": form.get(f"critical-{topic.slug}") == "yes",
            "strengths": str(form.get(f"strengths-{topic.slug}", "")),
            "improvements": str(form.get(f"improvements-{topic.slug}", "")),
            "good_practice": str(form.get(f"good_practice-{topic.slug}", "")),
        }
        for topic in TOPICS
    ]


def planned_actions(form: Any) -> list[dict[str, object]]:
    """The action plan: lines with a text or a day, as typed."""
    found = []
    for number in range(ACTIONS):
        body = str(form.get(f"action-{number}", ""))
        parts = [str(form.get(f"action-due-{number}-{part}", "")) for part in DAY]
        if body.strip() or any(part.strip() for part in parts):
            due = parse_uk_date(parts[0], parts[1], parts[2], "By when") if any(parts) else ""
            found.append({"body": body, "due_on": getattr(due, "message", None) or str(due)})
    return found


def grade_fields(
    form: Any, review: Review, faults: Iterable[refusals.Fault]
) -> list[tuple[str, str, str, tuple[Field, ...]]]:
    """For each part its title, what it asks, what the provider said, and the fields."""
    laid = view_faults(named_faults(faults, "parts"))
    return [
        (topic.title, topic.asks, own_words(review, topic.slug), with_faults(_grade(topic.slug, form), laid))
        for topic in TOPICS
    ]


def own_words(review: Review, slug: str) -> str:
    """What the provider said of itself, in one line."""
    if slug not in review.own:
        return "The provider sent no self-assessment."
    grade, account = review.own[slug]
    return f"The provider says: {rules.GRADES[grade]}. {account}"


def _grade(slug: str, form: Any) -> tuple[Field, ...]:
    texts = (
        ("strengths", "Strengths"),
        ("improvements", "Areas for improvement"),
        ("good_practice", "Good practice"),
    )
    return (
        Field(f"grade-{slug}", "Grade", "radios", choices=GRADES, value=_typed(form, f"grade-{slug}")),
        Field(
            f"direction-{slug}",
            "Direction of travel",
            "radios",
            choices=DIRECTIONS,
            value=_typed(form, f"direction-{slug}"),
        ),
        Field(
            f"critical-{slug}",
            "Is there a critical failure?",
            "yesno",
            hint="For example, somebody used a power without training or vetting. It alone means Poor.",
            value=_typed(form, f"critical-{slug}") or "no",
        ),
        *(
            Field(f"{name}-{slug}", f"{words} (optional)", "textarea", value=_typed(form, f"{name}-{slug}"), rows=3)
            for name, words in texts
        ),
    )


def plan_fields(form: Any, faults: Iterable[refusals.Fault]) -> tuple[Field, ...]:
    """The lines of the action plan."""
    laid: list[Field] = []
    for number in range(ACTIONS):
        laid.append(
            Field(
                f"action-{number}",
                f"Action {number + 1} (optional)",
                "textarea",
                rows=2,
                value=_typed(form, f"action-{number}"),
            )
        )
        day = {part: _typed(form, f"action-due-{number}-{part}") for part in DAY}
        laid.append(Field(f"action-due-{number}", "By when", "date", value=day))
    moved = [
        refusals.Fault(field="action-0", message=fault.message) if fault.field == "actions" else fault
        for fault in named_faults(faults, "parts")
    ]
    return with_faults(tuple(laid), view_faults(moved))


def graded_rows(grades: tuple[TopicGrade, ...]) -> list[tuple[str, str, str, str]]:
    """Title, grade, colour and direction of each part in the order of the topics."""
    by_topic = {grade.topic: grade for grade in grades}
    return [
        (
            topic.title,
            rules.GRADES[by_topic[topic.slug].grade],
            rules.COLOURS[by_topic[topic.slug].grade],
            rules.DIRECTIONS[by_topic[topic.slug].direction],
        )
        for topic in TOPICS
        if topic.slug in by_topic
    ]
