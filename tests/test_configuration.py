"""A project sets the severity of rules, and is told what it cannot set."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.checks.text import LONG_PARAGRAPH, MOJIBAKE
from pipeline.configuration import DEFAULT, configured, find, read
from pipeline.diagnostics import Diagnostic, Severity, severity_of
from pipeline.errors import OptionError

FOUND = (Diagnostic(LONG_PARAGRAPH, "m"), Diagnostic(MOJIBAKE, "n"))


def write(folder: Path, text: str, name: str = "pipeline.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_rule_is_raised_lowered_or_left_out(tmp_path: Path) -> None:
    path = write(tmp_path, '[rules]\nparagraph-long = "error"\ntext-garbled = "off"\n')
    (left,) = configured(FOUND, read(path))
    assert left.rule is LONG_PARAGRAPH
    assert severity_of(left) is Severity.ERROR


def test_without_configuration_every_rule_keeps_its_own() -> None:
    assert tuple(configured(FOUND, DEFAULT)) == FOUND


def test_a_table_in_the_project_file_does_the_same(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\n[tool.pipeline.rules]\nparagraph-long = "warning"\n'
    path = write(tmp_path, text, "pyproject.toml")
    first, _ = configured(FOUND, read(path))
    assert severity_of(first) is Severity.WARNING


def test_the_nearest_file_is_found(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    outer = write(tmp_path, "[rules]\n")
    write(inner, '[project]\nname = "x"\n', "pyproject.toml")  # has nothing for us
    assert find(inner) == outer
    near = write(tmp_path / "a", "[tool.pipeline.rules]\n", "pyproject.toml")
    assert find(inner) == near


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        ('[rules]\nparagraf-long = "off"\n', "no rule", "is it paragraph-long?"),
        ('[rules]\nqqqqqq = "off"\n', "no rule", "docs/rules.md"),
        ('[rules]\nparagraph-long = "fatal"\n', "cannot be", '"error", "warning", "note"'),
        ("[rules]\nparagraph-long = true\n", "cannot be", '"off"'),
        ("[rule]\n", "unknown table", "[rules]"),
        ("rules = 3\n", "not a table", "[rules]"),
        ("[rules\n", "not TOML", "mend"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    tmp_path: Path, text: str, what: str, hint: str
) -> None:
    with pytest.raises(OptionError) as caught:
        read(write(tmp_path, text))
    assert what in caught.value.what
    assert hint in caught.value.hint


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"none\.toml"):
        read(tmp_path / "none.toml")
