"""Boxes to operators on a page. After compose has said where they stand.

Text is drawn between ``BT`` and ``ET``, one marked sequence for each leaf as long as it goes
on; underlines, backgrounds and borders are artifacts before or after it. All lengths are
points from the lower left corner of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from pipeline.theme import Colour, Theme
from pipeline.writers.pdf.boxes import (
    TRAILER_WIDTH,
    FrameEnd,
    FrameStart,
    PictureBox,
    RuleBox,
    TextBox,
    above_baseline,
)
from pipeline.writers.pdf.flow import BlockStyle, Frame, Trailer
from pipeline.writers.pdf.lines import Line, Placed
from pipeline.writers.pdf.pictures import Bitmap, Drawing, Empty, Paths
from pipeline.writers.pdf.rows import CellBox, Galley, RowBlock
from pipeline.writers.pdf.sheets import BACKGROUND, LAYOUT, Sheets, rgb
from pipeline.writers.pdf.tags import Annotation, Leaf, Rectangle

_BOXED = frozenset({"Figure", "Formula"})
"""What tells its place on the page even where words stand in its place."""


class Painter:
    """Draws boxes on the current page."""

    def __init__(
        self,
        sheets: Sheets,
        theme: Theme,
        links: dict[Leaf, Annotation],
        drawings: dict[Leaf, Drawing],
    ) -> None:
        self.sheets = sheets
        self.theme = theme
        self.links = links
        self.drawings = drawings
        self.trailers: list[tuple[int, Trailer, float, float, float]] = []
        """Page, trailer, end of the text, end of the column (left of it from right to left),
        baseline."""

    # --------------------------------------------------------------------------- text

    def text(self, box: TextBox, x: float, y: float) -> None:
        """Draw a text box with its top at ``y``; ``x`` is the left edge of the column."""
        style = box.style
        if box.label is not None:
            self.lines((box.label,), style, x + box.label_x, y, None)
        self.lines(box.lines, style, x + box.x, y, box.heights)
        if box.trailer is not None and box.lines:
            width = box.lines[-1].width
            baseline = y - box.height + style.line - above_baseline(style)
            left, right = x + box.x, x + box.x + box.width
            reserve = TRAILER_WIDTH * style.size
            if box.rtl:
                place = (right - width, left - reserve, baseline)
            else:
                place = (left + width, right + reserve, baseline)
            self.trailers.append((self.sheets.page, box.trailer, *place))

    def lines(
        self,
        lines: Sequence[Line[Leaf]],
        style: BlockStyle,
        x: float,
        y: float,
        heights: list[float] | None,
    ) -> None:
        """Draw lines under one another."""
        sheets, links = self.sheets, self.links
        silent = sheets.silent
        out: list[bytes] = []
        bars: list[tuple[Colour, float, float, float, float]] = []
        backgrounds: list[tuple[Colour, float, float, float, float]] = []
        leaf: Leaf | None = None
        colour: Colour | None = None
        above = above_baseline(style)
        baseline = y - above
        inside = boxed = False
        start_x = start_y = 0.0  # where ``Td`` counts from: the last place it led to
        lost = False
        link: Annotation | None = None
        for number, line in enumerate(lines):
            if heights is not None:
                baseline = y - above - _extra(line, above)
            pen = None
            for piece in line.pieces:
                left = x + piece.x
                if isinstance(piece, Placed):
                    if leaf is not None and not silent:
                        out.append(b"EMC")
                    leaf = None
                    if inside:
                        out.append(b"ET")
                        inside = False
                    sheets.operators += out
                    out = []
                    self._placed(piece, left, baseline)
                    colour = pen = None
                    continue
                run = piece.run
                look = run.look
                if not inside:
                    out.append(b"BT")
                    inside = True
                    start_x = start_y = 0.0
                    lost = False
                if run.leaf is not leaf:
                    if not silent:
                        if leaf is not None:
                            out.append(b"EMC")
                        top = baseline + above
                        out.append(sheets.mark(run.leaf, left, top, piece.offset))
                        boxed = run.leaf.role in _BOXED
                        link = links.get(run.leaf)
                    leaf = run.leaf
                if look.colour is not colour:
                    colour = look.colour
                    out.append(rgb(colour))
                if pen is None or not -0.01 < pen - left < 0.01:
                    at_x, at_y = round(left, 2), round(baseline, 2)
                    if lost or len(line.pieces) > 1:  # all of a line at exactly the same height
                        out.append(b"1 0 0 1 %.2f %.2f Tm" % (at_x, at_y))
                    else:  # shorter, and lines under one another are all alike
                        out.append(b"%.2f %.2f Td" % (at_x - start_x, at_y - start_y))
                    start_x, start_y = at_x, at_y
                    lost = False
                out.append(piece.operators)
                lost = lost or b" Td" in piece.operators  # it has moved on by itself
                width = piece.width
                pen = left + width
                if look.underline or look.strike or look.background is not None:
                    seen = width
                    if piece is line.pieces[-1]:
                        seen = min(width, line.width - piece.x) if piece.x < line.width else width
                    size = look.size
                    place = baseline + look.rise
                    if look.underline:
                        bars.append((look.colour, left, place - size * 0.14, seen, size * 0.055))
                    if look.strike:
                        bars.append((look.colour, left, place + size * 0.26, seen, size * 0.06))
                    if look.background is not None:
                        backgrounds.append(
                            (look.background, left, place - size * 0.25, seen, size * 1.2)
                        )
                if boxed:
                    low, high = baseline - line.below, baseline + line.above
                    sheets.enclose(leaf, Rectangle(sheets.page, left, low, left + width, high))
                if link is not None:
                    self._link(link, left, baseline + look.rise, width, look.size)
            baseline -= style.line
            if heights is not None:
                y -= heights[number]
        if leaf is not None and not silent:
            out.append(b"EMC")
        if inside:
            out.append(b"ET")
        if backgrounds:
            with sheets.artifact(BACKGROUND):
                for background in backgrounds:
                    sheets.fill(*background)
        sheets.operators += out
        if bars:
            with sheets.artifact(LAYOUT):
                for bar in bars:
                    sheets.fill(*bar)

    def _link(self, link: Annotation, x: float, y: float, width: float, size: float) -> None:
        page = self.sheets.page
        self.sheets.link(link, Rectangle(page, x, y - size * 0.25, x + width, y + size * 0.85))

    def _placed(self, piece: Placed[Leaf], x: float, baseline: float) -> None:
        box = piece.box
        self.picture(
            box.leaf,
            self.drawings.get(box.leaf),
            Rectangle(
                self.sheets.page, x, baseline - box.below, x + box.width, baseline + box.above
            ),
        )

    def picture(self, leaf: Leaf | None, drawing: Drawing | None, box: Rectangle) -> None:
        """Draw an image or formula into a rectangle."""
        sheets = self.sheets
        if leaf is None:
            with sheets.artifact(LAYOUT):
                self._drawing(drawing, box)
        else:
            with sheets.marked(leaf, box):
                self._drawing(drawing, box)
        link = self.links.get(leaf) if leaf is not None else None
        if link is not None and not sheets.silent:
            sheets.link(link, box)

    def _drawing(self, drawing: Drawing | None, box: Rectangle) -> None:
        width, height = box.right - box.left, box.top - box.bottom
        match drawing:
            case Bitmap(reader):
                self.sheets.image(reader, box.left, box.bottom, width, height)
            case Paths() as paths:
                scale = width / paths.width
                self.sheets.operators.append(
                    b"q %.4f 0 0 %.4f %.2f %.2f cm %s Q"
                    % (
                        scale,
                        scale,
                        box.left,
                        box.bottom + paths.below * scale,
                        paths.operators,
                    )
                )
            case Empty() | None:
                self.sheets.frame(self.theme.palette.rule, box.left, box.bottom, width, height)

    # ------------------------------------------------------------------ frames, rules

    def panel(self, frame: Frame, x: float, width: float, top: float, bottom: float) -> bytes:
        """Return the operators of the background of a frame on this page."""
        if frame.fill is None and frame.bar is None and frame.border is None:
            return b""
        sheets = self.sheets
        outer, sheets.operators = sheets.operators, []
        with sheets.artifact(BACKGROUND):
            height = top - bottom
            if frame.fill is not None:
                sheets.fill(frame.fill, x, bottom, width, height)
            if frame.border is not None:
                sheets.frame(frame.border, x, bottom, width, height)
            if frame.bar is not None:
                place = x if frame.direction.value == "ltr" else x + width - 3
                sheets.fill(frame.bar, place, bottom, 3, height)
        drawn, sheets.operators = sheets.operators, outer
        return b"\n".join(drawn)

    def rule(self, box: RuleBox, x: float, y: float) -> None:
        """Draw a line across the column."""
        with self.sheets.artifact(LAYOUT):
            self.sheets.fill(
                box.rule.colour, x + box.x, y - box.rule.thickness, box.width, box.rule.thickness
            )

    # ------------------------------------------------------------------ cells and rows

    def galley(self, galley: Galley, x: float, y: float) -> None:
        """Draw stacked boxes with the top of the first at ``y``."""
        open_frames: list[tuple[int, FrameStart, float]] = []
        operators = self.sheets.operators
        for distance, box in galley.boxes:
            top = y - distance
            match box:
                case TextBox():
                    self.text(box, x, top)
                case PictureBox():
                    page = self.sheets.page
                    left = x + box.x
                    area = Rectangle(page, left, top - box.height, left + box.width, top)
                    self.picture(box.leaf, box.drawing, area)
                case RuleBox():
                    self.rule(box, x, top)
                case FrameStart():
                    operators.append(b"")
                    open_frames.append((len(operators) - 1, box, top))
                case FrameEnd():
                    place, start, begun = open_frames.pop()
                    operators[place] = self.panel(
                        start.frame, x + start.x, start.width, begun, top - box.height
                    )
                case RowBlock():
                    self.rows(box, x, top)

    def rows(self, block: RowBlock, x: float, y: float) -> None:
        """Draw rows: backgrounds and rules, then the cells."""
        palette = self.theme.palette
        tops = block.tops()
        left = x + block.x
        sheets = self.sheets
        with sheets.artifact(BACKGROUND):
            if palette.table_head != palette.paper:
                for cell in block.cells:
                    if cell.head:
                        top, bottom = tops[cell.row], tops[cell.row + cell.rowspan]
                        sheets.fill(
                            palette.table_head,
                            left + cell.x,
                            y - bottom,
                            cell.width,
                            bottom - top,
                        )
            self._rules(block, left, y, tops)
        for cell in block.cells:
            self._cell(cell, left, y - tops[cell.row])

    def _rules(self, block: RowBlock, left: float, y: float, tops: list[float]) -> None:
        palette = self.theme.palette
        edges: dict[int, list[CellBox]] = {}
        for cell in block.cells:
            edges.setdefault(cell.row + cell.rowspan, []).append(cell)
        for row, cells in edges.items():
            heavy = block.last_of_head and row == len(block.heights)
            thickness, colour = (1.0, palette.heading) if heavy else (0.6, palette.rule)
            place = y - tops[row] - thickness / 2
            if fsum(cell.width for cell in cells) > block.width - 0.5:
                self.sheets.fill(colour, left, place, block.width, thickness)
            else:
                for cell in cells:
                    self.sheets.fill(colour, left + cell.x, place, cell.width, thickness)

    def _cell(self, cell: CellBox, left: float, top: float) -> None:
        self.galley(cell.galley, left, top - cell.top)


def _extra(line: Line[Leaf], above: float) -> float:
    """Return how much lower the baseline is because of a picture in the line."""
    placed = [piece.box.above for piece in line.pieces if isinstance(piece, Placed)]
    return max(0.0, max(placed) + 1 - above) if placed else 0.0
