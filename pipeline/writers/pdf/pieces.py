"""What lines are made of: runs and boxes go in, pieces and placed boxes come out.

Nothing here is changed once it is made. What a report has by the ten thousand is not
``frozen`` all the same: that makes an object cost three times as much.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeAlias, TypeVar, assert_never

from pipeline.model.nodes import Direction
from pipeline.theme import Colour
from pipeline.writers.pdf.fonts import Style

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


@dataclass(slots=True, eq=False)
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
    drawn: bool = True
    """False for an isolate character (U+2066 to U+2069) that only directs what is between."""


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


@dataclass(slots=True, eq=False)
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


@dataclass(slots=True, eq=False)
class Placed(Generic[L]):
    """A box in a line."""

    box: Box[L]
    x: float


@dataclass(slots=True, eq=False)
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


class Extent(NamedTuple):
    """How narrow and how wide content can be set."""

    minimum: float
    """The widest word: narrower, and words are split."""
    maximum: float
    """The widest line when nothing is broken but at forced breaks."""


_ABOVE, _BELOW = 0.76, 0.24
"""Ascenders and descenders as a share of the size."""


def heights_of(item: Item[L]) -> tuple[float, float]:
    """Return how far something reaches above and below the baseline."""
    if isinstance(item, Box):
        return item.above, item.below
    look = item.look
    return look.size * _ABOVE + look.rise, look.size * _BELOW - look.rise


def left_edge(width: float, seen: float, align: Align, direction: Direction) -> float:
    """Return where a line begins in its width."""
    match align:
        case Align.CENTRE:
            return (width - seen) / 2
        case Align.START:
            return 0.0 if direction is Direction.LEFT_TO_RIGHT else width - seen
        case Align.END:
            return width - seen if direction is Direction.LEFT_TO_RIGHT else 0.0
        case _:
            assert_never(align)
