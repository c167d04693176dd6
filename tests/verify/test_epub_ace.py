"""Ace finds nothing in our report, and in others what their authors did: each is in ``check``.

With what ``make verify-clients`` installs. The table of ``docs/conformance/epub-a11y.md`` says
the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.checks import check
from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.reader import read
from pipeline.reader.source import load
from pipeline.verify.external import ace
from pipeline.verify.external.verdict import Absent
from pipeline.writers import epub
from tests.conftest import REPORT
from tests.writers.epub.editions import page_of

SAME = {
    "image-alt": "image-alternative-missing",
    "empty-table-header": "table-header-empty",
    "link-name": "link-without-name",
    "valid-lang": "language-of-part-invalid",
}
"""What Ace calls a fault of the source, and what ``check`` calls it."""


def asked(document: Document, folder: Path) -> Iterator[str]:
    """Yield the rules that Ace finds broken in the book of a document."""
    path = folder / "book.epub"
    path.write_bytes(epub.write(document, Options()).value)
    for verdict in ace.judge([path]):
        if isinstance(verdict, Absent):
            pytest.skip(f"Ace: {verdict.reason}")
        for finding in verdict.diagnostics:
            yield finding.message.partition(" (")[0]


def test_ace_finds_nothing_in_the_book_of_the_report(tmp_path: Path) -> None:
    assert list(asked(read(load(REPORT)).document, tmp_path)) == []


@pytest.mark.parametrize("name", ["de-zeitphilosophie", "gc-por-081-16-en", "wikipedia-mozilla"])
def test_what_ace_finds_is_found_in_the_source(name: str, corpus: Path, tmp_path: Path) -> None:
    reading = read(load(page_of(corpus, name)))
    found: list[Diagnostic] = [*reading.diagnostics, *check(reading.document)]
    told = {finding.rule.id for finding in found if finding.at is not None}
    theirs = set(asked(reading.document, tmp_path))
    assert theirs
    assert {SAME.get(rule, rule) for rule in theirs} <= told
