"""The cover image: a plate in the colours of the theme, drawn without any text.

What a cover says stands as text on the title page; the image is what a library shows on
its shelf. PNG, because old reading systems show no SVG there.
"""

from __future__ import annotations

import struct
import zlib

from pipeline.theme import Colour, Palette

COVER_FILE = "cover.png"
WIDTH, HEIGHT = 1200, 1600
"""In pixels; the proportions that libraries expect of a cover."""

_GROUND, _PAPER, _LINE, _ACCENT = range(4)


def cover(palette: Palette) -> bytes:
    """Return the PNG: a sheet with the bars of a headed text on the ground of the headings."""
    rows = [bytes([_GROUND]) * WIDTH] * HEIGHT
    for left, top, right, bottom, ink in _SHAPES:
        for row in range(top, bottom):
            line = rows[row]
            rows[row] = line[:left] + bytes([ink]) * (right - left) + line[right:]
    colours = (palette.heading, palette.paper, palette.rule, palette.accent)
    return _png(rows, colours)


_SHEET = (180, 260, 1020, 1340)
_SHAPES: tuple[tuple[int, int, int, int, int], ...] = (
    (*_SHEET, _PAPER),
    (0, 1500, WIDTH, 1516, _ACCENT),
    (270, 370, 820, 420, _GROUND),
    (270, 450, 650, 500, _GROUND),
    (270, 550, 390, 562, _ACCENT),
    *(
        (270, top, 930 if line % 4 != 3 else 700, top + 16, _LINE)
        for line, top in enumerate(range(640, 1240, 50))
    ),
)


def _png(rows: list[bytes], colours: tuple[Colour, ...]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    palette = b"".join(bytes((ink.red, ink.green, ink.blue)) for ink in colours)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in chunks)
