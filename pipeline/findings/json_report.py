"""Findings as JSON, for programs of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.diagnostics import Diagnostic, Severity, severity_of
from pipeline.findings.criteria import criteria_of
from pipeline.findings.sources import Findings
from pipeline.json_text import json_text

VERSION = 1
"""Raised when a field changes its meaning or goes."""


def as_json(found: Sequence[Findings]) -> str:
    """Return ``{"version": 1, "sources": […]}``; lines and columns count from 1."""
    value = {"version": VERSION, "sources": [_source(one) for one in found]}
    return f"{json_text(value, indent=2)}\n"


def _source(findings: Findings) -> dict[str, object]:
    severities = [severity_of(each) for each in findings.diagnostics]
    return {
        "name": findings.name,
        "counts": {severity.value: severities.count(severity) for severity in Severity},
        "findings": [_finding(each) for each in findings.diagnostics],
    }


def _finding(diagnostic: Diagnostic) -> dict[str, object]:
    rule = diagnostic.rule
    return {
        "rule": rule.id,
        "severity": severity_of(diagnostic).value,
        "message": diagnostic.message,
        "line": None if diagnostic.at is None else diagnostic.at.line,
        "column": None if diagnostic.at is None else diagnostic.at.column,
        "place": diagnostic.place,
        "summary": rule.summary,
        "hint": rule.hint,
        "references": list(rule.references),
        "criteria": list(criteria_of(diagnostic)),
    }
