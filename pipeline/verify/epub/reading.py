"""XHTML to facts: what a reader of the book is told, in the order of the spine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import unquote_to_bytes

from lxml import etree

from pipeline.model.walk import one_line
from pipeline.verify.epub.book import MATHML, XHTML, Book, local
from pipeline.verify.epub.cells import Headers, form
from pipeline.verify.epub.leaves import (
    HEADINGS,
    KINDS,
    Atom,
    FoundNote,
    Item,
    Leaf,
    Opened,
    State,
    alternative,
    atoms_of,
    content_pages,
    element_text,
    inline_items,
    is_image,
    is_read,
    leaf_text,
    link_text,
    string_of,
    walk,
)
from pipeline.verify.facts import Fact, FactKind, notes_in_order, runs
from pipeline.verify.targets import target_text


def read_book(book: Book) -> tuple[Fact, ...]:
    """Return the facts of a book."""
    return tuple(_Reading(book).all())


@dataclass(slots=True)
class _Reading:
    book: Book
    targets: dict[tuple[str, str], str] = field(default_factory=dict)
    cited: list[tuple[str, str]] = field(default_factory=list)
    language: str = ""

    def all(self) -> Iterator[Fact]:
        self.language = next(iter(self.book.values("dc:language")), "")
        roots = []
        for name, root in content_pages(self.book):
            body = root.find(f"{XHTML}body")
            if body is not None:
                lang = body.get("lang") or root.get("lang") or self.language
                roots.append((body, State(name, lang)))
        self._find_targets(roots)
        notes: list[FoundNote] = []
        for body, state in roots:
            yield from self.blocks(body, state, notes)
        found: dict[tuple[str, str], FoundNote] = {}
        known = 0
        for key in notes_in_order(self.cited, map(_key, notes)):
            found.update((_key(note), note) for note in notes[known:])
            known = len(notes)
            if key in found:
                yield from self.note(found[key], notes)

    def note(self, note: FoundNote, notes: list[FoundNote]) -> Iterator[Fact]:
        text = element_text(note.element, note.state)
        yield Fact(FactKind.NOTE, text, (note.label,), place=note.state.file)
        yield from self.blocks(note.element, note.state, notes)

    def blocks(self, root: etree._Element, state: State, notes: list[FoundNote]) -> Iterator[Fact]:
        for part in walk(root, state, notes):
            if isinstance(part, Leaf):
                yield from self.leaf(part)
                continue
            place = part.state.file
            match local(part.element):
                case "li":
                    details = (str(part.state.depth),)
                    yield Fact(FactKind.ITEM, part.mark or "", details, place=place)
                case "table":
                    yield from self.table(part)
                case "figcaption":
                    text = element_text(part.element, part.state)
                    yield Fact(FactKind.CAPTION, text, ("figure",), place=place)
                case _:
                    pass

    def table(self, opened: Opened) -> Iterator[Fact]:
        element, state, place = opened.element, opened.state, opened.state.file
        table = form(element)
        caption = next((child for child in element if local(child) == "caption"), None)
        text = "" if caption is None else element_text(caption, state)
        size = (str(table.height), str(table.width))
        yield Fact(FactKind.TABLE, text, size, place=place)
        if caption is not None:
            yield Fact(FactKind.CAPTION, text, ("table",), place=place)
        headers = Headers(table, lambda cell: not is_read(cell))
        texts = {id(cell): element_text(cell.element, state) for cell in table.cells}
        for cell in table.cells:
            if cell.is_header:
                details: tuple[str, ...] = (headers.direction(cell),)
                yield Fact(FactKind.HEADER, texts[id(cell)], details, place=place)
            else:
                details = tuple(texts[id(header)] for header in headers.of(cell))
                yield Fact(FactKind.CELL, texts[id(cell)], details, place=place)

    def leaf(self, leaf: Leaf) -> Iterator[Fact]:
        place = leaf.state.file
        parts = list(atoms_of(leaf))
        atoms = [part for part in parts if isinstance(part, Atom)]
        raw = "".join(atom.text for atom in atoms)
        text = one_line(raw)
        name = "" if leaf.element is None else local(leaf.element)
        if leaf.element is not None and name in HEADINGS:
            level = leaf.element.get("aria-level") or str(HEADINGS[name])
            if level == "1":
                yield Fact(FactKind.TITLE, text, place=place)
            else:
                yield Fact(FactKind.HEADING, text, (level,), place=place)
        if text:
            yield Fact(FactKind.TEXT, text, place=place)
        if name == "pre":
            yield Fact(FactKind.CODE, raw, place=place)
        elif name == "dt" and leaf.items:
            yield Fact(FactKind.TERM, text, place=place)
        for part in parts:
            if not isinstance(part, Atom):
                yield from self.element(*part, leaf.state)
        own = self.language.lower()
        for tag, run in runs((atom.lang, atom.text) for atom in atoms):
            if tag.lower() != own:
                yield Fact(FactKind.LANGUAGE, run, (tag,), place=place)
        for kind in KINDS:
            for inside, run in runs((kind in atom.kinds, atom.text) for atom in atoms):
                if inside:
                    yield Fact(FactKind.EMPHASIS, run, (kind,), place=place)

    def element(self, element: etree._Element, lang: str, state: State) -> Iterator[Fact]:
        place = state.file
        name = local(element)
        if element.tag == f"{MATHML}math":
            yield Fact(FactKind.MATH, one_line(element.get("alttext", "")), place=place)
        elif element.get("role") == "doc-noteref":
            self.cited.append(self.book.resolve(state.file, element.get("href", "")))
            yield Fact(FactKind.CITATION, string_of(element), place=place)
        elif name == "img" or is_image(element):
            words = alternative(element)
            if words is None:
                yield Fact(FactKind.IMAGE, "", ("missing",), place=place)
            elif words:
                yield Fact(FactKind.IMAGE, one_line(words), place=place)
        elif name == "a" and (element.get("href") or element.get("data-address")):
            inner = Leaf(inline_items(element), replace(state, lang=lang), None)
            target = self._target(element, state.file)
            yield Fact(FactKind.LINK, link_text(inner), (target,), place=place)
        elif name == "abbr" and element.get("title") is not None:
            inner = Leaf(inline_items(element), replace(state, lang=lang), None)
            text = one_line(leaf_text(inner))
            yield Fact(FactKind.EXPANSION, text, (element.get("title", ""),), place=place)

    def _target(self, element: etree._Element, file: str) -> str:
        href = element.get("href")
        source = element.get("data-address")
        if href is None:
            return source or ""
        if ":" in href.partition("#")[0].partition("/")[0]:
            # The source's own spelling counts if it leads to the same place.
            return source if source and _same(source, href) else href
        return self.targets.get(self.book.resolve(file, href), f"# nothing at {href}")

    def _find_targets(self, roots: list[tuple[etree._Element, State]]) -> None:
        """Find what stands at each id: the first text at or after it; notes stand apart."""
        notes: list[FoundNote] = []
        self._find_in(roots, [], notes)
        for note in notes:  # more are added as they are met
            name = (note.state.file, note.element.get("id", ""))
            self._find_in([(note.element, note.state)], [name], notes)

    def _find_in(
        self,
        roots: list[tuple[etree._Element, State]],
        waiting: list[tuple[str, str]],
        notes: list[FoundNote],
    ) -> None:
        for body, state in roots:
            for part in walk(body, state, notes):
                elements: list[Item] = []
                if part.element is not None:
                    elements.append(part.element)
                if isinstance(part, Leaf):
                    elements += part.items
                for item in elements:
                    if isinstance(item, str):
                        continue
                    below = item.iter() if isinstance(part, Leaf) else (item,)
                    waiting += [(state.file, name) for inner in below if (name := inner.get("id"))]
                if isinstance(part, Leaf) and (text := one_line(leaf_text(part))):
                    self.targets.update((name, target_text(text)) for name in waiting)
                    waiting.clear()
        self.targets.update((name, "#") for name in waiting)


def _key(note: FoundNote) -> tuple[str, str]:
    return note.state.file, note.element.get("id", "")


def _same(address: str, href: str) -> bool:
    """Tell whether two spellings of an address differ in percent-encoding alone."""
    return unquote_to_bytes(address.encode("utf-8", "replace")) == unquote_to_bytes(href)
