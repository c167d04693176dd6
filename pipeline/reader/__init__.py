"""A published HTML page to the document model: the first step on the way.

``source`` (bytes) → ``dom`` (the browser's tree) → ``content`` (which part is the report) →
``metadata`` (what it says of itself) → ``convert`` (its blocks). The ``ledger`` accompanies
them and says at the end what became of every character of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.model.nodes import Document
from pipeline.reader.source import (
    DEFAULTS,
    FileRead,
    ReaderOptions,
    Source,
    refuse_what_is_no_page,
)

if TYPE_CHECKING:
    from pipeline.reader.ledger import Ledger

__all__ = ["Reading", "read", "text_of"]

UNACCOUNTED = Rule(
    "text-unaccounted",
    Severity.ERROR,
    "A text of the page is neither in the document nor left out by a rule.",
    "Report this with the page: it is a fault of the reader.",
)

_START = Position(0, 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as it was understood."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    """In the order of the source; what has no place comes first."""
    ledger: Ledger
    files: tuple[FileRead, ...] = ()
    """What was looked for beside the page, found or not."""


def read(source: Source, choices: ReaderOptions = DEFAULTS) -> Reading:
    """Read a page.

    Raises ``SourceError`` when there is no report in it, and ``OptionError`` when ``choices``
    ask for what cannot be.
    """
    # Loaded here: the command line takes only the options from this package, and a run that finds
    # nothing changed reads no page.
    from pipeline.reader.convert import convert
    from pipeline.reader.ledger import Ledger
    from pipeline.reader.page.content import find
    from pipeline.reader.page.dom import parse, position
    from pipeline.reader.page.lint import lint
    from pipeline.reader.page.metadata import read_metadata
    from pipeline.reader.page.several import several_pages

    refuse_what_is_no_page(source.data, choices.limits)
    parsed = parse(source.data, encoding=choices.encoding, nodes=choices.limits.nodes)
    ledger = Ledger(parsed)
    content = find(parsed, choices, ledger)
    front = read_metadata(source, parsed, content, choices)
    converted = convert(content, front.value, source, choices, ledger)
    document = Document(
        at=position(front.value.title) if front.value.title is not None else None,
        metadata=front.value.metadata,
        title=converted.title,
        kicker=converted.kicker,
        subtitle=converted.subtitle,
        children=converted.children,
        notes=converted.notes,
    )
    lost = [
        Diagnostic(UNACCOUNTED, f"“{' '.join(entry.text.split())[:60]}” is lost", entry.at)
        for entry in ledger.unaccounted()
    ]
    diagnostics = (
        *parsed.diagnostics,
        *content.diagnostics,
        *front.diagnostics,
        *converted.diagnostics,
        *several_pages(parsed.soup, front.value.metadata.address),
        *lint(content),
        *lost,
    )
    return Reading(document, tuple(sorted(diagnostics, key=_place)), ledger, converted.files)


def text_of(source: Source, choices: ReaderOptions = DEFAULTS) -> str:
    """Return the page as decoded: the lines and columns of findings are those of this text."""
    from pipeline.reader.page.encoding import decode

    return decode(source.data, choices.encoding).text


def _place(diagnostic: Diagnostic) -> tuple[Position, str]:
    return diagnostic.at or _START, diagnostic.rule.id
