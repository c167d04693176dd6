"""What pdf.js, the reader of Firefox, gives assistive technology from our files."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.nodes import Document, Note
from pipeline.model.walk import descendants
from pipeline.options import Options, PdfOptions, PdfProfile
from pipeline.reader import read
from pipeline.reader.source import load
from pipeline.verify.facts import FactKind, facts
from pipeline.writers.pdf import write
from tests.conftest import PROJECT, REPORT
from tests.documents import everything

SCRIPT = PROJECT / "tests" / "clients" / "pdfjs.mjs"


def elements(document: Document, profile: PdfProfile, folder: Path) -> list[dict[str, Any]]:
    """Return the elements that pdf.js finds, page by page, in reading order."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js")
    if not (SCRIPT.parent / "node_modules" / "pdfjs-dist").is_dir():
        pytest.skip("pdfjs-dist is not installed: run make verify-clients")
    path = folder / "report.pdf"
    path.write_bytes(write(document, Options(pdf=PdfOptions(profile=profile))).value)
    result = subprocess.run([node, SCRIPT, path], capture_output=True, check=False, timeout=300)
    assert result.returncode == 0, result.stderr.decode()
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def words(text: str) -> str:
    return "".join(text.split())  # where a line ends, pdf.js leaves the space out


def level(role: str) -> str:
    return f"H{min(int(role[1:]), 6)}"


@pytest.mark.parametrize("profile", PdfProfile, ids=lambda profile: profile.value)
@pytest.mark.parametrize("name", ["report", "everything"])
def test_pdf_js_finds_the_same_headings_tables_and_alternatives(
    name: str, profile: PdfProfile, tmp_path: Path
) -> None:
    document = everything() if name == "everything" else read(load(REPORT)).document
    found = elements(document, profile, tmp_path)
    expected = facts(document)

    def model(kind: FactKind) -> list[str]:
        return [words(fact.text) for fact in expected if fact.kind is kind]

    def seen(*roles: str) -> list[str]:
        return [words(each["text"]) for each in found if each["role"] in roles]

    headings = [
        (level(each["role"]), words(each["text"]))
        for each in found
        if each["role"][0] == "H" and each["role"][1:].isdigit()
    ]
    wanted = [
        (level(f"H{fact.details[0]}"), words(fact.text))
        for fact in expected
        if fact.kind is FactKind.HEADING
    ]
    assert headings == [("H1", model(FactKind.TITLE)[0]), *wanted]
    marks = {words(note.label) for note in descendants(document) if isinstance(note, Note)}
    cells = set(model(FactKind.CELL))

    def unmarked(cell: str) -> str:
        """Leave out the mark of a note, which the facts tell apart from what the cell says."""
        return next(
            (cell[: -len(m)] for m in marks if cell not in cells and cell.endswith(m)), cell
        )

    assert sorted(set(seen("TH"))) == sorted(set(model(FactKind.HEADER)))
    assert sorted(map(unmarked, seen("TD"))) == sorted(model(FactKind.CELL))
    alternatives = [words(each["alt"]) for each in found if each["alt"] is not None]
    assert sorted(alternatives) == sorted(
        words(fact.text)
        for fact in expected
        if fact.kind in (FactKind.IMAGE, FactKind.MATH) and fact.text
    )
