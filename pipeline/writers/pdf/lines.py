"""Runs of text to lines of a given width. After plan, before compose.

``break_lines`` takes what a paragraph holds, as runs that know their leaf, and gives lines
whose pieces know where they came from. A piece carries the operators that draw it, so that
painting needs no font: it sets colour and place, and writes the operators in between.

All lengths are points. Lines are left aligned (right aligned from right to left) unless
asked otherwise, and nothing is hyphenated beyond the soft hyphens of the source.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from pipeline.model.nodes import Direction
from pipeline.theme import Colour
from pipeline.writers.pdf.fonts import Fonts, Style

L = TypeVar("L")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a run is drawn; share one object among the runs that look the same."""

    style: Style
    size: float
    colour: Colour
    rise: float = 0.0
    """Above the baseline; below it when negative."""
    underline: bool = False
    strike: bool = False
    background: Colour | None = None
    language: str | None = None
    """BCP 47, for the forms that a language prefers."""


@dataclass(frozen=True, slots=True, eq=False)
class Run(Generic[L]):
    """A stretch of text with one look that belongs to one leaf.

    A newline character is a forced line break; it is drawn as a space (in code as a
    newline) so that copied text keeps its words apart.
    """

    text: str
    look: Look
    leaf: L
    offset: int = 0
    """Of the first character in the leaf's text."""


@dataclass(frozen=True, slots=True, eq=False)
class Box(Generic[L]):
    """Something in a line that is not text: an image, a drawn formula."""

    width: float
    above: float
    """From the baseline up."""
    below: float
    """From the baseline down."""
    leaf: L


Item: TypeAlias = Run[L] | Box[L]


@dataclass(frozen=True, slots=True, eq=False)
class Piece(Generic[L]):
    """A stretch of a line from one run, drawn in one go."""

    run: Run[L]
    offset: int
    """Of the first character in the leaf's text."""
    text: str
    """What it says, in logical order, with the space at its end."""
    x: float
    """From the left edge of the line."""
    width: float
    """With the space at its end."""
    operators: bytes
    """Text operators to write between ``BT`` and ``ET`` after colour and position: they set
    font, size, spacing and rise, and set rise and spacing back to 0. They may hold balanced
    marked content (``/Span <</ActualText …>>``, ``/ReversedChars``) within."""


@dataclass(frozen=True, slots=True, eq=False)
class Placed(Generic[L]):
    """A box in a line."""

    box: Box[L]
    x: float


@dataclass(frozen=True, slots=True, eq=False)
class Line(Generic[L]):
    """One line; its pieces stand in logical (reading) order."""

    pieces: tuple[Piece[L] | Placed[L], ...]
    width: float
    """Of what is seen: a space at the end does not count."""
    above: float
    """The highest point over the baseline of what stands in it."""
    below: float
    """The lowest point under the baseline, as a positive number."""


class Align(enum.Enum):
    """Where a line stands in its width; START is left, or right from right to left."""

    START = "start"
    CENTRE = "centre"
    END = "end"


@dataclass(frozen=True, slots=True)
class Extent:
    """How narrow and how wide content can be set."""

    minimum: float
    """The widest word: narrower, and words are split."""
    maximum: float
    """The widest line when nothing is broken but at forced breaks."""


def break_lines(
    items: Sequence[Item[L]],
    width: float,
    fonts: Fonts,
    *,
    direction: Direction = Direction.LEFT_TO_RIGHT,
    align: Align = Align.START,
    code: bool = False,
) -> tuple[Line[L], ...]:
    """Break the content of one leaf block into lines no wider than ``width``.

    ``code``: white space is kept as it is, at both ends of a line too. A box or a single
    character wider than ``width`` stands on a line of its own and sticks out.
    """
    raise NotImplementedError


def extent(items: Sequence[Item[L]], fonts: Fonts, *, code: bool = False) -> Extent:
    """Measure the content of one leaf block without breaking it, for widths of columns."""
    raise NotImplementedError
