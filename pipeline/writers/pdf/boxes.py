"""Flow to boxes: blocks with their lines broken and their place across the column fixed.

After plan, before compose. A box knows its height and its horizontal place; where it stands
on which page is for ``compose`` to say. All lengths are points; ``x`` counts from the left
edge of the column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import TypeAlias, assert_never

from pipeline.model.nodes import Direction
from pipeline.writers.pdf.flow import (
    BlockStyle,
    Close,
    FlowItem,
    Frame,
    Gap,
    Label,
    Open,
    PageBreak,
    Passage,
    Picture,
    Rule,
    TableFlow,
    Trailer,
    fitted,
)
from pipeline.writers.pdf.fonts import Fonts
from pipeline.writers.pdf.lines import Box, Item, Line, Placed, break_lines
from pipeline.writers.pdf.pictures import Drawing
from pipeline.writers.pdf.tags import Leaf

Notes: TypeAlias = list[FlowItem]
NO_LINE: Line[Leaf] = Line((), 0.0, 0.0, 0.0)
LABEL_GAP = 0.45
"""Between a mark and its text, in ems."""
BALANCED = 7
"""Headings of so many lines and more are long texts, where balance does not show."""
SHORT = 0.2
"""Of the width: a shorter last line of an entry of the contents is one or two words."""
_LEAST = 3.0
"""Points that a picture has even in tables in one another, where a column has no width left."""
TRAILER_WIDTH = 3.2
"""Room for a page number, in ems."""


@dataclass(slots=True, eq=False)
class TextBox:
    """Lines of one passage."""

    lines: Sequence[Line[Leaf]]
    heights: list[float] | None
    """Of each line, where pictures in the lines make them differ."""
    style: BlockStyle
    x: float
    width: float
    before: float
    after: float
    label: Line[Leaf] | None = None
    label_x: float = 0.0
    notes: list[list[Notes]] | None = None
    """The notes that each line cites."""
    trailer: Trailer | None = None
    rtl: bool = False

    @property
    def height(self) -> float:
        """Of all lines."""
        if self.heights is not None:
            return fsum(self.heights)
        return len(self.lines) * self.style.line

    def part(self, start: int, end: int) -> TextBox:
        """Return the lines from ``start`` up to ``end`` as a box of their own."""
        last = end == len(self.lines)
        return TextBox(
            self.lines[start:end],
            None if self.heights is None else self.heights[start:end],
            self.style,
            self.x,
            self.width,
            0.0 if start else self.before,
            self.after if last else 0.0,
            None if start else self.label,
            self.label_x,
            None if self.notes is None else self.notes[start:end],
            self.trailer if last else None,
            self.rtl,
        )

    def fitting(self, room: float) -> int:
        """Return how many lines fit into a height."""
        if self.heights is None:
            return min(len(self.lines), int((room + 0.01) / self.style.line))
        count, used = 0, 0.0
        for height in self.heights:
            used += height
            if used > room + 0.01:
                break
            count += 1
        return count


@dataclass(frozen=True, slots=True, eq=False)
class PictureBox:
    """An image or formula."""

    leaf: Leaf | None
    drawing: Drawing
    x: float
    width: float
    height: float
    before: float
    after: float
    keep: bool


@dataclass(frozen=True, slots=True, eq=False)
class RuleBox:
    """A line across the column."""

    rule: Rule
    x: float
    width: float
    before: float
    after: float
    height: float


@dataclass(frozen=True, slots=True, eq=False)
class FrameStart:
    """A frame begins; ``x`` and ``width`` are of its outer edges."""

    frame: Frame
    x: float
    width: float
    before: float
    after: float = 0.0
    height: float = 0.0
    whole: float = 0.0
    """What it needs up to its end, where it is short enough to stand on one page."""


@dataclass(slots=True)
class OpenFrame:
    """A frame that is open on this page, with the place of its background's operators."""

    start: FrameStart
    place: int
    top: float


