"""What a rule looks at: the opened artefact beside the document that it was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.model.nodes import Document
from pipeline.model.walk import AnyNode, descendants
from pipeline.options import Options
from pipeline.verify.docx.expected import reduced
from pipeline.verify.docx.opened import Opened

Check: TypeAlias = Callable[["Subject"], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One artefact, with what it should be."""

    opened: Opened
    document: Document
    options: Options
    nodes: tuple[AnyNode, ...]
    """Every node of the document in reading order, those in repeated cells as often."""


def subject(opened: Opened, document: Document, options: Options) -> Subject:
    """Put together what the rules look at."""
    shown = reduced(document, options) if options.docx.simplify_tables else document
    return Subject(opened, document, options, tuple(descendants(shown)))


def artefact_rule(id_: str, summary: str, *references: str) -> Rule:
    """Return a rule about the artefact: breaking it is a fault of the writer or of an edit."""
    hint = "Make the document again, or mend it in Word."
    return Rule(id_, Severity.ERROR, summary, hint, references)
