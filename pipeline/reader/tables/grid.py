"""Any rows of cells with any spans to a regular grid. Before the cells of ``tables`` are made.

HTML, 4.9.12.1 "Forming a table", with a repair for each of its table model errors: the model
holds regular tables only. Linear in cells and slots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

MAX_COLUMN_SPAN = 1000
MAX_ROW_SPAN = 65534
MAX_SLOTS = 2_000_000
"""Slots of one table; spans that would make more are ignored."""
_FEW = 4
"""Slots for each cell of a table that may have more than the most, because it has the cells."""


@dataclass(slots=True)
class Placed(Generic[T]):
    """A cell, or None for a slot that the source left empty, with its spans."""

    cell: T | None
    column: int
    colspan: int
    rowspan: int


@dataclass(slots=True)
class Layout(Generic[T]):
    """The rows of each row group, regular; rows and columns where no cell begins are gone."""

    groups: list[list[list[Placed[T]]]]
    width: int
    boundaries: list[int]
    """By column of the source its column here; one entry more than the source has columns."""
    overlaps: list[T] = field(default_factory=list)
    """Cells cut short because another stood in their way."""
    beyond: list[T] = field(default_factory=list)
    """Cells cut at the end of their row group."""
    ragged: list[tuple[int, int]] = field(default_factory=list)
    """Group and row (as they are here) of rows with too few cells."""
    limited: bool = False
    """Whether spans were ignored because they made the table too large."""


@dataclass(slots=True)
class Spanning(Generic[T]):
    """A cell with the spans that its source states; a row span of 0 reaches the group's end."""

    cell: T
    colspan: int = 1
    rowspan: int = 1


def lay_out(
    groups: Sequence[Sequence[Sequence[Spanning[T]]]], *, slots: int = MAX_SLOTS
) -> Layout[T] | None:
    """Give each cell its place; None when rows are so uneven that no grid can hold them."""
    cells = sum(len(row) for group in groups for row in group)
    most = max(slots, _FEW * cells)
    return _attempt(groups, most, limited=False) or _attempt(groups, most, limited=True)


def _attempt(
    groups: Sequence[Sequence[Sequence[Spanning[T]]]], most: int, *, limited: bool
) -> Layout[T] | None:
    """Return the layout with spans, or without; None when it takes too many slots."""
    wanted = sum(
        1 if limited else max(1, min(cell.colspan, MAX_COLUMN_SPAN))
        for group in groups
        for row in group
        for cell in row
    )
    if wanted > most:
        return None
    layout: Layout[T] = Layout([], 0, [], limited=limited)
    width = 0
    for group in groups:
        # Rows without a cell hold nothing; a span over them is shorter by them.
        kept = [index for index, row in enumerate(group) if row]
        before = [0]
        filled = set(kept)
        for index in range(len(group)):
            before.append(before[-1] + (index in filled))
        placed_rows = _place(group, kept, before, layout, most)
        if placed_rows is None:
            return None
        rows, reach = placed_rows
        layout.groups.append(rows)
        width = max(width, reach)
    starts = {p.column for rows in layout.groups for row in rows for p in row}
    if len(starts) * sum(map(len, layout.groups)) > most:
        return None
    count = 0
    for column in range(width + 1):
        layout.boundaries.append(count)
        count += column in starts
    layout.width = count
    for rows in layout.groups:
        for row in rows:
            for placed in row:
                stop = layout.boundaries[placed.column + placed.colspan]
                placed.column = layout.boundaries[placed.column]
                placed.colspan = stop - placed.column
    _fill(layout)
    return layout


def _place(
    group: Sequence[Sequence[Spanning[T]]],
    kept: list[int],
    before: list[int],
    layout: Layout[T],
    most: int,
) -> tuple[list[list[Placed[T]]], int] | None:
    """Return the rows that hold cells and their width; None when looking takes too long."""
    until: list[int] = []  # by column the first row that is free
    rows: list[list[Placed[T]]] = []
    for number, index in enumerate(kept):
        row: list[Placed[T]] = []
        column = 0
        if len(until) * number > _FEW * most:
            return None
        for item in group[index]:
            while column < len(until) and until[column] > number:
                column += 1
            wanted = 1 if layout.limited else max(1, min(item.colspan, MAX_COLUMN_SPAN))
            span = 1
            while span < wanted:
                if column + span < len(until) and until[column + span] > number:
                    layout.overlaps.append(item.cell)
                    break
                span += 1
            down = 1 if layout.limited else min(item.rowspan, MAX_ROW_SPAN)
            if down > 0 and index + down > len(group):
                layout.beyond.append(item.cell)
            last = len(group) if down <= 0 else min(index + down, len(group))
            stop = max(before[last], number + 1)
            if len(until) < column + span:
                until.extend([0] * (column + span - len(until)))
            until[column : column + span] = [stop] * span
            row.append(Placed(item.cell, column, span, stop - number))
            column += span
        rows.append(row)
    return rows, len(until)


def _fill(layout: Layout[T]) -> None:
    """Give each slot without cell an empty one; they can only be at the end of a row."""
    for number, rows in enumerate(layout.groups):
        until = [0] * layout.width
        for index, row in enumerate(rows):
            for placed in row:
                stop = index + placed.rowspan
                until[placed.column : placed.column + placed.colspan] = [stop] * placed.colspan
            gaps = [column for column, stop in enumerate(until) if stop <= index]
            if gaps:
                layout.ragged.append((number, index))
                row.extend(Placed(None, column, 1, 1) for column in gaps)
                row.sort(key=lambda placed: placed.column)
