"""The tag tree: what a PDF says, in reading order, before anything is laid out.

``plan`` makes an ``Element`` for each thing of the document and a ``Leaf`` for each stretch
of content in it; the flow to lay out holds the same leaves. Painting can only tell *where*
a leaf landed (``Landed``), so a paragraph over two pages is one ``P`` with two marks and a
table over forty pages one ``Table``. ``assemble`` writes the tree with those places.

Elements and leaves are compared by identity; they are mutable only for ``plan``, which
adds children as it walks, and are not changed afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from pipeline.model.nodes import Image, Math, MathBlock, Text

Source: TypeAlias = Text | Math | MathBlock | Image


@dataclass(slots=True, eq=False)
class Leaf:
    """Content that belongs to one element and follows it wherever it is drawn."""

    role: str
    """Structure type of the element; it names the marked content too."""
    source: Source | None = None
    """The node whose content this is; None for words that the writer adds."""
    offset: int = 0
    """Place in ``source.text`` of the first character of this leaf's text."""


@dataclass(slots=True, eq=False)
class Annotation:
    """The place of the link annotations of a ``Link``, one for each page it is on."""

    target: str | Element
    """An address, or the element that the link leads to."""
    contents: str
    """What the link opens: the name that is spoken."""


@dataclass(frozen=True, slots=True)
class ListAttributes:
    """Attributes of an ``L``."""

    numbering: str


@dataclass(slots=True, eq=False)
class TableAttributes:
    """Attributes of a ``Table`` (``summary``) or its cells (the others)."""

    scope: str | None = None
    """``Row``, ``Column`` or ``Both`` of a header cell."""
    colspan: int = 1
    rowspan: int = 1
    headers: tuple[Element, ...] = ()
    """The header cells of this cell; each has an ``id``."""
    summary: str | None = None
    short: str | None = None
    """A shorter name of a header cell (PDF 2.0 only)."""


@dataclass(frozen=True, slots=True)
class LayoutAttributes:
    """Attributes of how something is shown, where that has a meaning."""

    box: bool = False
    """Painting reports the bounding box."""
    decoration: str | None = None
    """``LineThrough`` or ``Underline``: deleted and inserted text."""
    position: str | None = None
    """``Sup`` or ``Sub``: raised and lowered text."""
    placement: str | None = None
    """``Block``: code or a formula on lines of its own, not within a line."""


@dataclass(frozen=True, slots=True)
class NoteAttributes:
    """Attributes of an ``FENote``: ``Footnote`` or ``Endnote``."""

    kind: str


Attributes: TypeAlias = ListAttributes | TableAttributes | LayoutAttributes | NoteAttributes


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that says the same in another way: a formula's MathML, the page of the report."""

    name: str
    media_type: str
    description: str
    data: bytes = field(repr=False)
    relationship: str = "Supplement"
    changed: str | None = None
    """As a PDF date."""


@dataclass(slots=True, eq=False)
class Element:
    """One structure element."""

    role: str
    children: list[Element | Leaf | Annotation] = field(default_factory=list)
    lang: str | None = None
    alternative: str | None = None
    expansion: str | None = None
    actual_text: str | None = None
    id: str | None = None
    """Written as ``/ID`` and found through the IDTree."""
    attributes: Attributes | None = None
    references: list[Element] = field(default_factory=list)
    """``/Ref``: note and citation, contents entry and heading (PDF 2.0 only)."""
    file: AttachedFile | None = None


class Rectangle(NamedTuple):
    """A rectangle on a page in points from its lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


@dataclass(slots=True)
class Landed:
    """Where everything landed; painting fills it, ``assemble`` reads it."""

    marks: dict[Leaf, list[tuple[int, int]]] = field(default_factory=dict)
    """The marked content sequences of each leaf: zero-based page, and MCID there."""
    quads: dict[Annotation, list[Rectangle]] = field(default_factory=dict)
    """The rectangles of a link: one for each line it is on, in reading order."""
    boxes: dict[Leaf, Rectangle] = field(default_factory=dict)
    """The place of each picture and formula, and of the leaves that links lead to."""


KEPT = frozenset({"TR", "TH", "TD", "LBody"})
"""What has its place though nothing is in it."""


def prune(root: Element) -> dict[Leaf, Element]:
    """Take out the elements that hold nothing; return the element of each leaf."""
    every: list[Element] = []
    stack = [root]
    while stack:
        element = stack.pop()
        every.append(element)
        stack.extend(child for child in element.children if isinstance(child, Element))
    holders: dict[Leaf, Element] = {}
    for element in reversed(every):  # what is within before what is around
        element.children = [
            child
            for child in element.children
            if not isinstance(child, Element) or child.children or child.role in KEPT
        ]
        holders.update((child, element) for child in element.children if isinstance(child, Leaf))
    return holders


def show(root: Element) -> str:
    """Return the tree as indented text, one element or leaf a line, for goldens."""
    return "\n".join(_lines(root)) + "\n"


def _lines(root: Element) -> Iterator[str]:
    stack: list[tuple[Element | Leaf | Annotation, int]] = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        indent = "  " * depth
        match node:
            case Leaf(source=Text() as text):
                yield f'{indent}"{text.text[node.offset :]}"'
            case Leaf(source=None):
                yield f"{indent}(added)"
            case Leaf():
                yield f"{indent}({type(node.source).__name__.lower()})"
            case Annotation():
                target = node.target if isinstance(node.target, str) else f"<{node.target.role}>"
                yield f"{indent}-> {target} ({node.contents})"
            case Element():
                yield indent + node.role + "".join(_particulars(node))
                stack.extend((child, depth + 1) for child in reversed(node.children))


def _particulars(node: Element) -> Iterator[str]:
    for name in ("id", "lang", "alternative", "expansion", "actual_text"):
        value = getattr(node, name)
        if value is not None:
            yield f' {name}="{value}"'
    match node.attributes:
        case ListAttributes(numbering):
            yield f" {numbering}"
        case TableAttributes() as table:
            if table.scope is not None:
                yield f" {table.scope}"
            if table.colspan > 1:
                yield f" {table.colspan} columns"
            if table.rowspan > 1:
                yield f" {table.rowspan} rows"
            if table.summary is not None:
                yield f' summary="{table.summary}"'
            if table.short is not None:
                yield f' short="{table.short}"'
            if table.headers:
                yield " headers=" + ",".join(header.id or "?" for header in table.headers)
        case LayoutAttributes() as layout:
            yield " box" if layout.box else ""
            yield f" {layout.decoration}" if layout.decoration else ""
            yield f" {layout.position}" if layout.position else ""
        case NoteAttributes(kind):
            yield f" {kind}"
        case None:
            pass
    if node.references:
        yield " ref=" + ",".join(f"<{other.role} {other.id or ''}>" for other in node.references)
    if node.file is not None:
        yield f" file={node.file.name}"
