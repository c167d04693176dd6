"""Where the pages of a paginated edition begin, in terms of the document.

The PDF's layout yields a page map; the EPUB sets its page markers by it. The Word document
has pages of its own, which its writer estimates.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.nodes import Image, Math, MathBlock, Section, Text


@dataclass(frozen=True, slots=True, eq=False)
class PageStart:
    """The first thing on a page that is content of the document."""

    label: str
    """As printed: ``iv``, ``12``."""
    leaf: Text | Math | MathBlock | Image
    """The very node of the document (compare with ``is``)."""
    offset: int = 0
    """Of the first character on the page in ``leaf.text``; 0 for other leaves."""


@dataclass(frozen=True, slots=True, eq=False)
class PageMap:
    """The pages of one edition, in order."""

    starts: tuple[PageStart, ...]
    """Pages on which no content begins (a long table cell drawn on) are left out."""
    labels: tuple[str, ...]
    """The labels of all pages, in order."""
    sections: dict[int, str]
    """Label of the page on which the heading of a section stands, by ``id(section)``."""

    def page_of(self, section: Section) -> str | None:
        """Return the label of the page where the section's heading stands."""
        return self.sections.get(id(section))
