"""What stands on pages beside the column: running heads, page numbers, contents' numbers.

Drawn when every page is known, into the second stream of each page. Running heads and page
numbers are pagination artifacts; the numbers of the contents are content, their leaders
are not.
"""

from __future__ import annotations

from math import ceil

from pipeline.model.nodes import Direction
from pipeline.strings import Strings
from pipeline.theme import Colour, Theme
from pipeline.writers.pdf.boxes import TRAILER_WIDTH
from pipeline.writers.pdf.flow import BlockStyle
from pipeline.writers.pdf.fonts import Fonts, Style
from pipeline.writers.pdf.lines import Line, Look, Run, break_lines
from pipeline.writers.pdf.paint import Painter
from pipeline.writers.pdf.sheets import FOOTER, HEADER, LAYOUT, Sheets
from pipeline.writers.pdf.styles import EDGE, upright_margin
from pipeline.writers.pdf.tags import Leaf

_ARTIFACT = Leaf("Artifact")


def draw_furniture(
    sheets: Sheets,
    painter: Painter,
    fonts: Fonts,
    theme: Theme,
    strings: Strings,
    title: str,
    direction: Direction,
) -> tuple[str, ...]:
    """Draw what had to wait on every page; return the labels of the pages."""
    labels = tuple(str(number) for number in range(1, len(sheets.sizes) + 1))
    look = Look(style=Style.REGULAR, size=theme.small_size, colour=theme.palette.quiet)
    style = BlockStyle(size=look.size, line=look.size)
    rtl, upright = direction is Direction.RIGHT_TO_LEFT, upright_margin(theme)
    heads: dict[float, Line[Leaf]] = {}
    waiting = painter.trailers
    painter.trailers = []
    by_page: dict[int, list[int]] = {}
    for index, (page, *_) in enumerate(waiting):
        by_page.setdefault(page, []).append(index)
    for page, (size, label) in enumerate(zip(sheets.sizes, labels, strict=True)):
        with sheets.revisiting(page):
            for index in by_page.get(page, ()):
                _, trailer, start, end, baseline = waiting[index]
                target = sheets.landed.boxes.get(trailer.target)
                number = labels[target.page] if target is not None else ""
                _trailer(
                    sheets,
                    painter,
                    fonts,
                    trailer.leaf,
                    trailer.look,
                    number,
                    start,
                    end,
                    baseline,
                    trailer.leader,
                )
            width = size.width - 2 * theme.margin
            if page:
                head = heads.get(width)
                if head is None:
                    head = heads[width] = _shortened(title, look, fonts, width, direction)
                y = size.height - max(upright * 0.55, EDGE + look.size)
                x = theme.margin + (width - head.width if rtl else 0.0)
                with sheets.artifact(HEADER):
                    _silently(sheets, painter, head, style, x, y + look.size)
                    sheets.fill(theme.palette.rule, theme.margin, y - look.size * 0.62, width, 0.5)
            text = strings.page_of.format(page=label, pages=len(labels))
            foot = break_lines([Run(text, look, _ARTIFACT)], width, fonts)[0]
            x = theme.margin + (0.0 if rtl else width - foot.width)
            with sheets.artifact(FOOTER):
                _silently(sheets, painter, foot, style, x, upright * 0.5 + look.size)
    return labels


def _silently(
    sheets: Sheets, painter: Painter, line: Line[Leaf], style: BlockStyle, x: float, y: float
) -> None:
    """Draw a line within an artifact that is open already."""
    sheets.silent = True
    first = line.pieces[0] if line.pieces else None
    painter.lines((line,), style, x - (first.x if first is not None else 0.0), y, None)
    sheets.silent = False


def _shortened(
    title: str, look: Look, fonts: Fonts, width: float, direction: Direction
) -> Line[Leaf]:
    """Return the title in one line, cut at a word where it is too long."""
    words = title.split(" ")
    count = len(words)
    while True:
        text = title if count == len(words) else " ".join(words[:count]).rstrip(" ,;:–—-") + "…"
        lines = break_lines([Run(text, look, _ARTIFACT)], width, fonts, direction=direction)
        if len(lines) == 1 or count == 1:
            return lines[0]
        count -= 1


def _trailer(
    sheets: Sheets,
    painter: Painter,
    fonts: Fonts,
    leaf: Leaf,
    look: Look,
    number: str,
    start: float,
    end: float,
    baseline: float,
    leader: Colour,
) -> None:
    """Draw the page number of a contents entry and the dots before it."""
    if not number:
        return
    width = TRAILER_WIDTH * look.size
    line = break_lines([Run(number, look, leaf)], width, fonts)[0]
    style = BlockStyle(size=look.size, line=look.size)
    top = baseline + style.line * 0.5 + style.size * 0.35
    # The dots of all entries stand under one another: they are counted from the numbers' edge.
    step = look.size * 0.55
    taken = ceil((line.width + look.size * 0.5) / step) * step
    blank = look.size * 0.5
    if end < start:  # from right to left
        painter.lines((line,), style, end, top, None)
        left, right = end + taken, start - blank
        right = left + (right - left) // step * step
    else:
        painter.lines((line,), style, end - line.width, top, None)
        left, right = start + blank, end - taken
        left = right - (right - left) // step * step
    if right - left > look.size:
        with sheets.artifact(LAYOUT):
            sheets.dots(leader, left, right, baseline + look.size * 0.06, step)
