"""A signed file is genuine only while nothing about it has changed."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from csas.outbound import documents
from csas.outbound.documents import signing
from csas.outbound.documents.signing import SigningKey
from tests.outbound import paper

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return signing.load_or_make(tmp_path_factory.mktemp("keys"), NOW)


@pytest.fixture(scope="module")
def signed(key: SigningKey) -> bytes:
    return signing.sign(documents.draw(paper.certificate()), key)


def judged(pdf: bytes, key: SigningKey) -> bool:
    """Judge a file as if its own hash had been recorded, so that only the signature speaks."""
    return signing.verify(pdf, signing.digest(pdf), key, NOW).genuine


def test_a_signed_file_is_genuine(signed: bytes, key: SigningKey) -> None:
    verdict = signing.verify(signed, signing.digest(signed), key, NOW)
    assert verdict.genuine
    assert verdict.findings == ()


def test_it_stays_genuine_until_the_key_ends(signed: bytes, key: SigningKey) -> None:
    later = NOW + timedelta(days=5 * 365)
    assert signing.verify(signed, signing.digest(signed), key, later).genuine


def test_a_file_that_was_not_recorded_is_not_genuine(signed: bytes, key: SigningKey) -> None:
    verdict = signing.verify(signed, "0" * 64, key, NOW)
    assert verdict.findings == ("The file is not the one we recorded.",)


def test_single_changed_bits_are_seen(signed: bytes, key: SigningKey) -> None:
    at_random = Random(4)  # noqa: S311 - the same places each run
    for _ in range(60):
        changed = bytearray(signed)
        changed[at_random.randrange(len(changed))] ^= 1 << at_random.randrange(8)
        assert not signing.verify(bytes(changed), signing.digest(signed), key, NOW).genuine


def test_something_added_after_signing_is_seen(signed: bytes, key: SigningKey) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    overlay = generic.StreamObject(stream_data=b"0 0 1 rg 0 0 300 300 re f")
    writer.add_stream_to_page(0, writer.add_object(overlay))  # type: ignore[no-untyped-call]
    changed = BytesIO()
    writer.write(changed)  # type: ignore[no-untyped-call]
    assert not judged(changed.getvalue(), key)


def test_bytes_after_the_end_are_seen(signed: bytes, key: SigningKey) -> None:
    assert not judged(signed + b"\n%%EOF\n", key)


def test_another_key_is_not_ours(key: SigningKey, tmp_path: Path) -> None:
    other = signing.load_or_make(tmp_path, NOW)
    forged = signing.sign(documents.draw(paper.certificate()), other)
    assert judged(forged, other)
    assert not judged(forged, key)


def test_a_copied_signature_on_another_text_is_seen(signed: bytes, key: SigningKey) -> None:
    with pikepdf.open(BytesIO(signed)) as file:
        file.docinfo["/Title"] = "Certificate of somebody else"
        forged = BytesIO()
        file.save(forged, static_id=True)
    assert not judged(forged.getvalue(), key)


@pytest.mark.parametrize("pdf", [b"", b"not a file", b"%PDF-1.7\n%%EOF\n"])
def test_what_is_no_file_of_ours_is_not_genuine(pdf: bytes, key: SigningKey) -> None:
    assert not judged(pdf, key)


def test_an_unsigned_file_is_not_genuine(key: SigningKey) -> None:
    assert not judged(documents.draw(paper.certificate()), key)


def test_the_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    with ThreadPoolExecutor(6) as many:
        made = list(many.map(lambda _: signing.load_or_make(folder, NOW).fingerprint, range(6)))
    assert len(set(made)) == 1
    (path,) = folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
