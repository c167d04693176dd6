"""Tables that only ARIA roles make tables, given the elements of tables. Before ``survey``.

A grid of ``div`` with the roles of a table is read out as a table; so it is one.
"""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from pipeline.reader.elements import attribute, role
from pipeline.reader.page.content import Content
from pipeline.reader.page.dom import elements, is_text

_TABLES = frozenset({"table", "grid", "treegrid"})
_CELLS = {"cell": "td", "gridcell": "td", "columnheader": "th", "rowheader": "th"}
_SCOPES = {"columnheader": "col", "rowheader": "row"}
_NATIVE = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
_SHOW_THEMSELVES = frozenset((
    "img", "svg", "math", "br", "hr", "input", "select", "textarea", "button", "object",
    "embed", "iframe", "video", "audio", "canvas",
))  # fmt: skip
"""What would be lost if it became a row or a cell: it stands in one of its own."""
_MOST = 1000
"""Children from among which a wrapper is taken away."""
_LARGEST = 200_000
"""Elements of a table that are looked at."""


def name_tables(content: Content) -> None:
    """Give the parts of each table that is one by its roles the names of HTML's elements."""
    found = [
        tag
        for root in content.roots
        for tag in elements(root)
        if tag.attrs and tag.name not in _NATIVE and role(tag) in _TABLES
    ]
    for tag in found:
        parts = [inner for _, inner in zip(range(_LARGEST), elements(tag), strict=False)]
        if any(inner.name in _NATIVE or role(inner) in _TABLES for inner in parts):
            continue  # half a table, or one in another: what is native counts
        roles = {role(inner) for inner in parts}
        if "row" in roles and not roles.isdisjoint(_CELLS):
            _name(content.parsed.soup, tag, parts)


def _name(soup: BeautifulSoup, table: Tag, parts: list[Tag]) -> None:
    table.name = "table"
    in_cells: set[int] = set()
    wrappers: list[Tag] = []
    for tag in parts:
        kind = None if tag.name in _SHOW_THEMSELVES else role(tag)
        if id(tag.parent) in in_cells:
            in_cells.add(id(tag))
        elif kind in _CELLS:
            in_cells.add(id(tag))
            tag.name = _CELLS[kind]
            if kind in _SCOPES and "scope" not in tag.attrs:
                tag.attrs["scope"] = _SCOPES[kind]
            for wanted in ("colspan", "rowspan"):
                stated = attribute(tag, f"aria-{wanted}")
                if stated is not None:
                    tag.attrs.setdefault(wanted, stated)
        elif kind == "row":
            tag.name = "tr"
        elif kind == "rowgroup":
            tag.name = "thead" if _is_head(tag) else "tbody"
        elif kind == "caption":
            tag.name = "caption"
            in_cells.add(id(tag))
        else:
            wrappers.append(tag)
    for tag in reversed(wrappers):
        inside = {child.name for child in tag.contents if isinstance(child, Tag)}
        if "tr" in inside and tag.parent is table:
            tag.name = "tbody"
        elif not inside.isdisjoint(("tr", "td", "th")) and len(tag.parent or ()) <= _MOST:
            tag.unwrap()
    for row in (tag for tag in parts if tag.name == "tr" and id(tag) not in in_cells):
        for text in [text for text in row.contents if is_text(text) and str(text).strip()]:
            text.wrap(soup.new_tag("div"))  # HTML's rows hold elements alone


def _is_head(group: Tag) -> bool:
    """Tell whether the rows of a group hold nothing but column headers."""
    rows = [row for row in group.contents if isinstance(row, Tag)]
    cells = {role(cell) for row in rows for cell in row.contents if isinstance(cell, Tag)}
    return cells == {"columnheader"}
