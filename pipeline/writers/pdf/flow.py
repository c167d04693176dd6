"""What is laid out: blocks in reading order that know their leaves. After plan, before compose.

A flow is a flat list. What surrounds several blocks (a list item, a panel) opens and closes
in it, so that nothing has to be nested and a passage of any length can be broken over
pages. All lengths are points (1/72 inch).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pipeline.model.grid import Grid
from pipeline.model.nodes import Direction
from pipeline.theme import Colour
from pipeline.writers.pdf.lines import Align, Item, Look
from pipeline.writers.pdf.pictures import Drawing
from pipeline.writers.pdf.tags import Annotation, Element, Leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockStyle:
    """How a block of text stands on the page."""

    size: float
    line: float
    """Distance of baselines."""
    before: float = 0.0
    after: float = 0.0
    keep: bool = False
    """Never at the foot of a page without what follows, never broken."""
    whole: bool = False
    """Never broken."""
    code: bool = False
    balanced: bool = False
    """The lines are about equally long, so that no word stands alone on the last."""


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """The mark before the first line of a passage: of a list item, a note, a term."""

    items: Sequence[Item[Leaf]]
    width: float
    """From the edge of the text outwards, with the gap."""
    flush: bool
    """Against the text (numbers) rather than at the outer edge (bullets)."""


@dataclass(frozen=True, slots=True, eq=False)
class Trailer:
    """The page number at the end of a contents entry, set when all pages are known."""

    leaf: Leaf
    target: Leaf
    """Where the heading begins."""
    look: Look
    leader: Colour


@dataclass(slots=True, eq=False)
class Passage:
    """A paragraph, heading, caption, term or block of code."""

    items: Sequence[Item[Leaf]]
    style: BlockStyle
    direction: Direction = Direction.LEFT_TO_RIGHT
    align: Align = Align.START
    label: Label | None = None
    trailer: Trailer | None = None
    start: float = 0.0
    """Indentation."""


@dataclass(slots=True, eq=False)
class Picture:
    """An image or formula that stands alone; scaled down to the room there is."""

    leaf: Leaf | None
    """None: decorative."""
    drawing: Drawing
    width: float
    height: float
    after: float
    start: float = 0.0
    keep: bool = False
    """Never parted from what follows: a caption."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the column."""

    colour: Colour
    thickness: float
    before: float
    after: float
    width: float | None = None
    """None: the whole column."""
    direction: Direction = Direction.LEFT_TO_RIGHT


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What stands around some blocks: indentation, a tinted panel, a bar at the start edge."""

    start: float = 0.0
    end: float = 0.0
    padding: float = 0.0
    """Above and below, within the panel."""
    before: float = 0.0
    after: float = 0.0
    fill: Colour | None = None
    bar: Colour | None = None
    border: Colour | None = None
    direction: Direction = Direction.LEFT_TO_RIGHT


_AMPLE, _LEAST, _CLEAR = 0.5, 0.35, 6.0
"""Shares of the column: narrower than the first, indentations become less; nothing becomes
narrower than the second. Points from a bar to the text."""


def fitted(frame: Frame, width: float, column: float) -> Frame:
    """Return a frame that leaves room for text however deep it is nested in the column."""
    if width - frame.start - frame.end >= column * _AMPLE:
        return frame
    share = min(1.0, (width - column * _LEAST) / 4 / max(frame.start + frame.end, 0.1))
    start, end = frame.start * share, frame.end * share
    # a bar would stand in the text
    return replace(frame, start=start, end=end, bar=frame.bar if start >= _CLEAR else None)


@dataclass(frozen=True, slots=True, eq=False)
class Open:
    """A frame begins."""

    frame: Frame


@dataclass(frozen=True, slots=True, eq=False)
class Close:
    """The innermost frame ends."""

    frame: Frame


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space; it vanishes at the edge of a page."""

    height: float


@dataclass(frozen=True, slots=True, eq=False)
class PageBreak:
    """What follows begins on a new page, or after a gap where much of this one is empty."""

    unless: float
    """Share of the column that is empty."""
    gap: float


@dataclass(slots=True, eq=False)
class CellFlow:
    """A cell with its place in the grid."""

    row: int
    column: int
    rowspan: int
    colspan: int
    header: bool
    over: bool
    """It stands in a row of headers, over the data."""
    flow: list[FlowItem] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class TableFlow:
    """A table without its caption, which goes before it."""

    cells: list[CellFlow]
    grid: Grid
    style: BlockStyle
    smallest: float
    """The size in points that the text of a wide table may shrink to."""
    after: float
    direction: Direction = Direction.LEFT_TO_RIGHT


FlowItem: TypeAlias = Passage | Picture | Rule | Gap | Open | Close | PageBreak | TableFlow


@dataclass(slots=True, eq=False)
class Entry:
    """A heading: an entry of the bookmarks and of the contents."""

    level: int
    title: str
    element: Element
    leaf: Leaf
    section: int
    """``id()`` of the section; 0 for what the writer adds."""
    lang: str | None
    """Where it differs from the document's."""


@dataclass(slots=True, eq=False)
class Plan:
    """Everything that layout, painting and assembly need."""

    root: Element
    flow: list[FlowItem]
    links: dict[Leaf, Annotation]
    """The link that a leaf is in."""
    drawings: dict[Leaf, Drawing]
    citations: dict[Leaf, list[FlowItem]]
    """The note to set at the foot of the page where this leaf lands."""
    entries: list[Entry]
    targets: dict[Element, Leaf]
    """Where the elements that are linked to begin."""
