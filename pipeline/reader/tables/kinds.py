"""Whether a table holds data or lays out the page. Asked by ``tables``."""

from __future__ import annotations

import enum

from bs4 import Tag

from pipeline.reader.elements import role

_BLOCKS = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "table", "form", "details", "figure", "section", "nav"}
)


class TableKind(enum.Enum):
    """What a table element is for."""

    DATA = "data"
    LAYOUT = "layout"
    CONFLICT = "conflict"
    """Data, though its role denies it."""


def kind_of(tag: Tag) -> TableKind:
    """Tell data from layout: by role, by the marks of a data table, last by its shape."""
    marked, headed, nested, columns, rows = _look(tag)
    if role(tag) in ("presentation", "none"):
        return TableKind.CONFLICT if headed else TableKind.LAYOUT
    if marked or role(tag) in ("table", "grid", "treegrid"):
        return TableKind.DATA
    if nested or columns <= 1 or rows <= 1:  # what stands alone has nothing to be compared with
        return TableKind.LAYOUT
    return TableKind.DATA


def _look(tag: Tag) -> tuple[bool, bool, bool, int, int]:
    """Look at the table's own elements: marks, header cells or caption, blocks, size.

    Not at those of a table inside it, or nested tables would take the square of their number.
    """
    marked = bool(tag.attrs.get("summary"))
    headed = nested = False
    columns = rows = 0
    stack: list[tuple[Tag, bool]] = [(tag, False)]
    while stack:
        current, in_cell = stack.pop()
        for child in current.contents:
            if not isinstance(child, Tag):
                continue
            name = child.name
            if in_cell:
                if name in _BLOCKS:
                    nested = True
                    if name == "table":
                        continue
                stack.append((child, True))
                continue
            if name == "tr":
                rows += 1
                cells = [c for c in child.contents if isinstance(c, Tag) and c.name in ("td", "th")]
                columns = max(columns, len(cells))
            if name in ("th", "caption"):
                marked = headed = True
            elif name in ("thead", "tfoot", "colgroup"):
                marked = marked or name != "colgroup"
            elif name == "td":
                attributes = child.attrs
                if "headers" in attributes or "scope" in attributes:
                    marked = True
            if name in ("td", "th"):
                stack.append((child, True))
            else:
                stack.append((child, False))
    return marked, headed, nested, columns, rows
