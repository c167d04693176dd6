"""EPUB to facts and findings: zipfile and lxml read what EbookLib packed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.verify.compare import compare
from pipeline.verify.epub.accessibility_rules import accessibility_findings
from pipeline.verify.epub.book import open_book
from pipeline.verify.epub.content_rules import content_findings
from pipeline.verify.epub.navigation_rules import navigation_findings
from pipeline.verify.epub.package_rules import package_findings
from pipeline.verify.epub.reading import read_book
from pipeline.verify.epub.xhtml_rules import xhtml_findings
from pipeline.verify.facts import Fact, facts
from pipeline.verify.losses import carried

__all__ = ["CARRIED", "check", "read"]

CARRIED = carried("epub")
"""XHTML can hold every kind of fact."""


def read(data: bytes) -> tuple[Fact, ...]:
    """Return the facts of an EPUB.

    Raises:
        ArtefactError: if it cannot be opened at all.
    """
    return read_book(open_book(data))


def check(
    data: bytes, document: Document, options: Options, *, added: Sequence[str] = ()
) -> Iterator[Diagnostic]:
    """Yield what an EPUB says otherwise than its document, and the rules it breaks."""
    book = open_book(data)
    yield from compare(facts(document), read_book(book), carried=CARRIED, added=added)
    yield from package_findings(book, document.metadata)
    yield from navigation_findings(book)
    yield from xhtml_findings(book, document)
    yield from content_findings(book, document)
    yield from accessibility_findings(book, options)
