"""Rules on what a screen reader needs in the text: DW-01 to DW-05, DW-08 to DW-16."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import Abbreviation, Math, MathBlock, Separator, Text
from pipeline.model.walk import one_line
from pipeline.verify.docx.formulas import mathml_signs
from pipeline.verify.docx.opened import (
    MAIN,
    WP,
    M,
    R,
    everywhere,
    get,
    is_header,
    number_of,
    on,
    style_of,
    text_of,
    w,
)
from pipeline.verify.docx.reader import notes_around
from pipeline.verify.docx.runs import Lines
from pipeline.verify.docx.subject import Check, Subject, artefact_rule

STYLES = artefact_rule(
    "docx-styles", "A built-in style is missing, or what is no heading has an outline level.",
    "DW-01", "WCAG 2.2 1.3.1",
)  # fmt: skip
LISTS = artefact_rule(
    "docx-lists", "A list item has no definition of its numbering.", "DW-02", "WCAG 2.2 1.3.1"
)
TABLES = artefact_rule(
    "docx-table-structure", "The marks of a table contradict each other.", "DW-03",
    "WCAG 2.2 1.3.1",
)  # fmt: skip
DRAWING_IDS = artefact_rule("docx-drawing-ids", "Two drawings have the same id.", "DW-04", "DW-05")
BOOKMARKS = artefact_rule(
    "docx-bookmarks", "A link leads nowhere, or a bookmark is not as Word needs it.", "DW-08",
    "WCAG 2.2 2.4.4",
)  # fmt: skip
NOTES = artefact_rule("docx-notes", "Notes and their references do not match.", "DW-09")
CONTENTS = artefact_rule(
    "docx-contents", "The contents are empty, incomplete or ask to be updated.", "DW-10"
)
CAPTIONS = artefact_rule("docx-captions", "A caption is not kept with its table.", "DW-11")
FORMULAS = artefact_rule("docx-formulas", "A formula is not a formula of Word.", "DW-14")
EXPANSIONS = artefact_rule(
    "docx-expansion", "An abbreviation is never expanded.", "DW-16", "WCAG 2.2 3.1.4"
)
SEPARATORS = artefact_rule("docx-separators", "A line between passages is lost.", "DW-13")

_BUILT_IN = {
    "Normal": "Normal",
    **{f"Heading{level}": f"heading {level}" for level in range(1, 10)},
    "Title": "Title",
    "Subtitle": "Subtitle",
    "Caption": "caption",
    "ListBullet": "List Bullet",
    "ListNumber": "List Number",
    "Quote": "Quote",
    "FootnoteText": "footnote text",
    "FootnoteReference": "footnote reference",
    "Hyperlink": "Hyperlink",
    "TOC1": "toc 1",
    "TOC2": "toc 2",
    "TOC3": "toc 3",
    "TOCHeading": "TOC Heading",
}
_HEADING = re.compile(r"heading [1-9]")
_IN_CONTENTS = frozenset({"heading 2", "heading 3", "heading 4"})
_NAME = re.compile(r"[A-Za-z_]\w{0,39}", re.ASCII)


def built_in_styles(subject: Subject) -> Iterator[Diagnostic]:
    """DW-01: built-in names (and, without a template, ids); outlines in headings only."""
    opened = subject.opened
    names = {style.name for style in opened.styles.values()}
    for id_, name in _BUILT_IN.items():
        own_id = opened.styles.get(id_)
        if name not in names:
            yield Diagnostic(STYLES, f"style {name!r} is missing", place="word/styles.xml")
        elif subject.options.docx.template is None and (own_id is None or own_id.name != name):
            message = f"style {name!r} has another id than {id_!r}"
            yield Diagnostic(STYLES, message, place="word/styles.xml")
    for style in opened.styles.values():
        outline = get(style.element.find(f"{w('pPr')}/{w('outlineLvl')}"))
        if outline not in (None, "9") and not _HEADING.fullmatch(style.name):
            message = f"style {style.name!r} has an outline level and is no heading"
            yield Diagnostic(STYLES, message, place="word/styles.xml")


def list_definitions(subject: Subject) -> Iterator[Diagnostic]:
    """DW-02: every numbered paragraph has a real level behind it."""
    for paragraph in everywhere(subject.opened, w("p")):
        number = number_of(subject.opened, paragraph)
        if number is not None and subject.opened.numbers.level(*number) is None:
            message = f"list item {text_of(paragraph)[:40]!r} refers to no numbering"
            yield Diagnostic(LISTS, message, place=MAIN)


def table_structure(subject: Subject) -> Iterator[Diagnostic]:
    """DW-03: header rows from the top, look, unsplit rows, a grid that fits."""
    for index, table in enumerate(everywhere(subject.opened, w("tbl")), 1):
        for message in _table_faults(subject, table):
            yield Diagnostic(TABLES, f"table {index}: {message}", place=MAIN)


def _table_faults(subject: Subject, table: etree._Element) -> Iterator[str]:
    rows = list(table.iterchildren(w("tr")))
    marked = [on(row.find(f"{w('trPr')}/{w('tblHeader')}")) for row in rows]
    heads = sum(marked)
    if any(marked[heads:]):
        yield "a header row stands below other rows"
    if any(mark.attrib for mark in table.iter(w("tblHeader"))):
        yield "w:tblHeader has an attribute, which validators refuse"
    style = get(table.find(f"{w('tblPr')}/{w('tblStyle')}"))
    whole = subject.opened.property(style, "trPr", "cantSplit")
    own = [row.find(f"{w('trPr')}/{w('cantSplit')}") for row in rows]
    if not all(on(whole if mark is None else mark) for mark in own):
        yield "a row may be split between pages"
    look = table.find(f"{w('tblPr')}/{w('tblLook')}")
    if get(look, "firstRow") != str(int(heads > 0)):
        yield "the look of the first row does not match the header rows"
    column = any(_is_header(subject, row) for row in rows[heads:])
    if get(look, "firstColumn") != str(int(column)):
        yield "the look of the first column does not match the row headers"
    grid = len(table.findall(f"{w('tblGrid')}/{w('gridCol')}"))
    for number, row in enumerate(rows, 1):
        width = sum(
            int(get(cell.find(f"{w('tcPr')}/{w('gridSpan')}")) or 1)
            for cell in row.iterchildren(w("tc"))
        )
        if width != grid:
            yield f"row {number} has {width} columns, the grid {grid}"


def _is_header(subject: Subject, row: etree._Element) -> bool:
    """Tell whether the first cell of a row is a header (and not drawn on from above)."""
    first = row.find(w("tc"))
    if first is None:
        return False
    merge = first.find(f"{w('tcPr')}/{w('vMerge')}")
    return (merge is None or get(merge) is not None) and is_header(subject.opened, first)


def drawing_ids(subject: Subject) -> Iterator[Diagnostic]:
    """DW-04: ids of drawings are unique in the document."""
    counted = Counter(element.get("id") for element in everywhere(subject.opened, f"{{{WP}}}docPr"))
    for id_, count in counted.items():
        if count > 1:
            yield Diagnostic(DRAWING_IDS, f"{count} drawings have the id {id_}", place=MAIN)


def bookmarks(subject: Subject) -> Iterator[Diagnostic]:
    """DW-08: links lead somewhere, bookmarks are well-formed, link text looks like it."""
    starts = list(everywhere(subject.opened, w("bookmarkStart")))
    names = Counter((get(element, "name") or "").casefold() for element in starts)
    ids = Counter(get(element, "id") for element in starts)
    ends = Counter(get(element, "id") for element in everywhere(subject.opened, w("bookmarkEnd")))
    for element in starts:
        name = get(element, "name") or ""
        if not _NAME.fullmatch(name) or names[name.casefold()] > 1:
            message = f"the bookmark name {name!r} is malformed or not unique"
            yield Diagnostic(BOOKMARKS, message, place=MAIN)
    if ids != ends or any(count > 1 for count in ids.values()):
        message = "starts and ends of bookmarks do not pair"
        yield Diagnostic(BOOKMARKS, message, place=MAIN)
    for part in (MAIN, "word/footnotes.xml", "word/endnotes.xml"):
        root = subject.opened.part(part)
        related = {} if root is None else subject.opened.relationships(part)
        for link in () if root is None else root.iter(w("hyperlink")):
            anchor, id_ = get(link, "anchor"), link.get(f"{{{R}}}id")
            if anchor is not None and anchor.casefold() not in names:
                message = f"a link leads to the bookmark {anchor!r}, which is not there"
                yield Diagnostic(BOOKMARKS, message, place=part)
            if id_ is not None and not related.get(id_, ("", False))[1]:
                yield Diagnostic(BOOKMARKS, "a link has no external target", place=part)
    underline = get(subject.opened.property("Hyperlink", "rPr", "u"))
    if subject.options.docx.template is None and underline in (None, "none"):
        message = "links are told apart by colour alone"
        yield Diagnostic(BOOKMARKS, message, place="word/styles.xml")


def notes(subject: Subject) -> Iterator[Diagnostic]:
    """DW-09: separators, one reference for each note, one note for each reference."""
    for kind in ("footnote", "endnote"):
        root = subject.opened.part(f"word/{kind}s.xml")
        cited = Counter(
            get(element, "id") for element in subject.opened.document.iter(w(f"{kind}Reference"))
        )
        elements = [] if root is None else list(root.iterchildren(w(kind)))
        types = {get(element, "type") for element in elements}
        if elements and not {"separator", "continuationSeparator"} <= types:
            message = f"the {kind}s have no separators"
            yield Diagnostic(NOTES, message, place=f"word/{kind}s.xml")
        written = {get(note, "id") for note in elements if get(note, "type") is None}
        for lonely in sorted(str(id_) for id_ in written ^ cited.keys()):
            message = f"{kind} {lonely} and its reference do not match"
            yield Diagnostic(NOTES, message, place=f"word/{kind}s.xml")
        for id_, count in cited.items():
            if count > 1:
                message = f"{kind} {id_} has {count} references"
                yield Diagnostic(NOTES, message, place=MAIN)


def contents(subject: Subject) -> Iterator[Diagnostic]:
    """DW-10: entries are there before any update, as the headings are; nothing prompts."""
    settings = subject.opened.part("word/settings.xml")
    if settings is not None and on(settings.find(w("updateFields"))):
        message = "opening the document asks to update fields"
        yield Diagnostic(CONTENTS, message, place="word/settings.xml")
    controls = [
        control
        for control in subject.opened.document.iter(w("sdt"))
        if control.find(f".//{w('docPartGallery')}") is not None
    ]
    if not controls:
        return
    lines = Lines(subject.opened)
    linked = {get(link, "anchor") for link in controls[0].iter(w("hyperlink"))}
    listed: set[str] = set()
    for paragraph in subject.opened.document.iter(w("p")):
        names = subject.opened.names(style_of(paragraph))
        if notes_around(names) or not any(name in _IN_CONTENTS for name in names):
            continue
        here = {get(mark, "name") for mark in paragraph.iter(w("bookmarkStart"))}
        line = lines.read(paragraph)
        heading = "".join(piece.text for piece in line.pieces) or " ".join(
            filter(None, line.images)
        )
        if not heading.strip():
            continue
        if not here.isdisjoint(linked):
            listed.add(heading)
        elif heading not in listed or next(paragraph.iterancestors(w("tc")), None) is None:
            # A cell over rows may be repeated, with its headings.
            message = f"the contents lack the heading {heading[:60]!r}"
            yield Diagnostic(CONTENTS, message, place=MAIN)


def captions(subject: Subject) -> Iterator[Diagnostic]:
    """DW-11: what is a caption before a table stays on the page of the table."""
    if subject.options.docx.template is not None:
        return  # the department's style says how captions stand
    for table in subject.opened.document.iter(w("tbl")):
        before = table.getprevious()
        named = table.find(f"{w('tblPr')}/{w('tblCaption')}") is not None
        if not named:
            continue
        style = None if before is None or before.tag != w("p") else style_of(before)
        if not on(subject.opened.property(style, "pPr", "keepNext")):
            message = "the caption of a table may be parted from it"
            yield Diagnostic(CAPTIONS, message, place=MAIN)


def formulas(subject: Subject) -> Iterator[Diagnostic]:
    """DW-14: as many formulas as the source has."""
    expected = sum(
        isinstance(node, Math | MathBlock) and bool(mathml_signs(node.mathml))
        for node in subject.nodes
    )
    found = sum(1 for _ in everywhere(subject.opened, f"{{{M}}}oMath"))
    if found < expected:
        message = f"{found} formulas instead of {expected}"
        yield Diagnostic(FORMULAS, message, place=MAIN)


def expansions(subject: Subject) -> Iterator[Diagnostic]:
    """DW-16: what an abbreviation stands for is said somewhere in the text."""
    wanted = {node.expansion for node in subject.nodes if isinstance(node, Abbreviation)}
    if not wanted:
        return
    text = "".join(one_line(text_of(item)) + "\n" for item in everywhere(subject.opened, w("p")))
    said = text.casefold()
    for expansion in sorted(wanted):
        if one_line(expansion).casefold() not in said:
            yield Diagnostic(EXPANSIONS, f"{expansion!r} is nowhere in the text", place=MAIN)


def separators(subject: Subject) -> Iterator[Diagnostic]:
    """DW-13: each separator is a border of a paragraph; several in a row are one."""
    expected, behind = 0, True
    for node in subject.nodes:
        match node:
            case Separator():
                expected += behind
                behind = False
            case Text():
                behind = behind or not node.text.isspace()
            case _:
                pass
    # A style may be named for both: "Body Text after separator before separator".
    found = sum(
        name.count(" separator")
        for paragraph in everywhere(subject.opened, w("p"))
        for name in subject.opened.names(style_of(paragraph))[:1]
    )
    if found < expected:
        message = f"{found} separators instead of {expected}"
        yield Diagnostic(SEPARATORS, message, place=MAIN)


CHECKS: tuple[Check, ...] = (
    built_in_styles,
    list_definitions,
    table_structure,
    drawing_ids,
    bookmarks,
    notes,
    contents,
    captions,
    formulas,
    expansions,
    separators,
)
