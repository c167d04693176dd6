"""Findings summed up by the success criteria of WCAG 2.2 that they touch."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.diagnostics import Diagnostic, Severity, severity_of

CRITERIA = {
    "1.1.1": "Non-text Content",
    "1.2.1": "Audio-only and Video-only",
    "1.2.2": "Captions",
    "1.2.3": "Audio Description or Media Alternative",
    "1.3.1": "Info and Relationships",
    "1.3.2": "Meaningful Sequence",
    "1.3.3": "Sensory Characteristics",
    "1.4.1": "Use of Color",
    "1.4.3": "Contrast (Minimum)",
    "1.4.5": "Images of Text",
    "1.4.10": "Reflow",
    "2.4.1": "Bypass Blocks",
    "2.4.2": "Page Titled",
    "2.4.4": "Link Purpose (In Context)",
    "2.4.5": "Multiple Ways",
    "2.4.6": "Headings and Labels",
    "2.4.9": "Link Purpose (Link Only)",
    "2.4.10": "Section Headings",
    "3.1.1": "Language of Page",
    "3.1.2": "Language of Parts",
    "3.1.4": "Abbreviations",
    "3.1.5": "Reading Level",
    "4.1.2": "Name, Role, Value",
}
"""The criteria that rules name, by number (w3.org/TR/WCAG22)."""

_REFERENCE = re.compile(r"WCAG 2\.2 (\d+\.\d+\.\d+)")


def criteria_of(diagnostic: Diagnostic) -> tuple[str, ...]:
    """Return the numbers of the criteria that a finding touches."""
    matches = (_REFERENCE.fullmatch(each) for each in diagnostic.rule.references)
    return tuple(match[1] for match in matches if match is not None)


def by_criterion(diagnostics: Sequence[Diagnostic]) -> str:
    """Return one line for each criterion, in the order of WCAG; empty where there is none.

    A finding that touches two criteria counts in both.
    """
    counts: dict[str, dict[Severity, int]] = {}
    for each in diagnostics:
        for number in criteria_of(each):
            found = counts.setdefault(number, dict.fromkeys(Severity, 0))
            found[severity_of(each)] += 1
    if not counts:
        return ""
    lines = ["By success criterion of WCAG 2.2:"]
    for number in sorted(counts, key=lambda text: [int(part) for part in text.split(".")]):
        said = ", ".join(
            f"{count} {severity.value}{'' if count == 1 else 's'}"
            for severity, count in counts[number].items()
            if count
        )
        lines.append(f"  {number} {CRITERIA.get(number, '')}: {said}".replace(" :", ":"))
    return "\n".join(lines) + "\n"
