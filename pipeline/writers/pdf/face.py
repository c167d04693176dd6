"""A font file and what HarfBuzz makes of a word in it. Below shape.

A code of a font here stands for a glyph *and* the text it says: a no-break space and a
space are one glyph and two codes, so that copied text is what the source said. Lengths are
in thousandths of an em, the unit of the arrays that ``TJ`` draws.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import add
from typing import NamedTuple, TypeAlias

import uharfbuzz as hb

from pipeline.writers.pdf.composites import Moved, Part

FIRST_MOVED = 0x10000
"""Beyond every glyph of a font: numbers of moved glyphs begin here."""
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
UNMAPPABLE = re.compile("[\x00\ufeff\ufffe\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""What may not stand in a ToUnicode map (ISO 14289-1 7.21.7), and private use."""
_CURSIVE = frozenset(["adlm", "arab", "mand", "mong", "nkoo", "phag", "syrc"])
"""Scripts whose letters join: they are never spaced out."""
_MOST = 16
"""Of glyphs that are drawn as one; its advance must be one that a font can say."""
_NEVER = 1e9
"""Width of what cannot be put together from its figures."""


_Drawn: TypeAlias = tuple[hb.GlyphInfo, hb.GlyphPosition]


class Shaped(NamedTuple):
    """Glyphs of one face, from left to right."""

    face: Face
    body: bytes
    """What stands between ``[(`` and ``)]TJ``."""
    width: float
    actual: str | None = None
    """What it says, where the codes cannot say it."""


