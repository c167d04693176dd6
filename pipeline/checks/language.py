"""Passages in the language that they say.

The words of English and French that occur in any text decide between the two: enough for
the reports of a bilingual government, and silent about every other language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.checks.survey import Survey, short
from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.model.nodes import Section
from pipeline.model.walk import descendants, one_line

UNMARKED = Rule(
    "language-of-passage-missing",
    Severity.WARNING,
    "A passage is in another language than the page, and does not say so; it is read out with "
    "the wrong voice.",
    'Write lang="fr" (or the language that it is) on it.',
    ("WCAG 2.2 3.1.2",),
)
UNLIKELY = Rule(
    "language-of-passage-unlikely",
    Severity.WARNING,
    "A passage says that it is in another language than it is.",
    "Correct its lang attribute.",
    ("WCAG 2.2 3.1.2", "ACT off6ek"),
)

_WORDS = {
    "en": frozenset(
        ("the", "of", "and", "to", "in", "is", "that", "for", "with", "was", "are", "this", "by",
         "from", "which", "have", "has", "been", "their", "not", "were", "it", "be", "or", "will",
         "they", "these", "an", "at", "its", "we", "our", "can", "may", "should", "about")
    ),
    "fr": frozenset(
        ("le", "la", "les", "des", "du", "et", "en", "un", "une", "est", "que", "qui", "dans",
         "pour", "sur", "par", "au", "aux", "avec", "ce", "cette", "ces", "sont", "ont", "il",
         "elle", "nous", "vous", "ne", "pas", "plus", "ou", "été", "leur", "leurs", "être", "à")
    ),
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 12
"""Words: of fewer, names and titles decide."""
_MOST = 20
"""Findings in one report, after which one sums up the rest: who mixes two languages on every
line knows after twenty."""
_OWN = 0.08
_OTHER = 0.25
"""Shares of a language's common words: below the first it is not the language, above the
second it is."""


@dataclass(frozen=True, slots=True)
class _Passage:
    text: str
    lang: str
    """Of the passage, as the source says."""
    likely: str
    """What it is: ``en`` or ``fr``."""
    at: Position | None


def passages(survey: Survey) -> Iterator[Diagnostic]:
    """Yield passages that are in English or French, and say otherwise.

    Neighbours of the same kind are one finding; what lies between them and is too short to
    tell goes along.
    """
    page = survey.document.metadata.language
    found = list(_runs(survey))
    for first, count in found[:_MOST]:
        yield _found(first, count, page)
    if len(found) > _MOST:
        first, count = found[_MOST]
        further = _found(first, count, page)
        yield replace(
            further, message=f"{further.message}; {len(found) - _MOST} places from here on"
        )


def _runs(survey: Survey) -> Iterator[tuple[_Passage, int]]:
    """Yield the first of each run of wrong passages, and how many they are."""
    begun: _Passage | None = None
    count = 0
    for passage in _passages(survey):
        wrong = passage.likely != passage.lang.partition("-")[0].lower()
        same = begun is not None and (begun.lang, begun.likely) == (passage.lang, passage.likely)
        if begun is not None and not (wrong and same):
            yield begun, count
            begun, count = None, 0
        if wrong:
            begun = begun or passage
            count += 1
    if begun is not None:
        yield begun, count


def _passages(survey: Survey) -> Iterator[_Passage]:
    """Yield the passages that are clearly in one of the two languages."""
    for node, text, lang, at in survey.leaves:
        if lang.partition("-")[0].lower() not in _WORDS:
            continue
        likely = _language(text)
        if likely is None:
            continue
        inlines = node.title if isinstance(node, Section) else node.children
        if not any(inner.lang for child in inlines for inner in descendants(child)):
            yield _Passage(one_line(text), lang, likely, at)


def _found(passage: _Passage, count: int, page: str) -> Diagnostic:
    message = f'"{short(passage.text)}" is in {_NAMES[passage.likely]}'
    if count > 1:
        message += f", like the {count - 1} passages after it" if count > 2 else ", like the next"
    if passage.lang == page:
        return Diagnostic(UNMARKED, message, passage.at)
    return Diagnostic(UNLIKELY, f"{message}, and says {passage.lang}", passage.at)


_NAMES = {"en": "English", "fr": "French"}


def _language(text: str) -> str | None:
    """Return the language, ``en`` or ``fr``, if the text is clearly in one of them."""
    if len(text) < 2 * _SHORTEST:
        return None
    words = _WORD.findall(text.lower())
    if len(words) < _SHORTEST:
        return None
    shares = {
        lang: sum(map(common.__contains__, words)) / len(words) for lang, common in _WORDS.items()
    }
    likely, other = sorted(shares, key=lambda lang: -shares[lang])
    return likely if shares[likely] > _OTHER and shares[other] < _OWN else None
