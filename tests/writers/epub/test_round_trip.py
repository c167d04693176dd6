"""The EPUB's own XHTML, read by the reader as a web page, is the same report again."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.reader import read
from pipeline.reader.source import Source, load
from pipeline.verify.epub.book import XHTML, open_book
from pipeline.verify.epub.leaves import content_pages, is_own
from pipeline.verify.facts import compare, facts
from pipeline.writers import epub
from tests.conftest import REPORT
from tests.documents import small


def as_web_page(data: bytes) -> bytes:
    """Return the files of a book as one page, without what the writer adds."""
    book = open_book(data)
    parts = []
    for _, page in content_pages(book):
        body = page.find(f"{XHTML}body")
        assert body is not None
        for element in [inner for inner in body.iter(f"{XHTML}*") if is_own(inner)]:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
        parts += [etree.tostring(child, encoding="unicode") for child in body]
    body_text = re.sub(r'href="[a-z0-9-]+\.xhtml#', 'href="#', "".join(parts))
    lang = book.values("dc:language")[0]
    page_text = f'<!DOCTYPE html><html lang="{lang}"><title>Book</title><main>{body_text}</main>'
    return page_text.encode()


@pytest.mark.parametrize("name", ["report", "small"])
def test_a_book_read_again_says_the_same(name: str) -> None:
    document: Document = small() if name == "small" else read(load(REPORT)).document
    page = as_web_page(epub.write(document, Options()).value)
    again = read(Source("book.html", page)).document
    assert [str(finding.message) for finding in compare(facts(document), facts(again))] == []
