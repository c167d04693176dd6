"""The conformance statement as data: JSON by ``statement.schema.json``, and EARL.

It says what was tested and what was found, no more. The same evidence gives the same bytes:
no times, no paths of the machine.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from pipeline.diagnostics import Diagnostic, Rule, severity_of
from pipeline.json_text import json_text
from pipeline.publish.evidence import ArtefactEvidence, Evidence, FileIdentity
from pipeline.publish.worksheet import Look, worksheet
from pipeline.verify.external.verdict import Absent, Verdict

VERSION = 1
_EARL = "http://www.w3.org/ns/earl#"


def statement(evidence: Evidence) -> dict[str, Any]:
    """Return the statement as a value that ``json`` can write."""
    metadata = evidence.document.metadata
    return {
        "version": VERSION,
        "document": {
            "title": metadata.title,
            "language": metadata.language,
            "address": metadata.address,
            "source": _file(evidence.source),
        },
        "tool": {
            "name": evidence.tool,
            "libraries": [
                {"name": name, "version": version} for name, version in evidence.libraries
            ],
        },
        "evaluator": evidence.evaluator,
        "sourceFindings": [_finding(one) for one in evidence.source_diagnostics],
        "artefacts": [_artefact(one) for one in evidence.artefacts],
        "worksheet": [
            _look(one) for one in worksheet(evidence.document, evidence.source_diagnostics)
        ],
    }


def as_json(value: dict[str, Any]) -> bytes:
    """Return a statement or an EARL report as UTF-8 with a final newline."""
    return f"{json_text(value, indent=2)}\n".encode()


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the statement."""
    text = files("pipeline.publish").joinpath("statement.schema.json").read_text("utf-8")
    value: dict[str, Any] = json.loads(text)
    return value


def _file(file: FileIdentity) -> dict[str, Any]:
    return {"name": file.name, "bytes": file.bytes, "sha256": file.sha256}


def _finding(one: Diagnostic) -> dict[str, Any]:
    at = None if one.at is None else {"line": one.at.line, "column": one.at.column}
    return {
        "rule": one.rule.id,
        "severity": severity_of(one).value,
        "message": one.message,
        "sourcePosition": at,
        "place": one.place,
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {"id": rule.id, "summary": rule.summary, "references": list(rule.references)}


def _artefact(one: ArtefactEvidence) -> dict[str, Any]:
    return {
        "format": one.format,
        "edition": one.edition,
        "file": _file(one.file),
        "factsCompared": one.facts,
        "differences": len(one.differences()),
        "losses": [
            {
                "kind": loss.kind.value,
                "extent": loss.means.extent.value,
                "facts": loss.facts,
                "reason": loss.means.english,
            }
            for loss in one.losses
        ],
        "rulesPassed": [_rule(rule) for rule in one.passed()],
        "rulesFailed": [_rule(rule) for rule in one.failed()],
        "rulesInapplicable": [_rule(rule) for rule in one.inapplicable()],
        "findings": [_finding(found) for found in one.diagnostics],
        "validators": [_verdict(verdict) for verdict in one.verdicts],
    }


def _verdict(verdict: Verdict | Absent) -> dict[str, Any]:
    match verdict:
        case Absent():
            return {
                "name": verdict.judge,
                "version": None,
                "standard": None,
                "outcome": "untested",
                "reason": verdict.reason,
                "checks": None,
                "findings": [],
            }
        case Verdict():
            return {
                "name": verdict.judge,
                "version": verdict.version,
                "standard": verdict.standard,
                "outcome": "passed" if verdict.passed() else "failed",
                "reason": None,
                "checks": verdict.checks,
                "findings": [_finding(one) for one in verdict.diagnostics],
            }


def _look(one: Look) -> dict[str, Any]:
    at = None if one.at is None else {"line": one.at.line, "column": one.at.column}
    return {
        "question": one.question.value,
        "text": one.text,
        "detail": one.detail or None,
        "sourcePosition": at,
    }


# ------------------------------------------------------------------------------------------ EARL


def earl(evidence: Evidence) -> dict[str, Any]:
    """Return the outcomes in the Evaluation and Report Language (EARL 1.0), as JSON-LD."""
    assertions: list[dict[str, Any]] = []
    for one in evidence.artefacts:
        subject = {
            "@type": "earl:TestSubject",
            "dct:title": one.file.name,
            "dct:identifier": f"urn:sha256:{one.file.sha256}",
        }
        for rule in (*one.passed(), *one.failed()):
            found = tuple(finding for finding in one.diagnostics if finding.rule.id == rule.id)
            test = {
                "@type": "earl:TestRequirement",
                "dct:title": rule.id,
                "dct:description": rule.summary,
            }
            outcome = "failed" if found else "passed"
            assertions.append(_assertion(evidence.tool, subject, test, outcome, found))
        for rule in one.inapplicable():
            test = {
                "@type": "earl:TestRequirement",
                "dct:title": rule.id,
                "dct:description": rule.summary,
            }
            assertions.append(_assertion(evidence.tool, subject, test, "inapplicable", ()))
        assertions.extend(_judged(verdict, subject) for verdict in one.verdicts)
    return {
        "@context": {"earl": _EARL, "dct": "http://purl.org/dc/terms/"},
        "@graph": assertions,
    }


def _judged(verdict: Verdict | Absent, subject: dict[str, str]) -> dict[str, Any]:
    match verdict:
        case Absent():
            test = {"@type": "earl:TestRequirement", "dct:title": verdict.judge}
            return _assertion(verdict.judge, subject, test, "untested", ())
        case Verdict():
            test = {"@type": "earl:TestRequirement", "dct:title": verdict.standard}
            outcome = "passed" if verdict.passed() else "failed"
            judge = f"{verdict.judge} {verdict.version}"
            return _assertion(judge, subject, test, outcome, verdict.diagnostics)


def _assertion(
    by: str,
    subject: dict[str, str],
    test: dict[str, str],
    outcome: str,
    found: tuple[Diagnostic, ...],
) -> dict[str, Any]:
    result: dict[str, Any] = {
        "@type": "earl:TestResult",
        "earl:outcome": {"@id": f"earl:{outcome}"},
    }
    if found:
        result["earl:info"] = "; ".join(one.message for one in found)
    return {
        "@type": "earl:Assertion",
        "earl:assertedBy": {"@type": "earl:Software", "dct:title": by},
        "earl:mode": {"@id": "earl:automatic"},
        "earl:subject": subject,
        "earl:test": test,
        "earl:result": result,
    }
