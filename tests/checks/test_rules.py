"""One page for each rule: every element ``fail-…`` is found by it, no element ``pass-…``.

A finding belongs to the last such id at or before its line; one without a place to the page.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.build import examine
from pipeline.diagnostics import Diagnostic
from pipeline.reader.source import ReaderOptions, load
from pipeline.rules import source_rules
from tests.conftest import PROJECT

PAGES = sorted((PROJECT / "tests" / "rules").glob("*.html"))
CASE = re.compile(r'\bid="((?:pass|fail)-[^"]+)"')


WITHOUT_PAGE = {
    "drawing-damaged": "needs a drawing that its library cannot read",
    "formats-too-deep": "needs a page of thousands of nested elements",
    "image-name-misleading": "needs an image beside the page",
    "link-in-link": "HTML's parser leaves such links only in XHTML",
    "long-description-elsewhere": "needs the attribute longdesc",
    "main-incomplete": "needs a landmark that is smaller than what is around it",
    "nesting-too-deep": "needs a page of thousands of nested elements",
    "table-content-misplaced": "HTML's parser moves it out of the table, but for rare elements",
    "table-spans-ignored": "needs a table with millions of slots",
    "table-too-uneven": "needs a table of very many rows of unequal length",
    "text-unaccounted": "is a fault of the reader, which no page should show",
}
"""Rules whose cases are in tests of the reader, and why."""


def cases(page: Path) -> list[tuple[int, str]]:
    lines = page.read_text("utf-8", errors="replace").splitlines()
    return [
        (number, match[1])
        for number, line in enumerate(lines, start=1)
        for match in CASE.finditer(line)
    ]


def owner(finding: Diagnostic, found: list[tuple[int, str]]) -> str:
    line = 0 if finding.at is None else finding.at.line
    before = [name for number, name in found if number <= line]
    return before[-1] if before else found[0][1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_rule_finds_what_fails_and_nothing_that_passes(page: Path) -> None:
    found = cases(page)
    diagnostics = examine(load(page), ReaderOptions()).diagnostics
    named = {owner(each, found) for each in diagnostics if each.rule.id == page.stem}
    assert named == {name for _, name in found if name.startswith("fail-")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_has_both_kinds_of_case(page: Path) -> None:
    kinds = {name.partition("-")[0] for _, name in cases(page)}
    assert "fail" in kinds


def test_every_rule_about_sources_has_its_page() -> None:
    pages = {page.stem for page in PAGES}
    assert sorted(set(source_rules()) - pages - set(WITHOUT_PAGE)) == []
    assert sorted(pages - set(source_rules())) == []


def test_every_rule_says_what_to_do() -> None:
    for rule in source_rules().values():
        assert rule.summary.endswith("."), rule.id
        assert rule.hint.endswith("."), rule.id
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
