"""The Word document as a whole: facts, bytes, package, properties."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.model.nodes import Document, List, ListItem, Numbering, Section
from pipeline.options import DocxOptions, NotePlacement, Options
from pipeline.theme import LARGE_PRINT, THEMES
from pipeline.writers.docx import additions
from tests.documents import everything, french, items, paragraph, regions, small, text
from tests.strategies import documents
from tests.writers.docx.opening import DEFAULTS, W, faults, made, names, part, report, texts

DOCUMENTS = {"everything": everything, "french": french, "small": small}
CHOICES = {
    "defaults": DEFAULTS,
    "endnotes": Options(notes=NotePlacement.END),
    "simple tables": Options(docx=DocxOptions(simplify_tables=True)),
    "large print": Options(theme=LARGE_PRINT),
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
@pytest.mark.parametrize("options", CHOICES.values(), ids=CHOICES)
def test_what_the_document_says_is_what_the_source_says(
    document: Callable[[], Document], options: Options
) -> None:
    assert faults(document(), options) == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_every_document_keeps_its_facts(document: Document) -> None:
    assert faults(document) == []


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_theme_gives_the_same_facts(theme: object) -> None:
    options = replace(DEFAULTS, theme=theme)  # type: ignore[arg-type]
    assert faults(everything(), options) == []


def test_the_same_document_gives_the_same_bytes() -> None:
    assert made(everything()) == made(everything())


def test_nothing_is_added_that_its_structure_does_not_tell() -> None:
    assert additions(everything(), DEFAULTS) == ()


def test_parts_that_nothing_needs_are_not_there() -> None:
    assert names(made(small())) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "word/header.xml",
        "word/footer.xml",
        "docProps/core.xml",
        "docProps/app.xml",
    ]


def test_dates_come_from_the_source_then_from_the_build() -> None:
    core = texts_of(made(everything()))
    assert core["created"] == "2022-05-31T00:00:00Z"
    assert core["modified"] == "2023-01-15T00:00:00Z"
    now = datetime.datetime(2024, 2, 3, 4, 5, 6, tzinfo=datetime.UTC)
    assert texts_of(made(small(), Options(now=now)))["created"] == "2024-02-03T04:05:06Z"
    assert "created" not in texts_of(made(small()))


def test_properties_hold_what_the_source_says_of_itself() -> None:
    core = texts_of(made(everything()))
    assert core["title"] == "Annual report: every construct"
    assert core["language"] == "en-CA"
    assert core["creator"] == "Public Safety Canada"
    assert core["identifier"] == "ISBN 978-0-660-12345-6"
    assert core["keywords"] == "Accessibility, Reports"


def texts_of(data: bytes) -> dict[str, str]:
    return {
        str(child.tag).rpartition("}")[2]: child.text or ""
        for child in part(data, "docProps/core.xml")
    }


def test_contents_hold_their_entries_before_any_update() -> None:
    control = next(part(made(everything())).iter(W + "sdt"))
    links = control.iter(W + "hyperlink")
    entries = [texts(link).rstrip("0123456789") for link in links]
    assert entries[:4] == ["Inline content", "Lists", "Blocks", "Quotations and code"]
    assert "Level five" not in entries
    instructions = [code.text for code in control.iter(W + "instrText")]
    assert instructions[0] == r' TOC \o "2-4" \h \z \u '
    assert all((code or "").startswith(" PAGEREF _Toc") for code in instructions[1:])


def test_contents_stand_on_pages_before_the_body_and_say_its_pages() -> None:
    blocks = [paragraph("word " * 300) for _ in range(4)]
    document = replace(
        report(),
        children=tuple(
            Section(2, text(f"Part {number}"), (blocks[number],)) for number in range(4)
        ),
    )
    root = part(made(document))
    links = next(root.iter(W + "sdt")).iter(W + "hyperlink")
    # 300 words of five signs fill half a page of Letter: two parts on a page.
    assert [texts(link) for link in links] == ["Part 02", "Part 12", "Part 23", "Part 33"]
    breaks = list(root.iter(W + "pageBreakBefore"))
    assert len(breaks) == 1


def test_lines_about_the_report_stand_before_the_contents() -> None:
    control = next(part(made(everything())).iter(W + "sdt"))
    before = control.getprevious()
    assert before is not None
    assert texts(before) == "Opening words."


def test_a_report_with_one_heading_has_no_contents() -> None:
    assert next(part(made(small())).iter(W + "sdt"), None) is None


def test_the_title_is_heading_one_and_sections_are_below() -> None:
    styles = [style.get(W + "val") for style in part(made(everything())).iter(W + "pStyle")]
    assert styles[:3] == ["Kicker", "Heading1", "Subtitle"]
    assert styles.count("Heading1") == 1


def test_a_list_within_an_item_whose_mark_is_written_out_keeps_its_own_marks() -> None:
    inner = List(items("No mark"), Numbering.NONE)
    item = ListItem((paragraph("Twenty-seventh"), inner), value=27)
    document = replace(small(), children=(List((item,), Numbering.LOWER_ALPHA),))
    assert faults(document) == []


def test_notes_are_endnotes_where_they_are_asked_for() -> None:
    data = made(everything(), Options(notes=NotePlacement.END))
    notes = list(part(data, "word/endnotes.xml").iter(W + "endnote"))
    assert [note.get(W + "type") for note in notes[:2]] == ["separator", "continuationSeparator"]
    cited = [mark.get(W + "id") for mark in part(data).iter(W + "endnoteReference")]
    assert [note.get(W + "id") for note in notes[2:]] == cited
    assert "word/footnotes.xml" not in names(data)


def test_the_title_of_a_link_is_its_tooltip() -> None:
    links = part(made(everything())).iter(W + "hyperlink")
    assert "Government of Canada" in {link.get(W + "tooltip") for link in links}


def test_a_table_has_its_caption_as_title_and_its_summary_as_description() -> None:
    table = replace(regions(), summary="Counts by region and year")
    root = part(made(report(table)))
    assert [e.get(W + "val") for e in root.iter(W + "tblCaption")] == ["Table 1: Reports by region"]
    described = [e.get(W + "val") for e in root.iter(W + "tblDescription")]
    assert described == ["Counts by region and year"]
