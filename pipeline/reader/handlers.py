"""Which element is read how. Called by ``walk`` for every element that is not left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from bs4 import Tag

from pipeline.diagnostics import Rule, Severity
from pipeline.reader.blocks import callouts, code, controls, details, headings, lists
from pipeline.reader.elements import (
    BLOCKS,
    HEADINGS,
    PLAIN,
    SILENT,
    SPANS,
    attribute,
    classes,
    role,
)
from pipeline.reader.flow import Flow, Inside, State
from pipeline.reader.formulas import formulas
from pipeline.reader.images import drawings, figures, images, media
from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.page.dom import MATHML, SVG
from pipeline.reader.page.exclusions import is_formula
from pipeline.reader.tables import tables
from pipeline.reader.text import phrases

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

Handler: TypeAlias = Callable[["Walk", Flow, Tag, State], Inside | None]

PROGRAM = ExclusionRule("not-text", "Scripts, styles and data that no reader sees.")
UNKNOWN = Rule(
    "element-unknown",
    Severity.NOTE,
    "The page uses an element that HTML does not have; its text is kept.",
    "Use an element of HTML, or check that nothing is lost.",
)
TOO_DEEP = Rule(
    "nesting-too-deep",
    Severity.WARNING,
    "Elements are nested deeper than any reader can follow; they are flattened.",
    "Look for an element that is opened again and again and never closed, and close it.",
)

_BLOCK_STYLE = re.compile(r"display\s*:\s*block", re.IGNORECASE)
_IN_LINE = frozenset({"csl-left-margin", "csl-right-inline"})
"""Blocks that stand side by side in a line: the number of a reference and its words."""
MAX_DEPTH = 60
"""However high the limit is set: more levels would exhaust the stack of this program."""

STRUCTURES: dict[str, Handler] = {
    "ul": lists.bulleted,
    "menu": lists.bulleted,
    "dir": lists.bulleted,
    "ol": lists.numbered,
    "dl": lists.definitions,
    "table": tables.table,
    "blockquote": callouts.quotation,
    "figure": figures.figure,
    "details": details.details,
    "gcds-details": details.component,
    "pre": code.block,
    "listing": code.block,
    "xmp": code.block,
    "plaintext": code.block,
    "hr": callouts.separator,
    "aside": callouts.aside,
    "gcds-notice": callouts.component,
    "gcds-alert": callouts.component,
}
"""Elements that are nodes of their own; in a run that must stay one they are blocks."""

PHRASES: dict[str, Handler] = {
    "br": phrases.line_break,
    "wbr": phrases.nothing,
    "a": phrases.link,
    "gcds-link": phrases.link,
    "q": phrases.quotation,
    "abbr": phrases.abbreviation,
    "acronym": phrases.abbreviation,
    "ruby": phrases.ruby,
    "rp": phrases.ruby_parenthesis,
    "img": images.image,
    "picture": images.picture,
    "video": media.player,
    "audio": media.player,
    "iframe": media.frame,
    "object": media.embedded,
    "embed": media.embedded,
    "canvas": media.canvas,
    "input": controls.control,
    "select": controls.control,
    "textarea": controls.control,
    "button": controls.button,
    "gcds-button": controls.button,
    "progress": controls.gauge,
    "meter": controls.gauge,
    "area": phrases.area,
}


def entered(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside | None:
    """Begin an element; return how to go on inside it, or None when it is done."""
    name = tag.name
    if tag.namespace == SVG and name == "svg":
        drawings.drawing(walk, flow, tag, state)
        return None
    if (tag.namespace == MATHML and name == "math") or formulas.is_formula(tag):
        formulas.formula(walk, flow, tag, state)
        return None
    if name == "script" and is_formula(tag):
        formulas.formula(walk, flow, tag, state)
        return None
    if name in SILENT:
        walk.ledger.exclude(tag, PROGRAM)
        return None
    structure = None if flow.leaf else _structure(walk, tag)
    limit = min(walk.choices.limits.depth, MAX_DEPTH)
    if structure is not None and state.depth < limit:
        return structure(walk, flow, tag, state)
    if structure is not None:
        walk.report_once(TOO_DEEP, "", "elements are nested too deep and are flattened", tag)
    phrase = PHRASES.get(name)
    if phrase is None and name not in BLOCKS and tag.attrs and role(tag) == "img":
        phrase = phrases.named_sign
    if phrase is phrases.ruby and state.depth >= limit:
        phrase = None  # its parts follow one another, as words do
    if phrase is not None:
        return phrase(walk, flow, tag, state)
    if tag.attrs and not _IN_LINE.isdisjoint(classes(tag)):
        return phrases.span(walk, flow, tag, state)
    if name in BLOCKS or structure is not None or _is_shown_as_block(tag):
        return block(walk, flow, tag, state)
    if name not in SPANS and name not in PLAIN and ":" not in name:
        walk.report_once(UNKNOWN, name, f"{name} is not an element of HTML; its text is kept", tag)
    return phrases.span(walk, flow, tag, state)


def _structure(walk: Walk, tag: Tag) -> Handler | None:
    """Find what reads an element as a node: its name, else its role or class."""
    name = tag.name
    if name in HEADINGS or name == "gcds-heading":
        return headings.heading
    found = STRUCTURES.get(name)
    if id(tag) in walk.tabs.labels:
        return details.panel
    if tag.attrs:
        match role(tag):
            case "heading" if tag.contents:  # a picture or field has none, and shows itself
                return headings.heading
            case "list" if tag.contents and name not in ("ul", "ol", "dl", "menu", "dir"):
                return lists.by_role
            case "img" if name in BLOCKS and found is None and not images.contains_image(tag):
                return images.named_drawing
            case "presentation" | "none" if name in ("ul", "ol", "dl"):
                return block
            case _:
                pass
        plain = found in (None, callouts.aside) and name in BLOCKS
        if plain and "expand-container" in classes(tag):
            return details.expander
        if plain and callouts.kind_of(tag) is not None:
            return callouts.callout
        if plain and figures.is_figure(walk, tag):
            return figures.figure
    if name in ("li", "dt", "dd"):
        return lists.stray
    return found


def _is_shown_as_block(tag: Tag) -> bool:
    """Tell whether an inline element stands on a line of its own: a part of a stacked title."""
    if tag.name != "span" or tag.parent is None:
        return False
    style = attribute(tag, "style") or ""
    return "stacked" in classes(tag.parent) or _BLOCK_STYLE.search(style) is not None


def block(walk: Walk, flow: Flow, tag: Tag, state: State) -> Inside:
    """Go on inside an element that only ends a paragraph before and after it."""
    return walk.block(flow, tag, state)
