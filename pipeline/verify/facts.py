"""What a document says, as a flat list that every format can be compared with.

``facts(document)`` is what must come out; each verifier reads its artefact back to the same
list, with other libraries than wrote it; ``compare.compare`` tells the difference. One idea finds
lost text, wrong order, lost alternatives, wrong header cells and lost languages in every
format.

Conventions that verifiers share:

- All text is ``one_line`` text, except CODE. Labels of citations are not part of the text
  around them; marks of list items are not part of the text of the item.
- Order: the body in reading order, then the notes in the order of their first citation
  (those never cited last, in the order of the document), wherever the artefact shows them.
- Words that a writer adds (contents, page numbers, running heads, the heading over notes,
  links back) are left out by their structure in the artefact, or declared to ``compare``.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from pipeline.diagnostics import Position
from pipeline.model.grid import grid
from pipeline.model.labels import BULLETS, is_ordered, number, values
from pipeline.model.nodes import (
    Abbreviation,
    Anchor,
    CodeBlock,
    Details,
    Document,
    Figure,
    Image,
    Inline,
    Link,
    List,
    Math,
    MathBlock,
    Note,
    NoteReference,
    Numbering,
    Paragraph,
    Ruby,
    Section,
    Span,
    SpanKind,
    Table,
    Term,
    Text,
    Url,
)
from pipeline.model.walk import (
    AnyNode,
    block_text,
    children,
    descendants,
    is_seen,
    one_line,
    plain,
    spoken,
)
from pipeline.verify.targets import targets

K = TypeVar("K")
Names: TypeAlias = tuple[str, ...]
"""Ids."""


class FactKind(enum.Enum):
    """The kinds of fact; beside each, what ``text`` and ``details`` hold."""

    TITLE = "title"
    """The title."""
    HEADING = "heading"
    """The heading; its level, from 2, as ``model.outline`` gives it."""
    TEXT = "text"
    """The text of a paragraph, title, heading, term, summary, caption, code block, formula."""
    ITEM = "item"
    """The mark of a list item: ``3``, ``c``, ``•`` for any bullet, nothing; its depth from 1."""
    TERM = "term"
    """A term of a definition list."""
    TABLE = "table"
    """The caption; rows and columns of the grid."""
    CELL = "cell"
    """The text of a data cell; the texts of its header cells in the grid's order."""
    HEADER = "header"
    """The text of a header cell; ``row`` or ``column``."""
    CAPTION = "caption"
    """A caption; ``table`` or ``figure``."""
    IMAGE = "image"
    """The alternative of an image that is not decorative; ``missing`` where it has none."""
    LINK = "link"
    """The text (or alternatives) of a link; its address, or ``#`` and what stands there."""
    CITATION = "citation"
    """The label of the note that is cited."""
    NOTE = "note"
    """The whole text of a note; its label."""
    LANGUAGE = "language"
    """A passage in another language than the document's; its tag."""
    EXPANSION = "expansion"
    """An abbreviation; its expansion."""
    EMPHASIS = "emphasis"
    """A stretch of text; the value of its ``SpanKind`` (all but PLAIN)."""
    MATH = "math"
    """The linear text of a formula."""
    CODE = "code"
    """The text of a code block, white space kept."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the document says."""

    kind: FactKind
    text: str
    details: tuple[str, ...] = ()
    at: Position | None = field(default=None, compare=False)
    """In the source, for expected facts."""
    place: str | None = field(default=None, compare=False)
    """In the artefact, for facts read back."""

    def __str__(self) -> str:
        """Return ``cell "42" ← "Year", "Total"``, as goldens and messages show it."""
        details = ", ".join(f'"{detail}"' for detail in self.details)
        return f'{self.kind.value} "{self.text}"' + (f" ← {details}" if details else "")


def facts(document: Document) -> tuple[Fact, ...]:
    """Return every fact of a document in the shared order."""
    return tuple(_Expected(document).all())


