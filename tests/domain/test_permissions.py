"""Who may do what, and that nobody takes two parts in a case."""

from csas.domain.permissions import ACTIONS, CLOCK, PUBLIC, Actor, Holding, Subject, allows, taken_part

RUTH = Actor(person=1, name="Ruth", kind="person", holdings=(Holding(role="signatory", organisation=10),))
PRIYA = Actor(person=2, name="Priya", kind="person", holdings=(Holding(role="assessor", scheme=5),))
TOM = Actor(person=3, name="Tom", kind="person", holdings=(Holding(role="endorser", organisation=77),))
GRACE = Actor(person=4, name="Grace", kind="person", holdings=(Holding(role="endorser", partnership=8),))
CASE = Subject(scheme=5, organisation=10, partnership=8)


def test_an_action_nobody_knows_is_refused() -> None:
    assert not allows(PRIYA, "application:bless", CASE)


def test_the_organisation_submits_its_own_and_no_other() -> None:
    assert allows(RUTH, "application:submit", CASE)
    assert not allows(RUTH, "application:submit", Subject(scheme=5, organisation=11))


def test_an_assessor_of_another_scheme_may_not_assess() -> None:
    assert allows(PRIYA, "application:assess", CASE)
    assert not allows(PRIYA, "application:assess", Subject(scheme=6))


def test_a_request_that_was_passed_on_is_answered_by_whom_it_was_passed_to() -> None:
    passed_on = Subject(scheme=5, organisation=10, partnership=8, respondent_organisation=77)
    assert allows(GRACE, "endorsement:answer", CASE)
    assert not allows(GRACE, "endorsement:answer", passed_on)
    assert allows(TOM, "endorsement:answer", passed_on)


def test_only_the_clock_lets_a_request_fall_silent() -> None:
    assert allows(CLOCK, "endorsement:fall-silent", CASE)
    assert not allows(PRIYA, "endorsement:fall-silent", CASE)


def test_strangers_read_only_what_is_public() -> None:
    open_to_all = {action for action in ACTIONS if allows(PUBLIC, action)}
    assert "check:read" in open_to_all
    assert not {
        action for action in open_to_all if action.startswith(("application", "endorsement", "review", "appeal"))
    }


def test_whoever_recommended_does_not_decide() -> None:
    parts = ((2, "assessor"),)
    assert taken_part(parts, PRIYA, "application:offer") == "assessor"
    assert taken_part(parts, PRIYA, "application:recommend") is None
    assert taken_part(parts, RUTH, "application:offer") is None
