"""A document looked over once, for all checks. Made by ``check``, asked by every one of them.

Twenty checks that each went through the document, and laid out each of its tables, would take
longer than reading it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeVar, cast

from pipeline.diagnostics import Position
from pipeline.model.grid import Grid, Slot, grid
from pipeline.model.nodes import Document, Node, Paragraph, Section, Table, Term, Text
from pipeline.model.walk import AnyNode, children, plain

N = TypeVar("N", bound=Node)

_Around: TypeAlias = tuple[Position | None, str, int]
"""Place, language and level of heading around a node."""


class Leaf(NamedTuple):
    """A paragraph, a term or a heading, with its text as ``plain`` gives it."""

    node: Paragraph | Term | Section
    text: str
    lang: str
    at: Position | None


class Tabled(NamedTuple):
    """A table as it is laid out."""

    table: Table
    at: Position | None
    grid: Grid
    heads: Sequence[Slot]
    """Header cells, empty ones too."""
    values: Sequence[Slot]
    """Data cells, empty ones too."""
    told: Sequence[Slot]
    """Data cells that hold something."""


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What the checks ask of a document; everything is in reading order."""

    document: Document
    nodes: Mapping[type[Node], Sequence[tuple[Node, Position | None]]]
    """The nodes of each class, each with its own place or that of what holds it."""
    leaves: Sequence[Leaf]
    above: Sequence[int]
    """For each section the level of the heading it stands under."""
    tables: Sequence[Tabled]

    def each(self, kind: type[N]) -> Sequence[tuple[N, Position | None]]:
        """Return the nodes of a class, each with its place."""
        return cast("Sequence[tuple[N, Position | None]]", self.nodes.get(kind, ()))

    def paragraphs(self) -> Iterator[tuple[Paragraph, str, Position | None]]:
        """Yield the paragraphs, each with its text and its place."""
        for node, text, _, at in self.leaves:
            if isinstance(node, Paragraph):
                yield node, text, at


def survey(document: Document) -> Survey:
    """Look a document over."""
    nodes: dict[type[Node], list[tuple[Node, Position | None]]] = {}
    leaves: list[Leaf] = []
    above: list[int] = []
    main = document.lang or document.metadata.language
    stack: list[tuple[AnyNode, _Around]] = [(document, (None, main, 1))]
    while stack:
        node, around = stack.pop()
        at, lang, level = around
        at = node.at or at
        lang = node.lang or lang
        kind = type(node)
        try:
            nodes[kind].append((node, at))
        except KeyError:
            nodes[kind] = [(node, at)]
        if isinstance(node, Section):
            leaves.append(Leaf(node, plain(node.title), lang, at))
            above.append(level)
            level = node.level
        elif isinstance(node, (Paragraph, Term)):
            leaves.append(Leaf(node, plain(node.children), lang, at))
        below = children(node)
        if len(below) == 1 and type(below[0]) is Text:  # most paragraphs
            nodes.setdefault(Text, []).append((below[0], below[0].at or at))
        elif below:
            around = (at, lang, level)
            stack += [(child, around) for child in reversed(below)]
    tables = [_tabled(node, at) for node, at in nodes.get(Table, ()) if isinstance(node, Table)]
    return Survey(document, nodes, leaves, above, tables)


def short(text: str, most: int = 60) -> str:
    """Return the beginning of a text for a message."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _tabled(table: Table, at: Position | None) -> Tabled:
    layout = grid(table)
    heads = [slot for slot in layout.slots if slot.cell.header is not None]
    values = [slot for slot in layout.slots if slot.cell.header is None]
    told = [slot for slot in values if slot.place not in layout.empty]
    return Tabled(table, at, layout, heads, values, told)
