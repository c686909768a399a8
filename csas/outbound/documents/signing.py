"""Signing finished files and judging signed ones.

A P-256 key and a certificate of our own are made at the first start and kept together in one
file only its owner may read. A signature allows no later change. A file is genuine only if
everything about it agrees: the library's whole verdict, that the signature covers the entire
file, that nothing was added, that our own certificate made it, and the hash kept at issue.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Final

from asn1crypto import keys as asn1_keys
from asn1crypto import pem as asn1_pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from csas.domain.values import Struct
from csas.store.secret_files import keep_once

FILE: Final = "document-signing.pem"
_FIELD: Final = "csas"
_YEARS: Final = 10
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


class SigningKey(Struct):
    """The key that signs and the certificate that names it."""

    key: asn1_keys.PrivateKeyInfo
    certificate: asn1_x509.Certificate

    @property
    def fingerprint(self) -> str:
        """Name the key, for the record of what it signed."""
        return bytes(self.certificate.sha256).hex()


class Verdict(Struct):
    """What was found about a signed file; genuine only if every finding is good."""

    genuine: bool
    findings: tuple[str, ...]


def load_or_make(folder: Path, now: datetime) -> SigningKey:
    """Load the signing key, making it first if this is the first start."""
    path = folder / FILE
    if not path.exists():
        keep_once(path, _new_pem(now))
    return _load(path)


def _load(path: Path) -> SigningKey:
    parts = {kind: body for kind, _, body in asn1_pem.unarmor(path.read_bytes(), multiple=True)}
    return SigningKey(
        key=asn1_keys.PrivateKeyInfo.load(parts["PRIVATE KEY"]),
        certificate=asn1_x509.Certificate.load(parts["CERTIFICATE"]),
    )


def _new_pem(now: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    armoured = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return armoured + _certificate(key, now).public_bytes(serialization.Encoding.PEM)


def _certificate(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "csas document signing")])
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


def sign(pdf: bytes, key: SigningKey) -> bytes:
    """Sign a finished file so that any later change breaks the signature."""
    signer = signers.SimpleSigner(
        signing_cert=key.certificate,
        signing_key=key.key,
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    terms = signers.PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    signed = BytesIO()
    signers.PdfSigner(terms, signer=signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=signed)
    return signed.getvalue()


def digest(pdf: bytes) -> str:
    """Give the hash under which a signed file is recorded."""
    return hashlib.sha256(pdf).hexdigest()


def verify(pdf: bytes, recorded_sha256: str, key: SigningKey, at: datetime) -> Verdict:
    """Judge a file against the hash recorded when it was issued and our own certificate."""
    findings = [] if digest(pdf) == recorded_sha256 else ["The file is not the one we recorded."]
    findings += faults_of(pdf, key, at)
    return Verdict(genuine=not findings, findings=tuple(findings))


def faults_of(pdf: bytes, key: SigningKey, at: datetime) -> list[str]:
    """List in what the signature of a file fails; none means that it is ours and whole."""
    try:
        return _faults(_status(pdf, key, at))
    except Exception:  # noqa: BLE001 - a forged file may break the reader in any way at all
        return ["The signature cannot be read."]


def _status(pdf: bytes, key: SigningKey, at: datetime) -> PdfSignatureStatus | None:
    found = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if len(found) != 1:
        return None
    trusted = ValidationContext(
        trust_roots=[key.certificate],
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    return validate_pdf_signature(found[0], trusted)


def _faults(status: PdfSignatureStatus | None) -> list[str]:
    if status is None:
        return ["The file does not carry exactly one signature."]
    checks = (
        (status.bottom_line, "The signature is not valid."),
        (status.trusted, "The signature is not ours."),
        (
            status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
            "The signature does not cover the entire file.",
        ),
        (
            status.modification_level == ModificationLevel.NONE,
            "Something was added after the file was signed.",
        ),
    )
    return [words for good, words in checks if not good]
