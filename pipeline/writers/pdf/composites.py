"""Moved glyphs: what stands off its place becomes a glyph of its own. Used by embed.

Readers of PDF take text that is raised, or drawn out of order, for another line or word. A
vowel sign over its letter is therefore not drawn with operators that move the pen, but as
a composite glyph of the embedded font: the sign, moved (OpenType ``glyf``, composite
glyphs). It says what the sign says and keeps its place in the word. In the same way a letter
that a font draws in parts, as Arabic fonts do with a hamza and what carries it, becomes one
glyph that says the letter.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

_WORDS_AND_PLACES, _MORE = 0x0001 | 0x0002, 0x0020
_ADJUSTMENT = 0xB1B0AFBA


class Part(NamedTuple):
    """A glyph and its place in another, in units of the font."""

    glyph: int
    right: int
    up: int


class Moved(NamedTuple):
    """Glyphs at other places, drawn as one that has an advance of its own."""

    parts: tuple[Part, ...]
    """None: a blank."""
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
        drawn = [part for part in one.parts if places[part.glyph + 1] > places[part.glyph]]
        boxes = [_box(glyphs, places[part.glyph], part) for part in drawn]
        left = min((box[0] for box in boxes), default=0)
        if boxes:
            low, right, high = (
                min(b[1] for b in boxes),
                max(b[2] for b in boxes),
                max(b[3] for b in boxes),
            )
            glyphs += struct.pack(">5h", -1, *map(_short, (left, low, right, high)))
        for part in drawn:
            flags = _WORDS_AND_PLACES | (_MORE if part is not drawn[-1] else 0)
            place = map(_short, (part.right, part.up))
            glyphs += struct.pack(">HHhh", flags, part.glyph, *place)
        glyphs += bytes(-len(glyphs) % 2)
        places.append(len(glyphs))
        metrics.append((one.advance, _short(left)))
    _raise_limits(maximum, count + len(moved), max(len(one.parts) for one in moved))
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


def _box(glyphs: bytearray, start: int, part: Part) -> tuple[int, int, int, int]:
    """Return the bounds of a part where it stands: left, low, right, high."""
    _, left, low, right, high = struct.unpack_from(">5h", glyphs, start)
    return left + part.right, low + part.up, right + part.right, high + part.up


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


def _raise_limits(maximum: bytearray, count: int, parts: int) -> None:
    """Tell ``maxp`` of composite glyphs of so many parts, which may be composite themselves."""
    struct.pack_into(">H", maximum, 4, count)
    figures = struct.unpack_from(">4H", maximum, 6)  # points, contours, both of composites
    for at, most in ((10, max(figures[0::2])), (12, max(figures[1::2]))):
        struct.pack_into(">H", maximum, at, min(most * max(parts, 1), 0xFFFF))
    elements, depth = struct.unpack_from(">2H", maximum, 28)
    struct.pack_into(">2H", maximum, 28, max(elements, parts, 1), depth + 1)


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
