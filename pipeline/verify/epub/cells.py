"""The header cells of an XHTML table, by HTML's own algorithm over its own attributes.

HTML 4.9.12.1 "Forming a table" and 4.9.12.2 "Forming relationships between data cells and
header cells", written from the standard and not from ``model.grid``, so that an error in
one is seen by the other. The order of the header cells is the convention of the facts: those
of the row from the group inwards, then those of the column from the top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.verify.epub.book import local


@dataclass(frozen=True, slots=True, eq=False)
class GridCell:
    """A ``td`` or ``th`` with the slots it covers."""

    element: etree._Element
    x: int
    y: int
    width: int
    height: int
    group: int

    @property
    def is_header(self) -> bool:
        """Whether it is a ``th``."""
        return local(self.element) == "th"


@dataclass(slots=True, eq=False)
class HtmlTable:
    """A table after HTML's forming algorithm."""

    cells: list[GridCell] = field(default_factory=list)
    slots: dict[tuple[int, int], GridCell] = field(default_factory=dict)
    """The cell that covers a column and row."""
    width: int = 0
    height: int = 0
    column_groups: list[range] = field(default_factory=list)


def form(element: etree._Element) -> HtmlTable:
    """Return the grid of a ``table`` element."""
    table = HtmlTable()
    column = 0
    for child in element:
        if local(child) == "colgroup":
            spans = [_number(col, "span") for col in child if local(col) == "col"]
            width = sum(spans) if spans else _number(child, "span")
            table.column_groups.append(range(column, column + width))
            column += width
    table.width = column
    for group, rows in enumerate(_row_groups(element)):
        end = table.height + len(rows)
        for y, row in enumerate(rows, table.height):
            x = 0
            for cell in row:
                if local(cell) not in ("td", "th"):
                    continue
                while (x, y) in table.slots:
                    x += 1
                wanted = _number(cell, "rowspan", least=0) or end - y
                height = min(wanted, end - y)
                placed = GridCell(cell, x, y, _number(cell, "colspan"), height, group)
                table.cells.append(placed)
                for covered_y in range(y, y + height):
                    for covered_x in range(x, x + placed.width):
                        table.slots[covered_x, covered_y] = placed
                x += placed.width
                table.width = max(table.width, x)
        table.height = end
    return table


def _row_groups(element: etree._Element) -> Iterator[list[etree._Element]]:
    loose: list[etree._Element] = []
    for child in element:
        if local(child) == "tr":
            loose.append(child)
        elif local(child) in ("thead", "tbody", "tfoot"):
            if loose:
                yield loose
                loose = []
            yield [row for row in child if local(row) == "tr"]
    if loose:
        yield loose


def _number(element: etree._Element, name: str, *, least: int = 1) -> int:
    value = element.get(name, "")
    return max(int(value), least) if value.isdecimal() else 1


