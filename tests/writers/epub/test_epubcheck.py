"""EPUBCheck finds nothing in any book: no error, no warning, nothing unusual."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model.nodes import Document
from pipeline.options import EpubOptions, Options
from pipeline.reader import read
from pipeline.reader.source import load
from pipeline.theme import LARGE_PRINT
from pipeline.verify.external.epubcheck import Engine
from pipeline.writers import epub
from tests.conftest import PROJECT, REPORT
from tests.documents import everything, french, small
from tests.verify.test_epub import paged


def report() -> Document:
    return read(load(REPORT)).document


@pytest.mark.parametrize("make", [everything, french, small, report])
def test_epubcheck_finds_nothing(
    epubcheck: Engine, tmp_path: Path, make: Callable[[], Document]
) -> None:
    document = make()
    named = EpubOptions(evaluator="Example Accessibility Office")
    for options in (Options(), paged(document), Options(epub=named, theme=LARGE_PRINT)):
        path = tmp_path / "book.epub"
        path.write_bytes(epub.write(document, options).value)
        assert [finding.message for finding in epubcheck.judge(path).diagnostics] == []


def test_epubcheck_finds_nothing_in_pages_that_once_broke_something(
    epubcheck: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "book.epub"
    found: dict[str, list[str]] = {}
    for page in sorted((PROJECT / "tests" / "hostile" / "found").glob("*.html")):
        path.write_bytes(epub.write(read(load(page)).document, Options()).value)
        found[page.name] = [finding.message for finding in epubcheck.judge(path).diagnostics]
    assert {name: messages for name, messages in found.items() if messages} == {}
