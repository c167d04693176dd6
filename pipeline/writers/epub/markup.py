"""The small change of XHTML: escaping, start tags, languages."""

from __future__ import annotations

from pipeline.model.nodes import Direction, Node

_REPLACED = {
    code: "\ufffd"
    for code in (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
    if code not in (0x09, 0x0A)
}
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"}) | _REPLACED
_IN_ATTRIBUTE = _IN_TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def text(content: str) -> str:
    """Return characters as XML text; what XML cannot hold becomes U+FFFD, and so is seen."""
    return content.translate(_IN_TEXT)


def attribute(name: str, value: str) -> str:
    """Return `` name="value"`` with a space before it."""
    return f' {name}="{value.translate(_IN_ATTRIBUTE)}"'


def language(tag: str) -> str:
    """Return both language attributes: HTML's and XML's (ES-07)."""
    return attribute("lang", tag) + attribute("xml:lang", tag)


def passage(node: Node) -> str:
    """Return the language and direction attributes of a node that differs from its parent."""
    found = "" if node.lang is None else language(node.lang)
    return found + ("" if node.direction is None else f' dir="{node.direction.value}"')


def page(
    *,
    lang: str,
    direction: Direction,
    title: str,
    body: str,
) -> bytes:
    """Return a whole XHTML file."""
    turned = ' dir="rtl"' if direction is Direction.RIGHT_TO_LEFT else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<!DOCTYPE html>\n"
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f"{language(lang)}{turned}>\n"
        f"<head>\n<title>{text(title)}</title>\n"
        '<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n'
        f"<body>\n{body}</body>\n</html>\n"
    ).encode()
