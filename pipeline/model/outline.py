"""The headings as a reader is told them: nested, without skipped levels.

The title is level 1 and the outermost sections are level 2, whatever the source's levels;
a section directly inside another is one level deeper. So a skip in the source (h2, h4) is
repaired, and PDF/UA-1 7.4.2 holds; ``checks.headings`` reports the skip.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.nodes import Document, Inline, Paragraph, Section
from pipeline.model.walk import AnyNode, children


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading below the title."""

    level: int
    """2 or more; one more than the heading it stands under."""
    title: tuple[Inline, ...]
    section: Section
    """The very node of the document (compare with ``is``)."""


def headings(document: Document) -> Iterator[Heading]:
    """Yield every heading below the title in reading order.

    Sections inside quotations, list items, cells and callouts count too.
    """
    stack: list[tuple[AnyNode, int]] = [(document, 1)]
    while stack:
        node, level = stack.pop()
        if isinstance(node, Section):
            level += 1
            yield Heading(level, node.title, node)
        # Most nodes are below a paragraph, and no section is.
        below = [child for child in children(node) if not isinstance(child, Paragraph)]
        stack += [(child, level) for child in reversed(below)]
