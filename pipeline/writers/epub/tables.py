"""Tables to XHTML: caption, scope, headers, and a frame that scrolls (ES-08)."""

from __future__ import annotations

import re

from pipeline.model.grid import Grid, Slot, grid, is_empty
from pipeline.model.nodes import Cell, Paragraph, Row, Scope, Table, Text
from pipeline.model.walk import descendants, plain
from pipeline.writers.epub.content import Content, Context, Piece, inside
from pipeline.writers.epub.inlines import caption_entry
from pipeline.writers.epub.markup import attribute, passage, text
from pipeline.writers.epub.notes import table_notes

_NUMBER = re.compile(r"[\s(+\-−–±<>≤≥~$€£]*\d[\d\s\u00a0\u202f.,]*[\s)%$€£\u00a0\u202f]*\Z")
_LONG = 24
"""Characters in a cell from which on its column is not squeezed: wide tables scroll."""
_NO_NUMBER = frozenset({"—", "–", "-", "−", "n/a", "s/o", "..", "x"})


def table(node: Table, context: Context, content: Content) -> list[Piece]:
    """Return a table in a frame that can be scrolled and focused, then its notes."""
    within = inside(context, node)
    layout = grid(node)
    name = content.id_of(node, "table" if node.caption and within.listed else "")
    start = "" if name is None else attribute("id", name)
    if node.caption:
        caption = content.names.new(f"{name or 'table'}-caption")
        named = f' aria-labelledby="{caption}"'
        if within.listed:
            entry = caption_entry(node.caption, name, within, content)
            content.tables += [] if entry is None else [entry]
    else:
        caption = ""
        named = attribute("aria-label", content.strings.table)
    described = ""
    pieces: list[Piece] = []
    if node.summary is not None:
        summary = content.names.new("table-summary")
        described = f' aria-describedby="{summary}"'
        pieces.append(f'<p id="{summary}" hidden="hidden">{text(node.summary)}</p>\n')
    group = passage(node)
    frame = f'<div class="table" role="group" tabindex="0"{"" if node.notes else group}{named}>\n'
    pieces += [content.marks_before(node.caption), frame, f"<table{start}{described}>\n"]
    if node.caption:
        pieces.append(f'<caption id="{caption}">\n')
        pieces += [(block, within) for block in node.caption]
        pieces.append("</caption>\n")
    pieces += _columns(node, layout)
    rows = iter(layout.rows)
    cells = _Cells(layout, content)
    for tag, group_rows in _groups(node):
        pieces.append(f"<{tag}>\n")
        for row, slots in zip(group_rows, rows, strict=False):
            around = inside(within, row)
            pieces.append(f"<tr{content.id_attribute(row)}{passage(row)}>\n")
            for slot in slots:
                tag_name = "td" if slot.cell.header is None else "th"
                pieces.append(f"<{tag_name}{cells.attributes(slot)}>")
                inner = inside(around, slot.cell)
                pieces += [(block, inner) for block in slot.cell.children]
                pieces.append(f"</{tag_name}>\n")
            pieces.append("</tr>\n")
        pieces.append(f"</{tag}>\n")
    pieces.append("</table>\n</div>\n")
    if not node.notes:
        return pieces
    notes = table_notes(node.notes, within, content)
    return [f'<div class="with-notes"{group}>\n', *pieces, *notes, "</div>\n"]


def _groups(node: Table) -> list[tuple[str, tuple[Row, ...]]]:
    groups = [("thead", node.head), *(("tbody", body.rows) for body in node.bodies)]
    groups.append(("tfoot", node.foot))
    return [(tag, rows) for tag, rows in groups if rows]


def _columns(node: Table, layout: Grid) -> list[Piece]:
    """Return the column groups, no wider together than the table."""
    pieces: list[Piece] = []
    left = layout.width
    for wanted in node.columns:
        span = min(wanted, left)
        left -= span
        if span > 0:
            pieces.append(f'<colgroup span="{span}"></colgroup>\n')
    return pieces


class _Cells:
    """The attributes of the cells of one table.

    A header cell always says its scope, so that HTML's algorithm finds what the model's
    grid has found. Where cells have more than one header in a direction, or the source
    names headers, each data cell names its headers as well: screen readers handle scope
    in two directions reliably, but not header cells over header cells.
    """

    def __init__(self, layout: Grid, content: Content) -> None:
        self.layout = layout
        self.content = content
        self.irregular = any(slot.cell.headers for slot in layout.slots) or any(
            self._is_layered(slot) for slot in layout.slots if slot.cell.header is None
        )
        data = [slot for slot in layout.slots if slot.cell.header is None]
        self.numbers = {slot.place for slot in data if _is_number(slot.cell)}
        self.number_columns = {slot.column for slot in data if slot.place in self.numbers} - {
            column
            for slot in data
            if slot.place not in self.numbers and not is_empty(slot.cell)
            for column in slot.columns
        }
        named = {
            header.place
            for slot in layout.slots
            for header in layout.headers[slot.place]
            if self._names_headers(slot)
        }
        self.names = {
            slot.place: content.id_of(slot.cell, "header" if slot.place in named else "")
            for slot in layout.slots
        }

    def attributes(self, slot: Slot) -> str:
        cell = slot.cell
        name = self.names[slot.place]
        found = "" if name is None else attribute("id", name)
        found += passage(cell)
        if self._is_number(slot):
            found += ' class="number"'
        elif _length(cell) > _LONG:
            found += ' class="words"'
        if cell.header is not None:
            found += f' scope="{self.layout.scopes[slot.place].value}"'
        if cell.colspan > 1:
            found += f' colspan="{cell.colspan}"'
        if cell.rowspan > 1:
            found += f' rowspan="{cell.rowspan}"'
        if self._names_headers(slot):
            names = [self.names[header.place] for header in self.layout.headers[slot.place]]
            # Without the attribute, a cell that names nothing but empty cells would be given
            # the header cells of its row and column.
            if names or slot.cell.headers:
                found += f' headers="{" ".join(name for name in names if name)}"'
        return found

    def _is_number(self, slot: Slot) -> bool:
        """Tell whether a cell holds a number, or heads a column of nothing else."""
        if slot.cell.header is None:
            return slot.place in self.numbers
        return (
            slot.cell.colspan == 1
            and self.layout.scopes[slot.place] is Scope.COLUMN
            and slot.column in self.number_columns
        )

    def _names_headers(self, slot: Slot) -> bool:
        return bool(slot.cell.headers) or (self.irregular and slot.cell.header is None)

    def _is_layered(self, slot: Slot) -> bool:
        scopes = [
            self.layout.scopes.get(header.place) for header in self.layout.headers[slot.place]
        ]
        in_row = sum(scope in (Scope.ROW, Scope.ROW_GROUP) for scope in scopes)
        return in_row > 1 or len(scopes) - in_row > 1


def _length(cell: Cell) -> int:
    texts = (node for block in cell.children for node in descendants(block))
    return sum(len(node.text) for node in texts if isinstance(node, Text))


def _is_number(cell: Cell) -> bool:
    match cell.children:
        case (Paragraph(children=inlines),):
            words = plain(inlines).strip()
            return words.casefold() in _NO_NUMBER or _NUMBER.match(words) is not None
        case _:
            return False
