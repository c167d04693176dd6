"""The fonts of one PDF: which faces a style may use, and how they are embedded.

``Fonts`` is made once for each document: it hands out font sets to measure and shape with,
remembers which glyphs were used, and at the end writes them as subsets.
"""

from __future__ import annotations

import enum
from typing import Protocol


class Style(enum.Enum):
    """The styles that text is set in."""

    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold italic"
    MONO = "mono"
    MONO_BOLD = "mono bold"


class Allocate(Protocol):
    """Take the body of an indirect object (a stream with its dictionary); give its number."""

    def __call__(self, body: bytes, /) -> int:
        """Return the number of the new object."""


class Fonts:
    """The faces of one document with the glyphs used so far.

    ``letter_spacing`` and ``word_spacing`` are in ems, as in the theme.
    """

    def __init__(self, *, letter_spacing: float = 0.0, word_spacing: float = 0.0) -> None:
        self.letter_spacing = letter_spacing
        self.word_spacing = word_spacing

    @property
    def missing(self) -> tuple[str, ...]:
        """The characters met so far that no face has, in order of code point."""
        raise NotImplementedError

    def embed(self, allocate: Allocate) -> dict[str, int]:
        """Write every font that was used; return resource name (``F1``) → object number.

        Call it once, after everything is broken into lines.
        """
        raise NotImplementedError
