"""A certificate says whose it is, until when, and that it gives no person any power."""

from datetime import date

import msgspec

from csas.domain.certificate_words import every_word, short_title, words
from csas.domain.certificates import PrintedPower, ProviderCertificate, grouped, number_from

NUMBER = number_from(12345)
CERTIFICATE = ProviderCertificate(
    number=NUMBER,
    scheme="Community Safety Accreditation Scheme",
    force="Kent Police",
    chief_officer="Chief Constable of Kent Police",
    provider="Northbank Homes Limited",
    powers=(PrintedPower(code="7", paragraph="7", title="Remove an abandoned vehicle"),),
    areas=("Lambeth", "Southwark"),
    starts_on=date(2026, 4, 1),
    last_day=date(2027, 3, 31),
    edition="First edition, 2026",
    provisional=False,
    decided_by_post="Head of Accreditation",
    delegation="D/3",
    issued_on=date(2026, 3, 24),
    check_url=f"https://csas.example.org/check/{NUMBER}",
)


def test_it_says_everything_it_must() -> None:
    said = every_word(words(CERTIFICATE))
    for part in (
        "Northbank Homes Limited",
        "7 Remove an abandoned vehicle",
        "Southwark",
        "From 1 April 2026",
        "To the end of 31 March 2027",
        "Standards First edition, 2026 (adopted)",
        "This certificate gives no person any power. Ask to see the person\u2019s own powers card.",
        grouped(NUMBER),
    ):
        assert part in said
    assert "Demonstration" not in said
    assert "On these conditions" not in said


def test_a_chief_officer_is_called_by_title() -> None:
    assert short_title("Commissioner of Police of the Metropolis") == "Commissioner"
    assert "whom the Chief Constable accredits" in words(CERTIFICATE).statement


def test_conditions_and_a_demonstration_are_said() -> None:
    changed = msgspec.structs.replace(CERTIFICATE, conditions=("In uniform.",), demonstration=True)
    said = every_word(words(changed))
    assert {"On these conditions", "In uniform.", "Demonstration"} <= set(said)
