"""Files: three types by content, rewritten clean, handed out so that they can run nothing."""

from __future__ import annotations

import io
import struct
import zlib

import httpx
import pikepdf
import pytest
from PIL import Image

from csas.domain import refusals
from csas.store import inspection, sql
from tests.applications import telling
from tests.world import BASE, Browser, hidden_fields


def pdf(**root: object) -> bytes:
    """A page with a script to run when it is opened, and a file inside it."""
    made = pikepdf.new()
    made.add_blank_page()
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('hello')")
    made.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="run.exe"))
    made.attachments["inside.exe"] = b"MZ never to be opened"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def picture(form: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    Image.new("RGB", size, "teal").save(out, form, exif=exif)
    return out.getvalue()


def flood(width: int = 13_000, height: int = 13_000) -> bytes:
    """A small PNG that would fill half a gigabyte once decoded."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compressobj(9)
    body = b"".join(rows.compress(bytes(1 + (width + 7) // 8)) for _ in range(height)) + rows.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


async def test_a_pdf_loses_what_acts() -> None:
    found = await inspection.inspect("Polisi yswiriant ŵy.pdf", pdf())
    assert found.name == "Polisi yswiriant ŵy.pdf"
    assert found.scan == "not scanned"
    for gone in (b"JavaScript", b"alert", b"Launch", b"run.exe", b"never to be opened", b"OpenAction"):
        assert gone not in found.content
    with pikepdf.open(io.BytesIO(found.content)) as kept:
        assert len(kept.pages) == 1
        assert not kept.attachments


@pytest.mark.parametrize(("form", "name"), [("JPEG", "a.JPG"), ("PNG", "a.png")])
async def test_a_picture_is_painted_anew(form: str, name: str) -> None:
    found = await inspection.inspect(name, picture(form) + b"<script>alert(1)</script>")
    assert b"script" not in found.content
    assert b"where I live" not in found.content
    with Image.open(io.BytesIO(found.content)) as kept:
        assert kept.size == (40, 30)


REFUSED = {
    "lies": ("report.pdf", b"MZ\x90\x00 a program", "not a PDF, JPEG or PNG"),
    "named otherwise": ("report.pdf", picture("PNG"), "its name says otherwise"),
    "double ending": ("report.pdf.exe", pdf(), "its name says otherwise"),
    "empty": ("report.pdf", b"", "empty"),
    "broken": ("report.pdf", b"%PDF-1.7\nnothing more", "damaged"),
    "cut off": ("a.png", picture("PNG")[:60], "damaged"),
    "too large": ("a.pdf", b"%PDF-" + bytes(10 * 1024 * 1024), "larger than 10 MB"),
    "pixel flood": ("a.png", flood(), "longest side"),
    "many pixels": ("a.png", flood(5_900, 5_900), "25 million"),
    "svg": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a PDF, JPEG or PNG"),
}


@pytest.mark.parametrize("which", REFUSED)
async def test_it_refuses(which: str) -> None:
    name, content, why = REFUSED[which]
    with pytest.raises(refusals.FileRefused) as refused:
        await inspection.inspect(name, content)
    assert why in refused.value.message


def test_the_flood_is_small() -> None:
    assert len(flood()) < 50_000


async def test_a_locked_pdf_is_refused() -> None:
    made = pikepdf.new()
    made.add_blank_page()
    out = io.BytesIO()
    made.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(refusals.FileRefused, match="file-refused") as refused:
        await inspection.inspect("a.pdf", out.getvalue())
    assert "password" in refused.value.message


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\temp\\plan.pdf", "plan.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\x00", "file"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_only_shown(given: str, shown: str) -> None:
    assert inspection.plain_name(given) == shown


async def send(browser: Browser, ref: str, name: str, content: bytes) -> httpx.Response:
    path = f"/applications/{ref}/attach"
    shown = await browser.get(path)
    return await browser.client.post(
        path,
        data=hidden_fields(shown.text),
        files={"file": (name, content, "application/octet-stream")},
        headers={"origin": BASE, "sec-fetch-site": "same-origin"},
    )


async def test_a_file_goes_in_and_comes_out_in_a_sandbox(browser: Browser) -> None:
    await browser.sign_in("mohan")
    ref = await telling.start(browser.world, "mohan", "St Alder NHS Trust")
    answer = await send(browser, ref, 'Cynllun "Ŵyl" <b>.pdf', pdf())
    assert answer.status_code == 303, answer.text
    listed = (await browser.get(f"/applications/{ref}/edit/evidence")).text
    assert "Cynllun &#34;Ŵyl&#34; &lt;b&gt;.pdf" in listed
    assert "Not scanned" in listed
    file = await sql.fetchval("SELECT max(ref) FROM upload")
    got = await browser.get(f"/files/{file}")
    assert got.status_code == 200
    assert got.headers["content-disposition"].startswith("attachment;")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"].startswith("sandbox")
    assert got.content.startswith(b"%PDF-")
    await browser.sign_in("dana")
    assert (await browser.get(f"/files/{file}")).status_code == 404
    await browser.sign_in("grace")
    assert (await browser.get(f"/files/{file}")).status_code == 404
    await browser.sign_in("colin")
    assert (await browser.get(f"/files/{file}")).status_code == 200


async def test_a_file_that_lies_is_listed_with_the_reason(browser: Browser) -> None:
    await browser.sign_in("mohan")
    ref = await telling.start(browser.world, "mohan", "St Alder NHS Trust")
    answer = await send(browser, ref, "insurance.pdf", b"PK\x03\x04 a spreadsheet")
    assert answer.status_code == 400
    assert "insurance.pdf was not accepted: it is not a PDF, JPEG or PNG file" in answer.text
    assert "Files that were not accepted" in (await browser.get(f"/applications/{ref}/edit/evidence")).text
    assert await sql.fetchval("SELECT count(*) FROM upload u JOIN application a ON a.id = u.application_id"
                              " JOIN casefile c ON c.id = a.case_id WHERE c.ref = $1", ref) == 0  # fmt: skip


async def test_an_oversized_file_gets_a_plain_answer(browser: Browser) -> None:
    await browser.sign_in("mohan")
    ref = await telling.start(browser.world, "mohan", "St Alder NHS Trust")
    answer = await send(browser, ref, "big.pdf", b"%PDF-" + bytes(12 * 1024 * 1024))
    assert answer.status_code == 400
    assert "larger than 10 MB" in answer.text


async def test_a_form_without_a_file_says_so(browser: Browser) -> None:
    await browser.sign_in("mohan")
    ref = await telling.start(browser.world, "mohan", "St Alder NHS Trust")
    answer = await send(browser, ref, "", b"")
    assert answer.status_code == 400
    assert "Select a file" in answer.text


async def test_a_file_can_be_taken_out(browser: Browser) -> None:
    await browser.sign_in("mohan")
    ref = await telling.start(browser.world, "mohan", "St Alder NHS Trust")
    await send(browser, ref, "plan.png", picture("PNG"))
    file = await sql.fetchval("SELECT ref FROM upload ORDER BY id DESC LIMIT 1")
    answer = await browser.post(f"/applications/{ref}/detach", {"file": file})
    assert answer.status_code == 303, answer.text
    assert "No files have been added yet" in (await browser.get(f"/applications/{ref}/edit/evidence")).text
