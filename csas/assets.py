"""Lays out what npm brought for the pages and the documents, before csas first runs.

GOV.UK Frontend's styles lose its fonts and the crest, which are for GOV.UK alone;
the style sheet of csas says which face stands in. Documents get TrueType faces, one
file for all Latin letters, Welsh ones included. Nothing is fetched here.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from csas.settings import Settings, SetUpFault

HERE = Path(__file__).resolve().parent
PACKAGES = HERE.parent / "node_modules"
GOVUK = PACKAGES / "govuk-frontend" / "dist" / "govuk"
FONT = PACKAGES / "@fontsource" / "source-sans-3"
BUILT = HERE / "web" / "static" / "built"

PARTS = ("latin", "latin-ext")
WEIGHTS = ("400", "600", "700")
DOCUMENT_FACES = {
    "regular": "400-normal",
    "semibold": "600-normal",
    "bold": "700-normal",
    "italic": "400-italic",
}
UNUSED_TABLES = ["BASE", "DSIG", "GDEF", "GPOS", "GSUB", "STAT", "gasp"]
NEEDED_LETTERS = "ŵŷŴŶẁẃẅỳâêîôûáéíóúäëïöü£–—‘’“”•"

FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
CREST_RULE = re.compile(r"[^{}]*\{[^{}]*govuk-crest[^{}]*\}")
FONT_NOTICE = re.compile(r"/\*!? *Copyright \(c\) 2011 by Margaret Calvert.*?\*/", re.DOTALL)
SOURCE_MAP = re.compile(r"(//|/\*)# sourceMappingURL=\S+( \*/)?\s*$")


def build(_settings: Settings | None = None) -> None:
    """Make the folder anew from the packages."""
    if not GOVUK.is_dir() or not FONT.is_dir():
        raise SetUpFault("Styles and fonts are missing. Run `npm ci` in csas's folder first.")
    new = BUILT.with_name("built.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    (new / "govuk.css").write_text(own_styles((GOVUK / "govuk-frontend.min.css").read_text()))
    (new / "govuk.js").write_text(own_script((GOVUK / "govuk-frontend.min.js").read_text()))
    for path in _page_fonts():
        shutil.copy(path, new)
    for name, face in DOCUMENT_FACES.items():
        make_truetype(face, name, new / f"source-sans-3-{name}.ttf")
    shutil.copy(FONT / "LICENSE", new / "source-sans-3.licence.txt")
    shutil.copy(HERE / "web" / "govuk-frontend.licence.txt", new)
    shutil.rmtree(BUILT, ignore_errors=True)
    new.rename(BUILT)
    print(f"Laid out {len(list(BUILT.iterdir()))} files for the pages in {BUILT}.")


def own_styles(css: str) -> str:
    """GOV.UK Frontend's styles without its fonts and the crest."""
    for unwanted in (FONT_FACE, CREST_RULE, FONT_NOTICE, SOURCE_MAP):
        css = unwanted.sub("", css)
    css = re.sub(r"font-family:GDS Transport[^;}]*", "font-family:var(--csas-font)", css)
    if "url(" in css or "Transport" in css:
        raise SetUpFault("This release of GOV.UK Frontend names files which csas does not serve.")
    return css


def own_script(script: str) -> str:
    """GOV.UK Frontend's script, which names no map that is not there."""
    return SOURCE_MAP.sub("", script)


def make_truetype(face: str, style: str, path: Path) -> None:
    """Join the parts of a face for embedding in documents.

    Its name may not be the original's, which the licence reserves.
    """
    from fontTools.merge import Merger, Options

    options = Options()
    options.drop_tables = UNUSED_TABLES
    font = Merger(options).merge([str(FONT / "files" / f"source-sans-3-{part}-{face}.woff2") for part in PARTS])
    missing = [letter for letter in NEEDED_LETTERS if ord(letter) not in font.getBestCmap()]
    if missing:
        raise SetUpFault(f"The face {face} lacks the letters {''.join(missing)}.")
    names = font["name"]
    names.names = [name for name in names.names if name.nameID in {0, 13, 14}]
    title = style.capitalize()
    for number, text in (
        (1, f"Csas Text {title}"),
        (2, "Regular"),
        (4, f"Csas Text {title}"),
        (6, f"CsasText-{title}"),
    ):
        names.setName(text, number, 3, 1, 0x409)
    font.flavor = None
    font.save(path)


def _page_fonts() -> Iterator[Path]:
    for part in PARTS:
        for weight in WEIGHTS:
            yield FONT / "files" / f"source-sans-3-{part}-{weight}-normal.woff2"
