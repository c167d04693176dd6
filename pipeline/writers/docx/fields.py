"""Fields: what Word works out itself, written with the result it should have.

Every field carries its result, so nothing asks to be updated when the file is opened
(``w:updateFields`` would prompt) and a reader who never updates sees the right text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml import etree

from pipeline.writers.docx.ooxml import XML_SPACE, add, add_text, value

CONTENTS_DEPTH = 4
"""The deepest heading style in the contents; the title is heading 1 and left out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents."""

    level: int
    """Heading level from 2."""
    text: str
    bookmark: str


def begin(paragraph: etree._Element, instruction: str) -> None:
    """Open a complex field (ISO/IEC 29500-1, 17.16.18); its result follows."""
    _character(paragraph, "begin")
    code = add(add(paragraph, "r"), "instrText")
    code.set(XML_SPACE, "preserve")
    code.text = f" {instruction} "
    _character(paragraph, "separate")


def end(paragraph: etree._Element) -> None:
    """Close the field that ``begin`` opened."""
    _character(paragraph, "end")


def field(
    paragraph: etree._Element, instruction: str, result: str, style: str | None = None
) -> etree._Element:
    """Add a field with a result of one run; return the ``w:t`` of the result."""
    begin(paragraph, instruction)
    run = add(paragraph, "r")
    if style is not None:
        value(add(run, "rPr"), "rStyle", style)
    add_text(run, result)
    end(paragraph)
    return run[-1]


def _character(paragraph: etree._Element, kind: str) -> None:
    add(add(paragraph, "r"), "fldChar", {"fldCharType": kind})


def contents(
    body: etree._Element,
    entries: Sequence[Entry],
    heading: str,
    language: str | None,
    style: Callable[[str], str],
) -> dict[str, etree._Element]:
    r"""Add a table of contents: a field in a content control, its entries already there.

    Returns the ``w:t`` of each page number by the bookmark of its heading, to be set when
    the pages are known.
    """
    control = add(body, "sdt")
    properties = add(control, "sdtPr")
    part = add(properties, "docPartObj")
    value(part, "docPartGallery", "Table of Contents")
    add(part, "docPartUnique")
    content = add(control, "sdtContent")
    title = add(content, "p")
    value(add(title, "pPr"), "pStyle", style("TOCHeading"))
    add_text(own_run(title, language), heading)
    numbers: dict[str, etree._Element] = {}
    paragraph = title
    for index, entry in enumerate(entries):
        paragraph = add(content, "p")
        value(add(paragraph, "pPr"), "pStyle", style(f"TOC{entry.level}"))
        if index == 0:
            begin(paragraph, rf'TOC \o "2-{CONTENTS_DEPTH}" \h \z \u')
        link = add(paragraph, "hyperlink", {"anchor": entry.bookmark, "history": "1"})
        add_text(add(link, "r"), entry.text)
        add(add(link, "r"), "tab")
        numbers[entry.bookmark] = field(link, rf"PAGEREF {entry.bookmark} \h", "1")
    end(paragraph)
    return numbers


def own_run(paragraph: etree._Element, language: str | None) -> etree._Element:
    """Add a run for words of the writer; ``language`` where it is not the document's."""
    run = add(paragraph, "r")
    if language is not None:
        value(add(run, "rPr"), "lang", language)
    return run


def page_of(paragraph: etree._Element, pattern: str, language: str | None) -> None:
    """Add ``Page 1 of 9`` with fields for the numbers; ``pattern`` as in ``Strings``."""
    before, _, rest = pattern.partition("{page}")
    between, _, after = rest.partition("{pages}")
    for text, instruction in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        if text:
            add_text(own_run(paragraph, language), text)
        if instruction:
            field(paragraph, instruction, "1")
