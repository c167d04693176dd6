"""The documentation names what is there, and what is generated is up to date."""

from __future__ import annotations

import ast
import re

import pytest

from docs.generate import proof_page, rules, rules_page
from tests.conftest import PROJECT

PAGES = ("README.md", "CONTRIBUTING.md", "docs/architecture.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_exists(page: str) -> None:
    text = (PROJECT / page).read_text("utf-8")
    named = set(
        re.findall(r"`((?:pipeline|tests|docs|requirements|examples|source)/[\w./-]*)`", text)
    )
    made = {name for name in named if "NAME" in name or "RULE" in name}
    missing = [name for name in sorted(named - made) if not (PROJECT / name).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES)
def test_every_function_that_is_named_with_its_file_is_there(page: str) -> None:
    text = " ".join((PROJECT / page).read_text("utf-8").split())
    missing = []
    for name, path in re.findall(r"`(\w+)` (?:in|of) `(pipeline/[\w/]+\.py)`", text):
        tree = ast.parse((PROJECT / path).read_text("utf-8"))
        defined = {
            node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
        }
        if name not in defined:
            missing.append(f"{name} in {path}")
    assert not missing


def test_every_rule_has_one_meaning_and_stands_in_the_docs() -> None:
    assert sum(len(room) for room in rules().values()) > 50
    written = (PROJECT / "docs" / "rules.md").read_text("utf-8")
    assert written == rules_page(), "run `make docs`"


def test_what_each_format_holds_stands_in_the_docs() -> None:
    written = (PROJECT / "docs" / "proof.md").read_text("utf-8")
    assert written == proof_page(), "run `make docs`"


def test_every_rule_is_a_sentence_and_says_what_to_do() -> None:
    odd = [
        rule.id
        for room in rules().values()
        for rule in room.values()
        if not (rule.summary.endswith(".") and rule.hint.endswith("."))
        or not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", rule.id)
    ]
    assert not odd
