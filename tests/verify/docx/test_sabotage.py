"""Each rule on Word documents sees the fault that is planted for it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree

from pipeline.errors import ArtefactError
from pipeline.model.nodes import Cell, Figure, Note, Row, RowGroup, Table
from pipeline.options import DocxOptions, Options
from pipeline.verify.docx import check, read
from pipeline.verify.docx.rules_content import CHECKS as CONTENT
from pipeline.verify.docx.rules_package import CHECKS as PACKAGE
from pipeline.verify.docx.rules_structure import CHECKS as STRUCTURE
from pipeline.verify.facts import FactKind
from tests.documents import everything, paragraph
from tests.writers.docx.opening import MAIN, W, edited, made, report

STYLES, SETTINGS, CORE = "word/styles.xml", "word/settings.xml", "docProps/core.xml"
FOOTNOTES, NUMBERING, FOOTER = "word/footnotes.xml", "word/numbering.xml", "word/footer.xml"


def first(root: etree._Element, name: str) -> etree._Element:
    return next(element for element in root.iter() if etree.QName(element).localname == name)


def drop(name: str) -> Callable[[etree._Element], None]:
    """Return an edit that takes every element of a name away."""

    def change(root: etree._Element) -> None:
        for element in [e for e in root.iter() if str(e.tag).endswith("}" + name)]:
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)

    return change


def put(path: str, name: str, **attributes: str) -> Callable[[etree._Element], None]:
    """Return an edit that adds an element to the first of a name."""

    def change(root: etree._Element) -> None:
        holder = root if path == "." else first(root, path)
        child = etree.SubElement(holder, W + name)
        for key, value in attributes.items():
            child.set(W + key, value)

    return change


def setting(name: str, key: str, value: str, number: int = 0) -> Callable[[etree._Element], None]:
    """Return an edit that sets an attribute of the n-th element of a name."""

    def change(root: etree._Element) -> None:
        found = [e for e in root.iter() if etree.QName(e).localname == name]
        found[number].set(key, value)

    return change


def no_first_head_row(root: etree._Element) -> None:
    properties = first(first(root, "tbl"), "trPr")
    properties.remove(first(properties, "tblHeader"))


def drop_alternative(root: etree._Element) -> None:
    described = next(e for e in root.iter() if str(e.tag).endswith("}docPr") and e.get("descr"))
    del described.attrib["descr"]


def name_alternative(root: etree._Element) -> None:
    described = next(e for e in root.iter() if str(e.tag).endswith("}docPr") and e.get("descr"))
    described.set("descr", "IMG_0042.png")


ADEC = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def decorative_as_well(root: etree._Element) -> None:
    mark = next(root.iter(ADEC))
    mark.getparent().getparent().getparent().set("descr", "Says something")  # type: ignore[union-attr]


def not_decorative(root: etree._Element) -> None:
    mark = next(root.iter(ADEC))
    mark.set("val", "0")


def picture_in_the_head(root: etree._Element) -> None:
    etree.SubElement(first(root, "r"), W + "drawing")


def skip_level(root: etree._Element) -> None:
    styles = [style for style in root.iter(W + "pStyle") if style.get(W + "val") == "Heading2"]
    styles[1].set(W + "val", "Heading4")


def silence_link(root: etree._Element) -> None:
    link = [link for link in root.iter(W + "hyperlink") if link.getparent() is not None][-1]
    for text in list(link.iter(W + "t")):
        text.text = ""


def empty_paragraph(root: etree._Element) -> None:
    body = first(root, "body")
    body.insert(3, etree.Element(W + "p"))


def pale_link(root: etree._Element) -> None:
    style = next(s for s in root.iter(W + "style") if s.get(W + "styleId") == "Hyperlink")
    first(style, "color").set(W + "val", "DDDDDD")


def outline_of_quote(root: etree._Element) -> None:
    style = next(s for s in root.iter(W + "style") if s.get(W + "styleId") == "Quote")
    etree.SubElement(first(style, "pPr"), W + "outlineLvl").set(W + "val", "2")


def rename_caption(root: etree._Element) -> None:
    style = next(s for s in root.iter(W + "style") if s.get(W + "styleId") == "Caption")
    first(style, "name").set(W + "val", "My caption")


def caption_drifts(root: etree._Element) -> None:
    style = next(s for s in root.iter(W + "style") if s.get(W + "styleId") == "Caption")
    properties = first(style, "pPr")
    properties.remove(first(properties, "keepNext"))


def tab_in_text(root: etree._Element) -> None:
    run = [run for run in root.iter(W + "r") if run.find(W + "t") is not None][-1]
    etree.SubElement(run, W + "tab")


def tiny(root: etree._Element) -> None:
    style = next(s for s in root.iter(W + "style") if s.get(W + "styleId") == "FootnoteText")
    first(style, "sz").set(W + "val", "12")


def ignorable(root: etree._Element) -> None:
    name = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
    root.set(name, "w99")


def no_expansion(root: etree._Element) -> None:
    for text in root.iter(W + "t"):
        if "Royal Canadian" in (text.text or ""):
            text.text = " (R.C.M.P.)"


def no_separator(root: etree._Element) -> None:
    for style in root.iter(W + "pStyle"):
        style.set(
            W + "val",
            style.get(W + "val", "").replace("AfterSeparator", "").replace("BeforeSeparator", ""),
        )


FAULTS: dict[str, tuple[str, str, Callable[[etree._Element], None]]] = {
    "DX-01 an alternative is gone": ("docx-alternative", MAIN, drop_alternative),
    "DX-01 a file name as alternative": ("docx-alternative", MAIN, name_alternative),
    "DW-05 decorative, with an alternative": ("docx-alternative", MAIN, decorative_as_well),
    "DW-05 decorative no more": ("docx-alternative", MAIN, not_decorative),
    "DX-02 no header row": ("docx-header-row", MAIN, no_first_head_row),
    "DX-03 protection": (
        "docx-protected",
        SETTINGS,
        put(".", "documentProtection", edit="readOnly"),
    ),
    "DX-04 pale links": ("docx-contrast", STYLES, pale_link),
    "DX-05 a frame": ("docx-floating", MAIN, put("pPr", "framePr", hAnchor="page")),
    "DX-07 a level is skipped": ("docx-headings", MAIN, skip_level),
    "DX-08 a link without text": ("docx-link-text", MAIN, silence_link),
    "DX-09 an empty paragraph": ("docx-empty-paragraph", MAIN, empty_paragraph),
    "DX-10 no title": ("docx-title", CORE, drop("title")),
    "DW-01 a style has another name": ("docx-styles", STYLES, rename_caption),
    "DW-01 a quotation in the outline": ("docx-styles", STYLES, outline_of_quote),
    "DW-02 a list without definition": ("docx-lists", NUMBERING, drop("num")),
    "DW-03 tblHeader with a value": (
        "docx-table-structure",
        MAIN,
        setting("tblHeader", W + "val", "1"),
    ),
    "DW-03 rows may split": ("docx-table-structure", MAIN, setting("cantSplit", W + "val", "0")),
    "DW-03 no first column": (
        "docx-table-structure",
        MAIN,
        setting("tblLook", W + "firstColumn", "0"),
    ),
    "DW-03 the grid lacks a column": (
        "docx-table-structure",
        MAIN,
        lambda root: first(root, "tblGrid").remove(first(root, "gridCol")),
    ),
    "DW-04 two drawings of one id": ("docx-drawing-ids", MAIN, setting("docPr", "id", "2")),
    "DW-08 a bookmark is gone": ("docx-bookmarks", MAIN, drop("bookmarkStart")),
    "DW-08 a name with a space": (
        "docx-bookmarks",
        MAIN,
        setting("bookmarkStart", W + "name", "not good"),
    ),
    "DW-08 links only by colour": (
        "docx-bookmarks",
        STYLES,
        drop("u"),
    ),
    "DW-09 a note is gone": (
        "docx-notes",
        FOOTNOTES,
        lambda root: root.remove(list(root)[-1]),
    ),
    "DW-09 no separators": ("docx-notes", FOOTNOTES, setting("footnote", W + "type", "normal")),
    "DW-10 a prompt": ("docx-contents", SETTINGS, put(".", "updateFields")),
    "DW-10 an entry is gone": (
        "docx-contents",
        MAIN,
        lambda root: first(root, "sdtContent").remove(list(first(root, "sdtContent"))[2]),
    ),
    "DW-11 a caption drifts": ("docx-captions", STYLES, caption_drifts),
    "DW-14 a formula is gone": ("docx-formulas", MAIN, drop("oMath")),
    "DW-16 no expansion": ("docx-expansion", MAIN, no_expansion),
    "DW-06 another language": ("docx-language", STYLES, setting("lang", W + "val", "de")),
    "DW-06 unproofed": ("docx-language", MAIN, put("rPr", "noProof")),
    "DW-07 another creator": ("docx-properties", CORE, drop("creator")),
    "DW-12 another paper": ("docx-pages", MAIN, setting("pgSz", W + "w", "9999")),
    "DW-12 a picture in the head": ("docx-pages", "word/header.xml", picture_in_the_head),
    "DW-12 no page number": ("docx-pages", FOOTER, drop("instrText")),
    "DW-13 a tab": ("docx-tabs", MAIN, tab_in_text),
    "DW-13 a separator is gone": ("docx-separators", MAIN, no_separator),
    "DW-15 compatibility mode": (
        "docx-package",
        SETTINGS,
        setting("compatSetting", W + "val", "14"),
    ),
    "DW-15 an undeclared prefix": ("docx-package", MAIN, ignorable),
    "LP-08 small text": ("docx-text-size", STYLES, tiny),
}


@pytest.mark.parametrize(("rule", "part", "change"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_named(
    rule: str, part: str, change: Callable[[etree._Element], None]
) -> None:
    document = everything()
    data = edited(made(document), change, part)
    assert rule in {found.rule.id for found in check(data, document, Options())}


def test_merged_cells_are_found_where_none_were_asked_for() -> None:
    document = everything()
    options = Options(docx=DocxOptions(simplify_tables=True))
    found = {item.rule.id for item in check(made(document), document, options)}
    assert "docx-merged-cells" in found


def test_every_rule_has_a_fault() -> None:
    planted = {rule for rule, _, _ in FAULTS.values()} | {"docx-merged-cells"}
    assert len(planted) == len(CONTENT) + len(STRUCTURE) + len(PACKAGE)


def swap_paragraphs(root: etree._Element) -> None:
    paragraphs = [
        p for p in first(root, "body").iterchildren(W + "p") if p.find(f"{W}r/{W}t") is not None
    ]
    paragraphs[4].addprevious(paragraphs[6])


def plain_headers(root: etree._Element) -> None:
    for style in root.iter(W + "pStyle"):
        if style.get(W + "val") == "TableHeading":
            style.set(W + "val", "TableText")


def flat_emphasis(root: etree._Element) -> None:
    for style in root.iter(W + "rStyle"):
        if style.get(W + "val") == "Emphasis":
            style.set(W + "val", "DefaultParagraphFont")


CHANGES: dict[str, tuple[FactKind, Callable[[etree._Element], None]]] = {
    "text in another order": (FactKind.TEXT, swap_paragraphs),
    "no header cells": (FactKind.CELL, plain_headers),
    "no languages": (FactKind.LANGUAGE, drop("lang")),
    "no emphasis": (FactKind.EMPHASIS, flat_emphasis),
    "another label": (FactKind.CITATION, drop("footnoteReference")),
    "no alternative": (FactKind.IMAGE, drop_alternative),
    "another level": (FactKind.HEADING, skip_level),
    "no numbers": (FactKind.ITEM, drop("numPr")),
}


@pytest.mark.parametrize(("kind", "change"), CHANGES.values(), ids=CHANGES)
def test_a_lost_fact_is_named(kind: FactKind, change: Callable[[etree._Element], None]) -> None:
    document = everything()
    data = edited(made(document), change)
    found = {item.rule.id for item in check(data, document, Options())}
    assert {f"{kind.value}-lost", f"{kind.value}-added"} & found


def test_a_note_of_other_words_is_found() -> None:
    document = everything()
    other = replace(document, notes=tuple(replace(n, label="9") for n in document.notes))
    assert any("citation" in item.rule.id for item in check(made(other), document, Options()))


def test_a_caption_that_is_not_kept_together_is_found() -> None:
    document = report(Figure((paragraph("A"),), caption=(paragraph("B"), paragraph("C"))))
    parted = edited(made(document), drop("keepNext"))
    assert "caption-lost" in {item.rule.id for item in check(parted, document, Options())}


def test_words_that_move_to_a_note_in_the_note_are_found() -> None:
    def table(*notes: Note) -> Table:
        return Table((RowGroup((Row((Cell((paragraph("A"),)),)),)),), notes=notes)

    inner = Note("b", (paragraph("Inner"),), id="inner")
    document = report(table(Note("a", (table(inner), paragraph("Outer")), id="outer")))

    def move(root: etree._Element) -> None:
        *_, before, last = root.iter(W + "pStyle")
        last.set(W + "val", before.get(W + "val", ""))

    assert list(check(made(document), document, Options())) == []
    found = {item.rule.id for item in check(edited(made(document), move), document, Options())}
    assert "note-lost" in found


def test_what_is_no_document_cannot_be_verified() -> None:
    with pytest.raises(ArtefactError):
        read(b"nonsense")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(MAIN, "<broken")
    with pytest.raises(ArtefactError):
        list(check(buffer.getvalue(), everything(), Options()))
