"""The pages that are measured with are as large as they say."""

from __future__ import annotations

from pathlib import Path

from benchmarks import reading
from benchmarks.__main__ import SECTIONS, renew
from benchmarks.documents import long_table, multiply
from benchmarks.typst_source import source
from pipeline.model.nodes import Section, Table
from pipeline.model.outline import headings
from pipeline.model.walk import descendants, plain
from pipeline.reader import read
from pipeline.reader.source import Source
from tests.conftest import REPORT


def sections(page: str) -> int:
    document = read(Source("page.html", page.encode())).document
    return sum(isinstance(node, Section) for node in descendants(document))


def test_the_report_is_multiplied_and_nothing_falls_out_of_it() -> None:
    page = REPORT.read_text("utf-8")
    assert sections(multiply(page, 4)) == 4 * sections(page)


def test_the_table_has_its_rows() -> None:
    document = read(Source("page.html", long_table(50).encode())).document
    [table] = [node for node in descendants(document) if isinstance(node, Table)]
    assert sum(len(group.rows) for group in table.bodies) == 50


def test_the_steps_of_reading_are_measured_beside_beautiful_soup() -> None:
    lines = list(reading.report(size=1, rounds=1))
    assert any(line.startswith("| bytes to model") for line in lines)
    assert any(line.startswith("| html.parser") for line in lines)


def test_a_section_is_renewed_and_the_words_around_it_stay() -> None:
    page = "Before.\n<!-- begin pdf -->\nold\n<!-- end pdf -->\nAfter.\n"
    renewed = renew(page, "pdf", ["| new |", ""])
    assert renewed == "Before.\n<!-- begin pdf -->\n| new |\n<!-- end pdf -->\nAfter.\n"


def test_the_page_has_a_place_for_each_section() -> None:
    page = (Path(__file__).parent.parent / "docs" / "performance.md").read_text("utf-8")
    for name in SECTIONS:
        page = renew(page, name, ["| measured |"])
    assert page.count("| measured |") == len(SECTIONS)


def test_typst_is_given_the_words_of_the_report() -> None:
    document = read(Source("page.html", multiply(REPORT.read_text("utf-8"), 2).encode())).document
    written = source(document).replace("\\", "")
    for heading in headings(document):
        assert plain(heading.title).split("\n")[0] in written
    assert 'title: "' in written


def test_typst_is_given_the_cells_of_the_table() -> None:
    document = read(Source("page.html", long_table(3).encode())).document
    assert source(document).count("table.header") == 1
    assert source(document).count("[Measure ") == 3
