"""The pages of the PDF edition are marked in the EPUB where they begin."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pypdfium2
import pytest

from pipeline.model.nodes import Document, Link, Section, Text, Url
from pipeline.model.pages import PageMap, PageStart
from pipeline.options import Options
from pipeline.reader import read
from pipeline.reader.source import load
from pipeline.verify.epub.book import open_book
from pipeline.writers import epub, pdf
from tests.conftest import REPORT
from tests.documents import everything, paragraph, small, text


def words_after_marker(data: bytes, label: str) -> str:
    """Return the text that follows the marker of a page, in its file."""
    book = open_book(data)
    files = [book.files[name].decode() for name in book.pages if name != book.navigation]
    mark = f'aria-label="{label}"></span>'
    (rest,) = (file.partition(mark)[2] for file in files if mark in file)
    own = r'<a role="doc-noteref".*?</a>|<p class="(?:note|callout)-label.*?</p>'
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(own, " ", rest))).split())


def page_texts(data: bytes) -> list[str]:
    """Return the text of each page of a PDF without white space and bullets."""
    pdf_file = pypdfium2.PdfDocument(data)
    try:
        texts = [page.get_textpage().get_text_range() for page in pdf_file]
    finally:
        pdf_file.close()
    return [squeezed(found) for found in texts]


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u2022\u25e6\u25aa\ufffe-]+", "", words)


def check_pages(document: Document) -> int:
    """Check that each page begins with the words after its marker; return their number."""
    typeset = pdf.typeset(document, Options()).value
    data = epub.write(document, Options(pages=typeset.pages)).value
    texts = page_texts(typeset.data)
    for start in typeset.pages.starts:
        page = texts[typeset.pages.labels.index(start.label)]
        first = squeezed(words_after_marker(data, start.label))[:20]
        assert page.startswith(first), f"page {start.label}"
    return len(typeset.pages.starts)


def test_the_pages_of_the_report_are_those_of_its_pdf() -> None:
    assert check_pages(read(load(REPORT)).document) > 10


@pytest.mark.parametrize(
    "page",
    ["wet4-footnotes-en/demos/footnotes/footnotes-en.html", "htmlbook-sample/htmlbook.html"],
)
def test_the_pages_of_real_reports_are_those_of_their_pdf(corpus: Path, page: str) -> None:
    assert check_pages(read(load(corpus / page)).document) > 3


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
