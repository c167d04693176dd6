"""From a source to its artefacts, and from artefacts back to the source.

``read → check → write → verify``: each step takes a value and returns a value.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipeline import checks, collector, reader
from pipeline.diagnostics import Diagnostic, Severity, severity_of
from pipeline.formats import EPUB, PDF, TEXT, Format
from pipeline.model.nodes import Document
from pipeline.model.pages import PageMap
from pipeline.options import Options
from pipeline.reader import Reading
from pipeline.reader.source import ReaderOptions, Source


@dataclass(frozen=True, slots=True)
class Examined:
    """A source that was read and checked."""

    reading: Reading
    diagnostics: tuple[Diagnostic, ...]
    """Of the reader and of the checks, in the order of the source."""
    seconds: float

    @property
    def document(self) -> Document:
        """The report."""
        return self.reading.document


@dataclass(frozen=True, slots=True)
class Artefact:
    """One rendered format, not yet on the disk."""

    format: Format
    data: bytes = field(repr=False)
    diagnostics: tuple[Diagnostic, ...]
    """What the writer had to say."""
    seconds: float


def examine(source: Source, choices: ReaderOptions) -> Examined:
    """Read a source and check it.

    Raises:
        SourceError: if no report can be read from it.
    """
    begin = time.perf_counter()
    with collector.held():
        reading = reader.read(source, choices)
        found = [*reading.diagnostics, *checks.check(reading.document)]
    found.sort(key=lambda one: (one.at is None, one.at, one.rule.id))
    return Examined(reading, tuple(found), time.perf_counter() - begin)


def render(document: Document, formats: Iterable[Format], options: Options) -> Iterator[Artefact]:
    """Yield the artefact of each format.

    The PDF is set first where another format refers to its pages, even if it is not asked
    for itself.
    """
    asked = tuple(formats)
    pages: PageMap | None = options.pages
    if PDF in asked or (pages is None and any(_refers_to_pages(one, options) for one in asked)):
        from pipeline.writers import pdf

        begin = time.perf_counter()
        with collector.held():
            typeset = pdf.typeset(document, options)
        pages = typeset.value.pages
        if PDF in asked:
            seconds = time.perf_counter() - begin
            yield Artefact(PDF, typeset.value.data, typeset.diagnostics, seconds)
    options = replace(options, pages=pages)
    for one in asked:
        if one is not PDF:
            begin = time.perf_counter()
            with collector.held():
                written = one.writer.write(document, one.adapted(options))
            seconds = time.perf_counter() - begin
            yield Artefact(one, written.value, written.diagnostics, seconds)


def _refers_to_pages(one: Format, options: Options) -> bool:
    """Tell whether a format needs the pages of the PDF edition, as it is asked for."""
    if one is EPUB:
        return options.epub.pages
    if one is TEXT:
        return options.text.pages
    return one.paged


def verify(data: bytes, one: Format, document: Document, options: Options) -> Iterator[Diagnostic]:
    """Yield what an artefact says otherwise than its source, and the rules it breaks."""
    options = one.adapted(options)
    added = one.writer.additions(document, options)
    with collector.held():
        found = tuple(one.verifier.check(data, document, options, added=added))
    yield from found


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether one of them is an error."""
    return any(severity_of(one) is Severity.ERROR for one in diagnostics)