class Headers:
    """Finds the header cells of every cell of one table."""

    def __init__(self, table: HtmlTable, is_empty: Callable[[etree._Element], bool]) -> None:
        self.table = table
        self.is_empty = is_empty
        data = [cell for cell in table.cells if not cell.is_header]
        self.data_rows = {y for cell in data for y in range(cell.y, cell.y + cell.height)}
        self.data_columns = {x for cell in data for x in range(cell.x, cell.x + cell.width)}
        self.by_id = {cell.element.get("id"): cell for cell in table.cells}
        self.columns = [
            self._stops([(y, self.table.slots.get((x, y))) for y in range(table.height)])
            for x in range(table.width)
        ]
        self.rows = [
            self._stops([(x, self.table.slots.get((x, y))) for x in range(table.width)])
            for y in range(table.height)
        ]
        headers = [cell for cell in table.cells if cell.is_header]
        self.row_group = [cell for cell in headers if _scope(cell) == "rowgroup"]
        self.column_group = [cell for cell in headers if _scope(cell) == "colgroup"]

    @staticmethod
    def _stops(line: list[tuple[int, GridCell | None]]) -> list[tuple[int, GridCell | None]]:
        """Keep of a line of slots its header cells and one slot of each run of data.

        Between two header cells the algorithm only asks whether there is a data cell, so a
        long column of data is one step, not a thousand.
        """
        stops: list[tuple[int, GridCell | None]] = []
        for at, cell in line:
            if cell is None:
                continue
            if cell.is_header:
                stops.append((at, cell))
            elif not stops or stops[-1][1] is not None:
                stops.append((at, None))
        return stops

    def direction(self, cell: GridCell) -> str:
        """Return ``row`` or ``column`` for a header cell."""
        in_row = _scope(cell) == "rowgroup" or self._is_row_header(cell)
        return "row" if in_row else "column"

    def of(self, cell: GridCell) -> list[GridCell]:
        """Return the header cells of a cell, as they are spoken."""
        names = cell.element.get("headers")
        if names is not None:
            found = [self.by_id[name] for name in names.split() if name in self.by_id]
        else:
            found = []
            for y in range(cell.y, cell.y + cell.height):
                found += self._scan(cell, self.rows[y], cell.x, self._blocks_row)
            for x in range(cell.x, cell.x + cell.width):
                found += self._scan(cell, self.columns[x], cell.y, self._blocks_column)
            found += [other for other in self.row_group if other.group == cell.group]
            groups = [group for group in self.table.column_groups if cell.x in group]
            found += [other for other in self.column_group if any(other.x in g for g in groups)]
            right, bottom = cell.x + cell.width, cell.y + cell.height
            found = [
                other
                for other in found
                if _scope(other) not in ("rowgroup", "colgroup")
                or (other.x < right and other.y < bottom)
            ]
        unique = {
            (other.x, other.y): other
            for other in found
            if other is not cell and not self.is_empty(other.element)
        }
        return sorted(unique.values(), key=self._spoken)

    def _spoken(self, cell: GridCell) -> tuple[int, int, int, int]:
        if cell.is_header and self.direction(cell) == "row":
            return (0, 0 if _scope(cell) == "rowgroup" else 1, cell.x, cell.y)
        return (1, 0, cell.y, cell.x)

    def _scan(
        self,
        principal: GridCell,
        line: list[tuple[int, GridCell | None]],
        start: int,
        blocks: Callable[[GridCell, list[GridCell]], bool],
    ) -> list[GridCell]:
        """Go back from a cell and gather headers ("scanning and assigning header cells")."""
        found: list[GridCell] = []
        opaque: list[GridCell] = []
        block = [principal] if principal.is_header else []
        in_block = principal.is_header
        for at, current in reversed(line):
            if at >= start:
                continue
            if current is None:
                if in_block:
                    in_block = False
                    opaque += block
                    block = []
                continue
            if current is principal:
                continue
            in_block = True
            block.append(current)
            if not blocks(current, opaque):
                found.append(current)
        return found

    def _blocks_column(self, cell: GridCell, opaque: list[GridCell]) -> bool:
        same = any(other.x == cell.x and other.width == cell.width for other in opaque)
        return same or not self._is_column_header(cell)

    def _blocks_row(self, cell: GridCell, opaque: list[GridCell]) -> bool:
        same = any(other.y == cell.y and other.height == cell.height for other in opaque)
        return same or not self._is_row_header(cell)

    def _is_column_header(self, cell: GridCell) -> bool:
        scope = _scope(cell)
        if scope != "auto":
            return scope == "col"
        return self.data_rows.isdisjoint(range(cell.y, cell.y + cell.height))

    def _is_row_header(self, cell: GridCell) -> bool:
        scope = _scope(cell)
        if scope != "auto":
            return scope == "row"
        return not self._is_column_header(cell) and self.data_columns.isdisjoint(
            range(cell.x, cell.x + cell.width)
        )


def _scope(cell: GridCell) -> str:
    value = cell.element.get("scope", "").lower()
    return value if value in ("row", "col", "rowgroup", "colgroup") else "auto"
