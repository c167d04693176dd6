"""Tables to row blocks: widths of columns from their content. Between boxes and compose.

Every column is at least as wide as its widest word, so that no word is split. Where that
does not fit, the text shrinks to the theme's small size, then the table asks for a
landscape page, and only then are the columns narrowed in proportion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from math import fsum

from pipeline.model.nodes import Direction
from pipeline.writers.pdf.boxes import Room, TableBox, boxes, text_box
from pipeline.writers.pdf.flow import (
    CellFlow,
    Close,
    FlowItem,
    Open,
    Passage,
    Picture,
    TableFlow,
)
from pipeline.writers.pdf.fonts import Fonts
from pipeline.writers.pdf.lines import Box, Item, Look, Run, extent
from pipeline.writers.pdf.rows import CellBox, Galley, RowBlock, stack
from pipeline.writers.pdf.tags import Leaf

_PADDING = 0.42
"""Above and below the content of a cell, in ems."""
_SIDE = 0.54
"""Beside it: figures that end a column stand clear of words that begin the next."""
_TIGHT = 0.3
"""Beside it where words would be split otherwise."""
_LEADING = 4
"""Rows that head others and stay with them, at most."""
_ONCE = 0.62
"""Of the width of a column header: what it needs when it is broken once."""
_MOST_OVER = 8
"""Ems that a column header may ask for so that it is broken no more than once."""
_LOOSE = 1.3
"""A narrow table is set this much wider than its content."""


@dataclass(frozen=True, slots=True, eq=False)
class TableLayout:
    """A table with its widths fixed; the rows are laid out one block after another."""

    flow: TableFlow
    room: Room
    x: float
    edges: tuple[float, ...]
    """Of the columns, from the start of the table."""
    padding: float
    side: float
    """Padding beside the content of a cell."""
    ratio: float
    """The size of its text to that of other tables."""
    cells: tuple[tuple[CellFlow, ...], ...]
    """Those that begin in each row."""
    head_rows: int
    heads: dict[int, bool] = field(default_factory=dict)
    """Rows that were asked for, and whether they name those below them."""

    @property
    def width(self) -> float:
        """Of all columns."""
        return self.edges[-1]

    def head(self) -> RowBlock | None:
        """Lay out the head that every page repeats; None if there is none."""
        if not self.head_rows:
            return None
        block = self._block(range(self.head_rows))
        block.last_of_head = True
        return block

    def body(self) -> Iterator[RowBlock]:
        """Yield the other rows, those together that cells hold together.

        A row that heads others stays with the first of them, and neither the first nor the
        last row of a table or of such a group stands alone on a page.
        """
        row = self.head_rows
        while row < len(self.cells):
            start, end = row, self._reach(row)
            while end < len(self.cells) and self._stays(row, start, end):
                start, end = end, self._reach(end)
            block = self._block(range(row, end))
            block.joined = start > row
            yield block
            row = end

    def _reach(self, row: int) -> int:
        """Return the end of the rows that cells hold together with this one."""
        end = row + 1
        while row < end:
            for cell in self.cells[row]:
                end = max(end, cell.row + cell.rowspan)
            row += 1
        return end

    def _stays(self, first: int, start: int, end: int) -> bool:
        """Tell whether rows from ``first`` on, the last of them from ``start``, need the next."""
        if end == len(self.cells) - 1 or (first == start == self.head_rows == end - 1):
            return True
        if end - first > _LEADING:
            return False
        if len(self.edges) > 2 and self._heads(end + 1) and not self._heads(end):
            return True  # the last row of a group does not begin a page
        return self._leads(range(start, end))

    def _heads(self, row: int) -> bool:
        """Tell whether a row names those below it."""
        found = self.heads.get(row)
        if found is None:
            found = self.heads[row] = self._leads(range(row, row + 1))
        return found

    def _leads(self, rows: range) -> bool:
        """Tell whether rows name others: header cells only, or words in the first cell only."""
        speaking = [cell for row in rows for cell in self.cells[row] if _speaks(cell)]
        if all(cell.header for cell in speaking):
            return True
        return len(speaking) == 1 and not speaking[0].column and len(self.edges) > 2

    def rows(self) -> Iterator[RowBlock]:
        """Yield every row block, the head first."""
        head = self.head()
        if head is not None:
            yield head
        yield from self.body()

    def _block(self, rows: range) -> RowBlock:
        placed: list[CellBox] = []
        side = self.side
        mirrored = self.flow.direction is Direction.RIGHT_TO_LEFT
        for row in rows:
            for cell in self.cells[row]:
                left, right = self.edges[cell.column], self.edges[cell.column + cell.colspan]
                if mirrored:
                    left, right = self.width - right, self.width - left
                flow: Sequence[FlowItem] = cell.flow
                if self.ratio != 1.0:
                    flow = resized(flow, self.ratio)
                galley = self._galley(flow, left + side, right - left - 2 * side)
                placed.append(
                    CellBox(
                        row - rows.start,
                        cell.rowspan,
                        left,
                        right - left,
                        row < self.head_rows,
                        galley,
                        self.padding,
                    )
                )
        return RowBlock(placed, len(rows), self.padding, self.x, self.width)

    def _galley(self, flow: Sequence[FlowItem], x: float, width: float) -> Galley:
        match flow:
            case [Passage() as passage]:  # almost every cell
                box = text_box(passage, x, width, self.room)
                return Galley([(0.0, box)], box.height)
            case _:
                return stack(boxes(flow, x, width, self.room), self._nested)

    def _nested(self, box: TableBox) -> Iterator[RowBlock]:
        return lay_out(box.flow, box.x, box.width, self.room).rows()


def lay_out(
    flow: TableFlow, x: float, width: float, room: Room, *, wider: float | None = None
) -> TableLayout:
    """Fix the widths of a table for a column; ``wider`` is the width of a landscape page.

    The layout is wider than ``width`` only when landscape is what it needs.
    """
    ratio, side = 1.0, _SIDE
    measured = _measure(flow, room.fonts, ratio, side)
    if fsum(measured[0]) > width and flow.smallest < flow.style.size:
        ratio = flow.smallest / flow.style.size
        measured = _measure(flow, room.fonts, ratio, side)
    if fsum(measured[0]) > width:
        side = _TIGHT
        measured = _measure(flow, room.fonts, ratio, side)
    if fsum(measured[0]) > width and wider is not None:
        width = wider
    edges = tuple(accumulate(_widths(*measured, width), initial=0.0))
    rows: list[list[CellFlow]] = [[] for _ in range(flow.grid.height)]
    for cell in flow.cells:
        rows[cell.row].append(cell)
    if flow.direction is Direction.RIGHT_TO_LEFT:
        x += width - edges[-1]
    return TableLayout(
        flow,
        room,
        x,
        edges,
        _PADDING * flow.style.size * ratio,
        side * flow.style.size * ratio,
        ratio,
        tuple(tuple(row) for row in rows),
        flow.grid.head_rows,
    )


def _speaks(cell: CellFlow) -> bool:
    return any(not isinstance(item, Passage) or item.items for item in cell.flow)


def _measure(
    flow: TableFlow, fonts: Fonts, ratio: float, padding: float
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Return the least widths, and those that break less and less.

    The second break column headers only once, the third nothing else, the last nothing.
    """
    side = 2 * padding * flow.style.size * ratio
    least = [flow.style.size * ratio + side] * flow.grid.width
    natural, below, once = list(least), list(least), list(least)
    spanning: list[tuple[CellFlow, float, float]] = []
    for cell in flow.cells:
        low, high = _extent(cell.flow, fonts)
        low, high = low * ratio + side + 0.1, high * ratio + side + 0.1
        if cell.colspan == 1:
            column = cell.column
            if low > least[column]:
                least[column] = low
            if high > natural[column]:
                natural[column] = high
            if not cell.over:
                below[column] = max(below[column], high)
            else:
                high = side + min((high - side) * _ONCE, _MOST_OVER * flow.style.size * ratio)
                once[column] = max(once[column], high)
        else:
            spanning.append((cell, low, high))
    for cell, low, high in spanning:
        columns = range(cell.column, cell.column + cell.colspan)
        for widths, wanted in ((least, low), (natural, high)):
            lack = wanted - fsum(widths[column] for column in columns)
            if lack > 0:
                for column in columns:
                    widths[column] += lack / cell.colspan
    once = list(map(max, least, once))
    return least, once, list(map(max, once, below)), list(map(max, least, natural))