@dataclass(frozen=True, slots=True, eq=False)
class FrameEnd:
    """The innermost frame ends."""

    frame: Frame
    x: float
    width: float
    before: float
    after: float
    height: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class TableBox:
    """A table whose rows are laid out when it is their turn."""

    flow: TableFlow
    x: float
    width: float
    before: float = 0.0
    after: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class GapBox:
    """Empty space."""

    after: float
    before: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class BreakBox:
    """A new page begins, unless so much of this one is empty (as a share of the column)."""

    unless: float
    after: float
    before: float = 0.0
    height: float = 0.0


BlockBox: TypeAlias = (
    TextBox | PictureBox | RuleBox | FrameStart | FrameEnd | TableBox | GapBox | BreakBox
)


@dataclass(frozen=True, slots=True)
class Room:
    """What boxes are made for: fonts, notes, and the height of a page's column."""

    fonts: Fonts
    citations: dict[Leaf, Notes]
    height: float


def boxes(flow: Iterable[FlowItem], x: float, width: float, room: Room) -> Iterator[BlockBox]:
    """Yield the boxes of a flow for a column that begins at ``x`` and is ``width`` wide."""
    outer: list[tuple[float, float]] = []
    column = width
    for item in flow:
        match item:
            case Passage():
                yield text_box(item, x, width, room)
            case Picture():
                yield picture_box(item, x, width, room)
            case Rule():
                length = width if item.width is None else min(width, item.width)
                rtl = item.direction is Direction.RIGHT_TO_LEFT
                place = x + width - length if rtl else x
                yield RuleBox(item, place, length, item.before, item.after, item.thickness)
            case Gap(height):
                yield GapBox(height)
            case Open(frame):
                drawn = fitted(frame, width, column)
                yield FrameStart(drawn, x, width, frame.before, 0.0, frame.padding)
                outer.append((x, width))
                start, end = drawn.start, drawn.end
                if frame.direction is Direction.RIGHT_TO_LEFT:
                    start, end = end, start
                x, width = x + start, width - start - end
            case Close(frame):
                x, width = outer.pop()
                yield FrameEnd(frame, x, width, 0.0, frame.after, frame.padding)
            case TableFlow():
                yield TableBox(item, x, width, 0.0, item.after)
            case PageBreak(unless, gap):
                yield BreakBox(unless, gap)
            case _:
                assert_never(item)


def text_box(passage: Passage, x: float, width: float, room: Room) -> TextBox:
    """Break a passage into lines."""
    style = passage.style
    rtl = passage.direction is Direction.RIGHT_TO_LEFT
    inset = passage.start
    reserve = 0.0 if passage.trailer is None else TRAILER_WIDTH * style.size
    available = max(width - inset - reserve, style.size)
    if inset or reserve:
        x += reserve if rtl else inset
    items = passage.items
    lines: Sequence[Line[Leaf]] = ()
    boxed = False
    if items:
        boxed = any(isinstance(item, Box) for item in items)
        if boxed:
            items = _fitted(items, available, room.height * 0.6)
        lines = break_lines(
            items,
            available,
            room.fonts,
            direction=passage.direction,
            align=passage.align,
            code=style.code,
        )
        if style.balanced and 1 < len(lines) < BALANCED:
            lines, narrower = _balanced(passage, lines, available, room.fonts)
            x += available - narrower if rtl else 0.0
        elif passage.trailer is not None and len(lines) > 1 and not rtl:
            lines = _ending_well(passage, lines, available, room.fonts)
    heights = _heights(lines, style) if boxed else None
    box = TextBox(lines, heights, style, x, available, style.before, style.after)
    if passage.label is not None:
        if not lines:
            box.lines = (NO_LINE,)
        box.label, box.label_x = _label(passage.label, style, x, available, room.fonts, rtl)
    if room.citations:
        box.notes = _notes(lines, room.citations)
    box.trailer = passage.trailer
    box.rtl = rtl
    return box


