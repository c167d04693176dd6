"""The verifier of Word documents: facts read back, and the rules of standards DX and DW.

After write. Opens the file with zipfile and lxml, which did not write it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import Document
from pipeline.options import Options
from pipeline.verify.compare import compare
from pipeline.verify.docx import rules_content, rules_package, rules_parts, rules_structure
from pipeline.verify.docx.expected import CARRIED, expected_facts
from pipeline.verify.docx.opened import Opened
from pipeline.verify.docx.reader import Reader
from pipeline.verify.docx.subject import subject
from pipeline.verify.facts import Fact

__all__ = ["check", "read"]


def read(data: bytes) -> tuple[Fact, ...]:
    """Return what a Word document says.

    Raises:
        ArtefactError: if it cannot be opened.
    """
    return Reader(Opened(data)).read()


def check(
    data: bytes, document: Document, options: Options, *, added: Sequence[str] = ()
) -> Iterator[Diagnostic]:
    """Yield what differs from the document, then what breaks a rule.

    Raises:
        ArtefactError: if the artefact cannot be opened.
    """
    opened = Opened(data)
    found = Reader(opened).read()
    expected = expected_facts(document, options)
    yield from compare(expected, found, carried=CARRIED, added=added)
    looked_at = subject(opened, document, options)
    rules = (rules_content, rules_structure, rules_package, rules_parts)
    for rule in (rule for each in rules for rule in each.CHECKS):
        yield from rule(looked_at)
