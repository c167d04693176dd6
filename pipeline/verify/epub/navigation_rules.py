"""Rules of finding one's way: contents, landmarks, pages, titles, headings (EN-01…EN-07)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.walk import is_seen
from pipeline.verify.epub.book import EPUB_TYPE, XHTML, Book, local, words
from pipeline.verify.epub.leaves import content_pages

CONTENTS = Rule(
    "epub-contents",
    Severity.ERROR,
    "The contents are missing, broken, out of order or do not reach every file.",
    "Report this: readers move about the book by its contents.",
    ("EPUB 3.3 7.4.2", "Ace epub-toc-order", "EPUBCheck NAV-011"),
)
LANDMARKS = Rule(
    "epub-landmarks",
    Severity.ERROR,
    "The landmarks are missing or broken.",
    "Report this: reading systems jump to contents, text and notes by them.",
    ("EPUB 3.3 7.4.4", "EPUB Accessibility 1.1"),
)
PAGES = Rule(
    "epub-pages",
    Severity.ERROR,
    "The page list and the page markers are not the same.",
    "Report this: people look up pages by the list.",
    ("EPUB Accessibility 1.1 3.1", "Ace epub-pagelist-broken"),
)
PAGE_SOURCE = Rule(
    "epub-page-source",
    Severity.ERROR,
    "The book has page markers but does not say whose pages they are, or the reverse.",
    "Report this: without the edition a page number means nothing.",
    ("EPUB Accessibility 1.1 3.1.4", "Ace epub-pagesource"),
)
PAGE_LABEL = Rule(
    "epub-page-label",
    Severity.ERROR,
    "A page marker has no label.",
    "Report this: screen readers say nothing there.",
    ("DPUB-ARIA 1.1 doc-pagebreak", "Ace pagebreak-label"),
)
TITLE = Rule(
    "epub-file-title",
    Severity.ERROR,
    "A file has no title, the title of another, or that of the file system.",
    "Report this: the title is announced when the file is opened.",
    ("WCAG 2.2 2.4.2", "Ace epub-title"),
)
HEADINGS = Rule(
    "epub-heading-order",
    Severity.ERROR,
    "Headings skip a level, or there is not exactly one title.",
    "Report this: levels continue through the whole book.",
    ("EPUB Accessibility 1.1 Techniques", "WCAG 2.2 1.3.1"),
)
NCX = Rule(
    "epub-ncx",
    Severity.ERROR,
    "The contents for old readers are not those of the navigation document.",
    "Report this: old reading systems show only the NCX.",
    ("EPUB 3.3 5.9",),
)

_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the book as it can be ordered."""

    file: int
    """Index in the spine; -1 for what is not in it."""
    element: int
    """Index of the element in the file; -1 for what is not there."""


class Places:
    """Finds places by address."""

    def __init__(self, book: Book) -> None:
        self.book = book
        names = {item.id: item.name for item in book.items}
        self.spine = [names.get(id, "") for id in book.spine]
        self.order = {name: index for index, name in enumerate(self.spine)}
        self.ids = {
            name: {
                id: index
                for index, element in reversed(list(enumerate(page.iter())))
                if (id := element.get("id"))
            }
            for name, page in book.pages.items()
        }

    def of(self, source: str, address: str) -> Place:
        """Return the place that an address in a file leads to."""
        file, fragment = self.book.resolve(source, address)
        element = self.ids.get(file, {}).get(fragment, -1) if fragment else 0
        return Place(self.order.get(file, -1), element)

    def exists(self, source: str, address: str) -> bool:
        """Tell whether an address leads to a file in the spine, and an element in it."""
        place = self.of(source, address)
        return place.file >= 0 and place.element >= 0


def navigation_findings(book: Book) -> Iterator[Diagnostic]:
    """Yield what is wrong with the ways through a book."""
    places = Places(book)
    name = book.navigation
    page = book.pages.get(name or "")
    if name is None or page is None:
        yield Diagnostic(CONTENTS, "there is no navigation document", place=book.package_name)
        return
    navs = {kind: nav for nav in page.iter(f"{XHTML}nav") for kind in words(nav, EPUB_TYPE)}
    yield from _contents(navs.get("toc"), name, places)
    yield from _landmarks(navs.get("landmarks"), name, places)
    yield from _pages(navs.get("page-list"), name, places)
    yield from _titles(book)
    yield from _headings(book)
    yield from _ncx(navs.get("toc"), book)


def links(nav: etree._Element | None) -> list[etree._Element]:
    """Return the links of a navigation list."""
    return [] if nav is None else list(nav.iter(f"{XHTML}a"))


