"""XHTML to leaves: stretches of inline content in the order of the book, and what is around.

What the writer adds is left out here, by its structure; notes can be set aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from lxml import etree

from pipeline.model.labels import number
from pipeline.model.nodes import Numbering
from pipeline.model.walk import one_line
from pipeline.verify.epub.book import MATHML, XHTML, Book, local, words

Item: TypeAlias = "str | etree._Element"
"""A piece of inline content: characters, or an element."""

HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LEAVES = frozenset({"p", "dt", "pre", *HEADINGS})
_INLINE = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins",
    "kbd", "mark", "math", "q", "ruby", "rb", "rt", "rp", "s", "samp", "small", "span",
    "strong", "sub", "sup", "time", "u", "var", "wbr",
))  # fmt: skip
KINDS = ("em", "strong", "code", "sub", "sup", "del", "ins", "mark", "q")
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
    label = next((string_of(p) for p in element if "note-label" in words(p, "class")), None)
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


def string_of(element: etree._Element) -> str:
    """Return all characters in an element."""
    return "".join(str(part) for part in element.itertext()).strip()


_READINGS = frozenset({"rt", "rp"})
"""What stands beside the base text of a ruby."""


@dataclass(frozen=True, slots=True)
class Atom:
    """Characters of one language and of the same kinds of emphasis."""

    text: str
    lang: str
    kinds: frozenset[str]


def atoms_of(leaf: Leaf) -> Iterator[Atom | tuple[etree._Element, str]]:
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
                yield Atom(item, lang, kinds)
            continue
        if is_own(item):
            continue
        outer, lang = lang, item.get("lang") or lang
        yield item, lang
        name = local(item)
        if item.tag == f"{MATHML}math":
            if shown:
                yield Atom(item.get("alttext", ""), lang, kinds)
        elif name == "br":
            yield Atom("\n", outer, kinds)
        elif name == "img" or is_image(item) or item.get("role") == "doc-noteref":
            pass
        else:
            block_code = in_pre and item.getparent() is leaf.element
            if name in KINDS and not (name == "code" and block_code):
                kinds |= {name}
            shown = shown and name not in _READINGS
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
    return "".join(atom.text for atom in atoms_of(leaf) if isinstance(atom, Atom))


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


def link_text(leaf: Leaf) -> str:
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
            if (words := alternative(item)) != "":
                parts.append(f" {words or ''} ")
        elif is_own(item) or item.get("role") == "doc-noteref" or local(item) in _READINGS:
            pass
        else:
            stack.extend(reversed(inline_items(item)))
    return one_line("".join(parts))
