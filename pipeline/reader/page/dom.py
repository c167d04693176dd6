"""Bytes to a tree of elements with their places. After ``source``, before everything else.

This is the only module that knows an HTML parser. The tree is the one that a browser builds
(WHATWG HTML, tree construction), as Beautiful Soup objects; every attribute value is a plain
string (``class`` too: see ``classes``). Why this parser:
``docs/decisions/0001-html-parser.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import turbohtml
from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLTreeBuilder
from bs4.element import (
    Comment,
    Doctype,
    NavigableString,
    PreformattedString,
    ProcessingInstruction,
)

from pipeline.diagnostics import Diagnostic, Position
from pipeline.errors import SourceError
from pipeline.reader.page.encoding import decode
from pipeline.reader.page.xhtml import original_column, prepare

HTML = "http://www.w3.org/1999/xhtml"
SVG = "http://www.w3.org/2000/svg"
MATHML = "http://www.w3.org/1998/Math/MathML"

_NAMESPACES = {
    turbohtml.Namespace.HTML: HTML,
    turbohtml.Namespace.SVG: SVG,
    turbohtml.Namespace.MATHML: MATHML,
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page as a tree."""

    soup: BeautifulSoup
    encoding: str
    """Of the bytes, a WHATWG name such as ``UTF-8`` or ``windows-1252``."""
    diagnostics: tuple[Diagnostic, ...] = ()
    front_matter: str = ""
    """A YAML block before the page (a static site's own data), not part of the tree."""


def parse(data: bytes, *, encoding: str | None = None, nodes: int | None = None) -> Parsed:
    """Return the tree of a page; ``encoding`` goes before what the page declares.

    Raises ``SourceError`` when the page has more than ``nodes`` elements and texts.
    """
    decoded = decode(data, encoding)
    prepared = prepare(decoded.text)
    soup = grow(turbohtml.parse(prepared.text), shifts=prepared.shifts, limit=nodes)
    return Parsed(soup, decoded.encoding, decoded.diagnostics, prepared.front_matter)


def grow(
    root: turbohtml.Node,
    *,
    shifts: Mapping[int, Sequence[tuple[int, int]]] = MappingProxyType({}),
    limit: int | None = None,
) -> BeautifulSoup:
    """Return the parser's tree as Beautiful Soup's; ``shifts`` as in ``xhtml.Prepared``."""
    return BeautifulSoup("", builder=_Builder(root, shifts, limit))


def position(node: Tag) -> Position | None:
    """Return where the element's start tag begins; None for one that the parser implied."""
    if node.sourceline is None:
        return None
    return Position(node.sourceline, (node.sourcepos or 0) + 1)


def attribute(node: Tag, name: str) -> str | None:
    """Return the value of an attribute as the source has it; None when it is absent."""
    value = node.attrs.get(name)
    return value if value is None or isinstance(value, str) else " ".join(value)


def classes(node: Tag) -> list[str]:
    """Return the class names of an element."""
    return (attribute(node, "class") or "").split()


def is_text(node: object) -> bool:
    """Tell character data from elements, comments and declarations."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)


def elements(node: Tag) -> Iterator[Tag]:
    """Yield the elements under an element, in document order, at any depth."""
    waiting = [iter(node.contents)]
    while waiting:
        for child in waiting[-1]:
            if isinstance(child, Tag):
                yield child
                if child.contents:
                    waiting.append(iter(child.contents))
                    break
        else:
            waiting.pop()


def texts(node: Tag) -> Iterator[NavigableString]:
    """Yield the text nodes under an element, in document order, at any depth."""
    for descendant in node.descendants:
        if isinstance(descendant, NavigableString) and is_text(descendant):
            yield descendant


class _Builder(HTMLTreeBuilder):
    """Makes Beautiful Soup's objects from the parser's nodes, without recursion."""

    NAME = "turbohtml"
    TRACKS_LINE_NUMBERS = True

    def __init__(
        self,
        root: turbohtml.Node,
        shifts: Mapping[int, Sequence[tuple[int, int]]],
        limit: int | None,
    ) -> None:
        super().__init__(multi_valued_attributes={}, string_containers={})
        self._root = root
        self._shifts = shifts
        self._limit = limit

    def set_up_substitutions(self, tag: Tag) -> bool:  # noqa: ARG002
        return False

    def feed(self, markup: object) -> None:  # noqa: ARG002
        """Walk the finished tree with a stack of our own."""
        soup = self.soup
        assert soup is not None
        of_html = turbohtml.Namespace.HTML  # nearly always; an enumeration is slow to look up
        stack: list[Iterator[turbohtml.Node]] = [iter(self._root.children)]
        opened: list[Tag] = []
        left = self._limit if self._limit is not None else -1
        while stack:
            node = next(stack[-1], None)
            if left == 0:
                raise SourceError(
                    f"has more than {self._limit:,} elements and texts",
                    hint="split the page, or raise the limit: --limit nodes=NUMBER",
                )
            left -= node is not None
            match node:
                case None:
                    stack.pop()
                    if opened:
                        soup.popTag()
                        opened.pop()
                case turbohtml.Element():
                    space = node.namespace
                    line, column = node.position or (None, None)
                    if line is not None and column is not None and line in self._shifts:
                        column = original_column(self._shifts[line], column)
                    tag = soup.handle_starttag(
                        node.tag,
                        HTML if space is of_html else _NAMESPACES[space],
                        None,
                        {
                            name: value if isinstance(value, str) else node.attr(name) or ""
                            for name, value in node.attrs.items()
                        },
                        sourceline=line,
                        sourcepos=column,
                    )
                    assert tag is not None
                    opened.append(tag)
                    stack.append(iter(_content(node)))
                case turbohtml.Text():
                    soup.object_was_parsed(NavigableString(node.data))
                case turbohtml.Comment():
                    soup.object_was_parsed(Comment(node.data))
                case turbohtml.Doctype():
                    identifiers = (node.public_id, node.system_id)
                    soup.object_was_parsed(Doctype.for_name_and_ids(node.name, *identifiers))
                case turbohtml.ProcessingInstruction():
                    soup.object_was_parsed(ProcessingInstruction(f"{node.target} {node.data}"))


def _content(node: turbohtml.Element) -> list[turbohtml.Node]:
    children = list(node.children)
    if len(children) == 1 and isinstance(children[0], turbohtml.DocumentFragment):
        return list(children[0].children)
    return children
