"""Findings as JUnit XML, which build servers show beside tests.

A file is a suite, a finding a case: an error has failed, a warning or note is skipped with
its words, so that a build stops for errors only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from pipeline.diagnostics import Diagnostic, Severity, severity_of
from pipeline.findings.sources import Findings

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(found: Sequence[Findings]) -> str:
    """Return ``<testsuites>`` with one suite for each file."""
    total = sum(max(len(one.diagnostics), 1) for one in found)
    failed = sum(_failures(one) for one in found)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append(f'<testsuites name="pipeline" tests="{total}" failures="{failed}">')
    for one in found:
        skipped = len(one.diagnostics) - _failures(one)
        lines.append(
            f'  <testsuite name={_quoted(one.name)} tests="{max(len(one.diagnostics), 1)}" '
            f'failures="{_failures(one)}" errors="0" skipped="{skipped}">'
        )
        if not one.diagnostics:
            lines.append(f'    <testcase classname={_quoted(one.name)} name="no findings"/>')
        for each in one.diagnostics:
            lines += _case(one.name, each)
        lines.append("  </testsuite>")
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _failures(findings: Findings) -> int:
    return sum(severity_of(each) is Severity.ERROR for each in findings.diagnostics)


def _case(name: str, diagnostic: Diagnostic) -> list[str]:
    where = "" if diagnostic.at is None else f":{diagnostic.at.line}:{diagnostic.at.column}"
    place = f" ({diagnostic.place})" if diagnostic.place else ""
    title = f"{diagnostic.rule.id}{where}{place}"
    references = f" [{', '.join(diagnostic.rule.references)}]" if diagnostic.rule.references else ""
    words = f"{diagnostic.message}{references}"
    line = "" if diagnostic.at is None else f' line="{diagnostic.at.line}"'
    opening = (
        f"    <testcase classname={_quoted(name)} name={_quoted(title)} file={_quoted(name)}{line}>"
    )
    if severity_of(diagnostic) is Severity.ERROR:
        hint = _text(diagnostic.rule.hint)
        told = f'      <failure type="error" message={_quoted(words)}>{hint}</failure>'
    else:
        said = f"{severity_of(diagnostic).value}: {words} {diagnostic.rule.hint}"
        told = f"      <skipped message={_quoted(said)}/>"
    return [opening, told, "    </testcase>"]


def _text(words: str) -> str:
    return escape(_NOT_IN_XML.sub("\ufffd", words), quote=False)


def _quoted(words: str) -> str:
    return f'"{escape(_NOT_IN_XML.sub(chr(0xFFFD), words), quote=True)}"'
