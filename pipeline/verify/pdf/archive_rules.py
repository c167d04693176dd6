"""Rules of archiving: nothing that acts by itself, images as they are, widths of the glyphs.

What PDF/A forbids so that a file looks and behaves the same in thirty years; PDF/UA asks the
same of its fonts.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pikepdf

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.verify.pdf.opened import Opened

_REPORT = "Report this: the writer must not make such a file."
ACTION = Rule(
    "pdf-action",
    Severity.ERROR,
    "The file does something other than lead to a place or an address.",
    _REPORT,
    ("ISO 19005-2 6.5.1", "ISO 19005-4 6.6.1"),
)
IMAGE = Rule(
    "pdf-image",
    Severity.ERROR,
    "A viewer may change an image when it shows it.",
    _REPORT,
    ("ISO 19005-2 6.2.8", "ISO 19005-4 6.2.7"),
)
GLYPHS = Rule(
    "pdf-glyphs",
    Severity.ERROR,
    "A font does not say which glyphs its codes draw, or how wide they are.",
    _REPORT,
    ("ISO 14289-1 7.21.3.2-t1", "ISO 14289-1 7.21.5-t1", "ISO 19005-2 6.2.11.5"),
)

_NOTHING = pikepdf.Dictionary()
_HARMLESS = ("/GoTo", "/URI")
_TOLERANCE = 1.0
"""Thousandths of an em by which a width may differ (ISO 19005-2 6.2.11.5)."""


def check_archive(pdf: Opened) -> Iterator[Diagnostic]:
    """Yield what acts by itself, what a viewer may change, and glyphs of another width."""
    root = pdf.pdf.Root
    yield from _acts(root, "catalog", "/OpenAction")
    if "/JavaScript" in root.get("/Names", _NOTHING):
        yield Diagnostic(ACTION, "the catalog names scripts", place="catalog")
    fonts: dict[str, pikepdf.Object] = {}
    for number, page in enumerate(pdf.pdf.pages, start=1):
        place = f"page {number}"
        yield from _acts(page.obj, place, "/A")
        for annotation in page.get("/Annots", ()):
            yield from _acts(annotation, place, "/A")
        resources = page.get("/Resources", _NOTHING)
        for name, drawn in resources.get("/XObject", _NOTHING).items():
            interpolates = drawn.get("/Interpolate", False)
            if isinstance(interpolates, bool) and interpolates:
                yield Diagnostic(IMAGE, f"image {name[1:]} may be smoothed", place=place)
        for font in resources.get("/Font", _NOTHING).values():
            fonts.setdefault(str(font.get("/BaseFont", "")), font)
    for name, font in sorted(fonts.items()):
        for descendant in font.get("/DescendantFonts", ()):
            yield from _glyphs(descendant, f"font {name[1:]}")


def _acts(thing: pikepdf.Object, place: str, key: str) -> Iterator[Diagnostic]:
    action = thing.get(key)
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") not in _HARMLESS:
        yield Diagnostic(ACTION, f"there is an action {str(action.get('/S', ''))[1:]}", place=place)
    if "/AA" in thing:
        yield Diagnostic(ACTION, "something is done when it is shown or left", place=place)


def _glyphs(font: pikepdf.Object, place: str) -> Iterator[Diagnostic]:
    program = font.get("/FontDescriptor", _NOTHING).get("/FontFile2")
    if font.get("/Subtype") != "/CIDFontType2" or program is None:
        return
    mapping = font.get("/CIDToGIDMap")
    if isinstance(mapping, pikepdf.Stream):
        data = mapping.read_bytes()
        glyphs = struct.unpack(f">{len(data) // 2}H", data[: len(data) // 2 * 2])
    elif mapping == "/Identity":
        glyphs = None
    else:
        yield Diagnostic(GLYPHS, "there is no map from codes to glyphs", place=place)
        return
    try:
        advances = _advances(program.read_bytes())
    except (KeyError, ValueError, ArithmeticError, struct.error, pikepdf.PdfError):
        yield Diagnostic(GLYPHS, "its font program cannot be read", place=place)
        return
    for code, width in _widths(font.get("/W", ())):
        glyph = code if glyphs is None else glyphs[code] if code < len(glyphs) else 0
        if code and glyph < len(advances) and abs(advances[glyph] - width) > _TOLERANCE:
            message = f"code {code} is said to be {width:g} wide, its glyph {advances[glyph]:g}"
            yield Diagnostic(GLYPHS, message, place=place)
            return


def _widths(array: object) -> Iterator[tuple[int, float]]:
    """Yield code and width of each entry (ISO 32000-2 9.7.4.3)."""
    entries = list(array) if isinstance(array, pikepdf.Array) else []
    at = 0
    while at + 1 < len(entries):
        start, second = int(entries[at]), entries[at + 1]
        if isinstance(second, pikepdf.Array):
            yield from ((start + place, float(width)) for place, width in enumerate(second))
            at += 2
        elif at + 2 < len(entries):
            width = float(entries[at + 2])
            yield from ((code, width) for code in range(start, int(second) + 1))
            at += 3
        else:
            return


def _advances(program: bytes) -> list[float]:
    """Return the widths of a TrueType program's glyphs, in thousandths of an em."""
    tables = {
        program[at : at + 4]: struct.unpack(">2I", program[at + 8 : at + 16])
        for at in range(12, 12 + 16 * struct.unpack(">H", program[4:6])[0], 16)
    }

    def number(table: bytes, offset: int) -> int:
        return int.from_bytes(program[tables[table][0] + offset :][:2], "big")

    units, count, glyphs = number(b"head", 18), number(b"hhea", 34), number(b"maxp", 4)
    metrics = struct.unpack_from(f">{2 * count}H", program, tables[b"hmtx"][0])
    advances: list[float] = [1000 * advance / units for advance in metrics[::2]]
    return advances + advances[-1:] * (glyphs - count)
