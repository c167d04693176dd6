"""Findings as text: each with its line of the source and a caret under the place.

What to do is said once for each rule, so that the hundredth finding is as short as it can be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from pipeline.diagnostics import Diagnostic, Position, line_of
from pipeline.findings.criteria import by_criterion
from pipeline.findings.sources import Findings, count_in_words

_WIDTH = 88
"""Cells of the source shown; of a longer line the part around the place."""


def as_text(found: Sequence[Findings]) -> str:
    """Return the findings, then their number and a summary by criterion."""
    told: set[str] = set()
    lines = [line for one in found for line in _lines(one, told)]
    everything = tuple(each for one in found for each in one.diagnostics)
    lines.append(count_in_words(everything))
    summary = by_criterion(everything)
    if summary:
        lines += ["", summary.rstrip("\n")]
    return "\n".join(lines) + "\n"


def _lines(findings: Findings, told: set[str]) -> Iterator[str]:
    source = findings.lines() if findings.text else []
    for each in findings.diagnostics:
        yield line_of(each, findings.name)
        if each.at is not None and 0 < each.at.line <= len(source):
            yield from excerpt(source[each.at.line - 1], each.at)
        yield from _hint(each, told)
        yield ""


def _hint(diagnostic: Diagnostic, told: set[str]) -> Iterable[str]:
    if diagnostic.rule.id in told:
        return ()
    told.add(diagnostic.rule.id)
    return (f"  hint: {diagnostic.rule.hint}",)


def excerpt(line: str, at: Position) -> tuple[str, str]:
    """Return the line of the source with its number, and a caret under the column."""
    column = min(max(at.column - 1, 0), len(line))
    start = 0
    if len(line) > _WIDTH:
        start = max(min(column - _WIDTH // 3, len(line) - _WIDTH), 0)
    shown = line[start : start + _WIDTH].replace("\t", " ")
    before = "…" if start else ""
    after = "…" if start + _WIDTH < len(line) else ""
    margin = len(str(at.line))
    under = "".join(
        "  " if unicodedata.east_asian_width(character) in "WF" else " "
        for character in before + shown[: column - start]
        if not unicodedata.combining(character)
    )
    return (
        f"  {at.line} | {before}{shown.rstrip()}{after}",
        f"  {' ' * margin} | {under}^",
    )
