"""Header cells that hold nothing, made data cells. For ``tables``, once the grid is regular.

An empty header cell, most often the corner, heads nothing: it is never said, and checkers of
every format object to it. It stays a header cell where that makes a difference: where values
have no other header in its direction, or would be told with a header from beyond it.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.model.grid import Grid, Place, Slot, grid, is_empty
from pipeline.model.nodes import Row, Scope, Table


def without_empty_headers(table: Table) -> Table:
    """Return a table whose empty header cells are data cells, where no value is told otherwise."""
    groups = (table.head, *(body.rows for body in table.bodies), table.foot)
    cells = (cell for rows in groups for row in rows for cell in row.cells)
    if not any(cell.header is not None and is_empty(cell) for cell in cells):
        return table
    layout = grid(table)
    needed = _needed(layout)
    empty = [
        slot
        for slot in layout.slots
        if slot.cell.header is not None
        and slot.cell.abbreviation is None
        and slot.place not in needed
        and is_empty(slot.cell)
    ]
    relations = _relations(layout)
    for emptied in (empty, [slot for slot in empty if slot.place == (0, 0)]):
        made = _with_data(table, {id(slot.cell) for slot in emptied})
        if _relations(grid(made)) == relations:
            return made
    return table


def _with_data(table: Table, emptied: set[int]) -> Table:
    """Return a table with some header cells (by ``id()``) as data cells."""
    return replace(
        table,
        head=_rows(table.head, emptied),
        bodies=tuple(replace(body, rows=_rows(body.rows, emptied)) for body in table.bodies),
        foot=_rows(table.foot, emptied),
    )


def _rows(rows: tuple[Row, ...], emptied: set[int]) -> tuple[Row, ...]:
    return tuple(
        replace(
            row,
            cells=tuple(
                replace(cell, header=None) if id(cell) in emptied else cell for cell in row.cells
            ),
        )
        for row in rows
    )


def _needed(layout: Grid) -> set[Place]:
    """Return the empty header cells that are the only ones their values could have."""
    last_in_row = [-1] * layout.height
    last_in_column = [-1] * layout.width
    for slot in layout.slots:
        bare = slot.cell.header is None and not layout.headers[slot.place]
        if bare and not is_empty(slot.cell):
            for row in slot.rows:
                last_in_row[row] = max(last_in_row[row], slot.column)
            for column in slot.columns:
                last_in_column[column] = max(last_in_column[column], slot.row)

    def is_needed(head: Slot) -> bool:
        if layout.scopes[head.place] in (Scope.ROW, Scope.ROW_GROUP):
            return any(last_in_row[row] >= head.columns.stop for row in head.rows)
        return any(last_in_column[column] >= head.rows.stop for column in head.columns)

    return {
        slot.place
        for slot in layout.slots
        if slot.cell.header is not None and slot.place != (0, 0) and is_needed(slot)
    }


def _relations(layout: Grid) -> dict[Place, tuple[Place, ...]]:
    """Return the places of the header cells of every value."""
    return {
        slot.place: tuple(header.place for header in layout.headers[slot.place])
        for slot in layout.slots
        if slot.cell.header is None and not is_empty(slot.cell)
    }
