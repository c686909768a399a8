"""The last look before a document is signed: the file must say what the snapshot says.

Each rule gives one plain sentence for each fault; no sentence means that nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csas.domain import card_words, instrument_words
from csas.domain.cards import Instrument, PowersCard
from csas.domain.certificate_words import every_word, words
from csas.domain.certificates import (
    Brief,
    Letter,
    ProviderCertificate,
    Snapshot,
    is_well_formed,
)
from csas.outbound.documents import instrument, reading, text


def lint(snapshot: Snapshot, pdf: bytes) -> list[str]:
    """List what is wrong with a drawn document."""
    between = instrument.furniture(snapshot, reading.pages(pdf)) if isinstance(snapshot, Instrument) else ()
    return [*_own(snapshot), *_unshown(snapshot), *_file(pdf), *_missing(_said(snapshot), pdf, between)]


def lint_sheets(cards: Sequence[PowersCard], pdf: bytes) -> list[str]:
    """List what is wrong with sheets of cards: each must be there, with everything it says."""
    said = [part for card in cards for part in _card(card)]
    own = [f"{card.number}: {fault}" for card in cards for fault in [*_own(card), *_unshown(card)]]
    return [*own, *_file(pdf), *_missing(dict.fromkeys(said), pdf)]


def _own(snapshot: Snapshot) -> list[str]:
    match snapshot:
        case ProviderCertificate():
            return _certificate(snapshot)
        case Instrument() | PowersCard():
            return _personal(snapshot)
        case _:
            return []


def _personal(said: Instrument | PowersCard) -> list[str]:
    rules = (
        (is_well_formed(said.number), "The number is not well formed."),
        (said.starts_on <= said.last_day, "The term ends before it starts."),
        (len({power.code for power in said.powers}) == len(said.powers), "A power is named more than once."),
        (
            said.check_url.endswith(f"/{said.number}"),
            "The address for checking does not end with the number.",
        ),
        (
            not isinstance(said, Instrument) or not said.powers or bool(said.uniform and said.badge),
            "The uniform and the badge are not described (s.42(2)).",
        ),
    )
    return [fault for good, fault in rules if not good]


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
        case Instrument() | PowersCard():
            named = f"{snapshot.person} {snapshot.employer}"
    lost = text.unshown(named)
    return [f"The typeface cannot show these characters of the name: {lost}"] if lost else []


def _file(pdf: bytes) -> list[str]:
    faults = [f"The font {name} is not embedded." for name in reading.unembedded_fonts(pdf)]
    if reading.is_active(pdf):
        faults.append("The file holds a link, an action or another file.")
    return faults


Said = str | tuple[str, ...]


def _card(card: PowersCard) -> list[tuple[str, ...]]:
    return card_words.every_word(card_words.words(card))


def _said(snapshot: Snapshot) -> Iterable[Said]:
    """What the file must say; of several wordings, one."""
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
        case Instrument():
            return instrument_words.every_word(instrument_words.words(snapshot))
        case PowersCard():
            return _card(snapshot)
        case Brief():
            tables = (table for section in snapshot.sections for table in section.tables)
            return [
                snapshot.title,
                *(row.value for row in snapshot.summary),
                *(words for section in snapshot.sections for words in section.paragraphs),
                *(cell for table in tables for row in table.rows for cell in row),
            ]


def _missing(said: Iterable[Said], pdf: bytes, between: Iterable[str] = ()) -> list[str]:
    """What the file does not say; `between` are words that a new page may put into the middle of others."""
    whole = _packed(reading.words(pdf)).casefold()
    run = whole
    for part in between:
        run = run.replace(_packed(part).casefold(), "") if part else run
    wanted = ((part,) if isinstance(part, str) else part for part in said)
    lost = [parts[0] for parts in wanted if not any(_packed(part).casefold() in whole for part in parts)]
    lost = [part for part in lost if _packed(part).casefold() not in run]
    return [f"The file does not say: {part[:80]}" for part in lost]


def _packed(value: str) -> str:
    return "".join(text.tidy(value, "text", text.DOCUMENT_CAP).split())
