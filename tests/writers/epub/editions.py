"""What the pages of a PDF say, and what an EPUB says at the markers of those pages.

The PDF is read by its marks and structure (pikepdf), the EPUB by its XHTML (lxml).
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

from lxml import etree

from pipeline.verify.epub.book import XHTML, local, open_book, words
from pipeline.verify.epub.leaves import (
    Item,
    alternative,
    content_pages,
    inline_items,
    is_image,
    is_own,
)
from pipeline.verify.pdf.opened import opened
from pipeline.verify.pdf.structure import Content, StructureElement
from pipeline.verify.pdf.words import Words, is_mark

SHOWN = frozenset({"imprint", "callout-label"})
"""Classes of what both writers add, and show at the same place."""


def words_of_pages(data: bytes) -> list[str]:
    """Return what each page of a PDF says, by its marks, in the order in which it is drawn.

    Only what the structure tree claims is there: running heads, repeated heads of tables and
    page numbers are artifacts. Contents, the marks of items and notes, citations, and headings
    over notes are left out, as they are words of the writer in the EPUB too.
    """
    pdf_file = opened(data)
    said = Words(pdf_file)
    texts: list[dict[int, str]] = [{} for _ in pdf_file.pages]
    stack: list[StructureElement] = list(pdf_file.tree.roots)
    while stack:
        element = stack.pop()
        if is_added(element, said):
            continue
        for child in element.children:
            if isinstance(child, StructureElement):
                stack.append(child)
            elif isinstance(child, Content) and child.page is not None:
                whole = replacement(element)
                if whole is None:
                    texts[child.page][child.mcid] = pdf_file.text(child)
                elif child == first_mark(element):
                    texts[child.page][child.mcid] = f" {whole} "
    return [
        "".join(found[mcid] for mcid in page.texts if mcid in found)
        for page, found in zip(pdf_file.pages, texts, strict=True)
    ]


def is_added(element: StructureElement, said: Words) -> bool:
    """Tell what is in a PDF and is no text of the document."""
    match element.standard:
        case "TOC" | "RT" | "RP":
            return True
        case "Lbl":
            return element.parent in said.notes or is_mark(element)
        case "Link":
            return said.note_cited(element) is not None
        case _:
            return False


def replacement(element: StructureElement) -> str | None:
    """Return what is said in place of a picture or formula."""
    if element.standard in ("Figure", "Formula"):
        return element.alternative or ""
    return element.actual


def first_mark(element: StructureElement) -> Content | None:
    return next((child for child in element.everything() if isinstance(child, Content)), None)


def words_after_markers(data: bytes) -> dict[str, str]:
    """Return for each page marker of an EPUB what the book says from there to the next."""
    said: dict[str, list[str]] = {}
    parts: list[str] = []
    for _, root in content_pages(open_book(data)):
        stack: list[Item] = list(root.findall(f"{XHTML}body"))
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                parts.append(item)
            elif item.get("role") == "doc-pagebreak":
                parts = said[item.get("aria-label", "")] = []
            elif is_left_out(item):
                pass
            elif local(item) == "img" or is_image(item):
                parts.append(alternative(item) or "")
            elif local(item) == "math":
                parts.append(item.get("alttext", ""))
            else:
                stack.extend(reversed(inline_items(item)))
    return {label: "".join(found) for label, found in said.items()}


def is_left_out(element: etree._Element) -> bool:
    """Tell what only one of the two says: marks of notes, ways back, readings of ruby."""
    if not SHOWN.isdisjoint(words(element, "class")):
        return False
    role, name = element.get("role"), local(element)
    return is_own(element) or role == "doc-noteref" or name in ("rt", "rp")


def squeezed(text: str) -> str:
    """Return a text without white space, hyphens and marks of direction, one form each."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe-]+", "", plain)


def page_of(corpus: Path, name: str) -> Path:
    """Return a page of the corpus."""
    entries = json.loads((corpus / "MANIFEST.json").read_text(encoding="utf-8"))
    file: str = next(entry["file"] for entry in entries if entry["id"] == name)
    return corpus / file
