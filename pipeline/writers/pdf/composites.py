"""Moved glyphs: a mark that stands off its place becomes a glyph of its own. Used by embed.

Readers of PDF take text that is raised, or drawn out of order, for another line or word. A
vowel sign over its letter is therefore not drawn with operators that move the pen, but as
a composite glyph of the embedded font: the sign, moved (OpenType ``glyf``, composite
glyphs). It says what the sign says and keeps its place in the word.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

_WORDS_AND_PLACES = 0x0001 | 0x0002
_ADJUSTMENT = 0xB1B0AFBA


class Moved(NamedTuple):
    """A glyph at another place and with another advance, in units of the font."""

    glyph: int
    right: int
    up: int
    advance: int


def with_moved(font: bytes, moved: Sequence[Moved]) -> bytes:
    """Append moved glyphs to a TrueType font, in order after the glyphs it has."""
    tables = _tables(font)
    head = bytearray(tables["head"])
    maximum = bytearray(tables["maxp"])
    (count,) = struct.unpack_from(">H", maximum, 4)
    glyphs = bytearray(tables["glyf"])
    places = _places(tables["loca"], count, long=head[51] == 1)
    metrics = _metrics(tables["hmtx"], tables["hhea"], count)
    for one in moved:
        start, end = places[one.glyph], places[one.glyph + 1]
        left = 0
        if end > start:
            _, x1, y1, x2, y2 = struct.unpack_from(">5h", glyphs, start)
            left = x1 + one.right
            glyphs += struct.pack(
                ">5hHHhhH",
                *(-1, *map(_short, (left, y1 + one.up, x2 + one.right, y2 + one.up))),
                *(_WORDS_AND_PLACES, one.glyph, _short(one.right), _short(one.up), 0),
            )
        places.append(len(glyphs))
        metrics.append((max(0, one.advance), _short(left)))
    _raise_limits(maximum, count + len(moved))
    head[50:52] = b"\0\1"
    head[8:12] = bytes(4)
    last = bytearray(tables["hhea"])
    struct.pack_into(">H", last, 34, len(metrics))
    tables |= {
        "head": bytes(head),
        "maxp": bytes(maximum),
        "hhea": bytes(last),
        "glyf": bytes(glyphs),
        "loca": struct.pack(f">{len(places)}I", *places),
        "hmtx": b"".join(struct.pack(">Hh", *metric) for metric in metrics),
    }
    return _font(tables)


def _tables(font: bytes) -> dict[str, bytes]:
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(count))
    return {tag.decode("ascii"): font[at : at + size] for tag, _, at, size in records}


def _places(loca: bytes, count: int, *, long: bool) -> list[int]:
    if long:
        return list(struct.unpack(f">{count + 1}I", loca[: 4 * count + 4]))
    return [2 * place for place in struct.unpack(f">{count + 1}H", loca[: 2 * count + 2])]


def _metrics(hmtx: bytes, hhea: bytes, count: int) -> list[tuple[int, int]]:
    """Return advance and left side bearing of every glyph."""
    (full,) = struct.unpack_from(">H", hhea, 34)
    metrics = [struct.unpack_from(">Hh", hmtx, 4 * i) for i in range(full)]
    advance = metrics[-1][0]
    for i in range(count - full):
        (left,) = struct.unpack_from(">h", hmtx, 4 * full + 2 * i)
        metrics.append((advance, left))
    return [(advance, left) for advance, left in metrics]


def _short(number: int) -> int:
    """Bring a place into what a font can say; thousands of accents stand as high as they may."""
    return max(-32_768, min(number, 32_767))


def _raise_limits(maximum: bytearray, count: int) -> None:
    """Tell ``maxp`` of composite glyphs of one component, which may be composite itself."""
    struct.pack_into(">H", maximum, 4, count)
    points, contours, all_points, all_contours = struct.unpack_from(">4H", maximum, 6)
    struct.pack_into(">2H", maximum, 10, max(points, all_points), max(contours, all_contours))
    elements, depth = struct.unpack_from(">2H", maximum, 28)
    struct.pack_into(">2H", maximum, 28, max(elements, 1), depth + 1)


def _font(tables: dict[str, bytes]) -> bytes:
    """Put tables together with their directory and sums."""
    count = len(tables)
    power = count.bit_length() - 1
    search = 16 << power
    directory = struct.pack(">I4H", 0x00010000, count, search, power, 16 * count - search)
    at = 12 + 16 * count
    body = b""
    place = 0
    for tag, data in sorted(tables.items()):
        if tag == "head":
            place = at + len(body)
        directory += struct.pack(">4sIII", tag.encode(), _sum(data), at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    font = bytearray(directory + body)
    struct.pack_into(">I", font, place + 8, (_ADJUSTMENT - _sum(bytes(font))) & 0xFFFFFFFF)
    return bytes(font)


def _sum(data: bytes) -> int:
    padded = data + bytes(-len(data) % 4)
    total: int = sum(struct.unpack(f">{len(padded) // 4}I", padded))
    return total & 0xFFFFFFFF
