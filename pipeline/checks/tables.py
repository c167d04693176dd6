"""Tables whose values can be told with their headers."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.survey import Survey, short
from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.grid import Grid, Slot
from pipeline.model.nodes import Paragraph, Scope, Section, Span, SpanKind, Table, Text
from pipeline.model.walk import AnyNode, descendants, one_line

WITHOUT_HEADERS = Rule(
    "table-without-headers",
    Severity.ERROR,
    "A table has no header cells; its values are read out without what they are about.",
    "Make the cells that head rows and columns th, with scope.",
    ("WCAG 2.2 1.3.1", "ISO 14289-1 7.5"),
)
CELL_WITHOUT_HEADERS = Rule(
    "table-cell-without-headers",
    Severity.WARNING,
    "A table has header cells, but some of its values have none.",
    "Give each row or column of values a th, or name the header cells in headers.",
    ("WCAG 2.2 1.3.1", "ISO 14289-1 7.5"),
)
HEADER_WITHOUT_CELLS = Rule(
    "table-header-without-cells",
    Severity.WARNING,
    "A header cell is for no value of the table.",
    "Make it a td, or correct its scope.",
    ("WCAG 2.2 1.3.1", "ACT d0f69e"),
)
HEADER_EMPTY = Rule(
    "table-header-empty",
    Severity.WARNING,
    "A header cell is empty, and values have no other header in its direction.",
    "Say what the row or column is about.",
    ("WCAG 2.2 1.3.1",),
)
DIRECTION = Rule(
    "table-header-without-scope",
    Severity.NOTE,
    "Header cells with values both beside and below them do not say which they head; it is "
    "guessed.",
    'Write scope="row", "col", "rowgroup" or "colgroup".',
    ("WCAG 2.2 1.3.1", "ISO 14289-1 7.5"),
)
CAPTION = Rule(
    "table-without-caption",
    Severity.NOTE,
    "A table has no caption; in a list of tables it cannot be told from others.",
    "Give it a caption that says what it shows.",
    ("WCAG 2.2 1.3.1",),
)
FALSE_CAPTION = Rule(
    "table-caption-in-row",
    Severity.WARNING,
    "The first row of a table is one cell over all columns: a caption that is read as a value.",
    "Move it into a caption element.",
    ("WCAG 2.2 1.3.1",),
)
BOLD_HEADERS = Rule(
    "table-headers-only-bold",
    Severity.WARNING,
    "The first row of a table is bold like headers, but its cells are no header cells.",
    'Make them header cells: <th scope="col"> instead of <td> with bold text.',
    ("WCAG 2.2 1.3.1",),
)
NESTED = Rule(
    "table-in-table",
    Severity.WARNING,
    "A table stands in a cell of another; few readers can follow both.",
    "Make two tables, each with a caption, or one whose rows say it all.",
    ("WCAG 2.2 1.3.1",),
)
EMPTY_CELLS = Rule(
    "table-cells-empty",
    Severity.NOTE,
    "Many cells of a table are empty; whoever hears it does not know whether that is zero, "
    "unknown or not applicable.",
    "Write what the emptiness means: 0, n/a, not collected.",
    ("WCAG 2.2 1.3.1",),
)

_MANY_EMPTY = 0.2
_SMALLEST = 4
"""Cells: a smaller table needs no headers to be understood."""


def headers(survey: Survey) -> Iterator[Diagnostic]:
    """Yield tables and cells whose values have no headers (WCAG 1.3.1)."""
    for _, at, layout, heads, _, told in survey.tables:
        if not heads:
            if len(told) >= _SMALLEST and layout.width > 1:
                rule = BOLD_HEADERS if _is_bold_row(layout) else WITHOUT_HEADERS
                size = f"{layout.height} rows and {layout.width} columns"
                yield Diagnostic(rule, f"no header cells in {size}", at)
            continue
        bare = [slot for slot in told if not layout.headers[slot.place] and _needs(slot, layout)]
        if bare:
            count = "a value has" if len(bare) == 1 else f"{len(bare)} values have"
            words = short(_text(bare[0]))
            yield Diagnostic(
                CELL_WITHOUT_HEADERS, f'{count} no header: "{words}"', bare[0].cell.at or at
            )


def header_cells(survey: Survey) -> Iterator[Diagnostic]:
    """Yield header cells that are empty, head nothing or do not say which way."""
    for _, at, layout, heads, values, told in survey.tables:
        if not heads or not told:
            continue
        heading = {header.place for found in set(layout.headers.values()) for header in found}
        rows = {row for slot in told for row in slot.rows}
        columns = {column for slot in told for column in slot.columns}
        unclear = []
        empty = []
        for slot in heads:
            place = slot.cell.at or at
            if slot.place in layout.empty:
                # The reader leaves only those that make a difference to values.
                empty.append(slot)
            elif (
                slot.cell.header is Scope.AUTO
                and slot.column
                and not rows.isdisjoint(slot.rows)
                and not columns.isdisjoint(slot.columns)
            ):
                unclear.append(slot)
            elif slot.place not in heading:
                message = f'"{short(_text(slot))}" heads no cell'
                yield Diagnostic(HEADER_WITHOUT_CELLS, message, place)
        if empty:
            first = empty[0]
            message = f"{_where(first)} is empty"
            if len(empty) > 1:
                message += f", and {len(empty) - 1} more"
            yield Diagnostic(HEADER_EMPTY, message, first.cell.at or at)
        if unclear and not any(slot.cell.headers for slot in values):
            count = (
                "a header cell says" if len(unclear) == 1 else f"{len(unclear)} header cells say"
            )
            message = f'{count} no direction: "{short(_text(unclear[0]))}"'
            yield Diagnostic(DIRECTION, message, unclear[0].cell.at or at)


def captions(survey: Survey) -> Iterator[Diagnostic]:
    """Yield tables without a caption, where the report has several, and false captions."""
    # A heading right above the table is its title.
    titled = {id(section.children[0]) for section, _ in survey.each(Section) if section.children}
    for table, at, layout, *_ in survey.tables:
        first = layout.rows[0] if layout.rows else ()
        spans_all = (
            len(first) == 1
            and first[0].cell.colspan == layout.width > 1
            and layout.height > 2
            and first[0].cell.rowspan == 1
            and first[0].place not in layout.empty
        )
        if table.caption:
            continue
        if spans_all:
            yield Diagnostic(FALSE_CAPTION, f'"{short(_text(first[0]))}" is a row', at)
        elif len(survey.tables) > 1 and id(table) not in titled:
            yield Diagnostic(CAPTION, "the table has no caption", at)


def contents(survey: Survey) -> Iterator[Diagnostic]:
    """Yield nested tables and tables with many empty cells."""
    for _, at, layout, _, values, told in survey.tables:
        for slot in layout.slots if len(survey.tables) > 1 else ():
            inner = [
                node
                for block in slot.cell.children
                for node in descendants(block)
                if isinstance(node, Table)
            ]
            if inner:
                place = inner[0].at or slot.cell.at or at
                yield Diagnostic(NESTED, f"a table stands in {_where(slot)}", place)
        empty = len(values) - len(told)
        # The corner over row headers and before column headers is empty in any case.
        if layout.slots and layout.slots[0].cell.header is None:
            empty -= layout.slots[0].place in layout.empty
        if len(values) >= _SMALLEST * 2 and empty > _MANY_EMPTY * len(values):
            yield Diagnostic(EMPTY_CELLS, f"{empty} of {len(values)} cells are empty", at)


def _needs(slot: Slot, layout: Grid) -> bool:
    """Tell whether a cell is a value: not a title over all columns, nor the corner."""
    if slot.cell.colspan == layout.width:
        return False
    return not (slot.row == 0 and slot.column == 0)


def _is_bold_row(layout: Grid) -> bool:
    first = layout.rows[0] if layout.rows else ()
    filled = [slot for slot in first if slot.place not in layout.empty]
    return len(filled) > 1 and all(_is_bold(slot) for slot in filled)


def _is_bold(slot: Slot) -> bool:
    texts = [
        node
        for block in slot.cell.children
        for node in descendants(block)
        if isinstance(node, Text)
    ]
    bold: set[int] = set()
    for block in slot.cell.children:
        for node in descendants(block):
            if isinstance(node, Span) and node.kind is SpanKind.STRONG:
                bold.update(id(inner) for inner in descendants(node))
    return bool(texts) and all(id(text) in bold or not text.text.strip() for text in texts)


def _text(slot: Slot) -> str:
    return one_line(" ".join(_words(slot.cell)))


def _words(node: AnyNode) -> Iterator[str]:
    for inner in descendants(node):
        if isinstance(inner, Text):
            yield inner.text
        elif isinstance(inner, Paragraph):
            yield " "


def _where(slot: Slot) -> str:
    return f"row {slot.row + 1}, column {slot.column + 1}"
