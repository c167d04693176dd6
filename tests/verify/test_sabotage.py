"""Whatever is done to an artefact is named, by the right rule, at its place and source line.

The tables of faults stand in ``tests.faults``; each verifier's own tests go further into the
rules of its format.
"""

from __future__ import annotations

import pytest

from pipeline import build
from pipeline.diagnostics import Diagnostic
from pipeline.errors import ArtefactError
from pipeline.formats import FORMATS
from pipeline.options import Options
from pipeline.verify.compare import UNREADABLE
from tests import faults
from tests.faults import Fault, in_docx, in_epub, in_pdf, in_text

BY_FORMAT = {
    "pdf": (*in_pdf.FAULTS, *in_pdf.FORM),
    "docx": (*in_docx.FAULTS, *in_docx.FORM),
    "epub": (*in_epub.FAULTS, *in_epub.FORM),
    "text": in_text.FAULTS,
}
EVERY = [
    pytest.param(name, fault, id=f"{name}: {fault.name}")
    for name, table in BY_FORMAT.items()
    for fault in table
]
LINES = faults.REPORT.read_text("utf-8").split("\n")


def found(name: str, data: bytes) -> list[Diagnostic]:
    one = next(each for each in FORMATS if each.name == name)
    try:
        return list(build.verify(data, one, faults.report(), Options()))
    except ArtefactError as problem:
        return [Diagnostic(UNREADABLE, problem.what, place="the file")]


@pytest.mark.parametrize("name", BY_FORMAT)
def test_nothing_is_found_in_what_is_untouched(name: str) -> None:
    assert found(name, faults.artefacts()[name]) == []


@pytest.mark.parametrize(("name", "fault"), EVERY)
def test_a_planted_fault_is_named_with_its_place(name: str, fault: Fault) -> None:
    findings = found(name, fault.plant(faults.artefacts()[name]))
    named = [one for one in findings if one.rule.id == fault.rule]
    assert named, [one.rule.id for one in findings]
    assert any(is_where(one, fault) for one in named), named
    differences = [one for one in findings if one.rule.id.endswith(("-lost", "-added"))]
    assert [one for one in differences if one.at is None] == [], "no line of the source"


def is_where(finding: Diagnostic, fault: Fault) -> bool:
    """Tell whether a finding leads to where the fault was planted."""
    if fault.place is not None and fault.place not in (finding.place or ""):
        return False
    if fault.source is not None:
        return finding.at is not None and fault.source in LINES[finding.at.line - 1]
    return finding.place is not None


def test_the_faults_are_many_and_of_many_kinds() -> None:
    for table in BY_FORMAT.values():
        names = [fault.name for fault in table]
        assert len(names) == len(set(names))
    assert len(EVERY) >= 60
    assert len({fault.rule for table in BY_FORMAT.values() for fault in table}) >= 30
