"""The rows and cells of a table, filled by the story that the table stands in."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from math import fsum

from lxml import etree

from pipeline.model.grid import Slot
from pipeline.model.nodes import Block, Cell, Paragraph, Text
from pipeline.model.numeric import at_end, is_among, numeric_columns
from pipeline.writers.docx import tables
from pipeline.writers.docx.flow import Flow
from pipeline.writers.docx.place import Place, is_right_to_left


def fill(
    flow: Flow,
    shell: tables.Shell,
    place: Place,
    *,
    foot: bool,
    blocks: Callable[[Iterable[Block], Place], None],
) -> None:
    """Add a table to the story; ``blocks`` writes what a cell holds where the flow is.

    The first cell of each kind that holds nothing but words is written as any other; those
    like it are copies with other words, which takes a quarter of the time.
    """
    outer = flow.container
    flow.shared.tables += 1
    table = tables.open_table(outer, shell, foot=foot)
    named = False
    places: dict[tuple[str, float], Place] = {}
    models: dict[tuple[object, ...], etree._Element] = {}
    numeric = numeric_columns(shell.layout)
    for number, cells in enumerate(tables.rows(shell.layout)):
        head = number < shell.layout.head_rows
        row = tables.open_row(table, head=head)
        among = is_among(shell.layout.rows[number])
        for slot, continued in cells:
            merge = None if slot.cell.rowspan == 1 else "continue" if continued else "restart"
            is_header = slot.cell.header is not None
            # Below the head rows LibreOffice makes TH of the style Table Heading only.
            ends = (head or not is_header) and at_end(slot, numeric, among=among)
            host = _HOSTS[is_header, ends]
            if not continued:
                flow.target(slot.cell.id)
                if not named and _is_corner(shell, slot):
                    named = True
                    _name(flow, shell)
            words = None if continued or flow.waits() else _words(slot.cell)
            key = (words is not None and is_right_to_left(words, place.direction), host, merge,
                   slot.column, slot.cell.colspan)  # fmt: skip
            if words is not None and key in models:
                row.append(copy.copy(models[key]))
                row[-1][-1][-1][-1].text = words
                continue
            width = fsum(shell.widths[slot.column : slot.columns.stop])
            flow.container = tables.open_cell(row, width, slot.cell.colspan, merge)
            flow.last = None
            inner = places.get((host, width))
            if inner is None:
                # A cell takes nothing from the cell that its table stands in.
                around = (*(each for each in place.around if each not in CELLS), host)
                room = max(width - 8, 20)
                inner = replace(place.inside(host), around=around, width=room, outer=None)
                places[host, width] = inner
            if continued:
                _empty(flow, host, inner)
                continue
            _cell(flow, slot.cell, host, inner, blocks)
            if words is not None:
                models[key] = flow.container
    flow.container = outer
    flow.last = None


_HOSTS = {
    (False, False): "TableText",
    (False, True): "TableNumber",
    (True, False): "TableHeading",
    (True, True): "TableNumberHeading",
}
"""Styles by whether a cell is a header, and whether it stands at the end of its column."""
CELLS = frozenset(_HOSTS.values())
HEADER_CELLS = frozenset(host for (header, _), host in _HOSTS.items() if header)
_SPECIAL = re.compile("^ |  | $|[\x00-\x1f\xad\ud800-\udfff\ufffe\uffff]")
"""What does not stand in one ``w:t`` as it is."""


def _words(cell: Cell) -> str | None:
    """Return what a cell says, where it is one paragraph of words in the language around."""
    match cell:
        case Cell(
            children=(
                Paragraph(
                    children=(Text(text=words, id=None, lang=None, direction=None),),
                    id=None,
                    lang=None,
                    direction=None,
                ),
            ),
            lang=None,
            direction=None,
        ) if words and not _SPECIAL.search(words):
            return words
        case _:
            return None


def _cell(
    flow: Flow,
    cell: Cell,
    host: str,
    place: Place,
    blocks: Callable[[Iterable[Block], Place], None],
) -> None:
    blocks(cell.children, place.entered(cell))
    flow.settle(place)
    if flow.ends_with("p"):
        flow.settle_rule(place)
    else:
        # A cell ends with a paragraph: schema, and Word's condition for opening the file. The
        # style of it tells header cells, so it bears a line that comes last.
        _empty(flow, host, place)


def _empty(flow: Flow, host: str, place: Place) -> None:
    waiting, flow.bookmarks = flow.bookmarks, []
    empty = len(flow.container) == 1
    if empty and waiting:
        flow.bookmarks, waiting = waiting, []
    flow.open(flow.shared.styles.paragraph(host, place.around[:-1]), place)
    flow.bookmarks = waiting


def _is_corner(shell: tables.Shell, slot: Slot) -> bool:
    heads = shell.layout.head_rows
    return slot.column == 0 and (slot.rows.stop == heads if heads else slot.row == 0)


def _name(flow: Flow, shell: tables.Shell) -> None:
    """Name the crossing of header row and header column, as screen readers look for it.

    JAWS and NVDA speak the headers of a Word table whose cell has a bookmark that
    begins with Title, ColumnTitle or RowTitle; nothing else tells them row headers.
    """
    head, column = bool(shell.layout.head_rows), shell.row_headers
    if head or column:
        kind = "Title" if head and column else "ColumnTitle" if head else "RowTitle"
        bookmarks = flow.shared.bookmarks
        name = bookmarks.reserve(f"{kind}_{flow.shared.tables}")
        flow.bookmarks.append((name, bookmarks.number()))
