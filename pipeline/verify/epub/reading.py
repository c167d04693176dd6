"""XHTML to facts: what a reader of the book is told, in the order of the spine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from lxml import etree

from pipeline.model.labels import number
from pipeline.model.nodes import Numbering
from pipeline.model.walk import one_line
from pipeline.verify.epub.book import MATHML, XHTML, Book, local, words
from pipeline.verify.epub.cells import Headers, form
from pipeline.verify.facts import Fact, FactKind, runs, target_text

Item: TypeAlias = "str | etree._Element"
"""A piece of inline content: characters, or an element."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LEAVES = frozenset({"p", "dt", "pre", *_HEADINGS})
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "img",
        "ins",
        "kbd",
        "mark",
        "math",
        "q",
        "ruby",
        "rb",
        "rt",
        "rp",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
_KINDS = ("em", "strong", "code", "sub", "sup", "del", "ins", "mark", "q")
_NUMBERINGS = {
    "1": Numbering.DECIMAL,
    "a": Numbering.LOWER_ALPHA,
    "A": Numbering.UPPER_ALPHA,
    "i": Numbering.LOWER_ROMAN,
    "I": Numbering.UPPER_ROMAN,
}
_OWN_CLASSES = frozenset({"cover", "imprint", "note-label", "callout-label", "backlinks"})
"""Classes of what the writer adds: no words of the report."""
_OWN_ROLES = frozenset({"doc-cover", "doc-backlink", "doc-pagebreak"})


