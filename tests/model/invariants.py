"""What every document of the model keeps to (see ``pipeline.model.nodes``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from xml.etree import ElementTree

from pipeline.model.grid import grid
from pipeline.model.nodes import (
    Abbreviation,
    Anchor,
    Callout,
    Cell,
    CodeBlock,
    Definition,
    DefinitionEntry,
    DefinitionList,
    Details,
    Document,
    Figure,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    Node,
    Note,
    NoteReference,
    Paragraph,
    Quote,
    Ruby,
    Section,
    Separator,
    Span,
    SpanKind,
    Table,
    Term,
    Text,
)
from pipeline.model.walk import AnyNode, children, descendants

_INLINE = (Text, LineBreak, Span, Link, NoteReference, Abbreviation, Ruby, Math, Image)
_BLOCK = (
    Section, Paragraph, Quote, CodeBlock, Separator, MathBlock, List, DefinitionList,
    Details, Figure, Callout, Table,
)  # fmt: skip
_SPACE = re.compile(r"[\t\n\r\f]|  ")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def violations(document: Document) -> list[str]:
    """Return one sentence for each breach, with the place in the source where it is known."""
    return [*_tree(document), *_ids(document), *_text(document), *_tables(document)]


def _at(node: Node) -> str:
    where = f" at {node.at.line}:{node.at.column}" if node.at else ""
    return f"{type(node).__name__}{where}"


def _tree(document: Document) -> Iterator[str]:
    """Check who holds whom, what may not be empty, and the nesting of sections and links."""
    if not document.title:
        yield "the title is empty"
    if not document.metadata.title.strip():
        yield "the title of the metadata is empty"
    for node in descendants(document):
        match node:
            case Paragraph() | CodeBlock() | Term() | Link() | Abbreviation():
                yield from _kinds(node, node.children, _INLINE)
                if not node.children:
                    yield f"{_at(node)}: no content"
            case Span():
                yield from _kinds(node, node.children, _INLINE)
                if not node.children and (node.kind is not SpanKind.PLAIN or node.id is None):
                    yield f"{_at(node)}: an empty span of kind {node.kind.value}"
                if node.kind is SpanKind.PLAIN and not (node.lang or node.id or node.direction):
                    yield f"{_at(node)}: a plain span that carries nothing"
            case Ruby():
                yield from _kinds(node, node.children + node.reading, _INLINE)
            case Section():
                yield from _kinds(node, node.title, _INLINE)
                yield from _kinds(node, node.children, _BLOCK)
                if not node.title:
                    yield f"{_at(node)}: a section without title"
                for child in node.children:
                    if isinstance(child, Section) and child.level <= node.level:
                        yield f"{_at(child)}: level {child.level} in a section of {node.level}"
            case Quote() | Callout() | Definition() | Cell() | Note() | ListItem():
                yield from _kinds(node, node.children, _BLOCK)
                if not node.children and not isinstance(node, (Cell, Note)):
                    yield f"{_at(node)}: no content"
            case Details():
                yield from _kinds(node, node.children, _BLOCK)
                if not node.summary:
                    yield f"{_at(node)}: details without summary"
            case Figure():
                yield from _kinds(node, node.children + node.caption, _BLOCK)
                if not node.children:
                    yield f"{_at(node)}: a figure of nothing"
            case List():
                if not node.items:
                    yield f"{_at(node)}: a list without items"
            case DefinitionEntry():
                if not node.terms and not node.definitions:
                    yield f"{_at(node)}: an empty entry"
            case DefinitionList():
                if not node.entries:
                    yield f"{_at(node)}: a definition list without entries"
            case Table():
                yield from _kinds(node, node.caption, _BLOCK)
                if any(isinstance(block, Section) for block in node.caption):
                    yield f"{_at(node)}: a section in a caption"
            case _:
                pass
        if isinstance(node, Link):
            for part in node.children:
                if any(isinstance(inner, Link) for inner in descendants(part)):
                    yield f"{_at(node)}: a link in a link"


def _kinds(node: Node, parts: tuple[AnyNode, ...], kinds: tuple[type, ...]) -> Iterator[str]:
    for part in parts:
        if not isinstance(part, kinds):
            yield f"{_at(node)}: holds a {type(part).__name__}"


def _ids(document: Document) -> Iterator[str]:
    """Check that ids are unique, and that what points somewhere arrives."""
    seen: dict[str, Node] = {}
    notes: set[str] = set()
    assets: dict[str, object] = {}
    for node in descendants(document):
        if node.id is not None:
            if node.id in seen:
                yield f"{_at(node)}: id {node.id!r} is taken by {_at(seen[node.id])}"
            seen[node.id] = node
            if not node.id or any(sign.isspace() for sign in node.id):
                yield f"{_at(node)}: {node.id!r} is no id"
        if isinstance(node, Note):
            if node.id is None:
                yield f"{_at(node)}: a note without id"
            else:
                notes.add(node.id)
        if isinstance(node, Image) and node.asset is not None:
            known = assets.setdefault(node.asset.name, node.asset)
            if known != node.asset:
                yield f"{_at(node)}: two assets are called {node.asset.name!r}"
            if node.asset.width <= 0 or node.asset.height <= 0:
                yield f"{_at(node)}: an asset without size"
    for node in descendants(document):
        if isinstance(node, NoteReference) and node.note not in notes:
            yield f"{_at(node)}: there is no note {node.note!r}"
        if (
            isinstance(node, Link)
            and isinstance(node.target, Anchor)
            and node.target.id not in seen
        ):
            yield f"{_at(node)}: nothing has the id {node.target.id!r}"


def _text(document: Document) -> Iterator[str]:
    """Check white space, neighbours, characters and languages."""
    yield from _leaf(document, document.title)
    stack: list[tuple[AnyNode, str]] = [(document, document.metadata.language)]
    while stack:
        node, lang = stack.pop()
        if node.lang is not None:
            if node.lang == lang and not isinstance(node, Document):
                yield f"{_at(node)}: lang {lang!r} says nothing new"
            lang = node.lang
        stack.extend((child, lang) for child in children(node))
        match node:
            case Paragraph() | Term():
                yield from _leaf(node, node.children)
            case Section():
                yield from _leaf(node, node.title)
            case Details():
                yield from _leaf(node, node.summary)
            case Text():
                if not node.text:
                    yield f"{_at(node)}: an empty text"
                if _FORBIDDEN.search(node.text):
                    yield f"{_at(node)}: a character that XML forbids"
            case Math() | MathBlock():
                yield from _math(node)
            case _:
                pass
        for item in fields(node):
            value = getattr(node, item.name)
            if isinstance(value, tuple):
                for before, after in pairwise(value):
                    if isinstance(before, Text) and isinstance(after, Text):
                        yield f"{_at(node)}: two texts stand side by side"


def _math(node: Math | MathBlock) -> Iterator[str]:
    try:
        root = ElementTree.fromstring(node.mathml)  # noqa: S314 - our own reader's output
    except ElementTree.ParseError as error:
        yield f"{_at(node)}: {error}"
        return
    if root.tag != "{http://www.w3.org/1998/Math/MathML}math":
        yield f"{_at(node)}: the root is {root.tag}"
    if not node.text.strip():
        yield f"{_at(node)}: no reading"


def _leaf(node: Node, inlines: tuple[Inline, ...]) -> Iterator[str]:
    """Check the white space of one run across its formats."""
    shown: list[str] = []
    stack: list[tuple[Inline, bool]] = [(child, False) for child in reversed(inlines)]
    while stack:
        current, code = stack.pop()
        match current:
            case Text():
                shown.append("c" * len(current.text) if code else current.text)
            case LineBreak():
                shown.append("\u2028")
            case Span():
                inner = code or current.kind is SpanKind.CODE
                stack.extend((child, inner) for child in reversed(current.children))
            case Link() | Abbreviation():
                stack.extend((child, code) for child in reversed(current.children))
            case _:
                shown.append("x")
    text = "".join(shown)
    if _SPACE.search(text):
        yield f"{_at(node)}: white space is not collapsed in {text[:60]!r}"
    if text.startswith((" ", "\u2028")) or text.endswith((" ", "\u2028")):
        yield f"{_at(node)}: white space at an end of {text[:60]!r}"
    if " \u2028" in text or "\u2028 " in text:
        yield f"{_at(node)}: white space beside a line break"
    if not text.strip():
        yield f"{_at(node)}: nothing to read"


def _tables(document: Document) -> Iterator[str]:
    """Check that grids are regular, and that ``headers`` name cells of their table."""
    for node in descendants(document):
        if not isinstance(node, Table):
            continue
        try:
            layout = grid(node)
        except ValueError as error:
            yield f"{_at(node)}: {error}"
            continue
        if not layout.slots:
            yield f"{_at(node)}: a table without cells"
        if not node.bodies:
            yield f"{_at(node)}: a table without body"
        if sum(node.columns) > layout.width:
            yield f"{_at(node)}: more columns in groups than in the grid"
        for row in (*node.head, *(r for body in node.bodies for r in body.rows), *node.foot):
            if not row.cells:
                yield f"{_at(node)}: a row in which no cell begins"
        names = {slot.cell.id for slot in layout.slots}
        for slot in layout.slots:
            for name in slot.cell.headers:
                if name not in names:
                    yield f"{_at(slot.cell)}: headers names {name!r}, which is not in the table"
