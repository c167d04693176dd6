"""Sections of the document: the paper, turned for wide tables, with its head and foot."""

from __future__ import annotations

from lxml import etree

from pipeline.model.nodes import Direction
from pipeline.writers.docx.looks import edge_distance
from pipeline.writers.docx.ooxml import add, qualified, twips, value
from pipeline.writers.docx.shared import Shared
from pipeline.writers.docx.template import Template


def section_properties(body: etree._Element, shared: Shared, template: Template) -> None:
    """Fill in the sections that ``body`` has marked, and add the last (DW-12)."""
    marked = list(body.iter(qualified("sectPr")))
    last = add(body, "sectPr")
    for index, section in enumerate([*marked, last]):
        orientation = section.attrib.pop(qualified("orientation"), "portrait")
        first = template if index == 0 else None  # the others take its head and foot over
        _fill(section, shared, first, landscape=orientation == "landscape")


def _fill(
    section: etree._Element, shared: Shared, first: Template | None, *, landscape: bool
) -> None:
    theme = shared.options.theme
    width, height = theme.paper.value
    for edge in () if first is None else first.edges:
        add(section, edge.element, {"type": edge.type, "r:id": edge.id})
    value(section, "type", "nextPage")
    if landscape:
        size = {"w": twips(height), "h": twips(width), "orient": "landscape"}
    else:
        size = {"w": twips(width), "h": twips(height)}
    add(section, "pgSz", size)
    margin = twips(theme.margin)
    edges = dict.fromkeys(("top", "right", "bottom", "left"), margin)
    distance = twips(edge_distance(theme))
    add(section, "pgMar", edges | {"header": distance, "footer": distance, "gutter": "0"})
    if first is not None and first.first_differs:
        add(section, "titlePg")
    if shared.direction is Direction.RIGHT_TO_LEFT:
        add(section, "bidi")
