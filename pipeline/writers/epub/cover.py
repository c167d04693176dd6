"""The cover image: the shape of the report in the colours of the theme, without any text.

What a cover says stands as text on the title page; the image is what a library shows on
its shelf. Each bar is a heading and as long as what stands under it, so every report has a
cover of its own. PNG, because old reading systems show no SVG there.
"""

from __future__ import annotations

import struct
import zlib

from pipeline.model.nodes import Document, Section, Text
from pipeline.model.outline import headings
from pipeline.model.walk import descendants
from pipeline.theme import Colour, Palette

COVER_FILE = "cover.png"
WIDTH, HEIGHT = 1200, 1600
"""In pixels; the proportions that libraries expect of a cover."""

_GROUND, _PAPER, _LINE, _ACCENT = range(4)
_LEFT, _RIGHT, _TOP, _BOTTOM = 150, 1050, 420, 1400
_MOST = 30
"""Bars that can be told apart."""


def cover(document: Document, palette: Palette) -> bytes:
    """Return the PNG."""
    rows = [bytes([_GROUND]) * WIDTH] * HEIGHT
    shapes = [(0, 200, WIDTH, 224, _ACCENT), (_LEFT, 296, 560, 320, _PAPER)]
    for left, top, right, bottom, ink in [*shapes, *_bars(document)]:
        for row in range(top, bottom):
            line = rows[row]
            rows[row] = line[:left] + bytes([ink]) * (right - left) + line[right:]
    return _png(rows, (palette.heading, palette.paper, palette.rule, palette.accent))


def _bars(document: Document) -> list[tuple[int, int, int, int, int]]:
    """Return left, top, right, bottom and ink of the bar of each heading."""
    found = [
        (heading.level, _length(heading.section))
        for heading in headings(document)
        if heading.level <= 3
    ]
    if len(found) > _MOST:
        found = [(level, length) for level, length in found if level == 2]
    found = found[:_MOST] or [(2, 1)]
    longest = max(length for _, length in found) or 1
    step = min((_BOTTOM - _TOP) // len(found), 90)
    bars = []
    for place, (level, length) in enumerate(found):
        left = _LEFT + 70 * (level - 2)
        right = left + 60 + round((_RIGHT - left - 60) * (length / longest) ** 0.5)
        top = _TOP + place * step
        height = max(step * 2 // 5, 6) if level == 2 else max(step // 5, 3)
        bars.append((left, top, right, top + height, _PAPER if level == 2 else _LINE))
    return bars


def _length(section: Section) -> int:
    return sum(len(node.text) for node in descendants(section) if isinstance(node, Text))


def _png(rows: list[bytes], colours: tuple[Colour, ...]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    palette = b"".join(bytes((ink.red, ink.green, ink.blue)) for ink in colours)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in chunks)
