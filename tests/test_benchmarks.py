"""The pages that are measured with are as large as they say."""

from __future__ import annotations

from benchmarks import reading
from benchmarks.documents import long_table, multiply
from pipeline.model.nodes import Section, Table
from pipeline.model.walk import descendants
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
