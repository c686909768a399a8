"""A scanner reads from paper the very address at which a document is checked."""

from __future__ import annotations

import pytest

from csas.domain.certificates import ProviderCertificate
from csas.outbound.documents import draw, sheets
from tests.carded import portrait
from tests.cards.test_drawn import both, held
from tests.outbound import paper, scanner

LONG = "https://accreditation.constabulary-of-a-long-name.police.uk"
ROUGH = 100  # dots per inch, as of a fax or a photograph from some way off

every_address = pytest.mark.parametrize("address", [paper.OFFICE.address, LONG])


def certificate(address: str) -> ProviderCertificate:
    return paper.certificate(check_url=f"{address}/check/{paper.NUMBER}")


@every_address
@pytest.mark.parametrize("dots", [ROUGH, scanner.PRINT])
def test_a_certificate_and_an_instrument_lead_to_their_own_check(address: str, dots: int) -> None:
    said = certificate(address)
    assert scanner.codes(draw(said), dots) == [[said.check_url]]
    instrument, _ = both(held(), address=address)
    found = [code for page in scanner.codes(draw(instrument), dots) for code in page]
    assert found == [f"{address}/check/{instrument.number}"]


@every_address
@pytest.mark.parametrize("dots", [ROUGH, scanner.PRINT])
def test_a_card_is_read_from_its_front(address: str, dots: int) -> None:
    _, card = both(held(20), address=address)
    assert scanner.codes(draw(card, portrait()), dots) == [[f"{address}/check/{card.number}"], []]


def test_every_card_of_a_sheet_is_read() -> None:
    cards = [both(held(1 + at), at + 1)[1] for at in range(13)]
    pdf = sheets.draw([(each, portrait(at)) for at, each in enumerate(cards)], "Print run", paper.OFFICE.force)
    links = [each.check_url for each in cards]
    assert scanner.codes(pdf) == [sorted(links[:10]), [], sorted(links[10:]), []]


@pytest.mark.parametrize("turned", [90, 180, 7])
def test_a_card_is_read_however_it_is_held(turned: int) -> None:
    _, card = both(held())
    front = next(scanner.pictures(draw(card, portrait())))
    assert scanner.scan(front.rotate(turned, expand=True, fillcolor="white")) == [card.check_url]
