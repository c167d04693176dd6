"""Drawings that stand in the page as SVG. A handler of ``walk``."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.diagnostics import Rule, Severity
from pipeline.model.nodes import Asset
from pipeline.model.walk import one_line
from pipeline.reader.elements import attribute, role
from pipeline.reader.flow import Flow, State
from pipeline.reader.images import images
from pipeline.reader.images.assets import NoImageError
from pipeline.reader.images.vector import SVG, XLINK
from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.page.dom import HTML, is_text
from pipeline.reader.text.inlines import cleaned

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

IN_DRAWING = ExclusionRule("in-drawing", "Text inside a drawing, which is kept as an image.")
DAMAGED = Rule(
    "drawing-damaged",
    Severity.WARNING,
    "A drawing in the page could not be read; its text alternative stands for it.",
    "Export it again from the program that made it, or use a PNG with the same alternative.",
)


def drawing(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add an inline ``svg`` as an image."""
    walk.mark(flow, tag, state)
    asset: Asset | None = None
    try:
        asset = walk.assets.drawing(serialised(tag).encode())
    except NoImageError as error:
        walk.report(DAMAGED, f"the drawing {error}", tag)
    images.add(walk, flow, tag, state, asset, _alternative(walk, tag))
    walk.ledger.exclude(tag, IN_DRAWING)


def _alternative(walk: Walk, tag: Tag) -> str | None:
    named = attribute(tag, "aria-label")
    if named and named.strip():
        return one_line(cleaned(named))
    for name in (attribute(tag, "aria-labelledby") or "").split():
        found = next((d for d in tag.find_all(True) if attribute(d, "id") == name), None)
        target = found or walk.survey.resolve(name)
        if target is not None:
            text = one_line(cleaned(target.get_text()))
            if text:
                return text
    for child in tag.contents:
        if isinstance(child, Tag) and child.name == "title":
            text = one_line(cleaned(child.get_text()))
            if text:
                return text
    if attribute(tag, "aria-hidden") == "true" or role(tag) in ("presentation", "none"):
        return ""
    return None


def serialised(tag: Tag) -> str:
    """Return a foreign element as well-formed XML, without recursion."""
    parts: list[str] = []
    stack: list[object] = [tag]
    while stack:
        node = stack.pop()
        if isinstance(node, str) and not isinstance(node, NavigableString):
            parts.append(node)
        elif isinstance(node, NavigableString):
            if is_text(node):
                parts.append(escape(cleaned(str(node)), quote=False))
        elif isinstance(node, Tag):
            if node.namespace == HTML:
                continue
            parts.append(f"<{node.name}{_attributes(node, node is tag)}>")
            stack.append(f"</{node.name}>")
            stack.extend(reversed(node.contents))
    return "".join(parts)


def _attributes(tag: Tag, root: bool) -> str:
    found = {}
    for key, value in tag.attrs.items():
        if key.startswith("xmlns") or not _is_name(key):
            continue
        found[key] = " ".join(value) if isinstance(value, list) else str(value)
    if root and tag.namespace:
        found["xmlns"] = tag.namespace
        if tag.namespace == SVG:
            found["xmlns:xlink"] = XLINK
    return "".join(f' {key}="{escape(cleaned(value))}"' for key, value in found.items())


def _is_name(key: str) -> bool:
    prefix, colon, local = key.rpartition(":")
    if colon and prefix not in ("xlink", "xml"):
        return False
    return local.replace("-", "").replace("_", "").replace(".", "").isalnum() and (
        local[0].isalpha() or local[0] == "_"
    )
