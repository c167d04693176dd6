"""The grid of a table: which cell is in which slot, and which header cells it has.

HTML, "Forming a table" and "Forming relationships between data cells and header cells"
(html.spec.whatwg.org, 4.9.12), for the regular tables that the model holds. Used by the
checks, every writer and every verifier; there is no second idea of a header cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.model.nodes import (
    Cell,
    Image,
    Math,
    MathBlock,
    NoteReference,
    Paragraph,
    Row,
    Scope,
    Table,
    Text,
)
from pipeline.model.walk import AnyNode, descendants

Place: TypeAlias = tuple[int, int]
"""Zero-based row and column of the first slot of a cell."""


@dataclass(slots=True, eq=False)
class Slot:
    """A cell with its place: zero-based row and column of its first slot.

    Never changed; not ``frozen``, which makes an object cost three times as much.
    """

    cell: Cell
    row: int
    column: int
    place: Place
    """Row and column of the first slot."""
    group: int
    """Index of the row group: head, each body, foot, in that order, empty ones left out."""

    def places(self) -> Iterator[Place]:
        """Yield every slot that the cell covers."""
        return ((row, column) for row in self.rows for column in self.columns)

    @property
    def rows(self) -> range:
        """The rows that the cell covers."""
        return range(self.row, self.row + self.cell.rowspan)

    @property
    def columns(self) -> range:
        """The columns that the cell covers."""
        return range(self.column, self.column + self.cell.colspan)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The slots of a table in source order, with the relations between cells."""

    slots: tuple[Slot, ...]
    height: int
    width: int
    groups: tuple[range, ...]
    """The rows of each row group."""
    rows: tuple[tuple[Slot, ...], ...]
    """The slots of the cells that begin in each row."""
    headers: dict[Place, tuple[Slot, ...]]
    """The header cells of the cell at a place: those of its row (from row groups inwards),
    then those of its column (from the top down)."""
    scopes: dict[Place, Scope]
    """The direction of the header cell at a place: never AUTO."""
    empty: frozenset[Place]
    """Where the cells stand that hold nothing (see ``is_empty``)."""
    head_rows: int
    """How many rows from the top are a head to repeat on a new page: the head, or where the
    source has none, the leading rows that hold nothing but header cells (and empty ones)."""


def row_groups(table: Table) -> tuple[tuple[Row, ...], ...]:
    """Return the rows of head, bodies and foot; groups without rows are left out."""
    groups = (table.head, *(body.rows for body in table.bodies), table.foot)
    return tuple(rows for rows in groups if rows)


def is_empty(cell: Cell) -> bool:
    """Tell whether a cell holds nothing that is read: no text, image, formula or note."""
    match cell.children:
        case (Paragraph(children=(Text(text=text),)),):  # almost every cell
            return text.isspace()
        case _:
            return not any(_is_read(node) for block in cell.children for node in descendants(block))


def grid(table: Table) -> Grid:
    """Lay out the cells of a table and relate them.

    Raises:
        ValueError: if the spans are not regular; the reader never makes such a table.
    """
    rows, lines, groups = _place(table)
    width = len(lines[0]) if lines else 0
    if any(len(line) != width for line in lines):
        raise ValueError("a slot of the grid belongs to no cell")
    slots = [slot for row in rows for slot in row]
    empty = frozenset([slot.place for slot in slots if is_empty(slot.cell)])
    scopes = _scopes(slots, empty, grouped=sum(table.columns))
    return Grid(
        slots=tuple(slots),
        height=len(rows),
        width=width,
        groups=tuple(groups),
        rows=tuple(map(tuple, rows)),
        headers=_Relations(table, slots, lines, scopes, empty, width).headers(),
        scopes=scopes,
        empty=empty,
        head_rows=_head_rows(table, rows, groups),
    )


def head_rows(table: Table) -> int:
    """Return ``Grid.head_rows`` alone, without relating the cells.

    Raises:
        ValueError: if the spans are not regular.
    """
    rows, _, groups = _place(table)
    return _head_rows(table, rows, groups)


def _is_read(node: AnyNode) -> bool:
    match node:
        case Text():
            return not node.text.isspace()
        case Image():
            return node.alternative != ""
        case Math() | MathBlock() | NoteReference():
            return True
        case _:
            return False


