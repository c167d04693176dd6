"""A table to its elements and its flow. The part of the plan below a table.

Every cell that has header cells names them (``Headers``), as ``model.grid`` finds them;
``Scope`` is written too, for readers that know only that.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.model.grid import Grid, Slot, grid, row_groups
from pipeline.model.nodes import Block, Direction, Row, Scope, Table
from pipeline.model.numeric import at_end, is_among, numeric_columns
from pipeline.writers.pdf.draft import Draft
from pipeline.writers.pdf.flow import CellFlow, Passage, TableFlow
from pipeline.writers.pdf.lines import Align
from pipeline.writers.pdf.tags import Element, TableAttributes

_SCOPES = {
    Scope.ROW: "Row",
    Scope.ROW_GROUP: "Row",
    Scope.COLUMN: "Column",
    Scope.COLUMN_GROUP: "Column",
}

Content = Callable[[Element, tuple[Block, ...], str, bool], None]
"""Plan the blocks of a cell into the draft's flow: element, blocks, language, bold."""


def plan_table(
    draft: Draft,
    table: Table,
    element: Element,
    lang: str,
    direction: Direction,
    content: Content,
) -> None:
    """Plan the rows of a table; its caption is planned already."""
    layout = grid(table)
    draft.tables += 1
    elements = _cells(table, layout, draft.tables, lang)
    if table.summary is not None:
        element.attributes = TableAttributes(summary=table.summary)
    outer, draft.flow = draft.flow, []
    numeric = numeric_columns(layout)
    cells: list[CellFlow] = []
    for group in _groups(table, layout):
        parent = element
        if group.role is not None:
            parent = Element(group.role, lang=group.lang)
            element.children.append(parent)
        for number in group.rows:
            row = Element("TR", lang=group.row_langs.get(number))
            parent.children.append(row)
            data = (slot for slot in layout.rows[number] if slot.cell.header is None)
            heads = not any(slot.column for slot in data)
            among = is_among(layout.rows[number])
            for slot in layout.rows[number]:
                cell = elements[slot]
                row.children.append(cell)
                draft.expect(slot.cell.id, cell)
                draft.flow = []
                header = slot.cell.header is not None
                align = _align(slot, numeric, among)
                inner = slot.cell.lang or row.lang or group.lang or lang
                content(cell, slot.cell.children, inner, header)
                if align is not Align.START:
                    for item in draft.flow:
                        if isinstance(item, Passage):
                            item.align = align
                cells.append(
                    CellFlow(
                        slot.row,
                        slot.column,
                        slot.cell.rowspan,
                        slot.cell.colspan,
                        header,
                        header and heads,
                        draft.flow,
                    )
                )
    draft.flow = outer
    style = draft.styles.cell(small=False)
    smallest = draft.styles.cell(small=True).size
    draft.emit(TableFlow(cells, layout, style, smallest, draft.styles.line, direction))


class _Group:
    """Some rows with the element around them."""

    def __init__(self, role: str | None, rows: range, lang: str | None) -> None:
        self.role = role
        self.rows = rows
        self.lang = lang
        self.row_langs: dict[int, str] = {}


def _groups(table: Table, layout: Grid) -> list[_Group]:
    """Return the row groups; leading header rows without ``thead`` are a head too."""
    groups: list[_Group] = []
    sources: list[tuple[str, tuple[Row, ...], str | None]] = [("THead", table.head, None)]
    sources += [("TBody", body.rows, body.lang) for body in table.bodies]
    sources += [("TFoot", table.foot, None)]
    filled = [(role, rows, lang) for role, rows, lang in sources if rows]
    assert len(filled) == len(row_groups(table))
    for (role, rows, lang), span in zip(filled, layout.groups, strict=True):
        group = _Group(role, span, lang)
        found = {
            number: row.lang for number, row in zip(span, rows, strict=True) if row.lang is not None
        }
        if role == "TBody" and not groups and 0 < layout.head_rows < len(span):
            head = _Group("THead", range(layout.head_rows), lang)
            head.row_langs = found
            groups.append(head)
            group.rows = range(layout.head_rows, span.stop)
        group.row_langs = found
        groups.append(group)
    if not any(group.role == "TBody" for group in groups):
        for group in groups:  # a head or foot may not stand without a body
            group.role = None if len(groups) > 1 else "TBody"
    return groups


def _cells(table: Table, layout: Grid, number: int, lang: str) -> dict[Slot, Element]:
    """Make the element of every cell, with ids and headers."""
    langs: dict[int, str] = {}
    for group, span in zip(row_groups(table), layout.groups, strict=True):
        for index, row in zip(span, group, strict=True):
            if row.lang is not None:
                langs[index] = row.lang
    elements: dict[Slot, Element] = {}
    named = {slot.cell.id: slot for slot in layout.slots}
    for slot in layout.slots:
        cell = slot.cell
        outer = langs.get(slot.row, lang)
        made = Element("TD" if cell.header is None else "TH")
        if cell.lang is not None and cell.lang != outer:
            made.lang = cell.lang
        if cell.header is not None:
            made.id = f"t{number}r{slot.row + 1}c{slot.column + 1}"
        elements[slot] = made
    for slot, made in elements.items():
        cell = slot.cell
        heads = layout.headers[slot.place]
        if not heads:  # it may name empty cells alone; then those of its row are none of it
            heads = tuple([named[n] for n in cell.headers if named.get(n, slot) is not slot])
        headers = tuple([elements[header] for header in heads])
        # A data cell may be named as a header by the source; then it needs an id.
        for header, target in zip(heads, headers, strict=True):
            if target.id is None:
                target.id = f"t{number}r{header.row + 1}c{header.column + 1}"
        scope = _SCOPES[layout.scopes[slot.place]] if cell.header is not None else None
        if scope or headers or cell.colspan > 1 or cell.rowspan > 1 or cell.abbreviation:
            made.attributes = TableAttributes(
                scope, cell.colspan, cell.rowspan, headers, None, cell.abbreviation
            )
    return elements


def _align(slot: Slot, numeric: frozenset[int], among: bool) -> Align:
    """Return where the content of a cell stands: figures, and what is over them, at the end.

    A header over several columns of figures stands in their middle.
    """
    if at_end(slot, numeric, among=among):
        return Align.END
    spans = slot.cell.header is not None and numeric.issuperset(slot.columns)
    return Align.CENTRE if spans else Align.START
