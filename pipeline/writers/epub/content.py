"""What rendering knows and gathers: the book as it grows. Between names and navigation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from pipeline.diagnostics import Position
from pipeline.model.nodes import Asset, Image, Inline, Math, MathBlock, Node, NoteReference, Text
from pipeline.model.pages import PageMap, PageStart
from pipeline.model.walk import AnyNode, descendants, is_seen, raised, spoken
from pipeline.strings import Strings
from pipeline.writers.epub.markup import attribute, language, text
from pipeline.writers.epub.names import Names


@dataclass(frozen=True, slots=True)
class Context:
    """What a node inherits from those around it."""

    lang: str
    level: int = 1
    """Level of the heading it stands under."""
    in_link: bool = False
    in_label: bool = False
    """In an entry of the navigation: no links, no notes, no ids."""
    heading: str = ""
    """Id of the heading above, in the same file."""
    heading_words: str = ""
    listed: bool = True
    """Whether its headings and captions belong into the navigation; those of notes do not."""


Piece: TypeAlias = "str | tuple[AnyNode, Context]"
"""Finished XHTML, or a node still to be rendered."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation."""

    label: str
    """Finished XHTML."""
    words: str
    """The same as text, for the NCX."""
    address: str
    level: int = 1


@dataclass(slots=True)
class Content:
    """The state of one book while it is written."""

    strings: Strings
    names: Names
    assets: dict[str, str]
    """Path of each image in the package, by the name of the asset."""
    labels: dict[str, str]
    """Label of each note, by its id."""
    pages: dict[int, list[PageStart]]
    """Page starts by the identity of the leaf."""
    file: str = ""
    section_names: set[str] = field(default_factory=set)
    """What the named sections of the current file are called."""
    headings: list[Entry] = field(default_factory=list)
    tables: list[Entry] = field(default_factory=list)
    figures: list[Entry] = field(default_factory=list)
    breaks: list[Entry] = field(default_factory=list)
    titles: Counter[str] = field(default_factory=Counter)
    """The titles of files, and how many wished for each."""
    cited: Counter[str] = field(default_factory=Counter)
    described: dict[int, str] = field(default_factory=dict)
    """Id of the long description, by the identity of the image."""
    mathml: set[str] = field(default_factory=set)
    """Files that hold a formula."""
    relative_links: list[tuple[str, Position | None]] = field(default_factory=list)
    """Address and place of every link that leads nowhere from inside a book."""

    def begin(self, file: str) -> None:
        """Begin a file."""
        self.file = file
        self.section_names.clear()

    def id_of(self, node: Node, wish: str = "") -> str | None:
        """Return the value of a node's ``id`` attribute; with a wish there always is one."""
        if node.id is not None:
            return self.names.elements.get(node.id)
        return self.names.new(wish) if wish else None

    def id_attribute(self, node: Node, wish: str = "") -> str:
        """Return the ``id`` attribute of a node, or nothing."""
        found = self.id_of(node, wish)
        return "" if found is None else attribute("id", found)

    def image_path(self, asset: Asset) -> str:
        """Return the address of an image."""
        return self.assets[asset.name]

    def own_words(self, lang: str) -> str:
        """Return the language attributes for words of our own amid a passage in ``lang``."""
        own = self.strings.language
        return "" if lang.partition("-")[0].lower() == own else language(own)

    def own_label(self, words: str, lang: str) -> str:
        """Return words of our own as XHTML, marked where the book is in another language."""
        own = self.own_words(lang)
        return f'<span{own} dir="ltr">{text(words)}</span>' if own else text(words)

    def page_marks(self, leaf: Text | Math | MathBlock | Image) -> list[tuple[int, str]]:
        """Return the offsets in a leaf where pages begin, each with its marker (EN-05).

        A leaf gives its markers once: the same node in two places has no second page.
        """
        starts = self.pages.pop(id(leaf), [])
        return [(start.offset, self._page_mark(start)) for start in starts]

    def marks_before(self, nodes: Iterable[AnyNode]) -> str:
        """Return the markers of pages that begin with the very first leaf of some nodes.

        Set before a heading, caption or link instead of in it they are no part of its name.
        """
        if not self.pages:
            return ""
        first = next(
            (
                inner
                for node in nodes
                for inner in descendants(node)
                if isinstance(inner, Text | Math | MathBlock | Image | NoteReference)
            ),
            None,
        )
        starts = self.pages.get(id(first), [])
        marks = "".join(self._page_mark(start) for start in starts if start.offset == 0)
        if marks:
            self.pages[id(first)] = [start for start in starts if start.offset > 0]
        return marks

    def _page_mark(self, start: PageStart) -> str:
        name = self.names.new(f"page-{start.label}")
        self.breaks.append(Entry(text(start.label), start.label, f"{self.file}#{name}"))
        label = attribute("aria-label", start.label)
        return f'<span role="doc-pagebreak" epub:type="pagebreak" id="{name}"{label}></span>'


def heading_words(title: tuple[Inline, ...]) -> str:
    """Return what a heading is called; nothing where no word of it is seen."""
    words = spoken(title, raised)
    return words if is_seen(words) else ""


def starts_by_leaf(pages: PageMap | None) -> dict[int, list[PageStart]]:
    """Return the page starts by the identity of their leaf, in order of offset."""
    found: dict[int, list[PageStart]] = {}
    for start in pages.starts if pages is not None else ():
        found.setdefault(id(start.leaf), []).append(start)
    for starts in found.values():
        starts.sort(key=lambda start: start.offset)
    return found


def inside(context: Context, node: Node) -> Context:
    """Return the context of a node's content."""
    return context if node.lang is None else replace(context, lang=node.lang)
