"""Each kind of letter says what it must, whatever people called themselves."""

import pytest

from csas.domain import letters as facts
from csas.domain.certificates import grouped
from csas.outbound import documents, letters
from csas.outbound.documents.lint import lint
from csas.outbound.documents.text import Unprintable
from tests.outbound import paper

every_kind = pytest.mark.parametrize("kind", letters.KINDS.values(), ids=letters.KINDS)
NAMELESS = (facts.PasswordReset, facts.SignInCodeReset, facts.ConcernReceived, facts.ConcernClosed)
every_named_kind = pytest.mark.parametrize("kind", [kind for kind in letters.KINDS.values() if kind not in NAMELESS])
TO = letters.Addressee(name="Sam Okoro", organisation="Northbank Homes Limited")


def written(of: facts.Facts) -> str:
    """The letter as its reader gets it by e-mail."""
    return letters.as_text(letters.compose(of, TO, paper.OFFICE, paper.TODAY))


def test_every_kind_of_fact_has_words() -> None:
    assert set(letters.KINDS.values()) == set(facts.Facts.__subclasses__())


@every_kind
@pytest.mark.parametrize("hard", paper.HARD_NAMES)
def test_a_hard_name_is_said_as_it_is(kind: type[facts.Facts], hard: str) -> None:
    letter = letters.compose(paper.filled(kind, hard), TO, paper.OFFICE, paper.TODAY)
    assert "\n" not in letter.subject
    assert hard in letters.as_text(letter) or kind in NAMELESS


@every_kind
def test_it_can_be_drawn_and_says_on_paper_what_it_says_in_the_e_mail(
    kind: type[facts.Facts],
) -> None:
    of = paper.filled(kind, f"{paper.MARKUP} {paper.WELSH}"[:160])
    letter = letters.compose(of, TO, paper.OFFICE, paper.TODAY)
    assert lint(letter, documents.draw(letter)) == []


@every_named_kind
def test_an_endless_word_is_refused(kind: type[facts.Facts]) -> None:
    with pytest.raises((letters.TooLong, Unprintable)):
        written(paper.filled(kind, paper.ENDLESS))


@every_kind
def test_no_value_can_add_a_header_or_hide_in_the_text(kind: type[facts.Facts]) -> None:
    of = paper.filled(kind, "Ring\r\nBcc: all@example.org\u202e\u0000")
    wording = letters.write(of, paper.OFFICE)
    assert not set("\r\n\u202e\u0000") & set("".join((wording.subject, *wording.points)))


def test_an_offer_says_that_it_gives_nobody_a_power() -> None:
    offer = facts.OfferMade(
        organisation="Northbank Homes Limited",
        powers=("Fixed penalty for litter", "Stop a cycle"),
        areas=("Lambeth",),
        conditions=("Patrols keep to the estates.",),
        edition="the first edition, 2026 (provisional)",
        term_until=paper.TODAY,
        sign_by=paper.TODAY,
        in_part=True,
        appeal_until=paper.TODAY,
    )
    said = written(offer)
    assert "it gives no person any power" in said
    assert "Fixed penalty for litter and Stop a cycle" in said
    assert "Director of Professional Standards will decide" in said


def test_a_refusal_gives_its_reasons_and_the_way_to_appeal() -> None:
    said = written(
        facts.Refused(
            organisation="Copperfield Security",
            reasons=("R4 Complaints: no procedure is written down.",),
            explanation="You told us of two complaints.\n\nNeither was answered.",
            appeal_until=paper.TODAY,
        )
    )
    assert "1. R4 Complaints: no procedure is written down." in said
    assert "You told us of two complaints.\n\nNeither was answered." in said
    assert "You may appeal until the end of 24 March 2026" in said


@pytest.mark.parametrize(
    ("place", "words"),
    [("held", "A place that is held is not a decision"), ("reserve", "We make no promise")],
)
def test_a_place_is_never_promised(place: str, words: str) -> None:
    said = written(facts.ApplicationAccepted(organisation="Halcyon Guarding", place=place))
    assert words in said
    assert "ends on 22 November 2026" in said


def test_a_case_that_needs_no_place_hears_nothing_of_places() -> None:
    said = written(facts.ApplicationAccepted(organisation="Northbank", place="not-needed"))
    assert "is complete" in said
    assert "place" not in said


def test_a_deferral_is_not_a_refusal() -> None:
    said = written(facts.Deferred(organisation="Lantern University", explanation="Three of three."))
    assert "This is not a refusal" in said


def test_a_signed_arrangement_brings_its_number_and_where_to_check_it() -> None:
    said = written(
        facts.ArrangementStarted(
            organisation="Northbank Homes Limited",
            number=paper.NUMBER,
            starts_on=paper.TODAY,
            term_until=paper.TODAY,
        )
    )
    assert grouped(paper.NUMBER) in said
    assert f"http://127.0.0.1:8000/check/{paper.NUMBER}" in said


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("upheld", "goes back to be decided afresh"),
        ("varied", "decided again as my directions say"),
        ("dismissed", "The first decision stands"),
    ],
)
def test_an_appeal_says_what_becomes_of_the_first_decision(outcome: facts.AppealOutcome, words: str) -> None:
    said = written(facts.AppealDecided(organisation="Orchard", outcome=outcome, explanation="So."))
    assert words in said


@pytest.mark.parametrize(("place", "words"), [("held", "We are holding for you"), ("reserve", "on the reserve list")])
def test_an_appeal_upheld_says_whether_there_is_a_place(place: str, words: str) -> None:
    said = written(facts.AppealDecided(organisation="Orchard", outcome="upheld", explanation="So.", place=place))
    assert words in said


def test_an_appeal_upheld_in_part_gives_its_directions() -> None:
    of = facts.AppealDecided(
        organisation="Orchard", outcome="varied", explanation="So.", directions="Hear Bromley again."
    )
    assert "Hear Bromley again." in written(of)


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"again": True}, "You have answered before"), ({"passed_on": True}, "declared an interest")],
)
def test_an_endorser_hears_why_it_is_asked(changes: dict[str, bool], words: str) -> None:
    of = paper.filled(facts.EndorsementRequested, "Camden", again=False, passed_on=False)
    assert words not in written(of)
    assert words in written(paper.filled(facts.EndorsementRequested, "Camden", **changes))


@pytest.mark.parametrize("outcome", ["granted", "part", "refused"])
def test_an_endorser_hears_the_outcome(outcome: str) -> None:
    of = facts.EndorsementOutcome(organisation="Halcyon", body="Camden", outcome=outcome)
    said = written(of)
    assert {"granted": "granted.", "part": "granted in part.", "refused": "refused."}[outcome] in said
    assert ("No condition" in said) == (outcome != "refused")


@pytest.mark.parametrize(("how", "words"), [("surrender", "As you asked"), ("notice", "This is notice")])
def test_an_ending_says_how_it_came(how: str, words: str) -> None:
    of = facts.ArrangementEnded(
        organisation="Ferryman", how=how, ended_on=paper.TODAY, explanation="", appeal_until=paper.TODAY
    )
    said = written(of)
    assert words in said
    assert "collect their powers cards" in said


def test_a_demonstration_says_so_first() -> None:
    assert written(facts.PasswordReset()).startswith("Demonstration: nothing in this message is real.")
