"""The last look before a document is signed: the file must say what the snapshot says.

Each rule gives one plain sentence for each fault; no sentence means that nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable

from csas.domain.certificate_words import every_word, words
from csas.domain.certificates import (
    Brief,
    Letter,
    ProviderCertificate,
    Snapshot,
    is_well_formed,
)
from csas.outbound.documents import reading, text


def lint(snapshot: Snapshot, pdf: bytes) -> list[str]:
    """List what is wrong with a drawn document."""
    own = _certificate(snapshot) if isinstance(snapshot, ProviderCertificate) else []
    return [*own, *_unshown(snapshot), *_file(pdf), *_missing(_said(snapshot), pdf)]


def _certificate(certificate: ProviderCertificate) -> list[str]:
    rules = (
        (is_well_formed(certificate.number), "The number is not well formed."),
        (certificate.starts_on <= certificate.last_day, "The term ends before it starts."),
        (bool(certificate.powers), "No powers are named."),
        (bool(certificate.areas), "No areas are named."),
        (
            len(set(certificate.powers)) == len(certificate.powers),
            "A power is named more than once.",
        ),
        (
            certificate.check_url.endswith(f"/{certificate.number}"),
            "The address for checking does not end with the number.",
        ),
    )
    return [fault for good, fault in rules if not good]


def _unshown(snapshot: Snapshot) -> list[str]:
    """Names must be printed as they are, so a letter the typeface lacks is a fault."""
    match snapshot:
        case ProviderCertificate():
            named = snapshot.provider
        case Letter():
            named = f"{snapshot.to_name} {snapshot.to_organisation}"
        case Brief():
            named = snapshot.title
    lost = text.unshown(named)
    return [f"The typeface cannot show these characters of the name: {lost}"] if lost else []


def _file(pdf: bytes) -> list[str]:
    faults = [f"The font {name} is not embedded." for name in reading.unembedded_fonts(pdf)]
    if reading.is_active(pdf):
        faults.append("The file holds a link, an action or another file.")
    return faults


def _said(snapshot: Snapshot) -> Iterable[str]:
    match snapshot:
        case ProviderCertificate():
            said = words(snapshot)
            return [part for part in every_word(said) if part != said.check_url]
        case Letter():
            return [
                snapshot.subject,
                snapshot.to_name,
                *snapshot.paragraphs,
                *snapshot.points,
                *snapshot.closing,
                snapshot.signed_by,
            ]
        case Brief():
            tables = (table for section in snapshot.sections for table in section.tables)
            return [
                snapshot.title,
                *(row.value for row in snapshot.summary),
                *(words for section in snapshot.sections for words in section.paragraphs),
                *(cell for table in tables for row in table.rows for cell in row),
            ]


def _missing(said: Iterable[str], pdf: bytes) -> list[str]:
    found = _packed(reading.words(pdf)).casefold()
    lost = [part for part in said if _packed(part).casefold() not in found]
    return [f"The file does not say: {part[:80]}" for part in lost]


def _packed(value: str) -> str:
    return "".join(text.tidy(value, "text", text.DOCUMENT_CAP).split())