def _place(table: Table) -> tuple[list[list[Slot]], list[list[Slot]], list[range]]:
    """Give each cell its slots (4.9.12.1), row group by row group.

    Returns the cells that begin in each row, those that cover each slot of it, and the rows of
    each group.
    """
    rows: list[list[Slot]] = []
    lines: list[list[Slot]] = []
    groups: list[range] = []
    for index, group in enumerate(row_groups(table)):
        group_rows = range(len(rows), len(rows) + len(group))
        reaching: dict[Place, Slot] = {}  # slots of cells from rows above
        for number, row in zip(group_rows, group, strict=True):
            begun: list[Slot] = []
            line: list[Slot] = []
            for cell in row.cells:
                _reach(line, number, reaching)
                column = len(line)
                slot = Slot(cell, number, column, (number, column), index)
                begun.append(slot)
                line.append(slot)
                if cell.colspan == cell.rowspan == 1:
                    continue
                if number + cell.rowspan > group_rows.stop:
                    raise ValueError(f"row {number}: a cell leaves its row group")
                line += [slot] * (cell.colspan - 1)
                for place in slot.places():
                    if place in reaching:
                        raise ValueError(f"row {number}: cells overlap")
                    if place[0] > number:
                        reaching[place] = slot
            _reach(line, number, reaching)
            rows.append(begun)
            lines.append(line)
        if reaching:
            raise ValueError("a slot of the grid belongs to no cell")
        groups.append(group_rows)
    return rows, lines, groups


def _reach(line: list[Slot], row: int, reaching: dict[Place, Slot]) -> None:
    """Add to a line what reaches into it from above, up to the next slot that is free."""
    while reaching:
        slot = reaching.pop((row, len(line)), None)
        if slot is None:
            return
        line.append(slot)


def _head_rows(table: Table, rows: list[list[Slot]], groups: list[range]) -> int:
    if table.head:
        return len(table.head)
    if not groups:
        return 0
    count = 0
    for row in rows[: groups[0].stop]:
        if not any(slot.cell.header is not None for slot in row):
            break
        if not all(slot.cell.header is not None or is_empty(slot.cell) for slot in row):
            break
        count += 1
    # A cell that reaches out of the leading rows would be cut; a table of heads has no head.
    reach = max((slot.rows.stop for row in rows[:count] for slot in row), default=0)
    return count if reach <= count < len(rows) else 0


def _scopes(slots: list[Slot], empty: frozenset[Place], grouped: int) -> dict[Place, Scope]:
    """Find the direction of each header cell ("column header", "row header" in 4.9.12.2).

    Three repairs, all for what authors write: an empty cell is no data (so the empty corner
    does not rob the first column of its row headers); a header cell with data in its
    row and in its column, to which HTML gives no direction, heads its row if it stands in
    the first column, else its column; and one of a column group heads its columns where they
    are in none (``grouped`` columns are).
    """
    heads = [slot for slot in slots if slot.cell.header is not None]
    data_rows: set[int] = set()
    data_columns: set[int] = set()
    if any(slot.cell.header is Scope.AUTO for slot in heads):
        for slot in slots:
            if slot.cell.header is None and slot.place not in empty:
                data_rows.update(slot.rows)
                data_columns.update(slot.columns)
    scopes: dict[Place, Scope] = {}
    for slot in heads:
        scope = slot.cell.header
        assert scope is not None
        if scope is Scope.AUTO:
            if data_rows.isdisjoint(slot.rows):
                scope = Scope.COLUMN
            elif data_columns.isdisjoint(slot.columns) or slot.column == 0:
                scope = Scope.ROW
            else:
                scope = Scope.COLUMN
        elif scope is Scope.COLUMN_GROUP and slot.column >= grouped:
            scope = Scope.COLUMN
        scopes[slot.place] = scope
    return scopes


