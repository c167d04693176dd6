"""What is said of a table: row by row, every value after the headers it has (TX-09).

    [Table: 2 rows, 3 columns] Reports by region

    [Column 2] 2021
    [Column 3] 2022

    [Row 2] Alberta
    Alberta — 2021: 211
    Alberta — 2022: 223

    [End of table]

A row is a paragraph and a cell a line, so a screen reader's "next paragraph" is the next
row. Header cells are those that ``model.grid`` gives; headers that span are said again at
each value, and an empty cell says that it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.grid import Grid, Slot, is_empty
from pipeline.model.nodes import Block, Cell, CodeBlock, Image, Paragraph, Scope, Table, Text
from pipeline.model.walk import descendants, is_seen, plain
from pipeline.writers.text.brackets import unmarked
from pipeline.writers.text.characters import NO_BREAK, folded, width
from pipeline.writers.text.inlines import speakable
from pipeline.writers.text.journey import Journey

BETWEEN_DIRECTIONS = " — "
BETWEEN_HEADERS = ", "
_NUMBER = re.compile(r"[-+−–(]?[$€£]?[ ]?\d[\d,. ]*[ ]?[%$€£]?\)?|[-–—]|n/a|")
_SIGNS_AT_END = re.compile(r"[^\w\s]{3}$")
_MOST_COLUMNS = 8
_LEAST_ROOM = 36
"""Cells of the display: the mark that closes columns takes so many in French."""
_MOST_ROWS = 30


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a table before its content is written."""

    label: str
    """The mark of a row or header cell, or the headers of a value; may be empty."""
    cell: Cell | None
    """None for a row whose mark stands alone."""
    begins_row: bool
    lang: str | None = None
    """Of the row or its group."""
    column: int = 1
    """The first column of the cell, counted from one."""


def size_mark(journey: Journey, layout: Grid) -> str:
    """Return what opens a table: ``Table: 2 rows, 3 columns``."""
    words = journey.strings.text
    rows = words.one_row if layout.height == 1 else words.rows.format(count=layout.height)
    columns = words.one_column if layout.width == 1 else words.columns.format(count=layout.width)
    return words.table.format(rows=rows, columns=columns)


def told(journey: Journey, table: Table, layout: Grid) -> Iterator[Told]:
    """Yield the cells in source order with what is said before each.

    A row of column headers needs no number; every other row begins with its own.
    """
    words = journey.strings.text
    languages = [row.lang for row in table.head]
    languages += [row.lang or body.lang for body in table.bodies for row in body.rows]
    languages += [row.lang for row in table.foot]
    for number, row in enumerate(layout.rows):
        alone = Told(_bracketed(words.row.format(number=number + 1)), None, begins_row=True)
        directions = [_direction(layout, slot) for slot in row]
        begins = True
        if (Scope.ROW not in directions and not _only_heads(row)) or not row:
            yield alone
            begins = False
        for slot, direction in zip(row, directions, strict=True):
            label = _label(journey, layout, slot, direction)
            if begins and direction is not Scope.ROW and Scope.ROW in directions:
                yield alone
                begins = False
            yield Told(label, slot.cell, begins, languages[number], slot.columns.start + 1)
            begins = False


def _only_heads(row: tuple[Slot, ...]) -> bool:
    return all(slot.cell.header is not None or is_empty(slot.cell) for slot in row) and any(
        slot.cell.header is not None for slot in row
    )


def _label(journey: Journey, layout: Grid, slot: Slot, direction: Scope | None) -> str:
    words = journey.strings.text
    if direction is None:
        return _names(journey, layout, slot)
    if direction is Scope.ROW:
        mark = _counted(words.row, words.row_span, slot.rows)
    else:
        mark = _counted(words.column, words.column_span, slot.columns)
    journey.headers.setdefault(direction, f"[{mark}]")
    return _bracketed(mark)


def _bracketed(mark: str) -> str:
    return f"[{mark.replace(' ', NO_BREAK)}]"


def _direction(layout: Grid, slot: Slot) -> Scope | None:
    """Return ROW or COLUMN for a header cell, None for a data cell."""
    scope = layout.scopes.get(slot.place)
    if scope is None:
        return None
    return Scope.ROW if scope in (Scope.ROW, Scope.ROW_GROUP) else Scope.COLUMN


def _counted(one: str, several: str, places: range) -> str:
    if len(places) == 1:
        return one.format(number=places.start + 1)
    return several.format(first=places.start + 1, last=places.stop)


def _names(journey: Journey, layout: Grid, slot: Slot) -> str:
    """Return the headers of a value as they are said before it, ``Alberta — 2021:``."""
    sides: dict[Scope | None, list[str]] = {Scope.ROW: [], Scope.COLUMN: [], None: []}
    for header in layout.headers[slot.place]:
        written = tuple(_as_written(journey, block) for block in header.cell.children)
        name = unmarked(speakable(journey, written), journey.strings)
        if journey.options.text.ascii:
            name = folded(name)  # apart from the value: a quotation may begin in it and end there
        if not is_seen(name):
            continue
        if _SIGNS_AT_END.search(folded(name)):
            name += " "  # else what follows it would make a run of signs
        sides[_direction(layout, header)].append(name)
    said = (BETWEEN_HEADERS.join(names) for names in sides.values() if names)
    names = BETWEEN_DIRECTIONS.join(said)
    return f"{names}:" if names else ""


def _as_written(journey: Journey, block: Block) -> Block:
    """Return a block of code with its pictures behind it, as text writes them."""
    if not isinstance(block, CodeBlock):
        return block
    nodes = (node for child in block.children for node in descendants(child))
    return CodeBlock(
        (Text(plain(block.children, journey.power)), *(n for n in nodes if isinstance(n, Image)))
    )


def aligned(journey: Journey, layout: Grid, available: int) -> tuple[str, ...]:
    """Return the lines of a small table of numbers in columns; none where it is not one.

    ``available`` is the room in cells of the display, which must hold the mark at the end.
    """
    if layout.width > _MOST_COLUMNS or layout.height > _MOST_ROWS or available < _LEAST_ROOM:
        return ()
    cells = (slot.cell for row in layout.rows for slot in row)
    if not all(isinstance(block, Paragraph) for cell in cells for block in cell.children):
        return ()
    texts: list[list[str]] = []
    for row in layout.rows:
        line = [speakable(journey, slot.cell.children) for slot in row]
        if len(row) != layout.width or not all(
            slot.cell.header is not None or _NUMBER.fullmatch(text)
            for slot, text in zip(row, line, strict=True)
        ):
            return ()
        texts.append(line)
    widths = [max(width(line[column]) for line in texts) for column in range(layout.width)]
    if not any(widths) or sum(widths) + 2 * (len(widths) - 1) > available:
        return ()
    return tuple(
        "  ".join(
            text + " " * (size - width(text)) if column == 0 else " " * (size - width(text)) + text
            for column, (text, size) in enumerate(zip(line, widths, strict=True))
        )
        for line in texts
    )
