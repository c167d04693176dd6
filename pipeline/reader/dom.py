"""Bytes to a tree of elements with their places. After ``source``, before everything else.

This is the only module that knows an HTML parser. The tree is the one that a browser builds
(WHATWG HTML, tree construction), as Beautiful Soup objects; every attribute value is a plain
string (``class`` too: see ``classes``). Why this parser:
``docs/decisions/0001-html-parser.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


def parse(data: bytes, *, encoding: str | None = None) -> Parsed:
    """Return the tree of a page; ``encoding`` goes before what the page declares."""
    document = turbohtml.parse(data, encoding=encoding, detect_encoding=True)
    return Parsed(BeautifulSoup("", builder=_Builder(document)), document.encoding or "UTF-8")


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


def texts(node: Tag) -> Iterator[NavigableString]:
    """Yield the text nodes under an element, in document order, at any depth."""
    for descendant in node.descendants:
        if isinstance(descendant, NavigableString) and is_text(descendant):
            yield descendant


class _Builder(HTMLTreeBuilder):
    """Makes Beautiful Soup's objects from the parser's nodes, without recursion."""

    NAME = "turbohtml"
    TRACKS_LINE_NUMBERS = True

    def __init__(self, document: turbohtml.Document) -> None:
        super().__init__(multi_valued_attributes={}, string_containers={})
        self._document = document

    def set_up_substitutions(self, tag: Tag) -> bool:  # noqa: ARG002
        return False

    def feed(self, markup: object) -> None:  # noqa: ARG002
        """Walk the finished tree with a stack of our own."""
        soup = self.soup
        assert soup is not None
        stack: list[Iterator[turbohtml.Node]] = [iter(self._document.children)]
        opened: list[Tag] = []
        while stack:
            node = next(stack[-1], None)
            match node:
                case None:
                    stack.pop()
                    if opened:
                        soup.popTag()
                        opened.pop()
                case turbohtml.Element():
                    place = node.position
                    tag = soup.handle_starttag(
                        node.tag,
                        _NAMESPACES[node.namespace],
                        None,
                        {name: _plain(value) for name, value in node.attrs.items()},
                        sourceline=place[0] if place else None,
                        sourcepos=place[1] if place else None,
                    )
                    assert tag is not None
                    opened.append(tag)
                    stack.append(iter(_content(node)))
                case turbohtml.Text():
                    soup.object_was_parsed(NavigableString(node.data))
                case turbohtml.Comment():
                    soup.object_was_parsed(Comment(node.data))
                case turbohtml.Doctype():
                    soup.object_was_parsed(
                        Doctype.for_name_and_ids(
                            node.name, node.public_id or "", node.system_id or ""
                        )
                    )
                case turbohtml.ProcessingInstruction():
                    soup.object_was_parsed(ProcessingInstruction(f"{node.target} {node.data}"))


def _plain(value: str | list[str] | None) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def _content(node: turbohtml.Element) -> list[turbohtml.Node]:
    children = list(node.children)
    if len(children) == 1 and isinstance(children[0], turbohtml.DocumentFragment):
        return list(children[0].children)
    return children
