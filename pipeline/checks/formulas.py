"""Formulas that can be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from pipeline.checks.survey import Survey, short
from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.model.nodes import Math, MathBlock, Paragraph, Span, SpanKind
from pipeline.model.walk import plain

TYPED = Rule(
    "formula-typed",
    Severity.WARNING,
    "A formula is typed as LaTeX for a script to draw; without the script the signs are read out.",
    "Publish the page with its formulas as MathML, which MathJax, KaTeX and Pandoc can write.",
    ("WCAG 2.2 1.1.1",),
)

WITHOUT_WORDS = Rule(
    "formula-without-words",
    Severity.NOTE,
    "Formulas have no words of their own; where a reader cannot say MathML, a reading made of "
    "their signs stands for them.",
    'Say the formula in alttext: alttext="a over b, squared".',
    ("WCAG 2.2 1.1.1",),
)

_TYPED = re.compile(r"\\\([^\n]{1,300}?\\\)|\\\[[^\n]{1,600}?\\\]|\$\$[^$\n]{1,600}\$\$")
_WORDS = re.compile(r"<math\b[^>]*\balttext=")
_SIMPLE = 4
"""Signs of a formula that says itself, such as x or n = 2."""


def typed(survey: Survey) -> Iterator[Diagnostic]:
    """Yield the first formula that is typed as LaTeX in the text, and how many there are."""
    found = [
        (match[0], at)
        for paragraph, text, at in survey.paragraphs()
        if "\\" in text or "$$" in text
        for match in _TYPED.finditer(_without_code(paragraph))
    ]
    if found:
        first, at = found[0]
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        yield Diagnostic(TYPED, f"{short(first)} is typed as LaTeX{more}", at)


def _without_code(paragraph: Paragraph) -> str:
    """Return the text of a paragraph, in which code is nothing to be drawn."""
    return plain(
        tuple(
            child
            for child in paragraph.children
            if not (isinstance(child, Span) and child.kind is SpanKind.CODE)
        )
    )


def words(survey: Survey) -> Iterator[Diagnostic]:
    """Yield the first formula without a text alternative, and how many there are."""
    formulas = chain[tuple[Math | MathBlock, Position | None]](
        survey.each(Math), survey.each(MathBlock)
    )
    silent = [
        (formula, at)
        for formula, at in formulas
        if len(formula.text.replace(" ", "")) > _SIMPLE and not _WORDS.match(formula.mathml)
    ]
    if silent:
        first, at = min(silent, key=lambda item: item[1] or Position(0, 0))
        more = f", and {len(silent) - 1} more" if len(silent) > 1 else ""
        yield Diagnostic(WITHOUT_WORDS, f'"{short(first.text)}" has no alttext{more}', at)
