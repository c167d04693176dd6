"""One page for each rule: every element ``fail-…`` is found by it, no element ``pass-…``.

A finding belongs to the last such id at or before its line; one without a place to the page.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import pipeline.checks
from pipeline.build import examine
from pipeline.diagnostics import Diagnostic, Rule
from pipeline.reader.source import ReaderOptions, load
from tests.conftest import PROJECT

PAGES = sorted((PROJECT / "tests" / "rules").glob("*.html"))
CASE = re.compile(r'\bid="((?:pass|fail)-[^"]+)"')


def rules_of_the_checks() -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    names = [each.name for each in pkgutil.iter_modules(pipeline.checks.__path__)]
    names = [f"pipeline.checks.{name}" for name in names] + ["pipeline.reader.lint"]
    for module in map(importlib.import_module, names):
        found |= {each.id: each for each in vars(module).values() if isinstance(each, Rule)}
    return found


def cases(page: Path) -> list[tuple[int, str]]:
    lines = page.read_text("utf-8").splitlines()
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


def test_every_rule_of_the_checks_has_its_page() -> None:
    assert sorted(set(rules_of_the_checks()) - {page.stem for page in PAGES}) == []


def test_every_rule_says_what_to_do() -> None:
    for rule in rules_of_the_checks().values():
        assert rule.summary.endswith("."), rule.id
        assert rule.hint.endswith("."), rule.id
        assert rule.references, rule.id
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
