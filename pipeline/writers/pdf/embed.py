"""A used face as PDF objects: Type0 over CIDFontType2, subset, with ToUnicode. After paint.

ISO 32000-1 9.7 (composite fonts) and 9.10.3 (ToUnicode); ISO 14289-1 7.21. Codes are those
of ``face.Face``, one for each glyph and text; ``CIDToGIDMap`` leads to the glyphs.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from typing import Protocol

import uharfbuzz as hb

from pipeline.writers.pdf.composites import Moved, with_moved
from pipeline.writers.pdf.face import FIRST_MOVED, Face

_KEPT = ("glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep")
_ALWAYS = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp"})
_FIXED_PITCH, _SYMBOLIC, _ITALIC = 1, 4, 64


class Allocate(Protocol):
    """Take the body of an indirect object (a stream with its dictionary); give its number."""

    def __call__(self, body: bytes, /) -> int:
        """Return the number of the new object."""


def embed(face: Face, allocate: Allocate) -> int:
    """Write a font with the glyphs it was asked for; return the number of its Type0 object."""
    data, glyphs = _subset(face)
    name = f"/{_prefix(face)}+{face.name}".encode()
    program = allocate(_stream(data, b"/Length1 %d " % len(data)))
    to_glyphs = b"".join(glyphs[glyph].to_bytes(2, "big") for glyph in face.glyphs)
    mapping = allocate(_stream(to_glyphs))
    unicode = allocate(_stream(_to_unicode(face)))
    descriptor = allocate(_descriptor(face, name, program))
    widths = b" ".join(_decimal(face.advance(glyph)) for glyph in face.glyphs)
    descendant = allocate(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont %b/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 1000/W[0[%b]]"
        b"/CIDToGIDMap %d 0 R>>" % (name, descriptor, widths, mapping)
    )
    return allocate(
        b"<</Type/Font/Subtype/Type0/BaseFont %b/Encoding/Identity-H/DescendantFonts[%d 0 R]"
        b"/ToUnicode %d 0 R>>" % (name, descendant, unicode)
    )


def _subset(face: Face) -> tuple[bytes, dict[int, int]]:
    """Return the font with the used glyphs alone, and their new numbers."""
    plan_input = hb.SubsetInput()
    plain = {glyph for glyph in face.glyphs if glyph < FIRST_MOVED}
    plain.update(part.glyph for moved in face.moved for part in moved.parts)
    plan_input.sets(hb.SubsetInputSets.GLYPH_INDEX).update(plain)
    dropped = plan_input.sets(hb.SubsetInputSets.DROP_TABLE_TAG)
    dropped.update(
        int.from_bytes(tag.encode(), "big") for tag in face.file.table_tags if tag not in _KEPT
    )
    plan_input.flags = hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    plan = hb.SubsetPlan(face.file, plan_input)
    numbers = dict(plan.old_to_new_glyph_mapping)
    made = plan.execute()
    lost = _ALWAYS.difference(made.table_tags)
    if lost:  # only a damaged font: what HarfBuzz cannot read it leaves out
        raise ValueError(f"its {', '.join(sorted(lost))} cannot be read")
    data = bytes(made.blob.data)
    if face.moved:
        moved = [
            Moved(tuple(p._replace(glyph=numbers[p.glyph]) for p in one.parts), one.advance)
            for one in face.moved
        ]
        numbers |= {FIRST_MOVED + i: made.glyph_count + i for i in range(len(moved))}
        data = with_moved(data, moved)
    return data, numbers


def _prefix(face: Face) -> str:
    """Return six letters that depend on the glyphs alone, so that builds are the same."""
    drawn = (face.name, face.glyphs, face.texts, face.moved)
    digest = hashlib.sha256(repr(drawn).encode()).digest()
    return "".join(chr(65 + byte % 26) for byte in digest[:6])


def _stream(data: bytes, extra: bytes = b"") -> bytes:
    packed = zlib.compress(data, 9)
    head = b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n" % (extra, len(packed))
    return head + packed + b"\nendstream"


def _descriptor(face: Face, name: bytes, program: int) -> bytes:
    head = face.file.reference_table("head").data
    bounds = struct.unpack(">4h", head[36:44])
    post = face.file.reference_table("post").data
    angle = struct.unpack(">i", post[4:8])[0] / 65536
    windows = face.file.reference_table("OS/2").data
    weight = struct.unpack(">H", windows[4:6])[0]
    version = struct.unpack(">H", windows[:2])[0]
    extents = face.font.get_font_extents("ltr")
    capital = struct.unpack(">h", windows[88:90])[0] if version >= 2 else extents.ascender
    flags = _SYMBOLIC
    flags |= _FIXED_PITCH if any(post[12:16]) else 0
    flags |= _ITALIC if angle else 0
    box = b" ".join(b"%d" % round(value * face.scale) for value in bounds)
    return (
        b"<</Type/FontDescriptor/FontName %b/Flags %d/FontBBox[%b]/ItalicAngle %b/Ascent %d"
        b"/Descent %d/CapHeight %d/StemV %d/FontFile2 %d 0 R>>"
        % (
            name,
            flags,
            box,
            _decimal(angle),
            round(extents.ascender * face.scale),
            round(extents.descender * face.scale),
            round(capital * face.scale),
            round(10 + 220 * (weight - 50) / 900),
            program,
        )
    )


def _to_unicode(face: Face) -> bytes:
    """Return the CMap from codes to what they say (ISO 32000-1 9.10.3)."""
    return "\n".join(_map_lines(face)).encode("ascii")


def _map_lines(face: Face) -> Iterator[str]:
    yield "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap"
    yield "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def"
    yield "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def"
    yield "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange"
    rows = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for code, text in enumerate(face.texts)
    ]
    for start in range(0, len(rows), 100):
        part = rows[start : start + 100]
        yield f"{len(part)} beginbfchar"
        yield from part
        yield "endbfchar"
    yield "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


def _decimal(value: float) -> bytes:
    """Return a number with at most two decimals and no needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".").encode()
