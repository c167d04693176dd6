"""Release page and statement in a browser: axe-core, the keyboard, 320 px, dark, printed."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from shutil import which

import pypdfium2
import pytest

from pipeline.model.nodes import Document
from pipeline.publish.landing import landing
from pipeline.publish.statement_page import statement_page
from pipeline.theme import STANDARD
from tests.conftest import PROJECT
from tests.documents import everything, french
from tests.publish.test_landing import OFFERS
from tests.publish.test_statement import evidence

CLIENTS = PROJECT / "tests" / "clients"


@pytest.mark.external
@pytest.mark.parametrize("document", [everything(), french()], ids=["english", "french"])
def test_the_pages_are_accessible_in_a_browser(document: Document, tmp_path: Path) -> None:
    chromium, node = which("chromium"), which("node")
    if chromium is None or node is None:
        pytest.skip("no chromium or no node")
    if not (CLIENTS / "node_modules" / "axe-core").is_dir():
        pytest.skip("axe-core is not installed: make verify-clients")
    index, statement = tmp_path / "index.html", tmp_path / "report.conformance.html"
    index.write_bytes(landing(document, OFFERS, STANDARD, statement=statement.name))
    told = replace(evidence(), document=document)
    statement.write_bytes(statement_page(told, STANDARD, landing=index.name))
    paths = (CLIENTS / "pages.mjs", chromium, tmp_path, index, statement)
    command = [node, *map(str, paths)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    assert json.loads(answer.stdout) == []
    for printed in ("index.pdf", "report.conformance.pdf"):
        file = pypdfium2.PdfDocument(tmp_path / printed)
        try:
            assert file[0].get_textpage().get_text_range().strip()
        finally:
            file.close()
