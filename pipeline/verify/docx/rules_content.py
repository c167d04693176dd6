"""Rules that Word's accessibility checker has: DX-01 to DX-10.

What the source itself lacks (an image without alternative, a table without headers) is a
finding of the checks on the source, with its line; here only what the artefact adds to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipeline.diagnostics import Diagnostic
from pipeline.model.grid import head_rows, row_groups
from pipeline.model.nodes import Image, Link, Table
from pipeline.model.walk import one_line, spoken
from pipeline.theme import Colour, colour, contrast
from pipeline.verify.docx.opened import ADEC, MAIN, WP, M, everywhere, get, on, style_of, text_of, w
from pipeline.verify.docx.subject import Check, Subject, artefact_rule

ALTERNATIVE = artefact_rule(
    "docx-alternative",
    "A picture has no text alternative and is not marked decorative, or its alternative is a "
    "file name.",
    "DX-01",
    "WCAG 2.2 1.1.1",
)
HEADER_ROW = artefact_rule(
    "docx-header-row", "The first row of a table is not marked as header row.", "DX-02",
    "WCAG 2.2 1.3.1",
)  # fmt: skip
PROTECTED = artefact_rule(
    "docx-protected", "The document is protected against assistive technology.", "DX-03"
)
CONTRAST = artefact_rule(
    "docx-contrast", "A style has too little contrast.", "DX-04", "WCAG 2.2 1.4.3"
)
FLOATING = artefact_rule(
    "docx-floating", "An object floats: it has no place in the reading order.", "DX-05", "DW-13"
)
MERGED = artefact_rule(
    "docx-merged-cells", "A table has merged cells although none were asked for.", "DX-06"
)
HEADINGS = artefact_rule(
    "docx-headings", "The headings skip a level, or there are none.", "DX-07", "WCAG 2.2 1.3.1"
)
LINK_TEXT = artefact_rule("docx-link-text", "A link has no text.", "DX-08", "WCAG 2.2 2.4.4")
EMPTY = artefact_rule("docx-empty-paragraph", "A paragraph holds nothing.", "DX-09", "DW-13")
TITLE = artefact_rule(
    "docx-title", "The document has no title among its properties, or a watermark.", "DX-10",
    "WCAG 2.2 2.4.2",
)  # fmt: skip

_FILE_NAME = re.compile(r"\S+\.(png|jpe?g|gif|svg|webp|bmp|tiff?|emf)", re.IGNORECASE)
_PICTURE = "urn:schemas-microsoft-com:vml"


def alternatives(subject: Subject) -> Iterator[Diagnostic]:
    """DX-01, DW-04, DW-05: alternatives are those of the source."""
    images = [node for node in subject.nodes if isinstance(node, Image)]
    given = {one_line(node.alternative) for node in images if node.alternative}
    missing = sum(node.alternative is None for node in images)
    for described in everywhere(subject.opened, f"{{{WP}}}docPr"):
        alternative = described.get("descr")
        mark = described.find(f".//{{{ADEC}}}decorative")
        decorative = mark is not None and mark.get("val") in ("1", "true")
        name = described.get("name", "")
        if not alternative and not decorative:
            missing -= 1
            if missing < 0:
                yield Diagnostic(ALTERNATIVE, f"{name} has no alternative", place=MAIN)
        elif alternative and decorative:
            message = f"{name} is decorative and has an alternative"
            yield Diagnostic(ALTERNATIVE, message, place=MAIN)
        elif alternative and alternative not in given and _FILE_NAME.fullmatch(alternative):
            message = f"the alternative of {name} is a file name: {alternative!r}"
            yield Diagnostic(ALTERNATIVE, message, place=MAIN)


def header_rows(subject: Subject) -> Iterator[Diagnostic]:
    """DX-02: where the source has a head, the first row is a header row."""
    nodes = [node for node in subject.nodes if isinstance(node, Table)]
    heads = [head_rows(node) for node in nodes if row_groups(node)]
    marked = [
        (first := table.find(w("tr"))) is not None
        and on(first.find(f"{w('trPr')}/{w('tblHeader')}"))
        for table in everywhere(subject.opened, w("tbl"))
    ]
    if sum(marked) >= sum(map(bool, heads)):
        return  # a table in a cell that is repeated, or in a caption, has another number here
    for index, has_head in enumerate(marked):
        if not has_head and (index >= len(heads) or heads[index]):
            message = f"table {index + 1} has no header row"
            yield Diagnostic(HEADER_ROW, message, place=MAIN)


def protection(subject: Subject) -> Iterator[Diagnostic]:
    """DX-03: nothing keeps a program from reading the document."""
    settings = subject.opened.part("word/settings.xml")
    if settings is not None and settings.find(w("documentProtection")) is not None:
        yield Diagnostic(PROTECTED, "the document is protected", place="word/settings.xml")


def style_contrast(subject: Subject) -> Iterator[Diagnostic]:
    """DX-04: text and background of every style that is used."""
    opened = subject.opened
    least = subject.options.theme.minimum_contrast
    background = subject.opened.document.find(w("background"))
    paper = _colour(get(background, "color")) or colour("FFFFFF")
    used = {get(element) or "" for element in opened.document.iter(w("pStyle"), w("rStyle"))}
    for id_ in sorted(used):
        text = _colour(get(opened.property(id_, "rPr", "color")))
        if text is None:
            continue
        shade = opened.property(id_, "rPr", "shd")
        shade = opened.property(id_, "pPr", "shd") if shade is None else shade
        ground = _colour(get(shade, "fill")) or paper
        ratio = contrast(text, ground)
        if ratio < least:
            message = f"style {opened.names(id_)[0]!r} has a contrast of {ratio:.2f}:1"
            yield Diagnostic(CONTRAST, message, place="word/styles.xml")


def _colour(digits: str | None) -> Colour | None:
    return colour(digits) if digits and re.fullmatch("[0-9A-Fa-f]{6}", digits) else None


def floating(subject: Subject) -> Iterator[Diagnostic]:
    """DX-05, DW-13: pictures stand in the text; no text boxes, frames or shapes."""
    names = (f"{{{WP}}}anchor", w("pict"), w("object"), w("txbxContent"), w("framePr"))
    for element in everywhere(subject.opened, *names):
        name = etree.QName(element).localname
        yield Diagnostic(FLOATING, f"the document has a {name}", place=MAIN)


def merged_cells(subject: Subject) -> Iterator[Diagnostic]:
    """DX-06: with ``simplify_tables`` no cell is merged."""
    if subject.options.docx.simplify_tables:
        for element in everywhere(subject.opened, w("gridSpan"), w("vMerge")):
            name = etree.QName(element).localname
            yield Diagnostic(MERGED, f"a cell has {name}", place=MAIN)


def heading_levels(subject: Subject) -> Iterator[Diagnostic]:
    """DX-07: the first heading is of level 1, and no level is skipped."""
    level = 0
    for paragraph in subject.opened.document.iter(w("p")):
        outline = get(subject.opened.property(style_of(paragraph), "pPr", "outlineLvl"))
        if outline is None or outline == "9":
            continue
        new = int(outline) + 1
        if new > level + 1:
            text = text_of(paragraph)[:60]
            message = f"heading {text!r} is of level {new} after level {level}"
            yield Diagnostic(HEADINGS, message, place=MAIN)
        level = new
    if level == 0:
        yield Diagnostic(HEADINGS, "there is no heading", place=MAIN)


def link_texts(subject: Subject) -> Iterator[Diagnostic]:
    """DX-08: a link says something, unless the source's says nothing."""
    links = [spoken(node.children) for node in subject.nodes if isinstance(node, Link)]
    silent = sum(not text.strip() for text in links)
    for link in everywhere(subject.opened, w("hyperlink")):
        described = any(item.get("descr") for item in link.iter(f"{{{WP}}}docPr"))
        if not text_of(link).strip() and not described:
            silent -= 1
            if silent < 0:
                yield Diagnostic(LINK_TEXT, "a link has no text", place=MAIN)


