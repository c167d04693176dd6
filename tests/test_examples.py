"""The examples of ``examples/`` convert to every format, and say what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import build
from pipeline.diagnostics import line_of
from pipeline.formats import FORMATS, Format
from pipeline.options import Options
from pipeline.reader.source import ReaderOptions, load
from tests.conftest import PROJECT

EXAMPLES = sorted((PROJECT / "examples").glob("*.html"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_has_no_findings(path: Path) -> None:
    examined = build.examine(load(path), ReaderOptions())
    assert [line_of(found, path.name) for found in examined.diagnostics] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_an_example_converts_and_says_the_same(path: Path, one: Format) -> None:
    document = build.examine(load(path), ReaderOptions()).document
    [artefact] = build.render(document, [one], Options())
    found = build.verify(artefact.data, one, document, Options())
    assert [line_of(each, path.name) for each in (*artefact.diagnostics, *found)] == []


def test_there_is_an_example_of_everything_people_ask_for() -> None:
    assert {path.stem for path in EXAMPLES} >= {"smallest", "table", "french"}
