"""Documents: the same bytes each time, our own faces only, and nothing read as markup."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFont

from csas.domain.certificates import PrintedPower, Section, Snapshot, Table
from csas.outbound import documents
from csas.outbound.documents import reading, text
from csas.outbound.documents.lint import lint
from tests.outbound import paper, scanner

SNAPSHOTS: tuple[Snapshot, ...] = (paper.certificate(), paper.letter(), paper.brief())
every_document = pytest.mark.parametrize("snapshot", SNAPSHOTS, ids=["certificate", "letter", "brief"])


@every_document
def test_the_same_snapshot_gives_the_same_bytes(snapshot: Snapshot) -> None:
    assert documents.draw(snapshot) == documents.draw(snapshot)


@every_document
def test_a_document_passes_its_own_last_look(snapshot: Snapshot) -> None:
    assert lint(snapshot, documents.draw(snapshot)) == []


@every_document
def test_it_names_itself_and_its_language(snapshot: Snapshot) -> None:
    with pikepdf.open(BytesIO(documents.draw(snapshot))) as file:
        assert str(file.Root.Lang) == "en-GB"
        assert file.docinfo["/Author"]
        assert "Northbank" in str(file.docinfo["/Title"]) or "arrangement" in str(file.docinfo["/Title"])


@every_document
def test_no_reader_misses_a_font(snapshot: Snapshot) -> None:
    with pikepdf.open(BytesIO(documents.draw(snapshot))) as file:
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


@every_document
def test_other_readers_find_no_fault_and_the_same_words(snapshot: Snapshot) -> None:
    pdf = documents.draw(snapshot)
    with pikepdf.open(BytesIO(pdf)) as file:
        assert file.check_pdf_syntax() == []
    assert "Northbank Homes Limited" in scanner.words(pdf)


@pytest.mark.parametrize("hard", paper.HARD_NAMES)
def test_a_hard_name_is_printed_as_it_is(hard: str) -> None:
    drawn = (
        paper.certificate(provider=hard),
        paper.letter(to_organisation=hard, subject=hard, points=(hard,), to_name=hard[:120]),
        paper.brief(title=hard, sections=(Section(heading=hard, paragraphs=(hard,)),)),
    )
    for snapshot in drawn:
        assert lint(snapshot, documents.draw(snapshot)) == []


def test_a_name_that_asks_for_a_picture_gets_none(tmp_path: Path) -> None:
    pikepdf.new().save(tmp_path / "secret.png")
    name = f'<img src="{tmp_path / "secret.png"}" width="9" height="9"/>'[:160]
    for snapshot in (
        paper.certificate(conditions=(name,)),
        paper.letter(paragraphs=(name,)),
        paper.brief(lead=name),
    ):
        pdf = documents.draw(snapshot)
        assert b"/Subtype /Image" not in pdf
        assert "<imgsrc=" in reading.words(pdf).replace(" ", "")


@pytest.mark.parametrize(
    "snapshot",
    [
        paper.certificate(provider=paper.ENDLESS),
        paper.certificate(conditions=(paper.ENDLESS,)),
        paper.letter(paragraphs=(paper.ENDLESS,)),
        paper.letter(to_name="x" * 121),
        paper.brief(title=paper.ENDLESS),
    ],
)
def test_what_is_too_long_is_refused_and_said_plainly(snapshot: Snapshot) -> None:
    with pytest.raises(text.Unprintable, match="The most is"):
        documents.draw(snapshot)


def test_the_longest_word_it_accepts_is_measured_a_few_times_and_not_once_a_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    word, measured = "x" * text.PARAGRAPH_CAP, list[int]()
    real = TTFont.stringWidth

    def counted(font: TTFont, said: str, size: float, encoding: str = "utf8") -> float:
        measured.append(len(said))
        return float(real(font, said, size, encoding))

    monkeypatch.setattr(TTFont, "stringWidth", counted)
    documents.draw(paper.letter(paragraphs=(word,)))
    assert len(word) <= sum(measured) < 100 * len(word)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120), st.text(max_size=300))
def test_no_text_makes_it_fall_over(name: str, words: str) -> None:
    documents.draw(paper.certificate(provider=name, conditions=(words,)))
    documents.draw(paper.letter(to_name=name, subject=words, paragraphs=(words,), points=(name,)))


def test_a_letter_the_typeface_lacks_is_told_before_signing() -> None:
    snapshot = paper.certificate(provider="Ω Security")
    assert any("cannot show" in fault and "Ω" in fault for fault in lint(snapshot, documents.draw(snapshot)))


def test_a_file_of_another_snapshot_is_noticed() -> None:
    faults = lint(paper.certificate(provider="Somebody Else"), documents.draw(paper.certificate()))
    assert "The file does not say: Somebody Else" in faults


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"number": "0000000000001"}, "The number is not well formed."),
        ({"last_day": date(2020, 1, 1)}, "The term ends before it starts."),
        ({"powers": ()}, "No powers are named."),
        ({"areas": ()}, "No areas are named."),
        ({"check_url": "http://127.0.0.1:8000/check/other"}, "The address for checking does not end"),
        (
            {"powers": (PrintedPower(code="7", paragraph="7", title="Remove"),) * 2},
            "A power is named more than once.",
        ),
    ],
)
def test_a_certificate_that_cannot_be_right_is_told(changes: dict[str, object], fault: str) -> None:
    snapshot = paper.certificate(**changes)
    assert any(fault in found for found in lint(snapshot, documents.draw(snapshot)))


def test_what_one_page_cannot_hold_moves_to_a_schedule() -> None:
    powers = tuple(
        PrintedPower(code=str(at), paragraph=f"1(2)({at})", title=f"Power number {at} with a long title " * 2)
        for at in range(60)
    )
    snapshot = paper.certificate(
        provider=paper.LONGEST,
        powers=powers,
        areas=tuple(f"Borough number {at}" for at in range(80)),
        conditions=tuple(f"Condition {at} is long. " * 30 for at in range(30)),
    )
    pdf = documents.draw(snapshot)
    assert lint(snapshot, pdf) == []
    with pikepdf.open(BytesIO(pdf)) as file:
        assert len(file.pages) > 2


def test_a_small_certificate_is_one_page() -> None:
    with pikepdf.open(BytesIO(documents.draw(paper.certificate()))) as file:
        assert len(file.pages) == 1


@pytest.mark.parametrize("demonstration", [True, False])
def test_only_a_demonstration_says_so(demonstration: bool) -> None:  # noqa: FBT001
    pdf = documents.draw(paper.certificate(demonstration=demonstration))
    assert ("not a real certificate" in reading.words(pdf)) == demonstration


def test_a_long_table_goes_on_over_the_page_under_its_headings() -> None:
    rows = tuple((f"Area {at}", "Endorse with a condition " * 8) for at in range(60))
    table = Table(headings=("Area", "What they said"), rows=rows)
    pdf = documents.draw(paper.brief(sections=(Section(heading="Views", tables=(table,)),)))
    with pikepdf.open(BytesIO(pdf)) as file:
        pages = len(file.pages)
    assert reading.words(pdf).count("What they said") == pages > 2
    assert f"Page {pages} of {pages}" in reading.words(pdf)


def test_the_employers_copy_is_marked() -> None:
    assert "Employer’s copy" in reading.words(documents.draw(paper.letter(employer_copy=True)))
