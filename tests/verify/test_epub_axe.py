"""axe-core finds nothing in any file of a book, on any screen, light or dark.

In Chromium, with what ``make verify-clients`` installs.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.reader import read
from pipeline.reader.source import load
from pipeline.verify.external import ace
from pipeline.writers import epub, pdf
from tests.conftest import PROJECT, REPORT
from tests.documents import everything

SCRIPT = PROJECT / "tests" / "clients" / "axe.mjs"
LOOKS = 6
"""Three screens, light and dark."""


def violations(document: Document, folder: Path) -> Counter[str]:
    """Return how often axe-core finds which rule broken in the files of a book."""
    node, browser = shutil.which("node"), ace.browser()
    if node is None or browser is None:
        pytest.skip("no Node.js or no Chromium")
    modules = SCRIPT.parent / "node_modules"
    if not (modules / "axe-core").is_dir() or not (modules / "puppeteer-core").is_dir():
        pytest.skip("axe-core is not installed: run make verify-clients")
    pages = pdf.typeset(document, Options()).value.pages
    with zipfile.ZipFile(io.BytesIO(epub.write(document, Options(pages=pages)).value)) as archive:
        archive.extractall(folder)
    files = sorted(folder.rglob("*.xhtml"))
    result = subprocess.run(
        [node, SCRIPT, browser, "", *files],
        capture_output=True,
        check=False,
        timeout=600,
    )
    assert result.returncode == 0, result.stderr.decode()
    answer = json.loads(result.stdout)
    assert answer["runs"] == LOOKS * len(files)
    return Counter(f"{found['id']}: {found['html']}" for found in answer["found"])


def test_axe_finds_nothing_in_the_book_of_the_report(tmp_path: Path) -> None:
    assert violations(read(load(REPORT)).document, tmp_path) == {}


def test_axe_finds_what_the_author_left_out_alone(tmp_path: Path) -> None:
    """The document holds one image without an alternative."""
    found = violations(everything(), tmp_path)
    assert [rule.partition(":")[0] for rule in found] == ["image-alt"]
    assert set(found.values()) == {LOOKS}
