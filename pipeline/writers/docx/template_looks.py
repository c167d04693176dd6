"""How the styles of a template look, as far as the estimate of pages needs to know.

Beside ``styles``, which writes the template's styles as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from lxml import etree

from pipeline.writers.docx.looks import NATURAL, ParagraphLook, RunLook
from pipeline.writers.docx.ooxml import qualified

Layer: TypeAlias = tuple[ParagraphLook, RunLook]

_UNSAID = (ParagraphLook(before=0.0, after=0.0, line=NATURAL), RunLook(size=10.0))
"""What Word does where even the defaults of a document say nothing."""


class TemplateLooks:
    """The styles of a template by their ids."""

    def __init__(self, styles: etree._Element) -> None:
        self._styles = {
            style.get(qualified("styleId"), ""): style
            for style in styles.iterfind(qualified("style"))
        }
        defaults = styles.find(qualified("docDefaults"))
        self._defaults = [] if defaults is None else [_look(defaults, "Default")]

    def layers(self, id_: str) -> Iterator[Layer]:
        """Yield the looks of a style and of those it is based on, the nearest first."""
        seen: set[str] = set()
        while id_ in self._styles and id_ not in seen:
            seen.add(id_)
            style = self._styles[id_]
            yield _look(style)
            below = style.find(qualified("basedOn"))
            id_ = "" if below is None else below.get(qualified("val"), "")
        yield from self.base()

    def base(self) -> Iterator[Layer]:
        """Yield what every style is based on."""
        yield from self._defaults
        yield _UNSAID


def _look(style: etree._Element, suffix: str = "") -> Layer:
    """Read a style, or with a suffix the defaults, which hold their properties deeper."""
    holder = f"{qualified(f'pPr{suffix}')}/" if suffix else ""
    paragraph = style.find(holder + qualified("pPr"))
    look = ParagraphLook()
    if paragraph is not None:
        look = ParagraphLook(
            before=_measure(paragraph, "spacing", "before"),
            after=_measure(paragraph, "spacing", "after"),
            left=_measure(paragraph, "ind", "left", "start"),
            right=_measure(paragraph, "ind", "right", "end"),
            keep_next=_toggle(paragraph, "keepNext"),
            keep_lines=_toggle(paragraph, "keepLines"),
            contextual=_toggle(paragraph, "contextualSpacing"),
        )
        spacing = paragraph.find(qualified("spacing"))
        rule = "auto" if spacing is None else spacing.get(qualified("lineRule"), "auto")
        line = _measure(paragraph, "spacing", "line")
        if line is not None and rule == "auto":
            look = replace(look, line=line / 12 * NATURAL)  # in lines of 12 points
    holder = f"{qualified(f'rPr{suffix}')}/" if suffix else ""
    run = style.find(holder + qualified("rPr"))
    if run is None:
        return look, RunLook()
    size = _measure(run, "sz", "val")
    return look, RunLook(size=None if size is None else size * 10, bold=_toggle(run, "b"))


def _measure(properties: etree._Element, name: str, *attributes: str) -> float | None:
    """Return a measure in points, which is written in their twentieths."""
    element = properties.find(qualified(name))
    for attribute in attributes:
        text = None if element is None else element.get(qualified(attribute))
        if text is not None and text.removeprefix("-").isdecimal():
            return int(text) / 20
    return None


def _toggle(properties: etree._Element, name: str) -> bool | None:
    element = properties.find(qualified(name))
    if element is None:
        return None
    return element.get(qualified("val")) not in ("0", "false", "off")
