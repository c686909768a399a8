"""What a provider's certificate says, in order, as words without a layout.

The drawn page, its accessible page and the check of the finished file all take these words, so
that they cannot differ. Nothing is shortened or made safe here: that is for whoever shows them.
"""

from __future__ import annotations

from typing import Final

from csas.domain.calendar import in_words
from csas.domain.certificates import PrintedPower, ProviderCertificate, grouped
from csas.domain.values import Struct

NO_POWER: Final = "This certificate gives no person any power. Ask to see the person\u2019s own powers card."


class CertificateWords(Struct):
    """Every piece of text on the certificate."""

    force: str
    scheme: str
    title: tuple[str, str]
    certifies: str
    provider: str
    statement: str
    powers_label: str
    powers: tuple[tuple[str, str], ...]
    areas_label: str
    areas: tuple[str, ...]
    cells: tuple[tuple[str, str], ...]
    conditions_label: str
    conditions: tuple[str, ...]
    no_power: str
    issued: tuple[str, ...]
    number: str
    check: str
    check_url: str
    demonstration: str


def words(certificate: ProviderCertificate) -> CertificateWords:
    """Say the certificate."""
    return CertificateWords(
        force=certificate.force,
        scheme=certificate.scheme,
        title=("Certificate of an", "Accredited Provider"),
        certifies="This is to certify that",
        provider=certificate.provider,
        statement=_statement(certificate.chief_officer),
        powers_label="Powers its people may apply for, by paragraph of Schedule 5 to the Act",
        powers=tuple(_power(power) for power in certificate.powers),
        areas_label="Where",
        areas=certificate.areas,
        cells=_cells(certificate),
        conditions_label="On these conditions",
        conditions=certificate.conditions,
        no_power=NO_POWER,
        issued=_issued(certificate),
        number=grouped(certificate.number),
        check="Check that it is in force",
        check_url=certificate.check_url,
        demonstration=_mark(certificate),
    )


def every_word(said: CertificateWords) -> list[str]:
    """List the text in reading order, for a plain setting or a search of the file."""
    return [
        said.force,
        said.scheme,
        " ".join(said.title),
        said.certifies,
        said.provider,
        said.statement,
        said.powers_label,
        *(f"{paragraph} {title}" for paragraph, title in said.powers),
        said.areas_label,
        *said.areas,
        *(f"{label} {value}" for label, value in said.cells),
        *((said.conditions_label, *said.conditions) if said.conditions else ()),
        said.no_power,
        *said.issued,
        said.number,
        said.check,
        said.check_url,
        *((said.demonstration,) if said.demonstration else ()),
    ]


def _mark(certificate: ProviderCertificate) -> str:
    """What lies across a certificate that nobody may rely on."""
    if certificate.preview:
        return "Preview"
    return "Demonstration" if certificate.demonstration else ""


def short_title(chief_officer: str) -> str:
    """Say the chief officer's title without the police area."""
    return chief_officer.split(" of ", maxsplit=1)[0]


def _statement(officer: str) -> str:
    return (
        f"has an arrangement with the {officer} under sections 40 and 41 of the Police Reform "
        f"Act 2002, and supervises those of its employees whom the {short_title(officer)} "
        "accredits in their own names."
    )


def _power(power: PrintedPower) -> tuple[str, str]:
    return power.paragraph, power.title


def _cells(certificate: ProviderCertificate) -> tuple[tuple[str, str], ...]:
    standing = "provisional" if certificate.provisional else "adopted"
    return (
        ("From", in_words(certificate.starts_on)),
        ("To the end of", in_words(certificate.last_day)),
        ("Standards", f"{certificate.edition} ({standing})"),
    )


def _issued(certificate: ProviderCertificate) -> tuple[str, ...]:
    return (
        f"Issued on {in_words(certificate.issued_on)}",
        f"on behalf of the {certificate.chief_officer}",
        f"by the {certificate.decided_by_post}",
        f"under {certificate.delegation}",
    )