def _balanced(
    passage: Passage, lines: Sequence[Line[Leaf]], width: float, fonts: Fonts
) -> tuple[Sequence[Line[Leaf]], float]:
    """Break a passage to the smallest width that takes no more lines; return that width too."""
    low, high = width * 0.4, width
    while high - low > passage.style.size * 0.5:
        middle = (low + high) / 2
        tried = break_lines(
            passage.items, middle, fonts, direction=passage.direction, align=passage.align
        )
        if len(tried) > len(lines) or max(line.width for line in tried) > middle + 1:
            low = middle
        else:
            lines, high = tried, middle
    return lines, high


def _ending_well(
    passage: Passage, lines: Sequence[Line[Leaf]], width: float, fonts: Fonts
) -> Sequence[Line[Leaf]]:
    """Break an entry of the contents a little narrower where a word would end it alone."""
    for share in (0.93, 0.86):
        if lines[-1].width >= width * SHORT:
            break
        tried = break_lines(passage.items, width * share, fonts)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _label(
    label: Label, style: BlockStyle, x: float, width: float, fonts: Fonts, rtl: bool
) -> tuple[Line[Leaf], float]:
    line = break_lines(label.items, 10_000.0, fonts)[0]
    gap = LABEL_GAP * style.size
    if rtl:
        place = x + width + (gap if label.flush else label.width - line.width)
    else:
        place = x - (gap + line.width if label.flush else label.width)
    return line, place


def _fitted(items: Sequence[Item[Leaf]], width: float, height: float) -> list[Item[Leaf]]:
    """Scale pictures in the line down to the room there is."""
    fitted: list[Item[Leaf]] = []
    for item in items:
        if isinstance(item, Box):
            scale = min(1.0, width / item.width, height / max(item.above + item.below, 0.1))
            if scale < 1:
                item = replace(  # noqa: PLW2901
                    item,
                    width=item.width * scale,
                    above=item.above * scale,
                    below=item.below * scale,
                )
        fitted.append(item)
    return fitted


def _heights(lines: Sequence[Line[Leaf]], style: BlockStyle) -> list[float] | None:
    """Return the height of each line, if a picture makes one higher than the others."""
    above, below = above_baseline(style), style.line - above_baseline(style)
    heights: list[float] | None = None
    for number, line in enumerate(lines):
        placed = [piece.box for piece in line.pieces if isinstance(piece, Placed)]
        if placed:
            extra = max(0.0, max(box.above for box in placed) + 1 - above)
            extra += max(0.0, max(box.below for box in placed) + 1 - below)
            if extra:
                if heights is None:
                    heights = [style.line] * len(lines)
                heights[number] += extra
    return heights


def above_baseline(style: BlockStyle) -> float:
    """Return the distance from the top of a line to its baseline."""
    return style.line * 0.5 + style.size * 0.35


def _notes(lines: Sequence[Line[Leaf]], citations: dict[Leaf, Notes]) -> list[list[Notes]] | None:
    found: list[list[Notes]] | None = None
    for number, line in enumerate(lines):
        for piece in line.pieces:
            if not isinstance(piece, Placed):
                notes = citations.get(piece.run.leaf)
                if notes:
                    if found is None:
                        found = [[] for _ in lines]
                    found[number].append(notes)
    return found


def picture_box(picture: Picture, x: float, width: float, room: Room) -> PictureBox:
    """Scale a picture to the column and to three quarters of a page."""
    width = max(width, _LEAST)
    start = min(picture.start, width * 0.2)
    scale = min(1.0, (width - start) / picture.width, room.height * 0.75 / picture.height)
    return PictureBox(
        picture.leaf,
        picture.drawing,
        x + start,
        picture.width * scale,
        picture.height * scale,
        0.0,
        picture.after,
        picture.keep,
    )
