"""Reading a PDF back, and holding it to its own rules without a validator.

The file is read with pikepdf alone, which did not write it; see ``reading`` for the facts
and ``rules`` for ISO 14289-1, ISO 14289-2 and what their validators cannot see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from string import punctuation
from urllib.parse import quote

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import Document
from pipeline.model.walk import one_line
from pipeline.options import Options
from pipeline.verify.compare import ADDED, compare
from pipeline.verify.facts import Fact, FactKind, facts
from pipeline.verify.losses import carried
from pipeline.verify.pdf.archive_rules import check_archive
from pipeline.verify.pdf.attachments import check_attachments
from pipeline.verify.pdf.content_rules import check_content
from pipeline.verify.pdf.file_rules import PRIVATE, check_bookmarks, check_file
from pipeline.verify.pdf.opened import opened
from pipeline.verify.pdf.reading import callout_words_of, facts_of, headings_of
from pipeline.verify.pdf.structure_rules import check_structure
from pipeline.verify.pdf.table_rules import check_tables
from pipeline.verify.targets import target_text

CARRIED = carried("pdf")
"""The structure of a PDF can hold every kind of fact."""

_SAFE = punctuation.translate(str.maketrans("", "", '"<>\\^`{|}'))
"""What stays as it is in an address; the signs left out are no part of one."""


def read(data: bytes) -> tuple[Fact, ...]:
    """Read a PDF back to facts.

    Raises:
        ArtefactError: if it is no PDF that can be opened.
    """
    return tuple(facts_of(opened(data)))


def check(
    data: bytes, document: Document, options: Options, *, added: Sequence[str] = ()
) -> Iterator[Diagnostic]:
    """Yield what the PDF says wrongly and which rules it breaks.

    Raises:
        ArtefactError: if it is no PDF that can be opened.
    """
    pdf = opened(data)
    expected, found = facts(document), tuple(facts_of(pdf))
    if options.theme.logo is not None and options.theme.logo_alternative is not None:
        expected = (Fact(FactKind.IMAGE, options.theme.logo_alternative), *expected)
    declared, words = Counter(map(one_line, added)), Counter(callout_words_of(pdf))
    for word in (words - declared).elements():
        yield Diagnostic(ADDED[FactKind.TEXT], f'"{word}" stands before a passage')
    yield from compare(
        (_as_written(fact) for fact in _without_headings_of_notes(expected)),
        (_without_private(fact) for fact in _to_the_end(found, expected)),
        carried=CARRIED,
        added=(declared - words).elements(),
    )
    profile = options.pdf.profile
    missing = sum(fact.kind is FactKind.IMAGE and not fact.text.strip() for fact in expected)
    yield from check_file(pdf, profile, document.metadata, missing)
    yield from check_archive(pdf)
    yield from check_attachments(pdf, options.pdf)
    yield from check_content(pdf)
    yield from check_structure(pdf, profile, missing)
    yield from check_tables(pdf)
    yield from check_bookmarks(pdf, headings_of(pdf))


def _without_headings_of_notes(every: Sequence[Fact]) -> Iterator[Fact]:
    """Leave out the headings in notes, which may hold none in PDF 2.0: they are ``P``.

    The notes come last; their words are TEXT as well, and so not lost.
    """
    in_notes = False
    for fact in every:
        in_notes |= fact.kind is FactKind.NOTE
        if not (in_notes and fact.kind is FactKind.HEADING):
            yield fact


def _as_written(fact: Fact) -> Fact:
    return _without_private(_with_uri(fact))


def _to_the_end(found: Sequence[Fact], expected: Sequence[Fact]) -> Iterator[Fact]:
    """Let a link to where nothing follows lead to the words before: PDF has no empty place.

    They are the last of the report or of a note.
    """
    last, ends = "", set()
    for fact in found:
        if fact.kind is FactKind.TEXT:
            last = target_text(fact.text)
        elif fact.kind is FactKind.NOTE:
            ends.add(last)
    ends.add(last)
    wanted = (fact.details for fact in expected if fact.kind is FactKind.LINK)
    for fact in found:
        is_link = fact.kind is FactKind.LINK
        if is_link and next(wanted, None) == ("#",) and fact.details[0] in ends:
            yield replace(fact, details=("#",))
        else:
            yield fact


def _without_private(fact: Fact) -> Fact:
    """Read characters of private use as PDF must give them: nobody knows what they say."""
    if PRIVATE.search(" ".join((fact.text, *fact.details))) is None:
        return fact
    details = tuple(PRIVATE.sub("\ufffd", detail) for detail in fact.details)
    return replace(fact, text=PRIVATE.sub("\ufffd", fact.text), details=details)


def _with_uri(fact: Fact) -> Fact:
    """Write the address of a link as PDF must, in ASCII (ISO 32000-2 12.6.4.8, RFC 3987)."""
    if fact.kind is not FactKind.LINK or fact.details[0].startswith("#"):
        return fact
    return replace(fact, details=(quote(fact.details[0], safe=_SAFE),))
