"""Photographs: only a picture painted anew is kept, bombs are refused unopened, and few may see it."""

from __future__ import annotations

import io
import struct
import zlib

import httpx
import pytest
from PIL import Image

from csas.commands import photographs as commands
from csas.commands.photographs import ConfirmLikeness
from csas.domain import refusals
from csas.domain.permissions import Actor
from csas.settings import Settings
from csas.store import files, inspection, limits, photographs
from csas.store.sanitising import box_of_portrait
from csas.store.staff import Member
from tests.staff.telling import added
from tests.world import NOW, Browser, World


def picture(width: int = 800, height: int = 800, form: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, form, **more)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of some 20 KB that would decode to 500 MB."""
    side = 13_000

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    line = bytes(side * 3 + 1)
    packed = b"".join(packer.compress(line) for _ in range(500)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


async def taken(world: World, number: str, settings: Settings, content: bytes, name: str = "me.jpg") -> Member:
    """Somebody whose photograph Sam added."""
    files.use(settings.files_dir)
    await limits.forget("photograph", str(world.people["sam"]))
    member = await added(world, number, f"Person {number}")
    await commands.photograph_bytes(member.ref, name, content, await world.actor("sam"), NOW)
    return member


async def kept(member: Member) -> Image.Image:
    current = await photographs.current(member.id)
    assert current
    return Image.open(io.BytesIO(await files.read(current.stored_as)))


@pytest.mark.parametrize(("width", "height"), [(800, 800), (3000, 1000), (600, 1600), (700, 900)])
async def test_it_is_cut_to_the_shape_of_the_card(world: World, settings: Settings, width: int, height: int) -> None:
    member = await taken(world, f"P-{width}", settings, picture(width, height))
    shown = await kept(member)
    assert shown.format == "JPEG"
    assert abs(shown.width * 45 - shown.height * 35) <= 45
    assert shown.width <= 700


def test_the_head_stays_in_a_tall_picture() -> None:
    left, top, right, bottom = box_of_portrait(700, 2000)
    assert (left, right) == (0, 700)
    assert top < 2000 - bottom


async def test_nothing_hidden_in_the_file_is_kept(world: World, settings: Settings) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at 51.5, -0.1"
    member = await taken(world, "P-2", settings, picture(exif=exif))
    assert not dict((await kept(member)).getexif())


async def test_a_png_becomes_a_picture_on_white(world: World, settings: Settings) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (700, 900), (0, 0, 0, 0)).save(out, "PNG")
    member = await taken(world, "P-3", settings, out.getvalue(), "me.png")
    shown = await kept(member)
    assert (shown.format, shown.getpixel((10, 10))) == ("JPEG", (255, 255, 255))


async def test_a_small_file_that_decodes_to_500_megabytes_is_refused_unopened(world: World, settings: Settings) -> None:
    content = bomb()
    assert len(content) < 25_000
    with pytest.raises(refusals.FileRefused) as refused:
        await taken(world, "P-4", settings, content, "me.png")
    assert "pixels" in refused.value.message


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("me.jpg", b"%PDF-1.7", "its name says otherwise"),
        ("me.pdf", b"%PDF-1.7", "must be a JPEG or PNG"),
        ("me.jpg", b"GIF89a", "not a JPEG or PNG"),
        ("me.jpg", b"", "empty"),
        ("me.jpg", picture(100, 100), "at least 210 by 270"),
        ("me.jpg", picture()[:400], "damaged"),
    ],
    ids=["a PDF by another name", "a PDF", "a GIF", "nothing", "a stamp", "cut off"],
)
async def test_what_is_no_photograph_is_refused(
    world: World, settings: Settings, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(refusals.FileRefused) as refused:
        await taken(world, f"P-5-{len(content)}-{name}", settings, content, name)
    assert words in refused.value.message


async def test_a_signatory_confirms_the_very_picture(world: World, settings: Settings) -> None:
    member = await taken(world, "P-6", settings, picture())
    sam = await world.actor("sam")
    first = await photographs.current(member.id)
    assert first
    await commands.photograph_bytes(member.ref, "new.jpg", picture(900, 900), sam, NOW)
    with pytest.raises(refusals.DraftChanged):
        await commands.confirm_likeness(ConfirmLikeness(ref=member.ref, photograph=first.ref, like=True), sam, NOW)
    second = await photographs.current(member.id)
    assert second
    await commands.confirm_likeness(ConfirmLikeness(ref=member.ref, photograph=second.ref, like=True), sam, NOW)
    found = await photographs.current(member.id)
    assert found
    assert found.likeness_by == "Sam Okafor"


async def test_it_is_shown_in_a_sandbox_to_those_who_see_the_record(
    world: World, settings: Settings, browser: Browser
) -> None:
    member = await taken(world, "P-7", settings, picture())
    current = await photographs.current(member.id)
    assert current
    await browser.sign_in("sam")
    answer = await browser.get(f"/photographs/{current.ref}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["cache-control"] == "no-store"
    assert f"/photographs/{current.ref}" in (await browser.get(f"/staff/{member.ref}")).text
    own = Actor(person=member.person, name=member.name, kind="person")
    assert await photographs.load(own, current.ref) == answer.content, "the person sees their own"
    await browser.sign_in("dana")
    refused: httpx.Response = await browser.get(f"/photographs/{current.ref}")
    assert refused.status_code == 404


async def test_the_same_picture_is_kept_once(world: World, settings: Settings) -> None:
    one = await taken(world, "P-8", settings, picture())
    other = await taken(world, "P-9", settings, picture())
    first, second = await photographs.current(one.id), await photographs.current(other.id)
    assert first
    assert second
    assert first.stored_as == second.stored_as
    assert first.ref != second.ref


async def test_the_inspection_itself_names_the_kind(settings: Settings) -> None:
    found = await inspection.inspect_portrait("me.png", picture(form="PNG"))
    assert found.media_type == "image/jpeg"
