"""The children of a table, by what they are. For ``tables``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from pipeline.reader.blocks.lists import integer
from pipeline.reader.elements import WHITE_SPACE, attribute
from pipeline.reader.flow import State
from pipeline.reader.page.dom import is_text

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk


@dataclass(slots=True)
class Parts:
    """The children of a table, by what they are."""

    captions: list[Tag]
    columns: list[int]
    head: list[tuple[Tag, State]]
    bodies: list[list[tuple[Tag, State]]]
    foot: list[tuple[Tag, State]]
    stray: list[PageElement]


def parts_of(walk: Walk, tag: Tag, state: State) -> Parts:
    """Sort the children of a table; rows in no group make a body."""
    parts = Parts([], [], [], [], [], [])
    loose: list[tuple[Tag, State]] = []
    for node in opened(walk, tag.contents):
        if not isinstance(node, Tag):
            parts.stray.append(node)
            continue
        inner = walk.inherited(node, state)
        match node.name:
            case "tr":
                loose.append((node, inner))
                continue
            case "caption":
                parts.captions.append(node)
            case "colgroup":
                parts.columns.append(_column_span(node))
            case "col":
                parts.columns.append(_span(node))
            case "thead" | "tbody" | "tfoot":
                if loose:
                    parts.bodies.append(loose)
                    loose = []
                rows = []
                walk.arrive(node)
                for row in opened(walk, node.contents):
                    if isinstance(row, Tag) and row.name == "tr":
                        rows.append((row, walk.inherited(row, inner)))
                    else:
                        parts.stray.append(row)
                if node.name == "thead" and not parts.head:
                    parts.head = rows
                elif node.name == "tfoot":
                    parts.foot += rows
                elif rows:
                    parts.bodies.append(rows)
            case _:
                parts.stray.append(node)
    if loose:
        parts.bodies.append(loose)
    return parts


def opened(walk: Walk, nodes: list[PageElement]) -> Iterator[PageElement]:
    """Yield the children that count: no blanks, nothing left out, forms opened."""
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        if isinstance(node, Tag):
            if walk.is_passed_over(node):
                continue
            if node.name == "form":
                stack.extend(reversed(node.contents))
            else:
                yield node
        elif isinstance(node, NavigableString) and is_text(node) and node.strip(WHITE_SPACE):
            yield node


def _span(tag: Tag) -> int:
    return max(1, min(integer(attribute(tag, "span")) or 1, 1000))


def _column_span(tag: Tag) -> int:
    columns = [child for child in tag.contents if isinstance(child, Tag) and child.name == "col"]
    return sum(map(_span, columns)) if columns else _span(tag)
