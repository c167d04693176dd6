"""Tables of the structure tree: slots and header cells, found anew. Used by reading and rules.

ISO 32000-2 14.8.4.8.3: a cell's headers are those its ``Headers`` name; where no cell of
the table names any, those that ``Scope`` and place give.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.verify.pdf.structure import StructureElement, Tree

_GROUPS = frozenset({"THead", "TBody", "TFoot"})


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A cell with its first row and column and its spans."""

    cell: StructureElement
    row: int
    column: int
    rowspan: int
    colspan: int

    def places(self) -> Iterator[tuple[int, int]]:
        """Yield every slot that the cell covers."""
        for row in range(self.row, self.row + self.rowspan):
            for column in range(self.column, self.column + self.colspan):
                yield row, column


def rows_of(table: StructureElement) -> list[StructureElement]:
    """Return the rows in reading order."""
    rows: list[StructureElement] = []
    for child in table.elements():
        if child.standard in _GROUPS:
            rows += (row for row in child.elements() if row.standard == "TR")
        elif child.standard == "TR":
            rows.append(child)
    return rows


def slots_of(table: StructureElement) -> tuple[list[Slot], int, int]:
    """Return the cells with their places, and the height and width of the grid."""
    rows = rows_of(table)
    taken: set[tuple[int, int]] = set()
    slots: list[Slot] = []
    width = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row.elements():
            if cell.standard not in ("TD", "TH"):
                continue
            while (number, column) in taken:
                column += 1
            rowspan, colspan = span(cell, "RowSpan"), span(cell, "ColSpan")
            slot = Slot(cell, number, column, rowspan, colspan)
            slots.append(slot)
            taken.update(slot.places())
            column += colspan
            width = max(width, column)
    return slots, len(rows), width


def span(cell: StructureElement, name: str) -> int:
    """Return a span, 1 where it is not given."""
    value = cell.attributes.get(name, 1)
    return value if isinstance(value, int) and value > 0 else 1


def header_ids(cell: StructureElement) -> tuple[str, ...]:
    """Return the ids that a cell names as its headers."""
    value = cell.attributes.get("Headers")
    return tuple(map(str, value)) if isinstance(value, list) else ()


def headers_of(
    slots: list[Slot], tree: Tree
) -> Iterator[tuple[Slot, tuple[StructureElement, ...]]]:
    """Yield each cell with its header cells: those it names, else those of row and column."""
    named = any(header_ids(slot.cell) for slot in slots)
    heads = [slot for slot in slots if slot.cell.standard == "TH"]
    for slot in slots:
        if named or not heads:
            found = (tree.by_id.get(name) for name in header_ids(slot.cell))
            yield slot, tuple(element for element in found if element is not None)
        else:
            yield slot, _by_scope(slot, heads)


def _by_scope(slot: Slot, heads: list[Slot]) -> tuple[StructureElement, ...]:
    before = [
        head.cell
        for head in heads
        if head.cell.attributes.get("Scope") in ("Row", "Both")
        and head.column < slot.column
        and _overlap(head.row, head.rowspan, slot.row, slot.rowspan)
    ]
    above = [
        head.cell
        for head in heads
        if head.cell.attributes.get("Scope") in ("Column", "Both")
        and head.row < slot.row
        and _overlap(head.column, head.colspan, slot.column, slot.colspan)
    ]
    return tuple(before + above)


def _overlap(start: int, length: int, other: int, size: int) -> bool:
    return start < other + size and other < start + length
