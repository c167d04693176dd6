"""Formulas: MathML kept as XML, with a reading in linear signs. A handler of ``walk``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import Tag
from bs4.element import NavigableString

from pipeline.diagnostics import Rule, Severity
from pipeline.model.nodes import Math, MathBlock, Span, SpanKind, Text
from pipeline.model.walk import one_line
from pipeline.reader.elements import attribute, classes
from pipeline.reader.flow import Flow, State
from pipeline.reader.formulas.linear import linear
from pipeline.reader.formulas.markup import serialised_math
from pipeline.reader.ledger import ExclusionRule
from pipeline.reader.page.content import exclusion
from pipeline.reader.page.dom import MATHML, is_text, position
from pipeline.reader.page.exclusions import EDITING
from pipeline.reader.text.inlines import Atom, cleaned

if TYPE_CHECKING:
    from pipeline.reader.walk import Walk

SECOND_FORM = ExclusionRule(
    "formula-second-form", "A picture, LaTeX or drawing that repeats a formula kept as MathML."
)
ONLY_SOURCE = Rule(
    "formula-without-mathml",
    Severity.WARNING,
    "A formula is there only as LaTeX, which is kept as it stands.",
    "Publish the formula as MathML, which MathJax, KaTeX and Pandoc can write.",
    ("WCAG 2.2 1.1.1",),
)
_TEX = re.compile(r"\\[a-zA-Z]+|[_^]\{")
"""A reading that is LaTeX is for programs: the formula itself reads better."""
_WRAPPERS = frozenset({"mwe-math-element", "katex", "katex-display", "mathjax", "mjx-chtml"})


def is_formula(tag: Tag) -> bool:
    """Tell whether an element holds one formula in several forms (Wikipedia, KaTeX, MathJax)."""
    if tag.name == "mjx-container":
        return True
    if tag.name in ("span", "div") and "math" in classes(tag) and tag.find("math") is None:
        text = tag.get_text()
        return "\\(" in text or "\\[" in text  # left to a script (Pandoc, Sphinx)
    return (
        tag.name in ("span", "div") and bool(tag.attrs) and not _WRAPPERS.isdisjoint(classes(tag))
    )


def formula(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Add a formula once, however many forms the page has of it."""
    walk.mark(flow, tag, state)
    found = (each for each in tag.find_all("math") if each.namespace == MATHML)
    element = tag if tag.namespace == MATHML else next(found, None)
    if not isinstance(element, Tag):
        _without_mathml(walk, flow, tag, state)
        return
    notations = element.find_all(["annotation", "annotation-xml"])
    elsewhere = {id(node) for notation in notations for node in _texts(notation)}
    for node in _texts(element):
        if id(node) not in elsewhere:
            walk.ledger.place(node)
    walk.ledger.exclude(tag, SECOND_FORM)
    text = one_line(cleaned(attribute(element, "alttext") or ""))
    reading = bool(text) and _TEX.search(text) is None
    if not reading:
        text = linear(element) or text
    if not text:
        return
    mathml = serialised_math(element, reading=reading)
    if _is_block(tag, element) and not flow.leaf:
        walk.part(flow)
        made = MathBlock(mathml, text, id=walk.own_id(), at=walk.within(tag, state).at)
        walk.place(flow, made, state)
        return
    walk.add(flow, Atom(Math(mathml, text, at=position(element)), state.format), state)


def _is_block(tag: Tag, element: Tag) -> bool:
    return (
        attribute(element, "display") == "block"
        or "katex-display" in classes(tag)
        or attribute(tag, "display") == "true"
    )


def _texts(element: Tag) -> list[NavigableString]:
    return [
        node for node in element.descendants if isinstance(node, NavigableString) and is_text(node)
    ]


def _is_for_copying(walk: Walk, node: NavigableString, outer: Tag) -> bool:
    """Tell whether a text beside a formula is the sign of a link to it."""
    around = node.parent
    while around is not None and around is not outer:
        if exclusion(around, walk.content) is EDITING:
            return True
        around = around.parent
    return False


def _without_mathml(walk: Walk, flow: Flow, tag: Tag, state: State) -> None:
    """Keep the picture of a formula, else its LaTeX, else its text."""
    picture = tag.find("img")
    if isinstance(picture, Tag):
        from pipeline.reader.images import images

        images.image(walk, flow, picture, state)
        walk.ledger.exclude(tag, SECOND_FORM)
        return
    walk.report(ONLY_SOURCE, "the formula is there without MathML", tag)
    texts = [node for node in _texts(tag) if not _is_for_copying(walk, node, tag)]
    text = one_line(cleaned(" ".join(map(str, texts))))
    if tag.name == "div":
        walk.part(flow)
    for node in texts:
        walk.ledger.place(node)
    if text:
        walk.add(
            flow, Atom(Span(SpanKind.CODE, (Text(text),), at=position(tag)), state.format), state
        )
    if tag.name == "div":
        walk.part(flow)
