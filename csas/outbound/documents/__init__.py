"""Drawing certificates, letters and briefs as PDF: the only room that knows reportlab.

One way in, `draw`: the same snapshot always gives the same bytes; a card needs its photograph too.
Signing is beside it; keeping the file, and the number it carries, is the business of those who ask.
"""

from csas.domain.cards import Instrument, PowersCard
from csas.domain.certificates import Brief, Letter, ProviderCertificate, Snapshot
from csas.outbound.documents import brief, card, certificate, instrument, letter
from csas.outbound.documents.alone import alone
from csas.outbound.documents.text import Unprintable

__all__ = ["Unprintable", "draw"]


@alone
def draw(snapshot: Snapshot, photograph: bytes = b"") -> bytes:
    """Draw what the snapshot says."""
    match snapshot:
        case ProviderCertificate():
            return certificate.draw(snapshot)
        case Letter():
            return letter.draw(snapshot)
        case Brief():
            return brief.draw(snapshot)
        case Instrument():
            return instrument.draw(snapshot)
        case PowersCard():
            return card.draw(snapshot, photograph)
