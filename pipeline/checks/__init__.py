"""What is inaccessible in the source, seen in the model. After the reader, before the writers.

Each function takes a survey of the document and yields findings; its rules stand above it.
What only the page's elements show (a missing language, a stray list item, repeated ids) the
reader tells.
A false alarm is a fault: thresholds are such that real pages are found at fault only where
a person would agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from pipeline.checks import formulas, headings, images, language, links, lists, notes, tables, text
from pipeline.checks.survey import Survey, survey
from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import Document

__all__ = ["CHECKS", "Check", "check"]

Check: TypeAlias = Callable[[Survey], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    headings.heading_levels,
    headings.bold_paragraphs,
    headings.repeated_headings,
    headings.headings_missing,
    images.alternatives,
    images.figures,
    images.charts,
    links.link_texts,
    links.same_text,
    links.neighbours,
    links.files,
    links.hidden_addresses,
    lists.typed_lists,
    lists.definitions,
    formulas.words,
    formulas.typed,
    tables.headers,
    tables.header_cells,
    tables.captions,
    tables.contents,
    language.passages,
    notes.labels,
    text.garbled,
    text.senses,
    text.abbreviations,
    text.long_paragraphs,
)
"""All checks, by subject."""


def check(document: Document) -> Iterator[Diagnostic]:
    """Yield what every check finds, check by check."""
    overview = survey(document)
    for one in CHECKS:
        yield from one(overview)