class Face:
    """One font file, with a code for each glyph and text that was asked for."""

    def __init__(self, name: str, data: bytes, resource: str) -> None:
        self.name = name
        """PostScript name: ``NotoSans-Bold``."""
        self.resource = resource
        """The name of the font in the resources of a page: ``F1``."""
        self.file = hb.Face(data)
        self.font = hb.Font(self.file)
        self.scale = 1000 / self.file.upem
        self.coverage = frozenset(map(chr, self.file.unicodes))
        scripts = {str(tag) for tag in self.file.get_table_script_tags("GSUB")}
        self.cursive = not _CURSIVE.isdisjoint(scripts)
        self.glyphs: list[int] = [0]
        """The glyph of each code; code 0 is never drawn."""
        self.texts: list[str] = [REPLACEMENT]
        """What each code says."""
        self.moved: list[Moved] = []
        """Glyphs put together from others; their numbers follow ``FIRST_MOVED``."""
        self._moved: dict[Moved, int] = {}
        self._codes: dict[tuple[int, str], bytes] = {}
        self._advances: dict[int, float] = {}
        self._space = self.glyph(" ")
        self._figures: dict[str, tuple[bytes, float]] = {}

    def glyph(self, character: str) -> int:
        """Return the glyph of a character, 0 if there is none."""
        return self.font.get_nominal_glyph(ord(character)) or 0

    def move(self, moved: Moved) -> int:
        """Return the number of a glyph put together from others."""
        number = self._moved.get(moved)
        if number is None:
            number = self._moved[moved] = FIRST_MOVED + len(self.moved)
            self.moved.append(moved)
        return number

    def advance(self, glyph: int) -> float:
        """Return how far a glyph moves the pen."""
        advance = self._advances.get(glyph)
        if advance is None:
            if glyph >= FIRST_MOVED:
                units = self.moved[glyph - FIRST_MOVED].advance
            else:
                units = self.font.get_glyph_h_advance(glyph)
            advance = units * self.scale
            self._advances[glyph] = advance
        return advance

    def code(self, glyph: int, text: str) -> bytes:
        """Return the code for a glyph that says a text, as it stands in a literal string."""
        code = self._codes.get((glyph, text))
        if code is None:
            number = len(self.glyphs)
            self.glyphs.append(glyph)
            self.texts.append(UNMAPPABLE.sub(_mappable, text) or "\u2060")
            code = number.to_bytes(2, "big").replace(b"\\", b"\\\\").replace(b"(", b"\\(")
            code = code.replace(b")", b"\\)").replace(b"\r", b"\\r")
            self._codes[glyph, text] = code
        return code

    def number(self, text: str, spacing: float) -> Shaped | None:
        """Put a number together from its pairs of figures, each of which is shaped once.

        In a long table nearly every number is new, and shaping is what costs most. None:
        figures of this face act upon one another in other ways than by kerning.
        """
        body, width = self._figure(text[-1], "")
        bodies = [body]  # from the last on
        for pair in map(add, text[-2::-1], text[:0:-1]):
            found = self._figures.get(pair)
            if found is None:
                found = self._figures[pair] = self._figure(*pair)
            bodies.append(found[0])
            width += found[1]
        body = b"".join(reversed(bodies))
        return Shaped(self, body, width + spacing * len(text)) if width < _NEVER else None

    def _figure(self, figure: str, following: str) -> tuple[bytes, float]:
        """Return the body and the advance of a figure before another."""
        glyph = self.glyph(figure)
        code, advance = self.code(glyph, figure), self.advance(glyph)
        if not following:
            return code, advance
        pair = figure + following
        infos, places = self._glyphs(pair, right_to_left=False, language=None, spacing=0.0)
        after = self.glyph(following)
        moved = any(place.x_offset or place.y_offset for place in places)
        if moved or [info.codepoint for info in infos] != [glyph, after]:
            return code, _NEVER
        if places[1].x_advance * self.scale != self.advance(after):
            return code, _NEVER
        kerned = places[0].x_advance * self.scale
        return code + kern(advance - kerned), kerned

    def _glyphs(
        self, text: str, *, right_to_left: bool, language: str | None, spacing: float
    ) -> tuple[Sequence[hb.GlyphInfo], Sequence[hb.GlyphPosition]]:
        buffer = hb.Buffer()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if right_to_left else "ltr"
        if language is not None:
            buffer.language = language
        hb.shape(self.font, buffer, {"liga": False, "clig": False} if spacing else None)
        return buffer.glyph_infos, buffer.glyph_positions

    def shape(
        self, text: str, *, right_to_left: bool, language: str | None, spacing: float
    ) -> Iterator[Shaped]:
        """Shape text that this face covers; stretches come from left to right."""
        infos, positions = self._glyphs(
            text, right_to_left=right_to_left, language=language, spacing=spacing
        )
        if not right_to_left and len(infos) == len(text):
            plain = self._plain(text, infos, positions, spacing)
            if plain is not None:
                yield plain
                return
        parts: list[bytes] = []
        width = pending = 0.0
        for said, drawn in _clusters(text, infos, positions, right_to_left=right_to_left):
            actual = said if UNMAPPABLE.search(said) else None
            if actual is not None and parts:
                yield Shaped(self, b"".join(parts) + kern(pending), width)
                parts, width, pending = [], 0.0, 0.0
            # readers turn round what a glyph says, letter by letter: then each has its own
            letters = said[::-1] if right_to_left and actual is None else [said]
            glyphs = self._glyphs_for(drawn, len(letters))
            for letter, (glyph, advance) in zip(letters, glyphs, strict=True):
                # ``Tc`` widens every code; one of a cluster is meant to be wider
                moved = advance * self.scale
                parts += (kern(pending), self.code(glyph, letter))
                pending = self.advance(glyph) + spacing - moved
                width += moved
            if any(place.x_advance for _, place in drawn):
                width += spacing
                pending -= spacing
            if actual is not None:
                yield Shaped(self, b"".join(parts) + kern(pending), width, actual)
                parts, width, pending = [], 0.0, 0.0
        if parts:
            yield Shaped(self, b"".join(parts) + kern(pending), width)

    def _glyphs_for(self, drawn: Sequence[_Drawn], count: int) -> Iterator[tuple[int, int]]:
        """Yield so many glyphs for a cluster, and how far each moves the pen, in units.

        The last one draws it all. The others are blank and share its room with it: readers
        take what stands in the same place as the letter before for something said twice.
        """
        if len(drawn) == count == 1:
            ((info, place),) = drawn
            hidden = info.codepoint == self._space and not place.x_advance  # once a joiner
            if not (hidden or place.x_offset or place.y_offset):
                yield info.codepoint, place.x_advance
                return
        parts: list[Part] = []
        at = 0
        for info, place in drawn:
            if info.codepoint != self._space:
                parts.append(Part(info.codepoint, at + place.x_offset, place.y_offset))
            at += place.x_advance
        start = 0
        for number in range(1, count):
            end = at * number // count
            yield self.move(Moved((), max(0, end - start))), end - start
            start = end
        moved = tuple(part._replace(right=part.right - start) for part in parts)
        yield self.move(Moved(moved, max(0, min(at - start, 0xFFFF)))), at - start

    def _plain(
        self,
        text: str,
        infos: Sequence[hb.GlyphInfo],
        positions: Sequence[hb.GlyphPosition],
        spacing: float,
    ) -> Shaped | None:
        """Put together what is one glyph for each character, as most words are."""
        if UNMAPPABLE.search(text):
            return None
        scale, space, codes = self.scale, self._space, self._codes
        parts: list[bytes] = []
        width = pending = 0.0
        for at, (info, position) in enumerate(zip(infos, positions, strict=True)):
            glyph, advance = info.codepoint, position.x_advance
            if info.cluster != at or glyph == space or not advance:
                return None
            if position.x_offset or position.y_offset:
                return None
            adjusted = round(pending)
            if adjusted:
                parts.append(b")%d(" % adjusted)
            parts.append(codes.get((glyph, text[at])) or self.code(glyph, text[at]))
            moved = advance * scale + spacing
            width += moved
            pending = self.advance(glyph) + spacing - moved
        return Shaped(self, b"".join(parts) + kern(pending), width)


def _clusters(
    text: str,
    infos: Sequence[hb.GlyphInfo],
    places: Sequence[hb.GlyphPosition],
    *,
    right_to_left: bool,
) -> Iterator[tuple[str, list[_Drawn]]]:
    """Yield what each letter with its marks says and is drawn with, from left to right."""
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    found: list[tuple[str, list[_Drawn]]] = []
    step = -1 if right_to_left else 1
    pairs = list(zip(infos, places, strict=True))[::step]
    for start, group in groupby(pairs, lambda one: one[0].cluster):
        drawn, said = list(group), text[start : ends[start]]
        if found and not any(place.x_advance for _, place in drawn):
            before, letter = found[-1]
            if len(letter) + len(drawn) <= _MOST:
                found[-1] = before + said, letter + drawn
                continue
        shares = -(-len(drawn) // _MOST)  # a syllable without end: no glyph takes all of it
        for i in range(shares):
            own = said[len(said) * i // shares : len(said) * (i + 1) // shares]
            found.append((own or "\u2060", drawn[_MOST * i : _MOST * (i + 1)]))
    for said, drawn in found[::step]:
        yield said, drawn[::step]


def _mappable(match: re.Match[str]) -> str:
    return "\u2060" if match[0] == "\ufeff" else REPLACEMENT


def kern(amount: float) -> bytes:
    """Return the adjustment that moves the next glyph to the left by this much."""
    rounded = round(amount)
    return b")%d(" % rounded if rounded else b""
