"""The EPUB's own XHTML, read by the reader as a web page, is the same report again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.reader import read
from pipeline.reader.source import Source, load
from pipeline.verify.compare import compare
from pipeline.verify.epub.book import XHTML, local, open_book
from pipeline.verify.epub.leaves import content_pages, is_image, is_own
from pipeline.verify.facts import facts
from pipeline.writers import epub
from tests.conftest import REPORT
from tests.documents import everything, french, small
from tests.writers.epub.editions import page_of


def as_folder(data: bytes, folder: Path) -> Source:
    """Write the files of a book as one page with its images, without what the writer adds.

    A link that leads nowhere from inside a book has its address in ``data-address``, and an
    image that the book does not hold has its alternative in ``aria-label``: both are a link and
    an image again, as they would be on the web.
    """
    book = open_book(data)
    parts = []
    for name, page in content_pages(book):
        body = page.find(f"{XHTML}body")
        assert body is not None
        for element in list(body.iter(f"{XHTML}*")):
            parent = element.getparent()
            if is_own(element) and parent is not None:
                assert not (element.tail or "").strip()
                parent.remove(element)
            elif is_image(element) and local(element) == "span":
                _become_image(element)
            elif (address := element.get("data-address")) is not None:
                element.set("href", address)
            elif (target := element.get("href", "")).partition("#")[0].endswith(".xhtml"):
                element.set("href", "#" + book.resolve(name, target)[1])
        parts += [etree.tostring(child, encoding="unicode") for child in body]
    for name, content in book.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    lang = book.values("dc:language")[0]
    path = folder / "EPUB" / "book.html"
    path.write_text(
        f'<!DOCTYPE html><html lang="{lang}"><meta charset="utf-8"><title>Book</title>'
        f"<main>{''.join(parts)}</main>",
        "utf-8",
    )
    return load(path)


def _become_image(element: etree._Element) -> None:
    words = element.get("aria-label")
    for inner in list(element):
        element.remove(inner)
    element.attrib.clear()
    element.text = None
    element.tag = f"{XHTML}img"
    element.set("src", "absent.png")
    if words is not None:
        element.set("alt", words)


def made_again(document: Document, folder: Path) -> list[str]:
    """Return in words how the book of a document differs from it, read as a web page."""
    source = as_folder(epub.write(document, Options()).value, folder)
    again = read(source).document
    return [finding.message for finding in compare(facts(document), facts(again))]


@pytest.mark.parametrize("make", [everything, french, small])
def test_a_book_read_again_says_the_same(make: Callable[[], Document], tmp_path: Path) -> None:
    assert made_again(make(), tmp_path) == []


def test_the_book_of_the_report_read_again_says_the_same(tmp_path: Path) -> None:
    assert made_again(read(load(REPORT)).document, tmp_path) == []


PAGES = (
    "gc-por-081-16-en",
    "wet-table-rowgroup-headers",
    "gazette-radiopharma-fr",
    "statcan-mathml-fr",
    "wet4-footnotes-en",
    "wet-table-parser-docs-en",
    "govuk-arabic-publication",
    "israelsailing-he",
    "i18n-ruby-markup",
    "dpub-aria-spec",
    "wasteland",
)


@pytest.mark.parametrize("name", PAGES)
def test_the_books_of_real_reports_read_again_say_the_same(
    name: str, corpus: Path, tmp_path: Path
) -> None:
    assert made_again(read(load(page_of(corpus, name))).document, tmp_path) == []
