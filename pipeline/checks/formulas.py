"""Formulas that can be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from pipeline.checks.survey import Survey, short
from pipeline.diagnostics import Diagnostic, Position, Rule, Severity
from pipeline.model.nodes import Math, MathBlock

WITHOUT_WORDS = Rule(
    "formula-without-words",
    Severity.NOTE,
    "Formulas have no words of their own; where a reader cannot say MathML, a reading made of "
    "their signs stands for them.",
    'Say the formula in alttext: alttext="a over b, squared".',
    ("WCAG 2.2 1.1.1",),
)

_WORDS = re.compile(r"<math\b[^>]*\balttext=")
_SIMPLE = 4
"""Signs of a formula that says itself, such as x or n = 2."""


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
