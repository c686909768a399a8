"""The grade of the whole: the middle one, capped by the weakest severe part."""

from hypothesis import given
from hypothesis import strategies as st

from csas.domain.reviews import ORDER, TOPICS, Grade, TopicGrade, overall


def _grades(**given_grades: Grade) -> list[TopicGrade]:
    return [
        TopicGrade(topic=topic.slug, grade=given_grades.get(topic.slug, "good"), direction="stable") for topic in TOPICS
    ]


def test_all_good_is_good() -> None:
    assert overall(_grades()) == "good"


def test_one_weak_severe_part_caps_the_whole() -> None:
    assert overall(_grades(vetting="fair")) == "fair"


def test_one_weak_part_that_is_not_severe_does_not() -> None:
    assert overall(_grades(partnership="poor")) == "good"


def test_a_critical_failure_alone_means_poor() -> None:
    grades = _grades()
    failed = TopicGrade(topic="training", grade="good", direction="stable", critical_failure=True)
    assert overall([failed if g.topic == "training" else g for g in grades]) == "poor"


def test_nothing_graded_is_not_graded() -> None:
    assert overall([TopicGrade(topic="training", grade="not-graded", direction="not-allocated")]) == "not-graded"


@given(st.lists(st.sampled_from(ORDER), min_size=len(TOPICS), max_size=len(TOPICS)))
def test_the_whole_is_never_better_than_a_severe_part(ranks: list[Grade]) -> None:
    grades = [
        TopicGrade(topic=topic.slug, grade=grade, direction="stable")
        for topic, grade in zip(TOPICS, ranks, strict=True)
    ]
    whole = ORDER.index(overall(grades))
    severe = [ORDER.index(grade) for topic, grade in zip(TOPICS, ranks, strict=True) if topic.severe]
    assert whole <= min(severe)
