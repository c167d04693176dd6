"""Cells as galleys, rows as blocks that can be cut. Between boxes and compose.

A galley is a stack of boxes: the content of a cell or of a note. A row block is the least
number of rows that belong together (by cells that span rows). Both can be cut at a height,
between lines, so that a row taller than a page goes on over pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import fsum
from typing import TypeAlias

from pipeline.writers.pdf.boxes import (
    BlockBox,
    BreakBox,
    FrameEnd,
    FrameStart,
    GapBox,
    Notes,
    PictureBox,
    RuleBox,
    TableBox,
    TextBox,
)

RowsOf: TypeAlias = "Callable[[TableBox], Iterable[RowBlock]]"
"""How ``stack`` asks for the rows of a table: its head first."""
Stacked: TypeAlias = "TextBox | PictureBox | RuleBox | FrameStart | FrameEnd | RowBlock"


@dataclass(slots=True, eq=False)
class Galley:
    """Boxes with their distances from the top, and the height of them all."""

    boxes: list[tuple[float, Stacked]]
    height: float

    def notes(self) -> Iterator[Notes]:
        """Yield the notes that are cited in it."""
        for _, box in self.boxes:
            if isinstance(box, TextBox) and box.notes is not None:
                for line in box.notes:
                    yield from line
            elif isinstance(box, RowBlock):
                yield from box.notes()


@dataclass(slots=True, eq=False)
class CellBox:
    """A cell in a row block; ``row`` counts from the block's first row."""

    row: int
    rowspan: int
    x: float
    width: float
    head: bool
    """A header cell of the head: it has a background."""
    galley: Galley
    top: float
    """Padding above the content; 0 in the second part of a cell that was cut."""


@dataclass(slots=True, eq=False)
class RowBlock:
    """Rows that belong together, with their heights."""

    cells: list[CellBox]
    rows: int
    padding: float
    x: float
    width: float
    last_of_head: bool = False
    joined: bool = False
    """Its rows stay together only to look better: where they are tall, they may be parted."""
    heights: list[float] = field(default_factory=list)
    before: float = 0.0
    after: float = 0.0

    def __post_init__(self) -> None:
        """Find the height of each row from the cells."""
        heights = [0.0] * self.rows
        spanning: list[CellBox] = []
        for cell in self.cells:
            if cell.rowspan == 1:
                heights[cell.row] = max(heights[cell.row], self.needed(cell))
            else:
                spanning.append(cell)
        for cell in sorted(spanning, key=lambda cell: cell.rowspan):
            rows = range(cell.row, cell.row + cell.rowspan)
            lack = self.needed(cell) - fsum(heights[row] for row in rows)
            if lack > 0:
                heights[rows[-1]] += lack
        self.heights = heights

    def needed(self, cell: CellBox) -> float:
        """Return the height that a cell asks for."""
        return cell.top + cell.galley.height + self.padding

    @property
    def height(self) -> float:
        """Of all rows."""
        return fsum(self.heights)

    def tops(self) -> list[float]:
        """Return the distance of each row, and of the end, from the top."""
        found = [0.0]
        for height in self.heights:
            found.append(found[-1] + height)
        return found

    def notes(self) -> Iterator[Notes]:
        """Yield the notes that are cited in it."""
        for cell in self.cells:
            yield from cell.galley.notes()

    def parted(self) -> Iterator[RowBlock]:
        """Yield the rows block by block that cells alone hold together."""
        end, reach = 0, 1
        while end < reach:
            end = reach
            ends = (cell.row + cell.rowspan for cell in self.cells if cell.row < end)
            reach = max(ends, default=end)
        parts = self.cut(self.tops()[end]) if end < self.rows else None
        if parts is None:
            yield self
        else:
            yield parts[0]
            yield from parts[1].parted()

    def split(self, room: float) -> tuple[RowBlock, RowBlock] | None:
        """Cut, but leave more than a single line below the cut where that can be."""
        parts = self.cut(room)
        if parts is not None and parts[1].height < 8 * self.padding:
            return self.cut(room - 4 * self.padding) or parts
        return parts

    def cut(self, room: float) -> tuple[RowBlock, RowBlock] | None:
        """Cut at or above a height; None if not even a line fits into it."""
        tops = self.tops()
        whole = max((row for row in range(self.rows + 1) if tops[row] <= room + 0.01), default=0)
        if whole:
            limit = tops[whole]
            cut_row = whole
        else:
            limit, cut_row = room, 0
        upper: list[CellBox] = []
        lower: list[CellBox] = []
        moved = False
        for cell in self.cells:
            end = cell.row + cell.rowspan
            if end <= cut_row:
                upper.append(cell)
                moved = True
            elif cell.row >= max(cut_row, 1):  # wholly below the cut
                lower.append(self._copy(cell, cell.row - cut_row, cell.rowspan, cell.galley))
            else:
                space = limit - tops[cell.row] - cell.top - (self.padding if whole else 0.0)
                first, rest = cut(cell.galley, space)
                moved = moved or bool(first.boxes)
                rows = max(1, cut_row - cell.row)
                upper.append(self._copy(cell, cell.row, rows, first, cell.top))
                row = max(0, cell.row - cut_row)
                lower.append(self._copy(cell, row, end - max(cut_row, cell.row), rest))
        if not moved:
            return None
        return (
            RowBlock(upper, max(1, cut_row), self.padding, self.x, self.width),
            RowBlock(
                lower, self.rows - cut_row, self.padding, self.x, self.width, self.last_of_head
            ),
        )

    def _copy(
        self, cell: CellBox, row: int, rowspan: int, galley: Galley, top: float | None = None
    ) -> CellBox:
        top = self.padding if top is None else top
        return CellBox(row, rowspan, cell.x, cell.width, cell.head, galley, top)


