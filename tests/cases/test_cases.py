"""One folder for each case: ``input.html``, and what the reader makes of it.

``model.txt`` is the document as ``pipeline show`` prints it, ``diagnostics.txt`` the findings.
``pytest tests/cases --accept`` (``make golden``) writes what comes out now into these files.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.diagnostics import line_of
from pipeline.model.dump import dump
from pipeline.reader import read
from pipeline.reader.source import load
from pipeline.verify.facts import facts
from tests.model.invariants import violations

HERE = Path(__file__).parent
CASES = sorted(folder.parent.name for folder in HERE.glob("*/input.html"))


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_read_as_accepted(name: str, request: pytest.FixtureRequest) -> None:
    reading = read(load(HERE / name / "input.html"))
    assert violations(reading.document) == []
    assert reading.ledger.unaccounted() == ()
    assert facts(reading.document)
    found = {
        "model.txt": dump(reading.document),
        "diagnostics.txt": "".join(
            line_of(diagnostic, "input.html") + "\n" for diagnostic in reading.diagnostics
        ),
    }
    for file, text in found.items():
        path = HERE / name / file
        if request.config.getoption("--accept"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")
