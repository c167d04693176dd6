"""Tables for formats that can say less than HTML; writer and verifier share the definition.

``unmerged`` takes the spans away, ``positional`` every relation of header cells that is not
one of position. Both leave text, order and captions as they are.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

from pipeline.model.grid import grid, head_rows
from pipeline.model.nodes import Cell, Node, Note, Row, RowGroup, Scope, Table
from pipeline.model.walk import descendants

N = TypeVar("N", bound=Node)


def unmerged(table: Table) -> Table:
    """Return the table with every spanning cell repeated in each slot that it covers.

    The notes of a table in such a cell stay where the cell stands first.
    """
    layout = grid(table)
    slots = sorted(
        ((place, slot) for slot in layout.slots for place in slot.places()),
        key=lambda pair: pair[0],
    )
    lines: list[list[Cell]] = [[] for _ in range(layout.height)]
    for place, slot in slots:
        cell = slot.cell
        if place != slot.place and any(isinstance(node, Note) for node in descendants(cell)):
            cell = _without_notes(cell)
        lines[place[0]].append(replace(cell, colspan=1, rowspan=1))
    rows = iter(lines)

    def again(group: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(replace(row, cells=tuple(next(rows))) for row in group)

    return replace(
        table,
        head=again(table.head),
        bodies=tuple(replace(body, rows=again(body.rows)) for body in table.bodies),
        foot=again(table.foot),
    )


def _without_notes(node: N) -> N:
    """Take away the notes of every table in a node."""
    changes: dict[str, Any] = {"notes": ()} if isinstance(node, Table) else {}
    for field in fields(node):
        value = getattr(node, field.name)
        if field.name not in changes and isinstance(value, tuple):
            changes[field.name] = tuple(
                _without_notes(child) if isinstance(child, Node) else child for child in value
            )
        elif isinstance(value, Node):
            changes[field.name] = _without_notes(value)
    return replace(node, **changes)


def positional(table: Table) -> Table:
    """Return the table with headers by position alone.

    The header cells of the head rows are for their columns; every other header cell is for
    what HTML finds by its position. Row groups, column groups and ``headers`` are gone.
    """
    heads = head_rows(table)
    lines = [*table.head, *(row for body in table.bodies for row in body.rows), *table.foot]
    rows = []
    for number, line in enumerate(lines):
        scope = Scope.COLUMN if number < heads else Scope.AUTO
        cells = tuple(
            replace(cell, header=None if cell.header is None else scope, headers=())
            for cell in line.cells
        )
        rows.append(replace(line, cells=cells))
    count = len(table.head)
    body = RowGroup(tuple(rows[count:]))
    return replace(
        table,
        head=tuple(rows[:count]),
        bodies=(body,) if body.rows else (),
        foot=(),
        columns=(),
    )
