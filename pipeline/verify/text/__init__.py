"""Does the text edition say what the report says? Read by its conventions, and compared.

``docs/text.md`` lists what text cannot carry. The reading shares nothing with the writer
but the words of ``pipeline.strings``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.diagnostics import Diagnostic
from pipeline.model.nodes import Document
from pipeline.model.walk import one_line
from pipeline.options import LinkPlacement, Options
from pipeline.verify.compare import compare
from pipeline.verify.facts import Fact, FactKind, facts
from pipeline.verify.losses import CHANGES, carried
from pipeline.verify.text.folding import folded_fact, without_asterisks
from pipeline.verify.text.reading import read_lines
from pipeline.verify.text.rules import file_rules

__all__ = ["CARRIED", "check", "read"]

CARRIED = carried("text")
"""The kinds of fact that text carries, if only in part: ``_as_carried`` says in which."""


def read(data: bytes) -> tuple[Fact, ...]:
    """Return the facts of a text edition, folded; none if it is not one (or not UTF-8)."""
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    return tuple(folded_fact(fact) for fact in read_lines(text))


def check(
    data: bytes, document: Document, options: Options, *, added: Sequence[str] = ()
) -> Iterator[Diagnostic]:
    """Yield what the text edition says otherwise than the report, and faults of its form."""
    expected = [folded_fact(fact) for fact in _without_languages_of_code(facts(document))]
    expected = [fact for each in expected if (fact := _as_carried(each, options)) is not None]
    found = [fact for each in read(data) if (fact := _as_carried(each, options)) is not None]
    if options.text.emphasis:  # its marks cannot be told from asterisks of the source
        expected, found = _unemphasised(expected), _unemphasised(found)
    language = document.metadata.language.lower()
    found = [
        fact
        for fact in found
        if fact.kind is not FactKind.LANGUAGE or fact.details[0].lower() != language
    ]
    for only_figures in (False, True):  # which come where their figure ends, tables' at the start
        yield from compare(
            (fact for fact in expected if _is_figure_caption(fact) is only_figures),
            (fact for fact in found if _is_figure_caption(fact) is only_figures),
            carried=CARRIED,
            added=added,
        )
    yield from file_rules(data, document, options)


def _as_carried(fact: Fact, options: Options) -> Fact | None:
    match fact.kind:
        case FactKind.TEXT | FactKind.EMPHASIS | FactKind.LANGUAGE if not fact.text:
            return None  # nothing but characters that are not seen
        case FactKind.LINK if fact.details[0].startswith("#"):
            return None
        case FactKind.LINK if options.text.links is LinkPlacement.INLINE:
            return replace(fact, text="")
        case FactKind.EMPHASIS if fact.details[0] not in CHANGES:
            return None
        case FactKind.LANGUAGE if not options.text.languages:
            return None
        case _:
            return fact


def _without_languages_of_code(every: Sequence[Fact]) -> list[Fact]:
    """Leave out the languages in blocks of code, where no mark may stand among the signs.

    A block's TEXT comes first, its CODE last, and what is said of it between them.
    """
    kept: list[Fact] = []
    in_code = False
    for fact in reversed(every):
        if fact.kind is FactKind.CODE:
            in_code = bool(one_line(fact.text))
        elif fact.kind is FactKind.TEXT:
            in_code = False
        if not (in_code and fact.kind is FactKind.LANGUAGE):
            kept.append(fact)
    return kept[::-1]


def _unemphasised(every: Sequence[Fact]) -> list[Fact]:
    bare = [
        replace(
            fact,
            text=without_asterisks(fact.text),
            details=tuple(without_asterisks(detail) for detail in fact.details),
        )
        for fact in every
    ]
    runs = (FactKind.TEXT, FactKind.LANGUAGE, FactKind.EMPHASIS)
    return [fact for fact in bare if fact.kind not in runs or fact.text]


def _is_figure_caption(fact: Fact) -> bool:
    return fact.kind is FactKind.CAPTION and fact.details == ("figure",)