def _extent(flow: Iterable[FlowItem], fonts: Fonts) -> tuple[float, float]:
    low = high = inset = 0.0
    insets: list[float] = []
    for item in flow:
        match item:
            case Passage():
                measured = extent(item.items, fonts, code=item.style.code) if item.items else None
                if measured is not None:
                    low = max(low, inset + measured.minimum)
                    high = max(high, inset + measured.maximum)
            case Picture():
                low = max(low, inset + min(item.width, 48.0))
                high = max(high, inset + item.width)
            case Open(frame):
                insets.append(inset)
                inset += frame.start + frame.end
            case Close():
                inset = insets.pop()
            case TableFlow():
                nested = _measure(item, fonts, 1.0, _SIDE)
                low = max(low, inset + fsum(nested[0]))
                high = max(high, inset + fsum(nested[-1]))
            case _:
                pass
    return low, high


def _widths(
    least: list[float], once: list[float], below: list[float], natural: list[float], width: float
) -> list[float]:
    """Share the width out: rather a column header is broken, once, than the cells below it."""
    high = fsum(natural)
    if high <= width:
        target = width if high * _LOOSE >= width else high * _LOOSE
        return [part * target / high for part in natural]
    for narrow, wide in ((below, natural), (once, below), (least, once)):
        low, high = fsum(narrow), fsum(wide)
        if low <= width:
            room = (width - low) / (high - low)
            return [a + (b - a) * room for a, b in zip(narrow, wide, strict=True)]
    return _narrowed(least, width)


