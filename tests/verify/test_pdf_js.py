"""What pdf.js, the reader of Firefox, gives assistive technology from our files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.model.grid import grid
from pipeline.model.nodes import Document, Note, Table
from pipeline.model.walk import descendants
from pipeline.options import Options, PdfOptions, PdfProfile
from pipeline.reader import read
from pipeline.reader.source import load
from pipeline.verify.facts import FactKind, facts
from pipeline.writers.pdf import write
from tests.conftest import PROJECT, REPORT
from tests.documents import everything

CLIENTS = PROJECT / "tests" / "clients"


def answer(script: str, document: Document, profile: PdfProfile, folder: Path) -> bytes:
    """Return what a script that uses pdf.js prints about a PDF, in JSON."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node.js")
    if not (CLIENTS / "node_modules" / "pdfjs-dist").is_dir():
        pytest.skip("pdfjs-dist is not installed: run make verify-clients")
    path = folder / "report.pdf"
    path.write_bytes(write(document, Options(pdf=PdfOptions(profile=profile))).value)
    arguments: list[str | Path] = [node, CLIENTS / script]
    if script == "viewer.mjs":
        chromium = shutil.which("chromium")
        if chromium is None:
            pytest.skip("no Chromium")
        arguments.append(chromium)
    result = subprocess.run([*arguments, path], capture_output=True, check=False, timeout=300)
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout


def elements(document: Document, profile: PdfProfile, folder: Path) -> list[dict[str, Any]]:
    """Return the elements that pdf.js finds, page by page, in reading order."""
    found: list[dict[str, Any]] = json.loads(answer("pdfjs.mjs", document, profile, folder))
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


@pytest.mark.external
@pytest.mark.parametrize("profile", PdfProfile, ids=lambda profile: profile.value)
def test_its_viewer_in_chromium_gives_the_same_to_assistive_technology(
    profile: PdfProfile, tmp_path: Path
) -> None:
    document = everything()
    found = json.loads(answer("viewer.mjs", document, profile, tmp_path))
    deepest = 6 if profile is PdfProfile.UA1 else 99
    expected = facts(document)
    roles = {each["role"] for each in found["elements"]}
    for role in roles - {"math", "img"}:  # Chromium has other names for these
        assert found["roles"][role] == sum(each["role"] == role for each in found["elements"])

    def model(*kinds: FactKind) -> list[str]:
        return [words(fact.text) for fact in expected if fact.kind in kinds]

    def seen(*wanted: str) -> list[str]:
        return [words(each["text"]) for each in found["elements"] if each["role"] in wanted]

    headings = [
        (each["level"], words(each["text"]))
        for each in found["elements"]
        if each["role"] == "heading"
    ]
    assert headings == [(1, model(FactKind.TITLE)[0])] + [
        (min(int(fact.details[0]), deepest), words(fact.text))
        for fact in expected
        if fact.kind is FactKind.HEADING
    ]
    tables = [node for node in descendants(document) if isinstance(node, Table)]
    assert found["roles"]["table"] == len(tables)
    assert found["roles"]["row"] == sum(grid(table).height for table in tables)
    assert seen("columnheader", "rowheader") == model(FactKind.HEADER)
    cells = [re.sub(r"(?<=\d)a$", "", cell) for cell in seen("cell")]  # the mark of a note
    assert cells == model(FactKind.CELL)
    assert {words(name) for name in found["images"]} == {*model(FactKind.IMAGE)} - {""}
