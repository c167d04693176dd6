"""The pages of the PDF edition are marked in the EPUB where they begin."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from pipeline.model.nodes import (
    Callout,
    CalloutKind,
    Document,
    Link,
    Section,
    Text,
    Url,
)
from pipeline.model.pages import PageMap, PageStart
from pipeline.options import Options
from pipeline.reader import read
from pipeline.reader.source import load
from pipeline.verify.epub.book import open_book
from pipeline.writers import epub, pdf
from tests.conftest import REPORT
from tests.documents import everything, paragraph, small, text
from tests.writers.epub.editions import page_of, squeezed, words_after_markers, words_of_pages

COMPARED = 24
"""Characters at the beginning of a page, without white space."""

PAGES = (
    "gc-por-081-16-en",  # tables over pages
    "cra-guide-tables-fr",  # tables with notes
    "wet-table-colgroup-summary",  # header cells in several rows
    "wet4-footnotes-en",
    "gazette-radiopharma-fr",  # notes
    "statcan-mathml-fr",  # formulas
    "israelsailing-he",  # right to left
    "govuk-arabic-publication",
    "i18n-language-tags-ja",
    "i18n-ruby-markup",
    "wasteland",  # verse
    "htmlbook-sample",
)


def check_pages(document: Document) -> tuple[int, bytes]:
    """Check that each page begins with the words after its marker.

    Return how many pages were compared, and the PDF.
    """
    typeset = pdf.typeset(document, Options()).value
    marked = words_after_markers(epub.write(document, Options(pages=typeset.pages)).value)
    pages = words_of_pages(typeset.data)
    assert set(marked) == {start.label for start in typeset.pages.starts}
    wrong = []
    for label, page in zip(typeset.pages.labels, map(squeezed, pages), strict=True):
        if label not in marked:
            # Only contents stand there, or the rest of what began before.
            continue
        first, found = page[:COMPARED], squeezed(marked[label])
        if not first or not found.startswith(first):
            wrong.append(f"page {label}: {first!r} in the PDF, {found[:COMPARED]!r} in the EPUB")
    assert wrong == []
    return len(marked), typeset.data


def test_the_pages_of_the_report_are_those_of_its_pdf() -> None:
    compared, data = check_pages(read(load(REPORT)).document)
    assert compared > 10
    # A reader of another make shows these words at the beginning of the pages as well.
    file = pypdfium2.PdfDocument(data)
    try:
        shown = [squeezed(page.get_textpage().get_text_range()) for page in file]
    finally:
        file.close()
    for page, words in zip(shown, map(squeezed, words_of_pages(data)), strict=True):
        assert words[:COMPARED] in page


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_real_reports_are_those_of_their_pdf(corpus: Path, name: str) -> None:
    compared, _ = check_pages(read(load(page_of(corpus, name))).document)
    assert compared > 1


def marked(document: Document, *starts: PageStart) -> str:
    pages = PageMap(starts, tuple(start.label for start in starts), {})
    book = open_book(epub.write(document, Options(pages=pages)).value)
    return "".join(book.files[name].decode() for name in book.pages)


MARK = '<span role="doc-pagebreak" epub:type="pagebreak" id="page-7" aria-label="7"></span>'


def test_a_marker_stands_within_a_word_if_the_page_begins_there() -> None:
    leaf = Text("incomprehensible")
    document = replace(small(), children=(paragraph(leaf),))
    assert f"incompre{MARK}hensible" in marked(document, PageStart("7", leaf, 8))


def test_a_marker_stands_before_a_heading_not_in_its_name() -> None:
    leaf = Text("Results")
    document = replace(small(), children=(Section(2, (leaf,), (paragraph("Words."),)),))
    assert re.search(rf"{re.escape(MARK)}\s*<h2", marked(document, PageStart("7", leaf)))


def test_a_marker_stands_before_a_link_not_in_its_name() -> None:
    leaf = Text("the law")
    link = Link((leaf,), Url("https://laws.example/"))
    document = replace(small(), children=(paragraph("See ", link, "."),))
    assert f'See {MARK}<a href="https://laws.example/">' in marked(document, PageStart("7", leaf))


def test_a_marker_stands_before_a_callout_not_after_its_label() -> None:
    leaf = Text("Mind the gap.")
    callout = Callout(CalloutKind.WARNING, (paragraph(leaf),))
    document = replace(small(), children=(callout,))
    found = marked(document, PageStart("7", leaf))
    assert re.search(rf'{re.escape(MARK)}<section class="callout', found)


@pytest.mark.parametrize("label", ["iv", "A&B", "12"])
def test_labels_are_those_of_the_edition(label: str) -> None:
    leaf = Text("Words.")
    document = replace(small(), children=(paragraph(leaf),))
    shown = label.replace("&", "&amp;")
    found = marked(document, PageStart(label, leaf))
    assert f'aria-label="{shown}"' in found
    assert f">{shown}</a></li>" in found


def test_without_a_page_map_there_is_no_page_list() -> None:
    book = open_book(epub.write(everything(), Options()).value)
    assert b"page-list" not in book.files["EPUB/contents.xhtml"]
    assert not book.values("pageBreakSource")


def test_the_title_of_a_page_is_escaped() -> None:
    document = replace(small(), title=text("A < B & C"))
    assert "A &lt; B &amp; C</h1>" in marked(document)
