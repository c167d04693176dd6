"""The shell of a table: widths, header rows, look, names. The cells are filled by ``body``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum
from unicodedata import east_asian_width

from lxml import etree

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.grid import Grid, Place, Slot, grid
from pipeline.model.nodes import (
    Cell,
    Image,
    LineBreak,
    List,
    Math,
    MathBlock,
    Paragraph,
    Scope,
    Span,
    SpanKind,
    Table,
    Text,
)
from pipeline.model.numeric import is_number
from pipeline.model.reduced import positional
from pipeline.model.walk import AnyNode, children, descendants, plain
from pipeline.theme import Theme
from pipeline.writers.docx.looks import letter_spacing, list_indent
from pipeline.writers.docx.ooxml import add, twips, value
from pipeline.writers.docx.style_xml import CELL_PADDING
from pipeline.writers.docx.widths import width

_AVERAGE = 0.53
"""Width of a character as a ratio of the size, where nothing better is known."""
_WIDE = 1.05
"""The same for East Asian characters."""
_MARGIN = 1.03
"""How much wider than Arial a font in its place may be."""
_MARKUP = re.compile(r"<annotation.*?</annotation|<[^>]*>", re.DOTALL)
_LONGEST_LINE = 40
"""Columns wider than this many characters gain nothing; their text wraps."""


@dataclass(frozen=True, slots=True)
class Widths:
    """Widths of the columns in points."""

    columns: tuple[float, ...]
    needs: float
    """The least width of the whole table: no word is broken."""


def column_widths(layout: Grid, theme: Theme, available: float) -> Widths:
    """Find widths from the content, as browsers do (CSS 2.2, 17.5.2.2), within the page."""
    size = theme.small_size
    padding = 2 * CELL_PADDING * size + 2
    least = [padding + 2 * size] * layout.width
    wanted = list(least)
    spanning: list[tuple[Slot, float, float]] = []
    for slot in layout.slots:
        word, line = _extent(slot.cell, theme)
        if slot.cell.colspan == 1:
            column = slot.column
            least[column] = max(least[column], word + padding)
            wanted[column] = max(wanted[column], line + padding)
        else:
            spanning.append((slot, word + padding, line + padding))
    for slot, word, line in spanning:
        _spread(least, slot, word)
        _spread(wanted, slot, line)
    needs = fsum(least)
    if fsum(wanted) <= available:
        columns = wanted
    elif needs <= available:
        spare = available - needs
        wish = [more - less for more, less in zip(wanted, least, strict=True)]
        total = fsum(wish)
        columns = [less + spare * part / total for less, part in zip(least, wish, strict=True)]
    else:
        columns = [less * available / needs for less in least]
    return Widths(tuple(columns), needs)


def _spread(widths: list[float], slot: Slot, width: float) -> None:
    missing = width - fsum(widths[slot.column : slot.columns.stop])
    if missing > 0:
        for column in slot.columns:
            widths[column] += missing / slot.cell.colspan


def _extent(cell: Cell, theme: Theme) -> tuple[float, float]:
    """Return the widths of the longest word and of the longest line, in points."""
    size = theme.small_size
    spacing = letter_spacing(theme) / size
    bold = cell.header is not None
    space = width(" ", bold) + spacing
    longest_word = longest_line = formula = 0.0
    for block in cell.children:
        line = 0.0
        for node in descendants(block):
            match node:
                case Text():
                    # A figure and its unit stay together: "9,510 $" has no break.
                    words = node.text.split()
                    whole = 1 < len(words) < 4 and is_number(node.text.strip())
                    words = [" ".join(words)] if whole else words
                    if widths := [_word(word, bold) + spacing * len(word) for word in words]:
                        longest_word = max(longest_word, max(widths) * size)
                        line += (fsum(widths) + space * len(widths)) * size
                case Span(kind=SpanKind.CODE):
                    signs = max((len(word) for word in plain(node.children).split()), default=0)
                    code = width("x" * signs, monospace=True) + spacing * signs
                    longest_word = max(longest_word, code * size)
                case Math() | MathBlock():
                    signs = len("".join(_MARKUP.sub("", node.mathml).split()))
                    # Not every client breaks it; short ones are widened by room for operators.
                    room = (_AVERAGE * signs + 0.25 * min(signs, 8)) * size
                    formula, line = max(formula, room), line + room
                    longest_word = max(longest_word, room)
                case LineBreak():
                    longest_line = max(longest_line, line)
                    line = 0.0
                case Image(asset=asset) if asset is not None:
                    picture = min(asset.width * 0.75, 20 * size)
                    longest_word = max(longest_word, picture)
                    line += picture
                case _:
                    pass
        longest_line = max(longest_line, line)
    limit = _LONGEST_LINE * _AVERAGE * size
    inset, within = _inset(cell, theme)
    least = max(within, inset + min(longest_word, limit))
    return least, max(least, inset + max(min(longest_line, limit), formula))


def _inset(cell: Cell, theme: Theme) -> tuple[float, float]:
    """Return how far text stands inside its cell, by lists, and what tables in it need."""
    inset = within = 0.0
    stack: list[tuple[AnyNode, float]] = [
        (block, 0.0) for block in cell.children if not isinstance(block, Paragraph)
    ]
    while stack:
        node, left = stack.pop()
        match node:
            case Table():
                within = max(within, left + column_widths(grid(node), theme, 0.0).needs)
                continue
            case Paragraph():
                continue
            case List():
                left += list_indent(theme)
                inset = max(inset, left)
            case _:
                pass
        stack.extend((child, left) for child in children(node))
    return inset, within


def _word(word: str, bold: bool) -> float:
    """Return how much room a word needs; East Asian text may break after any sign."""
    east = not word.isascii() and sum(east_asian_width(sign) in "WF" for sign in word) > 1
    return _WIDE * 3 if east else _MARGIN * width(word, bold)


@dataclass(frozen=True, slots=True)
class Shell:
    """What a table is, beside its cells."""

    layout: Grid
    widths: tuple[float, ...]
    style: str
    caption: str
    description: str
    right_to_left: bool

    @property
    def row_headers(self) -> bool:
        """Whether the first column holds headers of rows."""
        heads = range(self.layout.head_rows)
        return any(
            slot.column == 0 and slot.cell.header is not None and slot.row not in heads
            for slot in self.layout.slots
        )


def open_table(parent: etree._Element, shell: Shell, *, foot: bool) -> etree._Element:
    """Add ``w:tbl`` with its properties and grid (DW-03)."""
    table = add(parent, "tbl")
    properties = add(table, "tblPr")
    value(properties, "tblStyle", shell.style)
    if shell.right_to_left:
        add(properties, "bidiVisual")
    add(properties, "tblW", {"w": twips(fsum(shell.widths)), "type": "dxa"})
    add(properties, "tblLayout", {"type": "fixed"})
    head, column = bool(shell.layout.head_rows), shell.row_headers
    bits = 0x0020 * head + 0x0040 * foot + 0x0080 * column + 0x0200 + 0x0400
    look = {
        "val": f"{bits:04X}",
        "firstRow": str(int(head)),
        "lastRow": str(int(foot)),
        "firstColumn": str(int(column)),
        "lastColumn": "0",
        "noHBand": "1",
        "noVBand": "1",
    }
    add(properties, "tblLook", look)
    if shell.caption:
        value(properties, "tblCaption", shell.caption)
    if shell.description:
        value(properties, "tblDescription", shell.description)
    grid = add(table, "tblGrid")
    for points in shell.widths:
        add(grid, "gridCol", {"w": twips(points)})
    return table


def open_row(table: etree._Element, *, head: bool) -> etree._Element:
    """Add ``w:tr``: never split unless taller than a page; repeated when in the head.

    The elements are bare: the Open XML SDK refuses ``w:val`` on ``w:tblHeader``.
    """
    row = add(table, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    if head:
        add(properties, "tblHeader")
    return row


def open_cell(row: etree._Element, width: float, colspan: int, merge: str | None) -> etree._Element:
    """Add ``w:tc``; ``merge`` is ``restart`` or ``continue`` for cells over several rows."""
    cell = add(row, "tc")
    properties = add(cell, "tcPr")
    add(properties, "tcW", {"w": twips(width), "type": "dxa"})
    if colspan > 1:
        value(properties, "gridSpan", str(colspan))
    if merge == "restart":
        value(properties, "vMerge", "restart")
    elif merge == "continue":
        add(properties, "vMerge")
    return cell


def rows(layout: Grid) -> Iterator[list[tuple[Slot, bool]]]:
    """Yield the cells that each row needs; True for the continuation of a cell above."""
    reaching: dict[int, list[Slot]] = {}
    for number in range(layout.height):
        begun = [(slot, False) for slot in layout.rows[number]]
        continued = [(slot, True) for slot in reaching.pop(number, ())]
        for slot in layout.rows[number]:
            for row in slot.rows[1:]:
                reaching.setdefault(row, []).append(slot)
        yield sorted(begun + continued, key=lambda pair: pair[0].column)


TOO_WIDE = Rule(
    "docx-table-too-wide",
    Severity.NOTE,
    "A table has more columns than fit on the page, so words in it are broken.",
    "Turn the table, split it, or say less in its cells.",
    ("WCAG 2.2 1.4.10",),
)


def too_wide(table: Table, widths: Widths, available: float) -> Iterator[Diagnostic]:
    """Yield a finding where the words of a table do not fit."""
    if widths.needs > available * 1.05:
        message = f"the table needs {widths.needs:.0f} points of width and has {available:.0f}"
        yield Diagnostic(TOO_WIDE, message, table.at)


TABLE_ASSOCIATION = Rule(
    "docx-header-association",
    Severity.NOTE,
    "Word ties a cell to the header rows and header columns beside it, and to nothing else.",
    "Keep the headers of a table in its first rows and its first column.",
    ("WCAG 2.2 1.3.1",),
)


def associations(table: Table, source: Grid) -> Iterator[Diagnostic]:
    """Yield a finding where a cell has other headers in the source than Word can tell."""
    if _is_plain(source):
        return
    word = grid(positional(table))

    def names(layout: Grid, place: Place) -> set[Place]:
        return {header.place for header in layout.headers[place]}

    lost = sum(
        names(source, slot.place) != names(word, slot.place)
        for slot in source.slots
        if slot.cell.header is None
    )
    if lost:
        message = f"{lost} of the table's cells have headers that Word cannot tie to them"
        yield Diagnostic(TABLE_ASSOCIATION, message, table.at)


def _is_plain(source: Grid) -> bool:
    """Tell, cheaply, whether all headers are head rows over, or a first column beside, data."""
    for slot in source.slots:
        if slot.cell.headers:
            return False
        if slot.cell.header is None:
            continue
        scope = source.scopes[slot.place]
        if slot.row < source.head_rows:
            if scope is not Scope.COLUMN:
                return False
        elif scope is not Scope.ROW or slot.column > 0:
            return False
    return True
