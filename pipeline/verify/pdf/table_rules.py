"""Rules about tables: regular grids, parts in order, headers that resolve."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.verify.pdf.opened import Opened
from pipeline.verify.pdf.structure import StructureElement
from pipeline.verify.pdf.tables import header_ids, rows_of, slots_of

_REPORT = "Report this: the writer must not make such a file."

IRREGULAR = Rule(
    "pdf-table-irregular",
    Severity.ERROR,
    "The rows of a table differ in length, or cells overlap.",
    _REPORT,
    ("ISO 14289-1 7.2-t15", "ISO 14289-1 7.2-t41", "ISO 14289-1 7.2-t43"),
)
PARTS = Rule(
    "pdf-table-parts",
    Severity.ERROR,
    "The parts of a table are not caption, head, bodies, foot.",
    _REPORT,
    ("ISO 14289-1 7.2-t12", "ISO 14289-1 7.2-t13", "ISO 14289-1 7.2-t16", "ISO 14289-1 7.2-t39"),
)
HEADERS = Rule(
    "pdf-table-headers",
    Severity.ERROR,
    "A header cell has no scope, or a cell names headers that are not there.",
    _REPORT,
    ("ISO 14289-1 7.5-t1", "ISO 14289-1 7.5-t2", "MH 15-003"),
)


def check_tables(pdf: Opened) -> Iterator[Diagnostic]:
    """Yield what is wrong with each table."""
    for element in pdf.tree.all():
        if element.standard == "Table":
            page = element.first_page()
            place = "Table" if page is None else f"page {page + 1}, Table"
            yield from _grid(element, place)
            yield from _parts(element, place)
            yield from _headers(pdf, element, place)


def _grid(table: StructureElement, place: str) -> Iterator[Diagnostic]:
    slots, height, width = slots_of(table)
    if not slots:
        yield Diagnostic(IRREGULAR, "a table has no cells", place=place)
        return
    covered: set[tuple[int, int]] = set()
    for slot in slots:
        for spot in slot.places():
            if spot in covered:
                yield Diagnostic(
                    IRREGULAR, f"row {spot[0] + 1} has two cells in one slot", place=place
                )
            covered.add(spot)
    lengths = [0] * height
    for row, _ in covered:
        if row >= height:
            yield Diagnostic(IRREGULAR, "a cell leaves its table", place=place)
            return
        lengths[row] += 1
    for number, length in enumerate(lengths, start=1):
        if length != width:
            message = f"row {number} has {length} columns of {width}"
            yield Diagnostic(IRREGULAR, message, place=place)
            return


def _parts(table: StructureElement, place: str) -> Iterator[Diagnostic]:
    roles = [child.standard for child in table.elements()]
    captions = [index for index, role in enumerate(roles) if role == "Caption"]
    if len(captions) > 1 or any(0 < index < len(roles) - 1 for index in captions):
        yield Diagnostic(PARTS, "the caption is not first or last, or not alone", place=place)
    if ("THead" in roles or "TFoot" in roles) and "TBody" not in roles:
        yield Diagnostic(PARTS, "a head or foot has no body", place=place)
    if roles.count("THead") > 1 or roles.count("TFoot") > 1:
        yield Diagnostic(PARTS, "there are two heads or feet", place=place)


def _headers(pdf: Opened, table: StructureElement, place: str) -> Iterator[Diagnostic]:
    own = {cell for row in rows_of(table) for cell in row.elements()}
    for cell in own:
        for name in header_ids(cell):
            target = pdf.tree.by_id.get(name)
            if target is None or target not in own:
                message = f'a cell names the header "{name}", which is not there'
                yield Diagnostic(HEADERS, message, place=place)
        scope = cell.attributes.get("Scope")
        if cell.standard == "TH" and scope not in ("Row", "Column", "Both"):
            yield Diagnostic(HEADERS, "a header cell has no scope", place=place)
