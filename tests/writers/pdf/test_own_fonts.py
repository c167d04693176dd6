"""A department's own fonts are used where they may be, and refused with the reason where not."""

from __future__ import annotations

import io
import struct
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from pipeline.errors import OptionError
from pipeline.model.nodes import Document, Metadata
from pipeline.options import Options
from pipeline.theme import STANDARD, Theme
from pipeline.theme_file import read
from pipeline.verify import pdf as verifier
from pipeline.verify.external.verapdf import Engine
from pipeline.writers.pdf import additions, write
from tests.conftest import PROJECT
from tests.documents import french, paragraph, text

FACES = PROJECT / "pipeline" / "writers" / "pdf" / "faces"
SANS, MONO, HEBREW = (
    (FACES / f"{name}-Regular.ttf").read_bytes()
    for name in ("NotoSans", "NotoSansMono", "NotoSansHebrew")
)
JAPANESE = Document(
    metadata=Metadata(title="語", language="ja"), title=text("語"), children=(paragraph("Go 語."),)
)


def tables(font: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack(">H", font[4:6])
    entries = [struct.unpack(">4sLLL", font[12 + 16 * n : 28 + 16 * n]) for n in range(count)]
    return {tag: font[offset : offset + length] for tag, _, offset, length in entries}


def font_of(parts: dict[bytes, bytes]) -> bytes:
    head = struct.pack(">LHHHH", 0x10000, len(parts), 0, 0, 0)
    offset, entries, bodies = 12 + 16 * len(parts), b"", b""
    for tag, body in sorted(parts.items()):
        entries += struct.pack(">4sLLL", tag, 0, offset + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    return head + entries + bodies


def changed(font: bytes, at: int, value: int) -> bytes:
    """Return a font with another number in its ``OS/2`` table."""
    parts = tables(font)
    table = parts[b"OS/2"]
    return font_of({**parts, b"OS/2": table[:at] + struct.pack(">H", value) + table[at + 2 :]})


def holding(font: bytes, character: str) -> bytes:
    """Return a font that draws one character, with its second glyph."""
    cmap = struct.pack(">HHHHL", 0, 1, 3, 10, 12)
    cmap += struct.pack(">HHLLLLLL", 12, 0, 28, 0, 1, ord(character), ord(character), 2)
    return font_of({**tables(font), b"cmap": cmap})


def theme_of(folder: Path, fonts: str, **files: bytes) -> Theme:
    for name, data in files.items():
        (folder / f"{name}.ttf").write_bytes(data)
    path = folder / "brand.toml"
    path.write_text(f"italics = false\n[fonts]\n{fonts}\n")
    return read(path)


def own(folder: Path, regular: bytes) -> Theme:
    return theme_of(folder, 'regular = "a.ttf"\nbold = "b.ttf"', a=regular, b=MONO)


def test_text_is_set_in_the_fonts_of_the_theme(tmp_path: Path, verapdf: Engine) -> None:
    options = Options(theme=own(tmp_path, MONO))
    document = french()
    data = write(document, options).value
    added = additions(document, options)
    assert list(verifier.check(data, document, options, added=added)) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = {str(font.BaseFont)[8:] for font in pdf.pages[0].Resources.Font.values()}
    assert "NotoSansMono-Regular" in names
    assert "NotoSans-Regular" not in names
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    assert all(verdict.diagnostics == () for verdict in verapdf.judge(path))


def test_a_character_that_no_font_has_is_named_and_printed_with_a_font_that_has_it(
    tmp_path: Path,
) -> None:
    (finding,) = write(JAPANESE, Options()).diagnostics
    assert finding.message == "no font has U+8A9E 語 (CJK UNIFIED IDEOGRAPH-8A9E)"
    assert "[fonts] more" in finding.rule.hint
    theme = theme_of(tmp_path, 'more = ["a.ttf"]', a=holding(HEBREW, "語"))
    options = Options(theme=theme)
    result = write(JAPANESE, options)
    assert result.diagnostics == ()
    added = additions(JAPANESE, options)
    assert list(verifier.check(result.value, JAPANESE, options, added=added)) == []


@pytest.mark.parametrize(
    ("font", "what", "hint"),
    [
        (changed(MONO, 8, 2), "may not be embedded", "licence"),
        (changed(MONO, 8, 0x100), "in parts", "licence"),
        (changed(MONO, 8, 0x200), "as bitmaps only", "licence"),
        (changed(MONO, 4, 300), "too light to read (weight 300)", "400"),
        (HEBREW, "has no a b c", "English and French"),
        (b"OTTO" + MONO[4:], "PostScript outlines", "TrueType"),
        (b"ttcf" + MONO[4:], "collection", "save the one font"),
        (b"wOF2" + MONO[4:], "web font (WOFF2)", ".ttf"),
        (b"<html>", "no TrueType font", ".ttf"),
        (MONO[:200], "has no", "with all its tables"),
        (font_of({**tables(MONO), b"glyf": b""}), "0.00 em high", "0.4 em"),
    ],
)
def test_a_font_that_cannot_serve_is_refused_with_the_reason(
    tmp_path: Path, font: bytes, what: str, hint: str
) -> None:
    with pytest.raises(OptionError) as caught:
        own(tmp_path, font)
    assert "font a.ttf" in caught.value.what
    assert what in caught.value.what
    assert hint in caught.value.hint


@pytest.mark.parametrize("licence", [0, 4, 8, 2 | 8])
def test_a_font_that_may_be_embedded_is_taken(tmp_path: Path, licence: int) -> None:
    theme = own(tmp_path, changed(SANS, 8, licence))
    assert theme.fonts.regular is not None
    assert theme.fonts.regular.name == "NotoSans-Regular"
    assert replace(theme, fonts=STANDARD.fonts).palette == STANDARD.palette


def cut(font: bytes, tag: bytes, length: int) -> bytes:
    return font_of({**tables(font), tag: tables(font)[tag][:length]})


@pytest.mark.parametrize(
    "font",
    [
        cut(MONO, b"OS/2", 4),
        cut(MONO, b"post", 2),
        cut(MONO, b"head", 20),
        cut(MONO, b"hhea", 30),
        cut(MONO, b"loca", 9),
        cut(MONO, b"maxp", 4),
        changed(MONO, 4, 400)[:12] + b"\xff\xfe\x81\x00" + MONO[16:],
        font_of({**tables(MONO), b"maxp": b"\0\1\0\0\xff\xff" + tables(MONO)[b"maxp"][6:]}),
        MONO[: len(MONO) // 2],
    ],
    ids=["OS/2", "post", "head", "hhea", "loca", "maxp", "directory", "glyph count", "half"],
)
@pytest.mark.parametrize("use", ['regular = "a.ttf"\nbold = "b.ttf"', 'more = ["a.ttf"]'])
def test_a_damaged_font_is_refused_or_does_no_harm(tmp_path: Path, use: str, font: bytes) -> None:
    try:
        theme = theme_of(tmp_path, use, a=font, b=MONO)
    except OptionError as problem:
        if "font a.ttf" in problem.what:
            return
        raise
    document, options = french(), Options(theme=theme)
    result = write(document, options)
    added = additions(document, options)
    assert list(verifier.check(result.value, document, options, added=added)) == []
