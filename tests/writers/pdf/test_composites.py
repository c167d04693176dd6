"""Moved glyphs: a font with them is sound, and they stand where they should."""

from __future__ import annotations

import io

import pytest
import uharfbuzz as hb

from pipeline.writers.pdf.composites import Moved, Part, with_moved
from tests.writers.pdf.test_fonts import FACES

FACE = next(face for face in FACES if face.stem == "NotoSans-Regular")


def extents(font: bytes, glyph: int) -> tuple[int, int, int, int]:
    found = hb.Font(hb.Face(font)).get_glyph_extents(glyph)
    return found.x_bearing, found.y_bearing, found.width, found.height


def test_a_moved_glyph_is_the_glyph_elsewhere() -> None:
    data = FACE.read_bytes()
    face = hb.Face(data)
    acute = hb.Font(face).get_nominal_glyph(0x301)
    made = with_moved(data, [Moved((Part(acute, 120, -40),), 0), Moved((Part(acute, -5, 7),), 300)])
    after = hb.Face(made)
    assert after.glyph_count == face.glyph_count + 2
    left, top, width, height = extents(data, acute)
    first, second = face.glyph_count, face.glyph_count + 1
    assert extents(made, first) == (left + 120, top - 40, width, height)
    assert extents(made, second) == (left - 5, top + 7, width, height)
    font = hb.Font(after)
    assert [font.get_glyph_h_advance(glyph) for glyph in (first, second)] == [0, 300]
    assert extents(made, acute) == (left, top, width, height)


def test_a_moved_space_shows_nothing() -> None:
    data = FACE.read_bytes()
    face = hb.Face(data)
    space = hb.Font(face).get_nominal_glyph(0x20)
    assert extents(with_moved(data, [Moved((Part(space, 0, 0),), 0)]), face.glyph_count) == (
        0,
        0,
        0,
        0,
    )


def test_the_font_is_sound() -> None:
    library = pytest.importorskip("fontTools.ttLib")
    data = FACE.read_bytes()
    made = with_moved(data, [Moved((Part(50, 10, 10),), 0)])
    font = library.TTFont(io.BytesIO(made), checkChecksums=2)
    assert font["maxp"].numGlyphs == hb.Face(data).glyph_count + 1
    assert font["glyf"][font.getGlyphOrder()[-1]].isComposite()
    assert len(font["hmtx"].metrics) == font["maxp"].numGlyphs
