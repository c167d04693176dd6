"""Real pages as documents: the model's invariants, notes, and what they must hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.model.nodes import Image, Note, NoteReference, Table
from pipeline.model.walk import descendants
from pipeline.reader import read
from pipeline.reader.source import load
from tests.conftest import folder_of
from tests.model.invariants import violations

NOTES = {
    "gazette-radiopharma-en": (3, 3),
    "gazette-radiopharma-fr": (3, 3),
    "statcan-mathml-fr": (1, 1),
    "wet4-footnotes-en": (5, 8),
    "wet4-footnotes-fr": (5, 8),
    "cra-guide-tables-en": (11, 11),
    "cra-guide-tables-fr": (11, 11),
    "canada-ca-blog-overview-en": (2, 2),
    "canada-ca-blog-overview-fr": (2, 2),
    "govuk-summer-budget-2015": (99, 99),
    "us-mueller-report-appendix": (15, 15),
    "wikipedia-feodor-ru": (5, 12),
    "wikipedia-mozilla": (72, 76),
    "wikipedia-hermitian-matrix": (5, 6),
    "rash-paper": (3, 3),
    "de-zeitphilosophie": (1, 1),
    "scielo-pt": (7, 7),
    "britannica-georgia": (15, 24),
    "wasteland": (50, 50),
    "passamaquoddy": (33, 33),
}
"""Notes and citations of pages that have them, counted in the pages by hand or by search."""


def _pages() -> list[str]:
    manifest = folder_of("PIPELINE_CORPUS", "corpus") / "MANIFEST.json"
    return [page["id"] for page in json.loads(manifest.read_text())] if manifest.is_file() else []


def _file(corpus: Path, name: str) -> Path:
    pages = json.loads((corpus / "MANIFEST.json").read_text())
    return corpus / next(str(page["file"]) for page in pages if page["id"] == name)


@pytest.mark.parametrize("name", _pages() or ["none"])
def test_a_real_page_keeps_to_the_model(name: str, corpus: Path) -> None:
    reading = read(load(_file(corpus, name)))
    assert violations(reading.document) == []
    assert reading.ledger.unaccounted() == ()
    nodes = list(descendants(reading.document))
    notes = sum(isinstance(node, Note) for node in nodes)
    citations = sum(isinstance(node, NoteReference) for node in nodes)
    if name in NOTES:
        assert (notes, citations) == NOTES[name]


def test_the_notes_of_tables_stay_with_their_tables(corpus: Path) -> None:
    document = read(load(_file(corpus, "cra-guide-tables-en"))).document
    tables = [node for node in descendants(document) if isinstance(node, Table)]
    assert sum(len(table.notes) for table in tables) == 11
    assert document.notes == ()


def test_images_beside_a_real_page_are_found(corpus: Path) -> None:
    document = read(load(_file(corpus, "gc-por-081-16-en"))).document
    images = [node for node in descendants(document) if isinstance(node, Image)]
    assert images
    assert all(image.asset is not None for image in images)
