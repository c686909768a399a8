"""How much a certificate costs beside the same words set plainly.

Plainly means one line under another, in the same four faces and with the same QR code, broken
by reportlab's own splitter. Both are drawn in turn in one process, and each keeps its best time.
"""

from collections.abc import Callable
from io import BytesIO
from time import perf_counter

from reportlab.lib.utils import simpleSplit

from csas.domain.certificate_words import CertificateWords, every_word, words
from csas.domain.certificates import PrintedPower, ProviderCertificate
from csas.outbound.documents import certificate, fonts, page, qr
from tests.bench.racing import Result
from tests.outbound import paper

MUST = 1.5
ROUNDS = 60
POWERS = (
    ("1f", "1(2)(c)", "Fixed penalty for litter"),
    ("1c", "1(2)(a)", "Fixed penalty for cycling on a footway"),
    ("1e", "1(2)(ba)", "Penalty notice for graffiti or fly-posting"),
    ("2a", "2", "Require name and address for a relevant offence"),
    ("3", "3", "Require name and address of a person acting in an anti-social manner"),
    ("5", "5", "Confiscate alcohol from a person under 18"),
    ("7", "7", "Remove an abandoned vehicle"),
)
SAMPLE = paper.certificate(powers=tuple(PrintedPower(code=c, paragraph=p, title=t) for c, p, t in POWERS))


def measure(_stage: object = None) -> list[Result]:
    """Draw both in turn and give the ratio of their best times."""
    fine = plain = float("inf")
    for _ in range(ROUNDS):
        fine = min(fine, _seconds(lambda: certificate.draw(SAMPLE)))
        plain = min(plain, _seconds(lambda: set_plainly(SAMPLE)))
    notes = f"{fine * 1000:.2f} ms beside {plain * 1000:.2f} ms"
    ratio = round(fine / plain, 2)
    return [Result("a certificate, beside its words set plainly", ratio, MUST, most=True, notes=notes)]


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def set_plainly(snapshot: ProviderCertificate) -> bytes:
    """Set the certificate's words as plain lines with the same code below."""
    said = words(snapshot)
    buffer = BytesIO()
    canvas = page.sheet(buffer, said.provider, said.force, said.number)
    y = 790.0
    for part in every_word(said):
        face, size = _face(said, part)
        canvas.setFont(face, size)
        for line in simpleSplit(part, face, size, 430):
            y -= size * 1.3
            canvas.drawString(82, y, line)
    qr.draw(canvas, said.check_url, 82, 40, 82)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _face(said: CertificateWords, part: str) -> tuple[str, float]:
    if part == said.certifies:
        return fonts.ITALIC, 12
    if part == said.demonstration:
        return fonts.BOLD, 12
    if part in (said.provider, said.no_power, said.number, said.powers_label):
        return fonts.SEMIBOLD, 11
    return fonts.REGULAR, 11