def _narrowed(least: list[float], width: float) -> list[float]:
    """Take from the widest columns until all fit, so that few words are split."""
    left, count = width, len(least)
    for part in sorted(least):
        if part * count > left:
            break
        left, count = left - part, count - 1
    most = left / max(count, 1)
    return [min(part, most) for part in least]


def resized(flow: Iterable[FlowItem], ratio: float) -> list[FlowItem]:
    """Return a flow with its text in another size; leaves stay the same."""
    looks: dict[int, Look] = {}
    out: list[FlowItem] = []
    for item in flow:
        match item:
            case Passage():
                style = replace(
                    item.style,
                    size=item.style.size * ratio,
                    line=item.style.line * ratio,
                    after=item.style.after * ratio,
                )
                label = item.label
                if label is not None:
                    label = replace(
                        label, items=_items(label.items, ratio, looks), width=label.width * ratio
                    )
                out.append(
                    replace(item, items=_items(item.items, ratio, looks), style=style, label=label)
                )
            case Open(frame):
                out.append(Open(replace(frame, start=frame.start * ratio, end=frame.end * ratio)))
            case _:
                out.append(item)
    return out


def _items(items: Iterable[Item[Leaf]], ratio: float, looks: dict[int, Look]) -> list[Item[Leaf]]:
    out: list[Item[Leaf]] = []
    for item in items:
        match item:
            case Run(look=look):
                smaller = looks.get(id(look))
                if smaller is None:
                    smaller = replace(look, size=look.size * ratio, rise=look.rise * ratio)
                    looks[id(look)] = smaller
                out.append(replace(item, look=smaller))
            case Box():
                out.append(item)
    return out
