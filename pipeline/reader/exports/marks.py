"""The bullets and numbers that a word processor types before the items of a list.

Called by ``paragraph_lists``; nothing here knows elements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model.nodes import Numbering

_COUNTER = re.compile(r"(\d{1,3}|[a-z]{1,6}|[A-Z]{1,6})([.)\]:]{0,2})")
_ROMAN_NUMBER = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_SYMBOLS = ("symbol", "wingdings", "webdings", "dingbats", "courier")
"""Fonts whose letters are pictures; Word's hollow bullet is an ``o`` of Courier."""


@dataclass(frozen=True, slots=True)
class Bullet:
    """A sign that is the same before every item."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number, with every way in which it may count."""

    values: tuple[tuple[Numbering, int], ...]
    """Never empty; the likeliest first."""
    closing: str
    """What stands after it: ``.`` or ``)``."""

    def value(self, numbering: Numbering) -> int | None:
        """Return its value in one numbering, None where it is no number there."""
        return next((value for kind, value in self.values if kind is numbering), None)

    def follows(self, before: Counted) -> Counted | None:
        """Return itself with only the ways in which it follows another; None if it does not."""
        values = tuple(
            (kind, value) for kind, value in self.values if before.value(kind) == value - 1
        )
        return Counted(values, self.closing) if values and self.closing == before.closing else None


@dataclass(frozen=True, slots=True)
class Typed:
    """Any other mark (``1.2``, ``(a)``, ``Step 3``): no list can write it, so it stays text.

    A law is cited by its marks; ``(a)`` must not become ``a.``
    """


Mark = Bullet | Counted | Typed


def mark_of(text: str, font: str) -> Mark:
    """Return what a mark is; ``font`` is the name of the one it is set in, or empty."""
    if not any(character.isalnum() for character in text):
        return Bullet()
    if len(text) == 1 and (text == "o" or any(name in font.lower() for name in _SYMBOLS)):
        return Bullet()
    found = _COUNTER.fullmatch(text)
    values = _values(found[1]) if found else ()
    return Counted(values, found[2]) if found and values else Typed()


def _values(sign: str) -> tuple[tuple[Numbering, int], ...]:
    if sign.isdigit():
        return ((Numbering.DECIMAL, int(sign)),)
    lower = sign.lower()
    upper = sign != lower
    values: list[tuple[Numbering, int]] = []
    if lower == lower[0] * len(lower):  # a … z, aa … zz, as word processors count on
        letters = ord(lower[0]) - ord("a") + 1 + 26 * (len(lower) - 1)
        values.append((Numbering.UPPER_ALPHA if upper else Numbering.LOWER_ALPHA, letters))
    if _ROMAN_NUMBER.fullmatch(lower):
        roman = _roman(lower)
        values.append((Numbering.UPPER_ROMAN if upper else Numbering.LOWER_ROMAN, roman))
    return tuple(sorted(values, key=lambda found: found[1]))


def _roman(sign: str) -> int:
    digits = [_ROMAN[letter] for letter in sign]
    return sum(
        -digit if digit < following else digit
        for digit, following in zip(digits, [*digits[1:], 0], strict=True)
    )
