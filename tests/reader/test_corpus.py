"""Every real page is read completely, in time and within memory.

The pages are not part of this project; the environment variable ``PIPELINE_CORPUS`` names their
folder.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.model.nodes import (
    Document,
    Image,
    Math,
    MathBlock,
    Note,
    NoteReference,
    Table,
    Text,
)
from pipeline.model.walk import AnyNode, descendants
from pipeline.reader import UNACCOUNTED, Reading, read
from pipeline.reader.page import dom
from pipeline.reader.source import load
from pipeline.reader.text.languages import language_tag
from tests.conftest import folder_of

SECONDS = 10
MEGABYTES = 1024
LONGEST_NOTE_LINK = 60
"""Characters of the words around a note's mark that make no sense outside the page."""


def _pages() -> list[object]:
    manifest = folder_of("PIPELINE_CORPUS", "corpus") / "MANIFEST.json"
    if not manifest.is_file():
        reason = "no folder corpus: set PIPELINE_CORPUS"
        return [pytest.param("", marks=pytest.mark.skip(reason=reason), id="no-corpus")]
    return [
        pytest.param(str(manifest.parent / page["file"]), id=page["id"])
        for page in json.loads(manifest.read_text("utf-8"))
    ]


@dataclass(frozen=True)
class Page:
    path: Path
    reading: Reading
    seconds: float


@pytest.fixture(scope="module", params=_pages())
def page(request: pytest.FixtureRequest) -> Page:
    """Each page, read once for all tests."""
    path = Path(request.param)
    start = time.process_time()
    reading = read(load(path))
    return Page(path, reading, time.process_time() - start)


def letters(texts: Iterable[str]) -> Counter[str]:
    return Counter("".join("".join(texts).split()))


def says(node: AnyNode) -> str:
    match node:
        case Text(text=text):
            return text
        case Math(mathml=mathml, text=text) | MathBlock(mathml=mathml, text=text):
            return mathml + text
        case Image(alternative=alternative):
            return alternative or ""
        case Note(label=label):
            return label
        case Table(summary=summary):
            return summary or ""
        case _:
            return ""


def letters_of(document: Document) -> Counter[str]:
    return letters(says(node) for node in descendants(document))


def test_a_page_is_read_in_time_and_no_text_is_lost(page: Page) -> None:
    assert page.seconds < SECONDS
    assert page.reading.ledger.unaccounted() == ()
    assert not [found for found in page.reading.diagnostics if found.rule is UNACCOUNTED]


def test_the_ledger_sums_to_the_page(page: Page) -> None:
    parsed = dom.parse(page.path.read_bytes())
    whole = [*dom.texts(parsed.soup), parsed.front_matter]
    pictures = parsed.soup.find_all(["img", "area", "input"])
    whole += [dom.attribute(tag, "alt") or "" for tag in pictures]
    assert sum(page.reading.ledger.totals().values()) == letters(whole).total()


def test_what_the_ledger_says_is_placed_is_in_the_document(page: Page) -> None:
    placed = letters(entry.text for entry in page.reading.ledger.entries() if entry.rule is None)
    missing = placed - letters_of(page.reading.document)
    for letter in [one for one in missing if unicodedata.category(one) == "Cc"]:
        del missing[letter]  # a control character is told, and is no text
    references = sum(isinstance(n, NoteReference) for n in descendants(page.reading.document))
    assert missing.total() <= LONGEST_NOTE_LINK * references


def test_the_metadata_are_usable_and_findings_are_in_order(page: Page) -> None:
    metadata = page.reading.document.metadata
    assert metadata.title.strip()
    assert page.reading.document.title
    assert language_tag(metadata.language) == metadata.language
    places = [found.at for found in page.reading.diagnostics if found.at is not None]
    assert places == sorted(places)


def test_the_largest_page_needs_less_than_a_gigabyte(corpus: Path) -> None:
    largest = max(corpus.glob("*/*.*htm*"), key=lambda path: path.stat().st_size)
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from pipeline.reader import read\n"
        "from pipeline.reader.source import load\n"
        "read(load(Path(sys.argv[1])))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    printed = subprocess.run(
        [sys.executable, "-c", program, str(largest)], capture_output=True, check=True, text=True
    ).stdout
    assert int(printed) / 1024 < MEGABYTES
