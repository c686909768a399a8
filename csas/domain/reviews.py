"""Reviews of a provider: each part graded with a direction of travel, and the whole.

The period is fixed: what happened after it is left out. One critical failure can
alone mean Poor, and the whole is never better than the weakest severe part.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from csas.domain.refusals import Fault
from csas.domain.values import Struct

Grade = Literal["excellent", "good", "fair", "poor", "not-graded"]
Direction = Literal["improved", "stable", "declined", "not-allocated"]
Validation = Literal["desk", "visit"]
Risk = Literal["low", "moderate", "high", "very-high"]

# From worst to best; "not graded" stands outside the order.
ORDER: tuple[Grade, ...] = ("poor", "fair", "good", "excellent")
GRADES: dict[str, str] = {
    "excellent": "Excellent",
    "good": "Good",
    "fair": "Fair",
    "poor": "Poor",
    "not-graded": "Not graded",
}
DIRECTIONS: dict[str, str] = {
    "improved": "Improved",
    "stable": "Stable",
    "declined": "Declined",
    "not-allocated": "No direction of travel allocated",
}
COLOURS: dict[str, str] = {
    "excellent": "green",
    "good": "teal",
    "fair": "yellow",
    "poor": "red",
    "not-graded": "grey",
}


class Topic(Struct):
    """One part of a review; a severe one caps the whole."""

    slug: str
    title: str
    asks: str
    severe: bool = False


TOPICS: tuple[Topic, ...] = (
    Topic(
        slug="supervision",
        title="Supervision and leadership",
        asks="Are there enough trained supervisors, and do they know what their people do?",
        severe=True,
    ),
    Topic(
        slug="vetting",
        title="Vetting and suitability",
        asks="Is everybody who uses a power vetted, and are changes reported in time?",
        severe=True,
    ),
    Topic(
        slug="training",
        title="Training",
        asks="Is training in date for every power held, and is it the right training?",
    ),
    Topic(
        slug="powers",
        title="Use of powers and its records",
        asks="Are powers used as the standards say, with uniform and badge, and is each use recorded?",
        severe=True,
    ),
    Topic(
        slug="complaints",
        title="Complaints and dissatisfaction",
        asks="Do the arrangements under section 40(9) work, and is anything learnt from them?",
    ),
    Topic(
        slug="partnership",
        title="Partnership and benefits",
        asks="What has the arrangement brought in information, less crime and reassurance?",
    ),
)
BY_SLUG = {topic.slug: topic for topic in TOPICS}


class TopicGrade(Struct):
    """The grade of one part, as the office gives it."""

    topic: str
    grade: Grade
    direction: Direction
    critical_failure: bool = False
    strengths: str = ""
    improvements: str = ""
    good_practice: str = ""


def overall(grades: Sequence[TopicGrade]) -> Grade:
    """The grade of the whole: the middle one, capped by severe parts and critical failures."""
    graded = [each for each in grades if each.grade in ORDER]
    if any(each.critical_failure for each in grades):
        return "poor"
    if not graded:
        return "not-graded"
    ranks = sorted(ORDER.index(each.grade) for each in graded)
    middle = ranks[(len(ranks) - 1) // 2]
    severe = [ORDER.index(each.grade) for each in graded if BY_SLUG[each.topic].severe]
    return ORDER[min([middle, *severe])]


def why_overall(grades: Sequence[TopicGrade]) -> str:
    """In words, what made the whole what it is."""
    critical = [BY_SLUG[each.topic].title for each in grades if each.critical_failure]
    if critical:
        return f"A critical failure in {', '.join(critical)} alone means Poor."
    whole = overall(grades)
    if whole == "not-graded":
        return "No part was graded."
    severe = [each for each in grades if BY_SLUG[each.topic].severe and each.grade == whole]
    better = any(each.grade in ORDER and ORDER.index(each.grade) > ORDER.index(whole) for each in grades)
    if severe and better:
        return f"The whole cannot be better than {', '.join(BY_SLUG[each.topic].title for each in severe)}."
    return "The middle of the grades given."


def grade_faults(grades: Sequence[TopicGrade], actions: Sequence[tuple[str, date]]) -> tuple[Fault, ...]:
    """Every part once; improvements named where a grade is low; an action for each of them."""
    faults = []
    given = [each.topic for each in grades]
    for topic in TOPICS:
        if given.count(topic.slug) != 1:
            message = f"Give “{topic.title}” one grade"
            faults.append(Fault(field=f"grade-{topic.slug}", message=message))
    low = [each for each in grades if each.grade in {"poor", "fair"}]
    faults.extend(
        Fault(
            field=f"improvements-{each.topic}",
            message=f"Say what must improve in “{BY_SLUG[each.topic].title}”",
        )
        for each in low
        if each.topic in BY_SLUG and not each.improvements
    )
    if low and not actions:
        faults.append(Fault(field="actions", message="Agree at least one action for what must improve"))
    return tuple(faults)
