"""Instruments, cards and sheets as drawn: the same each time, whole, readable, safe, and where they belong."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import msgspec
import pikepdf
import pytest
from PIL import Image

from csas.domain import card_words, cards
from csas.domain.cards import Held, HeldPower, Instrument, Issuer, Photograph, PowersCard
from csas.domain.certificates import grouped, number_from
from csas.outbound.documents import card, draw, photograph, reading, sheets
from csas.outbound.documents.lint import lint, lint_sheets
from csas.outbound.documents.text import Unprintable
from csas.store.catalogue import powers_in_file
from tests.carded import portrait
from tests.outbound.paper import ENDLESS, HARD_NAMES, OFFICE, TODAY

BY = Issuer(
    scheme=OFFICE.scheme,
    force=OFFICE.force,
    chief_officer=OFFICE.chief_officer,
    person="Mo Farrow",
    employer="Northbank Homes Limited",
    job="Warden",
    decided_by_post="Head of Accreditation",
    delegation="CSAS/D/2026/03",
    decided_on=TODAY,
    edition="Standards: edition 1 (provisional)",
    return_to="any police station",
    address="http://127.0.0.1:8000",
    demonstration=False,
)
LAW = [power for power in powers_in_file() if power.get("statutory", True)]


def held(many: int = 3, **changes: Any) -> Held:
    powers = tuple(
        HeldPower(
            code=each["code"],
            paragraph=each["paragraph"],
            title=each["title"],
            plain=each["plain"],
            law=each["law"],
            areas=() if each.get("territory") == "any" else ("Lambeth", "Southwark"),
        )
        for each in LAW[:many]
    )
    plain = Held(
        powers=powers,
        starts_on=date(2026, 4, 1),
        last_day=date(2027, 3, 31),
        uniform="Green jacket",
        badge="Left breast",
        rests_on=("training", "vetting"),
    )
    return msgspec.structs.replace(plain, **changes)


def both(of: Held, seed: int = 1, **by: Any) -> tuple[Instrument, PowersCard]:
    named = msgspec.structs.replace(BY, **by)
    picture = Photograph(sha256="0" * 64, stored_as="00/x")
    instrument = cards.instrument(of, named, number_from(seed * 2), TODAY)
    return instrument, cards.card(of, named, number_from(seed * 2 + 1), TODAY, picture)


@pytest.mark.parametrize("many", range(21))
def test_any_number_of_powers_is_said_whole(many: int) -> None:
    for said in both(held(many)):
        pdf = draw(said, portrait())
        assert lint(said, pdf) == []
        assert draw(said, portrait()) == pdf


@pytest.mark.parametrize("name", HARD_NAMES)
def test_a_hard_name_is_said_as_it_is(name: str) -> None:
    for said in both(held(), person=name[:120], employer=name, job=name[:120]):
        pdf = draw(said, portrait())
        assert lint(said, pdf) == []
        assert not reading.is_active(pdf)


def test_a_card_says_each_offence_once() -> None:
    graffiti = "Graffiti and fly-posting: Anti-social Behaviour Act 2003, section 43(1)"
    plain = "Give a person a penalty notice for graffiti or fly-posting."
    power = msgspec.structs.replace(held().powers[0], plain=plain, offences=(graffiti, "Lambeth parks: byelaw 7"))
    said = both(held(powers=(power,)))[1]
    whole = card_words.words(said).powers[0].whole
    assert whole == (
        "give a person a penalty notice for graffiti and fly-posting (Anti-social Behaviour Act 2003, section 43(1)) "
        "and Lambeth parks: byelaw 7"
    )
    assert whole in reading.words(draw(said, portrait()))
    assert lint(said, draw(said, portrait())) == []


def test_what_is_too_long_is_refused() -> None:
    for said in both(held(), person=ENDLESS):
        with pytest.raises(Unprintable):
            draw(said, portrait())


def test_offences_zones_conditions_and_earlier_ends_are_in_the_instrument() -> None:
    power = msgspec.structs.replace(
        held().powers[0],
        offences=("Throwing fireworks", "Drunk and disorderly"),
        zones=("Quayside estate",),
        conditions=("Only in pairs after dark.",),
        last_day=date(2026, 12, 31),
    )
    instrument, _ = both(held(powers=(power, *held().powers[1:])))
    words = reading.words(draw(instrument))
    for part in ("Throwing fireworks and Drunk", "Quayside estate", "Only in pairs after dark", "31 December 2026"):
        assert part in words
    for part in ("no power to detain", "must be shown (s.42(1))", "fit and proper", "while this person’s vetting"):
        assert part in words


def test_a_power_longer_than_a_page_goes_over_several() -> None:
    offences = tuple(f"Offence number {at} " + "of a long description that goes on " * 5 for at in range(60))
    power = msgspec.structs.replace(held().powers[0], offences=offences)
    instrument, printed = both(held(powers=(power,)), demonstration=True)
    assert lint(instrument, draw(instrument)) == []
    assert lint(printed, draw(printed, portrait())) == []


def test_a_common_instrument_is_one_page_and_no_last_page_is_nearly_empty() -> None:
    """Five powers, two of them with an offence, as employers mostly ask for."""
    rows = {power["code"]: power for power in powers_in_file()}
    model = held().powers[0]
    powers = tuple(
        msgspec.structs.replace(
            model,
            code=code,
            areas=("Southwark", "Tower Hamlets"),
            zones=("Tanner’s Court", "Lockside House"),
            offences=tuple(rows[code].get("offences", ())),
            **{name: rows[code][name] for name in ("paragraph", "title", "plain", "law")},
        )
        for code in ("1e", "1f", "3", "5", "7")
    )
    with pikepdf.open(BytesIO(draw(both(held(powers=powers), demonstration=True)[0]))) as pdf:
        assert len(pdf.pages) == 1
    with pikepdf.open(BytesIO(draw(both(held(powers=powers * 2), demonstration=True)[0]))) as pdf:
        assert len(pdf.pages) == 2
        del pdf.pages[0]
        pdf.save(last := BytesIO())
    words = reading.words(last.getvalue())
    assert all(part in words for part in ("On these conditions", "was satisfied", "Limits", "Issued on"))


def test_a_card_is_the_size_of_a_bank_card_on_both_sides() -> None:
    with pikepdf.open(BytesIO(draw(both(held())[1], portrait()))) as pdf:
        boxes = [[float(side) for side in page.mediabox] for page in pdf.pages]
    assert len(boxes) == 2
    for box in boxes:
        assert box[2] / 72 * 25.4 == pytest.approx(85.6, abs=0.1)
        assert box[3] / 72 * 25.4 == pytest.approx(54.0, abs=0.1)


def test_each_back_lies_behind_its_front() -> None:
    """Turned along the long edge, a sheet's left is its back's right."""
    for place in range(sheets.A_SHEET):
        x, y = sheets.corner(place, mirrored=False)
        back_x, back_y = sheets.corner(place, mirrored=True)
        assert back_y == y
        assert back_x == pytest.approx(595.2756 - x - card.WIDTH, abs=0.01)


def test_sheets_say_every_card_and_miss_none() -> None:
    printed = [both(held(1 + at % 5), at + 1, person=f"Warden Number {at}")[1] for at in range(13)]
    pdf = sheets.draw([(each, portrait(at)) for at, each in enumerate(printed)], "Print run", OFFICE.force)
    assert lint_sheets(printed, pdf) == []
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.pages) == 4
    words = "".join(reading.words(pdf).split())
    assert all(words.count(grouped(each.number)) == 2 for each in printed)
    another = both(held(), 99, person="Somebody Else")[1]
    assert "The file does not say: Somebody Else" in lint_sheets([*printed, another], pdf)


def test_a_photograph_is_embedded_as_it_is_and_a_large_one_made_smaller() -> None:
    small = photograph.picture(portrait())
    assert (small.width, small.height) == (420, 540)
    with pytest.raises(photograph.NotAPhotograph):
        photograph.picture(b"\xff\xd8 not really")
    made = BytesIO()
    Image.new("RGBA", (3000, 2000), (1, 2, 3, 255)).save(made, "PNG")
    assert max(photograph.picture(made.getvalue()).width, 640) == 640


def test_a_uniform_that_nobody_described_is_noticed() -> None:
    instrument, _ = both(held(uniform="", badge=""))
    assert "The uniform and the badge are not described (s.42(2))." in lint(instrument, draw(instrument))
