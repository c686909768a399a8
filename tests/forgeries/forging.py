"""How somebody might forge one of our files: every way takes a genuine one and makes another of it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import msgspec
import pikepdf
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from csas.domain.cards import Instrument, PowersCard
from csas.domain.certificates import number_from
from csas.outbound.documents import draw, signing
from csas.outbound.documents.signing import SigningKey
from tests.carded import portrait
from tests.world import NOW

PAINT = b"q 1 1 1 rg 10 60 150 40 re f Q"


class Genuine(NamedTuple):
    """A genuine file, what it says, our key, and a folder for keys of others."""

    pdf: bytes
    said: Instrument | PowersCard
    picture: bytes
    key: SigningKey
    elsewhere: Path


def saved(pdf: pikepdf.Pdf) -> bytes:
    made = BytesIO()
    pdf.save(made, static_id=True)
    return made.getvalue()


def edited_text(of: Genuine) -> bytes:
    """The words in the page are changed, and all is saved again."""
    with pikepdf.open(BytesIO(of.pdf)) as pdf:
        page = pdf.pages[0]
        page.Contents.write(page.Contents.read_bytes().replace(b" Tj", b" Tj ", 1) + b"\n% changed")
        return saved(pdf)


def overlaid(of: Genuine) -> bytes:
    """Something is painted over, and all is saved again."""
    with pikepdf.open(BytesIO(of.pdf)) as pdf:
        pdf.pages[0].contents_add(PAINT)
        return saved(pdf)


def updated_after_signature(of: Genuine) -> bytes:
    """The same, added behind the signature as an update that leaves every signed byte alone."""
    writer = IncrementalPdfFileWriter(BytesIO(of.pdf))
    writer.add_stream_to_page(0, writer.add_object(generic.StreamObject(stream_data=PAINT)))  # type: ignore[no-untyped-call]
    made = BytesIO()
    writer.write(made)  # type: ignore[no-untyped-call]
    return made.getvalue()


def bytes_at_the_end(of: Genuine) -> bytes:
    return of.pdf + b"\n% nothing to see\n"


def one_bit(of: Genuine) -> bytes:
    changed = bytearray(of.pdf)
    changed[len(changed) // 3] ^= 1
    return bytes(changed)


def copied_signature(of: Genuine) -> bytes:
    """The signature of the genuine file is put into another that names somebody else."""
    other = msgspec.structs.replace(of.said, person="Somebody Else")
    with pikepdf.open(BytesIO(of.pdf)) as genuine, pikepdf.open(BytesIO(draw(other, of.picture))) as pdf:
        pdf.Root.AcroForm = pdf.copy_foreign(genuine.make_indirect(genuine.Root.AcroForm))
        return saved(pdf)


def signed_by_another(of: Genuine) -> bytes:
    """The very words, signed with a key that looks like ours."""
    return signing.sign(draw(of.said, of.picture), signing.load_or_make(of.elsewhere / "another", NOW))


def of_another_force(of: Genuine) -> bytes:
    """Another force’s installation, with its own key and its own name."""
    theirs = msgspec.structs.replace(of.said, force="Thames Valley Police")
    return signing.sign(draw(theirs, of.picture), signing.load_or_make(of.elsewhere / "theirs", NOW))


def number_never_issued(of: Genuine) -> bytes:
    """Signed with our own key, but under a number that nobody issued."""
    number = number_from(77)
    address = of.said.check_url.replace(of.said.number, number)
    return signing.sign(draw(msgspec.structs.replace(of.said, number=number, check_url=address), of.picture), of.key)


def more_powers(of: Genuine) -> bytes:
    """Signed with our own key under its own number, with a power too many."""
    power = msgspec.structs.replace(of.said.powers[0], code="9", paragraph="9", title="Escort a load")
    return signing.sign(draw(msgspec.structs.replace(of.said, powers=(*of.said.powers, power)), of.picture), of.key)


def another_face(of: Genuine) -> bytes:
    """Signed with our own key under its own number, with somebody else’s photograph or name."""
    if isinstance(of.said, PowersCard):
        return signing.sign(draw(of.said, portrait(991)), of.key)
    return signing.sign(draw(msgspec.structs.replace(of.said, person="Somebody Else")), of.key)


def unsigned(of: Genuine) -> bytes:
    return draw(of.said, of.picture)


def signature_taken_out(of: Genuine) -> bytes:
    with pikepdf.open(BytesIO(of.pdf)) as pdf:
        del pdf.Root.AcroForm
        del pdf.pages[0].Annots
        return saved(pdf)


def scanned(of: Genuine) -> bytes:
    """A picture of a page, made into a PDF."""
    made = BytesIO()
    Image.new("RGB", (400 + len(of.pdf) % 7, 250), "white").save(made, "PDF")
    return made.getvalue()


def not_a_file(of: Genuine) -> bytes:
    return b"%PDF-1.7\n" + of.said.number.encode()


WAYS: dict[str, Callable[[Genuine], bytes]] = {
    way.__name__.replace("_", " "): way
    for way in (
        edited_text,
        overlaid,
        updated_after_signature,
        bytes_at_the_end,
        one_bit,
        copied_signature,
        signed_by_another,
        of_another_force,
        number_never_issued,
        more_powers,
        another_face,
        unsigned,
        signature_taken_out,
        scanned,
        not_a_file,
    )
}