_GAP = re.compile("Table Gap.*( after separator$| in Figure Caption)")


def empty_paragraphs(subject: Subject) -> Iterator[Diagnostic]:
    """DX-09: space is made by styles.

    Word itself needs a paragraph in an empty cell, behind a table at the end of a cell or
    note, between two tables, and where a section ends behind a table; the line of a
    separator behind a table is a paragraph, and so is what parts two captions in a third.
    """
    for paragraph in everywhere(subject.opened, w("p")):
        name = (subject.opened.names(style_of(paragraph)) or ("Normal",))[0]
        if _holds_something(paragraph) or _needed(paragraph) or _GAP.match(name):
            continue
        yield Diagnostic(EMPTY, f"a paragraph in style {name!r} is empty", place=MAIN)


def _holds_something(paragraph: etree._Element) -> bool:
    names = ("t", "drawing", "footnoteReference", "endnoteReference", "numPr", "br", "fldChar",
             "separator", "continuationSeparator", "ruby", "tab", "softHyphen",
             "hyperlink")  # fmt: skip
    found = next(paragraph.iter(*(w(name) for name in names), f"{{{M}}}oMath"), None)
    return found is not None


def _needed(paragraph: etree._Element) -> bool:
    before, after, parent = paragraph.getprevious(), paragraph.getnext(), paragraph.getparent()
    if parent is None:
        return False
    if parent.tag == w("tc") and (after is None or after.tag != w("tbl")):
        return after is None and (before is None or before.tag in (w("tcPr"), w("tbl")))
    if paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None:
        return before is None or before.tag != w("p")
    behind_table = before is not None and before.tag == w("tbl")
    return behind_table and (after is None or after.tag == w("tbl"))


def title_property(subject: Subject) -> Iterator[Diagnostic]:
    """DX-10: ``dc:title`` is set; nothing is printed behind the text."""
    core = subject.opened.part("docProps/core.xml")
    title = None if core is None else core.findtext("{http://purl.org/dc/elements/1.1/}title")
    if not (title or "").strip():
        yield Diagnostic(TITLE, "the document has no title", place="docProps/core.xml")
    for name in sorted(subject.opened.files):
        if re.fullmatch(r"word/header\d*\.xml", name):
            header = subject.opened.part(name)
            if header is not None and next(header.iter(f"{{{_PICTURE}}}shape"), None) is not None:
                yield Diagnostic(TITLE, "the header has a watermark", place=name)


CHECKS: tuple[Check, ...] = (
    alternatives,
    header_rows,
    protection,
    style_contrast,
    floating,
    merged_cells,
    heading_levels,
    link_texts,
    empty_paragraphs,
    title_property,
)