class _Relations:
    """Assigns header cells to every cell, in time linear in the size of the grid."""

    def __init__(
        self,
        table: Table,
        slots: list[Slot],
        lines: list[list[Slot]],
        scopes: dict[Place, Scope],
        empty: frozenset[Place],
        width: int,
    ) -> None:
        self.slots = slots
        self.empty = empty
        self.scopes = scopes
        self.ranks: dict[Slot, tuple[bool, int, int, int] | tuple[()]] = {}
        """Found once for each header; see ``_rank``."""
        self.named: dict[str, Slot] = {}
        for slot in slots:
            if slot.cell.id is not None:
                self.named.setdefault(slot.cell.id, slot)
        self.before: dict[Place, tuple[Slot, ...]] = {}
        """The headers that a cell sees in its rows; nothing where it sees none."""
        self.above: dict[Place, tuple[Slot, ...]] = {}
        """Those that it sees in its columns."""
        for line in lines:
            _scan(line, lambda slot: (slot.row, slot.cell.rowspan), self._heads_row, self.before)
        for column in zip(*lines, strict=True):
            _scan(
                column,
                lambda slot: (slot.column, slot.cell.colspan),
                self._heads_column,
                self.above,
            )
        self.row_group_headers: dict[int, list[Slot]] = {}
        self.column_group_headers: dict[int, list[Slot]] = {}
        self.column_group = [
            index for index, span in enumerate(table.columns) for _ in range(span)
        ][:width]
        for slot in slots:
            scope = scopes.get(slot.place)
            if scope is Scope.ROW_GROUP:
                self.row_group_headers.setdefault(slot.group, []).append(slot)
            elif scope is Scope.COLUMN_GROUP and slot.column < len(self.column_group):
                group = self.column_group[slot.column]
                self.column_group_headers.setdefault(group, []).append(slot)

    def headers(self) -> dict[Place, tuple[Slot, ...]]:
        grouped = bool(self.row_group_headers or self.column_group_headers)
        found: dict[Place, tuple[Slot, ...]] = {}
        for slot in self.slots:
            place = slot.place
            before, above = self.before.get(place, ()), self.above.get(place, ())
            if grouped or slot.cell.headers or len(before) > 1 or len(above) > 1:
                found[place] = self._of(slot, before + above)
            else:  # almost every cell: they are in order
                found[place] = before + above
        return found

    def _of(self, slot: Slot, seen: tuple[Slot, ...]) -> tuple[Slot, ...]:
        """Return the headers that a cell names or sees, each once, in the order they are said."""
        found = [self.named[name] for name in slot.cell.headers if name in self.named]
        if not found:
            found = [*seen, *self._grouped(slot)]
        ranks: dict[Slot, tuple[bool, int, int, int]] = {}
        for header in found:
            rank = self.ranks.get(header)
            if rank is None:
                rank = self.ranks[header] = self._rank(header)
            if rank and header is not slot:
                ranks[header] = rank
        return tuple(sorted(ranks, key=ranks.__getitem__))

    def _grouped(self, slot: Slot) -> Iterator[Slot]:
        """Yield the headers of the slot's row group and column group."""
        grouped = list(self.row_group_headers.get(slot.group, ()))
        if slot.column < len(self.column_group):
            grouped += self.column_group_headers.get(self.column_group[slot.column], ())
        for header in grouped:
            if header.column < slot.columns.stop and header.row < slot.rows.stop:
                yield header

    def _rank(self, slot: Slot) -> tuple[bool, int, int, int] | tuple[()]:
        """Return when a header is said; nothing for one that holds nothing to say."""
        if slot.place in self.empty:
            return ()
        scope = self.scopes.get(slot.place)
        in_row = scope in (Scope.ROW, Scope.ROW_GROUP)
        major = 0 if scope in (Scope.ROW_GROUP, Scope.COLUMN_GROUP) else 1
        first, second = (slot.column, slot.row) if in_row else (slot.row, slot.column)
        return (not in_row, major if in_row else 0, first, second)

    def _heads_column(self, slot: Slot) -> bool:
        return self.scopes[slot.place] is Scope.COLUMN and slot.place not in self.empty

    def _heads_row(self, slot: Slot) -> bool:
        return self.scopes[slot.place] is Scope.ROW and slot.place not in self.empty


def _scan(
    line: Sequence[Slot],
    key: Callable[[Slot], tuple[int, int]],
    heads: Callable[[Slot], bool],
    seen: dict[Place, tuple[Slot, ...]],
) -> None:
    """Add to what each cell of a line sees the headers that lie before it in that line.

    HTML's "internal algorithm for scanning and assigning header cells" looks back from each
    cell. Header cells that touch form a block; behind a block, a header of the same place
    and width as one in the block is opaque (it is not seen). So what a cell sees depends
    only on what the block before it sees, and one pass forward is enough.
    """
    behind: tuple[Slot, ...] = ()  # what is visible before the current block
    opaque: set[tuple[int, int]] = set()  # places and widths of the current block
    visible: list[Slot] = []  # the headers of the current block
    previous: Slot | None = None
    for slot in line:
        if slot is previous:
            continue
        previous = slot
        found = behind
        if slot.cell.header is None:
            if opaque:
                found = (*visible, *(header for header in behind if key(header) not in opaque))
                behind, opaque, visible = found, set(), []
        else:
            opaque.add(key(slot))
            if visible or behind:
                found = (*visible, *(header for header in behind if key(header) not in opaque))
            if heads(slot):
                visible.append(slot)
        if found:
            place = slot.place
            seen[place] = seen[place] + found if place in seen else found
