"""Boxes to pages. After boxes, with paint drawing what is placed.

The column is filled from the top. Headings wait for what follows them (keep with next),
paragraphs leave at least two lines on either side of a page break, rows of a table stay
whole where a page can hold them, and the notes that a line cites stand at the foot of its
page. All lengths are points; ``y`` counts from the bottom of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import fsum
from typing import assert_never

from pipeline.theme import Theme
from pipeline.writers.pdf.boxes import (
    BlockBox,
    BreakBox,
    FrameEnd,
    FrameStart,
    GapBox,
    Notes,
    OpenFrame,
    PictureBox,
    Room,
    RuleBox,
    TableBox,
    TextBox,
    boxes,
)
from pipeline.writers.pdf.flow import FlowItem
from pipeline.writers.pdf.foot import Foot
from pipeline.writers.pdf.paint import Painter
from pipeline.writers.pdf.panels import may_turn, measured
from pipeline.writers.pdf.rows import Galley, RowBlock, stack
from pipeline.writers.pdf.sheets import Sheets, Size
from pipeline.writers.pdf.styles import upright_margin
from pipeline.writers.pdf.tables import lay_out
from pipeline.writers.pdf.tags import Rectangle

_SMALL = 0.3  # of a column: no more is moved on only to look better
_TALL = 0.4  # of a column: taller rows are cut where they meet the foot of a page
_FEW = 12  # rows of a table that may be kept whole


class Composer:
    """Fills one page after another."""

    def __init__(self, sheets: Sheets, painter: Painter, theme: Theme, room: Room) -> None:
        self.sheets = sheets
        self.painter = painter
        self.theme = theme
        self.room = room
        self.portrait = Size(*theme.paper.value)
        self.landscape = Size(self.portrait.height, self.portrait.width)
        self.margin, self.upright = theme.margin, upright_margin(theme)
        self.width = self.portrait.width - 2 * self.margin
        self.size = self.portrait
        self.y = 0.0
        self.gap = 0.0
        """Asked for by what was placed last."""
        self.fresh = True
        """Nothing stands in the column of this page yet."""
        self.inside = False
        """A frame has just begun."""
        self.frames: list[OpenFrame] = []
        self.chain: list[BlockBox] = []
        """What waits for the box that follows."""
        self.foot = Foot(painter, theme, self.width, self._note)

    def run(self, flow: Iterable[FlowItem]) -> None:
        """Set a flow from the first page to the last."""
        self.begin(self.portrait)
        for box in measured(boxes(flow, 0.0, self.width, self.room), self.column * _SMALL):
            self.accept(box)
        self.flush(0.0)
        self.end()
        while self.foot.carried:
            self.begin(self.portrait)
            self.end()

    # -------------------------------------------------------------------------- pages

    @property
    def top(self) -> float:
        """Upper edge of the column."""
        return self.size.height - self.upright

    @property
    def bottom(self) -> float:
        """Lower edge of the column, over the notes."""
        return self.upright + self.foot.room(self.column)

    @property
    def column(self) -> float:
        """Height of the column without notes."""
        return self.size.height - 2 * self.upright

    def begin(self, size: Size) -> None:
        """Begin a page."""
        self.size = size
        self.sheets.begin(size)
        self.y = self.top
        self.gap = 0.0
        self.fresh = True
        self.foot.begin()
        for frame in self.frames:
            self._open(frame)
            if frame.start.height:
                self.y -= min(frame.start.height, 6.0)

    def end(self) -> None:
        """End the page: backgrounds of frames that go on, then the notes."""
        for frame in self.frames:
            self._close(frame, max(self.y - min(frame.start.height, 6.0), self.bottom - 4.0))
        self.foot.draw(self.column)
        self.sheets.end()

    def turn(self, size: Size | None = None) -> None:
        """Go on to the next page, of the same size if no other is asked for."""
        self.end()
        self.begin(size or self.size)

    def _open(self, frame: OpenFrame) -> None:
        self.sheets.operators.append(b"")
        frame.place = len(self.sheets.operators) - 1
        frame.top = self.y

    def _close(self, frame: OpenFrame, bottom: float) -> None:
        start = frame.start
        if bottom < frame.top:
            self.sheets.operators[frame.place] = self.painter.panel(
                start.frame, self.margin + start.x, start.width, frame.top, bottom
            )

    def _note(self, note: Notes) -> Galley:
        return stack(boxes(note, 0.0, self.width, self.room), self._rows)

    def _lower(self, notes: Iterable[Notes]) -> float:
        """Return where the column's lower edge would be with these notes."""
        return self.upright + self.foot.room(self.column, notes)

    # ------------------------------------------------------------------------ placing

    def accept(self, box: BlockBox) -> None:
        """Place a box, or let it wait for the one that follows."""
        if self.size is self.landscape and not isinstance(box, FrameEnd | GapBox):
            self.turn(self.portrait)  # nothing stands beside the table that the page turned for
        match box:
            case TextBox() if box.style.keep:
                self.chain.append(box)
            case PictureBox() if box.keep:
                self.chain.append(box)
            case FrameStart():
                self.chain.append(box)
            case GapBox() | RuleBox() | FrameEnd() if self.chain:
                self.chain.append(box)
            case TextBox():
                self.flush(self._first_lines(box))
                self.text(box)
            case PictureBox() | RuleBox():
                self.flush(box.height)
                self.whole(box)
            case FrameEnd():
                self.frame_end(box)
            case GapBox():
                self.gap = max(self.gap, box.after)
            case TableBox():
                self.table(box)
            case BreakBox():
                self.flush(0.0)
                if not self.fresh and self.y - self.bottom < self.column * box.unless:
                    self.turn()
                self.gap = max(self.gap, box.after)
            case _:
                assert_never(box)

    def _first_lines(self, box: TextBox) -> float:
        """Return the height of what must stand together at the start of a text."""
        count = len(box.lines)
        first = box.part(0, 2) if count > 3 else box
        notes = [note for line in first.notes or () for note in line]
        return first.height + (self._lower(notes) - self.bottom if notes else 0.0)

    def flush(self, need: float) -> None:
        """Place what waits, on a new page if ``need`` points after it do not fit here."""
        chain, self.chain = self.chain, []
        if not chain:
            return
        height, gap, whole = 0.0, self.gap, 0.0
        for box in chain:
            height += max(gap, box.before) + box.height
            if isinstance(box, FrameStart) and box.whole:
                whole = max(whole, height - box.height + box.whole)
            gap = box.after
            if isinstance(box, TextBox) and box.notes is not None:
                notes = [note for line in box.notes for note in line]
                height += self._lower(notes) - self.bottom
        if self.y - max(height + gap + need, whole) < self.bottom and not self.fresh:
            self.turn()
        for box in chain:
            match box:
                case TextBox():
                    self.text(box)
                case PictureBox() | RuleBox():
                    self.whole(box)
                case FrameStart():
                    self.frame_start(box)
                case FrameEnd():
                    self.frame_end(box)
                case _:
                    self.gap = max(self.gap, box.after)

    def _before(self, before: float) -> float:
        """Return the space over a box: none at the top of a page or frame."""
        return 0.0 if self.fresh or self.inside else max(self.gap, before)

    def _space(self, before: float) -> None:
        self.y -= self._before(before)
        self.gap = 0.0
        self.inside = False

    def frame_start(self, box: FrameStart) -> None:
        """Open a frame."""
        self._space(box.before)
        frame = OpenFrame(box, 0, self.y)
        self._open(frame)
        self.frames.append(frame)
        self.y -= box.height
        self.inside = True

    def frame_end(self, box: FrameEnd) -> None:
        """Close the innermost frame."""
        frame = self.frames.pop()
        self.y -= box.height
        self._close(frame, self.y)
        self.gap = max(box.after, self.gap if not box.height else 0.0)

    def whole(self, box: PictureBox | RuleBox) -> None:
        """Place what cannot be cut."""
        gap = self._before(box.before)
        if self.y - gap - box.height < self.bottom and not self.fresh:
            self.turn()
        self._space(box.before)
        if isinstance(box, RuleBox):
            self.painter.rule(box, self.margin, self.y)
        else:
            left = self.margin + box.x
            area = Rectangle(self.sheets.page, left, self.y - box.height, left + box.width, self.y)
            self.painter.picture(box.leaf, box.drawing, area)
        self.y -= box.height
        self.gap = box.after
        self.fresh = False

    def text(self, box: TextBox) -> None:
        """Place lines, on as many pages as they need."""
        while True:
            count = len(box.lines)
            if not count:
                self.gap = max(self.gap, box.after)
                return
            gap = self._before(box.before)
            fitting = self._fitting(box, self.y - gap)
            if fitting < count:
                fitting = min(fitting, count - 2)  # two lines at least on the next page
                if fitting < 2 or box.style.keep or box.style.whole:  # and two on this
                    fitting = 0
                if not fitting:
                    if not self.fresh:
                        self.turn()
                        continue
                    fitting = max(1, self._fitting(box, self.y))
            part = box if fitting == count else box.part(0, fitting)
            self._space(box.before)
            if part.notes is not None:
                self.foot.cite(note for line in part.notes for note in line)
            self.painter.text(part, self.margin, self.y)
            self.y -= part.height
            self.gap = part.after
            self.fresh = False
            if fitting == count:
                return
            box = box.part(fitting, count)
            self.turn()

    def _fitting(self, box: TextBox, y: float) -> int:
        if box.notes is None:
            return box.fitting(y - self.bottom)
        met: list[Notes] = []
        count = 0
        for number, notes in enumerate(box.notes):
            y -= box.style.line if box.heights is None else box.heights[number]
            met += (note for note in notes if id(note) not in self.foot.placed)
            if y < (self._lower(met) if met else self.bottom) - 0.01:
                break
            count += 1
        return count

    # ------------------------------------------------------------------------- tables

    def _rows(self, box: TableBox) -> Iterator[RowBlock]:
        return lay_out(box.flow, box.x, box.width, self.room).rows()

    def table(self, box: TableBox) -> None:
        """Place a table, its head again on every page."""
        wider = box.width + self.landscape.width - self.portrait.width
        turns = may_turn(self.frames, box.flow.direction)
        layout = lay_out(box.flow, box.x, box.width, self.room, wider=wider if turns else None)
        turned = layout.width > box.width + 1
        head = layout.head()
        blocks = layout.body()
        first = next(blocks, None)
        need = head.height if head is not None else 0.0
        if first is not None:
            need += first.height if first.height <= self.column * _TALL else self.column * 0.25
        if len(layout.cells) <= _FEW:
            rest = list(blocks)
            total = need + fsum(block.height for block in rest)
            need = total if total <= self.column * _SMALL else need
            blocks = iter(rest)
        need = min(need, self.column * 0.8)
        if turned:
            self._turn_for_table()
        else:
            self.flush(need)
            if self.y - self._before(0.0) - need < self.bottom and not self.fresh:
                self.turn()
        self._space(0.0)
        if head is not None:
            self._block(head, None)
            head = head if head.height < self.column * _TALL else None  # a tall one stands once
        while first is not None:
            self._block(first, head)
            first = next(blocks, None)
        self.gap = box.after

    def _turn_for_table(self) -> None:
        """Begin a landscape page, with what waits for the table."""
        if self.fresh:
            self.size = self.landscape
            self.sheets.resize(self.landscape)
            self.y = self.top
            for frame in self.frames:
                frame.top = self.y
        else:
            chain, self.chain = self.chain, []
            self.turn(self.landscape)
            self.chain = chain
        self.flush(0.0)

    def _block(self, block: RowBlock, head: RowBlock | None) -> None:
        """Place a row block, cut where a whole page cannot hold it."""
        while True:
            notes = list(block.notes()) if self.room.citations else []
            bottom = self._lower(notes) if notes else self.bottom
            if self.y - block.height >= bottom - 0.01:
                self._place(block)
                return
            page = self.column - (head.height if head is not None else 0.0)
            started = self.fresh
            if block.joined and block.height > page * _SMALL:
                for part in block.parted():
                    part.joined = False
                    self._block(part, head)
                return
            if block.height <= page * _TALL or self.y - self.bottom < page * 0.25:
                if not started:
                    self._next(head)
                    if block.height <= page:
                        continue
                elif block.height <= page:
                    self._place(block)
                    return
            parts = block.split(self.y - self.bottom)
            if parts is None:
                if started or self.fresh:
                    self._place(block)
                    return
                self._next(head)
                parts = block.split(self.y - self.bottom)
                if parts is None:
                    self._place(block)
                    return
            upper, block = parts
            self._place(upper)
            self._next(head)

    def _next(self, head: RowBlock | None) -> None:
        self.turn()
        if head is not None:
            with self.sheets.repeated():
                self.painter.rows(head, self.margin, self.y)
            self.y -= head.height

    def _place(self, block: RowBlock) -> None:
        if self.room.citations:
            self.foot.cite(block.notes())
        self.painter.rows(block, self.margin, self.y)
        self.y -= block.height
        self.fresh = False
