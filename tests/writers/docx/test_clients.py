"""What the Open XML SDK says of Word documents, and what editing with python-docx does to them."""

from __future__ import annotations

import copy
import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from lxml import etree

from pipeline.model.nodes import Document, List, ListItem, Numbering, RowGroup, Table
from pipeline.options import DocxOptions, NotePlacement, Options
from pipeline.reader import read as read_page
from pipeline.reader.source import load
from pipeline.theme import LARGE_PRINT
from pipeline.verify.docx import check, read
from pipeline.verify.external import openxml
from pipeline.verify.external.verdict import Absent
from pipeline.verify.facts import FactKind
from tests.documents import cell, everything, french, header, paragraph, row, small
from tests.writers.docx.opening import W, findings, made, part, report, texts

EVERY_PAGE = bool(os.environ.get("PIPELINE_EVERY_PAGE"))
CHOICES = {
    "defaults": Options(),
    "endnotes": Options(notes=NotePlacement.END),
    "simple tables": Options(docx=DocxOptions(simplify_tables=True)),
    "large print": Options(theme=LARGE_PRINT),
}


@pytest.mark.parametrize("options", CHOICES.values(), ids=CHOICES)
def test_the_open_xml_sdk_finds_nothing(options: Options, tmp_path: Path) -> None:
    paths = []
    for name, document in (("everything", everything), ("french", french), ("small", small)):
        paths.append(tmp_path / f"{name}.docx")
        paths[-1].write_bytes(made(document(), options))
    for verdict in openxml.judge(paths):
        if isinstance(verdict, Absent):
            pytest.skip(f"Open XML SDK: {verdict.reason}")
        assert verdict.diagnostics == ()


def edit(data: bytes, change: Callable[[WordDocument], None]) -> bytes:
    document = docx.Document(io.BytesIO(data))
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def rules(data: bytes, document: Document) -> Iterator[str]:
    """Yield the accessibility rules that an edited document breaks (its text has changed)."""
    for found in check(data, document, Options()):
        if found.rule.id.startswith("docx-") and found.rule.id != "docx-contents":
            yield f"{found.rule.id}: {found.message}"


def add_heading(document: WordDocument) -> None:
    document.add_heading("A new part", 2)
    document.add_paragraph("With new words.", style="Body Text")


def add_item(document: WordDocument) -> None:
    document.add_paragraph("A new item", style="List Bullet")
    document.add_paragraph("A new number", style="List Number")


def add_row(document: WordDocument) -> None:
    table = document.tables[1]
    table.add_row()  # type: ignore[no-untyped-call]
    for new in table.rows[-1].cells:
        new.paragraphs[0].text = "new"
        new.paragraphs[0].style = "Table Text"


def again(element: etree._Element) -> None:
    """Put an element there twice, as Word does at the end of a line and for a new row."""
    new = copy.deepcopy(element)
    for mark in [*new.iter(W + "bookmarkStart"), *new.iter(W + "bookmarkEnd")]:
        mark.getparent().remove(mark)  # type: ignore[union-attr]
    for text in new.iter(W + "t"):
        text.text = "new"
    for note in [*new.iter(W + "footnoteReference"), *new.iter(DRAWING)]:
        note.getparent().remove(note)  # type: ignore[union-attr]
    element.addnext(new)


DRAWING = W + "drawing"


def add_headings_everywhere(document: WordDocument) -> None:
    """Put a heading of the same level before each heading, one of them right after a table."""
    headings = [p for p in document.paragraphs if p.style and p.style.style_id[:7] == "Heading"]
    for heading in headings[1:]:
        heading.insert_paragraph_before("New", style=heading.style)


def add_a_heading_after_a_table(document: WordDocument) -> None:
    document.tables[0]._tbl.addnext(document.add_heading("After a table", 2)._p)


def add_an_item_to_each_item(document: WordDocument) -> None:
    for item in list(document.element.body.iter(W + "numPr")):
        again(item.getparent().getparent())


def add_a_row_to_each_row(document: WordDocument) -> None:
    for line in list(document.element.body.iter(W + "tr")):
        if next(line.iter(W + "vMerge"), None) is None:
            again(line)


CHANGES = [
    add_heading,
    add_headings_everywhere,
    add_a_heading_after_a_table,
    add_item,
    add_an_item_to_each_item,
    add_a_row_to_each_row,
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_document_that_is_edited_stays_accessible(
    change: Callable[[WordDocument], None],
) -> None:
    document = everything()
    data = edit(made(document), change)
    assert list(rules(data, document)) == []


def test_a_new_item_in_the_list_styles_has_a_real_mark() -> None:
    facts = read(edit(made(small()), add_item))
    assert [fact.text for fact in facts if fact.kind is FactKind.ITEM] == ["•", "1"]


def test_a_row_added_to_a_header_row_repeats_with_it() -> None:
    body = RowGroup((row(cell("1"), cell("2")),))
    table = Table((body,), head=(row(header("A"), header("B")),))
    data = edit(made(report(table)), add_a_row_to_each_row)
    assert len(list(part(data).iter(W + "tblHeader"))) == 2
    kinds = [fact.kind for fact in read(data) if fact.text == "new"]
    assert kinds.count(FactKind.HEADER) == 2
    assert kinds.count(FactKind.CELL) == 2


def test_an_item_added_in_a_nested_list_counts_on_at_its_level() -> None:
    def marks(data: bytes) -> list[tuple[str, ...]]:
        return [(fact.text, *fact.details) for fact in read(data) if fact.kind is FactKind.ITEM]

    inner = List((ListItem((paragraph("a"),)), ListItem((paragraph("b"),))), Numbering.LOWER_ALPHA)
    outer = List(
        (ListItem((paragraph("1"), inner)), ListItem((paragraph("2"),))), Numbering.DECIMAL
    )
    data = edit(made(report(outer)), add_an_item_to_each_item)
    outside = [("1", "1"), ("2", "1"), ("3", "1"), ("4", "1")]
    inside = [("a", "2"), ("b", "2"), ("c", "2"), ("d", "2")]
    assert marks(data) == [*outside[:2], *inside, *outside[2:]]


def test_a_new_row_is_a_row_of_the_same_table() -> None:
    document = everything()
    data = edit(made(document), add_row)
    sizes = [fact.details for fact in read(data) if fact.kind is FactKind.TABLE]
    assert sizes[1] == ("3", "2")
    assert list(rules(data, document)) == []


def test_every_page_of_the_corpus_says_what_its_source_says(corpus: Path) -> None:
    entries = json.loads((corpus / "MANIFEST.json").read_text(encoding="utf-8"))
    chosen = [entry for entry in entries if EVERY_PAGE or entry["bytes"] < 60_000]
    assert chosen
    for entry in chosen:
        document = read_page(load(corpus / entry["file"])).document
        assert findings(made(document), document) == [], entry["id"]


def test_the_report_says_what_its_source_says() -> None:
    page = Path(__file__).parents[3] / "source" / "ocse-webinar-series-2022.html"
    document = read_page(load(page)).document
    data = made(document)
    assert findings(data, document) == []
    assert "Combatting Online Child Sexual Exploitation" in texts(part(data))
