"""Words to glyphs: a set of faces that stand in for one another. Below lines.

Lengths are in thousandths of an em.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from pipeline.writers.pdf.face import REPLACEMENT, UNMAPPABLE, Face, Shaped, kern
from pipeline.writers.pdf.show import show_around

_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""Default_Ignorable_Code_Point: no face need have them, and none draws them."""
_LOCALISED = re.compile(
    "(az|ba|bg|ca|chr|crh|fa|ga|gag|ks|ku|mk|mo|nl|pl|ps|ro|sd|sr|tr|tt|ug|ur)(-|$)", re.IGNORECASE
)
"""Languages for which fonts have forms of their own; others share one cache."""
LONGEST = 1000
"""How many characters of a word are shaped at once: more than any line takes."""

_NUMBER = re.compile("[0-9][0-9.,]+")
"""What is put together from its figures."""


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

    def number(self, text: str) -> Shaped | None:
        """Put figures together, if the first face has them and they stand for themselves."""
        first = self.first
        if not first.coverage.issuperset(text):
            return None
        return first.number(text, 0.0 if first.cursive else self.letter_spacing)

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
        if not UNMAPPABLE.search(needed):
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
        if len(word) > LONGEST:
            return width
        if _NUMBER.fullmatch(word):
            number = fonts.number(word)
            if number is not None:
                self.bodies[word] = number.body
                self[word] = number.width + fonts.space_width
                return self[word]
        if not _IGNORABLE.search(word):
            shaped = fonts.shape(word)
            if len(shaped) == 1:
                (one,) = shaped
                if one.face is fonts.first and one.actual is None:
                    self.bodies[word] = one.body
                    width = one.width + fonts.space_width
        self[word] = width
        return width


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
