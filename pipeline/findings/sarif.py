"""Findings as SARIF 2.1.0, which code hosts show in place in a pull request.

OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0"; the
sections are named below.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from urllib.parse import quote

from pipeline.diagnostics import Diagnostic, Rule, Severity, severity_of
from pipeline.findings.sources import Findings
from pipeline.json_text import json_text

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_sarif(found: Sequence[Findings], *, version: str = "0") -> str:
    """Return one run with all findings; ``version`` is that of this program."""
    rules = list({each.rule.id: each.rule for one in found for each in one.diagnostics}.values())
    rules.sort(key=lambda rule: rule.id)
    places = {rule.id: index for index, rule in enumerate(rules)}
    run: dict[str, object] = {
        "tool": {
            "driver": {
                "name": "accessible-report-pipeline",
                "semanticVersion": version,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [result for one in found for result in _results(one, places)],
    }
    value = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return f"{json_text(value, indent=2)}\n"


def _rule(rule: Rule) -> dict[str, object]:
    """Return a reportingDescriptor (3.49)."""
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.hint},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["accessibility", *rule.references]},
    }


def _results(findings: Findings, places: dict[str, int]) -> list[dict[str, object]]:
    """Return the results (3.27), each with a fingerprint that survives moved lines."""
    lines = findings.lines() if findings.text else []
    seen: dict[str, int] = {}
    results: list[dict[str, object]] = []
    for each in findings.diagnostics:
        said = ""
        if each.at is not None and 0 < each.at.line <= len(lines):
            said = lines[each.at.line - 1].strip()
        digest = hashlib.sha256(
            f"{each.rule.id}\0{each.message}\0{said}".encode("utf-8", "backslashreplace")
        ).hexdigest()[:20]
        seen[digest] = seen.get(digest, 0) + 1
        results.append(
            {
                "ruleId": each.rule.id,
                "ruleIndex": places[each.rule.id],
                "level": _LEVELS[severity_of(each)],
                "message": {"text": _message(each)},
                "locations": [{"physicalLocation": _location(findings.name, each)}],
                "partialFingerprints": {"findingHash/v1": f"{digest}:{seen[digest]}"},
            }
        )
    return results


def _message(diagnostic: Diagnostic) -> str:
    place = f" ({diagnostic.place})" if diagnostic.place else ""
    return f"{diagnostic.message}{place}. {diagnostic.rule.hint}"


def _location(name: str, diagnostic: Diagnostic) -> dict[str, object]:
    """Return a physicalLocation (3.29): the file as a relative or absolute URI reference."""
    path = name.replace("\\", "/")
    address = quote(path, safe="/:" if path[1:3] == ":/" else "/", errors="surrogateescape")
    if path.startswith("/"):
        address = f"file://{address}"
    location: dict[str, object] = {"artifactLocation": {"uri": address}}
    if diagnostic.at is not None:
        location["region"] = {
            "startLine": max(diagnostic.at.line, 1),
            "startColumn": max(diagnostic.at.column, 1),
        }
    return location
