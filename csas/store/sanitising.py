"""Open an uploaded file, and write it again without anything that acts. Runs as a program of its own.

It is started with the file on its standard input and its kind as argument,
bounds its own memory, time and output, and answers with one line of JSON
followed by the new file. It imports nothing of csas, so that a file which
breaks it breaks nothing else.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 20
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 6_000
PORTRAIT = (700, 900)  # 35 by 45 mm, at the resolution at which cards are printed and more
LEAST_WIDTH, LEAST_HEIGHT = 210, 270
MOST_PAGES = 2_000
MOST_OBJECTS = 100_000
DEEPEST = 40
# Keys of a PDF that start something, carry files, or hold scripts.
ACTING = ("/AA", "/OpenAction", "/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/RichMedia")
TARGETS = ("/F", "/Win", "/Unix", "/Mac", "/URI")
CARRIERS = frozenset({"/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"})
ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound"}
)
DAMAGED = "it is damaged or not really of this type"


class Unfit(Exception):
    """The file cannot be accepted; the text says why, as the end of a sentence."""


def main() -> None:
    limit()
    kind = sys.argv[1]
    content = sys.stdin.buffer.read()
    try:
        made = WRITERS[kind](content)
    except Unfit as unfit:
        answer(str(unfit))
    except Exception:  # noqa: BLE001 - whatever a file provokes, the answer is the same
        answer(DAMAGED)
    else:
        answer("", made)


def limit() -> None:
    """Bound memory and time before a single byte is looked at."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answer(why: str, made: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps({"why": why, "size": len(made)}).encode() + b"\n" + made)


def repaint(content: bytes, form: str) -> bytes:
    """Decode an image whose header promises a bearable size, and paint it anew without its attachments."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - only after the limits stand

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(content), formats=[form]) as opened:
        check_size(*opened.size)
        opened.load()
        turned = ImageOps.exif_transpose(opened)
        has_glass = "A" in turned.getbands() or "transparency" in turned.info
        plain = turned.convert("RGBA" if form == "PNG" and has_glass else "RGB")
    clean = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    made = io.BytesIO()
    clean.save(made, form, **({"quality": 90} if form == "JPEG" else {}))
    return made.getvalue()


def portrait(content: bytes, form: str) -> bytes:
    """The same as a picture for a card: cut to its shape about the head, on white, and no larger than it prints."""
    from PIL import Image  # noqa: PLC0415 - only after the limits stand

    with Image.open(io.BytesIO(repaint(content, form))) as opened:
        if opened.width < LEAST_WIDTH or opened.height < LEAST_HEIGHT:
            raise Unfit(f"it is {opened.width:,} by {opened.height:,} pixels; at least 210 by 270 are needed")
        glass = opened.convert("RGBA")
    cut = glass.crop(box_of_portrait(*glass.size))
    cut.thumbnail(PORTRAIT)
    page = Image.new("RGB", cut.size, "white")
    page.paste(cut, mask=cut.getchannel("A"))
    made = io.BytesIO()
    page.save(made, "JPEG", quality=90)
    return made.getvalue()


def box_of_portrait(width: int, height: int) -> tuple[int, int, int, int]:
    """The greatest 35 by 45 within a picture: in the middle across, and near the top, where heads are."""
    wide, high = PORTRAIT
    if width * high > height * wide:
        across = height * wide // high
        left = (width - across) // 2
        return left, 0, left + across, height
    down = width * high // wide
    top = (height - down) // 4
    return 0, top, width, top + down


def check_size(width: int, height: int) -> None:
    if max(width, height) > LONGEST_SIDE:
        raise Unfit(f"it is {width:,} by {height:,} pixels; the longest side may have {LONGEST_SIDE:,}")
    if width * height > MOST_PIXELS:
        raise Unfit(f"it has {width * height // 1_000_000} million pixels; 25 million are allowed")


def sanitise(content: bytes) -> bytes:
    """Write a PDF again without scripts, actions and attached files."""
    import pikepdf  # noqa: PLC0415 - only after the limits stand

    try:
        opened = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise Unfit("it is protected with a password") from None
    with opened as pdf:
        if len(pdf.objects) > MOST_OBJECTS:
            raise Unfit("it is too complicated to be checked")
        if len(pdf.pages) > MOST_PAGES:
            raise Unfit(f"it has more than {MOST_PAGES:,} pages")
        if not len(pdf.pages):
            raise Unfit("it has no pages")
        for each in pdf.objects:
            disarm(each, pikepdf)
        for page in pdf.pages:
            disarm(page.obj, pikepdf)
        made = io.BytesIO()
        pdf.save(made, encryption=False)
    return made.getvalue()


def disarm(found: Any, pikepdf: Any, depth: int = 0) -> None:
    """Take what acts out of an object and of the dictionaries and lists directly within it."""
    if depth > DEEPEST:
        raise Unfit("it is too complicated to be checked")
    if isinstance(found, pikepdf.Array):
        for item in found:
            if not getattr(item, "is_indirect", True):
                disarm(item, pikepdf, depth + 1)
    elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        disarm_keys(found, pikepdf, depth)


def disarm_keys(found: Any, pikepdf: Any, depth: int) -> None:
    drop(found, ACTING)
    if str(found.get("/S", "")) in ACTIONS:
        found["/S"] = pikepdf.Name("/Nothing")
        drop(found, TARGETS)
    if str(found.get("/Subtype", "")) in CARRIERS:
        found["/Subtype"] = pikepdf.Name("/Text")
    for key in list(found.keys()):
        inner = found.get(key)
        if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
            disarm(inner, pikepdf, depth + 1)


def drop(found: Any, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in found:
            del found[key]


WRITERS = {
    "pdf": sanitise,
    "jpeg": lambda content: repaint(content, "JPEG"),
    "png": lambda content: repaint(content, "PNG"),
    "portrait-jpeg": lambda content: portrait(content, "JPEG"),
    "portrait-png": lambda content: portrait(content, "PNG"),
}

if __name__ == "__main__":
    main()