def _contents(nav: etree._Element | None, name: str, places: Places) -> Iterator[Diagnostic]:
    if nav is None or not links(nav):
        yield Diagnostic(CONTENTS, "there are no contents", place=name)
        return
    before = Place(-1, -1)
    reached = {name}
    for link in links(nav):
        address = link.get("href", "")
        place = places.of(name, address)
        if not places.exists(name, address):
            yield Diagnostic(CONTENTS, f"nothing stands at {address}", place=name)
            continue
        if (place.file, place.element) < (before.file, before.element):
            yield Diagnostic(CONTENTS, f"{address} is out of order", place=name)
        if not is_seen("".join(str(text) for text in link.itertext())):
            yield Diagnostic(CONTENTS, f"the line for {address} is empty", place=name)
        before = place
        reached.add(places.spine[place.file])
    for file in places.spine:
        if file not in reached:
            yield Diagnostic(CONTENTS, f"{file} cannot be reached", place=name)


def _landmarks(nav: etree._Element | None, name: str, places: Places) -> Iterator[Diagnostic]:
    found = {kind for link in links(nav) for kind in words(link, EPUB_TYPE)}
    for kind in ("toc", "bodymatter"):
        if kind not in found:
            yield Diagnostic(LANDMARKS, f"{kind} is missing", place=name)
    for link in links(nav):
        if not words(link, EPUB_TYPE):
            yield Diagnostic(LANDMARKS, f"{link.get('href')} has no type", place=name)
        if not places.exists(name, link.get("href", "")):
            yield Diagnostic(LANDMARKS, f"nothing stands at {link.get('href')}", place=name)


def _pages(nav: etree._Element | None, name: str, places: Places) -> Iterator[Diagnostic]:
    book = places.book
    markers: dict[tuple[str, str], str] = {}
    for file, page in content_pages(book):
        for element in page.iter(f"{XHTML}*"):
            is_marker = element.get("role") == "doc-pagebreak"
            if is_marker or "pagebreak" in words(element, EPUB_TYPE):
                label = element.get("aria-label") or element.get("title") or ""
                markers[file, element.get("id", "")] = label
                if not label.strip():
                    yield Diagnostic(PAGE_LABEL, "a page marker has no label", place=file)
    listed = {
        book.resolve(name, link.get("href", "")): "".join(str(t) for t in link.itertext())
        for link in links(nav)
    }
    for address, label in listed.items():
        if markers.get(address) != label.strip():
            yield Diagnostic(PAGES, f"the list leads to no marker of page {label}", place=name)
    for address, label in markers.items():
        if address not in listed:
            yield Diagnostic(PAGES, f"page {label} is not in the list", place=address[0])
    if list(listed) != [address for address in markers if address in listed]:
        yield Diagnostic(PAGES, "the list is not in the order of the book", place=name)
    sources = [value for value in book.values("pageBreakSource") if value]
    if bool(markers) != bool(sources):
        what = "has no source" if markers else "names a source without pages"
        yield Diagnostic(PAGE_SOURCE, f"the book {what}", place=book.package_name)


def _titles(book: Book) -> Iterator[Diagnostic]:
    seen: dict[str, str] = {}
    for name, page in book.pages.items():
        title = " ".join((page.findtext(f"{XHTML}head/{XHTML}title") or "").split())
        if not title:
            yield Diagnostic(TITLE, "it has no title", place=name)
        elif title.casefold() in (posixpath.basename(name), posixpath.splitext(name)[0]):
            yield Diagnostic(TITLE, "its title is its file name", place=name)
        elif title in seen:
            yield Diagnostic(TITLE, f"its title is that of {seen[title]}", place=name)
        seen.setdefault(title, name)


def _headings(book: Book) -> Iterator[Diagnostic]:
    """Look at the levels through the whole book; notes and quotations count like the rest."""
    before = titles = 0
    for name, page in content_pages(book):
        for element in page.iter(f"{XHTML}*"):
            tag = local(element)
            if len(tag) != 2 or tag[0] != "h" or not tag[1].isdecimal():
                continue
            level = int(element.get("aria-level") or tag[1])
            titles += level == 1
            if level > before + 1:
                yield Diagnostic(HEADINGS, f"level {level} follows level {before}", place=name)
            before = level
    if titles != 1:
        yield Diagnostic(HEADINGS, f"the book has {titles} headings of level 1")


def _ncx(nav: etree._Element | None, book: Book) -> Iterator[Diagnostic]:
    name = next((i.name for i in book.items if i.media_type == "application/x-dtbncx+xml"), None)
    if name is None or name not in book.files:
        yield Diagnostic(NCX, "there is none")
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(book.files[name], parser)
    points = root.iterfind(f".//{_NCX}navPoint/{_NCX}content")
    found = [book.resolve(name, point.get("src", "")) for point in points]
    wanted = [book.resolve(book.navigation or "", link.get("href", "")) for link in links(nav)]
    if found != wanted:
        yield Diagnostic(NCX, "it leads elsewhere than the contents", place=name)
