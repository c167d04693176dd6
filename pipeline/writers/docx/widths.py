"""How wide words are in Arial, as ratios of the size: for columns and for the estimate of pages.

Fonts that take the place of Arial (Liberation Sans, Helvetica) have the same widths.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Widths of U+0020 to U+007E in thousandths of the size; Arial has those of Helvetica.
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)  # fmt: skip
_OTHER, _WIDE, _MONOSPACE = 556, 1000, 550

# By code, for text in ASCII; what is no sign has no width.
_CODES = {
    bold: tuple(0 for _ in range(32)) + table + (0,)
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}


@lru_cache(maxsize=20_000)
def piece_widths(word: str, bold: bool, monospace: bool) -> tuple[float, ...]:
    """Return the widths of the pieces of a word."""
    return tuple(width(piece, bold, monospace) for piece in _pieces(word))


def width(text: str, bold: bool = False, monospace: bool = False) -> float:
    """Return the width of some text."""
    if monospace:
        return len(text) * _MONOSPACE / 1000
    if text.isascii():
        return sum(map(_CODES[bold].__getitem__, text.encode())) / 1000
    table = _CODES[bold]
    total = 0
    for sign in unicodedata.normalize("NFD", text):
        if sign.isascii():
            total += table[ord(sign)]
        elif not unicodedata.combining(sign):
            total += _WIDE if unicodedata.east_asian_width(sign) in "WF" else _OTHER
    return total / 1000


def _pieces(word: str) -> Sequence[str]:
    """Part a word where Word may break it: behind hyphens, and between East Asian signs."""
    if word.isascii():
        if "-" not in word:
            return (word,)
        *parts, last = word.split("-")
        return [*(part + "-" for part in parts), last]
    if any(unicodedata.east_asian_width(sign) in "WF" for sign in word):
        return word
    return (word,)