class _Expected:
    """Walks a document once; one method for each thing that yields facts."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document.metadata.language
        self.notes: dict[str, Note] = {}
        self.around: dict[str, tuple[str, int]] = {}
        """Language and heading level around each note: those of its table, if it has one."""
        self._find_notes()
        self.cited: list[str] = []
        self.targets = targets(document)

    def all(self) -> Iterator[Fact]:
        document = self.document
        lang = document.lang or self.language
        yield from self.leaf(document.kicker, lang, document.at)
        yield Fact(FactKind.TITLE, one_line(plain(document.title)), at=document.at)
        yield from self.leaf(document.title, lang, document.at)
        yield from self.leaf(document.subtitle, lang, document.at)
        for block in document.children:
            yield from self.block(block, lang, level=1, depth=0)
        for name in notes_in_order(self.cited, self.notes):
            yield from self.note(name)

    def _find_notes(self) -> None:
        lang = self.document.lang or self.language
        stack: list[tuple[AnyNode, str, int]] = [(self.document, lang, 1)]
        while stack:
            node, lang, level = stack.pop()
            lang = node.lang or lang
            level += isinstance(node, Section)
            if isinstance(node, Note) and node.id:
                self.notes[node.id] = node
                self.around[node.id] = (lang, level)
            stack.extend((child, lang, level) for child in reversed(children(node)))

    def note(self, name: str) -> Iterator[Fact]:
        note, (lang, level) = self.notes[name], self.around[name]
        yield Fact(FactKind.NOTE, block_text(note.children), (note.label,), at=note.at)
        for block in note.children:
            yield from self.block(block, lang, level, depth=0)

    def block(self, node: AnyNode, lang: str, level: int, depth: int) -> Iterator[Fact]:
        lang = node.lang or lang
        match node:
            case Note():
                return
            case Paragraph() | CodeBlock() | Term():
                yield from self.leaf(node.children, lang, node.at)
                if isinstance(node, CodeBlock):
                    yield Fact(FactKind.CODE, plain(node.children), at=node.at)
                if isinstance(node, Term):
                    yield Fact(FactKind.TERM, one_line(plain(node.children)), at=node.at)
                return
            case MathBlock():
                yield from self.leaf((Math(node.mathml, node.text),), lang, node.at)
                return
            case Section():
                level += 1
                title = one_line(plain(node.title))
                yield Fact(FactKind.HEADING, title, (str(level),), at=node.at)
                yield from self.leaf(node.title, lang, node.at)
                below: tuple[AnyNode, ...] = node.children
            case Details():
                yield from self.leaf(node.summary, lang, node.at)
                below = node.children
            case List():
                for mark, item in zip(_marks(node), node.items, strict=True):
                    yield Fact(FactKind.ITEM, mark, (str(depth + 1),), at=item.at)
                    for block in item.children:
                        yield from self.block(block, item.lang or lang, level, depth + 1)
                return
            case Table():
                yield from self.table(node)
                below = children(node)
            case Figure():
                for shown in node.children:
                    yield from self.block(shown, lang, level, depth)
                if node.caption:
                    text = block_text(node.caption)
                    yield Fact(FactKind.CAPTION, text, ("figure",), at=node.at)
                below = children(node)[len(node.children) :]
            case _:
                below = children(node)
        for child in below:
            yield from self.block(child, lang, level, depth)

    def table(self, table: Table) -> Iterator[Fact]:
        layout = grid(table)
        caption = block_text(table.caption)
        size = (str(layout.height), str(layout.width))
        yield Fact(FactKind.TABLE, caption, size, at=table.at)
        if table.caption:
            yield Fact(FactKind.CAPTION, caption, ("table",), at=table.at)
        texts = {slot.place: block_text(slot.cell.children) for slot in layout.slots}
        for slot in layout.slots:
            text = texts[slot.place]
            if slot.cell.header is None:
                names = tuple(texts[header.place] for header in layout.headers[slot.place])
                yield Fact(FactKind.CELL, text, names, at=slot.cell.at)
            else:
                scope = layout.scopes[slot.place].value.removesuffix("group")
                direction = "row" if scope == "row" else "column"
                yield Fact(FactKind.HEADER, text, (direction,), at=slot.cell.at)

    def leaf(self, inlines: tuple[Inline, ...], lang: str, at: Position | None) -> Iterator[Fact]:
        """Yield the facts of a leaf block: its text, then what stands in it."""
        text = one_line(plain(inlines))
        if text:
            yield Fact(FactKind.TEXT, text, at=at)
        for child in inlines:
            for node in descendants(child):
                yield from self.inline(node, at)
        atoms = list(_atoms(inlines, lang))
        yield from (
            Fact(FactKind.LANGUAGE, run, (tag,), at=at)
            for tag, run in runs((atom.lang, atom.text) for atom in atoms)
            if tag.lower() != self.language.lower()
        )
        kinds = {kind for atom in atoms for kind in atom.kinds}
        for kind in SpanKind if kinds else ():
            if kind in kinds and kind is not SpanKind.PLAIN:
                yield from (
                    Fact(FactKind.EMPHASIS, run, (kind.value,), at=at)
                    for inside, run in runs((kind in atom.kinds, atom.text) for atom in atoms)
                    if inside
                )

    def inline(self, node: AnyNode, at: Position | None) -> Iterator[Fact]:
        at = node.at or at
        match node:
            case Link():
                match node.target:
                    case Url(address):
                        target = address
                    case Anchor(id=name):
                        target = self.targets[name]
                yield Fact(FactKind.LINK, spoken(node.children), (target,), at=at)
            case NoteReference():
                self.cited.append(node.note)
                yield Fact(FactKind.CITATION, self.notes[node.note].label, at=at)
            case Abbreviation():
                text = one_line(plain(node.children))
                yield Fact(FactKind.EXPANSION, text, (node.expansion,), at=at)
            case Math():
                yield Fact(FactKind.MATH, one_line(node.text), at=at)
            case Image() if node.alternative is None:
                yield Fact(FactKind.IMAGE, "", ("missing",), at=at)
            case Image() if node.alternative:
                yield Fact(FactKind.IMAGE, one_line(node.alternative), at=at)
            case _:
                pass


def _marks(node: List) -> Iterator[str]:
    if not is_ordered(node):
        mark = "" if node.numbering is Numbering.NONE else BULLETS[Numbering.DISC]
        yield from (mark for _ in node.items)
    else:
        yield from (number(value, node.numbering) for value in values(node))


@dataclass(frozen=True, slots=True)
class _Atom:
    text: str
    lang: str
    kinds: frozenset[SpanKind]


def _atoms(inlines: tuple[Inline, ...], lang: str) -> Iterator[_Atom]:
    none: frozenset[SpanKind] = frozenset()
    stack = [(node, lang, none) for node in reversed(inlines)]
    while stack:
        node, outer, kinds = stack.pop()
        lang = node.lang or outer
        match node:
            case Text() | Math():
                yield _Atom(node.text, lang, kinds)
            case Span():
                kinds |= {node.kind}
                stack.extend((child, lang, kinds) for child in reversed(node.children))
            case Link() | Abbreviation() | Ruby():
                stack.extend((child, lang, kinds) for child in reversed(node.children))
            case NoteReference() | Image():
                pass
            case _:
                yield _Atom(" ", outer, kinds)


def notes_in_order(cited: Sequence[K], every: Iterable[K]) -> Iterator[K]:
    """Yield each note once: in the order of citations, then what is not cited and what that cites.

    Verifiers use it too. Both may grow while a note is read, which may cite and hold others.
    """
    done: set[K] = set()
    place = 0
    others = iter(every)
    while True:
        if place < len(cited):
            note = cited[place]
            place += 1
        else:
            further = next(others, None)
            if further is None:
                return
            note = further
        if note not in done:
            done.add(note)
            yield note


def runs(pairs: Iterable[tuple[K, str]]) -> Iterator[tuple[K, str]]:
    """Join neighbours of the same key; what is not seen neither parts nor makes a run.

    Verifiers use it too, so that the spans of a format need not be those of the source. For
    the same reason a run neither begins nor ends with what is not seen.
    """
    run: tuple[K, str] | None = None
    for key, piece in pairs:
        if run is None:
            run = (key, piece) if _seen(piece) else None
        elif run[0] == key or not _seen(piece):
            run = (run[0], run[1] + piece)
        else:
            yield run[0], one_line(_seen(run[1]))
            run = (key, piece)
    if run is not None:
        yield run[0], one_line(_seen(run[1]))


def _seen(text: str) -> str:
    """Return text without the spaces and characters of format at its ends."""
    start, end = 0, len(text)
    while start < end and not is_seen(text[start]):
        start += 1
    while start < end and not is_seen(text[end - 1]):
        end -= 1
    return text[start:end]