@dataclass(frozen=True, slots=True)
class State:
    """What an element inherits."""

    file: str
    lang: str
    depth: int = 0
    """Lists around it."""
    in_notes: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """A stretch of inline content: a paragraph, a heading, or text that stands loose."""

    items: tuple[Item, ...]
    state: State
    element: etree._Element | None
    """The element of which it is the whole content."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """An element that is no leaf, as it begins."""

    element: etree._Element
    state: State
    mark: str | None = None
    """Mark of a list item."""


@dataclass(slots=True)
class FoundNote:
    """A note, kept until the body has been read."""

    element: etree._Element
    state: State
    label: str


def read_book(book: Book) -> tuple[Fact, ...]:
    """Return the facts of a book."""
    return tuple(_Reading(book).all())


def content_pages(book: Book) -> Iterator[tuple[str, etree._Element]]:
    """Yield path and root of the files in the spine that hold the report."""
    names = {item.id: item.name for item in book.items}
    for name in (names.get(id, "") for id in book.spine):
        if name in book.pages and name != book.navigation:
            yield name, book.pages[name]


def is_own(element: etree._Element) -> bool:
    """Tell whether an element holds what the writer adds."""
    if element.get("hidden") is not None or element.get("role") in _OWN_ROLES:
        return True
    if not _OWN_CLASSES.isdisjoint(words(element, "class")):
        return True
    parent = element.getparent()
    return parent is not None and parent.get("role") == "doc-endnotes" and local(element) == "h2"


def walk(
    root: etree._Element, state: State, notes: list[FoundNote] | None = None
) -> Iterator[Leaf | Opened]:
    """Yield what stands in an element, in order, with an own stack.

    With ``notes`` the notes are gathered there; without, they are content like any other.
    """
    stack: list[Leaf | Opened] = list(reversed(_content(root, state)))
    while stack:
        current = stack.pop()
        if isinstance(current, Leaf):
            yield current
            continue
        element = current.element
        if notes is not None and (found := _as_note(current)) is not None:
            notes.append(found)
            continue
        yield current
        stack.extend(reversed(_content(element, current.state)))


def _as_note(opened: Opened) -> FoundNote | None:
    element = opened.element
    in_endnotes = opened.state.in_notes and local(element) == "li" and opened.state.depth == 1
    if not in_endnotes and element.get("role") != "doc-footnote":
        return None
    label = next((_string(p) for p in element if "note-label" in words(p, "class")), None)
    inner = replace(opened.state, depth=0, in_notes=False)
    return FoundNote(element, inner, label if label is not None else opened.mark or "")


def _content(element: etree._Element, state: State) -> list[Leaf | Opened]:
    """Return the leaves and elements directly in an element."""
    found: list[Leaf | Opened] = []
    loose: list[Item] = []
    state = replace(state, in_notes=state.in_notes or element.get("role") == "doc-endnotes")
    marks = iter(_marks(element)) if local(element) in ("ul", "ol") else None

    def close() -> None:
        if any(not isinstance(item, str) or item.strip() for item in loose):
            found.append(Leaf(tuple(loose), state, None))
        loose.clear()

    if element.text:
        loose.append(element.text)
    for child in element:
        name = local(child)
        if not name:
            pass
        elif child.tag == f"{MATHML}math" or (name in _INLINE and child.tag == XHTML + name):
            loose.append(child)
        else:
            close()
            inner = replace(state, lang=child.get("lang") or state.lang)
            mark = next(marks, "") if marks is not None and name == "li" else None
            if is_own(child):
                pass
            elif name in _LEAVES:
                found.append(Leaf(inline_items(child), inner, child))
            else:
                if name in ("ul", "ol"):
                    inner = replace(inner, depth=inner.depth + 1)
                found.append(Opened(child, inner, mark))
        if child.tail:
            loose.append(child.tail)
    close()
    return found


def inline_items(element: etree._Element) -> tuple[Item, ...]:
    """Return text and elements directly in an element."""
    found: list[Item] = [element.text] if element.text else []
    for child in element:
        if local(child):
            found.append(child)
        if child.tail:
            found.append(child.tail)
    return tuple(found)


def _marks(element: etree._Element) -> Iterator[str]:
    """Yield the mark of each item as HTML counts it."""
    items = [child for child in element if local(child) == "li"]
    if local(element) == "ul":
        mark = "" if "unmarked" in words(element, "class") else "•"
        yield from (mark for _ in items)
        return
    numbering = _NUMBERINGS.get(element.get("type", "1"), Numbering.DECIMAL)
    backwards = element.get("reversed") is not None
    current = int(element.get("start", str(len(items)) if backwards else "1"))
    for item in items:
        current = int(item.get("value", str(current)))
        yield number(current, numbering)
        current += -1 if backwards else 1


def _string(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext()).strip()


@dataclass(frozen=True, slots=True)
class _Atom:
    text: str
    lang: str
    kinds: frozenset[str]


def _atoms(leaf: Leaf) -> Iterator[_Atom | tuple[etree._Element, str]]:
    """Yield the characters of a leaf with their language and kinds, and its elements.

    An element comes before its content. What is no text of the report (labels of citations,
    readings of ruby, images) comes as an element only.
    """
    in_pre = leaf.element is not None and local(leaf.element) == "pre"
    none: frozenset[str] = frozenset()
    stack: list[tuple[Item, str, frozenset[str], bool]] = [
        (item, leaf.state.lang, none, True) for item in reversed(leaf.items)
    ]
    while stack:
        item, lang, kinds, shown = stack.pop()
        if isinstance(item, str):
            if shown:
                yield _Atom(item, lang, kinds)
            continue
        if is_own(item):
            continue
        outer, lang = lang, item.get("lang") or lang
        yield item, lang
        name = local(item)
        if item.tag == f"{MATHML}math":
            if shown:
                yield _Atom(item.get("alttext", ""), lang, kinds)
        elif name == "br":
            yield _Atom("\n", outer, kinds)
        elif name == "img" or is_image(item) or item.get("role") == "doc-noteref":
            pass
        else:
            block_code = in_pre and item.getparent() is leaf.element
            if name in _KINDS and not (name == "code" and block_code):
                kinds |= {name}
            shown = shown and name not in ("rt", "rp")
            stack.extend((inner, lang, kinds, shown) for inner in reversed(inline_items(item)))


def is_image(element: etree._Element) -> bool:
    """Tell whether an element stands for an image that the book does not hold."""
    return element.get("role") == "img" or "missing-image" in words(element, "class")


def alternative(element: etree._Element) -> str | None:
    """Return the alternative of an image, None where there is none."""
    if local(element) == "img":
        return element.get("alt")
    return element.get("aria-label") if element.get("role") == "img" else None


def leaf_text(leaf: Leaf) -> str:
    """Return the text of a leaf as the facts have it, before white space is joined."""
    return "".join(atom.text for atom in _atoms(leaf) if isinstance(atom, _Atom))


def element_text(element: etree._Element, state: State) -> str:
    """Return the text of the leaves in an element, parted by spaces."""
    return one_line(
        " ".join(leaf_text(part) for part in walk(element, state) if isinstance(part, Leaf))
    )


def is_read(element: etree._Element) -> bool:
    """Tell whether anything in a cell is read: text, an image, a formula, a citation."""
    if "".join(str(part) for part in element.itertext()).strip():
        return True
    return any(
        inner.tag == f"{MATHML}math" or (local(inner) == "img" and inner.get("alt") != "")
        for inner in element.iter()
    )


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
        waiting = {(note.state.file, note.element.get("id", "")): note for note in notes}
        for cited in self.cited:  # grows: a note may cite a further note
            note = waiting.pop(cited, None)
            if note is not None:
                yield from self.note(note, notes)
        for note in waiting.values():
            yield from self.note(note, notes)

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
        parts = list(_atoms(leaf))
        atoms = [part for part in parts if isinstance(part, _Atom)]
        raw = "".join(atom.text for atom in atoms)
        text = one_line(raw)
        name = "" if leaf.element is None else local(leaf.element)
        if leaf.element is not None and name in _HEADINGS:
            level = leaf.element.get("aria-level") or str(_HEADINGS[name])
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
            if not isinstance(part, _Atom):
                yield from self.element(*part, leaf.state)
        own = self.language.lower()
        for tag, run in runs((atom.lang, atom.text) for atom in atoms):
            if tag.lower() != own:
                yield Fact(FactKind.LANGUAGE, run, (tag,), place=place)
        for kind in _KINDS:
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
            yield Fact(FactKind.CITATION, _string(element), place=place)
        elif name == "img" or is_image(element):
            words = alternative(element)
            if words is None:
                yield Fact(FactKind.IMAGE, "", ("missing",), place=place)
            elif words:
                yield Fact(FactKind.IMAGE, one_line(words), place=place)
        elif name == "a" and (element.get("href") or element.get("data-address")):
            inner = Leaf(inline_items(element), replace(state, lang=lang), None)
            target = self._target(element, state.file)
            yield Fact(FactKind.LINK, _link_text(inner), (target,), place=place)
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
        """Find what stands at each id: the first text at or after it."""
        waiting: list[tuple[str, str]] = []
        for body, state in roots:
            for part in walk(body, state):
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


def _same(address: str, href: str) -> bool:
    """Tell whether two spellings of an address differ in percent-encoding alone."""
    return unquote_to_bytes(address.encode("utf-8", "replace")) == unquote_to_bytes(href)


def _link_text(leaf: Leaf) -> str:
    """Return the name of a link, with the alternatives of its images in place."""
    parts = []
    stack: list[Item] = list(reversed(leaf.items))
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            parts.append(item)
        elif item.tag == f"{MATHML}math":
            parts.append(item.get("alttext", ""))
        elif local(item) == "br":
            parts.append(" ")
        elif local(item) == "img" or is_image(item):
            parts.append(f" {alternative(item) or ''} ")
        elif not is_own(item) and item.get("role") != "doc-noteref":
            stack.extend(reversed(inline_items(item)))
    return one_line("".join(parts))
