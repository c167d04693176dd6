"""Words to glyphs. Below lines: a face, a set of faces, and what HarfBuzz makes of a word.

A code of a font here stands for a glyph *and* the text it says: a no-break space and a
space are one glyph and two codes, so that copied text is what the source said. Lengths are
in thousandths of an em, the unit of the arrays that ``TJ`` draws.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

import uharfbuzz as hb

from pipeline.writers.pdf.composites import Moved

FIRST_MOVED = 0x10000
"""Beyond every glyph of a font: numbers of moved glyphs begin here."""
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Default_Ignorable_Code_Point: no face need have them, and none draws them."""
_UNMAPPABLE = re.compile("[\x00\ufeff\ufffe\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""What may not stand in a ToUnicode map (ISO 14289-1 7.21.7), and private use."""
_LOCALISED = re.compile(
    "(az|ba|bg|ca|chr|crh|fa|ga|gag|ks|ku|mk|mo|nl|pl|ps|ro|sd|sr|tr|tt|ug|ur)(-|$)", re.IGNORECASE
)
"""Languages for which fonts have forms of their own; others share one cache."""
_CURSIVE = frozenset(["adlm", "arab", "mand", "mong", "nkoo", "phag", "syrc"])
"""Scripts whose letters join: they are never spaced out."""


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
        """Glyphs at other places; their numbers follow ``FIRST_MOVED``."""
        self._moved: dict[Moved, int] = {}
        self._codes: dict[tuple[int, str], bytes] = {}
        self._advances: dict[int, float] = {}
        self._space = self.glyph(" ")

    def glyph(self, character: str) -> int:
        """Return the glyph of a character, 0 if there is none."""
        return self.font.get_nominal_glyph(ord(character)) or 0

    def move(self, moved: Moved) -> int:
        """Return the number of a glyph at another place."""
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
                units = max(0, self.moved[glyph - FIRST_MOVED].advance)
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
            self.texts.append(_UNMAPPABLE.sub(_mappable, text) or "\u2060")
            code = number.to_bytes(2, "big").replace(b"\\", b"\\\\").replace(b"(", b"\\(")
            code = code.replace(b")", b"\\)").replace(b"\r", b"\\r")
            self._codes[glyph, text] = code
        return code

    def shape(
        self, text: str, *, right_to_left: bool, language: str | None, spacing: float
    ) -> Iterator[Shaped]:
        """Shape text that this face covers; stretches come from left to right."""
        buffer = hb.Buffer()
        buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if right_to_left else "ltr"
        if language is not None:
            buffer.language = language
        hb.shape(self.font, buffer, {"liga": False, "clig": False} if spacing else None)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        if not right_to_left and len(infos) == len(text):
            plain = self._plain(text, infos, positions, spacing)
            if plain is not None:
                yield plain
                return
        scale = self.scale
        starts = sorted({info.cluster for info in infos})
        ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
        sizes: dict[int, int] = {}
        for info in infos:
            sizes[info.cluster] = sizes.get(info.cluster, 0) + 1
        left = dict(sizes)
        parts: list[bytes] = []
        width = pending = 0.0
        actual: str | None = None
        for info, position in zip(infos, positions, strict=True):
            glyph, cluster = info.codepoint, info.cluster
            said = text[cluster : ends[cluster]]
            first = left[cluster] == sizes[cluster]
            left[cluster] -= 1
            own = said if sizes[cluster] > 1 or _UNMAPPABLE.search(said) else None
            if parts and first and (own is not None or actual is not None):
                yield Shaped(self, b"".join(parts) + kern(pending), width, actual)
                parts, width, pending, actual = [], 0.0, 0.0, None
            if own is not None:
                actual = own if first else actual if actual is not None else ""
            if right_to_left and len(said) > 1 and own is None:
                # readers reverse what a ligature says, letter by letter: say one at a time
                blank = self.move(Moved(self._space, 0, 0, 0))
                parts += (self.code(blank, letter) for letter in reversed(said[1:]))
                said = said[0]
            right, up, advance = position.x_offset, position.y_offset, position.x_advance
            hidden = glyph == self._space and not advance  # what HarfBuzz makes of a joiner
            if hidden or up or (right and not advance):
                glyph, right = self.move(Moved(glyph, right, up, advance)), 0
            parts.append(kern(pending - right * scale))
            parts.append(self.code(glyph, said if first else ""))
            # ``Tc`` widens every code; only the last of a cluster is meant to be wider
            moved = advance * scale + (0.0 if left[cluster] else spacing)
            width += moved
            pending = self.advance(glyph) + spacing + right * scale - moved
        if parts:
            yield Shaped(self, b"".join(parts) + kern(pending), width, actual)

    def _plain(
        self,
        text: str,
        infos: Sequence[hb.GlyphInfo],
        positions: Sequence[hb.GlyphPosition],
        spacing: float,
    ) -> Shaped | None:
        """Put together what is one glyph for each character, as most words are."""
        if _UNMAPPABLE.search(text):
            return None
        scale, space, codes = self.scale, self._space, self._codes
        parts: list[bytes] = []
        width = pending = 0.0
        for at, (info, position) in enumerate(zip(infos, positions, strict=True)):
            glyph, advance = info.codepoint, position.x_advance
            if info.cluster != at or glyph == space or position.x_offset or position.y_offset:
                return None
            adjusted = round(pending)
            if adjusted:
                parts.append(b")%d(" % adjusted)
            parts.append(codes.get((glyph, text[at])) or self.code(glyph, text[at]))
            moved = advance * scale + spacing
            width += moved
            pending = self.advance(glyph) + spacing - moved
        return Shaped(self, b"".join(parts) + kern(pending), width)


class FontSet:
    """A face and those that stand in for what it lacks, with caches of shaped words."""

    def __init__(
        self,
        names: Sequence[str],
        load: Callable[[str], Face],
        missing: set[str],
        letter_spacing: float,
        word_spacing: float,
    ) -> None:
        """Take names in order of preference; spacing in thousandths of an em."""
        self.first = load(names[0])
        self.letter_spacing = letter_spacing
        self._names = names
        self._load = load
        self._missing = missing
        self._shaped: dict[tuple[str, bool, str | None], tuple[Shaped, ...]] = {}
        self._around: dict[tuple[float, float], tuple[bytes, bytes]] = {}
        glyph = self.first.glyph(" ")
        self.space_width = self.first.advance(glyph) + letter_spacing + word_spacing
        widen = kern(-word_spacing)
        self.space = Shaped(self.first, self._blank(" ") + widen, self.space_width)
        self.newline = Shaped(self.first, self._blank("\n") + widen, self.space_width)
        self.tab = Shaped(self.first, self._blank("\t") + widen, self.space_width)
        hyphen = self.first.glyph("\u2010") or self.first.glyph("-")
        self.soft_hyphen = Shaped(
            self.first,
            self.first.code(hyphen, "\u00ad"),
            self.first.advance(hyphen) + letter_spacing,
        )
        self.words = _Words(self)
        """Width of a plain word with a space after it; see ``_Words``."""

    def _blank(self, text: str) -> bytes:
        return self.first.code(self.first.glyph(" "), text)

    def around(self, size: float, rise: float) -> tuple[bytes, bytes]:
        """Return ``show_around`` of the first face."""
        found = self._around.get((size, rise))
        if found is None:
            found = show_around(self.first, size, rise, self.letter_spacing)
            self._around[size, rise] = found
        return found

    def shape(
        self, word: str, *, right_to_left: bool = False, language: str | None = None
    ) -> tuple[Shaped, ...]:
        """Shape a word (text without spaces); stretches come from left to right."""
        if language is not None and not _LOCALISED.match(language):
            language = None
        key = (word, right_to_left, language)
        found = self._shaped.get(key)
        if found is None:
            runs = list(self._runs(word))
            shaped: list[Shaped] = []
            for face, text, said in reversed(runs) if right_to_left else runs:
                spacing = 0.0 if face.cursive else self.letter_spacing
                if said is None:
                    shaped += face.shape(
                        text, right_to_left=right_to_left, language=language, spacing=spacing
                    )
                else:
                    glyph = face.glyph(text)
                    shaped.append(
                        Shaped(face, face.code(glyph, said), face.advance(glyph) + spacing)
                    )
            found = self._shaped[key] = tuple(shaped)
        return found

    def _runs(self, word: str) -> Iterator[tuple[Face, str, str | None]]:
        """Part a word by face: face, what to draw and, where it differs, what that says."""
        if self.first.coverage.issuperset(word):
            yield self.first, word, None
            return
        face, start = self.first, 0
        for index, cluster in _clusters(word):
            own = self._covering(cluster)
            if own is face:
                continue
            if start < index:
                yield face, word[start:index], None
            start = index
            if own is not None:
                face = own
                continue
            yield from self._piecemeal(cluster)
            start = index + len(cluster)
        if start < len(word):
            yield face, word[start:], None

    def _covering(self, cluster: str) -> Face | None:
        needed = _IGNORABLE.sub("", cluster)
        if not _UNMAPPABLE.search(needed):
            for name in self._names:
                face = self._load(name)
                if face.coverage.issuperset(needed):
                    return face
        return None

    def _piecemeal(self, cluster: str) -> Iterator[tuple[Face, str, str | None]]:
        """Draw each character of a cluster for itself, as a replacement where none has it."""
        for character in cluster:
            face = self._covering(character)
            if face is not None:
                yield face, character, None
                continue
            if unicodedata.category(character) == "Zs":
                yield self.first, " ", character
                continue
            self._missing.add(character)
            substitutes = map(self._load, self._names)
            face = next((face for face in substitutes if REPLACEMENT in face.coverage), self.first)
            drawn = REPLACEMENT if REPLACEMENT in face.coverage else "?"
            yield face, drawn, character


class _Words(dict[str, float]):
    """Width of a word with the space after it; its drawing is in ``bodies``.

    Words that are one stretch of the first face alone are in; for all others the width is
    ``OTHER``, and the line breaker takes its time.
    """

    OTHER = -1e9

    def __init__(self, fonts: FontSet) -> None:
        super().__init__()
        self._fonts = fonts
        self.bodies: dict[str, bytes] = {}

    def __missing__(self, word: str) -> float:
        fonts = self._fonts
        width = self.OTHER
        if not _IGNORABLE.search(word):
            shaped = fonts.shape(word)
            if len(shaped) == 1:
                (one,) = shaped
                if one.face is fonts.first and one.actual is None:
                    self.bodies[word] = one.body
                    width = one.width + fonts.space_width
        self[word] = width
        return width


def _mappable(match: re.Match[str]) -> str:
    return "\u2060" if match[0] == "\ufeff" else REPLACEMENT


def show_around(face: Face, size: float, rise: float, spacing: float) -> tuple[bytes, bytes]:
    """Return what stands before and after the body of one stretch of one face.

    Size and rise are points, spacing thousandths of an em.
    """
    before, after = b"/%b %b Tf" % (face.resource.encode(), _decimal(size)), b")]TJ"
    if spacing and not face.cursive:
        before += b" %b Tc" % _decimal(spacing * size / 1000)
        after += b" 0 Tc"
    if rise:
        before += b" %b Ts" % _decimal(rise)
        after += b" 0 Ts"
    return before + b"[(", after


def show(
    shaped: Sequence[Shaped], size: float, rise: float, spacing: float, *, reverse: bool
) -> bytes:
    """Return the operators that draw glyphs one after the other from where the pen is.

    ``reverse``: the glyphs are of text from right to left. Then the show strings come in
    the order they are read, and each says its characters in reverse (ISO 32000-1,
    14.8.2.3.3); the pen is moved so that they stand as shaped.
    """
    if not reverse:
        return b" ".join(_stretches(shaped, size, rise, spacing))
    parts: list[bytes] = []
    ends = list(accumulate((one.width * size / 1000 for one in shaped), initial=0.0))
    at = 0.0
    for one, x in zip(reversed(shaped), reversed(ends[:-1]), strict=True):
        if parts or x:
            parts.append(b"%b 0 Td" % _decimal(x - at))
        at = x
        mark = b"/ReversedChars BMC" if one.actual is None else b""
        parts += (mark, *_stretches((one,), size, rise, spacing), b"EMC" if mark else b"")
    if len(shaped) > 1:  # leave the pen at the end of the word
        parts.append(b"%b 0 Td" % _decimal(ends[-1] - at))
    return b" ".join(filter(None, parts))


def _stretches(
    shaped: Sequence[Shaped], size: float, rise: float, spacing: float
) -> Iterator[bytes]:
    start = 0
    while start < len(shaped):
        first = shaped[start]
        end = start + 1
        while (
            end < len(shaped)
            and shaped[end].face is first.face
            and shaped[end].actual is first.actual is None
        ):
            end += 1
        before, after = show_around(first.face, size, rise, spacing)
        body = b"".join([one.body for one in shaped[start:end]])
        if first.actual is not None:
            said = first.actual.encode("utf-16-be", "replace").hex().upper().encode()
            before = b"/Span<</ActualText<FEFF%b>>>BDC " % said + before
            after += b" EMC"
        yield before + body + after
        start = end


def _decimal(value: float) -> bytes:
    """Return a number with at most three decimals and no needless zeros."""
    return f"{value:.3f}".rstrip("0").rstrip(".").encode()


def kern(amount: float) -> bytes:
    """Return the adjustment that moves the next glyph to the left by this much."""
    rounded = round(amount)
    return b")%d(" % rounded if rounded else b""


def _clusters(word: str) -> Iterator[tuple[int, str]]:
    """Part a word into base characters with their marks and joiners."""
    start = 0
    for index in range(1, len(word)):
        character = word[index]
        joined = word[index - 1] == "\u200d"
        if joined or _IGNORABLE.match(character) or unicodedata.category(character)[0] == "M":
            continue
        yield start, word[start:index]
        start = index
    if word:
        yield start, word[start:]
