"""Tables. A handler of ``walk``: cells are read in order, the grid is made regular after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.diagnostics import Rule, Severity
from pipeline.model.nodes import Block, Cell, Row, RowGroup, Scope, Table
from pipeline.model.walk import one_line
from pipeline.reader.blocks.lists import integer
from pipeline.reader.elements import attribute, place_of, role
from pipeline.reader.flow import Flow, Inside, State
from pipeline.reader.images import captions
from pipeline.reader.notes.citations import read_note
from pipeline.reader.runs import BLANK, only_text
from pipeline.reader.tables import kinds
from pipeline.reader.tables.empty_headers import without_empty_headers
from pipeline.reader.tables.grid import Layout, Spanning, lay_out
from pipeline.reader.tables.parts import Parts, opened, parts_of
from pipeline.reader.text.inlines import cleaned

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

STRAY = Rule(
    "table-content-misplaced",
    Severity.WARNING,
    "A table holds something that is neither caption, row nor cell.",
    "Put it into a cell, or before the table.",
    ("WCAG 2.2 1.3.1",),
)
OVERLAP = Rule(
    "table-cells-overlap",
    Severity.WARNING,
    "The spans of a table make cells overlap; they are cut short.",
    "Correct colspan and rowspan, so that each slot belongs to one cell.",
    ("WCAG 2.2 1.3.1", "ISO 14289-1 7.5"),
)
BEYOND = Rule(
    "table-span-too-long",
    Severity.WARNING,
    "A cell spans more rows than its row group has; it is cut at the end.",
    "Correct its rowspan.",
    ("WCAG 2.2 1.3.1",),
)
RAGGED = Rule(
    "table-rows-uneven",
    Severity.WARNING,
    "The rows of a table do not have the same number of cells; empty ones are added.",
    "Add the missing cells, or correct the spans.",
    ("WCAG 2.2 1.3.1", "ISO 14289-1 7.5"),
)
TOO_LARGE = Rule(
    "table-spans-ignored",
    Severity.ERROR,
    "The spans of a table ask for more slots than any reader can follow; they are ignored.",
    "Correct colspan and rowspan.",
)
NO_GRID = Rule(
    "table-too-uneven",
    Severity.ERROR,
    "The rows of a table are too many and too uneven for a grid; its cells are read in order.",
    "Part the table, and give every row the same number of cells.",
)
HEADERS_MISSING = Rule(
    "table-headers-missing",
    Severity.ERROR,
    "The headers attribute of a cell names an id that no cell of the table has.",
    "Write the ids of the header cells of this table.",
    ("WCAG 2.2 1.3.1", "ACT a25f45"),
)
SCOPE_INVALID = Rule(
    "table-scope-invalid",
    Severity.WARNING,
    "The scope of a header cell is none of row, col, rowgroup, colgroup.",
    "Write one of the four, or leave it out.",
    ("WCAG 2.2 1.3.1",),
)
SCOPE_ON_DATA = Rule(
    "table-scope-on-data-cell",
    Severity.NOTE,
    "A td has a scope, or other cells name it in headers; it is read as a header cell.",
    'Make it a header cell: <th scope="row"> instead of <td scope="row">.',
    ("WCAG 2.2 1.3.1",),
)
LAYOUT = Rule(
    "table-for-layout",
    Severity.NOTE,
    "A table only lays out the page; its content is read in order.",
    "Write its content as headings, paragraphs and lists; place them with CSS if need be.",
    ("WCAG 2.2 1.3.2",),
)
ROLE_CONFLICT = Rule(
    "table-role-conflict",
    Severity.WARNING,
    "A table has header cells or a caption, and a role that says it is none.",
    "Take its role away, if it is a table of data; else its header cells and caption.",
    ("WCAG 2.2 1.3.1",),
)
CAPTIONS = Rule(
    "table-captions-several",
    Severity.WARNING,
    "A table has more than one caption; they are read one after the other.",
    "Keep one caption.",
    ("WCAG 2.2 1.3.1",),
)

_SCOPES = {
    "row": Scope.ROW,
    "col": Scope.COLUMN,
    "rowgroup": Scope.ROW_GROUP,
    "colgroup": Scope.COLUMN_GROUP,
}
_ROLES = {"rowheader": Scope.ROW, "columnheader": Scope.COLUMN}


def table(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside | None:
    """Add a data table, or go on inside a table that only lays out the page."""
    kind = kinds.kind_of(tag)
    if kind is kinds.TableKind.LAYOUT:
        walk.report(LAYOUT, "the table only lays out the page", tag)
        return walk.block(flow, tag, state)
    walk.begin(flow, tag, state)
    if kind is kinds.TableKind.CONFLICT:
        walk.report(
            ROLE_CONFLICT, f'the table has headers or a caption and role="{role(tag)}"', tag
        )
    name = walk.own_id()
    inner = walk.structure(tag, state)
    parts = parts_of(walk, tag, inner)
    for node in parts.stray:
        walk.report(STRAY, "the table holds content outside its cells", tag)
        walk.splice(flow, walk.blocks_of([node], inner), inner)
    if len(parts.captions) > 1:
        walk.report(CAPTIONS, f"the table has {len(parts.captions)} captions", parts.captions[1])
    said = [block for part in parts.captions for block in _caption(walk, part, inner)]
    caption = tuple(block for block in said if not captions.holds_table(block))
    if len(caption) < len(said):
        walk.report(STRAY, "the caption holds a table, which goes before this one", tag)
        walk.splice(flow, (block for block in said if captions.holds_table(block)), inner)
    if caption and captions.says_nothing(caption):
        walk.report(captions.EMPTY, "the caption of the table has no text", parts.captions[0])
        walk.splice(flow, caption, inner)
        caption = ()
    made = _table(walk, tag, parts, caption, inner, name)
    if isinstance(made, tuple):
        walk.give_back(name)
        walk.splice(flow, caption + made, inner)
        return None
    walk.place(flow, made, state)
    return None


def _caption(walk: Walk, tag: Tag, outer: State) -> tuple[Block, ...]:
    """Read a caption; a heading in it is a paragraph, for a caption is no section."""
    state = walk.inherited(tag, outer)
    walk.arrive(tag)
    blocks = walk.blocks(tag, walk.within(tag, state))
    flat = captions.without_sections(blocks, state.lang, state.direction)
    return tuple(walk.placed(block, outer, state) for block in flat)


def _table(
    walk: Walk, tag: Tag, parts: Parts, caption: tuple[Block, ...], state: State, name: str | None
) -> Table | tuple[Block, ...]:
    """Return the table, or the blocks that it holds when it is none."""
    sources = [parts.head, *parts.bodies, parts.foot]
    cells = [[list(_cells(walk, row, inner)) for row, inner in rows] for rows in sources]
    named = _names(walk, cells)
    groups = [
        [[_spanning(walk, cell, inner, state, named) for cell, inner in row] for row in rows]
        for rows in cells
    ]
    _drop_emptied(walk, sources, groups)
    layout = lay_out(groups, slots=walk.choices.limits.cells)
    if layout is None:
        walk.report(NO_GRID, "the cells of the table are read in order", tag)
        return tuple(_unwrapped(walk, groups))
    _report(walk, tag, layout)
    if layout.width == 0:
        return ()
    made = [
        tuple(
            Row(
                tuple(
                    Cell((), colspan=p.colspan, rowspan=p.rowspan)
                    if p.cell is None
                    else p.cell
                    if p.colspan == p.rowspan == 1
                    else replace(p.cell, colspan=p.colspan, rowspan=p.rowspan)
                    for p in row
                ),
                at=next((p.cell.at for p in row if p.cell is not None), state.at),
            )
            for row in rows
        )
        for rows in layout.groups
    ]
    head, *bodies, foot = made
    groups_made = tuple(RowGroup(rows, at=rows[0].at) for rows in bodies if rows)
    if not groups_made:
        # A head or foot alone heads nothing.
        groups_made = tuple(RowGroup(rows, at=rows[0].at) for rows in (head, foot) if rows)
        head, foot = (), ()
    notes = tuple(read_note(walk, found, state) for found in walk.notes.notes if found.table is tag)
    said = attribute(tag, "summary") or attribute(tag, "aria-label")
    summary = one_line(cleaned(said or ""))
    read = Table(
        groups_made,
        head=head,
        foot=foot,
        caption=caption,
        columns=_columns(parts.columns, layout),
        summary=summary or None,
        notes=notes,
        id=name,
        at=state.at,
    )
    return without_empty_headers(read)


def _unwrapped(walk: Walk, groups: list[list[list[Spanning[Cell]]]]) -> Iterator[Block]:
    """Yield what the cells hold; the language and direction of a cell go to its blocks."""
    for item in (item for rows in groups for row in rows for item in row):
        cell = item.cell
        walk.give_back(cell.id)
        for block in cell.children:
            lang, direction = block.lang or cell.lang, block.direction or cell.direction
            yield replace(block, lang=lang, direction=direction)


def _drop_emptied(
    walk: Walk, sources: list[list[tuple[Tag, State]]], groups: list[list[list[Spanning[Cell]]]]
) -> None:
    """Take away the cells of rows that held nothing but notes."""
    if not walk.notes.notes:
        return
    for rows, made in zip(sources, groups, strict=True):
        for (row, _), cells in zip(rows, made, strict=True):
            if cells and not any(item.cell.children for item in cells):
                bodies = (found.body for found in walk.notes.notes)
                if any(walk.survey.holds(row, body) for body in bodies):
                    for item in reversed(cells):
                        walk.give_back(item.cell.id)
                    cells.clear()


def _cells(walk: Walk, row: Tag, state: State) -> Iterator[tuple[Tag, State]]:
    walk.arrive(row)
    for node in opened(walk, row.contents):
        if isinstance(node, Tag) and node.name in ("td", "th"):
            yield node, walk.inherited(node, state)
        elif isinstance(node, Tag):
            walk.report(STRAY, f"{node.name} stands in a row, outside its cells", node)
            yield node, state  # what is its own is read within the cell that it gets
        elif isinstance(node, NavigableString) and not node.strip():
            walk.ledger.exclude(node, BLANK)  # a no-break space between the cells


def _names(walk: Walk, cells: list[list[list[tuple[Tag, State]]]]) -> dict[str, str]:
    """Return the ids in the model of the cells that ``headers`` of this table name."""
    every = [cell for rows in cells for row in rows for cell, _ in row]
    wanted = {name for cell in every for name in (attribute(cell, "headers") or "").split()}
    names: dict[str, str] = {}
    if not wanted:
        return names
    for cell in every:
        own = attribute(cell, "id")
        if own in wanted and own not in names:
            known = walk.survey.names.get(id(cell))
            if known is None:
                known = walk.survey.unique(own)
                walk.survey.names[id(cell)] = known
            names[own] = known
    return names


def _spanning(
    walk: Walk, tag: Tag, state: State, outer: State, named: dict[str, str]
) -> Spanning[Cell]:
    is_cell = tag.name in ("td", "th")
    name = walk.name_of(tag) if is_cell else None
    if name is None:
        name = walk.own_id()
    at = place_of(tag) or state.at
    children: tuple[Block, ...]
    if not is_cell:
        children = walk.blocks_of([tag], walk.within(tag, state))
    elif walk.is_passed_over(tag):
        children = ()  # a note, or its label
    elif (only := only_text(walk, tag, state, at)) is not None:
        children = (only,)
    else:
        children = walk.blocks(tag, walk.within(tag, state))
    if not tag.attrs:
        cell = Cell(children, Scope.AUTO if tag.name == "th" else None, id=name, at=at)
        return Spanning(walk.placed(cell, outer, state), 1, 1)
    headers = []
    for wanted in dict.fromkeys((attribute(tag, "headers") or "").split()):
        if wanted in named:
            headers.append(named[wanted])
        else:
            walk.report(HEADERS_MISSING, f'headers names "{wanted}", which no cell here has', tag)
    abbreviation = one_line(cleaned(attribute(tag, "abbr") or ""))
    header = _header(walk, tag)
    own = attribute(tag, "id")
    if header is None and tag.name == "td" and own in named and children:
        walk.report(SCOPE_ON_DATA, f'headers name the td with id "{own}"', tag)
        header = Scope.AUTO
    cell = Cell(
        children,
        header,
        headers=tuple(headers),
        abbreviation=abbreviation or None,
        id=name,
        at=at,
    )
    colspan = integer(attribute(tag, "colspan"))
    rowspan = integer(attribute(tag, "rowspan"))
    return Spanning(
        walk.placed(cell, outer, state),
        min(colspan, walk.choices.limits.span) if colspan is not None and colspan > 0 else 1,
        rowspan if rowspan is not None and rowspan >= 0 else 1,
    )


def _header(walk: Walk, tag: Tag) -> Scope | None:
    stated = (attribute(tag, "scope") or "").strip().lower()
    by_role = _ROLES.get(role(tag))
    if tag.name == "th":
        if stated and stated not in _SCOPES:
            walk.report(SCOPE_INVALID, f'scope="{stated}" is not known', tag)
        return _SCOPES.get(stated, by_role or Scope.AUTO)
    if stated in _SCOPES and tag.name == "td":
        walk.report(SCOPE_ON_DATA, f'td with scope="{stated}"', tag)
        return _SCOPES[stated]
    return by_role


def _columns(spans: list[int], layout: Layout[Cell]) -> tuple[int, ...]:
    """Return the widths of the column groups in columns of the regular grid."""
    widths = []
    start = 0
    last = len(layout.boundaries) - 1
    for span in spans:
        first, stop = min(start, last), min(start + span, last)
        widths.append(layout.boundaries[stop] - layout.boundaries[first])
        start += span
    return tuple(width for width in widths if width > 0)


def _report(walk: Walk, tag: Tag, layout: Layout[Cell]) -> None:
    if layout.limited:
        walk.report(TOO_LARGE, "the spans of the table are ignored", tag)
    for rule, cells, what in (
        (OVERLAP, layout.overlaps, "overlaps another"),
        (BEYOND, layout.beyond, "spans more rows than there are"),
    ):
        for cell in cells[:3]:
            walk.report_at(rule, f"a cell {what}", cell.at)
    if layout.ragged:
        count = len(layout.ragged)
        walk.report(RAGGED, f"{count} row{'s lack' if count > 1 else ' lacks'} cells", tag)
