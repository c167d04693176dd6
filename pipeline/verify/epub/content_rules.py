"""Rules of the XHTML: ids, links, languages, roles, alternatives (Ace AC-04, ES-02…ES-10)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from lxml import etree

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import Document, Image
from pipeline.model.walk import descendants
from pipeline.verify.epub.book import EPUB_TYPE, MATHML, XHTML, XML_LANG, Book, local, words

DUPLICATE_ID = Rule(
    "epub-id-duplicate",
    Severity.ERROR,
    "Two elements of a file have the same id.",
    "Report this: links lead to the wrong one.",
    ("WCAG 2.2 1.3.1", "EPUBCheck RSC-005"),
)
BROKEN_LINK = Rule(
    "epub-link-broken",
    Severity.ERROR,
    "A link or a reference between elements leads nowhere in the book.",
    "Report this: the reader cannot follow it.",
    ("EPUBCheck RSC-012",),
)
LANGUAGE_PAIR = Rule(
    "epub-language-pair",
    Severity.ERROR,
    "The two language attributes of an element differ, or a file has none.",
    "Report this: some reading systems know only one of them.",
    ("WCAG 2.2 3.1.1", "WCAG 2.2 3.1.2"),
)
ROLE = Rule(
    "epub-type-without-role",
    Severity.ERROR,
    "An element has an epub:type without the role that assistive technology needs.",
    "Report this: the meaning is there for reading systems only.",
    ("Ace epub-type-has-matching-role",),
)
IMAGE = Rule(
    "epub-image-alternative",
    Severity.WARNING,
    "An image has no alternative; the source gives none, and none is invented.",
    "Say in the source what the image shows, or mark it as decorative.",
    ("WCAG 2.2 1.1.1", "Ace image-alt"),
)
FORMULA = Rule(
    "epub-formula-alternative",
    Severity.ERROR,
    "A formula has no words.",
    "Report this: reading systems without MathML show the words.",
    ("WCAG 2.2 1.1.1", "EPUBCheck ACC-009"),
)
WAY_BACK = Rule(
    "epub-note-way-back",
    Severity.ERROR,
    "A citation of a note leads to no note, or no way leads back to it.",
    "Report this: the reader is lost after the note.",
    ("DPUB-ARIA 1.1 doc-backlink",),
)
TABLE_FRAME = Rule(
    "epub-table-frame",
    Severity.ERROR,
    "A table or a formula stands in no frame that can be scrolled, focused and is named.",
    "Report this: on a narrow screen a part of it cannot be reached by keyboard.",
    ("WCAG 2.2 1.4.10", "Ace scrollable-region-focusable"),
)
NESTED = Rule(
    "epub-link-nested",
    Severity.ERROR,
    "A link stands within a link.",
    "Report this: only one of them can be followed.",
    ("EPUBCheck RSC-005",),
)

_ROLES = {
    "noteref": "doc-noteref",
    "footnote": "doc-footnote",
    "endnotes": "doc-endnotes",
    "pagebreak": "doc-pagebreak",
    "toc": "doc-toc",
    "page-list": "doc-pagelist",
    "notice": "doc-notice",
    **{
        kind: f"doc-{kind}"
        for kind in [
            "abstract",
            "acknowledgments",
            "appendix",
            "bibliography",
            "conclusion",
            "foreword",
            "glossary",
            "introduction",
            "preface",
        ]
    },
}
_REFERENCES = ("aria-labelledby", "aria-describedby", "aria-details", "headers")


def content_findings(book: Book, document: Document) -> Iterator[Diagnostic]:
    """Yield what is wrong with the XHTML files."""
    ids = {
        name: {id for element in page.iter(f"{XHTML}*") if (id := element.get("id"))}
        for name, page in book.pages.items()
    }
    for name, page in book.pages.items():
        yield from _languages(name, page)
        seen: set[str] = set()
        for element in page.iter(f"{XHTML}*"):
            id = element.get("id")
            if id is not None and id in seen:
                yield Diagnostic(DUPLICATE_ID, f"{id!r} is there twice", place=name)
            seen.add(id or "")
            yield from _references(book, name, element, ids)
            yield from _role(name, element)
            yield from _nested(name, element)
            if local(element) == "table" and not _is_framed(element):
                yield Diagnostic(TABLE_FRAME, "a table has no frame", place=name)
        for formula in page.iter(f"{MATHML}math"):
            if not formula.get("alttext", "").strip():
                yield Diagnostic(FORMULA, "a formula has no alttext", place=name)
            if formula.get("display") == "block" and not _is_framed(formula):
                yield Diagnostic(TABLE_FRAME, "a formula has no frame", place=name)
    yield from _ways_back(book)
    yield from _images(book, document)


def _languages(name: str, page: etree._Element) -> Iterator[Diagnostic]:
    if not page.get("lang"):
        yield Diagnostic(LANGUAGE_PAIR, "the file has no language", place=name)
    for element in page.iter(f"{XHTML}*"):
        if element.get("lang") != element.get(XML_LANG):
            pair = f"lang is {element.get('lang')!r}, xml:lang {element.get(XML_LANG)!r}"
            yield Diagnostic(LANGUAGE_PAIR, pair, place=name)


def _references(
    book: Book, name: str, element: etree._Element, ids: dict[str, set[str]]
) -> Iterator[Diagnostic]:
    for attribute in _REFERENCES:
        for id in element.get(attribute, "").split():
            if id not in ids[name]:
                yield Diagnostic(BROKEN_LINK, f"{attribute} names {id!r}", place=name)
    address = element.get("href") if local(element) in ("a", "link") else element.get("src")
    if address is None or ":" in address.partition("#")[0].partition("/")[0]:
        return
    file, fragment = book.resolve(name, address)
    if file not in book.files or (fragment and fragment not in ids.get(file, ())):
        yield Diagnostic(BROKEN_LINK, f"nothing stands at {address}", place=name)


def _role(name: str, element: etree._Element) -> Iterator[Diagnostic]:
    if local(element) == "a" and element.get("role") is None and _in_landmarks(element):
        return  # the types of landmarks say where they lead, not what they are
    for kind in words(element, EPUB_TYPE):
        role = _ROLES.get(kind)
        if role is not None and role not in words(element, "role"):
            yield Diagnostic(ROLE, f"{local(element)} is {kind} without {role}", place=name)


def _in_landmarks(element: etree._Element) -> bool:
    return any("landmarks" in words(outer, EPUB_TYPE) for outer in element.iterancestors())


def _nested(name: str, element: etree._Element) -> Iterator[Diagnostic]:
    if local(element) == "a" and any(local(outer) == "a" for outer in element.iterancestors()):
        yield Diagnostic(NESTED, f"{element.get('href')} is in a link", place=name)


def _is_framed(element: etree._Element) -> bool:
    frame = element.getparent()
    return (
        frame is not None
        and frame.get("tabindex") == "0"
        and frame.get("role") is not None
        and bool(frame.get("aria-label") or frame.get("aria-labelledby"))
    )


def _ways_back(book: Book) -> Iterator[Diagnostic]:
    links = [
        (element.get("role"), (name, element.get("id", "")), book.resolve(name, href), note)
        for name, page in book.pages.items()
        for element in page.iter(f"{XHTML}a")
        if (href := element.get("href")) is not None
        and element.get("role") in ("doc-noteref", "doc-backlink")
        for note in (_note_around(name, element),)
    ]
    back = {(note, target) for role, _, target, note in links if role == "doc-backlink"}
    for role, here, target, _ in links:
        if role == "doc-noteref" and (target, here) not in back:
            yield Diagnostic(WAY_BACK, f"none from {target[1]!r}", place=here[0])


def _note_around(name: str, element: etree._Element) -> tuple[str, str] | None:
    for outer in element.iterancestors():
        if outer.get("role") == "doc-footnote" or local(outer) == "li":
            return name, outer.get("id", "")
    return None


def _images(book: Book, document: Document) -> Iterator[Diagnostic]:
    found = [
        name
        for name, page in book.pages.items()
        for element in page.iter(f"{XHTML}img")
        if element.get("alt") is None
    ]
    sources = [
        node.at
        for node in descendants(document)
        if isinstance(node, Image) and node.asset is not None and node.alternative is None
    ]
    for name, at in zip_longest(found, sources):
        if name is not None:
            yield Diagnostic(IMAGE, "an image has no alternative", at, name)
