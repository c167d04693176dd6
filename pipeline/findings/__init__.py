"""Findings for people and programs: text with the source shown, JSON, SARIF, JUnit.

After ``check`` and ``verify``; nothing here looks at a document. Each form is one function
from ``Findings`` to a string.
"""

from __future__ import annotations

from pipeline.findings.criteria import by_criterion
from pipeline.findings.json_report import as_json
from pipeline.findings.junit import as_junit
from pipeline.findings.readable import as_text
from pipeline.findings.sarif import as_sarif
from pipeline.findings.sources import Findings

__all__ = ["Findings", "as_json", "as_junit", "as_sarif", "as_text", "by_criterion"]