def stack(boxes: Iterable[BlockBox], rows_of: RowsOf) -> Galley:
    """Stack boxes; tables in them become row blocks."""
    stacked: list[tuple[float, Stacked]] = []
    y = gap = 0.0
    for box in boxes:
        match box:
            case GapBox():
                gap = max(gap, box.after)
            case BreakBox():
                pass
            case TableBox():
                y += gap
                for block in rows_of(box):
                    stacked.append((y, block))
                    y += block.height
                gap = box.after
            case _:
                if stacked and not isinstance(stacked[-1][1], FrameStart):
                    y += max(gap, box.before)
                stacked.append((y, box))
                y += box.height
                gap = box.after
    return Galley(stacked, y)


def cut(galley: Galley, room: float) -> tuple[Galley, Galley]:
    """Cut a galley at or above a height, between lines; either part may be empty."""
    if galley.height <= room + 0.01:
        return galley, Galley([], 0.0)
    upper: list[tuple[float, Stacked]] = []
    rest: list[Stacked] = []
    gaps: list[float] = []
    open_frames: list[FrameStart] = []
    used = 0.0
    end = 0.0
    for y, box in galley.boxes:
        if rest:
            gaps.append(max(0.0, y - end))
            rest.append(box)
            end = y + box.height
            continue
        end = y + box.height
        if end <= room + 0.01:
            upper.append((y, box))
            used = end
            if isinstance(box, FrameStart):
                open_frames.append(box)
            elif isinstance(box, FrameEnd):
                open_frames.pop()
            continue
        first, second = _parts(box, room - y)
        if first is not None:
            upper.append((y, first))
            used = y + first.height
        rest.append(second)
        gaps.append(0.0)
    while upper and isinstance(upper[-1][1], FrameStart):  # an empty frame says nothing
        _, frame = upper.pop()
        assert isinstance(frame, FrameStart)
        open_frames.remove(frame)
        rest.insert(0, frame)
        gaps.insert(0, 0.0)
        used = upper[-1][0] + upper[-1][1].height if upper else 0.0
    upper.extend(
        (used, FrameEnd(frame.frame, frame.x, frame.width, 0.0, 0.0))
        for frame in reversed(open_frames)
    )
    lower: list[tuple[float, Stacked]] = [
        (0.0, FrameStart(frame.frame, frame.x, frame.width, 0.0)) for frame in open_frames
    ]
    y = 0.0
    for gap, box in zip(gaps, rest, strict=True):
        y += gap if lower else 0.0
        lower.append((y, box))
        y += box.height
    return Galley(upper, used), Galley(lower, y)


def _parts(box: Stacked, room: float) -> tuple[Stacked | None, Stacked]:
    match box:
        case TextBox():
            count = box.fitting(room)
            if 0 < count < len(box.lines):
                return box.part(0, count), box.part(count, len(box.lines))
            return None, box
        case RowBlock():
            parts = box.cut(room)
            return (None, box) if parts is None else parts
        case _:
            return None, box
