"""Elements by what they are for the walk. Beside ``walk``: names, no decisions about a page."""

from __future__ import annotations

from itertools import islice

from bs4 import Tag

from pipeline.diagnostics import Position
from pipeline.model.nodes import SpanKind
from pipeline.reader.page.dom import position

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "col", "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "html", "legend", "li", "listing", "main", "menu", "nav", "noframes", "ol", "optgroup",
    "option", "p", "plaintext", "pre", "search", "section", "summary", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul", "xmp", "gcds-alert", "gcds-card", "gcds-container",
    "gcds-details", "gcds-fieldset", "gcds-grid", "gcds-grid-col", "gcds-heading", "gcds-notice",
    "gcds-text", "gcds-stepper",
})  # fmt: skip
"""What begins and ends a paragraph (HTML, "Rendering", 15.3; and the components of canada.ca)."""

SPANS = {
    "em": SpanKind.EMPHASIS,
    "i": SpanKind.EMPHASIS,
    "cite": SpanKind.EMPHASIS,
    "dfn": SpanKind.EMPHASIS,
    "var": SpanKind.EMPHASIS,
    "strong": SpanKind.STRONG,
    "b": SpanKind.STRONG,
    "code": SpanKind.CODE,
    "kbd": SpanKind.CODE,
    "samp": SpanKind.CODE,
    "tt": SpanKind.CODE,
    "sub": SpanKind.SUBSCRIPT,
    "sup": SpanKind.SUPERSCRIPT,
    "del": SpanKind.DELETED,
    "s": SpanKind.DELETED,
    "strike": SpanKind.DELETED,
    "ins": SpanKind.INSERTED,
    "mark": SpanKind.MARKED,
}
"""Inline elements with one meaning."""

PLAIN = frozenset({
    "a", "abbr", "acronym", "basefont", "bdi", "bdo", "big", "blink", "data", "font", "label",
    "nobr", "output", "q", "small", "span", "time", "u", "wbr", "marquee", "meter", "progress",
    "rb", "rt", "rbc", "picture", "slot", "map", "rtc", "mjx-container", "gcds-text", "gcds-link",
    "gcds-sr-only",
})  # fmt: skip
"""Inline elements that are known, and whose text is read as it stands."""

SILENT = frozenset({
    "script", "style", "template", "noscript", "link", "meta", "title", "base", "head", "param",
    "source", "track", "col", "colgroup", "frame", "basefont", "datalist",
    "noembed",
})  # fmt: skip
"""What holds no text for a reader (``template`` and scripts: for programs)."""

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


WHITE_SPACE = " \t\n\r\f"
"""HTML's white space: what collapses; a no-break space is none of it."""


def attribute(tag: Tag, name: str) -> str | None:
    """Return the value of an attribute; None when it is absent."""
    value = tag.attrs.get(name)
    return value if value is None or isinstance(value, str) else " ".join(value)


def classes(tag: Tag) -> frozenset[str]:
    """Return the class names of an element in lower case."""
    value = attribute(tag, "class")
    return frozenset(value.lower().split()) if value else frozenset()


def role(tag: Tag) -> str:
    """Return the first ARIA role of an element, empty where it has none."""
    value = attribute(tag, "role")
    return value.split()[0].lower() if value and value.strip() else ""


def opening_text(tag: Tag, length: int = 400) -> str:
    """Return the beginning of an element's text; what is longer is not compared with."""
    parts: list[str] = []
    total = 0
    for text in islice(tag.strings, length):
        parts.append(text)
        total += len(text)
        if total > length:
            break
    return "".join(parts)


def place_of(tag: Tag | None) -> Position | None:
    """Return where an element begins, or the next around it where the parser implied it."""
    while tag is not None:
        at = position(tag)
        if at is not None:
            return at
        tag = tag.parent
    return None
