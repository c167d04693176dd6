"""A project sets the severity of rules, and is told what it cannot set."""

from __future__ import annotations

import os
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


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"[limits]\nbytes = " + b"9" * 5000, "beyond all measure"),
        (b"x = " + b"[" * 5000 + b"]" * 5000, "beyond all measure"),
        (b"x = " + b"{a = " * 5000 + b"1" + b"}" * 5000, "beyond all measure"),
        (b"[rules]\n# \xff", "is not UTF-8"),
        (b"#" * 1_000_001, "has more than 1,000,000 bytes"),
        (b"[limits]\nbytes = 99999999999999999999", "cannot be 99999999999999999999"),
        (b"[limits]\nseconds = inf", "cannot be inf"),
        (b"[limits]\nmemory = nan", "cannot be nan"),
        (b"[limits]\nspan = 1.5", "cannot be 1.5"),
        (b"[limits]\nspan = [1]", "cannot be [1]"),
        (b"[limits.bytes]\na = 1", "cannot be {'a': 1}"),
        (b"[[limits]]\nbytes = 1", "limits is not a table"),
        (b"[rules]\nparagraph-long = 1979-05-27", "cannot be"),
        (b'[rules]\n"\\u0000" = "off"', "there is no rule"),
        (b"[rules]\nparagraph-long = 'off'\nparagraph-long = 'off'", "is not TOML"),
    ],
    ids=lambda value: value[:20].decode("latin-1") if isinstance(value, bytes) else "",
)
def test_no_settings_end_in_a_fault(tmp_path: Path, data: bytes, what: str) -> None:
    path = tmp_path / "pipeline.toml"
    path.write_bytes(data)
    with pytest.raises(OptionError) as caught:
        read(path)
    assert what in caught.value.what


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_of_settings_is_waited_for_by_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipeline.toml")
    with pytest.raises(OptionError, match="not a regular file"):
        read(tmp_path / "pipeline.toml")
    assert find(tmp_path) != tmp_path / "pipeline.toml"


def test_a_folder_that_no_file_can_lie_in_has_no_settings_of_its_own(tmp_path: Path) -> None:
    assert find(tmp_path / ("x" * 5000)) == find(tmp_path)
